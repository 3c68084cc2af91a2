"""A portal of a Wayland desktop, with a person who answers, on a real message bus of its own."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

_NAME = "org.freedesktop.portal.Desktop"
_PATH = "/org/freedesktop/portal/desktop"
NODE = 42


class FakePortal:
    """Answers as the interface ScreenCast says; what it does otherwise is set by the test."""

    def __init__(self, address: str) -> None:
        self.code = 0
        """What the dialog ends with: 0 chosen, 1 refused."""
        self.streams: list[Any] = [(NODE, {"size": ("(ii)", (640, 480))})]
        self.silent = False
        """The person does not answer."""
        self.dialogs = 0
        self.remotes = 0
        self.wishes: dict[str, Any] = {}
        self.asked = threading.Event()
        self.left = threading.Event()
        """Who asked has hung up."""
        self._session, self._caller = "", ""
        self._bus: Any = open_dbus_connection(address, enable_fds=True)
        self._call(message_bus.RequestName(_NAME))
        self._call(message_bus.AddMatch("type='signal',member='NameOwnerChanged'"))
        self._thread = threading.Thread(target=self._serve, name="portal")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with suppress(OSError):
            self._bus.sock.shutdown(2)
        self._thread.join()
        self._bus.close()

    def end_session(self) -> None:
        """The person ends the showing in a menu of the desktop."""
        self._signal(self._session, "Session", "Closed", "a{sv}", ({},))

    def _call(self, call: Any) -> None:
        self._bus.send_and_get_reply(call, timeout=10)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                message = self._bus.receive()
                fields = message.header.fields
                if message.header.message_type is MessageType.method_call:
                    self._answer(message, fields[HeaderFields.member])
                elif fields.get(HeaderFields.member) == "NameOwnerChanged":
                    name, _before, now = message.body
                    if name == self._caller and not now:
                        self.left.set()

    def _answer(self, call: Any, member: str) -> None:
        self._caller = call.header.fields[HeaderFields.sender]
        if member == "Get":
            self._bus.send(new_method_return(call, "v", (("u", 7 if call.body[1].startswith("AvailableC") else 3),)))
        elif member == "OpenPipeWireRemote":
            self.remotes += 1
            read_end, write_end = os.pipe()
            self._bus.send(new_method_return(call, "h", (write_end,)))
            os.close(read_end)
            os.close(write_end)
        elif member in ("CreateSession", "SelectSources", "Start"):
            self._request(call, member)
        else:
            self._bus.send(new_error(call, "org.freedesktop.DBus.Error.UnknownMethod"))

    def _request(self, call: Any, member: str) -> None:
        options = call.body[-1]
        sender = self._caller.lstrip(":").replace(".", "_")
        place = f"{_PATH}/request/{sender}/{options['handle_token'][1]}"
        results: dict[str, Any] = {}
        if member == "CreateSession":
            self._session = f"{_PATH}/session/{sender}/{options['session_handle_token'][1]}"
            results = {"session_handle": ("s", self._session)}
        elif member == "SelectSources":
            self.wishes = {name: value for name, (_kind, value) in options.items()}
        else:
            self.dialogs += 1
            results = {"streams": ("a(ua{sv})", self.streams)}
        self._bus.send(new_method_return(call, "o", (place,)))
        if member == "Start":
            self.asked.set()
            if self.silent:
                return
        code = self.code if member == "Start" else 0
        self._signal(place, "Request", "Response", "ua{sv}", (code, {} if code else results))

    def _signal(self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]) -> None:
        signal = new_signal(DBusAddress(path, interface=f"org.freedesktop.portal.{interface}"), member, signature, body)
        signal.header.fields[HeaderFields.destination] = self._caller
        self._bus.send(signal)


@contextmanager
def message_bus_daemon() -> Iterator[str]:
    """Run a message bus as a session has one; yield its address."""
    words = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()
