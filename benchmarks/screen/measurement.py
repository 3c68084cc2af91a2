"""One measurement: one subject, one work, one link."""

import random
import time
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from benchmarks.screen.laboratory import Laboratory
from benchmarks.screen.line import LINKS
from benchmarks.screen.processes import used_seconds
from benchmarks.screen.subject import Running, SubjectError
from benchmarks.screen.watcher import Sight
from benchmarks.screen.works import Work

_FIRST_PATIENCE: Final = {True: 20.0, False: 60.0}
"""Seconds for the first picture of a scene, on a free line and on a slow one."""
_CALM_PATIENCE: Final = 15.0
_CALM: Final = 0.3
_CALM_BYTES: Final = 2000
"""Fewer bytes than these in `_CALM` seconds: the scene has settled."""
_LAST_CALM: Final = 1.0
"""So few bytes in so many seconds after a work: nothing more comes."""
_AFTER: Final = {True: 4.0, False: 12.0}
"""Seconds for what is still under way after the work, on a free line and on a slow one."""
_HOPELESS: Final = 2000.0
"""Milliseconds; a median above it is one that nobody could work with. Half of it is, where most updates are missing."""
_GLANCE: Final = 0.002


@dataclass
class Result:
    """What was measured; `failure` says why the rest is empty."""

    subject: str
    work: str
    link: str
    size: str
    round: int
    failure: str = ""
    seconds: float = 0.0
    """Of the work."""
    line_seconds: float = 0.0
    """What bytes and frames beside are divided by: longer than the work where a video went on until the last key."""
    made: int = 0
    shown: int = 0
    hopeless: bool = False
    """Whether the last update was still not shown when patience ended, or its median was above `_HOPELESS`."""
    beside: int = 0
    """Frames shown of a video beside the work."""
    latencies: list[float] = field(default_factory=list)
    """Milliseconds from the change at the customer's, or from the key at the agent's, to the agent's screen."""
    to_server: int = 0
    to_client: int = 0
    """Bytes on the line, until the picture was exact or calm."""
    customer_cpu: float = 0.0
    """Share of one core, with the X server."""
    agent_cpu: float = 0.0
    relay_cpu: float = 0.0
    exact: list[float] = field(default_factory=list)
    """Milliseconds from each update to the exact picture, where a work is followed so."""
    likeness: list[float] = field(default_factory=list)
    """Picture in motion against the original, in dB; infinity where it was exact."""
    settled: float | None = None
    """Milliseconds from the last change to the exact picture; None when it did not become exact."""
    left: float | None = None
    """How like the picture was in the end where it did not become exact, in dB."""


def _await_scene(laboratory: Laboratory, running: Running, count: int, work: Work, patience: float) -> None:
    """Wait until the scene is on the agent's screen and either exact or as good as the subject makes it."""
    _await_place(laboratory, running, count, work, patience)
    deadline = time.monotonic() + _CALM_PATIENCE
    while time.monotonic() < deadline:
        before = running.line.counts().total
        time.sleep(_CALM)
        if running.line.counts().total - before < _CALM_BYTES:
            break
    # A viewer's window may have found its last place only now.
    _await_place(laboratory, running, count, work, patience)


def _await_place(laboratory: Laboratory, running: Running, count: int, work: Work, patience: float) -> None:
    deadline = time.monotonic() + patience
    while not laboratory.watcher.locate(count, work.bar):
        if time.monotonic() > deadline or not running.alive():
            raise SubjectError(f"the scene was not shown: {running.last_words()}")
        time.sleep(_GLANCE)


class _Typist:
    """Presses keys at random intervals and knows when."""

    def __init__(self, laboratory: Laboratory, interval: tuple[float, float], seconds: float) -> None:
        self._laboratory = laboratory
        self._interval = interval
        self._draw = random.Random(9)
        self._end = time.perf_counter() + seconds
        self._due = time.perf_counter() + self._draw.uniform(*interval)
        self.pressed: list[float] = []

    def act(self, now: float) -> bool:
        """Press a key when it is time; return False when all are pressed."""
        if self._due >= self._end:
            return False
        if now >= self._due:
            self.pressed.append(time.perf_counter())
            self._laboratory.keyboard.press()
            self._due += self._draw.uniform(*self._interval)
        return True


