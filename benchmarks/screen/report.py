"""Results as lines and tables."""

import math
import os
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.screen.figures import figures
from benchmarks.screen.measurement import Result
from benchmarks.screen.summary import Summaries, Summary, median, percentile
from benchmarks.screen.works import DESCRIPTIONS, STAGE

LINK_NAMES: Final = {
    "free": "a free line",
    "10M40": "10 Mbit/s each way, 40 ms round trip",
    "2M80": "2 Mbit/s each way, 80 ms round trip",
    "256k120": "256 kbit/s each way, 120 ms round trip",
}
_PACKAGES: Final = ("tigervnc-viewer", "tigervnc-scraping-server", "x11vnc", "xpra")
_METHOD: Final = f"""Glass to glass on two virtual displays (Xvfb) of one machine. A program paints the work and, in
the same batch, a counter as black and white blocks into a window of {STAGE.width}x{STAGE.height} on the customer's
display; the viewer shows that display 1:1 on the advisor's. A watcher reads both displays' memory (Xvfb -fbdir)
about a thousand times a second, which costs the X servers nothing. Latency is the first sight of a counter on the
advisor's display less that on the customer's; for "echo" and "beside" less the press of the key, injected on the
advisor's display. Only shown updates have a latency. Bytes are counted in a TCP proxy, which also makes a line
slow: between viewer and server for the peers, between the agent's program and the relay for Pomoc. They include the
settling after the work, and are divided by the seconds of the work. CPU is of one core: the programs of a side and
its X server, without the workload. Peers are plain and direct; Pomoc is encrypted from end to end and goes through
its server on the same machine. Each round measures the subjects in the other order; a work with which one was
hopelessly behind is not measured again.
"""


def one_line(result: Result) -> str:
    """Return a result on one line."""
    summary = Summary([result])
    parts = [_latency(summary)] if result.latencies else []
    parts += [result.failure] if result.failure else []
    if result.seconds:
        parts += [_shown(summary)] if result.made else []
        relay = f" + relay {_percent(result.relay_cpu)}" if result.relay_cpu else ""
        parts += [f"{_number(summary.kilobits)} kbit/s", _both_sides(summary) + relay]
    parts += [_settled(summary)] if result.settled is not None or result.left is not None else []
    if result.exact:
        parts.append(f"each exact {median(result.exact):.0f} / {percentile(result.exact, 0.95):.0f} ms")
    if result.likeness:
        parts.append(f"moving {median(result.likeness):.0f} dB")
    if result.beside:
        parts.append(f"{result.beside / result.line_seconds:.1f} /s beside")
    return f"{result.size:9} {result.link:7} {result.subject:17} {result.work:6} " + ", ".join(parts)


def report(results: Sequence[Result]) -> str:
    """Return the tables of all results as Markdown."""
    all_results = Summaries(results)
    lines = ["# The picture, glass to glass", "", _machine(), "", _METHOD]
    if found := figures(all_results):
        lines += ["## Figures to reach", "", "| figure | measured | limit | |", "|---|---|---|---|"]
        for figure in found:
            limit = f"{'>=' if figure.at_least else '<='} {_number(figure.limit)} {figure.unit}".rstrip()
            mark = "" if figure.reached else "**missed**"
            value = _number(figure.value)
            if not figure.reached and value == _number(figure.limit):
                # What is missed by little must not look as if it were reached.
                value = f"{figure.value:.5g}"
            lines.append(f"| {figure.what} | {value} | {limit} | {mark} |")
        lines.append("")
    for size in all_results.names("size"):
        for link in all_results.names("link"):
            table = _table(all_results, size, link)
            if table:
                lines += [f"## {size}, {LINK_NAMES[link]}", "", *table, ""]
    lines += [
        "Cells: latency p50 / p95, updates shown of made, line, CPU customer's + agent's side, then how soon after the",
        "work the picture was exact, or how like it was at last (PSNR).",
        "",
        "## Works",
        "",
    ]
    lines += [f"- **{work}**: {DESCRIPTIONS[work]}" for work in all_results.names("work")]
    return "\n".join(lines) + "\n"


def _table(all_results: Summaries, size: str, link: str) -> list[str]:
    subjects = [
        subject
        for subject in all_results.names("subject")
        if any(all_results.of(subject, work, link, size).rounds for work in all_results.names("work"))
    ]
    if not subjects:
        return []
    lines = ["| work | " + " | ".join(subjects) + " |", "|---" * (len(subjects) + 1) + "|"]
    for work in all_results.names("work"):
        cells = [all_results.of(subject, work, link, size) for subject in subjects]
        if any(cell.rounds for cell in cells):
            lines.append(f"| {work} | " + " | ".join(map(_cell, cells)) + " |")
    return lines


def _cell(summary: Summary) -> str:
    if not summary.rounds:
        return ""
    parts = list(summary.failures)
    if summary.latencies:
        parts.append(_latency(summary))
    if summary.good:
        if summary.made:
            parts.append(_shown(summary))
        parts += [f"{_number(summary.kilobits)} kbit/s", _both_sides(summary)]
        if summary.made:
            parts.append(_settled(summary))
        if summary.exact:
            parts.append(f"each exact {_number(median(summary.exact))} ms")
    return ", ".join(parts)


def _latency(summary: Summary) -> str:
    return f"{_number(summary.p50)} / {_number(summary.p95)} ms"


def _shown(summary: Summary) -> str:
    return f"{summary.shown:.1f} of {summary.made:.1f} /s"


def _both_sides(summary: Summary) -> str:
    return f"{_percent(summary.customer_cpu)} + {_percent(summary.agent_cpu)}"


def _settled(summary: Summary) -> str:
    if math.isinf(summary.settled):
        return f"{summary.left:.0f} dB" if not math.isinf(summary.left) else "not exact"
    return f"exact after {_number(summary.settled)} ms"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"


def _number(value: float) -> str:
    """Return a number with about three digits that matter."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _machine() -> str:
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    found = subprocess.run(["dpkg-query", "--show", *_PACKAGES], capture_output=True, text=True, check=False).stdout
    versions = ", ".join(" ".join(line.split()) for line in found.splitlines()) or "unknown versions"
    system = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"Machine: {model}, {system}. Peers: {versions}."
