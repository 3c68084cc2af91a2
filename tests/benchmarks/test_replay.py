"""What a real screen became on its way is recorded, and decoded again to the same picture."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.codec.record import Recorder, recorder
from benchmarks.codec.recording import RecordingError, digest, read_recording, write_recording
from benchmarks.codec.replay import VIDEO, replay, table
from benchmarks.harness.person import Person
from benchmarks.screen.barcode import Pixels
from benchmarks.screen.x_window import StageWindow
from client.screen.geometry import Rect
from wire.messages import Coding, Frame, MotionFrame, Rectangle, SharingStarted

PATIENCE = 20.0
STAGE = Rect(40, 40, 640, 480)
FILM = Rect(64, 64, 256, 256)


def text(height: int) -> Pixels:
    """Return black and white words, each line different."""
    cells = np.random.default_rng(3).integers(0, 2, (height // 4, STAGE.width // 4), np.uint32)
    return cells.repeat(4, axis=0).repeat(4, axis=1) * np.uint32(0xFFFFFF)


def film(number: int) -> Pixels:
    """Return a soft pattern with grain, which moves."""
    rows, columns = np.mgrid[: FILM.height, : FILM.width].astype(np.float64)
    waves = 128 + 60 * np.sin((rows + 5 * number) / 23) + 50 * np.cos((columns + 3 * number) / 31)
    grain = np.random.default_rng(number).normal(0, 4, (FILM.height, FILM.width, 3))
    channels = np.clip(waves[..., None] + grain + (0, 15, 30), 0, 255).astype(np.uint32)
    pixels: Pixels = channels[..., 0] << 16 | channels[..., 1] << 8 | channels[..., 2]
    return pixels


def has(recording: Recorder, coding: Coding) -> bool:
    frames = [message for _, message in recording.messages if isinstance(message, Frame)]
    return any(rectangle.coding is coding for frame in frames for rectangle in frame.rectangles)


def act(recording: Recorder, step: Callable[[int], None], seen: Callable[[], bool]) -> None:
    """Step 30 times a second until the recording has what was expected of it."""
    for number in range(round(30 * PATIENCE)):
        step(number)
        if recording.until(seen, 1 / 30):
            return
    pytest.fail("nobody made of it what was expected")


@pytest.fixture
def recorded(x_display: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, bytes]:
    """Record a text that scrolls and a film; return the file, and the screen's own pixels."""
    monkeypatch.setenv("DISPLAY", x_display)
    window, person = StageWindow(x_display, STAGE), Person(x_display)
    page = window.upload(text(STAGE.height * 3))
    films = [window.upload(film(number)) for number in range(8)]

    def scroll(number: int) -> None:
        window.copy(page, Rect(0, number * 20 % STAGE.height, STAGE.width, STAGE.height), 0, 0)
        window.show()

    def play(number: int) -> None:
        window.copy(films[number % len(films)], Rect(0, 0, FILM.width, FILM.height), FILM.x, FILM.y)
        window.show()

    with recorder() as recording:
        act(recording, scroll, lambda: has(recording, Coding.COPY))
        act(recording, play, lambda: any(isinstance(message, MotionFrame) for _, message in recording.messages))
        window.settle()
        recording.rests()
        screen = person.sees()
        messages = recording.messages
    person.close()
    window.close()
    write_recording(tmp_path / "recording", messages, digest(screen))
    return tmp_path / "recording", screen.tobytes()


def test_a_replay_shows_what_the_screen_showed(recorded: tuple[Path, bytes]) -> None:
    file, screen = recorded
    recording = read_recording(file)
    found = replay(recording)
    assert found.exact
    assert np.ascontiguousarray(found.picture.pixels[..., :3]).tobytes() == screen
    for name in ("copy", "lossless", "photo", VIDEO):
        assert found.costs[name].pixels > 0
        assert f"| {name} |" in table(found.costs)
    # Without what made it exact in the end, it is not.
    assert not replay(recording._replace(entries=recording.entries[:-1])).exact


def test_a_recording_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "recording"
    began = SharingStarted(1, 2, 2)
    frame = Frame(1, 1, [Rectangle(0, 0, 2, 1, Coding.COPY, bytes(4))], True)
    size = write_recording(file, [(0.0, began), (0.5, frame)], bytes(32))
    content = file.read_bytes()
    assert len(content) == size
    assert [seconds for seconds, _ in read_recording(file).entries] == [0.0, 0.5]
    for length in range(size):
        file.write_bytes(content[:length])
        with pytest.raises(RecordingError):
            read_recording(file)


def test_a_message_without_a_picture_is_refused(tmp_path: Path) -> None:
    frame = Frame(1, 1, [], True)
    write_recording(tmp_path / "recording", [(0.0, frame)], bytes(32))
    with pytest.raises(RecordingError):
        replay(read_recording(tmp_path / "recording"))


def test_a_digest_is_of_colours_and_size_alone() -> None:
    picture = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    other_x = picture.copy()
    other_x[..., 3] = 7
    assert digest(picture) == digest(other_x) == digest(picture[..., :3])
    assert digest(picture) != digest(picture.reshape(3, 2, 4))
    other_x[1, 2, 1] ^= 1
    assert digest(picture) != digest(other_x)
