"""What the workload shows, drawn beforehand: text pages, an editor's lines, a window, a video."""

import math
import random
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from benchmarks.screen.barcode import Pixels

LINE: Final = 19
"""Line pitch of all texts in pixels."""
_BOTH_WAYS: Final = 45
"""Frames of the video from one end to the other; it goes back the same way, so that it has no cut."""
_SYLLABLES: Final = (
    "po",
    "moč",
    "ra",
    "ču",
    "nal",
    "nik",
    "na",
    "ok",
    "no",
    "te",
    "za",
    "slon",
    "do",
    "ku",
    "ment",
    "ve",
)
_INK: Final = ("#1b1b1b", "#1b1b1b", "#1b1b1b", "#0b57a4", "#7a1fa2", "#166534")


def _words(draw: random.Random, count: int) -> list[str]:
    return ["".join(draw.choices(_SYLLABLES, k=draw.randint(1, 4))) for _ in range(count)]


def _new_image(width: int, height: int, colour: str = "#ffffff") -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def pixels_of(image: QImage) -> Pixels:
    """Return a copy of an image's pixels."""
    width, height = image.width(), image.height()
    rows: npt.NDArray[np.uint32] = np.frombuffer(image.constBits(), np.uint32)
    return rows.reshape(height, image.bytesPerLine() // 4)[:, :width].copy()


def _font(*, fixed: bool = False, bold: bool = False, size: int = 14) -> QFont:
    font = QFont("DejaVu Sans Mono" if fixed else "DejaVu Sans")
    font.setPixelSize(size)
    font.setBold(bold)
    return font


def text_page(width: int, height: int, seed: int) -> Pixels:
    """Return a page of paragraphs with headings and some coloured words."""
    draw = random.Random(seed)
    image = _new_image(width, height)
    painter = QPainter(image)
    body, heading = _font(), _font(bold=True, size=16)
    metrics = QFontMetrics(body)
    y, margin = LINE, 40
    while y + LINE < height:
        if draw.random() < 0.08:
            y += LINE
            painter.setFont(heading)
            painter.setPen(QColor("#1b1b1b"))
            painter.drawText(margin, y, " ".join(_words(draw, 4)).capitalize())
            y += 2 * LINE
        painter.setFont(body)
        x, end = margin, width - margin - (draw.randint(0, width // 2) if draw.random() < 0.2 else 0)
        while x < end:
            word = _words(draw, 1)[0] + draw.choice(("", "", "", ",", "."))
            painter.setPen(QColor(draw.choice(_INK)))
            painter.drawText(x, y, word)
            x += metrics.horizontalAdvance(word + " ")
        y += LINE
    painter.end()
    return pixels_of(image)


def typed_lines(width: int, height: int, seed: int) -> tuple[Pixels, int]:
    """Return an editor's lines full of text, and the width of a letter's cell."""
    draw = random.Random(seed)
    image = _new_image(width, height)
    painter = QPainter(image)
    font = _font(fixed=True)
    painter.setFont(font)
    painter.setPen(QColor("#1b1b1b"))
    cell = QFontMetrics(font).horizontalAdvance("m")
    for top in range(0, height - LINE + 1, LINE):
        painter.drawText(0, top + LINE - 5, " ".join(_words(draw, width // cell))[: width // cell].replace(" ", "-"))
    painter.end()
    return pixels_of(image), cell


def dialog(width: int, height: int) -> Pixels:
    """Return a window with a title bar, labels, fields and buttons."""
    image = _new_image(width, height, "#eceff1")
    painter = QPainter(image)
    painter.fillRect(0, 0, width, 26, QColor("#37628f"))
    painter.setPen(QColor("#ffffff"))
    painter.setFont(_font(bold=True))
    painter.drawText(10, 18, "Nastavitve")
    painter.setFont(_font())
    draw = random.Random(7)
    for row in range(7):
        top = 44 + 38 * row
        painter.setPen(QColor("#1b1b1b"))
        painter.drawText(16, top + 18, " ".join(_words(draw, 2)).capitalize())
        painter.fillRect(190, top, width - 210, 26, QColor("#ffffff"))
        painter.drawRect(190, top, width - 210, 26)
        painter.drawText(198, top + 18, " ".join(_words(draw, 4)))
    painter.fillRect(width - 210, height - 42, 90, 28, QColor("#0f5f6f"))
    painter.drawRect(width - 110, height - 42, 90, 28)
    painter.drawRect(0, 0, width - 1, height - 1)
    painter.end()
    return pixels_of(image)


def _leaves(width: int, height: int, draw: random.Random) -> QImage:
    """Return shapes over shapes, their sizes falling off as 1/r^3: the statistics of photographs ("dead leaves")."""
    image = _new_image(width, height, "#77808a")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for _ in range(width * height // 120):
        # Inverse transform of the power law between 8 and 300 pixels.
        radius = 1 / math.sqrt(1 / 300**2 + draw.random() * (1 / 8**2 - 1 / 300**2))
        colour = QColor.fromHsv(draw.choice((25, 40, 95, 130, 205, 220)) + draw.randint(-12, 12), *_tone(draw))
        painter.setBrush(colour)
        centre = QPointF(draw.uniform(0, width), draw.uniform(0, height))
        painter.drawEllipse(centre, radius, radius * draw.uniform(0.4, 1.0))
    painter.end()
    return image


def _tone(draw: random.Random) -> tuple[int, int]:
    return draw.randint(20, 120), draw.randint(50, 225)


def _grain(image: QImage, source: np.random.Generator) -> QImage:
    """Lay a texture of many scales over an image."""
    pixels = pixels_of(image)
    height, width = pixels.shape
    texture = np.zeros((height, width), np.float32)
    for scale in (2, 4, 8, 16, 32):
        shape = height // scale + 1, width // scale + 1
        rough = np.clip(source.normal(128, 24, shape), 0, 255).astype(np.uint8)
        small = QImage(rough.tobytes(), shape[1], shape[0], shape[1], QImage.Format.Format_Grayscale8)
        smooth = small.scaled(width, height, mode=Qt.TransformationMode.SmoothTransformation)
        texture += (pixels_of(smooth.convertToFormat(QImage.Format.Format_RGB32)) & 0xFF) * (scale / 40) - 3.2 * scale
    channels = pixels.view(np.uint8).reshape(height, width, 4)
    channels[..., :3] = np.clip(channels[..., :3] + texture[..., None], 0, 255).astype(np.uint8)
    return QImage(channels.data, width, height, width * 4, QImage.Format.Format_RGB32).copy()


def video(width: int, height: int) -> list[Pixels]:
    """Return the frames of a loop without a cut, to be shown again and again."""
    draw, source = random.Random(11), np.random.default_rng(11)
    world = _grain(_leaves(width + 400, height + 300, draw), source)
    things = [_grain(_leaves(size, size, draw), source) for size in (260, 180, 120)]
    noise = source.normal(0, 2.0, (height + 64, width + 64, 1)).astype(np.int16)
    frames = []
    for number in range(_BOTH_WAYS):
        time = number / _BOTH_WAYS
        image = _new_image(width, height)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        zoom = 1.02 + 0.06 * time
        painter.save()
        painter.scale(zoom, zoom)
        painter.rotate(1.5 * time)
        painter.drawImage(QPointF(-30 - 190 * time, -60 - 45 * math.sin(3 * time)), world)
        painter.restore()
        for place, thing in enumerate(things):
            angle = 2.2 * time + 2.1 * place
            centre = QPointF(width * (0.5 + 0.36 * math.cos(angle)), height * (0.5 + 0.3 * math.sin(1.7 * angle)))
            size = thing.width() * (1 + 0.1 * math.sin(5 * time))
            corner = QPointF(centre.x() - size / 2, centre.y() - size / 2)
            painter.drawImage(QRectF(corner.x(), corner.y(), size, size), thing, QRectF(QRect(thing.rect())))
        painter.end()
        channels = pixels_of(image).view(np.uint8).reshape(height, width, 4)
        down, right = draw.randint(0, 63), draw.randint(0, 63)
        light = 8 * math.sin(4 * time)
        grains = noise[down : down + height, right : right + width] + np.int16(light)
        channels[..., :3] = np.clip(channels[..., :3].astype(np.int16) + grains, 0, 255).astype(np.uint8)
        frames.append(channels.view(np.uint32).reshape(height, width))
    return frames + frames[-2:0:-1]
