"""Record what the customer's side makes of the works of benchmarks/screen: `python -m benchmarks.codec.record OUT`.

The real capture, mask, comparison and codings run on a virtual display while the workload paints; only the line is
missing: each picture counts as painted as soon as it was made. So the stream is that of a free line. The recording ends
when nothing has come for longer than a video needs to settle: by then the picture should be exact.
"""

import argparse
import itertools
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.codec.recording import PictureMessage, RecordingError, digest, write_recording
from benchmarks.screen.laboratory import laboratory
from client.pipeline.outbound import ScreenSender
from client.pipeline.outgoing import Kind
from client.screen.grant import ScreenGrant
from client.screen.promotion import CALM
from client.screen.settle import QUIET
from wire.messages import CustomerMessage, Frame, MotionFrame, SharingStarted

WORKS: Final = ("type", "scroll", "drag", "page", "video")

_RESTED: Final = CALM + QUIET + 0.9
"""Seconds without a message after which a screen that rests has settled."""
_PATIENCE: Final = 60.0


class Recorder:
    """Takes what a ScreenSender delivers. The methods may be called from any thread but the sender's."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._lost = False
        self._thread: threading.Thread | None = None
        self.messages: list[tuple[float, PictureMessage]] = []
        """With the seconds since the first one."""
        self._began = 0.0
        self._sender = ScreenSender(self._deliver, self._failed, lambda *_: None, itertools.count(1), ScreenGrant())
        self._sender.start()

    def until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Wait until the messages fulfil a condition, at most so long; return whether they do."""
        with self._news:
            fulfilled = self._news.wait_for(lambda: self._lost or condition(), seconds)
            if self._lost:
                raise RecordingError("the screen cannot be seen any more")
            return fulfilled

    def rests(self) -> None:
        """Wait until nothing has come for so long that all is settled; raise RecordingError."""
        end = time.monotonic() + _PATIENCE
        with self._news:
            while self._news.wait(_RESTED):
                if time.monotonic() > end:
                    raise RecordingError("the screen does not come to rest")
            if self._lost:
                raise RecordingError("the screen cannot be seen any more")

    def close(self) -> None:
        """Let go of the screen."""
        self._sender.stop()
        with self._news:
            thread = self._thread
        if thread is not None:
            thread.join(_PATIENCE)

    def _deliver(self, sender: ScreenSender, news: list[CustomerMessage]) -> None:
        now = time.monotonic()
        with self._news:
            self._thread = threading.current_thread()
            for message in news:
                if isinstance(message, SharingStarted | Frame | MotionFrame):
                    self._began = self._began or now
                    self.messages.append((now - self._began, message))
                    self._news.notify_all()
        for message in news:
            if isinstance(message, MotionFrame) or (isinstance(message, Frame) and message.final):
                sender.handed(message)
                sender.left(Kind.UPDATE if isinstance(message, Frame) else Kind.MOTION, None, None)
                sender.shown(message.share, [message.number], 0.0)

    def _failed(self, _sender: ScreenSender) -> None:
        with self._news:
            self._lost = True
            self._news.notify_all()


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Record the display that DISPLAY names, from its first picture on."""
    opened = Recorder()
    try:
        if not opened.until(lambda: bool(opened.messages), _PATIENCE):
            raise RecordingError("the screen does not begin")
        yield opened
    finally:
        opened.close()


def main() -> None:
    """Record, and say how much it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the file to write, as build/benchmarks/recording")
    parser.add_argument("--works", default=",".join(WORKS), help="one after the other (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=4.0, help="of each work, below 50 (default: %(default)s)")
    parser.add_argument("--size", default="1920x1080", help="of the display (default: %(default)s)")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with laboratory(options.size) as desk:
        os.environ["DISPLAY"] = desk.customer.display
        with recorder() as recording:
            for work in options.works.split(","):
                before = len(recording.messages)
                desk.workload.begin(work)
                desk.workload.run(options.seconds)
                desk.workload.has_run()
                recording.rests()
                kinds = Counter(type(message).__name__ for _, message in recording.messages[before:])
                print(f"{work}: {', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}", flush=True)
            size = write_recording(options.out, recording.messages, digest(desk.customer.sees()))
    print(f"{options.out}: {len(recording.messages)} messages, {size} bytes")


if __name__ == "__main__":
    main()
