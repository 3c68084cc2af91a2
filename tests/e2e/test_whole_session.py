"""One whole session: real processes, two desktops, two people who see pixels and press keys."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.harness.programs import restless_terminal, writing_terminal
from benchmarks.harness.scene import ERROR_COLOUR, Scene, scene

CHAT_SIZED = 40_000
"""Bytes: more than all the chat of this session, less than a second of a restless screen."""
CANARY = "kanarček č ł ß"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as set_up:
        yield set_up


def says(scene: Scene, text: str) -> None:
    """The customer says something, and the advisor reads it: all that was sent before has arrived as well."""
    scene.customer_turns_to_window()
    scene.customer.pastes(text)
    scene.customer.presses("Return")

    def read() -> bool:
        return text in scene.read_chat(scene.advisor, scene.advisor_turns_to_chat)

    scene.advisor.waits_until(read, text)


@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_a_whole_session(stage: Scene, tmp_path: Path) -> None:
    typed = tmp_path / "typed"
    customer, advisor = stage.customer, stage.advisor

    # The code, typed with a dash; the advisor's certified name is there before the first line.
    stage.starts_customer()
    stage.customer_connects(stage.code.replace(" ", "-"))
    stage.advisor_program.waits_for_line("customer joined")
    stage.customer_is_in_chat()
    assert "Ana Novak" in stage.read_chat(customer, stage.customer_turns_to_window)

    # Chat both ways, with the letters of three languages and an emoji.
    says(stage, f"{CANARY} stranke 👍")
    stage.advisor_turns_to_chat()
    advisor.types("Pozdravljeni, ščž ł ß ")
    advisor.pastes("👋")
    advisor.presses("Return")
    customer.waits_until(
        lambda: "Pozdravljeni, ščž ł ß 👋" in stage.read_chat(customer, stage.customer_turns_to_window),
        "the advisor's line",
    )

    # Nothing of a restless screen leaves before »Pokaži«, with the warning open or not.
    with restless_terminal(customer.display):
        customer.waits_for_window("^Terminal$")
        stage.customer_begins()
        customer.presses("Escape")
        customer.waits_until_gone("^Preden pokažete zaslon$")
        stage.customer_begins()
        before = stage.proxy.total
        assert before < CHAT_SIZED
        stage.customer_shows()
        customer.waits_until(lambda: stage.proxy.total > before + 4 * CHAT_SIZED, "the bytes of a picture")

    # The picture is the screen, pixel by pixel; typed text arrives in a real terminal.
    with writing_terminal(customer.display, typed):
        terminal = customer.waits_for_window("^Terminal$")
        stage.advisor_asks_control()
        stage.customer_allows_control()
        stage.advisor_has_control()
        left, top = stage.advisor_finds_picture()

        def advisor_types(text: str) -> None:
            advisor.clicks(left + terminal.x + 150, top + terminal.y + 60)
            advisor.types(text)
            advisor.presses("Return")

        advisor_types("echo Živjo, łepo: @ { } € ß")
        advisor.waits_until(lambda: typed.read_text() == "echo Živjo, łepo: @ { } € ß\n", "the typed line")

        # The advisor cannot press the customer's buttons, nor type into the customer's chat.
        window = customer.waits_for_window("pomoč na daljavo$")
        for x, y in ((60, window.height - 40), (180, window.height - 40), (window.width - 100, window.height - 40)):
            advisor.clicks(left + window.x + x, top + window.y + y)
        stage.customer_turns_to_window()
        advisor.types("to ni od stranke")
        advisor.presses("Return")
        says(stage, "še tu")
        assert "to ni" not in typed.read_text()
        assert "to ni od stranke" not in stage.read_chat(advisor, stage.advisor_turns_to_chat)
        assert "sharing stopped" not in stage.advisor_program.lines

        # Control taken: the advisor's keys stop arriving. Granted again: they arrive.
        stage.customer_takes_control()
        advisor_types("tega ne sme biti")
        says(stage, "vzeto")
        assert typed.read_text() == "echo Živjo, łepo: @ { } € ß\n"
        stage.customer_allows_control()
        stage.advisor_has_control()
        advisor_types("spet")
        advisor.waits_until(lambda: typed.read_text().endswith("\nspet\n"), "the line after the new grant")
        assert "tega" not in typed.read_text()

    # Sharing stopped: silence on the line, however restless the screen is. The chat goes on.
    stage.customer_stops_sharing()
    with restless_terminal(customer.display):
        customer.waits_for_window("^Terminal$")
        before = stage.proxy.total
        says(stage, "brez slike")
        says(stage, "še vedno brez slike")
        assert stage.proxy.total - before < CHAT_SIZED

    # The window closed: the session has ended for good, and its code is refused.
    stage.customer_closes_window()
    assert stage.advisor_program.lines[-1] == "ended customer_left"
    assert stage.customer_program is not None
    assert stage.customer_program.ends() == 0
    assert stage.customer_program.errors == []
    stage.customer_program.stop()
    joined = stage.advisor_program.lines.count("customer joined")
    stage.starts_customer("--connect", stage.code)
    assert not customer.sees_colour(ERROR_COLOUR)
    customer.presses("Return")
    customer.waits_until(lambda: customer.sees_colour(ERROR_COLOUR), "the refusal")
    assert stage.advisor_program.lines.count("customer joined") == joined
    assert stage.advisor_program.errors == []


@pytest.mark.e2e
@pytest.mark.timeout(120)
def test_a_killed_customer_leaves_the_advisor_free_to_end(stage: Scene) -> None:
    stage.starts_customer()
    stage.customer_connects(stage.code)
    stage.advisor_program.waits_for_line("customer joined")
    assert stage.customer_program is not None
    stage.customer_program.process.kill()
    stage.advisor_program.waits_for_line("line lost")
    stage.advisor_turns_to_window()
    stage.advisor.presses("alt+k")
    assert stage.advisor_program.waits_for_line("ended ") == "ended agent_ended"


@pytest.mark.e2e
@pytest.mark.timeout(120)
def test_sigterm_says_goodbye(stage: Scene) -> None:
    stage.starts_customer()
    stage.customer_connects(stage.code)
    stage.advisor_program.waits_for_line("customer joined")
    stage.customer_is_in_chat()
    stage.customer_begins()
    stage.customer_shows()
    assert stage.customer_program is not None
    stage.customer_program.process.terminate()
    assert stage.advisor_program.waits_for_line("ended ") == "ended customer_left"
    assert stage.customer_program.ends() == 0
    assert stage.customer_program.errors == []
    stage.advisor_program.process.terminate()
    assert stage.advisor_program.ends() == 0
    assert stage.advisor_program.errors == []
    left_over = subprocess.run(["pgrep", "-f", str(stage.folder)], capture_output=True, text=True, check=False)
    assert left_over.stdout.split() == [str(stage.organisation.server.process.pid)]
