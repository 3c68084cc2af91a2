"""A fault of the program itself: a traceback in a file, one line for whoever sees it."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from client.faults import write_faults_to

CANARY = "kanarček"


@pytest.fixture(autouse=True)
def hooks() -> Iterator[None]:
    """Give the interpreter's own hooks back."""
    before = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = before


def raise_fault() -> None:
    secret = CANARY
    raise ValueError("no " + "secret" if secret else "")


def fault() -> None:
    """Let an exception come to the interpreter's hook, as one that nothing caught."""
    try:
        raise_fault()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)


def test_the_traceback_is_in_the_file_and_one_line_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "a" / "b"
    write_faults_to(folder)
    assert not folder.exists(), "no fault, no file"
    fault()
    written = (folder / "faults.log").read_text(encoding="utf-8")
    assert "ValueError: no secret" in written
    assert "in raise_fault" in written
    assert CANARY not in written, "no values of variables"
    assert capsys.readouterr() == ("", f"pomoc: internal fault (ValueError), details in {folder / 'faults.log'}\n")


def test_faults_of_threads_are_noted_and_added(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_faults_to(tmp_path)
    fault()
    thread = threading.Thread(target=raise_fault)
    thread.start()
    thread.join()
    assert (tmp_path / "faults.log").read_text(encoding="utf-8").count("Traceback") == 2
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.parametrize("folder", ["file", "file/below", "x" * 300])
def test_with_nowhere_to_write_the_line_is_said_all_the_same(
    tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("here already")
    write_faults_to(tmp_path / folder)
    fault()
    error = capsys.readouterr().err
    assert error.startswith("pomoc: internal fault (ValueError)")
    assert error.count("\n") == 1
    assert (tmp_path / "file").read_text() == "here already"


def test_a_damaged_file_is_no_second_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "faults.log").write_bytes(b"\xff\xfe\x00 not UTF-8")
    write_faults_to(tmp_path)
    fault()
    assert "ValueError: no secret" in (tmp_path / "faults.log").read_text(encoding="utf-8", errors="replace")
    assert capsys.readouterr().err.count("\n") == 1


def test_the_file_does_not_grow_for_ever(tmp_path: Path) -> None:
    (tmp_path / "faults.log").write_text("x" * 10_000_000)
    write_faults_to(tmp_path)
    fault()
    assert (tmp_path / "faults.log").stat().st_size <= 256 * 1024
    assert "ValueError: no secret" in (tmp_path / "faults.log").read_text()


def test_without_a_standard_error_nothing_else_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_faults_to(tmp_path)
    # As in a windowed program on Windows.
    monkeypatch.setattr(sys, "stderr", None)
    fault()
    assert "ValueError" in (tmp_path / "faults.log").read_text()
    assert capsys.readouterr().out == ""
