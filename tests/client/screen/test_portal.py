"""Asking a Wayland desktop: a real message bus, and a portal that answers as the test wants."""

import os
import select
import threading
from collections.abc import Iterator

import pytest

from client.screen.errors import CaptureError
from client.screen.grant import ScreenGrant
from client.screen.portal import ScreenCast
from tests.support.fake_portal import NODE, FakePortal, message_bus_daemon

PATIENCE = 20


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with message_bus_daemon() as running:
        yield running


@pytest.fixture
def portal(address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePortal]:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    made = FakePortal(address)
    made.start()
    yield made
    made.stop()


def test_what_was_chosen_can_be_opened(portal: FakePortal) -> None:
    cast = ScreenCast()
    cast.ask()
    descriptor, node = cast.open_stream()
    assert node == NODE
    os.fstat(descriptor)
    os.close(descriptor)
    assert not cast.ended()
    # One monitor or window; the cursor in the picture; the answer is not kept for another session.
    wishes = portal.wishes
    assert (wishes["types"], wishes["multiple"], wishes["cursor_mode"]) == (3, False, 2)
    assert "persist_mode" not in wishes
    cast.close()
    cast.close()
    assert cast.ended()
    assert portal.left.wait(PATIENCE)


def test_a_grant_asks_once_however_often_it_is_used(portal: FakePortal) -> None:
    grant = ScreenGrant()
    casts = [grant.cast() for _ in range(3)]
    for cast in casts:
        os.close(cast.open_stream()[0])
    assert (portal.dialogs, portal.remotes) == (1, 3)
    grant.close()
    grant.close()
    assert casts[0].ended()
    with pytest.raises(CaptureError):
        grant.cast()
    assert portal.dialogs == 1


def test_two_captures_that_ask_at_once_get_one_answer(portal: FakePortal) -> None:
    grant = ScreenGrant()
    casts: list[ScreenCast] = []
    threads = [threading.Thread(target=lambda: casts.append(grant.cast())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(casts) == 4
    assert len(set(map(id, casts))) == 1
    assert portal.dialogs == 1
    grant.close()


def test_a_refusal_leaves_nothing_open(portal: FakePortal) -> None:
    portal.code = 1
    grant = ScreenGrant()
    with pytest.raises(CaptureError, match="refused"):
        grant.cast()
    assert portal.left.wait(PATIENCE)
    grant.close()


def test_the_question_goes_away_with_the_share(portal: FakePortal) -> None:
    portal.silent = True
    grant = ScreenGrant()
    failures: list[CaptureError] = []

    def ask() -> None:
        try:
            grant.cast()
        except CaptureError as error:
            failures.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    assert portal.asked.wait(PATIENCE)
    grant.close()
    asking.join(PATIENCE)
    assert len(failures) == 1
    assert portal.left.wait(PATIENCE)


def test_a_share_that_is_over_asks_nothing(portal: FakePortal) -> None:
    grant = ScreenGrant()
    grant.close()
    with pytest.raises(CaptureError):
        grant.cast()
    assert portal.dialogs == 0


def test_the_person_ends_it_in_the_desktops_menu(portal: FakePortal) -> None:
    grant = ScreenGrant()
    cast = grant.cast()
    assert not cast.ended()
    portal.end_session()
    # The signal makes the descriptor readable: that is what a capture waits for.
    select.select([cast.fileno()], [], [], PATIENCE)
    assert cast.ended()
    grant.close()


def test_an_answer_out_of_order(portal: FakePortal) -> None:
    portal.streams = []
    with pytest.raises(CaptureError, match="order"):
        ScreenGrant().cast()
    assert portal.left.wait(PATIENCE)


def test_a_desktop_without_a_portal(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with pytest.raises(CaptureError):
        ScreenGrant().cast()


@pytest.mark.parametrize("nowhere", ["unix:path=/nonexistent/bus", "", "nonsense"])
def test_a_session_without_a_message_bus(
    nowhere: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", nowhere)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("empty")))
    with pytest.raises(CaptureError):
        ScreenGrant().cast()
