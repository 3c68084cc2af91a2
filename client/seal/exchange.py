"""What every handshake has in common: strict order, one form of each message, one failure for good."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, NamedTuple, TypeVar

from wire.endings import Refusal
from wire.handshake import Handshake, HandshakeError, Reject, decode_handshake, encode_handshake

Result = TypeVar("Result")


class PairingFailed(Exception):  # noqa: N818 - it names an outcome, which the caller shows to people
    """A handshake came to nothing.

    `refusal` says why. `answer` is a message that the other side should still get, or None.
    """

    def __init__(self, refusal: Refusal, answer: bytes | None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.answer = answer


class Step(NamedTuple, Generic[Result]):
    """What one received message leads to: a message to send, the result, both, or neither."""

    send: bytes | None
    result: Result | None


class Exchange(ABC, Generic[Result]):
    """One side of a handshake: messages in, steps out."""

    _reasons_heard: ClassVar[frozenset[Refusal]] = frozenset()
    """What the other side may say is wrong; any other reason of its is only "failed"."""

    def __init__(self) -> None:
        self._over = False

    def receive(self, data: bytes) -> Step[Result]:
        """Take the next message of the other side; raise PairingFailed.

        After the result or a failure every message fails. A Reject is still told apart then: the
        other side may refuse this one's last message when this one has its result already.
        """
        over, self._over = self._over, True
        try:
            message = decode_handshake(data)
        except HandshakeError as error:
            raise failure(Refusal.HANDSHAKE_FAILED, answered=not over) from error
        if isinstance(message, Reject):
            reason = message.reason if message.reason in self._reasons_heard else Refusal.HANDSHAKE_FAILED
            raise PairingFailed(reason, None)
        # MessagePack writes the same value in many ways; what was altered on the way must not pass.
        if over or encode_handshake(message) != data:
            raise failure(Refusal.HANDSHAKE_FAILED, answered=not over)
        step = self._take(message, data)
        self._over = step.result is not None
        return step

    @abstractmethod
    def _take(self, message: Handshake, data: bytes) -> Step[Result]:
        """Act on a message that is no Reject, or raise PairingFailed."""


def failure(refusal: Refusal, *, answered: bool = True) -> PairingFailed:
    """Return the failure, with a Reject of the same reason as its answer where it is to be answered."""
    return PairingFailed(refusal, encode_handshake(Reject(refusal)) if answered else None)
