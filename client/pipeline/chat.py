"""The chat's lines: what this side says, what the other says, what the program notes."""

import time
from collections.abc import Callable

from client.session.states import Note
from client.session.status import ChatLine, LineKind
from wire.limits import CHAT_CHARACTERS
from wire.messages import Chat
from wire.text import clean_text


class ChatLog:
    """Numbers the own lines, cleans all of them, and hands each to `on_line`."""

    def __init__(self, on_line: Callable[[ChatLine], object]) -> None:
        self._on_line = on_line
        self._own_lines = 0

    def own(self, text: str) -> Chat | None:
        """Note a line of this side and return the message for it; None when nothing is left of it."""
        cleaned = clean_text(text, most=CHAT_CHARACTERS).strip()
        if not cleaned:
            return None
        self._own_lines += 1
        self._on_line(ChatLine(LineKind.OWN, time.time(), cleaned))
        return Chat(self._own_lines, cleaned)

    def peer(self, message: Chat) -> None:
        """Note a line of the other side. Its program should have cleaned it; that is not relied on."""
        cleaned = clean_text(message.text, most=CHAT_CHARACTERS).strip()
        if cleaned:
            self._on_line(ChatLine(LineKind.PEER, time.time(), cleaned))

    def note(self, note: Note) -> None:
        """Note what happened to the session."""
        self._on_line(ChatLine(LineKind.SYSTEM, time.time(), note=note))
