"""Starting the real programs wrongly: an exit code, one sentence in the reader's language, no traceback."""

import json
import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.harness.desktop import virtual_desktop
from benchmarks.harness.organisation import CLIENT, ROOT, SERVER, Program, program
from benchmarks.harness.person import Person
from benchmarks.harness.scene import ERROR_COLOUR
from client.arguments import USAGE
from tests.support.live_server import LiveServer, live_server

pytestmark = pytest.mark.e2e

LOCALES = {"sl": "sl_SI.UTF-8", "en": "en_GB.UTF-8", "pl": "pl_PL.UTF-8"}
NOWHERE = "ws://127.0.0.1:9"
"""Port 9 (discard) has no server here."""


def environment(home: Path, language: str = "en", **more: str) -> dict[str, str]:
    """Return an environment with a language and a home of its own, and without a display."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    own = {"HOME": str(home), "LANG": LOCALES[language], "PYTHONWARNINGS": "default"}
    return {**kept, **own, **more}


def run(command: tuple[str, ...], words: list[str], surroundings: dict[str, str]) -> tuple[int, str, str]:
    """Run a program to its end; return exit code, standard output and standard error."""
    done = subprocess.run(
        [*command, *words], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=60
    )
    assert "Traceback" not in done.stdout + done.stderr
    assert "Warning" not in done.stderr
    assert "internal fault" not in done.stderr
    return done.returncode, done.stdout, done.stderr


def sentence_of(error: str, program_name: str = "pomoc") -> str:
    """Return the one sentence on standard error."""
    found = re.fullmatch(rf"{program_name}: ([^\n]+)\n", error)
    assert found is not None, error
    return found[1]


# ----- the command line ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        (
            ["--bogus"],
            {
                "sl": "Ukazna vrstica ni razumljiva: --bogus",
                "en": "The command line is not understood: --bogus",
                "pl": "Niezrozumiały wiersz poleceń: --bogus",
            },
        ),
        (
            ["--new-session"],
            {
                "sl": "Možnost --new-session deluje samo skupaj z --agent.",
                "en": "The option --new-session works only together with --agent.",
                "pl": "Opcja --new-session działa tylko razem z --agent.",
            },
        ),
        (
            ["--agent", "--server", "ws://help.example.com"],
            {
                "sl": "ws://help.example.com ni šifriran naslov. Uporabite wss://; ws:// je samo za ta računalnik.",
                "en": "ws://help.example.com is not encrypted. Use wss://; ws:// is only for this computer itself.",
                "pl": "ws://help.example.com",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", LOCALES)
def test_a_mistake_on_the_command_line(
    words: list[str], sentences: dict[str, str], language: str, tmp_path: Path
) -> None:
    code, output, error = run(CLIENT, words, environment(tmp_path, language))
    assert (code, output) == (2, "")
    sentence, usage = error.split("\n", 1)
    assert sentence.removeprefix("pomoc: ").startswith(sentences[language])
    assert usage == USAGE + "\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ["--agent", "--connect", "12345678"],
        ["--agent", "--password-file", "x"],
        ["--agent", "--server", "help.example.com"],
        ["--agent", "--server", "wss://user:word@help.example.com"],
        ["--agent", "--server", ""],
        ["--login", ""],
        ["--language", "de"],
        ["--profile"],
        ["12345678"],
        [b"\xff\xfe".decode("utf-8", "surrogateescape")],
    ],
)
def test_other_mistakes_on_the_command_line(words: list[str], tmp_path: Path) -> None:
    code, output, error = run(CLIENT, words, environment(tmp_path))
    assert (code, output) == (2, "")
    sentence_of(error.removesuffix(USAGE + "\n"))


def test_the_first_language_of_the_list_that_is_offered_is_taken(tmp_path: Path) -> None:
    surroundings = environment(tmp_path, "en", LANGUAGE="de:pl:sl")
    assert "Niezrozumiały" in run(CLIENT, ["--bogus"], surroundings)[2]


def test_help_and_version_need_no_display(tmp_path: Path) -> None:
    for word in ("-h", "--help"):
        assert run(CLIENT, [word], environment(tmp_path)) == (0, USAGE + "\n", "")
    code, output, error = run(CLIENT, ["--version"], environment(tmp_path))
    assert (code, error) == (0, "")
    assert re.fullmatch(r"pomoc \d+\.\d+\.\d+\n", output)
    assert list(tmp_path.iterdir()) == []


# ----- the display --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "sentences"),
    [
        (
            {},
            {
                "sl": "Ni zaslona, na katerem bi se odprlo okno (DISPLAY ni nastavljen).",
                "en": "There is no screen to open a window on (DISPLAY is not set).",
                "pl": "Nie ma ekranu",
            },
        ),
        (
            {"DISPLAY": ":4711"},
            {
                "sl": "Zaslon :4711 ni dosegljiv.",
                "en": "The screen :4711 cannot be reached.",
                "pl": "Nie można połączyć się z ekranem :4711.",
            },
        ),
    ],
)
@pytest.mark.parametrize("language", LOCALES)
def test_without_a_display(more: dict[str, str], sentences: dict[str, str], language: str, tmp_path: Path) -> None:
    surroundings = environment(tmp_path, language, **more)
    surroundings["PYTHONWARNINGS"] = "ignore::ResourceWarning"  # python-xlib's, of its socket
    code, output, error = run(CLIENT, [], surroundings)
    assert (code, output) == (1, "")
    assert sentence_of(error).startswith(sentences[language])


@pytest.mark.parametrize("more", [{"DISPLAY": "localhost:99999"}, {"DISPLAY": "x"}, {"WAYLAND_DISPLAY": "wayland-9"}])
def test_a_display_of_a_name_that_none_can_have(more: dict[str, str], tmp_path: Path) -> None:
    surroundings = environment(tmp_path, **more, XDG_RUNTIME_DIR=str(tmp_path))
    surroundings["PYTHONWARNINGS"] = "ignore::ResourceWarning"
    code, output, error = run(CLIENT, [], surroundings)
    assert (code, output) == (1, "")
    assert "cannot be reached" in sentence_of(error)


# ----- windows ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def person() -> Iterator[Person]:
    with virtual_desktop() as display:
        someone = Person(display)
        yield someone
        someone.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with live_server(tmp_path_factory.mktemp("server"), organisation="Banka Primer d.d.") as running:
        running.add_agent("ana", "Ana Novak", "ana.novak@banka.example", "zelo dolgo geslo")
        yield running


@pytest.fixture
def brand(server: LiveServer, tmp_path: Path) -> Path:
    """Return the organisation's brand file, whose server is not to be reached."""
    return changed_brand(server, tmp_path, server=NOWHERE)


