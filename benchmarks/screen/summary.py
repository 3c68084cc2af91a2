"""The rounds of one measurement put together."""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.screen.measurement import Result


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share of all do not exceed; not a number of none."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else math.nan


def median(values: Sequence[float]) -> float:
    """Return the median; not a number of none."""
    return statistics.median(values) if values else math.nan


@dataclass(frozen=True)
class Summary:
    """All rounds of one subject, work, link and size."""

    rounds: Sequence[Result]

    @property
    def good(self) -> list[Result]:
        """The rounds that gave figures."""
        return [result for result in self.rounds if result.seconds]

    @property
    def failures(self) -> list[str]:
        """What went wrong, each once."""
        return sorted({result.failure for result in self.rounds if result.failure})

    @property
    def latencies(self) -> list[float]:
        """Of all rounds, in milliseconds."""
        return [value for result in self.rounds for value in result.latencies]

    @property
    def p50(self) -> float:
        """Median latency in milliseconds."""
        return median(self.latencies)

    @property
    def p95(self) -> float:
        """95th percentile of the latency in milliseconds."""
        return percentile(self.latencies, 0.95)

    @property
    def seconds(self) -> float:
        """Time of all works together."""
        return sum(result.seconds for result in self.good)

    @property
    def shown(self) -> float:
        """Updates shown a second."""
        return self._rate(result.shown for result in self.good)

    @property
    def made(self) -> float:
        """Updates made a second."""
        return self._rate(result.made for result in self.good)

    @property
    def kilobits(self) -> float:
        """Thousand bits on the line, both ways, for each second of work; the settling afterwards is in it."""
        bits = sum((result.to_server + result.to_client) * 8 for result in self.good)
        return bits / 1000 / sum(result.line_seconds for result in self.good) if self.good else math.nan

    @property
    def customer_cpu(self) -> float:
        """Share of one core at the customer's, with the X server."""
        return median([result.customer_cpu for result in self.good])

    @property
    def agent_cpu(self) -> float:
        """Share of one core at the agent's, with the X server."""
        return median([result.agent_cpu for result in self.good])

    @property
    def relay_cpu(self) -> float:
        """Share of one core of the server between them."""
        return median([result.relay_cpu for result in self.good])

    @property
    def cpu(self) -> float:
        """Both sides together, without the relay."""
        return self.customer_cpu + self.agent_cpu

    @property
    def settled(self) -> float:
        """Milliseconds to the exact picture after the work, the longest; infinity where it did not always come."""
        return max(
            (math.inf if result.settled is None else result.settled for result in self.good if result.made),
            default=math.nan,
        )

    @property
    def left(self) -> float:
        """How like the last picture was where it was not exact, in dB; infinity where it always was."""
        return min((result.left for result in self.good if result.left is not None), default=math.inf)

    @property
    def exact(self) -> list[float]:
        """Milliseconds from each update to its exact picture, where that was followed."""
        return [value for result in self.rounds for value in result.exact]

    @property
    def likeness(self) -> float:
        """How like the picture in motion was, in dB; the median."""
        return median([value for result in self.rounds for value in result.likeness])

    def _rate(self, values: Iterable[float]) -> float:
        return sum(values) / self.seconds if self.seconds else math.nan


class Summaries:
    """All measurements by what they are of."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.results = results

    def of(self, subject: str, work: str, link: str, size: str) -> Summary:
        """Return one measurement; without rounds where it was not made."""
        return Summary(
            [
                result
                for result in self.results
                if (result.subject, result.work, result.link, result.size) == (subject, work, link, size)
            ]
        )

    def names(self, field: str) -> list[str]:
        """Return the values of a field ("subject", "work", "link" or "size") in the order of their measurement."""
        return list(dict.fromkeys(str(getattr(result, field)) for result in self.results))
