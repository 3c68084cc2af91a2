"""Both halves of a video: the pictures of one moving region to packets and back, lossy.

H.264 (ITU-T H.264) as x264 makes it, through PyAV; why, and with which settings, is in
docs/decisions/0014-video-codec.md. Each picture gives one packet at once, and depends on all before it.
Colours are BT.709 in full range, with half the resolution; what the stream says of them does not count.
"""

from fractions import Fraction
from typing import Final

import av
import numpy as np
from av.error import FFmpegError
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer
from client.screen.h264 import MOST_SLICES, one_picture
from wire import limits

BYTES_PER_PIXEL_AND_SECOND: Final = 1.0
"""What a film at 30 pictures a second may cost: 7.4 Mbit/s for 1280x720. Calm ones cost less, see _FINEST."""

_LEAST_RATE = 60_000.0
"""So many bytes a second even the smallest region may cost on a free line."""
_LEAST_STEADY_RATE = 1_000.0
"""x264 takes no rate near zero; a line that carries less has to do with fewer pictures."""
_STEADY_RATE = 30
"""Pictures a second that x264 counts on; other intervals are converted to it."""
_SLOW = 1 / 3
"""A line with less than this share of the full rate gets another encoder: arithmetic coding, 1 dB better and too slow
for high rates, and a smaller buffer."""
_SLOWER, _FASTER = 1 / 4, 1 / 2
"""Shares of the full rate at which an encoder does not suit any more; _SLOW lies between, so that it does not flap."""
_BUFFER_SECONDS, _SLOW_BUFFER_SECONDS = 1 / 15, 1 / 30
"""One picture takes at most what the full rate allows for so long: 61 and 31 kB of 1280x720."""
_FINEST = 20
"""The least quantization parameter: 40 dB on film. Finer costs twice the bytes, and rest makes it exact anyway."""
_INTERVALS = (1 / 60, 1 / 4)
_FOREVER = 2**30
_PLANAR = ("yuv420p", "yuvj420p")

# PyAV's own logging stays off, which is its default: a broken stream must not write to the standard error output.


