"""What the programs show: text, a table, a web page with pictures. Always the same."""

import random
import re
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

_SEED = 20
_TEXT = Path(__file__).resolve().parents[2] / "LICENSE"
_NAMES = ("Ana Novak", "Jan Kowalski", "Miha Zupan", "Ewa Zielińska", "Luka Kranjc", "Peter Hill", "Maja Kos")
_STYLE = "body{font:17px 'DejaVu Serif';margin:24px 60px;color:#222}h1{font-size:30px}a{color:#1a56b0}"
_PICTURES = 4


def sentences(first: int, count: int) -> list[str]:
    """Return so many short sentences of real prose."""
    found = [text for text in re.split(r"[.;:]\s", " ".join(paragraphs())) if 20 < len(text) < 90]
    return [found[number % len(found)] + "." for number in range(first, first + count)]


def paragraphs() -> list[str]:
    """Return real prose: the paragraphs of the project's licence."""
    found = [" ".join(block.split()) for block in _TEXT.read_text().split("\n\n")]
    return [text for text in found if len(text) > 120]


def document(path: Path) -> None:
    """Write a document with headings for a word processor."""
    parts = [
        (f"<h2>{sentences(number, 1)[0]}</h2>" if number % 3 == 0 else "") + f"<p>{text}</p>"
        for number, text in enumerate(paragraphs())
    ]
    style = "font-family:'Liberation Serif';font-size:12pt"
    path.write_text(f'<html><body style="{style}">{"".join(parts)}</body></html>')


def table(path: Path) -> None:
    """Write a table for a spreadsheet program, as comma-separated values."""
    draw = random.Random(_SEED)
    lines = ["Date,Name,Purpose,Amount,Balance,Rate,Branch,Reference,Approved,Note"]
    for row in range(400):
        purpose, note = sentences(2 * row, 2)
        amount = draw.randint(100, 10**6) / 100
        cells = (
            f"2026-{row % 12 + 1:02}-{row % 28 + 1:02}",
            draw.choice(_NAMES),
            purpose[:28].replace(",", " "),
            f"{amount:.2f}",
            f"{draw.randint(10**4, 10**8) / 100:.2f}",
            f"{draw.randint(100, 700) / 100:.2f}",
            f"Branch {draw.randint(1, 40)}",
            f"SI56 {draw.randint(1000, 9999)} {draw.randint(1000, 9999)}",
            draw.choice(("yes", "no")),
            note[:20].replace(",", " "),
        )
        lines.append(",".join(cells))
    path.write_text("\n".join(lines))


def log(path: Path) -> None:
    """Write lines of a log, as a terminal shows them."""
    draw = random.Random(_SEED)
    lines = []
    for number, sentence in enumerate(sentences(0, 400)):
        colour = draw.choice((32, 33, 36, 31, 0, 0, 0))
        word = ("info", "warning", "error")[draw.choice((0, 0, 0, 1, 2))]
        lines.append(
            f"2026-11-22 10:{number // 60 % 60:02}:{number % 60:02}.{draw.randint(0, 999):03} "
            f"\x1b[{colour}m{word:8}\x1b[0m {draw.getrandbits(48):012x} {sentence}"
        )
    path.write_text("\n".join(lines) + "\n")


def picture(path: Path, width: int, height: int, seed: int) -> None:
    """Save a picture with the colours and the grain of a photograph."""
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / height
    planes = []
    for _ in range(3):
        waves = sum(np.sin(draw.uniform(1, 9) * x + draw.uniform(1, 9) * y + draw.uniform(0, 6)) for _ in range(5))
        planes.append(128 + 22 * waves + draw.normal(0, 4, x.shape))
    pixels = np.full((height, width, 4), 255, np.uint8)
    pixels[..., :3] = np.stack(planes, 2).clip(0, 255)
    save(pixels, path)


def web_page(path: Path, pictures: bool) -> None:
    """Write an article as a web page, with pictures in files beside it."""
    parts = []
    for number, text in enumerate(paragraphs()[8:40]):
        if pictures and number < _PICTURES:
            name = f"picture-{number}.png"
            picture(path.with_name(name), 380, 240, number)
            parts.append(f'<img src="{name}" style="float:right;margin:8px" width=380 height=240>')
        parts.append(f"<h3>{sentences(50 + number, 1)[0]}</h3><p>{text} <a href='#'>More about it</a></p>")
    body = f"<h1>News of the branch</h1>{''.join(parts)}"
    path.write_text(f"<html><head><title>News</title><style>{_STYLE}</style></head><body>{body}</body></html>")


def save(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], path: Path) -> None:
    """Save BGRX pixels of shape (height, width, 4) as PNG."""
    height, width = pixels.shape[:2]
    if not QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).save(str(path)):
        raise OSError(f"{path} cannot be written")
