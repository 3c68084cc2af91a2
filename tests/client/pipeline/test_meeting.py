"""How long the two wait for the server, and the wrong ones for an answer: the same time, however they were wrong."""

import asyncio
import selectors
from collections.abc import Callable
from dataclasses import replace

import pytest

from client.pipeline.meeting import Maker, MeetingError, allot
from client.seal.pairing import PairingStep
from client.seal.pairing import Typer as TyperPairing
from client.seal.records import Direction
from client.transport.loopback import loopback_pair
from tests.support import authority
from tests.support.handshake import Meet, changed
from wire import limits
from wire.endings import Refusal
from wire.handshake import Reject, decode_handshake
from wire.rendezvous import Allotted, NextAttempt, PeerJoined, Wait, control_frame, decode_to_server, peer_frame

THINKING = 0.02
"""Seconds that the maker takes for each message, by the loop's clock."""


class _Leaping(selectors.DefaultSelector):
    """Passes waiting time by leaping over it."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class _LeapingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock moves only while it waits, or when it is told so: no load of the machine shows in it."""

    def __init__(self) -> None:
        self.leaping = _Leaping()
        super().__init__(self.leaping)

    def time(self) -> float:
        return self.leaping.now


def wrong_secret(meet: Meet) -> tuple[TyperPairing, Callable[[bytes], bytes]]:
    return replace(meet, secret="another").typer(), lambda message: message


def nonsense(meet: Meet) -> tuple[TyperPairing, Callable[[bytes], bytes]]:
    return meet.typer(), lambda _: b"nonsense"


def another_version(meet: Meet) -> tuple[TyperPairing, Callable[[bytes], bytes]]:
    return meet.typer(), lambda message: changed(message, version=2)


def neutral_element(meet: Meet) -> tuple[TyperPairing, Callable[[bytes], bytes]]:
    return meet.typer(), lambda message: changed(message, pake=b"B" + (1).to_bytes(32, "little"))


ATTEMPTS = {
    wrong_secret: Refusal.CODE_REFUSED,
    nonsense: Refusal.HANDSHAKE_FAILED,
    another_version: Refusal.VERSION_MISMATCH,
    neutral_element: Refusal.HANDSHAKE_FAILED,
}


@pytest.mark.parametrize("agent", Direction)
@pytest.mark.parametrize(("attempt", "reason"), ATTEMPTS.items(), ids=[each.__name__ for each in ATTEMPTS])
def test_each_wrong_attempt_is_answered_after_the_same_time(
    attempt: Callable[[Meet], tuple[TyperPairing, Callable[[bytes], bytes]]], reason: Refusal, agent: Direction
) -> None:
    root = authority.make_root()
    meet = Meet(root[0], authority.issue(root), authority.NOW, agent)
    loop = _LeapingLoop()

    class Slow:
        """A pairing that takes its time."""

        def __init__(self) -> None:
            self._pairing = meet.maker()

        def receive(self, data: bytes) -> PairingStep:
            loop.leaping.now += THINKING
            return self._pairing.receive(data)

    async def scenario() -> float:
        server, link = loopback_pair()
        allotted = Allotted(meet.nameplate, meet.session, 600.0)
        maker = asyncio.create_task(Maker(link, allotted, Slow, lambda _: None).pair())  # type: ignore[arg-type] # as one
        await server.send(control_frame(PeerJoined(1)))
        typer, alter = attempt(meet)
        message = alter(typer.begin())
        while True:
            asked = loop.time()
            await server.send(peer_frame(message))
            answer = (await server.receive())[1:]
            if isinstance(heard := decode_handshake(answer), Reject):
                break
            message = typer.receive(answer).send or b""
        assert heard.reason is reason
        took = loop.time() - asked
        assert decode_to_server((await server.receive())[1:]) == NextAttempt(1)
        maker.cancel()
        await asyncio.gather(maker, return_exceptions=True)
        return took

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        # The clock's own resolution is all that a timer may be early by.
        assert runner.run(scenario()) == pytest.approx(limits.REFUSAL_DELAY, abs=0.001)


def test_a_server_that_gives_no_number_is_not_waited_for() -> None:
    loop = _LeapingLoop()

    async def scenario() -> float:
        _, link = loopback_pair()
        asked = loop.time()
        with pytest.raises(MeetingError) as failed:
            await allot(link, Wait(limits.PROTOCOL_VERSION))
        assert failed.value.refusal is Refusal.SERVER_UNREACHABLE
        return loop.time() - asked

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(scenario()) == pytest.approx(limits.CONNECT_TIMEOUT, abs=0.001)
