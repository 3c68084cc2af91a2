"""Two virtual displays, the workload on the customer's, and the watcher of both."""

import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from benchmarks.harness.desktop import virtual_desktop, x_server_of
from benchmarks.harness.organisation import ROOT
from benchmarks.harness.person import Person
from benchmarks.screen.frame_buffer import FrameBuffer
from benchmarks.screen.watcher import Watcher

_PATIENCE: Final = 60.0
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - frame buffers must not be written to a disk


class WorkloadError(Exception):
    """The workload has ended, or says nothing."""


class WorkloadClient:
    """The workload's program."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def begin(self, work: str) -> int:
        """Paint the scene of a work; return its counter."""
        self._say(f"begin {work}")
        return self._number("begun", _PATIENCE)

    def run(self, seconds: float) -> None:
        """Make updates for so long."""
        self._say(f"run {seconds}")

    def stop(self) -> None:
        """End a run whose updates are made by keys."""
        self._say("stop")

    def ran(self) -> int | None:
        """Return the last counter of a run that has ended; None while it goes on."""
        return None if self._answers.empty() else self._number("ran", 0)

    def has_run(self) -> int:
        """Wait for the end of the run and return its last counter."""
        return self._number("ran", _PATIENCE)

    def _say(self, line: str) -> None:
        if self._process.stdin is not None:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def _number(self, word: str, patience: float) -> int:
        try:
            answer = self._answers.get(timeout=patience) if patience else self._answers.get_nowait()
        except queue.Empty:
            answer = ""
        if not answer.startswith(word):
            raise WorkloadError(f"the workload says {answer!r}, not {word!r}")
        return int(answer.split()[1])

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self._answers.put(line.rstrip("\n"))
        self._answers.put("the end")


class Keyboard:
    """Presses a key on a display as a device does (XTEST)."""

    def __init__(self, display: str) -> None:
        self._display = Display(display)
        self._code = self._display.keysym_to_keycode(XK.XK_a)

    def press(self) -> None:
        """Press and release a letter's key."""
        xtest.fake_input(self._display, X.KeyPress, self._code)
        xtest.fake_input(self._display, X.KeyRelease, self._code)
        self._display.flush()


class Laboratory:
    """What a measurement needs apart from its subject."""

    def __init__(self, customer: Person, advisor: Person, folder: Path, workload: WorkloadClient) -> None:
        self.customer = customer
        self.advisor = advisor
        self.folder = folder
        self.workload = workload
        self.keyboard = Keyboard(advisor.display)
        self.watcher = Watcher(FrameBuffer(folder / "customer"), FrameBuffer(folder / "advisor"))
        self.customer_server = x_server_of(customer.display)
        self.agent_server = x_server_of(advisor.display)


@contextmanager
def laboratory(size: str) -> Iterator[Laboratory]:
    """Set up displays of this size ("1920x1080") with a workload."""
    with ExitStack() as stack:
        base = _MEMORY if _MEMORY.is_dir() else None
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pomoc-", dir=base)))
        people = []
        width, height = (int(side) for side in size.split("x"))
        for name in ("customer", "advisor"):
            (folder / name).mkdir()
            display = stack.enter_context(virtual_desktop(f"{size}x24", pixels=folder / name))
            person = Person(display, Path(tempfile.gettempdir(), f"pomoc-bench-{name}.png"))
            stack.callback(person.close)
            # A virtual display paints its pointer into the frame buffer: it must not lie over the stage.
            person.moves_to(width - 4, height - 4)
            people.append(person)
        command = [sys.executable, "-m", "benchmarks.screen.workload"]
        process = stack.enter_context(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "DISPLAY": people[0].display},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="ascii",
            )
        )
        stack.callback(process.terminate)
        yield Laboratory(people[0], people[1], folder, WorkloadClient(process))
