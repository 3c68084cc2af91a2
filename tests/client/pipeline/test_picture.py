"""What the agent's side knows of its picture: how exact it is, how much came, and how far away the customer is."""

import subprocess
import threading
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from client.pipeline.picture import Picture
from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessEncoder
from client.screen.photo import encode_photo
from client.screen.sharpness import Sharpness
from client.screen.video import VideoEncoder
from client.session.states import AgentState, CustomerEvent
from tests.support.live_server import live_server
from tests.support.people import Agent, open_office
from wire.messages import Area, Coding, MotionFrame, Rectangle

WIDTH, HEIGHT = 256, 192


@pytest.fixture
def screen() -> FrameBuffer:
    return np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)


def test_a_photograph_sharpens_and_a_copy_of_it_does_not(screen: FrameBuffer) -> None:
    picture, encoder = Picture(1, WIDTH, HEIGHT), LosslessEncoder()

    def lossless(area: Rect) -> Rectangle:
        return Rectangle(*area, Coding.LOSSLESS, encoder.encode(screen, area))

    picture.draw([lossless(Rect(0, 0, WIDTH, HEIGHT))])
    assert picture.sharpness() is Sharpness.SHARP
    photograph = Rect(64, 64, 64, 64)
    picture.draw([Rectangle(*photograph, Coding.PHOTO, encode_photo(screen[64:128, 64:128]))])
    assert picture.sharpness() is Sharpness.SHARPENING
    copy = Rect(128, 64, 64, 64)
    picture.draw([Rectangle(*copy, Coding.COPY, (64).to_bytes(2) * 2)])
    picture.draw([lossless(photograph)])
    assert picture.sharpness() is Sharpness.SHARPENING
    picture.draw([lossless(copy)])
    assert picture.sharpness() is Sharpness.SHARP
    assert np.array_equal(picture.pixels[..., :3], screen[..., :3])


def test_a_video_is_told_until_the_exact_pixels_come(screen: FrameBuffer) -> None:
    picture, region = Picture(1, WIDTH, HEIGHT), Rect(0, 0, 128, 128)
    data = VideoEncoder(128, 128, None).encode(np.ascontiguousarray(screen[:128, :128]), 0.0, None)
    picture.draw_motion(MotionFrame(1, 1, *region, True, [Area(0, 0, 128, 64)], data))
    assert picture.sharpness() is Sharpness.VIDEO
    half = Rect(0, 0, 128, 64)
    exact = LosslessEncoder().encode(screen, half)
    picture.draw([Rectangle(*half, Coding.LOSSLESS, exact)])
    assert picture.sharpness() is Sharpness.SHARP
    assert picture.received == len(data) + len(exact)


def _reached(agent: Agent, count: int) -> bool:
    return len(agent.frames) >= count


def test_the_agent_is_told_the_round_trip(tmp_path: Path, x_display: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", x_display)
    told: list[int] = []
    came = threading.Event()
    with live_server(tmp_path) as server, open_office(server) as office:
        customer, agent = office.meet()

        def hear(milliseconds: int) -> None:
            told.append(milliseconds)
            came.set()

        agent.session.on_round_trip = hear
        customer.do(CustomerEvent.BEGIN)
        customer.do(CustomerEvent.SHOW)
        agent.until(lambda: agent.frames, "a frame")
        for number in range(40):
            following = len(agent.frames) + 1
            subprocess.run(["xsetroot", "-display", x_display, "-solid", f"#{number + 1:06x}"], check=True)
            agent.until(partial(_reached, agent, following), "a frame")
            if came.is_set():
                break
        assert came.wait(5)
        assert 0 < told[0] < 5000
        customer.do(CustomerEvent.LEAVE)
        agent.until_state(AgentState.ENDED)
