"""Both halves of Coding.ZSTD_BGRX: rectangles of pixels to bytes and back, lossless.

All rectangles of one share, from one SharingStarted to the next, go through one Zstandard stream
(RFC 8878) that is flushed after each of them and never ends. So a window or a letter that was on
the screen some megabytes ago costs only a few bytes. It follows that every rectangle that was
encoded must be decoded, in the same order.
"""

import numpy as np
import numpy.typing as npt

from client.screen.errors import PictureError
from client.screen.geometry import FrameBuffer, Rect
from client.screen.zstd import (
    CompressionParameter,
    DecompressionParameter,
    ZstdCompressor,
    ZstdDecompressor,
    ZstdError,
)
from wire import limits
from wire.messages import Coding, Rectangle

WINDOW_LOG = 24
"""How far back the stream remembers: 2**24 bytes, two pictures of 1920x1080. Each side keeps that much."""

# On pages of text level 2 takes no longer than level 1 (6-7 ms for 1920x1080), and finds what was
# on the screen before in half the bytes; level 3 takes longer and gains nothing.
_LEVEL = 2
# The X byte means nothing; set to 255 it makes equal pictures equal bytes. Pixels are read as
# little-endian words, in which X is the highest byte.
_OPAQUE = np.uint32(0xFF000000)


class PictureEncoder:
    """The customer's half: one for each share."""

    def __init__(self) -> None:
        self._stream = ZstdCompressor(
            options={CompressionParameter.compression_level: _LEVEL, CompressionParameter.window_log: WINDOW_LOG}
        )

    def encode(self, frame: FrameBuffer, rectangles: list[Rect]) -> list[Rectangle]:
        """Return these parts of the frame, in the same order; all of them must be sent, in that order.

        Raises ValueError where a rectangle lies outside the frame or is too large; then nothing
        was encoded.
        """
        height, width = frame.shape[:2]
        for rectangle in rectangles:
            if not rectangle.within(width, height) or rectangle.width * rectangle.height > limits.RECTANGLE_PIXELS:
                raise ValueError(f"{rectangle} cannot be cut from a frame of {width}x{height}")
        words = frame.view("<u4")[..., 0]
        return [
            Rectangle(x, y, w, h, Coding.ZSTD_BGRX, self._compress(words[y : y + h, x : x + w]))
            for x, y, w, h in rectangles
        ]

    def _compress(self, words: npt.NDArray[np.uint32]) -> bytes:
        opaque = np.bitwise_or(words, _OPAQUE, order="C")
        return self._stream.compress(opaque.data, mode=ZstdCompressor.FLUSH_BLOCK)


class PictureDecoder:
    """The agent's half: one for each share. After its first error it decodes nothing more."""

    def __init__(self) -> None:
        self._stream: ZstdDecompressor | None = ZstdDecompressor(
            options={DecompressionParameter.window_log_max: WINDOW_LOG}
        )

    def decode(self, rectangle: Rectangle) -> FrameBuffer:
        """Return the rectangle's pixels, read-only, with X = 255; raise PictureError.

        Never unpacks more than the rectangle holds, whatever the data says.
        """
        stream, self._stream = self._stream, None
        if stream is None:
            raise PictureError("the picture's stream is broken")
        if rectangle.width * rectangle.height > limits.RECTANGLE_PIXELS:
            raise PictureError("rectangle too large")
        size = rectangle.width * rectangle.height * 4
        try:
            pixels = stream.decompress(rectangle.data, max_length=size)
            # Nothing may be left: neither a further byte of output nor the end of the stream.
            surplus = b"" if stream.needs_input or stream.eof else stream.decompress(b"", max_length=1)
        except (ZstdError, MemoryError) as error:
            raise PictureError("the picture's data is damaged") from error
        if len(pixels) != size or surplus or stream.eof:
            raise PictureError("the picture's data does not fit its rectangle")
        self._stream = stream
        return np.frombuffer(pixels, np.uint8).reshape(rectangle.height, rectangle.width, 4)
