"""What each video codec costs and keeps, on 1280x720 at 30 pictures a second: `python -m benchmarks.codec.video`.

Prints a table in Markdown for each film and rate; docs/decisions/0014-video-codec.md has one such run. The films are
made, not recorded, so that they are always the same: "film" pans over overlapping shapes with texture (dead leaves,
which have the statistics of photographs) with grain, a moving object, a cut and a subtitle; "scroll" is a page of text
with pictures that moves by 7 pixels each time. `--clip FILE` adds a recorded film.
"""

import argparse
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from statistics import median
from time import perf_counter

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from benchmarks.codec.content import paragraphs
from client.screen.geometry import FrameBuffer
from client.screen.video import VideoDecoder, VideoEncoder

WIDTH, HEIGHT, RATE = 1280, 720, 30
_SAMPLED = 5
"""Each so manieth picture is compared with what was shown."""

_X264 = {"tune": "zerolatency"}
_VPX = {"deadline": "realtime", "lag-in-frames": "0"}
_DECODERS = {"libx264": "h264", "libvpx": "vp8", "libvpx-vp9": "vp9", "libsvtav1": "libdav1d"}


@dataclass(frozen=True)
class _Candidate:
    name: str
    codec: str
    threads: int
    options: dict[str, str]
    pixel_format: str = "yuv420p"


_CANDIDATES = [
    _Candidate("x264 ultrafast", "libx264", 1, _X264 | {"preset": "ultrafast"}),
    _Candidate("x264 ultrafast", "libx264", 2, _X264 | {"preset": "ultrafast"}),
    _Candidate("x264 superfast", "libx264", 1, _X264 | {"preset": "superfast"}),
    _Candidate("x264 superfast", "libx264", 2, _X264 | {"preset": "superfast"}),
    _Candidate("x264 superfast, CAVLC", "libx264", 1, _X264 | {"preset": "superfast", "coder": "cavlc"}),
    _Candidate("x264 superfast, CAVLC", "libx264", 2, _X264 | {"preset": "superfast", "coder": "cavlc"}),
    _Candidate("x264 superfast 4:4:4", "libx264", 2, _X264 | {"preset": "superfast"}, "yuv444p"),
    _Candidate("x264 veryfast", "libx264", 2, _X264 | {"preset": "veryfast"}),
    _Candidate("VP8, speed 8", "libvpx", 2, _VPX | {"cpu-used": "8"}),
    _Candidate("VP8, speed 16", "libvpx", 2, _VPX | {"cpu-used": "16"}),
    _Candidate("VP9, speed 7", "libvpx-vp9", 2, _VPX | {"cpu-used": "7", "row-mt": "1"}),
    _Candidate("VP9, speed 8", "libvpx-vp9", 1, _VPX | {"cpu-used": "8", "row-mt": "1"}),
    _Candidate("VP9, speed 8", "libvpx-vp9", 2, _VPX | {"cpu-used": "8", "row-mt": "1", "tile-columns": "1"}),
    _Candidate("VP9, speed 8, screen", "libvpx-vp9", 2, _VPX | {"cpu-used": "8", "tune-content": "screen"}),
    _Candidate("SVT-AV1, preset 12", "libsvtav1", 1, {"preset": "12", "svtav1-params": "pred-struct=1:rc=2:lp=1"}),
]


@dataclass
class _Result:
    to_packet: list[float] = field(default_factory=list)
    to_pixels: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    at_once: bool = True

    def row(self, name: str, threads: int) -> str:
        """Return one line of the table."""
        kbit = sum(self.sizes) * 8 * RATE / len(self.sizes) / 1000
        late = "" if self.at_once else "pictures come late"
        psnr = 10 * math.log10(255**2 / (sum(self.errors) / len(self.errors))) if self.errors and not late else math.nan
        encode, decode = 1000 * median(self.to_packet), 1000 * median(self.to_pixels)
        worst = 1000 * float(np.percentile(self.to_packet, 95))
        first, most = self.sizes[0] / 1000, max(self.sizes[1:]) / 1000
        return (
            f"| {name} | {threads} | {encode:.1f} / {worst:.1f} | {decode:.1f} | {kbit:.0f} "
            f"| {first:.0f} / {most:.0f} | {late or f'{psnr:.1f}'} |"
        )


