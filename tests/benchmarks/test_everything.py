"""The one command that measures everything: it installs the peers, and misses no work, line or figure out."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev
from benchmarks.screen import __main__ as program
from benchmarks.screen.figures import LARGE, NORMAL
from benchmarks.screen.suite import Plan

PEERS = {"tigervnc", "tigervnc-lossless", "x11vnc", "xpra"}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages of Debian")
def test_the_command_installs_the_peers_and_measures_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    needed: set[str] = set()
    called: list[tuple[object, ...]] = []
    monkeypatch.setattr(dev, "need_packages", needed.update)
    monkeypatch.setattr(dev, "prepare", lambda: False)

    def call(*words: object) -> int:
        called.append(words)
        return 0

    monkeypatch.setattr(dev, "call", call)
    assert dev.main(["bench"]) == 0
    assert {"tigervnc-scraping-server", "tigervnc-viewer", "x11vnc", "xpra"} <= needed
    assert called == [(dev.PYTHON, "-m", "benchmarks.screen", "--all")]


def test_without_xpra_the_others_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    def need(names: Sequence[str]) -> None:
        if "xpra" in names:
            raise dev.DevError("no such package")

    monkeypatch.setattr(dev, "need_packages", need)
    monkeypatch.setattr(dev, "prepare", lambda: False)
    monkeypatch.setattr(dev, "call", lambda *_words: 0)
    assert dev.main(["bench"]) == 0


def test_everything_is_every_work_peer_and_line_in_two_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[tuple[list[Plan], Path | None]] = []

    def run(plans: list[Plan], out: Path | None) -> int:
        ran.append((plans, out))
        return 0

    monkeypatch.setattr(program, "run", run)
    monkeypatch.setattr(sys, "argv", ["benchmarks.screen", "--all"])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    assert program.main() == 0
    ((plans, out),) = ran
    assert out == Path(program.__file__).with_name("RESULTS.md")
    measured = {
        (subject.name, work.name, link, plan.size)
        for plan in plans
        for subject in plan.subjects
        for work in plan.works
        for link in plan.links
    }
    works = {"flash", "type", "scroll", "drag", "page", "video", "echo", "beside", "idle"}
    assert {(subject, work, "free", NORMAL) for subject in {"pomoc", *PEERS} for work in works} <= measured
    slow = {(work, link) for work in ("type", "scroll", "page", "video", "echo") for link in ("10M40", "2M80")}
    assert {(subject, *each, NORMAL) for subject in ("pomoc", "tigervnc", "xpra") for each in slow} <= measured
    assert {("pomoc", work, "256k120", NORMAL) for work in ("type", "page", "echo")} <= measured
    assert {("pomoc", work, "free", LARGE) for work in ("type", "scroll")} <= measured
    assert all(plan.rounds >= 2 for plan in plans)
