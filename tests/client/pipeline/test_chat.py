"""Every line arrives once, whatever the other side repeats, leaves out or claims."""

import pytest

from client.pipeline.chat import ChatLog, ChatOrderError
from client.session.status import ChatLine, LineKind
from wire.messages import Chat, Received


class Side:
    """One side's chat, what it shows, and what it sends."""

    def __init__(self) -> None:
        self.lines: list[ChatLine] = []
        self.sent: list[Chat | Received] = []
        self.log = ChatLog(self.lines.append, self.sent.append)

    @property
    def heard(self) -> list[str]:
        return [line.text for line in self.lines if line.kind is LineKind.PEER]


def test_a_line_that_comes_again_is_heard_once() -> None:
    side = Side()
    for number, text in ((1, "one"), (1, "one"), (2, "two"), (1, "one"), (2, "another"), (3, "three")):
        side.log.hear(Chat(number, text))
    assert side.heard == ["one", "two", "three"]


@pytest.mark.parametrize("number", [0, 3, 2**52])
def test_a_line_out_of_order_is_no_line_of_a_correct_program(number: int) -> None:
    side = Side()
    side.log.hear(Chat(1, "one"))
    if number == 0:
        # Numbers begin at 1, so this one was never said; it is passed over like any other that is past.
        side.log.hear(Chat(number, "zero"))
    else:
        with pytest.raises(ChatOrderError):
            side.log.hear(Chat(number, "later"))
    assert side.heard == ["one"]


def test_an_empty_line_is_shown_to_nobody_and_counts() -> None:
    side = Side()
    side.log.hear(Chat(1, "\u202e \u0007"))
    side.log.hear(Chat(2, "two"))
    assert side.heard == ["two"]
    side.log.say(" \u202e ")
    assert side.sent == []


def test_after_a_broken_line_only_what_is_missing_goes_and_in_order() -> None:
    side = Side()
    for text in ("one", "two", "three"):
        side.log.say(text)
    side.log.hear(Chat(1, "heard"))
    side.log.pause()
    side.log.say("four")
    assert side.sent == [Chat(1, "one"), Chat(2, "two"), Chat(3, "three")]
    side.sent.clear()
    side.log.resume()
    side.log.say("five")
    assert side.sent == [Received(1)], "nothing more before the other side's word"
    side.log.peer_received(Received(2))
    side.log.say("six")
    assert side.sent[1:] == [Chat(3, "three"), Chat(4, "four"), Chat(5, "five"), Chat(6, "six")]


def test_what_the_other_side_has_is_not_sent_again_after_a_second_break() -> None:
    side = Side()
    side.log.say("one")
    for _ in range(2):
        side.log.pause()
        side.sent.clear()
        side.log.resume()
        side.log.peer_received(Received(1))
        assert side.sent == [Received(0)]


def test_word_of_lines_at_a_wrong_time_or_of_lines_that_were_not_said() -> None:
    side = Side()
    side.log.say("one")
    with pytest.raises(ChatOrderError):
        side.log.peer_received(Received(1))
    side.log.pause()
    with pytest.raises(ChatOrderError):
        side.log.peer_received(Received(2))
    side.log.peer_received(Received(0))
    with pytest.raises(ChatOrderError):
        side.log.peer_received(Received(1))
