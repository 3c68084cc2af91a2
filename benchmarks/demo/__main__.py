"""`python3 dev.py demo [--virtual] [--out DIR]`."""

import argparse
import sys
from pathlib import Path

from benchmarks.demo.acted import run_acted
from benchmarks.demo.interactive import run_interactive
from benchmarks.harness.organisation import ROOT


def main() -> int:
    """Run the demo and return its exit code."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description="A whole session: server, advisor and customer.")
    parser.add_argument("--virtual", action="store_true", help="on virtual displays, acted by a script")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "demo", help="where report and pictures go")
    arguments = parser.parse_args()
    if arguments.virtual:
        return run_acted(arguments.out)
    return run_interactive(arguments.out)


if __name__ == "__main__":
    sys.exit(main())
