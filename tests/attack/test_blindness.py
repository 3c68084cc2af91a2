"""The server does not see what it forwards: canaries of a whole session, looked for in all that it has.

Two people talk, one shows the screen, the other types on it: real programs on two desktops. Then
every canary, in every form in which a program might hold it, is looked for in what the relay hears
and says after TLS, in its log, in its files and in its memory, while the session runs and after it.
The same search must find them at the advisor's. A clipboard is not shared by Pomoc, so it has no
canary.
"""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from Xlib.display import Display

from benchmarks.harness import organisation
from benchmarks.harness.person import Pixels
from benchmarks.harness.programs import terminal
from benchmarks.harness.scene import Scene, scene
from tests.support import recording_server
from tests.support.memory import memory_of
from wire import codec
from wire.messages import Chat, Key

CUSTOMER_SAYS = "kanarček stranke č ł 48151623"
ADVISOR_SAYS = "kanarcek svetovalca 42108"
ON_SCREEN = "kanarcek-na-zaslonu-31337"
TYPED = "kanarcek-v-tipkah-27182 "
RARE = "⛄"
"""A key that nobody else has: its keysym stands for itself in a message."""
RARE_KEYSYM = 0x01000000 | ord(RARE)
IMAGE = (700, 240, 320, 200)
"""Where the canary's picture stands on the customer's screen: x, y, width, height."""
RUN = 24
"""Pixels in a row that are looked for."""
ROWS = 4

Canaries = dict[str, bytes]


@contextmanager
def canary_picture(display_name: str) -> Iterator[None]:
    """Show a window of random pixels."""
    x, y, width, height = IMAGE
    noise = np.random.default_rng().integers(0, 256, (height, width, 4), np.uint8)
    display = Display(display_name)
    window = display.screen().root.create_window(
        x, y, width, height, 0, display.screen().root_depth, override_redirect=True
    )
    window.map()
    context = window.create_gc()
    rows = 50
    for top in range(0, height, rows):
        # Of a size that one request may have; format 2 is ZPixmap.
        part = noise[top : top + rows]
        window.put_image(context, 0, top, width, len(part), 2, display.screen().root_depth, 0, part.tobytes())
    display.sync()
    yield
    display.close()


def forms_of_text(name: str, text: str) -> Canaries:
    """Return a text as programs hold it: encoded, in Python's strings, escaped, as keysyms."""
    forms = {encoding: text.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}
    forms["json"] = json.dumps(text)[1:-1].encode()
    forms["keysyms"] = b"".join(ord(letter).to_bytes(4, "little") for letter in text)
    return {f"{name} in {form}": canary for form, canary in forms.items()}


def forms_of_keys() -> Canaries:
    """Return the rare key's message as it is before it is sealed, and its keysym."""
    return {
        "key message": codec.encode(Key(RARE_KEYSYM, True)),
        "keysym, packed": b"\xce" + RARE_KEYSYM.to_bytes(4),
    }


def forms_of_picture(name: str, pixels: Pixels) -> Canaries:
    """Return runs of the most varied rows, with all orders of colours that are usual."""
    changes = (pixels[:, 1:] != pixels[:, :-1]).any(axis=2)
    varied = np.argsort(changes.sum(axis=1))[-ROWS:]
    canaries = {}
    for row in varied:
        starts = np.convolve(changes[row], np.ones(RUN), "valid")
        begin = int(np.argmax(starts))
        run = pixels[row, begin : begin + RUN]
        for order, colours in (("BGR", run), ("RGB", run[:, ::-1])):
            canaries[f"{name}, row {row} in {order}"] = colours.tobytes()
            for filler in (0, 255):
                padded = np.insert(colours, 3, filler, axis=1)
                canaries[f"{name}, row {row} in {order} and {filler}"] = padded.astype(np.uint8).tobytes()
        for plane in range(3):
            canaries[f"{name}, row {row}, plane {plane}"] = run[:, plane].tobytes()
    return canaries


def found(canaries: Canaries, place: bytes) -> list[str]:
    return [name for name, canary in canaries.items() if canary in place]


