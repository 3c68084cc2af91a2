"""The real customer's side, run a step at a time: its own network loop, log, rights, sealed line and input path.

Only the outermost edges are played: the socket, the desktop (capture, injector, watcher, windows) and the pairing.
Everything that crosses an edge, and every entry of the log, goes into one journal in the order in which it happened.
"""

import asyncio
import itertools
import os
import ssl
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from client.input.idle_time import IdleTimeError
from client.pipeline.customer import CustomerSession
from client.pipeline.meeting import Met
from client.pipeline.network import NetworkThread
from client.pipeline.reconnecting import ReconnectError
from client.record.audit import AuditLog
from client.record.entries import Entry, decode
from client.screen.errors import PictureError
from client.seal.chunks import PICTURES, Inbox, Outbox, class_of
from client.seal.identity import verify_agent
from client.seal.pairing import Paired
from client.seal.records import SECRET, Direction, TrafficKeys
from client.seal.schedule import ResumeSecret
from client.session.customer import TABLE
from client.session.machine import IllegalTransitionError
from client.session.states import CustomerEvent, CustomerState
from client.session.status import CustomerStatus
from client.transport.link import Link, LinkClosedError
from tests.support.audit import certificate_of
from tests.support.authority import NOW, issue, make_root
from tests.support.journal import Heard, Injected, Journal, Left, Line, Logged
from wire import codec, messages
from wire.code import Code
from wire.endings import Refusal
from wire.messages import AgentMessage, AnyMessage, priority_of
from wire.rendezvous import PEER, Role, ToClient, control_frame, peer_frame

ROOT = make_root()
CREDENTIALS = issue(ROOT)
CERTIFICATE = certificate_of(CREDENTIALS)
FINGERPRINT = "042137"
PATIENCE = 20.0


