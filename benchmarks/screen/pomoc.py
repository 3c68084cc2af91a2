"""Pomoc as a subject: server, customer's and agent's program are real processes, acted through their windows."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from benchmarks.harness.organisation import CLIENT, Program, organisation, program
from benchmarks.harness.person import NothingHappenedError
from benchmarks.harness.proxy import CountingProxy
from benchmarks.harness.scene import Scene
from benchmarks.screen.line import line_to
from benchmarks.screen.subject import Place, Running, Subject, SubjectError
from benchmarks.screen.works import STAGE

_WINDOW_WIDTH: Final = 500


class _Session(Running):
    """A session in which the customer shows the screen and the agent sees it on the full screen."""

    def __init__(self, stage: Scene, customer: Program) -> None:
        self._stage = stage
        self._programs = stage.organisation.server, stage.advisor_program, customer
        self._has_control = False
        self.customer_side = [customer.process.pid]
        self.agent_side = [stage.advisor_program.process.pid]
        self.relay = [stage.organisation.server.process.pid]

    def alive(self) -> bool:
        """Tell whether all three run, and nothing has stopped the share."""
        stopped = any(line.startswith(("sharing stopped", "ended")) for line in self._stage.advisor_program.lines)
        return not stopped and all(running.process.poll() is None for running in self._programs)

    def last_words(self) -> str:
        """Return the last line of the agent's program and of each program's errors."""
        lines = [*self._stage.advisor_program.lines[-1:]]
        for running in self._programs:
            lines += running.errors[-1:]
        return " / ".join(lines)

    def allow_keys(self) -> None:
        """Let the agent ask for control and the customer allow it."""
        if self._has_control:
            return
        stage = self._stage
        try:
            stage.advisor.presses("ctrl+alt+Return")
            stage.advisor_asks_control()
            stage.customer_allows_control()
            stage.advisor_has_control()
            self.fill_screen()
            # The customer's own last key suspends control, and word of that may have come in between.
            stage.advisor_has_control()
        except (NothingHappenedError, AssertionError) as error:
            raise SubjectError(f"no control: {error}") from error
        self._has_control = True

    def fill_screen(self) -> None:
        """Show the picture on the agent's full screen, which is as large as the customer's."""
        stage = self._stage
        stage.advisor_turns_to_window()
        stage.advisor.presses("ctrl+alt+Return")
        width, height = stage.advisor.sees().shape[1::-1]

        def full() -> bool:
            window = stage.advisor_window()
            return (window.width, window.height) == (width, height)

        stage.advisor.waits_until(full, "the full screen")


@contextmanager
def _pomoc(place: Place) -> Iterator[Running]:
    with ExitStack() as stack:
        office = stack.enter_context(organisation(place.folder / "office"))
        line = stack.enter_context(line_to(office.port, place.link))
        command = office.agent_command(place.folder / "advisor", port=line.port)
        advisor_program = stack.enter_context(program(command, {"DISPLAY": place.advisor.display}))
        # The counted line is the agent's; the customer's program reaches the server itself.
        direct = CountingProxy(office.port)
        direct.port = office.port
        code = advisor_program.waits_for_line("code ").removeprefix("code ")
        scene = Scene(office, direct, place.customer, place.advisor, place.folder, advisor_program, CLIENT, code)
        try:
            session = _Session(scene, _join(scene, stack))
            session.fill_screen()
        except (NothingHappenedError, AssertionError) as error:
            raise SubjectError(f"no session: {error}") from error
        session.line = line
        yield session


def _join(scene: Scene, stack: ExitStack) -> Program:
    """Let the customer join and show the screen; return the customer's program."""
    window = scene.starts_customer()
    customer = scene.customer_program
    if customer is None:
        raise SubjectError("the customer's program did not start")
    stack.callback(customer.stop)
    left = STAGE.x + STAGE.width
    width, height = scene.customer.sees().shape[1::-1]
    scene.customer.places(window, max(left, width - _WINDOW_WIDTH), STAGE.y, _WINDOW_WIDTH, height // 2)
    scene.customer_connects(scene.code)
    scene.advisor_program.waits_for_line("customer joined")
    scene.customer_is_in_chat()
    scene.customer_begins()
    scene.customer_shows()
    return customer


POMOC: Final = Subject("pomoc", _pomoc, ("xdotool", "openbox"))