class VideoEncoder:
    """The customer's half: one for each region that becomes a video. `width` and `height` are in pixels."""

    def __init__(self, width: int, height: int, rate: float | None) -> None:
        """Begin a video; `rate` is what it may cost at first, in bytes a second, None where the line is free.

        Raises ValueError for a size without pixels or with more than limits.VIDEO_PIXELS.
        """
        if not 0 < width * height <= limits.VIDEO_PIXELS:
            raise ValueError(f"a video of {width}x{height} pixels")
        self.width, self.height = width, height
        self._full_rate = max(_LEAST_RATE, BYTES_PER_PIXEL_AND_SECOND * width * height)
        self._interval = 1 / _STEADY_RATE
        self._encoded_at: float | None = None
        self._pictures = 0
        self._reformatter = VideoReformatter()
        self._padded: FrameBuffer | None = None
        if (coded := _coded_size(width, height)) != (width, height):
            self._padded = np.zeros((coded[1], coded[0], 4), np.uint8)
        self._slow = self._share(rate) < _SLOW
        self._context = self._opened(coded)

    def suits(self, rate: float | None) -> bool:
        """Tell whether this encoder was begun for such a line.

        Where it does not for a while, a new one is worth its key frame.
        """
        return self._share(rate) < _FASTER if self._slow else self._share(rate) >= _SLOWER

    def encode(self, pixels: FrameBuffer, now: float, rate: float | None, *, key: bool = False) -> bytes:
        """Return the region's next picture; every packet must arrive, in this order.

        `pixels` is BGRX of this video's size, each row contiguous; a part of a frame will do. `now` is in
        seconds of any clock that does not go back. `rate` is what the video may cost from now on, in bytes
        a second; None where the line is free. With `key` the picture depends on none before it.
        Raises ValueError for another size.
        """
        if pixels.shape != (self.height, self.width, 4):
            raise ValueError(f"not a picture of {self.width}x{self.height}")
        # x264 started with a constant rate keeps its buffer model by that rate, which may change at any picture.
        self._context.bit_rate = self._bit_rate(now, rate)
        frame = self._converted(pixels)
        frame.pts, frame.time_base = self._pictures, Fraction(1, _STEADY_RATE)
        frame.pict_type = PictureType.I if key else PictureType.NONE
        self._pictures += 1
        return b"".join(bytes(packet) for packet in self._context.encode(frame))

    def _share(self, rate: float | None) -> float:
        """Return how much of the full rate may be used."""
        return 1.0 if rate is None else min(1.0, rate / self._full_rate)

    def _opened(self, size: tuple[int, int]) -> VideoCodecContext:
        most = _bits(self._full_rate)
        context = av.CodecContext.create("libx264", "w")
        context.width, context.height = size
        context.pix_fmt = "yuv420p"
        context.framerate = Fraction(_STEADY_RATE)
        context.time_base = Fraction(1, _STEADY_RATE)
        context.color_range, context.colorspace = ColorRange.JPEG, Colorspace.ITU709
        context.bit_rate = most
        # Nothing is ever lost on the way, so nobody needs a key frame that was not asked for.
        context.gop_size = _FOREVER
        context.qmin = _FINEST
        # Threads share a picture, so that the second one costs no delay.
        context.thread_type, context.thread_count = "SLICE", MOST_SLICES
        context.options = {
            "preset": "superfast",
            "tune": "zerolatency",
            "coder": "cabac" if self._slow else "cavlc",
            "sc_threshold": "0",
            "forced-idr": "1",
            "maxrate": str(most),
            "bufsize": str(int(most * (_SLOW_BUFFER_SECONDS if self._slow else _BUFFER_SECONDS))),
        }
        context.open()
        return context

    def _bit_rate(self, now: float, rate: float | None) -> int:
        """Return how many bits 30 pictures may have, where so many a second come as come now."""
        if self._encoded_at is not None:
            interval = min(max(now - self._encoded_at, _INTERVALS[0]), _INTERVALS[1])
            self._interval += (interval - self._interval) / 4
        self._encoded_at = now
        allowed = self._full_rate * self._share(rate) * self._interval * _STEADY_RATE
        return _bits(min(self._full_rate, max(_LEAST_STEADY_RATE, allowed)))

    def _converted(self, pixels: FrameBuffer) -> VideoFrame:
        if self._padded is not None:
            # The last row and column are repeated: any other colour would cost bytes and bleed inwards.
            self._padded[: self.height, : self.width] = pixels
            self._padded[self.height :, : self.width] = pixels[-1:]
            self._padded[:, self.width :] = self._padded[:, self.width - 1 : self.width]
            pixels = self._padded
        return self._reformatter.reformat(
            VideoFrame.from_numpy_buffer(pixels, "bgra"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.POINT,
            threads=1,
        )


class VideoDecoder:
    """The agent's half: one for each video. After its first error it decodes nothing more."""

    def __init__(self, width: int, height: int) -> None:
        """Begin a video of this size in pixels; raise PictureError where it has none, or passes limits.VIDEO_PIXELS."""
        if width <= 0 or height <= 0 or width * height > limits.VIDEO_PIXELS:
            raise PictureError("the video's size is out of bounds")
        self._size = (width, height)
        self._coded_size = _coded_size(width, height)
        self._reformatter = VideoReformatter()
        context = av.CodecContext.create("h264", "r")
        context.thread_count = 1
        # What libavcodec allocates is rounded up to whole blocks.
        most = (width + 128) * (height + 64)
        context.options = {"max_pixels": str(most), "err_detect": "explode", "flags": "low_delay"}
        self._context: VideoCodecContext | None = context

    def decode(self, data: bytes) -> FrameBuffer:
        """Return the next picture, (height, width, 4) with X = 255, rows not contiguous; raise PictureError.

        Whatever the data says: it computes at most two pictures of this size and keeps three, in one thread.
        """
        context, self._context = self._context, None
        if context is None:
            raise PictureError("the video is broken")
        if len(data) > limits.VIDEO_PACKET:
            raise PictureError("a video's picture of too many bytes")
        picture = one_picture(data, *self._coded_size)
        try:
            frames = context.decode(Packet(picture))
            if len(frames) != 1:
                raise PictureError("not one picture of a video")
            pixels = self._pixels(frames[0])
        except (FFmpegError, MemoryError, ValueError) as error:
            raise PictureError("the video's data is damaged") from error
        self._context = context
        return pixels

    def _pixels(self, frame: VideoFrame) -> FrameBuffer:
        width, height = self._size
        if (frame.width, frame.height) != self._coded_size or frame.format.name not in _PLANAR or frame.is_corrupt:
            raise PictureError("the video's picture does not fit its region")
        converted = self._reformatter.reformat(
            frame,
            format="bgra",
            src_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            interpolation=Interpolation.POINT,
            threads=1,
        )
        plane = converted.planes[0]
        # The view keeps the plane, and the plane its frame.
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(frame.height, plane.line_size // 4, 4)
        return rows[:height, :width]


def _coded_size(width: int, height: int) -> tuple[int, int]:
    """Return the size of the pictures in the stream.

    Half the colours need even sides, and libswscale leaves pixels at the right unwritten where the
    width is not a multiple of eight.
    """
    return width + -width % 8, height + height % 2


def _bits(bytes_per_second: float) -> int:
    return int(8 * bytes_per_second)
