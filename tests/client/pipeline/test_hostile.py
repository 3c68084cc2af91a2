"""The other side does what no correct program does, or this computer fails: the session answers with a name."""

import threading

import numpy as np
import pytest

from client.pipeline import outbound
from client.pipeline.budget import Budget
from client.pipeline.inbound import PictureReceiver
from client.pipeline.line import ViolationError
from client.pipeline.picture import Picture
from client.screen import capture
from client.screen.errors import CaptureError
from client.screen.geometry import Rect
from client.screen.lossless import LosslessEncoder
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from tests.support.people import Office
from wire import limits, messages
from wire.endings import Ending


def test_a_budget_refills_with_time() -> None:
    now = [0.0]
    budget = Budget(2, 3, lambda: now[0])
    for _ in range(3):
        budget.spend("things")
    with pytest.raises(ViolationError, match="things"):
        budget.spend("things")
    now[0] = 0.5
    budget.spend("things")
    now[0] = 100.0
    for _ in range(3):
        budget.spend("things")
    with pytest.raises(ViolationError):
        budget.spend("things")


def test_a_flood_of_chat_ends_the_session(office: Office) -> None:
    customer, agent = office.meet()
    for number in range(1, limits.CHAT_BURST + 100):
        agent.network.call(agent.session._post, messages.Chat(number, "x" * 1000))
    customer.until_state(CustomerState.ENDED)
    assert customer.status.ending is Ending.PROTOCOL_VIOLATION
    assert len(customer.lines) < limits.CHAT_BURST + 50


def test_a_flood_of_the_customers_chat_ends_the_session_too(office: Office) -> None:
    customer, agent = office.meet()
    for number in range(1, limits.CHAT_BURST + 100):
        customer.network.call(customer.session._post, messages.Chat(number, "x" * 1000))
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PROTOCOL_VIOLATION
    assert len(agent.lines) < limits.CHAT_BURST + 50


@pytest.mark.parametrize(
    "share", [messages.SharingStarted(2, 8193, 8192), messages.SharingStarted(1, 800, 600)], ids=["huge", "again"]
)
def test_an_impossible_share_ends_the_session(office: Office, share: messages.SharingStarted) -> None:
    customer, agent = office.meet()
    customer.network.call(customer.session._post, messages.SharingStarted(1, 800, 600))
    customer.network.call(customer.session._post, share)
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PROTOCOL_VIOLATION
    assert len(agent.pictures) == 1


def test_a_flood_of_shares_ends_the_session(office: Office) -> None:
    customer, agent = office.meet()
    for share in range(1, 30):
        customer.network.call(customer.session._post, messages.SharingStarted(share, 8192, 8192))
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PROTOCOL_VIOLATION
    assert len(agent.pictures) <= limits.SHARES_BURST + 1


def test_a_flood_of_cursors_ends_the_session(office: Office) -> None:
    customer, agent = office.meet()
    for x in range(limits.NEWS_BURST + 400):
        customer.network.call(customer.session._post, messages.CursorMoved(x % 1000, 0, None))
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.PROTOCOL_VIOLATION


def test_refreshing_again_and_again_costs_one_picture_a_second(office: Office, display: str) -> None:
    customer, agent = office.share()
    for _ in range(200):
        agent.network.call(agent.session._post, messages.RefreshPicture())
    agent.until(lambda: len(agent.pictures) >= 2, "the refreshed picture")
    customer.say("after the refreshes")
    agent.until_text("after the refreshes")
    assert len(agent.pictures) <= 3
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_a_screen_that_cannot_be_opened_leaves_the_chat(
    office: Office, display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_how: object) -> None:
        raise CaptureError("no screen")

    monkeypatch.setattr(outbound, "open_capture", fail)
    customer, agent = office.meet()
    customer.do(CustomerEvent.BEGIN)
    customer.do(CustomerEvent.SHOW)
    customer.until_note(Note.SCREEN_FAILED)
    customer.say("still here")
    agent.until_text("still here")
    assert agent.status.state is AgentState.CHAT
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_clicks_while_the_screen_is_still_opening(
    office: Office, display: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slowly(**_how: object) -> object:
        asked.set()
        answer.wait(20)
        return capture.open_capture()

    monkeypatch.setattr(outbound, "open_capture", slowly)
    customer, agent = office.meet()
    try:
        customer.do(CustomerEvent.BEGIN)
        customer.do(CustomerEvent.BEGIN)
        customer.do(CustomerEvent.SHOW)
        assert asked.wait(20)
        customer.do(CustomerEvent.ALLOW_CONTROL)
        customer.do(CustomerEvent.STOP_SHARING)
        customer.until_note(Note.SHARING_STOPPED)
    finally:
        answer.set()
    customer.say("still here")
    agent.until_text("still here")
    assert agent.pictures == []
    assert customer.status.state is CustomerState.CHAT
    agent.do(AgentEvent.END)
    customer.until_state(CustomerState.ENDED)


def test_a_shape_that_is_sent_again_is_not_the_next_to_be_forgotten(office: Office) -> None:
    _, agent = office.meet()
    session = agent.session

    def shape(number: int) -> messages.CursorShape:
        return messages.CursorShape(number.to_bytes(16, "big"), 1, 1, 0, 0, bytes(4))

    for number in range(limits.CURSORS_KEPT + 1):
        session._cursor_shape(shape(number))
    session._cursor_shape(shape(1))
    session._cursor_shape(shape(limits.CURSORS_KEPT + 1))
    session._cursor_moved(messages.CursorMoved(0, 0, shape(1).hash))
    for forgotten in (0, 2):
        with pytest.raises(ViolationError):
            session._cursor_moved(messages.CursorMoved(0, 0, shape(forgotten).hash))
    agent.do(AgentEvent.END)
    agent.until_state(AgentState.ENDED)


def test_a_frame_that_draws_more_than_the_picture_is_broken() -> None:
    frame = np.zeros((64, 64, 4), np.uint8)
    encoder = LosslessEncoder()
    whole = Rect(0, 0, 64, 64)
    rectangles = [messages.Rectangle(*whole, messages.Coding.LOSSLESS, encoder.encode(frame, whole)) for _ in range(4)]
    broken = threading.Event()
    receiver = PictureReceiver(Picture(1, 64, 64), lambda *_: None, lambda _receiver: broken.set())
    receiver.start()
    receiver.feed(messages.Frame(1, 1, rectangles[:1], True))
    receiver.feed(messages.Frame(1, 2, rectangles[1:], True))
    assert broken.wait(10)
    receiver.stop()
