"""H.264 as an attacker writes it: any parameters of a sequence, and pictures that cost much for few bytes."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import av
import numpy as np

from client.screen.geometry import FrameBuffer
from client.screen.video import VideoEncoder
from wire import limits

LARGEST: Final = (2048, 1024)
"""The width and height of a video of limits.VIDEO_PIXELS."""
PICTURE_PARAMETERS: Final = b"\0\0\1\x68\xcf\x3c\xb0"
_START_CODE: Final = b"\0\0\1"
_SEQUENCE, _KEY_SLICE, _SLICE = 0x67, 0x65, 0x61


@dataclass(frozen=True)
class Sequence:
    """A sequence's parameters (7.3.2.1.1); what is not said is as in a video of ours."""

    width: int
    height: int
    profile: int = 100
    number: int = 0
    chroma: int = 1
    depth: int = 8
    frame_number_bits: int = 4
    references: int = 1
    may_be_missing: bool = False
    fields: bool = False
    direct_by_8x8: bool = True

    def unit(self) -> bytes:
        """Return them as a unit of the stream."""
        columns, rows = -(-self.width // 16), -(-self.height // 16)
        right, bottom = 16 * columns - self.width, 16 * rows - self.height
        bits = f"{self.profile:08b}{0:08b}{60:08b}{_number(self.number)}"
        if self.profile == 100:
            bits += _number(self.chroma) + 2 * _number(self.depth - 8) + "00"
        bits += _number(self.frame_number_bits - 4) + _number(2) + _number(self.references)
        bits += f"{self.may_be_missing:b}" + _number(columns - 1) + _number(rows // (1 + self.fields) - 1)
        # Fields may be chosen by each pair of macroblocks.
        bits += "01" if self.fields else "1"
        bits += f"{self.direct_by_8x8:b}"
        bits += "1" + "".join(map(_number, (0, right // 2, 0, bottom // 2))) if right or bottom else "0"
        return _unit(_SEQUENCE, bits + "0")


def small_blocks(
    size: tuple[int, int],
    *,
    first: int = 0,
    number: int = 1,
    kind: int = 5,
    macroblocks: int | None = None,
    parameters: int = 0,
    far: int = 0,
) -> bytes:
    """Return a slice of the most motion: each block of 4x4 is moved by itself, between pixels, and weighted.

    It begins at macroblock `first` and goes on for `macroblocks`, or to the picture's end. `far` is how far neighbours
    lie apart, in quarters of a pixel. `number` is the picture's, `kind` the slice's, `parameters` whose it names.
    """
    count = -(-size[0] // 16) * -(-size[1] // 16) - first if macroblocks is None else macroblocks
    bits = [_number(first), _number(kind), _number(parameters), f"{number % 16:04b}", "00"]
    weight = "1" + _signed(31) + _signed(1)
    bits += [2 * _number(5), weight, weight + _signed(31) + _signed(1), "0"]
    # The quantizer, and a filter over all edges as strong as may be.
    bits += [_signed(25), _number(0), _signed(6), _signed(6)]
    opening = _number(0) + _number(3) + 4 * _number(3)
    moves = [_signed(way * far) + _signed(-way * far) for way in (1, -1)]
    block = opening + 8 * "".join(moves) + _number(0)
    first_block = opening + 2 * _signed(1) + 15 * "11" + _number(0)
    bits += [first_block, block * (count - 1)]
    return _unit(_SLICE, "".join(bits))


def our_key(size: tuple[int, int], rate: float | None = None) -> bytes:
    """Return the first picture of a video of ours, flat; with arithmetic coding where the rate is low."""
    return VideoEncoder(*size, rate).encode(np.full((size[1], size[0], 4), 99, np.uint8), 0.0, rate)


def noise(size: tuple[int, int], count: int) -> list[bytes]:
    """Return pictures of noise with arithmetic coding, each as long as one may be: what takes longest to decode."""
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = *size, "yuv420p"
    context.framerate, context.time_base = Fraction(30), Fraction(1, 30)
    context.gop_size = 2**30
    context.thread_type, context.thread_count = "SLICE", 2
    context.bit_rate = 8 * 30 * limits.VIDEO_PACKET
    context.options = {
        "preset": "superfast",
        "tune": "zerolatency",
        "maxrate": str(context.bit_rate),
        "bufsize": str(8 * limits.VIDEO_PACKET),
        "sc_threshold": "0",
        "x264-params": "partitions=all:subme=7:8x8dct=1:trellis=0:ref=1:weightp=1:psy=0",
    }
    chance = np.random.default_rng(1)
    packets = []
    for number in range(count):
        pixels: FrameBuffer = chance.integers(0, 256, (size[1], size[0], 4), np.uint8)
        frame = av.VideoFrame.from_ndarray(pixels, "bgra").reformat(format="yuv420p")
        frame.pts = number
        packets.append(b"".join(bytes(packet) for packet in context.encode(frame)))
    return packets


def hostile_pictures(size: tuple[int, int]) -> dict[str, list[bytes]]:
    """Return packets of videos of this size that cost much where they are believed, by what they try."""
    width, height = size
    key = our_key(size)
    other = small_blocks(size)
    noisy, noisier = noise(size, 2)
    blocks = (width // 16) * (height // 16)

    def changed(sequence: Sequence) -> list[bytes]:
        """The parameters are other ones; all else is ours."""
        slices = key[key.index(_START_CODE + bytes((_KEY_SLICE,))) :]
        return [sequence.unit() + PICTURE_PARAMETERS + slices, other]

    return {
        "noise": [noisy],
        "noise that changes": [our_key(size, 1000.0), noisier],
        "motion": [key, other],
        "motion apart": [key, small_blocks(size, far=1)],
        "overlapping slices": [key, other + small_blocks(size, first=1)],
        "a picture that was lost": [key, small_blocks(size, number=9)],
        "a row of a picture": [key, small_blocks(size, macroblocks=width // 16)],
        "a macroblock of a picture": [key, small_blocks(size, macroblocks=1), other],
        "two pictures": [key, other + small_blocks(size, number=2)],
        "hundreds of slices": [key, b"".join(small_blocks(size, first=n, macroblocks=1) for n in range(500))],
        "hundreds of pictures": [key, small_blocks(size, macroblocks=1) * 500],
        "words of the encoder": [_unit(6, "00000101" + f"{1:08b}") * 20_000 + key],
        "long words of the encoder": [_unit(6, f"{5:08b}" + "1" * 8 * 500 + "0" * 8 * 150_000) + key],
        "hundreds of sequences": [Sequence(width, height).unit() * 500 + key],
        "the largest picture": changed(Sequence(16384, 16384)),
        "a larger picture": changed(Sequence(2 * width, 2 * height)),
        "another size in the midst": [key, changed(Sequence(width // 2, height))[0]],
        "sixteen pictures of reference": changed(Sequence(width, height, references=16)),
        "any number of lost pictures": [
            changed(Sequence(width, height, may_be_missing=True, frame_number_bits=16))[0],
            small_blocks(size, number=15),
        ],
        "fields": changed(Sequence(width, height, fields=True)),
        "ten bits": changed(Sequence(width, height, depth=10)),
        "full colour": changed(Sequence(width, height, chroma=3)),
        "more than may be": [key, other + bytes(limits.VIDEO_PACKET)],
        "macroblocks beyond the end": [key, small_blocks(size, macroblocks=2 * blocks)],
    }


def _unit(head: int, bits: str) -> bytes:
    """Return a unit with its start code and without any other (7.3.1)."""
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    payload = bytearray()
    zeros = 0
    for octet in int(bits, 2).to_bytes(len(bits) // 8):
        if zeros >= 2 and octet <= 3:
            payload.append(3)
            zeros = 0
        payload.append(octet)
        zeros = 0 if octet else zeros + 1
    return _START_CODE + bytes((head,)) + bytes(payload)


def _number(value: int) -> str:
    digits = f"{value + 1:b}"
    return "0" * (len(digits) - 1) + digits


def _signed(value: int) -> str:
    return _number(2 * value - 1 if value > 0 else -2 * value)
