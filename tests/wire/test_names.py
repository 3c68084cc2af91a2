"""Names that apps, server and certificates share."""

import uuid

import pytest
from cryptography import x509

from wire.endings import Ending, Refusal
from wire.roles import AGENT_ROLE


@pytest.mark.parametrize("names", [Ending, Refusal])
def test_each_ending_is_written_as_it_is_called(names: type[Ending] | type[Refusal]) -> None:
    for each in names:
        assert each.value == each.name.lower()


def test_no_refusal_is_called_like_an_ending() -> None:
    assert not {each.value for each in Ending} & {each.value for each in Refusal}


def test_the_agents_role_is_an_identifier_made_of_a_random_uuid() -> None:
    assert x509.ObjectIdentifier(AGENT_ROLE).dotted_string == AGENT_ROLE
    arc, _, number = AGENT_ROLE.rpartition(".")
    assert arc == "2.25"
    assert uuid.UUID(int=int(number)).version == 4
