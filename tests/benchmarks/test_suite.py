"""Whose turn it is, with which works, and what is left out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.screen import suite
from benchmarks.screen.measurement import Result
from benchmarks.screen.subject import Place, Running, Subject, SubjectError
from benchmarks.screen.suite import Plan
from benchmarks.screen.works import WORKS, Work

HOPELESS = ("slow", "video")


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return what was measured so far, and the laboratories that were set up for it."""
    done: list[str] = []

    @contextmanager
    def laboratory(size: str) -> Iterator[SimpleNamespace]:
        done.append(f"[{size}]")
        folder = tmp_path / size
        folder.mkdir()
        yield SimpleNamespace(folder=folder, customer=None, advisor=None)

    def measure(_place: object, _running: object, work: Work, _seconds: float, result: Result) -> None:
        done.append(f"{result.subject} {work.name} {result.link} {result.round}")
        result.hopeless = result.link != "free" and (result.subject, work.name) == HOPELESS

    monkeypatch.setattr(suite, "laboratory", laboratory)
    monkeypatch.setattr(suite, "measure", measure)
    monkeypatch.setattr(suite, "JSON", tmp_path / "screen.json")
    return done


@contextmanager
def opened(_place: Place) -> Iterator[Running]:
    yield SimpleNamespace()  # type: ignore[misc]  # nothing looks at it


@contextmanager
def broken(_place: Place) -> Iterator[Running]:
    raise SubjectError("gone")
    yield


def plan(size: str, link: str, rounds: int = 2) -> Plan:
    subjects = [Subject(name, opened) for name in ("quick", "slow")]
    return Plan(subjects, [WORKS["type"], WORKS["video"]], [link], 1.0, rounds, size)


def test_turns_are_abba_and_what_was_hopeless_once_is_not_measured_again(measured: list[str]) -> None:
    suite.run([plan("1x1", "free"), plan("1x1", "2M80"), plan("2x2", "free", rounds=1)], None)
    assert measured == [
        "[1x1]",
        *("quick type free 0", "quick video free 0", "slow type free 0", "slow video free 0"),
        *("slow type free 1", "slow video free 1", "quick type free 1", "quick video free 1"),
        *("quick type 2M80 0", "quick video 2M80 0", "slow type 2M80 0", "slow video 2M80 0"),
        *("slow type 2M80 1", "quick type 2M80 1", "quick video 2M80 1"),
        # One laboratory for all plans of a size.
        "[2x2]",
        *("quick type free 0", "quick video free 0", "slow type free 0", "slow video free 0"),
    ]


def test_one_that_does_not_come_up_ends_its_turn_only(measured: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    both = plan("1x1", "free", rounds=1)
    assert suite.run([replace(both, subjects=[Subject("pomoc", broken), *both.subjects])], None) == 1
    assert measured == ["[1x1]", *(f"{name} {work} free 0" for name in ("quick", "slow") for work in ("type", "video"))]
    assert capsys.readouterr().out.count("gone") >= 2
