"""How long a decoder takes, and how much memory, at its worst input (memory: Linux with glibc, see proc(5))."""

import ctypes
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final

from tests.attack.fuzzing.target import Target

SECONDS: Final = 0.05
BYTES: Final = 64 * 2**20
_BATCH: Final = 200
_PAUSE: Final = 0.1
_LIBC: Final = ctypes.CDLL(None)
_STATUS, _CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass
class Findings:
    """What came of all inputs so far."""

    tried: int = 0
    accepted: int = 0
    slowest: float = 0.0
    """Seconds of the processor, in all threads; an input that took more than SECONDS was tried three times more, and
    its best time counts."""
    largest: int = 0
    """Bytes by which the process grew at its peak, at most, over some inputs in a row or one alone."""
    slow_input: bytes = b""
    large_input: bytes = b""

    def __str__(self) -> str:
        return (
            f"{self.tried} inputs, {self.accepted} of them taken, nothing but the documented error, "
            f"slowest {1000 * self.slowest:.1f} ms, {self.largest / 2**20:.1f} MiB at most"
        )


def measure(target: Target, inputs: Iterable[bytes]) -> Findings:
    """Decode all inputs; whatever the decoder must not raise passes, with the input as a note."""
    for seed in target.seeds:
        # What is allocated once, and stays, is not any one input's.
        target.accepts(seed)
    findings = Findings()
    waiting = chain(target.bombs, inputs)
    while batch := list(islice(waiting, _BATCH)):
        grown = _growth(target, batch, findings)
        if grown > BYTES:
            # Together they may take what none takes alone.
            single = [(_growth(target, [data], None), data) for data in batch]
            grown, findings.large_input = max(single)
        findings.largest = max(findings.largest, grown)
    return findings


def _growth(target: Target, batch: list[bytes], findings: Findings | None) -> int:
    # What was freed before would be used again unseen; then the peak is reset to what is resident now.
    _LIBC.malloc_trim(0)
    _CLEAR.write_text("5")
    before = _kilobytes("VmRSS")
    for data in batch:
        seconds, accepted = _timed(target, data)
        if findings is not None:
            findings.tried += 1
            findings.accepted += accepted
            if seconds > SECONDS:
                # Somebody else may have had the processor's caches meanwhile.
                seconds = min(_later(target, data) for _ in range(3))
            if seconds > findings.slowest:
                findings.slowest, findings.slow_input = seconds, data
    return max(0, _kilobytes("VmHWM") - before) * 1024


def _later(target: Target, data: bytes) -> float:
    time.sleep(_PAUSE)
    return _timed(target, data)[0]


def _timed(target: Target, data: bytes) -> tuple[float, bool]:
    prepared = target.prepare(data)
    begin = time.process_time()
    try:
        accepted = target.accepts_prepared(prepared)
    except BaseException as error:
        error.add_note(f"input of {len(data)} bytes: {data[:4000].hex()}")
        raise
    return time.process_time() - begin, accepted


def _kilobytes(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB$", _STATUS.read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])