class _Timer(asyncio.TimerHandle):
    """Goes off when the test says so."""

    def __init__(self, function: Callable[[], object], loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(0.0, function, (), loop)
        self.function = function


class SteppedNetwork(NetworkThread):
    """The network's loop without its thread: `settle` runs it until nothing is left to do."""

    def __init__(self) -> None:
        super().__init__()
        self.timers: list[_Timer] = []

    def later(self, delay: float, function: Callable[[], object]) -> asyncio.TimerHandle:
        timer = _Timer(function, self._loop)
        self.timers.append(timer)
        return timer

    def settle(self) -> None:
        loop: Any = self._loop
        while True:
            loop.call_soon(loop.stop)
            loop.run_forever()
            if not loop._ready:
                return

    def fire(self) -> None:
        """Let every timer go off that was set."""
        due, self.timers = [timer for timer in self.timers if not timer.cancelled()], []
        for timer in due:
            self.call(timer.function)

    def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        self.settle()
        self.stop()


class RigLink(Link):
    """One line to an agent who opens what comes, and seals what is to be sent."""

    def __init__(self, journal: Journal) -> None:
        there, back = os.urandom(SECRET), os.urandom(SECRET)
        self.keys = TrafficKeys(Direction.FROM_TYPER, there, back)
        agents = TrafficKeys(Direction.FROM_MAKER, back, there)
        self._sealer, self._opener = agents.sealer(), agents.opener()
        self._journal = journal
        self._inbox, self._outbox = Inbox(), Outbox()
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.flows = asyncio.Event()
        self.flows.set()
        self.closed = False
        self.pictures = 0
        """Bytes of bodies with pictures that came."""

    async def send(self, frame: bytes) -> None:
        if self.closed:
            raise LinkClosedError
        if frame[0] == PEER:
            body = self._opener.open(frame[1:])
            picture = class_of(body) in PICTURES
            self.pictures += len(body) if picture else 0
            self._journal.write(Left(int.from_bytes(body[1:3]) if picture else 0))
            if (data := self._inbox.receive(body)) is not None:
                self._journal.write(Heard(codec.decode_from_customer(data)))
        await self.flows.wait()

    async def receive(self) -> bytes:
        frame = await self._frames.get()
        if frame is None or self.closed:
            self.closed = True
            raise LinkClosedError
        return frame

    async def close(self) -> None:
        self.closed = True

    def says(self, message: AnyMessage) -> None:
        """Send a message as the agent's app does; whether the agent may is not asked."""
        self._outbox.put(priority_of(message), codec.encode(message))
        while (body := self._outbox.next_chunk()) is not None:
            self._frames.put_nowait(peer_frame(self._sealer.seal(body)))

    def tells(self, message: ToClient) -> None:
        """Send a message as the server does."""
        self._frames.put_nowait(control_frame(message))

    def breaks(self) -> None:
        self._frames.put_nowait(None)
        self.flows.set()


class RigScreen:
    """Stands for ScreenSender: shows what the test says, also after it was stopped."""

    origin, size = (0, 0), (800, 600)

    def __init__(self, rig: "Rig", deliver: Any, failed: Any, masking: Any, numbers: Iterator[int], _: Any) -> None:
        self._deliver, self._failed, self._masking, self._numbers = deliver, failed, masking, numbers
        self._share = 0
        self._frame = itertools.count(1)
        rig.screens.append(self)

    def __getattr__(self, name: str) -> Any:
        if name in ("start", "stop", "refresh", "handed", "left"):
            return lambda *_: None
        raise AttributeError(name)

    def shown(self, share: int, frames: Sequence[int], waited: float) -> float | None:
        if share > self._share or max(frames) > 3:
            raise PictureError("word of an unknown frame")
        return None

    def begins(self, width: int, height: int) -> None:
        self._share = next(self._numbers)
        self._deliver(self, [messages.SharingStarted(self._share, width, height)])

    def shows(self, size: int) -> None:
        if not self._share:
            # The real one begins with word of the share, whatever comes then.
            return
        rectangle = messages.Rectangle(0, 0, 8, 8, messages.Coding.COPY, bytes(size))
        self._deliver(self, [messages.Frame(self._share, next(self._frame), [rectangle], True)])

    def fails(self) -> None:
        self._failed(self)

    def masks(self, masks: bool) -> None:
        self._masking(self, masks)


class _Desktop:
    """Injector, windows, mask and watcher in one: every move is journalled."""

    def __init__(self, rig: "Rig", what: str) -> None:
        self._rig = rig
        self._what = what

    def move(self, *_: object) -> None:
        self._rig.journal.write(Injected())

    def button(self, _x: int, _y: int, _button: object, down: bool) -> None:
        if down:
            self.move()

    def key(self, _keysym: int, down: bool) -> None:
        if down:
            self.move()

    wheel = move

    def covers(self, *_: object) -> bool:
        return False

    has_focus = covers
    focus = None

    def start(self, on_noticed: Callable[[], None], _on_lost: object) -> None:
        """Watch for local input, or for the panic key."""
        self._rig.noticed[self._what] = on_noticed

    def nothing(self, *_: object) -> None: ...

    release_all = close = stop = update = look = prepare_key = nothing


class _Reconnector:
    """Stands for Reconnector: the way back opens when the test says so."""

    def __init__(self, rig: "Rig") -> None:
        self._rig = rig

    async def reconnect(self) -> tuple[Link, TrafficKeys]:
        self._rig.way_back = asyncio.get_running_loop().create_future()
        link = await self._rig.way_back
        return link, link.keys

    async def retire(self) -> None:
        raise ReconnectError(None)


class Rig:
    """One customer's side, paired with an agent whose app the test plays; use `close` at the end."""

    def __init__(self) -> None:
        self.journal = Journal()
        self.network = SteppedNetwork()
        self.screens: list[RigScreen] = []
        self.noticed: dict[str, Callable[[], None]] = {}
        """What to call when the customer moves something (`input`) or presses the panic key (`panic`)."""
        self.way_back: asyncio.Future[RigLink] | None = None
        self.status = CustomerStatus()
        self.link = RigLink(self.journal)
        self._stack = ExitStack()
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._play_the_edges()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.session = CustomerSession(self.network, "ws://127.0.0.1:1", tls, ROOT[0], "sl", self.folder)
        self.session.on_status = self._saw_status
        self.session.on_line = lambda line: self.journal.write(Line(line, self.state))
        self.network.call(self.session.submit_code, Code("1234", "5678"))
        self.network.settle()

    @property
    def state(self) -> CustomerState:
        return self.session._machine.state

    @property
    def path(self) -> Path:
        (path,) = self.folder.glob("*.jsonl")
        return path

    def does(self, event: CustomerEvent) -> None:
        """Hand an event to the session, as a window or a timer does; one that has no row must change nothing."""

        def handle() -> None:
            state = self.state
            if (state, event) in TABLE:
                self.session.handle(event)
                return
            try:
                self.session.handle(event)
            except IllegalTransitionError:
                assert self.state is state
            else:
                # The session passes over a click on »Allow« that comes before there is anything to see.
                assert event is CustomerEvent.ALLOW_CONTROL

        self.network.call(handle)

    def says(self, message: AgentMessage) -> None:
        self.network.call(lambda: None if self.link.closed else self.link.says(message))

    def comes_back(self) -> None:
        """Open the way back, if it is being looked for."""
        if self.way_back is not None and not self.way_back.done():
            self.link = RigLink(self.journal)
            self.network.call(self.way_back.set_result, self.link)
            self.way_back = None

    def gives_up(self, refusal: Refusal | None) -> None:
        if self.way_back is not None and not self.way_back.done():
            self.network.call(self.way_back.set_exception, ReconnectError(refusal))
            self.way_back = None

    def settle(self) -> None:
        """Run until the network's loop and the thread of the input path have nothing left to do."""
        self.network.settle()
        path = self.session._control._path
        if path is not None:
            calm = threading.Event()
            path._jobs.put(lambda _gate: calm.set())
            assert calm.wait(PATIENCE), "the input path hangs"
            self.network.settle()

    def close(self) -> None:
        path = self.session._control._path
        self.does(CustomerEvent.LEAVE)
        self.network.settle()
        if path is not None:
            path._thread.join(PATIENCE)
        self.network.close()
        self._stack.close()

    def _saw_status(self, status: CustomerStatus) -> None:
        assert status.state is self.state
        self.status = status

    def _play_the_edges(self) -> None:
        identity, _ = verify_agent(CERTIFICATE, ROOT[0], NOW + timedelta(minutes=1))
        paired = Paired(self.link.keys, identity, FINGERPRINT, ResumeSecret(bytes(32)))
        written = AuditLog._write

        async def open_link(*_: object) -> Link:
            return self.link

        async def type_code(*_: object) -> Met:
            return Met(paired, bytes(16), Role.TYPER)

        def no_idle_time() -> None:
            raise IdleTimeError("none here")

        def write(log: AuditLog, line: bytes, *, durable: bool) -> None:
            written(log, line, durable=durable)
            if b'"event"' in line:
                entry = decode(line[:-1], Entry)
                self.journal.write(Logged(entry.event, entry.fields))

        desktop = _Desktop(self, "input")
        for target, played in {
            "client.pipeline.conversation.open_link": open_link,
            "client.pipeline.conversation.Reconnector": lambda *_: _Reconnector(self),
            "client.pipeline.customer.type_code": type_code,
            "client.pipeline.customer.ScreenSender": lambda *edges: RigScreen(self, *edges),
            "client.pipeline.idle_stop.open_idle_time": no_idle_time,
            "client.pipeline.panic_guard.open_panic_key": lambda: _Desktop(self, "panic"),
            # However busy this computer is, an injection is not one that hangs.
            "client.pipeline.input_path._HALTING": PATIENCE,
            "client.pipeline.input_path.open_injector": lambda _ledger: desktop,
            "client.pipeline.input_path.open_own_windows": lambda: desktop,
            "client.pipeline.input_path.open_screen_mask": lambda _list: desktop,
            "client.pipeline.input_path.open_watcher": lambda _ledger: desktop,
            "client.record.audit.AuditLog._write": write,
        }.items():
            self._stack.enter_context(patch(target, played))
