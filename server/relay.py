"""The WebSocket end of the rooms: reads frames, brings about what the rooms decide, forwards the rest.

Whoever sends is read no faster than the other end takes: a forwarded frame is awaited before the
next one is read.
"""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable
from typing import Final

from starlette import status
from starlette.websockets import WebSocket

from server.database import StoreError
from server.effects import Close, Disown, Effects, Note, Own, ProtocolError, Tell, refuse
from server.events import blurred, log_event, log_internal_error
from server.limits import CONTROL_FRAMES
from server.relay_socket import BadFrameError, RelaySocket
from server.rooms import Rooms
from server.store import Store
from server.versions import control_is_of_another_version
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Call,
    Join,
    NextAttempt,
    Refused,
    RendezvousError,
    Resume,
    Retire,
    Settle,
    ToServer,
    Wait,
    control_frame,
    decode_to_server,
)

SESSION_BYTES: Final = 16
STOPPING: Final = 1.0
"""How long a socket may take to be told that the server stops, seconds."""
_DELAYED: Final = frozenset({Refusal.CODE_REFUSED, Refusal.RESUME_REFUSED, Refusal.TOO_MANY_ATTEMPTS})
"""Refusals of a guess: how long one takes must not tell why it is one."""


class Relay:
    """All WebSockets of one server."""

    def __init__(
        self,
        rooms: Rooms,
        token_holder: Callable[[str], str | None],
        store: Store | None = None,
        *,
        blocked: float = limits.RELAY_BLOCKED,
        idle: float = limits.RENDEZVOUS_IDLE,
    ) -> None:
        """Serve these rooms; `token_holder` names the account that holds a token now.

        In the store is written down whose a session is; without one, that does not outlive the process.
        """
        self._rooms = rooms
        self._token_holder = token_holder
        self._store = store
        self._blocked = blocked
        self._idle = idle
        self._numbers = itertools.count()
        self._sockets: dict[int, RelaySocket] = {}
        self._stopping = False

    async def endpoint(self, websocket: WebSocket) -> None:
        """Serve one WebSocket from its opening to its end."""
        await websocket.accept()
        number = next(self._numbers)
        socket = RelaySocket(websocket, self._blocked)
        if self._stopping:
            await socket.close(status.WS_1012_SERVICE_RESTART)
            return
        self._sockets[number] = socket
        try:
            await self._serve(number, socket)
        except Exception as error:
            log_internal_error(error)
            await socket.close(status.WS_1011_INTERNAL_ERROR)
        finally:
            del self._sockets[number]
            await self._perform(self._rooms.left(number, _now()))
            socket.give_up_later()

    async def stop(self) -> None:
        """Tell whoever waits that the server stops, and close every socket with code 1012."""
        self._stopping = True
        waiting = set(self._rooms.unsettled())
        await asyncio.gather(
            *(self._stop_one(socket, number in waiting) for number, socket in list(self._sockets.items()))
        )

    async def lapse(self) -> None:
        """End the sessions that nobody resumed in time."""
        await self._perform(self._rooms.lapse(_now()))

    async def revoke(self, agent: str) -> None:
        """End all that this agent has, and log it."""
        log_event("agent revoked", name=agent)
        await self._perform(self._rooms.revoke(agent, _now()))

    async def _stop_one(self, socket: RelaySocket, waits: bool) -> None:
        try:
            async with asyncio.timeout(STOPPING):
                if waits:
                    await socket.send(control_frame(Refused(Refusal.SERVER_STOPPING)))
                await socket.close(status.WS_1012_SERVICE_RESTART)
        except TimeoutError:
            socket.abort()

    async def _serve(self, number: int, socket: RelaySocket) -> None:
        deadline: float | None = _now() + self._idle
        control_frames = 0
        try:
            while True:
                try:
                    async with asyncio.timeout_at(deadline):
                        frame = await socket.receive()
                except TimeoutError:
                    await self._out_of_time(number, socket)
                    return
                if frame is None:
                    return
                if frame[0] == PEER:
                    await self._forward(number, frame)
                elif frame[0] == CONTROL and control_frames < CONTROL_FRAMES:
                    control_frames += 1
                    await self._control(number, socket, frame[1:])
                else:
                    raise BadFrameError(status.WS_1008_POLICY_VIOLATION)
                deadline = self._rooms.expiry_of(number)
        except BadFrameError as error:
            await socket.close(error.code)
        except ProtocolError:
            await socket.close(status.WS_1008_POLICY_VIOLATION)

    async def _out_of_time(self, number: int, socket: RelaySocket) -> None:
        if self._rooms.expiry_of(number) is None:
            await socket.close(status.WS_1008_POLICY_VIOLATION)
        else:
            await self._perform(self._rooms.expire(number, _now()))

    async def _forward(self, number: int, frame: bytes) -> None:
        peer = self._rooms.forward(number, len(frame))
        if peer is not None and peer in self._sockets:
            await self._sockets[peer].send(frame)

    async def _control(self, number: int, socket: RelaySocket, body: bytes) -> None:
        if len(body) > limits.CONTROL_FRAME:
            raise BadFrameError(status.WS_1009_MESSAGE_TOO_BIG)
        if control_is_of_another_version(body):
            await self._perform(refuse(number, Refusal.VERSION_MISMATCH))
            return
        try:
            message = decode_to_server(body)
        except RendezvousError as error:
            raise BadFrameError(status.WS_1008_POLICY_VIOLATION) from error
        effects = self._decide(number, message, socket.address)
        reason = _refusal_of(effects, number)
        if reason is not None:
            what = type(message).__name__.lower()
            log_event(f"{what} refused", reason=reason.value, address=blurred(socket.address))
        await self._perform(effects)

    def _decide(self, number: int, message: ToServer, address: str) -> Effects:
        now = _now()
        match message:
            case Allot(token=token) | Call(token=token):
                agent = self._token_holder(token)
                if agent is None:
                    return refuse(number, Refusal.LOGIN_EXPIRED)
                if isinstance(message, Call):
                    return self._rooms.call(number, agent, message.nameplate, now)
                session = secrets.token_bytes(SESSION_BYTES)
                return self._rooms.allot(number, agent, now, session=session, choose=secrets.choice)
            case Wait():
                session = secrets.token_bytes(SESSION_BYTES)
                return self._rooms.wait(number, address, now, session=session, choose=secrets.choice)
            case Join(nameplate=nameplate):
                return self._rooms.join(number, nameplate, address, now)
            case Resume():
                return self._rooms.resume(number, message, address, now)
            case NextAttempt(attempt=attempt):
                return self._rooms.next_attempt(number, attempt, now)
            case Settle():
                return self._rooms.settle(number, message, now)
            case Retire():
                return self._rooms.retire(number, now)

    async def _perform(self, effects: Effects) -> None:
        by_socket: dict[int, list[Tell | Close]] = {}
        for effect in effects:
            if isinstance(effect, Note):
                log_event(effect.event, **effect.fields)
                continue
            if isinstance(effect, Own | Disown):
                self._write_down(effect)
                continue
            by_socket.setdefault(effect.socket, []).append(effect)
            if isinstance(effect, Close) and effect.socket in self._sockets:
                self._sockets[effect.socket].dismiss()
        # Side by side: one that is slow to take its news does not keep the others from theirs.
        await asyncio.gather(*(self._perform_at(number, of_one) for number, of_one in by_socket.items()))

    def _write_down(self, effect: Own | Disown) -> None:
        if self._store is None:
            return
        if isinstance(effect, Own):
            # What cannot be written down must not begin, so the error goes on to the socket.
            self._store.own_session(effect.session, effect.agent, time.time())
            return
        try:
            self._store.disown_session(effect.session)
        except StoreError as error:
            # It is forgotten by its age later.
            log_internal_error(error)

    async def _perform_at(self, number: int, effects: list[Tell | Close]) -> None:
        if _refusal_of(effects, number) in _DELAYED:
            await asyncio.sleep(limits.REFUSAL_DELAY)
        socket = self._sockets.get(number)
        if socket is None:
            return
        for effect in effects:
            if isinstance(effect, Tell):
                await socket.send(control_frame(effect.message))
            else:
                await socket.close(status.WS_1000_NORMAL_CLOSURE)


def _refusal_of(effects: Effects | list[Tell | Close], number: int) -> Refusal | None:
    """Return why this socket is refused, None where it is not."""
    for effect in effects:
        if isinstance(effect, Tell) and effect.socket == number and isinstance(effect.message, Refused):
            return effect.message.reason
    return None


def _now() -> float:
    return asyncio.get_running_loop().time()