def changed_brand(organisation: LiveServer, folder: Path, /, **change: object) -> Path:
    fields = json.loads(organisation.brand_path.read_text(encoding="utf-8"))
    path = folder / "changed-brand.json"
    path.write_text(json.dumps({**fields, **change}), encoding="utf-8")
    return path


WINDOW = "Banka Primer d.d.: remote help$|Banka Primer d.d.: pomoč na daljavo$"


def start(person: Person, home: Path, *words: str | Path, language: str = "sl") -> Program:
    # Over this process's own: other tests of the same run keep Qt off the screen.
    own = {"LC_ALL": "", "LANGUAGE": "", "XDG_CONFIG_HOME": "", "QT_QPA_PLATFORM": "xcb"}
    return Program([*CLIENT, *words], {**environment(home, language, DISPLAY=person.display), **own})


def closes_box(person: Person, running: Program) -> None:
    """Read the small window with the one sentence, and close it with a key."""
    person.turns_to(person.waits_for_window("^Pomoc$"))
    person.presses("Return")


NO_BRAND = {
    "sl": "Ta izvod programa Pomoc ne pripada nobeni organizaciji.",
    "en": "This copy of Pomoc belongs to no organisation.",
    "pl": "Ta kopia programu Pomoc nie należy do żadnej organizacji.",
}


@pytest.mark.parametrize("language", LOCALES)
def test_no_brand_is_said_in_a_window_and_on_standard_error(person: Person, tmp_path: Path, language: str) -> None:
    running = start(person, tmp_path, language=language)
    try:
        closes_box(person, running)
        assert running.ends() == 1
        assert len(running.errors) == 1
        assert running.errors[0].startswith(f"pomoc: {NO_BRAND[language]}")
    finally:
        running.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_program_that_says_why_it_cannot_start_can_be_ended(person: Person, tmp_path: Path, number: int) -> None:
    running = start(person, tmp_path)
    try:
        person.waits_for_window("^Pomoc$")
        running.process.send_signal(number)
        assert running.ends() == 1
        assert len(running.errors) == 1
    finally:
        running.stop()


