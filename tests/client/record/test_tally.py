"""Counts by the minute."""

from typing import get_args

from client.record.events import FIELDS, AuditEvent
from client.record.tally import INPUT_KINDS, PERIOD, Tally, input_kind
from wire.messages import Button, InputMessage, Key, PointerButton, PointerMove, StillHeld, Wheel

MESSAGES: list[InputMessage] = [
    PointerMove(1, 2),
    PointerButton(1, 2, Button.LEFT, True),
    Wheel(1, 2, 0, 1),
    Key(0x61, True),
    StillHeld(),
]


def test_every_input_message_is_counted_under_a_field_of_the_summary() -> None:
    assert {type(message) for message in MESSAGES} == set(get_args(InputMessage))
    assert [input_kind(message) for message in MESSAGES] == [*INPUT_KINDS, None]
    assert tuple(FIELDS[AuditEvent.INPUT_SUMMARY]) == INPUT_KINDS


def test_a_minute_that_is_over_is_returned_before_the_next_is_counted() -> None:
    tally = Tally(("keys", "wheel"))
    assert tally.add("keys", 10.0) is None
    assert tally.add("keys", 9.9 + PERIOD) is None
    assert tally.add("wheel", 10.0 + PERIOD) == {"keys": 2, "wheel": 0}
    assert tally.add("wheel", 11.0 + PERIOD) is None
    assert tally.take() == {"keys": 0, "wheel": 2}
    assert tally.take() is None


def test_a_pause_begins_a_new_minute() -> None:
    tally = Tally()
    tally.add("Key", 1.0)
    assert tally.take() == {"Key": 1}
    assert tally.add("Key", 500.0) is None
    assert tally.add("Chat", 499.0 + PERIOD) is None
    assert tally.add("Chat", 501.0 + PERIOD) == {"Key": 1, "Chat": 1}
