"""A whole session in Slovene, acted by two people on two desktops through their windows alone."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.harness.desktop import virtual_desktop
from benchmarks.harness.organisation import CLIENT, Organisation, Program, organisation, program
from benchmarks.harness.person import Person, Window, find_within
from benchmarks.harness.proxy import CountingProxy, counting_proxy

CUSTOMER_WINDOW = "Banka Primer d.d.: pomoč na daljavo$"
WARNING_WINDOW = "^Preden pokažete zaslon$"
ERROR_COLOUR = (0x1A, 0x20, 0xA8)
"""Of the sentence under the code field; blue, green, red."""
SHIELD_COLOUR = (0x3A, 0x66, 0x17)
"""Of the shield beside the advisor's certified name."""


@dataclass
class Scene:
    """Two people, their programs, and the line between customer and server."""

    organisation: Organisation
    proxy: CountingProxy
    customer: Person
    advisor: Person
    folder: Path
    advisor_program: Program
    customer_command: Sequence[str | Path]
    code: str
    customer_program: Program | None = None

    # ----- the customer -----------------------------------------------------------------------

    def starts_customer(self, *arguments: str | Path) -> Window:
        """Start the customer's program and wait for its window."""
        brand = self.organisation.brand_through(self.proxy.port)
        profile = self.folder / "customer"
        words = [*self.customer_command, "--brand", brand, "--profile", profile, "--language", "sl", *arguments]
        self.customer_program = Program(words, {"DISPLAY": self.customer.display})
        window = self.customer.waits_for_window(CUSTOMER_WINDOW)
        self.customer.turns_to(window)
        return window

    def customer_turns_to_window(self) -> None:
        """The customer brings the chat window to the front."""
        self.customer.turns_to(self.customer.waits_for_window(CUSTOMER_WINDOW))

    def customer_connects(self, code: str) -> None:
        """»Vpiši številko seje«, »Poveži«."""
        self.customer.types(code)
        self.customer.presses("Return")

    def customer_is_in_chat(self) -> None:
        """Wait until the advisor's name stands over the chat."""
        self.customer.waits_until(lambda: self.customer.sees_colour(SHIELD_COLOUR), "the advisor's name")

    def customer_begins(self) -> None:
        """»Začni«: the warning appears."""
        self.customer_turns_to_window()
        self.customer.presses("alt+z")
        self.customer.turns_to(self.customer.waits_for_window(WARNING_WINDOW))

    def customer_shows(self) -> float:
        """»Pokaži«, again and again until it may be clicked; return time.perf_counter() of the press that did it."""
        presses: list[float] = []

        def pressed() -> bool:
            presses.append(time.perf_counter())
            self.customer.presses("alt+o")
            return self.customer.finds(WARNING_WINDOW) is None

        self.customer.waits_until(pressed, "the end of the warning")
        # A mnemonic that came too late is a letter in the chat's field.
        self.customer.presses("ctrl+a", "BackSpace")
        self.advisor_program.waits_for_line("sharing started")
        return presses[-1]

    def customer_allows_control(self) -> None:
        """»Dovoli nadzor«."""
        self.customer_turns_to_window()

        def allowed() -> bool:
            # The button comes to life a moment after it appears.
            self.customer.presses("alt+d")
            return self.advisor.finds("Imate nadzor|Stranka dela sama") is not None

        self.advisor.waits_until(allowed, "control")
        # A mnemonic that came too early is a letter in the chat's field.
        self.customer.presses("ctrl+a", "BackSpace")

    def customer_takes_control(self) -> None:
        """»Prevzemi nadzor«."""
        self.customer_turns_to_window()
        self.customer.presses("alt+p")
        self.advisor.waits_for_window("Vidite zaslon")

    def customer_stops_sharing(self) -> None:
        """»Zaustavi delitev«."""
        self.customer_turns_to_window()
        self.customer.presses("alt+u")
        self.advisor_program.waits_for_line("sharing stopped")

    def customer_closes_window(self) -> None:
        """The customer closes the window: the session ends for good."""
        self.customer_turns_to_window()
        self.customer.presses("alt+F4")
        self.advisor_program.waits_for_line("ended ")

    # ----- the advisor ------------------------------------------------------------------------

    def advisor_window(self) -> Window:
        """Return the session's window, whatever its state."""
        return self.advisor.waits_for_window("^Seja 1: ")

    def advisor_turns_to_window(self) -> None:
        """The advisor brings the session's window to the front."""
        self.advisor.turns_to(self.advisor_window())

    def advisor_turns_to_chat(self) -> None:
        """The advisor clicks into the chat's field: keys no longer go to the customer's screen."""
        window = self.advisor_window()
        self.advisor.turns_to(window)
        self.advisor.clicks(window.x + window.width - 220, window.y + window.height - 36)

    def advisor_asks_control(self) -> None:
        """»Zaprosi za nadzor«."""
        self.advisor_turns_to_window()
        self.advisor.presses("alt+z")
        self.advisor.waits_for_window("Nadzor je zahtevan")

    def advisor_finds_picture(self) -> tuple[int, int]:
        """Wait until the customer's whole screen is on the advisor's, pixel by pixel; return where.

        The place of the customer's cursor is left out: it is painted over the picture unless the advisor's own stands
        for it.
        """
        places: list[tuple[int, int]] = []
        cursor = self.customer.mouse_is_at()

        def equal() -> bool:
            place = find_within(self.customer.sees(), self.advisor.sees(), cursor)
            if place is not None:
                places.append(place)
            return place is not None

        self.advisor.waits_until(equal, "a picture equal to the customer's screen")
        return places[-1]

    def advisor_has_control(self) -> None:
        """Wait until the customer is still and the advisor's input works."""
        self.advisor.waits_for_window("Imate nadzor")

    # ----- chat -------------------------------------------------------------------------------

    def read_chat(self, person: Person, turn_to: Callable[[], None]) -> str:
        """Copy the whole transcript of a chat window, as a person does, and return it."""
        turn_to()
        # From the field where one types, the transcript is one step back.
        person.presses("shift+Tab", "ctrl+a", "ctrl+c", "Right", "Tab")
        return person.reads_clipboard()


@contextmanager
def scene(
    folder: Path,
    *,
    customer_size: str = "1280x800x24",
    advisor_size: str = "1920x1080x24",
    customer_command: Sequence[str | Path] = CLIENT,
) -> Iterator[Scene]:
    """Set the stage: server, proxy, two desktops, and an advisor who has a code to read out."""
    with ExitStack() as stack:
        office = stack.enter_context(organisation(folder / "office"))
        proxy = stack.enter_context(counting_proxy(office.port))
        customer = Person(stack.enter_context(virtual_desktop(customer_size)), folder / "customer-failed.png")
        stack.callback(customer.close)
        advisor = Person(stack.enter_context(virtual_desktop(advisor_size, "si")), folder / "advisor-failed.png")
        stack.callback(advisor.close)
        command = office.agent_command(folder / "advisor")
        advisor_program = stack.enter_context(program(command, {"DISPLAY": advisor.display}))
        code = advisor_program.waits_for_line("code ").removeprefix("code ")
        set_up = Scene(office, proxy, customer, advisor, folder, advisor_program, customer_command, code)
        window = set_up.advisor_window()
        width, height = (int(side) for side in advisor_size.split("x")[:2])
        advisor.places(window, 0, 0, width, height - 40)
        try:
            yield set_up
        finally:
            if set_up.customer_program is not None:
                set_up.customer_program.stop()
