"""All measurements of a plan: subjects in ABBA order, each result printed at once."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from benchmarks.harness.organisation import ROOT
from benchmarks.screen.laboratory import Laboratory, WorkloadError, laboratory
from benchmarks.screen.measurement import Result, measure
from benchmarks.screen.report import one_line, report
from benchmarks.screen.subject import Place, Subject, SubjectError
from benchmarks.screen.works import Work

_FAILURES: Final = (
    SubjectError,
    WorkloadError,
    # Of the harness, when a program of the subject is not what it was expected to be.
    AssertionError,
    RuntimeError,
    OSError,
    subprocess.SubprocessError,
)
"""What ends a subject's turn and not the run."""
JSON: Final = ROOT / "build" / "benchmarks" / "screen.json"


@dataclass(frozen=True)
class Plan:
    """What is measured."""

    subjects: Sequence[Subject]
    works: Sequence[Work]
    links: Sequence[str]
    seconds: float
    rounds: int
    size: str


def run(plans: Sequence[Plan], out: Path | None) -> int:
    """Measure everything; return 1 when something of Pomoc's failed."""
    results: list[Result] = []
    for size, alike in groupby(plans, lambda plan: plan.size):
        with laboratory(size) as place:
            for turn in _turns(alike):
                results += _measure_turn(place, turn, results)
                _keep(results, out)
    print(f"\n{report(results)}")
    return int(any(result.failure and result.subject == "pomoc" for result in results))


def _keep(results: Sequence[Result], out: Path | None) -> None:
    """Write what is known so far: a long run may be interrupted."""
    JSON.parent.mkdir(parents=True, exist_ok=True)
    JSON.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")
    if out is not None:
        out.write_text(report(results), encoding="utf-8")


@dataclass(frozen=True)
class _Turn:
    """One subject's turn in one round."""

    plan: Plan
    subject: Subject
    link: str
    number: int
    """Of the round."""


def _turns(plans: Iterable[Plan]) -> Iterator[_Turn]:
    for plan in plans:
        for link in plan.links:
            for number in range(plan.rounds):
                # A B, then B A: what drifts in the machine meets all alike.
                for subject in plan.subjects if number % 2 == 0 else reversed(plan.subjects):
                    yield _Turn(plan, subject, link, number)


def _measure_turn(place: Laboratory, turn: _Turn, before: Sequence[Result]) -> list[Result]:
    """Set a subject up and let it show the works; one that goes down leaves results that say so.

    A work that was hopeless with it in an earlier round is not measured again.
    """
    subject, link, number = turn.subject, turn.link, turn.number
    hopeless = {(result.subject, result.work, result.link, result.size) for result in before if result.hopeless}
    works = [work for work in turn.plan.works if (subject.name, work.name, link, turn.plan.size) not in hopeless]
    if not works:
        return []
    results = [Result(subject.name, work.name, link, turn.plan.size, number) for work in works]
    missing = subject.missing()
    folder = place.folder / f"{subject.name}-{link}-{number}"
    folder.mkdir()
    failure = f"not installed: {', '.join(missing)}" if missing else ""
    done = 0
    if not failure:
        try:
            with subject.open(Place(place.customer, place.advisor, folder, link)) as running:
                for work, result in zip(works, results, strict=True):
                    measure(place, running, work, turn.plan.seconds, result)
                    print(one_line(result), flush=True)
                    done += 1
        except _FAILURES as error:
            failure = f"{error}"
    for result in results[done:]:
        result.failure = failure
        print(one_line(result), flush=True)
    return results
