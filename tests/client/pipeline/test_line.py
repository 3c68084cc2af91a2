"""The sealed line over a real loopback pair: order, strictness, goodbye."""

import asyncio
import os
from collections.abc import Callable, Coroutine

import pytest

from client.pipeline import line as lines
from client.pipeline.line import LineLostError, PeerVanishedError, SealedLine, ViolationError
from client.seal.records import SECRET, Direction, Opener, Sealer
from client.transport.link import LinkClosedError
from client.transport.loopback import LoopbackLink, loopback_pair
from wire import rendezvous
from wire.codec import decode_from_agent, decode_from_customer
from wire.endings import Ending, Refusal
from wire.messages import (
    AgentMessage,
    Chat,
    Coding,
    CustomerMessage,
    Frame,
    Goodbye,
    Key,
    LogRoot,
    LogSignature,
    PictureArrived,
    Priority,
    Rectangle,
    RefreshPicture,
)


class Ends:
    """An agent's line, a customer's line, and the raw links below them."""

    def __init__(self) -> None:
        self.agent_link, self.customer_link = loopback_pair()
        there, back = os.urandom(SECRET), os.urandom(SECRET)
        self.agent = SealedLine(
            self.agent_link,
            Sealer(there, Direction.FROM_MAKER),
            Opener(back, Direction.FROM_TYPER),
            decode_from_customer,
        )
        self.customer = SealedLine(
            self.customer_link,
            Sealer(back, Direction.FROM_TYPER),
            Opener(there, Direction.FROM_MAKER),
            decode_from_agent,
        )