BAD_BRANDS: dict[str, dict[str, object]] = {
    "not JSON": {},
    "another version": {"version": 2},
    "an unknown field": {"extra": 1},
    "no certificate": {"agent_root": "PEM"},
    "no letters of a certificate": {"agent_root": "č"},
    "no certificate of the server": {"server_root": "PEM"},
    "an empty certificate of the server": {"server_root": ""},
    "letters that no certificate has": {"server_root": "č"},
    "a plain server": {"server": "ws://help.example.com"},
    "no server": {"server": "help"},
}


@pytest.mark.parametrize("words", [[], ["--agent"]])
@pytest.mark.parametrize("damage", BAD_BRANDS)
def test_a_damaged_brand(person: Person, server: LiveServer, tmp_path: Path, damage: str, words: list[str]) -> None:
    path = changed_brand(server, tmp_path, **BAD_BRANDS[damage])
    if not BAD_BRANDS[damage]:
        path.write_text("{")
    running = start(person, tmp_path, *words, "--brand", path)
    try:
        closes_box(person, running)
        assert running.ends() == 1
        sentence = "Datoteka z oznako organizacije v tem izvodu je poškodovana ali manjka."
        assert running.errors == [f"pomoc: {sentence} Program Pomoc prenesite znova."]
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--agent"], "Strežnik navedite z --server"),
        (["--agent", "--server", NOWHERE, "--login", "ana", "--password-file", "/nowhere/at all"], "Datoteke z geslom"),
        (["--agent", "--server", NOWHERE, "--login", "ana", "--password-file", "/"], "Datoteke z geslom /"),
        (["--profile", "x" * 300], "Ta izvod programa Pomoc ne pripada nobeni organizaciji."),
        (["--brand", "/nowhere/at all"], "Datoteka z oznako organizacije"),
    ],
)
def test_other_reasons_not_to_start(person: Person, tmp_path: Path, words: list[str], sentence: str) -> None:
    running = start(person, tmp_path, *words)
    try:
        closes_box(person, running)
        assert running.ends() == 1
        assert len(running.errors) == 1
        assert running.errors[0].startswith(f"pomoc: {sentence}")
    finally:
        running.stop()


