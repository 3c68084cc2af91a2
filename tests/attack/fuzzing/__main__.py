"""Attack one decoder, led by coverage: `python -m tests.attack.fuzzing TARGET [--runs N]`.

Coverage needs Atheris, which is no part of Pomoc's own environment. To install it in one beside:

    python3.11 -m venv atheris
    atheris/bin/pip install --require-hashes -r requirements.lock
    atheris/bin/pip install atheris
    atheris/bin/python -m tests.attack.fuzzing from-customer --runs 1000000

With `--blind` it is not needed: inputs are mutated by chance, and the slowest and the largest are
told, as in the long form of tests/attack/test_decoders.py.
"""

import argparse
import importlib.util
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

_RUNS = 100_000


def main() -> None:
    """Read the command line and attack; an input that breaks the decoder ends the program with a traceback."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack.fuzzing", description="Attack one decoder.")
    parser.add_argument("target", help="`list` shows them all")
    parser.add_argument("--runs", type=int, default=_RUNS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--blind", action="store_true", help="mutate by chance, without Atheris")
    parser.add_argument("--corpus", type=Path, help="where inputs are kept that reached something new")
    arguments = parser.parse_args()
    if arguments.target == "list":
        from tests.attack.fuzzing.targets import NAMES

        sys.stdout.write("\n".join(NAMES) + "\n")
    elif arguments.blind:
        _attack_blindly(arguments.target, arguments.runs, arguments.seed)
    elif importlib.util.find_spec("atheris") is None:
        raise SystemExit(f"Atheris is not installed here.\n\n{__doc__}")
    else:
        with tempfile.TemporaryDirectory() as folder:
            corpus = arguments.corpus or Path(folder)
            _attack(arguments.target, arguments.runs, arguments.seed, corpus)


def _attack_blindly(name: str, runs: int, seed: int) -> None:
    from tests.attack.fuzzing.measure import BYTES, SECONDS, measure
    from tests.attack.fuzzing.mutation import Mutator
    from tests.attack.fuzzing.targets import target

    mutator = Mutator(target(name), random.Random(f"{name} {seed}"))  # noqa: S311 - an attack that can be repeated
    findings = measure(target(name), (mutator.next() for _ in range(runs)))
    sys.stdout.write(f"decoder {name}: {findings}\n")
    if findings.slowest >= SECONDS:
        raise SystemExit(f"too slow: {findings.slow_input.hex()}")
    if findings.largest >= BYTES:
        raise SystemExit(f"too large: {findings.large_input.hex()}")


def _attack(name: str, runs: int, seed: int, corpus: Path) -> None:
    import atheris  # type: ignore[import-untyped] # installed for this program only, and without types

    with atheris.instrument_imports(include=["client", "server", "wire"]):
        from tests.attack.fuzzing.mutation import Mutator
        from tests.attack.fuzzing.targets import target

        attacked = target(name)
    for number, data in enumerate([*attacked.seeds, *attacked.bombs]):
        (corpus / f"seed-{number}").write_bytes(data)

    def mutate(data: bytes, most: int, chance: int) -> bytes:
        draw = random.Random(chance)  # noqa: S311 - the fuzzer's own number
        if draw.random() < 0.5:
            return bytes(atheris.Mutate(data, most))
        changed: bytes = Mutator(attacked, draw).changed(data)
        return changed[:most]

    def decode(data: bytes) -> Any:
        if len(data) >= attacked.prefix:
            attacked.accepts(data)

    options = [f"-atheris_runs={runs}", f"-seed={seed}", "-max_len=65536", "-len_control=0", "-rss_limit_mb=2048"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], decode, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
