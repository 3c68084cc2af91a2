"""`python -m benchmarks.screen`: measure Pomoc and its peers side by side."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from benchmarks.screen.figures import LARGE, NORMAL
from benchmarks.screen.line import LINKS
from benchmarks.screen.peers import PEERS
from benchmarks.screen.pomoc import POMOC
from benchmarks.screen.suite import Plan, run
from benchmarks.screen.works import WORKS

SUBJECTS: Final = {subject.name: subject for subject in (POMOC, *PEERS)}
RESULTS: Final = Path(__file__).with_name("RESULTS.md")


def _names(known: Iterable[str]) -> Callable[[str], list[str]]:
    def parse(text: str) -> list[str]:
        names = text.split(",")
        unknown = [name for name in names if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}; known are {', '.join(known)}")
        return names

    return parse


def _plan(
    subjects: Iterable[str], works: Iterable[str], links: list[str], size: str, words: argparse.Namespace
) -> Plan:
    # In the order of WORKS, whatever was typed: control is asked for last.
    wanted = [work for name, work in WORKS.items() if name in set(works)]
    return Plan([SUBJECTS[name] for name in subjects], wanted, links, words.seconds, words.rounds, size)


def _everything(words: argparse.Namespace) -> list[Plan]:
    """Return what RESULTS.md holds."""
    main_peers = ("pomoc", "tigervnc", "xpra")
    return [
        _plan(SUBJECTS, WORKS, ["free"], NORMAL, words),
        _plan(main_peers, ("type", "scroll", "page", "video", "echo", "beside"), ["10M40", "2M80"], NORMAL, words),
        _plan(main_peers[:2], ("type", "page", "echo"), ["256k120"], NORMAL, words),
        _plan(main_peers[:2], ("type", "scroll"), ["free"], LARGE, words),
    ]


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.screen", description=__doc__)
    parser.add_argument("--all", action="store_true", help="everything that RESULTS.md holds, and write it")
    parser.add_argument("--subjects", type=_names(SUBJECTS), default=list(SUBJECTS), help=",".join(SUBJECTS))
    parser.add_argument("--works", type=_names(WORKS), default=list(WORKS), help=",".join(WORKS))
    parser.add_argument("--links", type=_names(LINKS), default=["free"], help=",".join(LINKS))
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=2, help="each with the subjects in the other order")
    parser.add_argument("--size", default=NORMAL, help="of both displays; at least 1920x1080")
    parser.add_argument("--out", type=Path, help="also write the tables here (Markdown)")
    words = parser.parse_args()
    # Whoever stops the run this way wants no displays and programs left behind.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    if words.all:
        return run(_everything(words), words.out or RESULTS)
    return run([_plan(words.subjects, words.works, words.links, words.size, words)], words.out)


if __name__ == "__main__":
    sys.exit(main())
