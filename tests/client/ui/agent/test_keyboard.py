import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from pytestqt.qtbot import QtBot

from client.input import keysyms as ks
from client.ui.keyboard import keysym_of, keysyms_of_text

K = Qt.Key
M = Qt.KeyboardModifier


def press(code: int, text: str = "", modifiers: M = M.NoModifier, *, keysym: int = 0) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, code, modifiers, 0, keysym, 0, text)


def on(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: platform))


@pytest.mark.parametrize("keysym", [0x1E8, 0xFE57, ks.ISO_LEVEL3_SHIFT, ks.KP_0, 0x20AC])
def test_on_x11_the_systems_keysym_counts(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, keysym: int) -> None:
    on(monkeypatch, "xcb")
    assert keysym_of(press(K.Key_A, "a", keysym=keysym)) == keysym


def test_on_x11_shift_and_tab_is_tab(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "xcb")
    assert keysym_of(press(K.Key_Backtab, keysym=ks.ISO_LEFT_TAB)) == ks.TAB


@pytest.mark.parametrize(
    ("event", "keysym"),
    [
        (press(K.Key_A, "a"), ord("a")),
        (press(K.Key_A, "A", M.ShiftModifier), ord("A")),
        (press(K.Key_C, "\x03", M.ControlModifier), ord("c")),
        (press(K.Key_C, "\x03", M.ControlModifier | M.ShiftModifier), ord("C")),
        (press(ord("Č"), "č"), 0x1E8),
        (press(K.Key_At, "@", M.ControlModifier | M.AltModifier), ord("@")),
        (press(K.Key_Return, "\r"), ks.RETURN),
        (press(K.Key_Enter, "\r", M.KeypadModifier), ks.KP_ENTER),
        (press(K.Key_5, "5", M.KeypadModifier), ks.KP_0 + 5),
        (press(K.Key_Left, "", M.KeypadModifier), ks.KP_LEFT),
        (press(K.Key_F12), ks.function_key(12)),
        (press(K.Key_Dead_Caron), 0xFE5A),
        (press(K.Key_Dead_Longsolidusoverlay), 0xFE93),
        (press(K.Key_Delete, "\x7f"), ks.DELETE),
        (press(K.Key_Space, " "), ord(" ")),
        (press(K.Key_unknown), None),
        (press(0), None),
        (press(K.Key_Launch0), None),
    ],
)
def test_elsewhere_the_character_counts_and_then_the_name(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, event: QKeyEvent, keysym: int | None
) -> None:
    on(monkeypatch, "windows")
    assert keysym_of(event) == keysym


def test_on_macos_the_keys_are_what_they_say_and_arrows_are_no_keypad(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "cocoa")
    assert keysym_of(press(K.Key_Control)) == ks.SUPER_L
    assert keysym_of(press(K.Key_Meta)) == ks.CONTROL_L
    assert keysym_of(press(K.Key_Left, "", M.KeypadModifier)) == ks.LEFT


def test_every_key_of_qt_gives_a_keysym_that_the_wire_takes_or_none(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "windows")
    for code in K:
        for modifiers in (M.NoModifier, M.ShiftModifier, M.KeypadModifier):
            keysym = keysym_of(press(code, "", modifiers))
            assert keysym is None or 0 < keysym < 2**29


def test_composed_text_skips_what_no_key_types() -> None:
    assert keysyms_of_text("a\u200dž\n") == [ord("a"), ks.keysym_of_character("ž"), ks.RETURN]
    assert keysyms_of_text("") == []
