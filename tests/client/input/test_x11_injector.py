"""Typing into a real terminal on a real X server."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from Xlib import X
from Xlib.ext import xtest

from client.input import keysyms
from client.input.injector import InjectorError, open_injector
from client.input.ledger import InjectionLedger
from client.input.x11_injector import X11Injector
from wire.messages import Button

from .conftest import Terminal

TEXT = "č ł ß Ž @ { } € A ž Š aZ09 ~^`\\|<>?! ąĘ „ń” 😀 Ł дя 🏦"


@pytest.fixture
def injector(x_display: str) -> Iterator[X11Injector]:
    injector = X11Injector(InjectionLedger(), x_display)
    injector.move(100, 100)
    yield injector
    injector.close()


def type_text(injector: X11Injector, text: str) -> None:
    for character in text:
        tap(injector, keysyms.keysym_of_character(character))


def tap(injector: X11Injector, keysym: int) -> None:
    injector.key(keysym, True)
    injector.key(keysym, False)


@pytest.mark.parametrize("layout", ["us", "pl", "de", "si", "us,si", "cz", "gr"])
def test_text_arrives_in_every_layout(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None], layout: str
) -> None:
    set_layout(layout)
    type_text(injector, TEXT)
    assert terminal.read_text(TEXT) == TEXT


@pytest.mark.parametrize("layout", ["us", "pl", "cz"])
def test_the_customers_caps_lock_changes_nothing(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None], layout: str
) -> None:
    set_layout(layout)
    text = "aA 1! łŁ ěĚ ą@ ß 😀"
    tap(injector, keysyms.CAPS_LOCK)
    try:
        type_text(injector, text)
    finally:
        tap(injector, keysyms.CAPS_LOCK)
    assert terminal.read_text(text) == text


def test_locks_are_asked_for_anew_with_each_key(
    injector: X11Injector, terminal: Terminal, connect_x: Callable[[], Any]
) -> None:
    program = connect_x()
    caps_lock = program.keysym_to_keycode(keysyms.CAPS_LOCK)

    def locks() -> None:
        xtest.fake_input(program, X.KeyPress, caps_lock)
        xtest.fake_input(program, X.KeyRelease, caps_lock)
        program.sync()

    # The first key was refused after its question; what was answered then is not the next key's.
    injector.prepare_key()
    locks()
    try:
        injector.prepare_key()
        tap(injector, ord("a"))
        assert terminal.read_text("a") == "a"
    finally:
        locks()


def test_an_active_second_layout_types_its_own_letters(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None], connect_x: Callable[[], Any]
) -> None:
    set_layout("us,si")
    tap(injector, 0xFE08)  # ISO_Next_Group, on a spare key
    assert connect_x().screen().root.query_pointer().mask >> 13 & 3 == 1
    try:
        type_text(injector, TEXT)
        assert terminal.read_text(TEXT) == TEXT
    finally:
        tap(injector, 0xFE08)


def test_the_agents_own_shift_and_altgr(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None]
) -> None:
    # '@' is Shift and 2 at the agent's, AltGr and Q here; and the other way round.
    set_layout("de")
    injector.key(keysyms.SHIFT_L, True)
    type_text(injector, "@X")
    injector.key(keysyms.SHIFT_L, False)
    set_layout("us")
    injector.key(keysyms.ISO_LEVEL3_SHIFT, True)
    type_text(injector, "@€")
    injector.key(keysyms.ISO_LEVEL3_SHIFT, False)
    type_text(injector, "x")
    assert terminal.read_text("@X@€x") == "@X@€x"


def test_overlapping_keys_and_an_early_release_of_shift(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None], connect_x: Callable[[], Any]
) -> None:
    set_layout("de")
    injector.key(keysyms.SHIFT_L, True)
    injector.key(ord("@"), True)
    injector.key(keysyms.SHIFT_L, False)
    injector.key(ord("b"), True)
    injector.key(ord("@"), False)
    injector.key(ord("b"), False)
    tap(injector, ord("q"))
    assert terminal.read(3) == b"@bq"
    assert not any(connect_x().query_keymap())


def test_commands(injector: X11Injector, terminal: Terminal) -> None:
    injector.key(keysyms.CONTROL_L, True)
    tap(injector, ord("c"))
    tap(injector, ord("A"))
    injector.key(keysyms.CONTROL_L, False)
    injector.key(keysyms.SHIFT_L, True)
    tap(injector, keysyms.ISO_LEFT_TAB)
    tap(injector, keysyms.TAB)
    tap(injector, keysyms.UP)
    injector.key(keysyms.SHIFT_L, False)
    tap(injector, keysyms.RETURN)
    tap(injector, keysyms.KP_HOME)
    expected = b"\x03\x01\x1b[Z\x1b[Z\x1b[1;2A\r\x1b[H"
    assert terminal.read(len(expected)) == expected


def test_the_keypad_with_and_without_num_lock(injector: X11Injector, terminal: Terminal) -> None:
    for _ in range(2):
        tap(injector, keysyms.KP_0 + 7)
        tap(injector, keysyms.KP_ADD)
        tap(injector, keysyms.NUM_LOCK)
    assert terminal.read(4) == b"7+7+"


def test_a_held_key_repeats_what_it_typed(
    injector: X11Injector, terminal: Terminal, set_layout: Callable[[str], None]
) -> None:
    set_layout("de")
    injector.key(ord("@"), True)
    injector.key(ord("@"), True)
    assert terminal.read(3) == b"@@@"
    injector.key(ord("@"), False)
    tap(injector, ord("."))
    while (byte := terminal.read(1)) == b"@":
        pass
    assert byte == b"."


def test_more_symbols_than_spare_keys(injector: X11Injector, terminal: Terminal) -> None:
    symbols = "".join(chr(0x4E00 + number) for number in range(60))
    for start in range(0, len(symbols), 10):
        part = symbols[start : start + 10]
        type_text(injector, part)
        assert terminal.read_text(part) == part


def test_borrowed_keys_are_given_back(x_display: str, connect_x: Callable[[], Any]) -> None:
    connection = connect_x()

    def mapping() -> list[tuple[int, ...]]:
        return [tuple(row) for row in connection.get_keyboard_mapping(8, 248)]

    before = mapping()
    injector = X11Injector(InjectionLedger(), x_display)
    type_text(injector, "😀Ж")
    assert mapping() != before
    injector.close()
    assert mapping() == before
    injector.close()


def test_release_all(injector: X11Injector, connect_x: Callable[[], Any]) -> None:
    connection = connect_x()
    for keysym in (keysyms.CONTROL_L, keysyms.SHIFT_L, ord("a"), keysyms.F24, 0x0101F600):
        injector.key(keysym, True)
    injector.button(900, 700, Button.LEFT, True)
    injector.button(900, 700, Button.FORWARD, True)
    assert sum(byte.bit_count() for byte in connection.query_keymap()) == 5
    assert connection.screen().root.query_pointer().mask & 0x100
    injector.release_all()
    assert not any(connection.query_keymap())
    assert connection.screen().root.query_pointer().mask & 0x1FFF == 0


def test_unknown_releases_and_keys_are_ignored(injector: X11Injector, connect_x: Callable[[], Any]) -> None:
    injector.key(ord("a"), False)
    injector.button(5, 5, Button.LEFT, False)
    injector.key(keysyms.HYPER_R - 0x6000, True)  # no such key: 0x9fee
    injector.release_all()
    assert not any(connect_x().query_keymap())


def test_pointer_places_buttons_and_wheel(injector: X11Injector, connect_x: Callable[[], Any]) -> None:
    connection = connect_x()
    root = connection.screen().root
    injector.move(-5, 99999)
    injector.release_all()
    pointer = root.query_pointer()
    assert (pointer.root_x, pointer.root_y) == (0, 799)

    window = root.create_window(600, 400, 100, 100, 0, 24, override_redirect=True, event_mask=0x4 | 0x8)
    window.map()
    connection.sync()
    injector.button(610, 410, Button.RIGHT, True)
    injector.button(620, 420, Button.RIGHT, False)
    injector.wheel(630, 430, -1, 2)
    injector.release_all()
    events = [connection.next_event() for _ in range(8)]
    assert [(event.detail, event.root_x, event.type) for event in events] == [
        (3, 610, 4),
        (3, 620, 5),
        (4, 630, 4),
        (4, 630, 5),
        (4, 630, 4),
        (4, 630, 5),
        (6, 630, 4),
        (6, 630, 5),
    ]


def test_a_left_handed_mouse(injector: X11Injector, connect_x: Callable[[], Any]) -> None:
    connection = connect_x()
    usual = list(connection.get_pointer_mapping())
    connection.set_pointer_mapping([3, 2, 1, *usual[3:]])
    try:
        injector.button(900, 700, Button.LEFT, True)
        # The server may answer this connection before it has read the other one.
        deadline = time.monotonic() + 10
        while not (mask := connection.screen().root.query_pointer().mask & 0x700):
            assert time.monotonic() < deadline
        assert mask == 0x100
        injector.release_all()
    finally:
        connection.set_pointer_mapping(usual)


def test_no_display() -> None:
    with pytest.raises(InjectorError, match="cannot be reached"):
        open_injector(InjectionLedger(), ":9999")


def test_a_lost_display_is_survived(x_display: str) -> None:
    injector = X11Injector(InjectionLedger(), x_display)
    injector.key(ord("a"), True)
    injector.release_all()
    injector._display.close()
    injector.key(ord("a"), True)
    injector.button(1, 1, Button.LEFT, True)
    injector.close()
