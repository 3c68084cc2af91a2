"""The WebSocket end of the rooms: reads frames, brings about what the rooms decide, forwards the rest.

Whoever sends is read no faster than the other end takes: a forwarded frame is awaited before the
next one is read.
"""

import asyncio
import itertools
import logging
import secrets
from collections.abc import Callable
from typing import Final

from starlette import status
from starlette.websockets import WebSocket

from server.relay_socket import BadFrameError, RelaySocket
from server.rooms import Close, Effects, ProtocolError, Rooms, Tell, refuse
from server.versions import control_is_of_another_version
from wire import limits
from wire.endings import Refusal
from wire.rendezvous import (
    CONTROL,
    PEER,
    Allot,
    Join,
    NextAttempt,
    Refused,
    RendezvousError,
    Retire,
    Settle,
    control_frame,
    decode_to_server,
)

_log = logging.getLogger("pomoc.server")

SESSION_BYTES: Final = 16
STOPPING: Final = 1.0
"""How long a socket may take to be told that the server stops, seconds."""


class Relay:
    """All WebSockets of one server."""

    def __init__(
        self,
        rooms: Rooms,
        is_valid_token: Callable[[str], bool],
        *,
        blocked: float = limits.RELAY_BLOCKED,
        idle: float = limits.RENDEZVOUS_IDLE,
    ) -> None:
        self._rooms = rooms
        self._is_valid_token = is_valid_token
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
            # The kind of error only: a message might repeat what somebody sent.
            _log.error("internal error: %s", type(error).__name__)
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
                await self._handle(number, socket, frame)
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

    async def _handle(self, number: int, socket: RelaySocket, frame: bytes) -> None:
        channel = frame[0]
        if channel == PEER:
            peer = self._rooms.peer_of(number)
            if peer is not None and peer in self._sockets:
                await self._sockets[peer].send(frame)
        elif channel == CONTROL:
            await self._control(number, socket, frame[1:])
        else:
            raise BadFrameError(status.WS_1008_POLICY_VIOLATION)

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
        match message:
            case Allot(token=token):
                await self._allot(number, token)
            case Join(nameplate=nameplate):
                await self._join(number, nameplate, socket.address)
            case NextAttempt():
                await self._perform(self._rooms.next_attempt(number, _now()))
            case Settle():
                await self._perform(self._rooms.settle(number, _now()))
            case Retire():
                await self._perform(self._rooms.retire(number, _now()))

    async def _allot(self, number: int, token: str) -> None:
        if not self._is_valid_token(token):
            await self._perform(refuse(number, Refusal.LOGIN_EXPIRED))
            return
        session = secrets.token_bytes(SESSION_BYTES)
        await self._perform(self._rooms.allot(number, _now(), session=session, choose=secrets.choice))

    async def _join(self, number: int, nameplate: str, address: str) -> None:
        effects = self._rooms.join(number, nameplate, address, _now())
        if any(isinstance(effect, Tell) and isinstance(effect.message, Refused) for effect in effects):
            # How long a refusal takes must not tell why it is one.
            await asyncio.sleep(limits.REFUSAL_DELAY)
        await self._perform(effects)

    async def _perform(self, effects: Effects) -> None:
        for effect in effects:
            if isinstance(effect, Close) and effect.socket in self._sockets:
                self._sockets[effect.socket].dismiss()
        for effect in effects:
            socket = self._sockets.get(effect.socket)
            if socket is None:
                continue
            if isinstance(effect, Tell):
                await socket.send(control_frame(effect.message))
            else:
                await socket.close(status.WS_1000_NORMAL_CLOSURE)


def _now() -> float:
    return asyncio.get_running_loop().time()
