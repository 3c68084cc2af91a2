"""The transcript covers all that was agreed, and every key is a different one."""

from dataclasses import replace

import pytest

from client.seal.records import Direction
from client.seal.schedule import Meeting, Schedule

MEETING = Meeting(b"organisation", "0042", b"session", Direction.FROM_MAKER)
SCHEDULE = Schedule(MEETING.transcript(b"typer", b"maker"), b"input key")


def test_the_transcript_covers_every_part_and_where_it_ends() -> None:
    transcripts = [
        MEETING.transcript(b"typer", b"maker"),
        MEETING.transcript(b"Typer", b"maker"),
        MEETING.transcript(b"typer", b"Maker"),
        MEETING.transcript(b"maker", b"typer"),
        MEETING.transcript(b"type", b"rmaker"),
        replace(MEETING, organisation=b"Organisation").transcript(b"typer", b"maker"),
        replace(MEETING, nameplate="0043").transcript(b"typer", b"maker"),
        replace(MEETING, session=b"Session").transcript(b"typer", b"maker"),
        replace(MEETING, agent=Direction.FROM_TYPER).transcript(b"typer", b"maker"),
        replace(MEETING, organisation=b"organisation0", nameplate="042").transcript(b"typer", b"maker"),
    ]
    assert len(set(transcripts)) == len(transcripts)


def test_the_parties_of_the_pake_differ_by_role_and_by_all_that_names_the_meeting() -> None:
    parties = {MEETING.party(Direction.FROM_MAKER), MEETING.party(Direction.FROM_TYPER)}
    for change in ({"organisation": b"Organisation"}, {"nameplate": "0043"}, {"session": b"Session"}):
        parties.add(replace(MEETING, **change).party(Direction.FROM_MAKER))
    assert len(parties) == 5


def test_the_agent_signs_transcript_and_confirmation() -> None:
    other = replace(SCHEDULE, transcript=bytes(32))
    signed = {
        each.signed_content(*confirm)
        for each in (SCHEDULE, other)
        for confirm in ((), (b"one",), (b"two",), (b"o", b"ne"))
    }
    assert len(signed) == 8
    assert all(each.startswith(b"pomoc agent identity v1") for each in signed)


@pytest.mark.parametrize("change", [{"transcript": bytes(32)}, {"input_key": b"another"}])
def test_all_that_is_derived_changes_with_transcript_and_input(change: dict[str, bytes]) -> None:
    derived = []
    for schedule in (SCHEDULE, Schedule(**({"transcript": SCHEDULE.transcript, "input_key": b"input key"} | change))):
        keys = schedule.traffic_keys(Direction.FROM_MAKER)
        derived += [keys.send_secret, keys.receive_secret, schedule.resume_secret().value, schedule.seal_identity(b"")]
        derived += [schedule.confirmation(direction) for direction in Direction]
    assert len(set(derived)) == 12


def test_a_confirmation_is_of_its_sender_only() -> None:
    mac = SCHEDULE.confirmation(Direction.FROM_TYPER)
    assert SCHEDULE.confirms(Direction.FROM_TYPER, mac)
    assert not SCHEDULE.confirms(Direction.FROM_MAKER, mac)


def test_the_sealed_identity_opens_in_its_own_handshake_only() -> None:
    sealed = SCHEDULE.seal_identity(b"identity")
    assert SCHEDULE.open_identity(sealed) == b"identity"
    assert replace(SCHEDULE, input_key=b"another").open_identity(sealed) is None
    assert SCHEDULE.open_identity(sealed[:-1]) is None
    assert SCHEDULE.open_identity(b"") is None