def measure(laboratory: Laboratory, running: Running, work: Work, seconds: float, result: Result) -> None:
    """Fill in a result; raise SubjectError, WorkloadError."""
    if work.keys is not None:
        running.allow_keys()
    count = laboratory.workload.begin(work.name)
    free = LINKS[result.link] is None
    _await_scene(laboratory, running, count, work, _FIRST_PATIENCE[free])
    sides = (
        [laboratory.customer_server, *running.customer_side],
        [laboratory.agent_server, *running.agent_side],
        running.relay,
    )
    bytes_before, cpu_before = running.line.counts(), [used_seconds(side) for side in sides]
    start = time.perf_counter()
    after = _AFTER[free]
    pressed: list[float] = []
    if work.interval is None and work.keys is None:
        time.sleep(seconds)
        sight = Sight()
    else:
        sight, pressed = _watch(laboratory, running, work, seconds, after)
    # The last update may come late; a rate is of the time in which they were made.
    used = time.perf_counter() - start
    cpu = [(used_seconds(side) - before) / used for side, before in zip(sides, cpu_before, strict=True)]
    result.customer_cpu, result.agent_cpu, result.relay_cpu = (round(share, 5) for share in cpu)
    if sight.customer and len(pressed) <= len(sight.customer):
        # What moves beside the keys has moved until now.
        both = work.keys is not None and work.interval is not None
        _settle(laboratory, running, result, time.perf_counter() if both else max(sight.customer.values()), after)
    counts = running.line.counts()
    result.to_server = counts.to_server - bytes_before.to_server
    result.to_client = counts.to_client - bytes_before.to_client
    result.seconds = seconds
    result.line_seconds = max(used, seconds) if work.keys is not None else seconds
    if not running.alive():
        raise SubjectError(f"it has ended: {running.last_words()}")
    _fill(result, sight, pressed)


def _watch(
    laboratory: Laboratory, running: Running, work: Work, seconds: float, after: float
) -> tuple[Sight, list[float]]:
    """Let the work be done and watch it; return what was seen and when keys were pressed."""
    workload = laboratory.workload
    workload.run(seconds)
    deadline = time.perf_counter() + seconds + after
    if work.keys is None:
        last: list[int] = []

        def updates_come(now: float, sight: Sight) -> bool:
            if not last and (count := workload.ran()) is not None:
                last.append(count)
            return now < deadline and not (last and last[0] in sight.advisor)

        sight = laboratory.watcher.watch(work, updates_come)
        if not last:
            workload.has_run()
        return sight, []
    typist = _Typist(laboratory, work.keys, seconds)

    def keys_come(now: float, sight: Sight) -> bool:
        if typist.act(now):
            return True
        # Not every update is shown, but the last one is.
        done = len(sight.customer) >= len(typist.pressed) and next(reversed(sight.customer), None) in sight.advisor
        return now < deadline and not done

    sight = laboratory.watcher.watch(work, keys_come)
    workload.stop()
    workload.has_run()
    return sight, typist.pressed


def _settle(laboratory: Laboratory, running: Running, result: Result, last_change: float, patience: float) -> None:
    """Wait for the exact picture, as long as anything comes; note when it came, or how like the last one was."""
    now = time.perf_counter()
    deadline, calm_since, bytes_then = now + patience, now, running.line.counts().total
    while not laboratory.watcher.equal():
        time.sleep(_GLANCE)
        now = time.perf_counter()
        if now > calm_since + _LAST_CALM:
            passed = running.line.counts().total
            if passed - bytes_then < _CALM_BYTES or now > deadline:
                result.left = round(laboratory.watcher.likeness(), 1)
                return
            calm_since, bytes_then = now, passed
    result.settled = round((time.perf_counter() - last_change) * 1000, 1)


def _fill(result: Result, sight: Sight, pressed: list[float]) -> None:
    begun = sight.customer
    result.made, result.shown, result.beside = len(begun), len(sight.advisor), sight.beside
    if pressed:
        result.made = len(pressed)
        # Counters go up by one with each key that arrived; one that was lost leaves the later ones without a pair.
        order = sorted(begun, key=lambda count: begun[count])
        keys = dict(zip(order, pressed, strict=True)) if len(order) == len(pressed) else {}
        if not keys:
            result.failure = f"{len(order)} of {len(pressed)} keys arrived"
        elif any(begun[count] < press for count, press in keys.items()):
            result.failure, keys = "a letter came before its key", {}
        begun = keys
    result.latencies = [
        round((seen - begun[count]) * 1000, 2) for count, seen in sight.advisor.items() if count in begun
    ]
    result.hopeless = _is_hopeless(result, sight)
    result.exact = [round(seconds * 1000, 1) for seconds in sight.exact]
    result.likeness = [round(value, 1) for value in sight.likeness]


def _is_hopeless(result: Result, sight: Sight) -> bool:
    if sight.customer and next(reversed(sight.customer)) not in sight.advisor:
        return True
    if not result.latencies:
        return False
    most_are_shown = result.shown > result.made / 2
    return median(result.latencies) > (_HOPELESS if most_are_shown else _HOPELESS / 2)