def main() -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(description="Compare video codecs.")
    parser.add_argument("--pictures", type=int, default=90)
    parser.add_argument("--mbit", type=float, nargs="*", default=[8.0, 2.0])
    parser.add_argument("--only", default="", help="part of the names of the codecs to measure")
    parser.add_argument("--clip", type=Path, help="a recorded film to measure as well")
    arguments = parser.parse_args()
    application = QGuiApplication(["video", "-platform", "offscreen"])
    films = {"film": _film(arguments.pictures), "scroll": _scroll(arguments.pictures)}
    application.quit()
    if arguments.clip is not None:
        films[arguments.clip.stem] = _recorded(arguments.clip, arguments.pictures)
    for name, film in films.items():
        for mbit in arguments.mbit:
            print(f"\n**{name}, {mbit:g} Mbit/s**\n")
            print(
                "| codec | threads | ms to packet, median / p95 | ms to pixels | kbit/s | kB first / most | PSNR dB |"
            )
            print("|---|---|---|---|---|---|---|")
            for candidate in _CANDIDATES:
                if arguments.only in candidate.name:
                    print(_measured(candidate, film, int(mbit * 1e6)), flush=True)
            if arguments.only in "Pomoc":
                print(_ours(film, mbit * 1e6).row("**Pomoc**", 2), flush=True)


def _measured(candidate: _Candidate, film: list[FrameBuffer], rate: int) -> str:
    try:
        result = _through(film, *_pair(candidate, rate))
    except FFmpegError as error:
        return f"| {candidate.name} | {candidate.threads} | {error.strerror} | | | | |"
    return result.row(candidate.name, candidate.threads)


_Encode = Callable[[FrameBuffer, int], list[bytes]]
_Decode = Callable[[bytes], FrameBuffer | None]


def _through(film: list[FrameBuffer], encode: _Encode, decode: _Decode) -> _Result:
    result = _Result()
    for number, shown in enumerate(film):
        before = perf_counter()
        packets = encode(shown, number)
        between = perf_counter()
        seen = [decode(packet) for packet in packets]
        after = perf_counter()
        result.to_packet.append(between - before)
        result.to_pixels.append(after - between)
        result.sizes.append(sum(map(len, packets)))
        if len(packets) != 1 or seen[0] is None:
            result.at_once = False
        elif number % _SAMPLED == 0:
            result.errors.append(float(np.mean((seen[0][..., :3].astype(np.float32) - shown[..., :3]) ** 2)))
    return result


def _ours(film: list[FrameBuffer], rate: float) -> _Result:
    encoder, decoder = VideoEncoder(WIDTH, HEIGHT, rate / 8), VideoDecoder(WIDTH, HEIGHT)
    return _through(film, lambda shown, number: [encoder.encode(shown, number / RATE, rate / 8)], decoder.decode)


