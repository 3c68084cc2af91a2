"""Sessions that go on while the server is attacked: two real sealed lines each, with chat and pictures on them."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from client.pipeline.line import SealedLine
from client.pipeline.meeting import Maker, Met, allot, type_code
from client.seal.records import Direction
from client.transport.link import Link
from tests.support.handshake import Meet
from wire import limits
from wire.codec import decode_from_agent, decode_from_customer
from wire.messages import AgentMessage, Chat, Coding, CustomerMessage, Frame, PictureArrived, Rectangle
from wire.rendezvous import Allot, Call, Join, Wait

Open = Callable[[], Awaitable[Link]]
_PAUSE: Final = (0.1, 0.5)
_PICTURE: Final = 60_000
_OVERHEARD: Final = 8


class OverheardLink(Link):
    """A line that keeps what was last sent on it, as one who listens between would."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self.last: list[bytes] = []

    async def send(self, frame: bytes) -> None:
        """Send one message. Raises LinkClosedError."""
        self.last = [*self.last[1 - _OVERHEARD :], frame]
        await self._link.send(frame)

    async def receive(self) -> bytes:
        """Return the next message. Raises LinkClosedError."""
        return await self._link.receive()

    async def close(self) -> None:
        """Close."""
        await self._link.close()


@dataclass
class Side:
    """What one side said, and what it heard."""

    said: int = 0
    pictures: int = 0
    heard: list[Chat] = field(default_factory=list)
    pictures_heard: int = 0
    """How many came whole and in order; the pictures themselves are not kept, as they fill the memory."""
    pictures_damaged: int = 0


class HonestSession:
    """A customer and an agent who talk, and a picture in pieces that goes to the agent."""

    def __init__(
        self, number: int, links: dict[Direction, OverheardLink], met: dict[Direction, Met], meet: Meet
    ) -> None:
        self.identifier = met[Direction.FROM_MAKER].session
        self.customer, self.agent = self._sides = Side(), Side()
        self.delays: list[float] = []
        self._number = number
        self._sent_at: dict[str, float] = {}
        self._links = links
        agent, customer = meet.agent, meet.agent.opposite
        keys = {side: each.paired.keys for side, each in met.items()}
        self._agents_line: SealedLine[CustomerMessage] = SealedLine(
            links[agent], keys[agent].sealer(), keys[agent].opener(), decode_from_customer
        )
        self._customers_line: SealedLine[AgentMessage] = SealedLine(
            links[customer], keys[customer].sealer(), keys[customer].opener(), decode_from_agent
        )
        self._running = [
            asyncio.create_task(self._agents_line.run(self._agent_hears)),
            asyncio.create_task(self._customers_line.run(self._customer_hears)),
        ]

    @classmethod
    async def begin(cls, number: int, open_line: Open, token: str, meet: Meet) -> "HonestSession":
        """Let the two meet, by either way in, and start their lines."""
        maker, typer = OverheardLink(await open_line()), OverheardLink(await open_line())
        by_agent = meet.agent is Direction.FROM_MAKER
        version = limits.PROTOCOL_VERSION
        allotted = await allot(maker, Allot(version, token) if by_agent else Wait(version))
        meet = replace(meet, nameplate=allotted.nameplate, session=allotted.session, secret=f"{number:06}")
        waiting = asyncio.create_task(Maker(maker, allotted, meet.maker, lambda _: None).pair())
        request = Join(version, meet.nameplate) if by_agent else Call(version, meet.nameplate, token)
        typed = await type_code(typer, request, lambda _session: meet.typer())
        links = {Direction.FROM_MAKER: maker, Direction.FROM_TYPER: typer}
        met = {Direction.FROM_MAKER: await waiting, Direction.FROM_TYPER: typed}
        return cls(number, links, met, meet)

    async def talk(self, over: asyncio.Event) -> None:
        """Say things until it is over, and wait until all has arrived; raise what broke a line."""
        chance = random.Random(self._number)  # noqa: S311 - only pauses
        while not over.is_set():
            self._raise_if_broken()
            self._say()
            await asyncio.sleep(chance.uniform(*_PAUSE))
        async with asyncio.timeout(60):
            while not self._all_arrived():
                self._raise_if_broken()
                await asyncio.sleep(0.02)

    def has_talked(self) -> bool:
        """Tell whether both sides have heard something."""
        return all(side.heard for side in self._sides)

    def unharmed(self) -> bool:
        """Tell whether each side heard exactly what the other said, in order within each kind."""
        number = self._number
        to_customer, to_agent = self.customer.heard, self.agent.heard
        return (
            to_agent == [Chat(each, f"customer {number} {each}") for each in range(1, self.customer.said + 1)]
            and to_customer == [Chat(each, f"agent {number} {each}") for each in range(1, self.agent.said + 1)]
            and (self.agent.pictures_heard, self.agent.pictures_damaged) == (self.customer.pictures, 0)
        )

    def overheard(self) -> list[bytes]:
        """Return records of the session, as they last went by."""
        return [frame[1:] for link in self._links.values() for frame in link.last]

    async def end(self) -> None:
        """Let go of the lines."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _say(self) -> None:
        for line, side, name in (
            (self._agents_line, self.agent, "agent"),
            (self._customers_line, self.customer, "customer"),
        ):
            side.said += 1
            text = f"{name} {self._number} {side.said}"
            self._sent_at[text] = time.monotonic()
            line.post(Chat(side.said, text))
        self.customer.pictures += 1
        self._customers_line.post(self._picture(self.customer.pictures))

    def _picture(self, number: int) -> Frame:
        data = random.Random(f"{self._number} {number}").randbytes(_PICTURE)  # noqa: S311 - to be told apart
        return Frame(1, number, [Rectangle(0, 0, 8, 8, Coding.LOSSLESS, data)], True)

    def _agent_hears(self, message: CustomerMessage) -> None:
        if isinstance(message, Chat):
            self._hear(self.agent, message)
        elif isinstance(message, Frame):
            self.agent.pictures_heard += 1
            self.agent.pictures_damaged += message != self._picture(self.agent.pictures_heard)

    def _customer_hears(self, message: AgentMessage) -> None:
        if isinstance(message, PictureArrived):
            self._customers_line.picture_arrived(message.total)
        elif isinstance(message, Chat):
            self._hear(self.customer, message)

    def _hear(self, side: Side, message: Chat) -> None:
        side.heard.append(message)
        self.delays.append(time.monotonic() - self._sent_at[message.text])

    def _all_arrived(self) -> bool:
        customer, agent = self.customer, self.agent
        return (
            len(agent.heard) >= customer.said
            and agent.pictures_heard >= customer.pictures
            and len(customer.heard) >= agent.said
        )

    def _raise_if_broken(self) -> None:
        for task in self._running:
            if task.done():
                task.result()
                raise AssertionError("a line ended")
