"""The history of masked regions, over a desktop that is told what to be."""

from client.screen.geometry import Rect
from client.screen.masking import MaskList, VisibleWindow
from client.screen.screen_mask import AFTERIMAGE, ScreenMask
from client.screen.window_lister import PollingWindowLister, WindowLister, without_corners

VAULT = VisibleWindow(Rect(10, 10, 20, 20), (), ("Vault",), None, ())
BROWSER = VisibleWindow(Rect(0, 0, 100, 100), (), ("Browser",), None, (Rect(0, 0, 100, 100),))


class ToldLister(WindowLister):
    def __init__(self, *windows: VisibleWindow) -> None:
        self.arrangements = [list(windows)]
        self.closed = False

    def since_last(self) -> list[list[VisibleWindow]]:
        return self.arrangements

    def close(self) -> None:
        self.closed = True


class Scene:
    def __init__(self, *windows: VisibleWindow) -> None:
        self.now = 100.0
        self.lister = ToldLister(*windows)
        self.mask = ScreenMask(self.lister, MaskList(["Vault"], []), clock=lambda: self.now)

    def look(self, *arrangements: list[VisibleWindow], after: float = 0.0) -> list[Rect]:
        self.now += after
        self.lister.arrangements = list(arrangements)
        return self.mask.look()


def test_what_is_masked_is_covered() -> None:
    scene = Scene(VAULT)
    assert scene.mask.look() == [VAULT.area]
    assert scene.mask.covers(10, 10)
    assert not scene.mask.covers(30, 30)
    assert not scene.mask.has_focus()
    assert scene.look([VAULT._replace(focused=True)]) == [VAULT.area]
    assert scene.mask.has_focus()
    scene.mask.close()
    assert scene.lister.closed


def test_every_place_since_the_last_look_is_masked() -> None:
    scene = Scene(VAULT)
    places = [VAULT._replace(area=Rect(x, 0, 5, 5)) for x in (0, 50, 90)]
    assert scene.look(*([place] for place in places)) == [place.area for place in places]
    assert scene.look([places[2]], after=AFTERIMAGE) == [place.area for place in places]
    assert scene.look([places[2]], after=0.01) == [places[2].area]


def test_a_window_above_covers_only_after_its_program_had_time_to_paint() -> None:
    scene = Scene(VAULT, BROWSER)
    assert scene.mask.look() == [VAULT.area]
    assert scene.look([VAULT, BROWSER], [BROWSER, VAULT]) == [VAULT.area]
    assert scene.look([BROWSER, VAULT], after=AFTERIMAGE) == [VAULT.area]
    assert scene.look([BROWSER, VAULT], after=0.01) == []
    assert scene.look([BROWSER, VAULT], [VAULT, BROWSER]) == [VAULT.area]


def test_very_many_places_become_one() -> None:
    scene = Scene(VAULT)
    assert scene.look(*([VAULT._replace(area=Rect(x, x, 5, 5))] for x in range(1000))) == [Rect(0, 0, 1004, 1004)]


def test_polling_keeps_the_answer_before() -> None:
    answers = iter([[VAULT], [], [BROWSER]])

    class Asking(PollingWindowLister):
        def _ask(self) -> list[VisibleWindow]:
            return next(answers)

        def close(self) -> None:
            """Nothing was opened."""

    lister = Asking()
    assert lister.since_last() == [[VAULT], []]
    assert lister.windows() == [BROWSER]


def test_rounded_corners_cover_nothing() -> None:
    assert without_corners(Rect(10, 20, 100, 50), 8) == (Rect(18, 20, 84, 50), Rect(10, 28, 100, 34))
    assert without_corners(Rect(10, 20, 100, 10), 8) == (Rect(18, 20, 84, 10),)
    assert without_corners(Rect(10, 20, 10, 10), 8) == ()