def test_damaged_settings_are_told_and_kept(person: Person, brand: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    profile.mkdir()
    (profile / "settings.json").write_text('{"language": 5}')
    running = start(person, tmp_path, "--profile", profile, "--brand", brand)
    try:
        person.waits_for_window(WINDOW)
        closes_box(person, running)
        person.waits_until_gone("^Pomoc$")
        assert person.finds(WINDOW) is not None
        assert (profile / "settings.damaged.json").read_text() == '{"language": 5}'
        running.process.terminate()
        assert running.ends() == 0
        assert running.errors == []
    finally:
        running.stop()


@pytest.mark.parametrize("folder", ["file", "file/below"])
def test_a_profile_that_cannot_be_written_to_hinders_nobody(
    person: Person, brand: Path, tmp_path: Path, folder: str
) -> None:
    # The superuser may write into read-only folders: so a file stands where the folder should be.
    (tmp_path / "file").write_text("here already")
    running = start(person, tmp_path, "--profile", tmp_path / folder, "--brand", brand)
    try:
        person.waits_for_window(WINDOW)
        running.process.terminate()
        assert running.ends() == 0
        assert running.errors == []
        assert (tmp_path / "file").read_text() == "here already"
    finally:
        running.stop()


@pytest.mark.parametrize("address", [NOWHERE, "wss://help.invalid", "a server without TLS"])
def test_a_customer_whose_server_does_not_help(
    person: Person, server: LiveServer, tmp_path: Path, address: str
) -> None:
    if address == "a server without TLS":
        address = server.url.replace("ws://127.0.0.1", "wss://localhost")
    path = changed_brand(server, tmp_path, server=address)
    running = start(person, tmp_path, "--brand", path, "--connect", "1234 5678")
    try:
        person.turns_to(person.waits_for_window(WINDOW))
        assert not person.sees_colour(ERROR_COLOUR)
        person.presses("Return")
        person.waits_until(lambda: person.sees_colour(ERROR_COLOUR), "the sentence under the field")
        running.process.terminate()
        assert running.ends() == 0
        assert running.errors == []
    finally:
        running.stop()


@pytest.mark.parametrize(
    ("login", "password"),
    [("ana", "napačno geslo"), ("nobody", "zelo dolgo geslo"), ("", "x"), ("ana", ""), ("ana", "x" * 5000)],
)
def test_an_agent_with_a_wrong_password(
    person: Person, server: LiveServer, tmp_path: Path, login: str, password: str
) -> None:
    (tmp_path / "password").write_text(password)
    words = ["--agent", "--server", server.url, "--login", login, "--password-file", str(tmp_path / "password")]
    running = start(person, tmp_path, *words, "--new-session")
    try:
        person.waits_until(lambda: person.sees_colour(ERROR_COLOUR), "the sentence in the window")
        running.process.terminate()
        assert running.ends() == 0
        assert running.errors == []
        assert running.lines == [], "no code without a login"
    finally:
        running.stop()


def test_an_agent_without_a_password_file_types_it(person: Person, server: LiveServer, tmp_path: Path) -> None:
    running = start(person, tmp_path, "--agent", "--server", server.url, "--login", "ana")
    try:
        person.turns_to(person.waits_for_window("^Pomoc – svetovalec$"))
        person.types("napačno")
        person.presses("Return")
        person.waits_until(lambda: person.sees_colour(ERROR_COLOUR), "the sentence in the window")
        # The wrong password is selected: typing goes over it.
        person.types("zelo dolgo geslo")
        person.presses("Return")
        person.waits_until(lambda: not person.sees_colour(ERROR_COLOUR), "the page after the login")
        running.process.terminate()
        assert running.ends() == 0
        assert (running.errors, running.lines) == ([], [])
    finally:
        running.stop()


def test_an_agent_whose_server_talks_nonsense(person: Person, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("geslo")
    with socket.create_server(("127.0.0.1", 0)) as nonsense:
        url = f"ws://127.0.0.1:{nonsense.getsockname()[1]}"
        words = ["--agent", "--server", url, "--login", "ana", "--password-file", str(tmp_path / "password")]
        running = start(person, tmp_path, *words)
        try:
            caller, _ = nonsense.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n")
            person.waits_until(lambda: person.sees_colour(ERROR_COLOUR), "the sentence in the window")
            running.process.terminate()
            assert running.ends() == 0
            assert running.errors == []
        finally:
            running.stop()


# ----- the server ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], ["bogus"], ["serve", "--bogus"], ["serve", "--port", "x"], ["init", "d"]])
def test_a_mistake_on_the_servers_command_line(words: list[str], tmp_path: Path) -> None:
    code, output, error = run(SERVER, words, environment(tmp_path))
    assert (code, output) == (2, "")
    assert len([line for line in error.splitlines() if ": error: " in line]) == 1
    assert list(tmp_path.iterdir()) == []


def test_the_servers_help(tmp_path: Path) -> None:
    code, output, error = run(SERVER, ["--help"], environment(tmp_path))
    assert (code, error) == (0, "")
    assert "pomoc-server" in output


@pytest.mark.parametrize("damage", ["no folder", "a file", "settings", "brand", "CA"])
def test_a_server_that_cannot_start_says_one_sentence(tmp_path: Path, damage: str) -> None:
    data = tmp_path / "data"
    surroundings = environment(tmp_path)
    if damage == "a file":
        data.touch()
    elif damage != "no folder":
        made = ["init", str(data), "--organisation", "Banka", "--url", "ws://127.0.0.1:8470"]
        assert run(SERVER, made, surroundings)[0] == 0
        (data / {"settings": "settings.toml", "brand": "brand.json", "CA": "ca.pem"}[damage]).write_text("= damaged")
    code, output, error = run(SERVER, ["serve", "--data", str(data), "--port", "0"], surroundings)
    assert (code, output) == (1, "")
    sentence_of(error, "pomoc-server")


def test_a_taken_port_is_one_sentence(server: LiveServer, tmp_path: Path) -> None:
    port = server.url.rsplit(":", 1)[1]
    surroundings = environment(tmp_path, XDG_DATA_HOME=str(tmp_path / "own"))
    made = ["init", "--organisation", "Banka", "--url", "ws://127.0.0.1:8470"]
    assert run(SERVER, made, surroundings)[0] == 0
    code, output, error = run(SERVER, ["serve", "--port", port], surroundings)
    assert (code, output) == (1, "")
    assert port in sentence_of(error, "pomoc-server")


def test_a_server_without_settings_serves_this_machine_only(tmp_path: Path) -> None:
    surroundings = environment(tmp_path, XDG_DATA_HOME=str(tmp_path / "own"))
    with program([*SERVER, "serve", "--port", "0"], surroundings) as running:
        assert running.waits_for_line("listening ").startswith("listening ws://127.0.0.1:")
        running.process.terminate()
        assert running.ends() == 0
    assert "this machine only" in running.errors[0]
    assert [line.split()[1:3] for line in running.errors[1:]] == [["INFO", "listening"], ["INFO", "stopping"]]
