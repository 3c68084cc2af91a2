"""Pictures on the sealed line: no more of them than the window has room for, and small records between their parts."""

import asyncio
import os

from client.pipeline.flow import FIRST
from client.pipeline.line import SealedLine
from client.seal.records import SECRET, Direction, Opener, Sealer
from client.transport.loopback import LoopbackLink, loopback_pair
from wire.codec import decode_from_agent
from wire.messages import AgentMessage, Chat, Coding, Frame, Rectangle

PICTURE = Frame(1, 1, [Rectangle(0, 0, 1, 1, Coding.LOSSLESS, os.urandom(1_000_000))], True)


async def comes(link: LoopbackLink) -> int:
    """Take all that comes before the line falls silent; return how many bytes they were."""
    taken = 0
    while True:
        try:
            taken += len(await asyncio.wait_for(link.receive(), 0.2))
        except TimeoutError:
            return taken


def test_a_picture_waits_for_word_of_what_arrived_and_nothing_else_does() -> None:
    async def work() -> None:
        here, there = loopback_pair(waiting=1000)
        line: SealedLine[AgentMessage] = SealedLine(
            here,
            Sealer(os.urandom(SECRET), Direction.FROM_TYPER),
            Opener(os.urandom(SECRET), Direction.FROM_MAKER),
            decode_from_agent,
        )
        running = asyncio.create_task(line.run(lambda _message: None))
        line.post(PICTURE)
        gone = await comes(there)
        # With what sealing adds.
        assert FIRST // 2 < gone < FIRST * 1.1
        line.post(Chat(1, "in the middle of a picture"))
        assert 0 < await comes(there) < 1000
        line.picture_arrived(FIRST // 4)
        # The window has doubled at the most.
        assert 0 < await comes(there) < FIRST * 1.5
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(work())
