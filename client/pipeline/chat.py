"""The chat's lines: what this side says, what the other says, what the program notes.

Each side numbers its own lines. After a broken line each says which of the other's arrived last, and
what is missing is sent again: every line arrives once.
"""

import time
from collections.abc import Callable

from client.session.states import Note
from client.session.status import ChatLine, LineKind
from wire.limits import CHAT_CHARACTERS
from wire.messages import Chat, Received
from wire.text import clean_text


class ChatOrderError(Exception):
    """The other side numbered its lines as no correct program does."""


class ChatLog:
    """Numbers the own lines, cleans all of them, hands each to `on_line`, and sends through `post`."""

    def __init__(self, on_line: Callable[[ChatLine], object], post: Callable[[Chat | Received], object]) -> None:
        self._on_line = on_line
        self._post = post
        self._own: list[Chat] = []
        """Those of which it is not known that they arrived, the oldest first."""
        self._own_number = 0
        self._peer_number = 0
        self._open = True

    def say(self, text: str) -> None:
        """Send a line of this side, at once or when the line is back; nothing where nothing is left of the text."""
        cleaned = clean_text(text, most=CHAT_CHARACTERS).strip()
        if not cleaned:
            return
        self._own_number += 1
        message = Chat(self._own_number, cleaned)
        self._own.append(message)
        self._on_line(ChatLine(LineKind.OWN, time.time(), cleaned))
        if self._open:
            self._post(message)

    def hear(self, message: Chat) -> None:
        """Note a line of the other side; raise ChatOrderError.

        Its program should have cleaned it; that is not relied on.
        """
        if message.number <= self._peer_number:
            # Sent again after a broken line, though it had arrived.
            return
        if message.number != self._peer_number + 1:
            raise ChatOrderError
        self._peer_number = message.number
        cleaned = clean_text(message.text, most=CHAT_CHARACTERS).strip()
        if cleaned:
            self._on_line(ChatLine(LineKind.PEER, time.time(), cleaned))

    def pause(self) -> None:
        """The line broke: what is said from now on waits."""
        self._open = False

    def resume(self) -> None:
        """The line is back: say what arrived; own lines wait for the same word of the other side."""
        self._post(Received(self._peer_number))

    def peer_received(self, message: Received) -> None:
        """Send again what the other side lacks; raise ChatOrderError."""
        if self._open or message.chat > self._own_number:
            raise ChatOrderError
        self._own = [each for each in self._own if each.number > message.chat]
        self._open = True
        for each in self._own:
            self._post(each)

    def note(self, note: Note) -> None:
        """Note what happened to the session."""
        self._on_line(ChatLine(LineKind.SYSTEM, time.time(), note=note))
