"""Every refusal, ending and note has a sentence, on both sides and in every language."""

import pytest

from client.record.entries import Side
from client.session.states import Note
from client.ui.sentences import ending_sentence, malformed_code_sentence, note_sentence, refusal_sentence
from wire.endings import Ending, Refusal


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_says_what_to_do_next(each_language: str, refusal: Refusal, side: Side) -> None:
    sentence = refusal_sentence(refusal, side)
    assert sentence.endswith(".")
    assert sentence.count(".") >= 2, "one sentence says what happened, another what to do"


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("ending", Ending)
def test_every_ending_has_a_sentence(each_language: str, ending: Ending, side: Side) -> None:
    sentence = ending_sentence(ending, side)
    assert sentence.endswith(".")
    assert len(sentence) > 20


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("note", Note)
def test_every_note_has_a_sentence_with_the_name_filled_in(each_language: str, note: Note, side: Side) -> None:
    sentence = note_sentence(note, side, "Ana {0} Novak")
    assert sentence.endswith(".")
    assert "{name}" not in sentence


def test_a_name_with_braces_stays_a_name(themed: object) -> None:
    assert "{name} {0}" in note_sentence(Note.SHARING_STARTED, Side.CUSTOMER, "{name} {0}")


def test_the_sides_read_their_own_point_of_view(themed: object) -> None:
    assert note_sentence(Note.CUSTOMER_LEFT, Side.CUSTOMER, "Ana") == "You ended the session."
    assert note_sentence(Note.CUSTOMER_LEFT, Side.AGENT, "") == "The customer ended the session."
    assert note_sentence(Note.AGENT_LEFT, Side.CUSTOMER, "Ana") == "Ana ended the session."


@pytest.mark.parametrize("digits", [1, 2, 3, 4, 5, 7, 9, 21])
def test_a_wrong_count_of_digits_is_named(each_language: str, digits: int) -> None:
    assert f" {digits}." in malformed_code_sentence(digits)


def test_eight_digits_among_letters_and_no_digits_have_sentences_of_their_own(themed: object) -> None:
    sentences = {malformed_code_sentence(digits) for digits in (0, 7, 8)}
    assert len(sentences) == 3
    assert "without letters" in malformed_code_sentence(8)
