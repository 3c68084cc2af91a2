"""The customer's ways to stop that need no window of Pomoc, and the windows of Pomoc that the agent cannot use."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from Xlib import X
from Xlib import display as xdisplay

from benchmarks.harness.desktop import virtual_display
from benchmarks.harness.person import Person
from benchmarks.harness.proxy import CountingProxy
from client.input.keysyms import function_key
from client.input.panic_key import open_panic_key
from client.session.states import AgentState, CustomerEvent, CustomerState, Note
from tests.support.people import Agent, Customer, Office
from wire import limits, messages
from wire.endings import Ending

KEYS = "ctrl+shift+F11"


@pytest.fixture
def office(proxied_office: tuple[Office, CountingProxy]) -> Iterator[Office]:
    office, _ = proxied_office
    yield office
    for customer in office.customers:
        customer.do(CustomerEvent.LEAVE)
        customer.until_state(CustomerState.ENDED)
    office.customers.clear()


def press(desktop: str, *keys: str) -> None:
    subprocess.run(["xdotool", "key", *keys], env={"DISPLAY": desktop, "PATH": "/usr/bin:/bin"}, check=True)


@contextmanager
def other_program(desktop: str) -> Iterator[Any]:
    """Yield a connection of its own to the display."""
    connection = xdisplay.Display(desktop)
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def taken_keys(desktop: str) -> Iterator[None]:
    """Let another program have the panic keys."""
    with other_program(desktop) as connection:
        for keycode, _ in connection.keysym_to_keycodes(function_key(11)):
            root = connection.screen().root
            root.grab_key(keycode, X.ControlMask | X.ShiftMask, False, X.GrabModeAsync, X.GrabModeAsync)
        connection.sync()
        yield


def test_the_keys_end_it_while_another_window_has_the_focus(office: Office, desktop: str) -> None:
    customer, agent = office.share()
    person = Person(desktop)
    terminal = subprocess.Popen(["xterm", "-T", "Other"], env={**os.environ, "DISPLAY": desktop})
    try:
        person.turns_to(person.waits_for_window("^Other$"))
        press(desktop, KEYS)
        customer.until_state(CustomerState.ENDED)
        agent.until_state(AgentState.ENDED)
        assert customer.status.ending is Ending.PANIC
        assert agent.status.ending is Ending.PANIC
        assert not customer.status.panic_ready
    finally:
        terminal.terminate()
        terminal.wait()
        person.close()


def warned(customer: Customer) -> None:
    customer.do(CustomerEvent.BEGIN)
    customer.until_state(CustomerState.WARNED)


def stopped(customer: Customer) -> None:
    warned(customer)
    customer.do(CustomerEvent.SHOW)
    customer.do(CustomerEvent.STOP_SHARING)
    customer.until_note(Note.SHARING_STOPPED)


@pytest.mark.parametrize("arrive", [warned, stopped])
def test_the_keys_end_it_before_and_after_sharing(
    office: Office, desktop: str, arrive: Callable[[Customer], None]
) -> None:
    customer, _ = office.meet()
    arrive(customer)
    assert customer.status.panic_ready
    press(desktop, KEYS)
    customer.until_state(CustomerState.ENDED)
    assert customer.status.ending is Ending.PANIC


@pytest.mark.parametrize(
    ("stop_sharing", "away"), [(False, CustomerState.VIEWED_AWAY), (True, CustomerState.CHAT_AWAY)]
)
def test_the_keys_end_it_while_the_line_is_away(
    proxied_office: tuple[Office, CountingProxy], office: Office, desktop: str, stop_sharing: bool, away: CustomerState
) -> None:
    _, proxy = proxied_office
    customer, _ = office.share()
    proxy.goes_down()
    try:
        customer.until_state(CustomerState.VIEWED_AWAY)
        if stop_sharing:
            customer.do(CustomerEvent.STOP_SHARING)
        customer.until_state(away)
        assert customer.status.panic_ready
        press(desktop, KEYS)
        customer.until_state(CustomerState.ENDED)
        assert customer.status.ending is Ending.PANIC
    finally:
        proxy.comes_up()


def test_nobody_is_promised_keys_that_another_program_has(office: Office, desktop: str) -> None:
    with taken_keys(desktop):
        customer, _ = office.share()
        assert not customer.status.panic_ready
        customer.do(CustomerEvent.STOP_SHARING)
        customer.until_note(Note.SHARING_STOPPED)
    warned(customer)
    assert customer.status.panic_ready, "asked for again before each warning"


def test_keys_that_are_lost_are_not_promised_any_more(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    customer, _ = office.meet()
    with virtual_display() as display:
        monkeypatch.setenv("DISPLAY", display)
        warned(customer)
        assert customer.status.panic_ready
    customer.until(lambda: not customer.status.panic_ready, "word of the loss")
    customer.until_note(Note.PANIC_KEY_LOST)
    assert customer.status.state is CustomerState.WARNED


def test_the_keys_are_given_back_at_the_end(office: Office, desktop: str) -> None:
    customer, _ = office.share()
    customer.do(CustomerEvent.LEAVE)
    customer.until_state(CustomerState.ENDED)
    open_panic_key(desktop).stop()


def test_sharing_stops_by_itself_when_nobody_does_anything(
    office: Office, desktop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IDLE_SHARING", 1.0)
    customer, agent = office.share()
    customer.until_note(Note.IDLE_STOPPED)
    agent.until_note(Note.SHARING_STOPPED)
    assert customer.status.state is CustomerState.CHAT
    customer.say("still here")
    agent.until_text("still here")


def test_a_customer_who_types_keeps_it_alone(office: Office, desktop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "IDLE_SHARING", 1.2)
    customer, _ = office.share()
    began = time.monotonic()
    subprocess.run(
        ["xdotool", "type", "--delay", "100", "a" * 60], env={"DISPLAY": desktop, "PATH": "/usr/bin:/bin"}, check=True
    )
    assert time.monotonic() - began > 2 * limits.IDLE_SHARING
    assert not any(line.note is Note.IDLE_STOPPED for line in customer.lines)
    customer.until_note(Note.IDLE_STOPPED)


class Window:
    """A window of one program, and which events came to it."""

    def __init__(self, connection: Any, x: int) -> None:
        self._connection = connection
        self._window = connection.screen().root.create_window(
            x, 200, 300, 200, 0, 24, override_redirect=True, event_mask=X.ButtonPressMask | X.KeyPressMask
        )
        self._window.map()
        connection.sync()
        self.id = int(self._window.id)
        self._came: list[int] = []

    def takes_focus(self) -> None:
        self._window.set_input_focus(X.RevertToPointerRoot, X.CurrentTime)
        self._connection.sync()

    def came(self) -> list[int]:
        """Return the types of all events so far, but for those that every program gets."""
        self._connection.sync()
        while self._connection.pending_events():
            kind = self._connection.next_event().type
            if kind != X.MappingNotify:
                self._came.append(kind)
        return self._came

    def until(self, kind: int) -> None:
        deadline = time.monotonic() + 20
        while kind not in self.came():
            assert time.monotonic() < deadline, f"only {self._came}"


def test_the_agents_input_over_pomocs_own_windows_is_refused(office: Office, desktop: str) -> None:
    customer, agent = office.share()
    with other_program(desktop) as plays_pomoc, other_program(desktop) as plays_another:
        ours, other = Window(plays_pomoc, 100), Window(plays_another, 500)
        customer.network.call(customer.session.set_own_windows, frozenset({ours.id}))
        customer.do(CustomerEvent.ALLOW_CONTROL)
        agent.until_state(AgentState.CONTROLLING)
        for x in (200, 600):
            for down in (True, False):
                send(agent, messages.PointerButton(x, 300, messages.Button.LEFT, down))
        other.until(X.ButtonPress)
        ours.takes_focus()
        type_a(agent)
        send(agent, messages.PointerMove(1000, 700))
        agent.until(lambda: agent.cursors and (agent.cursors[-1].x, agent.cursors[-1].y) == (1000, 700), "a free move")
        other.takes_focus()
        type_a(agent)
        other.until(X.KeyPress)
        assert ours.came() == []
        assert other.came() == [X.ButtonPress, X.KeyPress]


def send(agent: Agent, message: messages.InputMessage) -> None:
    agent.network.call(agent.session.send_input, message)


def type_a(agent: Agent) -> None:
    for down in (True, False):
        send(agent, messages.Key(ord("a"), down))
