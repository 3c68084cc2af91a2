"""The server as it is, and a record of all that it hears and says once TLS and framing are off.

Run as a program: the record's file, then what `pomoc-server` is given. On a line from outside the
clients' frames are masked (RFC 6455, section 5.3), so a search there would find nothing that they
send, sealed or not; here it would.
"""

import sys
from pathlib import Path
from unittest.mock import patch

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server import serving
from server.__main__ import main
from server.app import App, make_app
from server.data_folder import DataFolder
from server.store import Store


class Recorder:
    """An ASGI application in front of another; writes every byte and text that passes to a file."""

    def __init__(self, app: ASGIApp, path: Path) -> None:
        self._app = app
        self._file = path.open("ab", buffering=0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def hear() -> Message:
            message = await receive()
            self._keep(message)
            return message

        async def say(message: Message) -> None:
            self._keep(message)
            await send(message)

        for part in ("raw_path", "query_string", "headers"):
            self._file.write(repr(scope.get(part)).encode())
        await self._app(scope, hear, say)

    def _keep(self, message: Message) -> None:
        for part in ("bytes", "body"):
            self._file.write(message.get(part) or b"")
        self._file.write((message.get("text") or "").encode())


def run(record: Path, arguments: list[str]) -> int:
    def make_recorded_app(folder: DataFolder, store: Store) -> App:
        app = make_app(folder, store)
        return app._replace(asgi=Recorder(app.asgi, record))

    with patch.object(serving, "make_app", make_recorded_app):
        return main(arguments)


if __name__ == "__main__":
    sys.exit(run(Path(sys.argv[1]), sys.argv[2:]))
