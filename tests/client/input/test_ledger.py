from client.input.ledger import EXPECTATION_LIFETIME, InjectionLedger, InputEvent, Kind

DOWN, UP = InputEvent(Kind.KEY_DOWN, 38), InputEvent(Kind.KEY_UP, 38)


def test_an_expectation_answers_once() -> None:
    ledger = InjectionLedger()
    motion = InputEvent(Kind.MOTION, x=3, y=4)
    ledger.expect(motion, 0.0)
    assert not ledger.claims(InputEvent(Kind.MOTION, x=3, y=5), 0.1)
    assert ledger.claims(motion, 0.1)
    assert not ledger.claims(motion, 0.1)


def test_the_same_event_twice_is_expected_twice() -> None:
    ledger = InjectionLedger()
    motion = InputEvent(Kind.MOTION, x=3, y=4)
    ledger.expect(motion, 0.0)
    ledger.expect(motion, 0.0)
    assert [ledger.claims(motion, 0.1) for _ in range(3)] == [True, True, False]


def test_expectations_are_forgotten() -> None:
    ledger = InjectionLedger()
    motion = InputEvent(Kind.MOTION, x=3, y=4)
    ledger.expect(motion, 0.0)
    assert not ledger.claims(motion, EXPECTATION_LIFETIME + 0.001)


def test_repetitions_of_a_held_key_are_ours_until_its_release() -> None:
    ledger = InjectionLedger()
    ledger.expect(DOWN, 0.0)
    assert ledger.claims(DOWN, 0.0)
    assert ledger.claims(DOWN, 60.0)
    assert not ledger.claims(InputEvent(Kind.KEY_DOWN, 39), 60.0)
    ledger.expect(UP, 61.0)
    # A repetition may still be on its way.
    assert ledger.claims(DOWN, 61.0)
    assert ledger.claims(UP, 61.0)
    assert not ledger.claims(DOWN, 61.0)
    assert not ledger.claims(UP, 61.0)


def test_a_release_that_is_never_reported_ends_the_hold_too() -> None:
    ledger = InjectionLedger()
    ledger.expect(DOWN, 0.0)
    ledger.expect(UP, 0.0)
    assert not ledger.claims(DOWN, 1.0)


def test_a_new_press_keeps_the_hold() -> None:
    ledger = InjectionLedger()
    for event in (DOWN, UP, DOWN):
        ledger.expect(event, 0.0)
    assert all(ledger.claims(event, 0.0) for event in (DOWN, UP, DOWN, DOWN))


def test_keys_and_buttons_are_not_mixed_up() -> None:
    ledger = InjectionLedger()
    ledger.expect(InputEvent(Kind.BUTTON_DOWN, 1), 0.0)
    assert not ledger.claims(InputEvent(Kind.KEY_DOWN, 1), 0.0)
    assert not ledger.claims(InputEvent(Kind.BUTTON_UP, 1), 0.0)
