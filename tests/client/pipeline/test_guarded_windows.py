"""Keys and windows on a real display: what has the focus when a key comes is looked at, not what had it before."""

from collections.abc import Iterator
from typing import Any

import pytest
from Xlib import X
from Xlib.display import Display

from client.input.gate import InputGate
from client.input.ledger import InjectionLedger
from client.input.x11_injector import X11Injector
from client.input.x11_own_windows import X11OwnWindows
from client.pipeline.guarded_windows import GuardedWindows
from client.screen.masking import MaskList
from client.screen.screen_mask import ScreenMask
from client.screen.window_lister import open_window_lister
from wire.messages import Key

A = 0x61


class Program:
    """One X client with a window; it counts the keys that the window gets."""

    def __init__(self, display: str, name: str, x: int) -> None:
        self.connection = Display(display)
        self.root = self.connection.screen().root
        self.window = self.root.create_window(
            x, 0, 100, 100, 0, X.CopyFromParent, override_redirect=True, event_mask=X.KeyPressMask
        )
        self.window.set_wm_class(name, name)
        self.window.map()
        self.connection.sync()

    def takes_focus(self, revert: int = X.RevertToPointerRoot) -> None:
        self.connection.set_input_focus(self.window, revert, X.CurrentTime)
        self.connection.sync()

    def keys(self) -> int:
        self.connection.sync()
        return sum(self.connection.next_event().type == X.KeyPress for _ in range(self.connection.pending_events()))


class Scene:
    """An editor, a vault of the mask list, a window of Pomoc's, and the gate in front of them."""

    def __init__(self, display: str) -> None:
        self.editor, self.vault, self.pomoc = (
            Program(display, name, 100 * place) for place, name in enumerate(("Editor", "Vault", "Pomoc"))
        )
        lister = open_window_lister(display)
        assert lister is not None
        self.lister: Any = lister
        self.guarded = GuardedWindows(X11OwnWindows(display), ScreenMask(lister, MaskList(["Vault"], [])))
        self.guarded.update([self.pomoc.window.id])
        self.injector = X11Injector(InjectionLedger(), display)
        self.gate = InputGate(self.injector, self.guarded, (0, 0), (1280, 800), lambda: 0.0)

    def types(self) -> bool:
        passed = self.gate.handle(Key(A, True))
        self.gate.handle(Key(A, False))
        self.injector.release_all()
        return passed

    def close(self) -> None:
        self.gate.close()
        for program in (self.editor, self.vault, self.pomoc):
            program.connection.close()


@pytest.fixture
def scene(x_display: str) -> Iterator[Scene]:
    scene = Scene(x_display)
    yield scene
    scene.close()


@pytest.mark.parametrize("guarded", ["vault", "pomoc"])
def test_the_focus_may_change_between_any_two_keys(scene: Scene, guarded: str) -> None:
    other: Program = getattr(scene, guarded)
    for _ in range(3):
        scene.editor.takes_focus()
        assert scene.types()
        other.takes_focus()
        assert not scene.types()
    assert (scene.editor.keys(), scene.vault.keys(), scene.pomoc.keys()) == (3, 0, 0)


def test_a_window_that_was_a_strangers_moves_into_pomocs(scene: Scene) -> None:
    scene.editor.takes_focus()
    assert scene.types()
    assert scene.types()
    # The window with the keys is the same before and after.
    scene.editor.connection.create_resource_object("window", scene.editor.window.id).reparent(scene.pomoc.window, 0, 0)
    scene.editor.takes_focus()
    assert not scene.types()
    assert scene.editor.keys() == 2


def test_a_new_window_of_pomocs_is_known_from_the_moment_it_is_told(scene: Scene) -> None:
    scene.editor.takes_focus()
    assert scene.types()
    scene.guarded.update([scene.pomoc.window.id, scene.editor.window.id])
    assert not scene.types()


def test_keys_without_a_focus_go_to_what_is_under_the_pointer(scene: Scene) -> None:
    for program, allowed in ((scene.editor, True), (scene.pomoc, False), (scene.vault, False)):
        program.root.warp_pointer(program.window.get_geometry().x + 50, 50)
        program.connection.set_input_focus(X.PointerRoot, X.RevertToPointerRoot, X.CurrentTime)
        program.connection.sync()
        assert scene.types() is allowed
        assert program.keys() == allowed


def test_where_the_windows_cannot_be_read_no_key_passes(scene: Scene) -> None:
    scene.editor.takes_focus()
    scene.lister._display.close()
    assert not scene.types()
    assert scene.editor.keys() == 0