def run(work: Callable[[Ends], Coroutine[None, None, None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await work(Ends())

    asyncio.run(bounded())


async def run_to_lost(line: SealedLine[AgentMessage], received: list[AgentMessage]) -> None:
    with pytest.raises(LineLostError):
        await line.run(received.append)


def test_messages_arrive_in_order_and_finish_flushes() -> None:
    async def work(ends: Ends) -> None:
        received: list[AgentMessage] = []
        chat = [Chat(number, f"č ł ß 👍 {number}") for number in range(1, 200)]
        for each in chat:
            ends.agent.post(each)
        ends.agent.post(Goodbye(Ending.AGENT_ENDED))
        ends.agent.finish()
        sent: list[CustomerMessage] = []
        await asyncio.gather(ends.agent.run(sent.append), run_to_lost(ends.customer, received))
        assert received == [*chat, Goodbye(Ending.AGENT_ENDED)]
        assert sent == []
        assert ends.customer.bytes_received == ends.agent.bytes_sent > 0

    run(work)


def test_input_overtakes_a_picture_that_waits() -> None:
    async def work(ends: Ends) -> None:
        received: list[CustomerMessage] = []
        picture = Frame(1, 1, [Rectangle(0, 0, 1, 1, Coding.LOSSLESS, os.urandom(1_000_000))], True)
        ends.customer.post(picture)
        assert ends.customer.waiting(Priority.PICTURE) > 1_000_000
        ends.customer.post(Chat(1, "after the picture was queued"))
        ends.customer.finish()

        async def run_agent() -> None:
            with pytest.raises(LineLostError):
                await ends.agent.run(received.append)

        def report(message: AgentMessage) -> None:
            assert isinstance(message, PictureArrived)
            ends.customer.picture_arrived(message.total)

        await asyncio.gather(ends.customer.run(report), run_agent())
        assert [type(message) for message in received] == [Chat, Frame]

    run(work)


def test_nothing_of_a_message_shows_on_the_line() -> None:
    async def work(ends: Ends) -> None:
        ends.agent.post(Chat(1, "canary-in-the-chat"))
        ends.agent.finish()
        received: list[CustomerMessage] = []
        await ends.agent.run(received.append)
        frame = await ends.customer_link.receive()
        assert frame[0] == rendezvous.PEER
        assert b"canary" not in frame

    run(work)


async def fails_with(line: SealedLine[AgentMessage], error: type[Exception]) -> None:
    received: list[AgentMessage] = []
    with pytest.raises(error):
        await line.run(received.append)
    assert received == []


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x02",
        bytes((rendezvous.PEER,)),
        bytes((rendezvous.PEER,)) + bytes(45),
        bytes((rendezvous.CONTROL,)),
        bytes((rendezvous.CONTROL,)) + b"\xc1",
        rendezvous.control_frame(rendezvous.PeerJoined(1)),
        rendezvous.control_frame(rendezvous.Joined(bytes(16))),
    ],
)
def test_nonsense_is_a_violation(frame: bytes) -> None:
    async def work(ends: Ends) -> None:
        await ends.agent_link.send(frame)
        await fails_with(ends.customer, ViolationError)

    run(work)


def test_the_servers_word_is_heeded() -> None:
    async def work(ends: Ends) -> None:
        await ends.agent_link.send(rendezvous.control_frame(rendezvous.PeerLeft()))
        await fails_with(ends.customer, PeerVanishedError)

    async def stopping(ends: Ends) -> None:
        await ends.agent_link.send(rendezvous.control_frame(rendezvous.Refused(Refusal.SERVER_STOPPING)))
        await fails_with(ends.customer, LineLostError)

    run(work)
    run(stopping)


def test_a_message_of_the_wrong_side_is_a_violation() -> None:
    async def work(ends: Ends) -> None:
        # The agent's app may not send what only a customer's app sends: its decoder has no such message.
        ends.agent.post(Frame(1, 1, [], True))
        received: list[CustomerMessage] = []
        ends.agent.finish()
        await ends.agent.run(received.append)
        await fails_with(ends.customer, ViolationError)

    run(work)


def test_a_repeated_record_is_a_violation() -> None:
    async def work(ends: Ends) -> None:
        ends.agent.post(Key(0x61, True))
        ends.agent.finish()
        nothing: list[CustomerMessage] = []
        await ends.agent.run(nothing.append)
        frame = await ends.customer_link.receive()
        replayed, far = loopback_pair()
        await far.send(frame)
        await far.send(frame)
        ends.customer._link = replayed
        received: list[AgentMessage] = []
        with pytest.raises(ViolationError):
            await ends.customer.run(received.append)
        assert received == [Key(0x61, True)]

    run(work)


def test_refresh_is_small_and_padded() -> None:
    async def work(ends: Ends) -> None:
        ends.agent.post(RefreshPicture())
        ends.agent.post(Key(0x61, True))
        ends.agent.finish()
        nothing: list[CustomerMessage] = []
        await ends.agent.run(nothing.append)
        sizes = {len(await ends.customer_link.receive()) for _ in range(2)}
        assert len(sizes) == 1, "input records of different messages look alike"

    run(work)


def test_after_a_goodbye_there_is_time_for_a_last_word_each() -> None:
    async def work(ends: Ends) -> None:
        agents: list[CustomerMessage] = []
        customers: list[AgentMessage] = []
        signature = LogSignature(bytes(70))

        def agent_hears(message: CustomerMessage) -> None:
            agents.append(message)
            if isinstance(message, Goodbye):
                ends.agent.post(signature)

        def customer_hears(message: AgentMessage) -> None:
            customers.append(message)
            if isinstance(message, Goodbye):
                ends.customer.post(LogRoot(bytes(32)))
                ends.customer.post(Goodbye(Ending.AGENT_ENDED))
                ends.customer.finish()
            else:
                ends.customer.leave()

        ends.agent.post(Goodbye(Ending.AGENT_ENDED))
        ends.agent.finish()
        began = asyncio.get_running_loop().time()
        await asyncio.gather(ends.agent.run(agent_hears), ends.customer.run(customer_hears))
        assert agents == [LogRoot(bytes(32)), Goodbye(Ending.AGENT_ENDED)]
        assert customers == [Goodbye(Ending.AGENT_ENDED), signature]
        assert ends.customer.goodbye_heard
        assert asyncio.get_running_loop().time() - began < lines._LAST_WORDS, "nobody waits for what has come"

    run(work)


class ClosedForSending(LoopbackLink):
    """A line whose other end has closed after its last words: sending fails, receiving does not yet."""

    async def send(self, frame: bytes) -> None:
        raise LinkClosedError

    async def receive(self) -> bytes:
        for _ in range(10):
            # What arrived is not read in the very turn of the loop in which sending fails.
            await asyncio.sleep(0)
        return await super().receive()


def test_a_goodbye_is_heard_though_sending_fails_already() -> None:
    async def work(ends: Ends) -> None:
        nothing: list[CustomerMessage] = []
        ends.agent.post(Goodbye(Ending.AGENT_ENDED))
        ends.agent.finish()
        await ends.agent.run(nothing.append)
        ends.customer_link.__class__ = ClosedForSending
        ends.customer.post(Chat(1, "crossing"))
        received: list[AgentMessage] = []
        await run_to_lost(ends.customer, received)
        assert received == [Goodbye(Ending.AGENT_ENDED)]

    run(work)
