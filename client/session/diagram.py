"""The tables as Mermaid state diagrams, so that what the documents show is what runs."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from client.session import agent, customer
from client.session.machine import Transition

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)
Command = TypeVar("Command", bound=StrEnum)


def state_machines_page() -> str:
    """Return docs/state-machines.md as it must read."""
    return "\n".join(
        (
            "# The two state machines",
            "",
            "Made from the tables in `client/session/` by `python3 dev.py diagrams`; a test compares them.",
            "Events that mean nothing in a state (two clicks that cross, word that comes too late) are rows of the",
            "tables too, but are left out here. What has no row raises.",
            "",
            "## The customer's side",
            "",
            _diagram(customer.TABLE, customer.customer_machine().state),
            "",
            "## One session of the agent",
            "",
            _diagram(agent.TABLE, agent.agent_machine().state),
            "",
        )
    )


def _diagram(table: Mapping[tuple[State, Event], Transition[State, Command]], initial: State) -> str:
    """Return one diagram; events that lead the same way share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (state, event), row in table.items():
        if row.state is state and not row.commands and row.note is None:
            continue
        done = ", ".join(command.value for command in row.commands)
        arrows.setdefault((state.value, row.state.value), []).append(f"{event.value}" + (f" / {done}" if done else ""))
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {initial.value}"]
    for (source, target), labels in arrows.items():
        lines.append(f"    {source} --> {target}: {'<br>'.join(labels)}")
    return "\n".join([*lines, "```"])
