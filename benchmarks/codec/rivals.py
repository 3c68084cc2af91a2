"""The codings that are compared, each as one persistent pair of encoder and decoder."""

from typing import Protocol

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from client.screen.geometry import FrameBuffer, Rect
from client.screen.lossless import LosslessDecoder, LosslessEncoder
from client.screen.zstd import CompressionParameter, ZstdCompressor, ZstdDecompressor

Encoded = tuple[Rect, bytes]
"""A part of an area, and what it became."""


class Coder(Protocol):
    """One coding of a share: what it learned from earlier areas it keeps."""

    def encode(self, frame: FrameBuffer, area: Rect) -> list[Encoded]: ...

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer: ...


class Rows:
    """BGRX by rows through one Zstandard stream, of this level and with a window of 2**24 bytes."""

    def __init__(self, level: int) -> None:
        self._stream = ZstdCompressor(
            options={CompressionParameter.compression_level: level, CompressionParameter.window_log: 24}
        )
        self._back = ZstdDecompressor()

    def encode(self, frame: FrameBuffer, area: Rect) -> list[Encoded]:
        x, y, w, h = area
        words = frame.view("<u4")[y : y + h, x : x + w, 0]
        opaque = np.bitwise_or(words, np.uint32(0xFF000000), order="C")
        return [(area, self._stream.compress(opaque.data, mode=ZstdCompressor.FLUSH_BLOCK))]

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer:
        pixels = self._back.decompress(data, max_length=width * height * 4)
        return np.frombuffer(pixels, np.uint8).reshape(height, width, 4)


class Image:
    """A picture format that keeps everything exact, each area by itself: "webp" or "png"."""

    def __init__(self, name: str) -> None:
        self._name = name

    def encode(self, frame: FrameBuffer, area: Rect) -> list[Encoded]:
        x, y, w, h = area
        part = np.ascontiguousarray(frame[y : y + h, x : x + w])
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(buffer, QByteArray(self._name.encode()))
        if self._name == "webp":
            # What Qt takes for "without loss".
            writer.setQuality(100)
        writer.write(QImage(part.data, w, h, 4 * w, QImage.Format.Format_RGB32))
        return [(area, bytes(buffer.data().data()))]

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer:
        image = QImage.fromData(data).convertToFormat(QImage.Format.Format_RGB32)
        return np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4).copy()


class Lossless:
    """client.screen.lossless."""

    def __init__(self) -> None:
        self._encoder = LosslessEncoder()
        self._decoder = LosslessDecoder()

    def encode(self, frame: FrameBuffer, area: Rect) -> list[Encoded]:
        return [(part, data) for part, data, _ in self._encoder.encode_in_parts(frame, area)]

    def decode(self, width: int, height: int, data: bytes) -> FrameBuffer:
        return self._decoder.decode(width, height, data)
