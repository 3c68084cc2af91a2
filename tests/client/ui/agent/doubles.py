"""Bridges that record what windows ask for, and say what a test wants windows to hear."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from client.pipeline.picture import Picture
from wire.code import Code
from wire.messages import InputMessage


class RecordingSessionBridge(QObject):
    """The signals and methods of client.ui.bridge.AgentSessionBridge."""

    status_changed = Signal(object)
    line_added = Signal(object)
    code_ready = Signal(object)
    picture_opened = Signal(object)
    picture_changed = Signal(object, int, object)
    picture_closed = Signal()
    cursor_changed = Signal(object)
    round_trip_measured = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.chat: list[str] = []
        self.input: list[InputMessage] = []
        self.painted: list[tuple[int, int]] = []

    def open(self) -> None:
        self.calls.append("open")

    def send_chat(self, text: str) -> None:
        self.chat.append(text)

    def ask_control(self) -> None:
        self.calls.append("ask_control")

    def return_control(self) -> None:
        self.calls.append("return_control")

    def end(self) -> None:
        self.calls.append("end")

    def send_input(self, message: InputMessage) -> None:
        self.input.append(message)

    def frame_painted(self, share: int, frame: int) -> None:
        self.painted.append((share, frame))


class RecordingBridge(QObject):
    """The signals and methods of client.ui.bridge.AgentBridge."""

    logged_in = Signal(object)
    login_failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.logins: list[tuple[str, str, str | None]] = []
        self.called: list[Code] = []
        self.sessions: list[RecordingSessionBridge] = []

    def login(self, name: str, password: str, second_factor: str | None = None) -> None:
        self.logins.append((name, password, second_factor))

    def call_customer(self, code: Code) -> RecordingSessionBridge:
        self.called.append(code)
        return self.new_session()

    def new_session(self) -> RecordingSessionBridge:
        self.sessions.append(RecordingSessionBridge())
        return self.sessions[-1]


def noise(width: int, height: int, share: int = 1) -> Picture:
    """Return a picture in which every pixel is its own."""
    picture = Picture(share, width, height)
    picture.pixels[...] = np.random.default_rng(7).integers(0, 256, (height, width, 4), np.uint8)
    picture.pixels[..., 3] = 255
    return picture
