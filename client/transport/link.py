"""A line to the server: whole binary messages, each way, until it closes."""

from abc import ABC, abstractmethod

from wire.endings import Refusal


class LinkError(Exception):
    """The line could not be opened, and why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class LinkClosedError(Exception):
    """The line is closed; nothing more comes or goes."""


class Link(ABC):
    """An open line."""

    @abstractmethod
    async def send(self, frame: bytes) -> None:
        """Send one message; waits while the line is congested. Raises LinkClosedError."""

    @abstractmethod
    async def receive(self) -> bytes:
        """Return the next message. Raises LinkClosedError."""

    @abstractmethod
    async def close(self) -> None:
        """Close; harmless when it is closed already."""
