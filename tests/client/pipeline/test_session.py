"""Both sides without windows, over a real server and a real display."""

import subprocess
import threading
from pathlib import Path

import numpy as np
import pytest

from client.screen.capture import open_capture
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState, Note
from client.session.status import AgentPerson, LineKind
from tests.support.live_server import live_server
from tests.support.people import Agent, Office, open_office
from wire import limits, messages
from wire.code import Code
from wire.endings import Ending, Refusal


def wrong(code: Code) -> Code:
    return Code(code.nameplate, f"{(int(code.secret) + 1) % 10000:04d}")


def test_chat_both_ways_and_the_certified_name_first(office: Office) -> None:
    customer, agent = office.meet()
    assert customer.status.agent == AgentPerson("Ana Novak", "ana.novak@bank.example", "Test Bank")
    assert customer.lines[0].note is Note.CONNECTED
    customer.say("živjo č ł ß 👍\u202e\x00\nin še ena vrsta")
    agent.until_text("živjo č ł ß 👍\nin še ena vrsta")
    agent.say("dobrý den")
    customer.until_text("dobrý den")
    assert customer.status.fingerprint == agent.status.fingerprint
    assert len(customer.status.fingerprint) == 6
    customer.say("   \n ")
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    assert agent.status.ending is Ending.CUSTOMER_LEFT
    assert [line.kind for line in agent.lines].count(LineKind.PEER) == 1


def test_a_code_works_once(office: Office) -> None:
    agent = office.agent()
    code = agent.code()
    first, second = office.customer(), office.customer()
    first.enter(code)
    first.until_state(CustomerState.CHAT)
    second.enter(code)
    second.until_refused(Refusal.CODE_REFUSED)
    first.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)
    first_again = office.customer()
    first_again.enter(code)
    first_again.until_refused(Refusal.CODE_REFUSED)


def test_a_wrong_secret_is_refused_and_the_right_one_still_works(office: Office) -> None:
    agent, customer = office.agent(), office.customer()
    customer.enter(wrong(agent.code()))
    customer.until_refused(Refusal.CODE_REFUSED)
    agent.until(lambda: agent.status.failed_attempts == 1, "a failed attempt")
    customer.enter(agent.code())
    customer.until_state(CustomerState.CHAT)
    agent.until_state(AgentState.CHAT)
    agent.do(AgentEvent.END)
    customer.until_state(CustomerState.ENDED)
    assert customer.status.ending is Ending.AGENT_ENDED


def test_three_wrong_secrets_kill_the_code(office: Office) -> None:
    agent = office.agent()
    code = agent.code()
    for _ in range(3):
        customer = office.customer()
        customer.enter(wrong(code))
        customer.until_refused(Refusal.CODE_REFUSED)
    agent.until_state(AgentState.ENDED)
    assert agent.status.refusal is Refusal.CODE_BURNT
    late = office.customer()
    late.enter(code)
    late.until_refused(Refusal.CODE_REFUSED)


def test_an_unknown_number_is_refused_in_the_same_words(office: Office) -> None:
    customer = office.customer()
    customer.enter(Code("0000", "0000"))
    customer.until_refused(Refusal.CODE_REFUSED)


def test_joining_can_be_given_up_and_tried_again(office: Office) -> None:
    agent, customer = office.agent(), office.customer()
    code = agent.code()
    customer.enter(code)
    customer.do(CustomerEvent.CANCEL)
    customer.enter(code)
    customer.until_state(CustomerState.CHAT)
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_login_with_a_wrong_password_is_refused(office: Office) -> None:
    assert office.login("ana", "not the password") is Refusal.LOGIN_REFUSED
    assert office.login("nobody", "not the password") is Refusal.LOGIN_REFUSED


