"""Each entry of the audit log is written before the act that it records."""

import itertools
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from client.pipeline import input_path
from client.pipeline.customer import CustomerSession
from client.pipeline.input_path import InputPath
from client.pipeline.trail import AuditTrail
from client.record.entries import Side
from client.record.tally import PERIOD
from client.session.states import CustomerEvent, CustomerState, Note
from client.session.status import AgentPerson
from tests.support.customer_rig import PATIENCE, Rig
from tests.support.journal import Heard, Injected, Left, Logged
from wire import messages
from wire.endings import Ending

PERSON = AgentPerson("Ana Novak", "ana.novak@bank.example", "Test Bank")
LETTER = messages.Key(0x61, True)


@pytest.fixture
def rig() -> Iterator[Rig]:
    opened = Rig()
    yield opened
    opened.close()


def does(rig: Rig, *events: CustomerEvent) -> None:
    for event in events:
        rig.does(event)
        rig.settle()


def controlled(rig: Rig) -> None:
    does(rig, CustomerEvent.BEGIN, CustomerEvent.SHOW)
    rig.screens[-1].begins(800, 600)
    rig.screens[-1].shows(100)
    rig.settle()
    does(rig, CustomerEvent.ALLOW_CONTROL)
    rig.says(LETTER)
    rig.settle()
    assert rig.state is CustomerState.CONTROLLED


def told(rig: Rig) -> list[str]:
    """Return what happened since it was last asked for: entries of the log, and messages and acts in brackets."""
    words = []
    for happening in rig.journal.news():
        match happening:
            case Logged(event, fields):
                what = fields.get("what") or fields.get("reason") or fields.get("ending") or ""
                words.append(f"{event} {what}".rstrip())
            case Heard(messages.ControlChanged(state)):
                words.append(f"[control {state.value}]")
            case Heard(message):
                words.append(f"[{type(message).__name__}]")
            case Injected():
                words.append("[input]")
            case Left(pixels):
                words += ["[pixels]"] if pixels else []
    return [word for word, _ in itertools.groupby(words)]


def test_consent_comes_before_what_it_allows(rig: Rig) -> None:
    controlled(rig)
    assert told(rig) == [
        "session_begun",
        "[Welcome]",
        "consent_asked view",
        "consent_given view",
        "capture_started",
        "[SharingStarted]",
        "[pixels]",
        "[Frame]",
        "consent_given control",
        "control_granted",
        "[control granted]",
        "[input]",
    ]


STOPS = {
    CustomerEvent.TAKE_CONTROL: [
        "input_summary",
        "consent_withdrawn control",
        "control_taken control_taken_back",
        "[control none]",
    ],
    CustomerEvent.STOP_SHARING: [
        "input_summary",
        "control_taken sharing_stopped",
        "consent_withdrawn view",
        "capture_stopped sharing_stopped",
        "[SharingStopped]",
    ],
    CustomerEvent.PANIC: [
        "panic",
        "input_summary",
        "control_taken panic",
        "capture_stopped panic",
        "session_ended panic",
        "[SharingStopped]",
        "[LogRoot]",
        "[Goodbye]",
    ],
}


@pytest.mark.parametrize(("event", "order"), STOPS.items(), ids=[event.value for event in STOPS])
def test_an_end_is_written_after_the_last_act_and_before_it_is_told(
    rig: Rig, event: CustomerEvent, order: list[str]
) -> None:
    controlled(rig)
    told(rig)
    # On its way when the customer clicks: it is taken, but nothing of it may be injected after the entry.
    for _ in range(100):
        rig.says(LETTER)
    rig.network.settle()
    rig.screens[-1].shows(200_000)
    does(rig, event)
    # The line has room again: what is left of the picture must not use it.
    rig.says(messages.PictureArrived(rig.link.pictures))
    rig.settle()
    words = told(rig)
    assert [word for word in words if word not in ("[input]", "[pixels]", "[Frame]")] == order
    after = words[words.index(order[0]) :]
    assert "[input]" not in after
    assert "[pixels]" not in after or event is CustomerEvent.TAKE_CONTROL


