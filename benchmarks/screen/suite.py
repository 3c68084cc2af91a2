"""All measurements of a plan: subjects in ABBA order, each result printed at once."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
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
    for plan in plans:
        with laboratory(plan.size) as place:
            for link in plan.links:
                for number in range(plan.rounds):
                    # A B, then B A: what drifts in the machine meets all alike.
                    for subject in plan.subjects if number % 2 == 0 else reversed(plan.subjects):
                        results += _turn(place, subject, plan, link, number)
                        _keep(results, out)
    print(f"\n{report(results)}")
    return int(any(result.failure and result.subject == "pomoc" for result in results))


def _keep(results: Sequence[Result], out: Path | None) -> None:
    """Write what is known so far: a long run may be interrupted."""
    JSON.parent.mkdir(parents=True, exist_ok=True)
    JSON.write_text(json.dumps([asdict(result) for result in results], indent=1), encoding="utf-8")
    if out is not None:
        out.write_text(report(results), encoding="utf-8")


def _turn(place: Laboratory, subject: Subject, plan: Plan, link: str, number: int) -> list[Result]:
    """Set a subject up and let it show all works; one that goes down leaves results that say so."""
    results = [Result(subject.name, work.name, link, plan.size, number) for work in plan.works]
    missing = subject.missing()
    folder = place.folder / f"{subject.name}-{link}-{number}"
    folder.mkdir()
    failure = f"not installed: {', '.join(missing)}" if missing else ""
    done = 0
    if not failure:
        try:
            with subject.open(Place(place.customer, place.advisor, folder, link)) as running:
                for work, result in zip(plan.works, results, strict=True):
                    measure(place, running, work, plan.seconds, result)
                    print(one_line(result), flush=True)
                    done += 1
        except _FAILURES as error:
            failure = f"{error}"
    for result in results[done:]:
        result.failure = failure
        print(one_line(result), flush=True)
    return results
