"""Faults of the program itself: written down for whoever mends them, one sentence for whoever sees them.

A traceback holds no values of variables, and Pomoc's exceptions hold no secrets.
"""

import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType

_MOST = 256 * 1024


def write_faults_to(folder: Path) -> None:
    """From now on, append uncaught exceptions of all threads to `faults.log` in this folder."""
    file = folder / "faults.log"

    def note(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            old = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            file.write_text((old + f"{stamp}\n{text}\n")[-_MOST:], encoding="utf-8")
        except OSError:
            # Nowhere to write to: the one line below is all that can be said.
            pass
        # A windowed program on Windows has no standard error.
        if sys.stderr is not None:
            print(f"pomoc: internal fault ({kind.__name__}), details in {file}", file=sys.stderr)  # noqa: T201

    def note_thread(args: threading.ExceptHookArgs) -> None:
        note(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = note
    threading.excepthook = note_thread
