"""The machine that both sides' tables run on: one lookup, and an error for what is not in the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from client.session.states import Note

State = TypeVar("State", bound=StrEnum)
Event = TypeVar("Event", bound=StrEnum)
Command = TypeVar("Command", bound=StrEnum)


class IllegalTransitionError(Exception):
    """An event came in a state whose table has no row for it."""

    def __init__(self, state: StrEnum, event: StrEnum) -> None:
        super().__init__(f"{event.value} in state {state.value}")
        self.state = state
        self.event = event


@dataclass(frozen=True)
class Transition(Generic[State, Command]):
    """One row's right-hand side: where it leads, what must be done, what the chat says of it."""

    state: State
    commands: tuple[Command, ...] = ()
    note: Note | None = None


class Machine(Generic[State, Event, Command]):
    """A state and the table that moves it."""

    def __init__(self, initial: State, table: Mapping[tuple[State, Event], Transition[State, Command]]) -> None:
        self.state = initial
        self._table = table

    def handle(self, event: Event) -> Transition[State, Command]:
        """Move on the event and return its row; raise IllegalTransitionError and stay where there is none."""
        row = self._table.get((self.state, event))
        if row is None:
            raise IllegalTransitionError(self.state, event)
        self.state = row.state
        return row