def _pair(candidate: _Candidate, rate: int) -> tuple[_Encode, _Decode]:
    """Return both halves of a codec, with the same conversions around as Pomoc has."""
    encoder = av.CodecContext.create(candidate.codec, "w")
    decoder = av.CodecContext.create(_DECODERS[candidate.codec], "r")
    assert isinstance(encoder, VideoCodecContext)  # noqa: S101 (for the type checker)
    assert isinstance(decoder, VideoCodecContext)  # noqa: S101 (for the type checker)
    encoder.width, encoder.height, encoder.pix_fmt = WIDTH, HEIGHT, candidate.pixel_format
    encoder.framerate, encoder.time_base, encoder.bit_rate = Fraction(RATE), Fraction(1, RATE), rate
    encoder.color_range, encoder.colorspace = ColorRange.JPEG, Colorspace.ITU709
    encoder.gop_size = 2**30
    encoder.thread_type, encoder.thread_count, decoder.thread_count = "SLICE", candidate.threads, 1
    bounds = {} if candidate.codec == "libsvtav1" else {"maxrate": str(rate), "bufsize": str(rate // 15)}
    encoder.options = candidate.options | bounds
    forth, back = VideoReformatter(), VideoReformatter()

    def encode(shown: FrameBuffer, number: int) -> list[bytes]:
        frame = forth.reformat(
            VideoFrame.from_numpy_buffer(shown, "bgra"),
            format=candidate.pixel_format,
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.POINT,
            threads=1,
        )
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        return [bytes(packet) for packet in encoder.encode(frame)]

    def decode(packet: bytes) -> FrameBuffer | None:
        frames = decoder.decode(av.Packet(packet))
        if not frames:
            return None
        frame = back.reformat(
            frames[-1],
            format="bgra",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            interpolation=Interpolation.POINT,
            threads=1,
        )
        return np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(HEIGHT, -1, 4)[:, :WIDTH]

    return encode, decode


def _texture(random: np.random.Generator, width: int, height: int) -> npt.NDArray[np.float64]:
    """Return noise whose power falls with the square of the frequency, with a deviation of 1."""
    power = np.fft.rfftfreq(width)[None, :] ** 2 + np.fft.fftfreq(height)[:, None] ** 2
    power[0, 0] = 1
    phases = random.standard_normal(power.shape) + 1j * random.standard_normal(power.shape)
    noise = np.fft.irfft2(phases / np.sqrt(power), s=(height, width))
    return np.asarray((noise - noise.mean()) / noise.std(), np.float64)


def _leaves(random: np.random.Generator, width: int, height: int, leaves: int) -> FrameBuffer:
    light = _texture(random, width, height)
    picture = np.stack([128 + 35 * light + 5 * _texture(random, width, height) for _ in range(3)], axis=-1)
    y, x = np.mgrid[:height, :width]
    for radius in sorted(np.clip(6 * random.pareto(1.6, leaves) + 5, 5, 220), reverse=True):
        left, top = random.integers(0, width), random.integers(0, height)
        rows = slice(max(0, int(top - radius)), int(top + radius) + 1)
        columns = slice(max(0, int(left - radius)), int(left + radius) + 1)
        inside = (y[rows, columns] - top) ** 2 + (x[rows, columns] - left) ** 2 < radius**2
        colour = random.uniform(25, 230) + random.uniform(-22, 22, 3)
        picture[rows, columns][inside] = (colour + random.uniform(5, 25) * light[rows, columns, None])[inside]
    return np.clip(picture, 0, 255).astype(np.uint8)


def _page(width: int, height: int) -> FrameBuffer:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setFont(QFont("DejaVu Sans", 10))
    prose = " ".join(paragraphs())
    for line, y in enumerate(range(20, height, 20)):
        painter.setPen(QColor("#003399" if line % 7 == 0 else "black"))
        painter.drawText(10, y, prose[150 * line % len(prose) :][:150])
    painter.end()
    return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


def _film(pictures: int) -> list[FrameBuffer]:
    random = np.random.default_rng(1)
    scenes = [_leaves(random, WIDTH + 400, HEIGHT + 200, 3000) for _ in range(2)]
    moving = _leaves(random, 260, 260, 300)
    grains = [random.normal(0, 3, (HEIGHT + 64, WIDTH + 64, 1)) for _ in range(3)]
    subtitle = _page(600, 60)
    film = []
    for number in range(pictures):
        scene, time = scenes[number // 75 % 2], number % 75
        x, y = int(200 + 150 * math.sin(time / 25)), int(100 + 60 * math.cos(time / 30))
        picture = scene[y : y + HEIGHT, x : x + WIDTH].astype(np.float64)
        x, y = int(500 + 400 * math.sin(time / 12)), int(230 + 150 * math.cos(time / 9))
        picture[y : y + 260, x : x + 260] = moving
        x, y = random.integers(0, 64, 2).tolist()
        picture += grains[number % 3][y : y + HEIGHT, x : x + WIDTH]
        shown = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
        shown[..., :3] = np.clip(picture, 0, 255)
        shown[620:680, 340:940] = subtitle
        film.append(shown)
    return film


def _scroll(pictures: int) -> list[FrameBuffer]:
    page = _page(WIDTH, HEIGHT + 7 * pictures)
    photograph = _leaves(np.random.default_rng(3), 500, 400, 600)
    for top in range(100, len(page) - 400, 600):
        page[top : top + 400, 600:1100, :3] = photograph
    return [np.ascontiguousarray(page[7 * number : 7 * number + HEIGHT]) for number in range(pictures)]


def _recorded(path: Path, pictures: int) -> list[FrameBuffer]:
    film: list[FrameBuffer] = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            film.append(np.asarray(frame.reformat(WIDTH, HEIGHT, "bgra").to_ndarray(), np.uint8))
            if len(film) == pictures:
                break
    return film


if __name__ == "__main__":
    main()
