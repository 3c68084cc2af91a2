"""What is measured: a program that shows one display on another."""

import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.person import Person
from benchmarks.screen.line import Line


class SubjectError(Exception):
    """The subject did not come up, or has gone down; the message says what was seen."""


@dataclass(frozen=True)
class Place:
    """Where a subject is set up."""

    customer: Person
    """In front of the display that is shown."""
    advisor: Person
    """In front of the display on which it is shown."""
    folder: Path
    """An empty folder for the subject's files."""
    link: str
    """One of LINKS."""


class Running(ABC):
    """A subject that shows the customer's display on the advisor's, 1:1."""

    line: Line
    """What its bytes go through."""
    customer_side: Sequence[int]
    """Processes at the customer's, without the X server."""
    agent_side: Sequence[int]
    relay: Sequence[int] = ()

    @abstractmethod
    def alive(self) -> bool:
        """Tell whether all of its programs still run."""

    @abstractmethod
    def last_words(self) -> str:
        """Return the last line that it has written, for a message."""

    def allow_keys(self) -> None:
        """Let keys pressed on the advisor's display reach the customer's, where they do not yet."""
        return


OpenSubject = Callable[[Place], AbstractContextManager[Running]]
"""Sets a subject up; raises SubjectError when it does not come up."""


@dataclass(frozen=True)
class Subject:
    """A subject by its name."""

    name: str
    open: OpenSubject
    needs: tuple[str, ...] = ()
    """Programs that must be installed."""

    def missing(self) -> list[str]:
        """Return the programs that it needs and that are not installed."""
        return [name for name in self.needs if shutil.which(name) is None]
