"""A whole session on virtual displays, with a picture of every step and a report of what was measured."""

import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.demo.keystrokes import measure_keystrokes
from benchmarks.harness.programs import writing_terminal
from benchmarks.harness.scene import Scene, scene

KEYSTROKES = 50


@dataclass
class _Report:
    """What goes into report.md, and the pictures beside it."""

    out: Path
    stage: Scene
    lines: list[str] = field(default_factory=list)
    steps: int = 0

    def pictures(self, step: str) -> None:
        """Keep what both people see."""
        self.steps += 1
        for person, name in ((self.stage.customer, "customer"), (self.stage.advisor, "advisor")):
            person.keeps_picture(self.out / f"{self.steps:02d}-{step}-{name}.png")
        print(f"{self.steps:2d}. {step}", flush=True)

    def measured(self, what: str, value: str) -> None:
        """Add one measured figure."""
        self.lines.append(f"| {what} | {value} |")
        print(f"    {what}: {value}", flush=True)


def run_acted(out: Path) -> int:
    """Act the session; return 0. A step that does not come about raises NothingHappenedError."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, scene(Path(folder)) as stage:
        report = _Report(out, stage)
        _act(stage, report, Path(folder) / "typed")
    text = "\n".join(["# One session, acted and measured", "", "| what | measured |", "|---|---|", *report.lines, ""])
    (out / "report.md").write_text(text, encoding="utf-8")
    print(f"\nThe report and {2 * report.steps} pictures are in {out}.")
    return 0


def _act(stage: Scene, report: _Report, typed: Path) -> None:
    customer, advisor, proxy = stage.customer, stage.advisor, stage.proxy
    stage.starts_customer()
    report.pictures("code")
    customer.types(stage.code)
    pressed = time.perf_counter()
    customer.presses("Return")
    stage.customer_is_in_chat()
    report.measured("»Poveži« to chat", f"{(time.perf_counter() - pressed) * 1000:.0f} ms")
    customer.types("Dober dan, prosim za pomoc.")
    customer.presses("Return")
    stage.advisor_turns_to_chat()
    advisor.types("Živjo! Prosim, pokažite zaslon.")
    advisor.presses("Return")
    customer.waits_until(lambda: "pokažite" in stage.read_chat(customer, stage.customer_turns_to_window), "the answer")
    report.pictures("chat")
    report.measured("bytes while chatting", f"{proxy.to_server} up, {proxy.to_client} down")

    with writing_terminal(customer.display, typed):
        terminal = customer.waits_for_window("^Terminal$")
        stage.customer_begins()
        report.pictures("warning")
        sent = proxy.to_server
        shown = stage.customer_shows()
        stage.advisor_finds_picture()
        report.measured("»Pokaži« to the first whole picture", f"{(time.perf_counter() - shown) * 1000:.0f} ms")
        report.pictures("viewed")
        report.measured("bytes of the first picture, about", f"{proxy.to_server - sent}")
        stage.advisor_asks_control()
        report.pictures("asked")
        stage.customer_allows_control()
        stage.advisor_has_control()
        left, top = stage.advisor_finds_picture()
        report.measured("advisor's picture and customer's screen", "equal, pixel by pixel")
        report.pictures("controlled")

        x, y = left + terminal.x, top + terminal.y
        advisor.clicks(x + terminal.width // 2, y + terminal.height // 2)
        advisor.types("Pomoc na daljavo")
        advisor.presses("Return")
        advisor.waits_until(lambda: typed.read_text(encoding="utf-8") == "Pomoc na daljavo\n", "the typed line")
        sent, received = proxy.to_server, proxy.to_client
        latencies = measure_keystrokes(advisor, (x, y, terminal.width, terminal.height), KEYSTROKES)
        median, worst = statistics.median(latencies), sorted(latencies)[int(0.95 * len(latencies))]
        report.measured(
            f"key press to changed pixel on the advisor's screen ({KEYSTROKES} keys)",
            f"median {median * 1000:.1f} ms, 95th percentile {worst * 1000:.1f} ms",
        )
        report.measured(
            "bytes for one typed letter",
            f"{(proxy.to_server - sent) / KEYSTROKES:.0f} up, {(proxy.to_client - received) / KEYSTROKES:.0f} down",
        )
        report.pictures("typed")
        stage.advisor_finds_picture()
        stage.customer_takes_control()
        report.pictures("taken")

    stage.customer_stops_sharing()
    report.pictures("stopped")
    stage.customer_closes_window()
    report.pictures("ended")
    report.measured("bytes of the whole session", f"{proxy.to_server} up, {proxy.to_client} down")
