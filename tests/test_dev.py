"""dev.py: its messages, the lock, and a set-up from nothing."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

SOURCE = (dev.ROOT / "dev.py").read_text(encoding="utf-8")
LOCK = dev.LOCK.read_text(encoding="utf-8")


def test_imports_only_the_standard_library() -> None:
    modules = set()
    for node in ast.walk(ast.parse(SOURCE)):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").split(".")[0])
    assert "subprocess" in modules
    assert modules <= sys.stdlib_module_names


def test_an_old_python_gets_as_far_as_the_message() -> None:
    ast.parse(SOURCE, feature_version=(3, 7))


def test_too_old_python_is_named() -> None:
    with pytest.raises(dev.DevError, match=r"^Python 3\.11 or newer is needed; this is Python 3\.9\.$"):
        dev.check_python((3, 9))
    dev.check_python((3, 11))
    dev.check_python((4, 0))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages of Debian")
class TestPackages:
    def test_ordinary_user_is_told_the_command(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(dev, "installed_packages", lambda: {"xterm"})
        monkeypatch.setattr(dev, "root_prefix", lambda: None)
        with pytest.raises(dev.DevError) as caught:
            dev.need_packages(("xvfb", "xterm", "openbox"))
        assert str(caught.value).endswith(
            "\n  sudo apt-get update && sudo apt-get install --no-install-recommends openbox xvfb"
        )
        assert capsys.readouterr().out == ""

    def test_only_the_missing_are_installed_after_one_update(self, monkeypatch: pytest.MonkeyPatch) -> None:
        commands: list[list[str]] = []

        def record(*command: str, quiet: bool) -> None:
            assert quiet
            commands.append([word for word in command if word not in ("env", "DEBIAN_FRONTEND=noninteractive")])

        monkeypatch.setattr(dev, "installed_packages", lambda: {"xterm"})
        monkeypatch.setattr(dev, "root_prefix", lambda: ("sudo", "-n"))
        monkeypatch.setattr(dev, "run", record)
        dev.need_packages(("xvfb", "xterm"))
        assert commands == [
            ["sudo", "-n", "apt-get", "update"],
            ["sudo", "-n", "apt-get", "install", "--yes", "--no-install-recommends", "xvfb"],
        ]

    def test_nothing_is_done_when_none_is_missing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(dev, "installed_packages", lambda: {"xterm"})
        monkeypatch.setattr(dev, "root_prefix", lambda: pytest.fail("asked for root"))
        dev.need_packages(("xterm",))

    def test_another_distribution_is_told_what_is_needed(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr("shutil.which", lambda _name: None)
        dev.need_packages(("xvfb", "xterm"))
        told = capsys.readouterr().out
        assert told.count("\n") == 1
        assert told.endswith("xvfb xterm\n")

    def test_what_packages_provide_counts_as_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        listing = (
            "installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.84), libglib2.0-bin\n"
            "installed\txterm\t\n"
            "config-files\txvfb\t\n"
        )
        answer = subprocess.CompletedProcess((), 0, stdout=listing)
        monkeypatch.setattr("subprocess.run", lambda *_arguments, **_options: answer)
        assert dev.installed_packages() == {"libglib2.0-0t64", "libglib2.0-0", "libglib2.0-bin", "xterm"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [(["sutep"], "there is no command 'sutep'"), (["setup", "now"], "setup takes no arguments")],
)
def test_mistake_on_the_command_line(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == 2
    assert complaint in capsys.readouterr().err


def test_failure_is_one_message_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(dev, "compile_translations", lambda: dev.run(tmp_path / "missing"))
    monkeypatch.setattr(dev, "install", lambda: False)
    assert dev.main(["setup"]) == 1
    assert re.fullmatch(r"dev\.py: \S+/missing could not be started: .+\n", capsys.readouterr().err)


def test_environment_that_was_moved_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    assert dev.venv_is_usable()
    dev.STAMP.write_text(f"{dev.VENV}\n")
    assert dev.venv_is_usable()
    dev.STAMP.write_text(f"{tmp_path}\n")
    assert not dev.venv_is_usable()


def test_environment_without_a_working_python_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(dev, "PYTHON", tmp_path / "python")
    assert not dev.venv_is_usable()
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "MINIMUM_PYTHON", (99, 0))
    assert not dev.venv_is_usable()


def test_lock_names_no_place_and_not_evdev() -> None:
    for word in ("http", "index", "find-links", "file:", " @ ", "/", "evdev"):
        assert word not in LOCK


def test_lock_has_hashes_for_every_requirement() -> None:
    requirements = LOCK.replace("\\\n", " ").splitlines()
    assert len(requirements) > 40
    for requirement in requirements:
        assert re.fullmatch(r"[a-z0-9-]+==[^ ]+( ; [^\"]+?)?( +--hash=sha256:[0-9a-f]{64})+", requirement.rstrip())
    assert any(requirement.startswith("setuptools==") for requirement in requirements)


@pytest.mark.timeout(600)
def test_clean_clone_sets_itself_up(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", dev.ROOT, clone], check=True)
    environment = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    # The Python below the virtual environment of this run: it has none of the project's packages.
    python = Path(sys.base_prefix, *(("python.exe",) if os.name == "nt" else ("bin", "python3")))

    def run(*command: str | Path) -> str:
        finished = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    assert "Making .venv" in run(python, clone / "dev.py", "setup")
    programs = clone / dev.PROGRAMS.relative_to(dev.ROOT)
    assert "serve" in run(programs / "pomoc-server", "--help")
    compiled = {path.stem for path in (clone / "resources" / "i18n").glob("*.qm")}
    assert compiled >= {f"pomoc_{language}" for language in dev.LANGUAGES}

    assert run(python, clone / "dev.py", "setup") == "== Nothing to do: everything is up to date.\n"