def kinds_found(canaries: Canaries, place: bytes) -> list[str]:
    """Return what is there in any form at all."""
    kinds = ("customer's line", "advisor's line", "picture", "letters")
    return [kind for kind in kinds if any(canaries[name] in place for name in canaries if name.startswith(kind))]


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the organisation run the recording server; return where the record goes."""
    path = tmp_path / "record"
    command = (sys.executable, recording_server.__file__, str(path))
    monkeypatch.setattr(organisation, "SERVER", command)
    monkeypatch.setenv("PYTHONPATH", str(organisation.ROOT))
    return path


@pytest.fixture
def stage(record: Path, tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as set_up:
        yield set_up


def waits_for_chat(stage: Scene, text: str) -> None:
    stage.customer.waits_until(lambda: text in stage.read_chat(stage.customer, stage.customer_turns_to_window), text)


def acts(stage: Scene, typed: Path, look: Callable[[Canaries], None]) -> None:
    """Play the session; `look` is called with all canaries while all of them are about."""
    customer, advisor = stage.customer, stage.advisor
    stage.starts_customer()
    stage.customer_connects(stage.code)
    stage.advisor_program.waits_for_line("customer joined")
    stage.customer_is_in_chat()
    customer.pastes(CUSTOMER_SAYS)
    customer.presses("Return")
    advisor.waits_until(
        lambda: CUSTOMER_SAYS in stage.read_chat(advisor, stage.advisor_turns_to_chat), "the customer's line"
    )
    advisor.types(ADVISOR_SAYS)
    advisor.presses("Return")
    waits_for_chat(stage, ADVISOR_SAYS)
    command = f"echo {ON_SCREEN}; cat > '{typed}'"
    with terminal(customer.display, command, "40x14+4+240"), canary_picture(customer.display):
        window = customer.waits_for_window("^Terminal$")
        stage.customer_begins()
        stage.customer_shows()
        stage.advisor_asks_control()
        stage.customer_allows_control()
        stage.advisor_has_control()
        left, top = stage.advisor_finds_picture()
        advisor.clicks(left + window.x + 150, top + window.y + 60)
        advisor.types(TYPED + RARE)
        advisor.presses("Return")
        advisor.waits_until(lambda: typed.read_text() == f"{TYPED}{RARE}\n", "the typed line")
        stage.advisor_finds_picture()
        screen = customer.sees()
        x, y, width, height = IMAGE
        look(
            {
                **forms_of_text("customer's line", CUSTOMER_SAYS),
                **forms_of_text("advisor's line", ADVISOR_SAYS),
                **forms_of_text("text on the screen", ON_SCREEN),
                **forms_of_text("typed text", TYPED),
                **forms_of_keys(),
                "chat message": codec.encode(Chat(1, CUSTOMER_SAYS)),
                **forms_of_picture("picture", screen[y : y + height, x : x + width]),
                **forms_of_picture(
                    "letters", screen[window.y : window.y + window.height, window.x : window.x + window.width]
                ),
            }
        )
    stage.customer_closes_window()


@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_the_server_is_blind(stage: Scene, record: Path, tmp_path: Path, report: Callable[[str], None]) -> None:
    server = stage.organisation.server
    canaries: Canaries = {}
    places: dict[str, bytes] = {}
    at_the_advisors: list[str] = []

    def look(all_of_them: Canaries) -> None:
        canaries.update(all_of_them)
        places["memory in the session"] = memory_of(server.process.pid)
        at_the_advisors.extend(kinds_found(canaries, memory_of(stage.advisor_program.process.pid)))

    acts(stage, tmp_path / "typed", look)
    places["memory after the session"] = memory_of(server.process.pid)
    places["traffic"] = record.read_bytes()
    places["log"] = "\n".join(server.errors).encode()
    files = [path for path in (stage.organisation.folder / "server").rglob("*") if path.is_file()]
    places["files"] = b"".join(path.read_bytes() for path in files)

    # The search finds what is there, at the advisor's and at the server's.
    assert at_the_advisors == ["customer's line", "advisor's line", "picture", "letters"]
    assert b"Banka Primer" in places["memory in the session"]
    assert b"zelo dolgo geslo" in places["traffic"], "the password of the login, which goes to the server"
    assert len(places["traffic"]) > 0.9 * stage.proxy.total, "all that was forwarded"
    assert "session settled" in places["log"].decode()
    assert b"ana.novak@banka.example" in places["files"]

    hits = {place: found(canaries, content) for place, content in places.items()}
    sizes = ", ".join(f"{place} {len(content) / 2**20:.1f} MiB" for place, content in places.items())
    report(f"blindness: {len(canaries)} canaries in {sizes}: {sum(map(len, hits.values()))} hits")
    assert hits == {place: [] for place in places}