@pytest.mark.parametrize("event", [*STOPS, CustomerEvent.LOCAL_INPUT])
def test_input_that_waits_is_thrown_away_before_the_end_is_written(
    rig: Rig, event: CustomerEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    controlled(rig)
    told(rig)
    path = rig.session._control._path
    assert path is not None
    written, calm = threading.Event(), threading.Event()
    record = CustomerSession._record

    def waits(_gate: object) -> None:
        assert written.wait(PATIENCE)

    def has_time(session: CustomerSession, *step: Any) -> None:
        """Write it down, and let the input path do all that waits before the step's commands come."""
        record(session, *step)
        path._jobs.put(lambda _gate: calm.set())
        written.set()
        assert calm.wait(PATIENCE)

    path._jobs.put(waits)
    for _ in range(10):
        rig.says(LETTER)
    rig.network.settle()
    assert path._jobs.qsize() >= 10
    monkeypatch.setattr(CustomerSession, "_record", has_time)
    does(rig, event)
    words = told(rig)
    assert rig.state is not CustomerState.CONTROLLED
    assert "input_summary" in words
    assert "[input]" not in words


@pytest.mark.parametrize("event", [CustomerEvent.TAKE_CONTROL, CustomerEvent.STOP_SHARING])
def test_a_withdrawal_is_on_the_disk_itself_once_it_has_taken_effect(
    rig: Rig, event: CustomerEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    controlled(rig)
    told(rig)
    flushed: list[list[str]] = []
    flush = os.fsync

    def noted(file: int) -> None:
        flushed.append(told(rig))
        flush(file)

    monkeypatch.setattr(os, "fsync", noted)
    does(rig, event)
    (written,) = flushed
    assert any(word.startswith("consent_withdrawn") for word in written)


def test_a_suspension_is_written_before_the_agent_hears_of_it(rig: Rig) -> None:
    controlled(rig)
    told(rig)
    rig.noticed["input"]()
    rig.settle()
    assert told(rig) == ["local_input", "input_summary", "control_suspended", "[control suspended]"]
    rig.network.fire()
    rig.settle()
    assert told(rig) == ["control_granted", "[control granted]"]


def test_a_broken_line_ends_control_and_capture_first(rig: Rig) -> None:
    controlled(rig)
    told(rig)
    rig.link.breaks()
    rig.settle()
    assert told(rig) == ["input_summary", "control_taken line_lost", "capture_stopped line_lost", "line_lost"]
    rig.comes_back()
    rig.settle()
    rig.screens[-1].begins(800, 600)
    rig.settle()
    assert told(rig) == ["line_resumed", "[Received]", "capture_started", "[SharingStarted]"]


def test_masking_and_a_closed_warning_are_written_down(rig: Rig) -> None:
    does(rig, CustomerEvent.BEGIN, CustomerEvent.CANCEL)
    assert told(rig)[-2:] == ["consent_asked view", "consent_denied view"]
    controlled(rig)
    told(rig)
    for masks in (True, False):
        rig.screens[-1].masks(masks)
    rig.settle()
    assert told(rig) == ["masking_on", "masking_off"]


def test_refused_messages_are_counted_by_type_and_a_flood_of_them_fills_no_log(tmp_path: Path) -> None:
    now = [0.0]
    trail = AuditTrail(tmp_path, Side.CUSTOMER, pytest.fail, clock=lambda: now[0])
    trail.begin(PERSON, "042137", 0)
    for _ in range(10_000):
        trail.count_refused(LETTER)
        trail.count_refused(messages.StillHeld())
        now[0] += PERIOD / 5000
    trail.end(Ending.CUSTOMER_LEFT)
    (path,) = tmp_path.iterdir()
    entries = [line for line in path.read_text().splitlines() if '"message_refused"' in line]
    assert len(entries) <= 6
    assert all('"message":"Key"' in line or '"message":"StillHeld"' in line for line in entries)


def test_a_log_is_said_to_be_lost_once(tmp_path: Path) -> None:
    lost: list[None] = []
    (tmp_path / "file").write_text("in the way")
    trail = AuditTrail(tmp_path / "file", Side.CUSTOMER, lambda: lost.append(None))
    trail.begin(PERSON, "042137", 3)
    trail.note(Note.SHARING_STARTED)
    trail.settle()
    trail.end(Ending.CUSTOMER_LEFT)
    trail.attach_signature(b"", b"")
    assert (len(lost), trail.root) == (1, None)


class _Slow:
    """A desktop whose pointer takes its time."""

    def __init__(self) -> None:
        self.moving, self.go_on = threading.Event(), threading.Event()
        self.moves = 0

    def move(self, *_: object) -> None:
        self.moving.set()
        assert self.go_on.wait(20)
        self.moves += 1

    def nothing(self, *_: object) -> bool:
        return False

    covers = has_focus = look = update = close = release_all = start = stop = nothing


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> _Slow:
    desktop = _Slow()
    for edge in ("open_injector", "open_own_windows", "open_screen_mask", "open_watcher"):
        monkeypatch.setattr(input_path, edge, lambda *_: desktop)
    return desktop


@pytest.mark.parametrize("hangs", [False, True], ids=["in its time", "a display that hangs"])
def test_nothing_is_injected_after_a_halt_but_the_one_that_hangs(slow: _Slow, hangs: bool) -> None:
    path = InputPath((0, 0), (800, 600), pytest.fail, pytest.fail)
    path.start()
    for _ in range(10):
        assert path.take(messages.PointerMove(1, 1))
    assert slow.moving.wait(20)
    if not hangs:
        slow.go_on.set()
    path.halt()
    moves = slow.moves
    slow.go_on.set()
    path.stop()
    path._thread.join()
    assert slow.moves == (1 if hangs else moves)
    assert 1 <= slow.moves <= 10
