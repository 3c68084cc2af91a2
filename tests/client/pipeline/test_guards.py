"""What protects the customer while sharing: masked windows, and a log of what was done."""

import subprocess
from pathlib import Path

import numpy as np

from benchmarks.harness.person import Person
from client.record.entries import Entry, decode
from client.record.verify import Finding, verify
from client.session.states import AgentEvent, AgentState, CustomerEvent, CustomerState
from tests.support.live_server import live_server
from tests.support.people import Office, open_office
from wire import messages

SECRET_COLOUR = (0x12, 0x34, 0xF6)
"""Blue, green, red of the password manager's background."""


def end(office: Office) -> None:
    for customer in office.customers:
        customer.do(CustomerEvent.LEAVE)


def vault(display: str, typed: Path) -> "subprocess.Popen[bytes]":
    colour = "#{2:02x}{1:02x}{0:02x}".format(*SECRET_COLOUR)
    words = ["xterm", "-class", "KeePassXC", "-T", "Vault", "-bg", colour, "-geometry", "40x10+100+200"]
    # Clicks come as bytes too (xterm's control sequences, "Mouse Tracking"), and nothing waits for an end of line.
    program = f"stty raw -echo; printf '\\033[?1000h'; cat > '{typed}'"
    return subprocess.Popen([*words, "-e", "sh", "-c", program], env={"DISPLAY": display, "PATH": "/usr/bin:/bin"})


def test_a_password_manager_is_neither_seen_nor_typed_into(office: Office, desktop: str, tmp_path: Path) -> None:
    typed = tmp_path / "typed"
    person = Person(desktop)
    customer, agent = office.share()
    process = vault(desktop, typed)
    try:
        window = person.waits_for_window("^Vault$")
        person.waits_until(lambda: person.sees_colour(SECRET_COLOUR), "the vault on the customer's own screen")

        def shown(colour: tuple[int, int, int]) -> bool:
            with agent.pictures[-1].lock:
                return bool((agent.pictures[-1].pixels[..., :3] == colour).all(axis=2).any())

        customer.say("the vault is open")
        agent.until_text("the vault is open")
        frames = len(agent.frames)
        subprocess.run(["xsetroot", "-display", desktop, "-solid", "#00c000"], check=True)
        agent.until(lambda: len(agent.frames) > frames and shown((0, 0xC0, 0)), "the new background")
        assert not shown(SECRET_COLOUR)
        agent.do(AgentEvent.ASK_CONTROL)
        customer.until_state(CustomerState.ASKED)
        customer.do(CustomerEvent.ALLOW_CONTROL)
        agent.until_state(AgentState.CONTROLLING)
        person.turns_to(window)
        for keysym in b"secret\r":
            key = 0xFF0D if keysym == 13 else keysym
            agent.network.call(agent.session.send_input, messages.Key(key, True))
            agent.network.call(agent.session.send_input, messages.Key(key, False))
        agent.network.call(agent.session.send_input, messages.PointerMove(1000, 700))
        agent.until(lambda: agent.cursors and (agent.cursors[-1].x, agent.cursors[-1].y) == (1000, 700), "a free move")
        for down in (True, False):
            click = messages.PointerButton(window.x + 20, window.y + 20, messages.Button.LEFT, down)
            agent.network.call(agent.session.send_input, click)
        agent.network.call(agent.session.send_input, messages.PointerMove(1010, 710))
        agent.until(lambda: (agent.cursors[-1].x, agent.cursors[-1].y) == (1010, 710), "another free move")
        assert not any(cursor.x == window.x + 20 for cursor in agent.cursors)
        assert not shown(SECRET_COLOUR)
        # What the customer types comes after all that the agent could have got in.
        subprocess.run(["xdotool", "key", "x"], env={"DISPLAY": desktop, "PATH": "/usr/bin:/bin"}, check=True)
        person.waits_until(lambda: b"x" in typed.read_bytes(), "the customer's own letter")
        assert typed.read_bytes() == b"x"
    finally:
        process.terminate()
        process.wait()
        person.close()
        end(office)


def test_the_masked_picture_is_the_screen_elsewhere(office: Office, desktop: str, tmp_path: Path) -> None:
    _, agent = office.share()
    process = vault(desktop, tmp_path / "typed")
    person = Person(desktop)
    try:
        window = person.waits_for_window("^Vault$")

        def equal_elsewhere() -> bool:
            seen = person.sees()
            with agent.pictures[-1].lock:
                same = (agent.pictures[-1].pixels[..., :3] == seen).all(axis=2)
            same[window.y - 40 : window.y + window.height + 20, window.x - 20 : window.x + window.width + 20] = True
            return bool(np.all(same)) and not np.all(
                agent.pictures[-1].pixels[window.y : window.y + 20, window.x : window.x + 20, :3] == SECRET_COLOUR
            )

        person.waits_until(equal_elsewhere, "the screen around the masked window")
    finally:
        process.terminate()
        process.wait()
        person.close()
        end(office)


def test_both_sides_keep_a_log_that_verifies(tmp_path: Path, desktop: str) -> None:
    with live_server(tmp_path) as server, open_office(server) as office:
        customer, agent = office.share()
        agent.do(AgentEvent.ASK_CONTROL)
        customer.until_state(CustomerState.ASKED)
        customer.do(CustomerEvent.ALLOW_CONTROL)
        agent.until_state(AgentState.CONTROLLING)
        customer.say("what was said is not in the log")
        agent.until_text("what was said is not in the log")
        customer.do(CustomerEvent.TAKE_CONTROL)
        agent.until_state(AgentState.VIEWING)
        customer.do(CustomerEvent.LEAVE)
        agent.until_state(AgentState.ENDED)
    # All that was still to be said has been said: the network's thread has ended.
    (customers,) = (office.audit / "customer").glob("*.jsonl")
    (agents,) = (office.audit / "agent").glob("*.jsonl")
    assert verify(agents).finding is Finding.INTACT
    assert verify(customers).finding is Finding.INTACT
    text = customers.read_text(encoding="utf-8")
    assert "what was said" not in text
    order = ["session_begun", "consent_asked", "consent_given", "capture_started", "consent_asked", "consent_given"]
    order += ["control_granted", "consent_withdrawn", "control_taken", "capture_stopped", "session_ended"]
    assert [decode(line, Entry).event for line in customers.read_bytes().splitlines()[:-1]] == order
    assert "Ana Novak" in text
    damaged = text.replace("control_granted", "control_denied_", 1)
    customers.write_text(damaged, encoding="utf-8")
    assert verify(customers).finding is Finding.WRONG_HASH
