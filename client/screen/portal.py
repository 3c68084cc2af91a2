"""Asking Wayland's desktop to be shown: one session of the portal org.freedesktop.portal.ScreenCast.

The desktop asks the person, in a dialog of its own, which window or monitor may be seen. The answer holds for the
session; when it ends, nothing is left of it (persist_mode is not used).
Source: XDG Desktop Portal, interfaces ScreenCast (version 1 and later), Request and Session.
"""

import secrets
import socket
import threading
from contextlib import suppress
from typing import Any, Final

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from client.screen.errors import CaptureError

_NAME: Final = "org.freedesktop.portal.Desktop"
_PATH: Final = "/org/freedesktop/portal/desktop"
_SCREEN_CAST: Final = "org.freedesktop.portal.ScreenCast"
_MONITOR, _WINDOW = 1, 2
_HIDDEN, _EMBEDDED = 1, 2
"""Cursor modes: not in the picture, painted into it."""
_REPLY: Final = 20.0
"""Seconds for an answer of the portal's own. The person may take any time."""


class ScreenCast:
    """One dialog and what was chosen in it. All calls come from one thread at a time, except `cut`."""

    def __init__(self) -> None:
        """Reach the portal, without a dialog yet. Raises CaptureError."""
        try:
            self._bus: Any = open_dbus_connection("SESSION", enable_fds=True)
        # jeepney passes on what sockets raise, and KeyError and others of its own for a bad address.
        except Exception as error:
            raise CaptureError("the desktop's portal cannot be reached") from error
        self._lock = threading.Lock()
        self._session = ""
        self._node = 0
        self._closed = False
        self._answers: dict[str, tuple[int, dict[str, Any]]] = {}
        """What the signals of requests said, by the path of the request."""

    def ask(self) -> None:
        """Let the person choose what may be seen. Raises CaptureError, also where they refuse, and when cut."""
        try:
            self._listen()
            sources = self._property("AvailableSourceTypes") & (_MONITOR | _WINDOW)
            cursor = _EMBEDDED if self._property("AvailableCursorModes") & _EMBEDDED else _HIDDEN
            made = self._request("CreateSession", "", (), {"session_handle_token": ("s", _token())}, _REPLY)
            self._session = made["session_handle"][1]
            wishes = {"types": ("u", sources), "multiple": ("b", False), "cursor_mode": ("u", cursor)}
            self._request("SelectSources", "o", (self._session,), wishes, _REPLY)
            # Without a parent window: the dialog belongs to the whole screen.
            chosen = self._request("Start", "os", (self._session, ""), {}, None)
            self._node = int(chosen["streams"][1][0][0])
        except CaptureError:
            raise
        except Exception as error:
            raise CaptureError("the desktop's portal does not answer in order") from error

    def open_stream(self) -> tuple[int, int]:
        """Return a descriptor of a line to PipeWire, which the caller closes, and the node to be read there.

        May be called again after that line was closed: the choice still holds. Raises CaptureError.
        """
        with self._lock:
            try:
                body = self._call(_SCREEN_CAST, "OpenPipeWireRemote", "oa{sv}", (self._session, {}))
                return body[0].to_raw_fd(), self._node
            except CaptureError:
                raise
            except Exception as error:
                raise CaptureError("the desktop's picture cannot be opened") from error

    def fileno(self) -> int:
        """Return a descriptor that becomes readable when there is news for `ended`; -1 once cut and closed."""
        return int(self._bus.sock.fileno())

    def ended(self) -> bool:
        """Tell whether the person, or the desktop, has ended the session since it began."""
        with self._lock:
            if not self._closed:
                try:
                    while True:
                        self._take(self._bus.receive(timeout=0))
                except TimeoutError:
                    pass
                except Exception:
                    self._closed = True
            return self._closed

    def cut(self) -> None:
        """End the session and its dialog, at once, from any thread; what waits for an answer raises CaptureError."""
        # The portal ends the sessions of whoever hangs up. The descriptor stays, so that nobody reads another's.
        with suppress(OSError):
            self._bus.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the session and give everything back; may be called twice."""
        self.cut()
        with self._lock:
            self._closed = True
            with suppress(OSError):
                self._bus.close()

    def _listen(self) -> None:
        for interface, member in (("Request", "Response"), ("Session", "Closed")):
            rule = MatchRule(
                type="signal", sender=_NAME, interface=f"org.freedesktop.portal.{interface}", member=member
            )
            self._reply(message_bus.AddMatch(rule))

    def _property(self, name: str) -> int:
        body = self._call("org.freedesktop.DBus.Properties", "Get", "ss", (_SCREEN_CAST, name))
        return int(body[0][1])

    def _request(
        self, method: str, signature: str, arguments: tuple[str, ...], options: dict[str, Any], timeout: float | None
    ) -> dict[str, Any]:
        """Make a call that is answered by a signal of its own, and return what that says."""
        token = _token()
        sender = self._bus.unique_name.lstrip(":").replace(".", "_")
        place = f"{_PATH}/request/{sender}/{token}"
        options = {**options, "handle_token": ("s", token)}
        self._call(_SCREEN_CAST, method, f"{signature}a{{sv}}", (*arguments, options))
        while True:
            if (answer := self._answers.pop(place, None)) is None:
                self._take(self._bus.receive(timeout=timeout))
                continue
            code, results = answer
            if code != 0:
                raise CaptureError("the person, or the desktop, refused to show anything")
            return results

    def _call(self, interface: str, method: str, signature: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
        return self._reply(new_method_call(DBusAddress(_PATH, _NAME, interface), method, signature, arguments))

    def _reply(self, call: Any) -> tuple[Any, ...]:
        serial = next(self._bus.outgoing_serial)
        self._bus.send(call, serial=serial)
        while True:
            message = self._bus.receive(timeout=_REPLY)
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                self._take(message)
            elif message.header.message_type is not MessageType.method_return:
                raise CaptureError("the desktop's portal cannot do that")
            else:
                return tuple(message.body)

    def _take(self, message: Any) -> None:
        """Note what a signal of the portal says."""
        if message.header.message_type is not MessageType.signal:
            return
        path, member = (message.header.fields.get(field) for field in (HeaderFields.path, HeaderFields.member))
        if member == "Response":
            code, results = message.body
            self._answers[path] = int(code), dict(results)
        elif member == "Closed" and path == self._session:
            self._closed = True


def _token() -> str:
    """Return a name for a request or a session that nobody else has in mind."""
    return f"pomoc_{secrets.token_hex(8)}"
