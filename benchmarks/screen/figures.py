"""The figures to reach, each against what was measured."""

import math
from collections.abc import Iterator
from typing import Final, NamedTuple

from benchmarks.screen.summary import Summaries, Summary

NORMAL: Final = "1920x1080"
LARGE: Final = "3840x2160"
_PEERS: Final = ("tigervnc", "tigervnc-lossless", "x11vnc", "xpra")
_LOSSLESS: Final = ("tigervnc-lossless", "xpra")


class Figure(NamedTuple):
    """One figure; not a number where it was not measured."""

    what: str
    value: float
    limit: float
    at_least: bool = False
    unit: str = ""

    @property
    def measured(self) -> bool:
        """Whether there is anything to compare."""
        return not math.isnan(self.value) and not math.isnan(self.limit)

    @property
    def reached(self) -> bool:
        """Whether the value is on the right side of its limit."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit


def figures(all_results: Summaries) -> list[Figure]:
    """Return all figures in the order of the works."""
    found = [*_free(all_results), *_slow(all_results), *_large(all_results)]
    return [figure for figure in found if figure.measured]


def _free(all_results: Summaries) -> Iterator[Figure]:
    def ours(work: str) -> Summary:
        return all_results.of("pomoc", work, "free", NORMAL)

    def theirs(work: str, peer: str = "tigervnc") -> Summary:
        return all_results.of(peer, work, "free", NORMAL)

    def thriftiest(work: str, peers: tuple[str, ...]) -> float:
        found = [theirs(work, peer).kilobits for peer in peers]
        return min((value for value in found if not math.isnan(value)), default=math.nan)

    tiger = "of TigerVNC's"
    yield Figure("flash p50", ours("flash").p50 / theirs("flash").p50, 0.7, unit=tiger)
    yield Figure("flash p95", ours("flash").p95 / theirs("flash").p95, 0.8, unit=tiger)
    yield Figure("echo p50", ours("echo").p50 / theirs("echo").p50, 0.8, unit=tiger)
    yield Figure("type p50", ours("type").p50 / theirs("type").p50, 0.8, unit=tiger)
    thrifty = "of the thriftiest lossless peer's"
    yield Figure("type bytes", ours("type").kilobits / thriftiest("type", _LOSSLESS), 0.15, unit=thrifty)
    yield Figure("CPU while typing, both sides", ours("type").cpu / theirs("type").cpu, 1.0, unit=tiger)
    for work in ("scroll", "drag"):
        yield Figure(f"{work} frames shown of made", ours(work).shown / ours(work).made, 1.0, at_least=True)
        yield Figure(f"{work} p50", ours(work).p50 / theirs(work).p50, 1.0, unit=tiger)
        yield Figure(
            f"{work} bytes", ours(work).kilobits / thriftiest(work, _PEERS), 0.05, unit="of the thriftiest peer's"
        )
    yield Figure("page p50", ours("page").p50 / theirs("page").p50, 1.0, unit=tiger)
    yield Figure("page bytes", ours("page").kilobits / thriftiest("page", _LOSSLESS), 0.3, unit=thrifty)
    yield Figure("video shown", ours("video").shown, 28, at_least=True, unit="/s")
    yield Figure("video p50", ours("video").p50 / theirs("video").p50, 2.0, unit=tiger)
    yield Figure("video bytes", ours("video").kilobits / theirs("video").kilobits, 0.15, unit=tiger)
    yield Figure("idle CPU, customer's side", ours("idle").customer_cpu * 100, 0.5, unit="%")
    yield Figure("idle CPU, agent's side", ours("idle").agent_cpu * 100, 0.5, unit="%")
    yield Figure("idle line", ours("idle").kilobits, 0.5, unit="kbit/s")
    for work in all_results.names("work"):
        if work != "idle":
            yield Figure(f"{work} settled, exact picture after", ours(work).settled, 300, unit="ms")


def _slow(all_results: Summaries) -> Iterator[Figure]:
    def ours(work: str, link: str) -> Summary:
        return all_results.of("pomoc", work, link, NORMAL)

    for link, work, shown, p95 in (
        ("10M40", "video", 24, 150),
        ("2M80", "video", 12, 300),
        ("2M80", "scroll", 25, 120),
    ):
        yield Figure(f"{link}: {work} shown", ours(work, link).shown, shown, at_least=True, unit="/s")
        yield Figure(f"{link}: {work} p95", ours(work, link).p95, p95, unit="ms")
    page = ours("page", "2M80")
    yield Figure("2M80: page p50", page.p50, 350, unit="ms")
    # Pages that were replaced before they were exact do not count as exact ones.
    exact = [*page.exact, *[math.inf] * (sum(result.made for result in page.good) - len(page.exact))]
    yield Figure("2M80: page exact p50", Summary([]).p50 if not page.good else sorted(exact)[len(exact) // 2], 1000)
    yield Figure("2M80: echo p95", ours("echo", "2M80").p95, 110, unit="ms")
    yield Figure("2M80: echo beside a video p95", ours("beside", "2M80").p95, 140, unit="ms")
    yield Figure("256k120: type p95", ours("type", "256k120").p95, 220, unit="ms")
    yield Figure("256k120: page p95", ours("page", "256k120").p95, 3000, unit="ms")


def _large(all_results: Summaries) -> Iterator[Figure]:
    for work in ("type", "scroll"):
        large, normal = (all_results.of("pomoc", work, "free", size) for size in (LARGE, NORMAL))
        unit = f"of {NORMAL}'s"
        yield Figure(f"{LARGE}: {work} CPU, both sides", large.cpu / normal.cpu, 1.3, unit=unit)
        yield Figure(f"{LARGE}: {work} p50", large.p50 / normal.p50, 1.3, unit=unit)
