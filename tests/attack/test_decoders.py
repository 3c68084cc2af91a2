"""Malformed input to every decoder: only its documented error, in little time and little memory.

The short form draws inputs with Hypothesis and by mutation; `--long` mutates a million times for
each decoder. `python -m tests.attack.fuzzing` attacks one of them for as long as it is told to, led
by coverage.
"""

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attack.fuzzing.measure import BYTES, SECONDS, measure
from tests.attack.fuzzing.mutation import Mutator
from tests.attack.fuzzing.targets import NAMES, target
from tests.wire.drawing import mangled

SHORT, LONG = 300, 1_000_000
# Certificates have oddities that a later version of the library will refuse.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")
each = pytest.mark.parametrize("name", NAMES)


@each
def test_what_is_right_is_taken(name: str) -> None:
    """Without this, the attacks would prove nothing."""
    attacked = target(name)
    # A well-formed login comes too often here, and is refused for that.
    assert all(attacked.accepts(seed) for seed in attacked.seeds)


@each
def test_what_is_drawn_raises_nothing_else(name: str) -> None:
    # Made before: some seeds are drawn themselves.
    attacked = target(name)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(data=st.data())
    def attack(data: st.DataObject) -> None:
        seed = data.draw(st.sampled_from(attacked.seeds))
        prefix, body = seed[: attacked.prefix], seed[attacked.prefix :]
        attacked.accepts(prefix + data.draw(mangled(st.just(body)) | st.binary(max_size=200)))

    attack()


@each
def test_what_is_mutated_raises_nothing_else(name: str, long_form: bool, report: Callable[[str], None]) -> None:
    attacked = target(name)
    mutator = Mutator(attacked, random.Random(name))  # noqa: S311 - an attack that can be repeated
    findings = measure(attacked, (mutator.next() for _ in range(LONG if long_form else SHORT)))
    report(f"decoder {name}: {findings}")
    assert findings.slowest < SECONDS, findings.slow_input.hex()
    assert findings.largest < BYTES, findings.large_input.hex()
