"""What times the picture's way has a fine clock: `time.monotonic` goes in steps of 15.6 ms on Windows (Python 3.11)."""

import ast
from pathlib import Path
from types import ModuleType

import pytest

from client.pipeline import agent, line, outbound, outgoing
from client.screen import polling_capture


def clocks_in(tree: ast.AST) -> set[str]:
    """Return the names of what is taken from the module `time`."""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "time"
    }


def parsed(path: str | None) -> ast.Module:
    assert path is not None
    return ast.parse(Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("module", [outbound, outgoing, line, polling_capture])
def test_it_has_one_clock(module: ModuleType) -> None:
    assert clocks_in(parsed(module.__file__)) == {"perf_counter"}


def test_acknowledging_has_it_too() -> None:
    made = [
        node
        for node in ast.walk(parsed(agent.__file__))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Acknowledging"
    ]
    assert [clocks_in(node) for node in made] == [{"perf_counter"}]