def test_an_agent_of_another_organisation_is_not_let_in(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Another organisation's agent, who got hold of a nameplate at this server all the same.
    with live_server(tmp_path, organisation="Other Bank") as other_server, open_office(other_server) as other:
        stranger = office.desk.prepare_session()
        foreign = other.desk.prepare_session()
        monkeypatch.setattr(
            stranger,
            "_desk",
            type(stranger._desk)(
                stranger._desk.server,
                stranger._desk.tls,
                stranger._desk.organisation,
                stranger._desk.person,
                foreign._desk.credentials,
                stranger._desk.token,
                stranger._desk.audit,
            ),
        )
        agent, customer = Agent(office.network, stranger), office.customer()
        customer.enter(agent.code())
        customer.until_refused(Refusal.AGENT_NOT_CERTIFIED)
        agent.until_state(AgentState.ENDED)
        assert agent.status.refusal is Refusal.AGENT_NOT_CERTIFIED
        assert customer.status.agent is None


def test_nothing_is_captured_before_show_and_nothing_after_stop(office: Office, display: str) -> None:
    def watching() -> bool:
        return any(thread.name == "screen" for thread in threading.enumerate())

    customer, agent = office.meet()
    customer.do(CustomerEvent.BEGIN)
    customer.until_state(CustomerState.WARNED)
    assert not watching()
    customer.do(CustomerEvent.CANCEL)
    customer.until_state(CustomerState.CHAT)
    assert not watching()
    customer.do(CustomerEvent.BEGIN)
    customer.do(CustomerEvent.SHOW)
    agent.until(lambda: agent.frames, "a frame")
    assert watching()
    customer.do(CustomerEvent.STOP_SHARING)
    agent.until_note(Note.SHARING_STOPPED)
    for thread in threading.enumerate():
        if thread.name == "screen":
            thread.join()
    frames = len(agent.frames)
    subprocess.run(["xsetroot", "-display", display, "-solid", "#123456"], check=True)
    customer.say("still here")
    agent.until_text("still here")
    assert len(agent.frames) == frames
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_the_agents_picture_equals_the_screen(office: Office, display: str) -> None:
    customer, agent = office.share()
    capture = open_capture()
    try:
        for colour in ("#204060", "#ffffff", "#a03010"):
            subprocess.run(["xsetroot", "-display", display, "-solid", colour], check=True)
            screen = np.array(capture.grab(capture.damage()))[..., :3]

            def equal(screen: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]" = screen) -> bool:
                with agent.pictures[-1].lock:
                    return bool(np.array_equal(agent.pictures[-1].pixels[..., :3], screen))

            agent.until(equal, f"the picture in {colour}")
    finally:
        capture.close()
    assert agent.pictures[-1].width == 1280
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_no_more_than_two_frames_wait_for_a_viewer_that_does_not_paint(office: Office, display: str) -> None:
    customer, agent = office.meet()
    agent.paints = False
    customer.do(CustomerEvent.BEGIN)
    customer.do(CustomerEvent.SHOW)
    agent.until(lambda: agent.frames, "the first frame")
    for colour in ("red", "green"):
        subprocess.run(["xsetroot", "-display", display, "-solid", colour], check=True)
    agent.until(lambda: len(agent.frames) == 2, "the second frame")
    subprocess.run(["xsetroot", "-display", display, "-solid", "blue"], check=True)
    customer.say("no third")
    agent.until_text("no third")
    assert len(agent.frames) == 2
    agent.network.call(agent.session.frame_painted, *agent.frames[0])
    agent.until(lambda: len(agent.frames) == 3, "the third, after an acknowledgement")
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def pointer(display: str) -> tuple[int, int]:
    out = subprocess.run(
        ["xdotool", "getmouselocation", "--shell"], env={"DISPLAY": display}, capture_output=True, text=True, check=True
    ).stdout
    place = dict(line.split("=") for line in out.split())
    return int(place["X"]), int(place["Y"])


def test_control_is_asked_granted_suspended_and_taken(office: Office, display: str) -> None:
    customer, agent = office.share()
    agent.network.call(agent.session.send_input, messages.PointerMove(11, 12))
    agent.do(AgentEvent.ASK_CONTROL)
    customer.until_state(CustomerState.ASKED)
    assert pointer(display) != (11, 12), "input without a grant"
    customer.do(CustomerEvent.DENY_CONTROL)
    agent.until_note(Note.CONTROL_DENIED)
    agent.do(AgentEvent.ASK_CONTROL)
    customer.until_state(CustomerState.ASKED)
    customer.do(CustomerEvent.ALLOW_CONTROL)
    agent.until_state(AgentState.CONTROLLING)
    agent.network.call(agent.session.send_input, messages.PointerMove(21, 22))
    agent.until(lambda: agent.cursors and (agent.cursors[-1].x, agent.cursors[-1].y) == (21, 22), "the moved cursor")
    assert pointer(display) == (21, 22)
    assert customer.status.state is CustomerState.CONTROLLED, "the agent's own input is not the customer's"
    subprocess.run(["xdotool", "mousemove", "400", "300"], env={"DISPLAY": display}, check=True)
    agent.until_state(AgentState.SUSPENDED)
    agent.until_state(AgentState.CONTROLLING)
    customer.do(CustomerEvent.TAKE_CONTROL)
    agent.until_note(Note.CONTROL_TAKEN_BACK)
    agent.until_state(AgentState.VIEWING)
    customer.do(CustomerEvent.ALLOW_CONTROL)
    agent.until_state(AgentState.CONTROLLING)
    agent.do(AgentEvent.RETURN_CONTROL)
    customer.until_note(Note.CONTROL_RETURNED)
    customer.do(CustomerEvent.STOP_SHARING)
    agent.until_state(AgentState.CHAT)
    customer.do(CustomerEvent.LEAVE)
    agent.until_state(AgentState.ENDED)


def test_a_server_that_does_not_come_back_ends_the_session_with_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "RESUME_WINDOW", 2.0)
    with live_server(tmp_path) as server, open_office(server) as opened:
        customer, agent = opened.meet()
        server.process.kill()
        customer.until_state(CustomerState.ENDED)
        agent.until_state(AgentState.ENDED)
        assert customer.status.ending is Ending.LINE_LOST
        assert agent.status.ending is Ending.LINE_LOST
        late = opened.customer()
        late.enter(Code("1234", "5678"))
        late.until_refused(Refusal.SERVER_UNREACHABLE)


def test_tls_of_the_organisation_is_believed_and_a_stranger_is_not(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with live_server(tmp_path / "one", url="wss://localhost:8470") as server:
        assert server.url.startswith("wss://localhost:")
        with open_office(server) as opened:
            customer, agent = opened.meet()
            customer.say("over TLS")
            agent.until_text("over TLS")
            customer.do(CustomerEvent.LEAVE)
            agent.until_state(AgentState.ENDED)
            with live_server(tmp_path / "two", url="wss://localhost:8470") as stranger:
                opened.url = stranger.url
                lured = opened.customer()
                lured.enter(Code("1234", "5678"))
                lured.until_refused(Refusal.SERVER_NOT_TRUSTED)
