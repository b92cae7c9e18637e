# ruff: noqa: D103, INP001 - a script: its functions are the names of what they draw
"""Draws the share marks of mails and pages: `.venv/bin/python docs/design/draw_marks.py` after changing one.

Forty pixels, shown at twenty: a mid-grey disc that keeps three to one on light and dark paper, with a white sign.
"""

import math
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

SIZE, FINE = 40, 8  # drawn eight times as large, then made small, for smooth edges
GREY, WHITE = "#7f7a76", "#ffffff"
FOLDER = Path(__file__).parents[2] / "distrib" / "web" / "static" / "marks"


class Sheet:
    """A disc to draw on, in units of the finished mark."""

    def __init__(self) -> None:
        self.image = Image.new("RGBA", (SIZE * FINE, SIZE * FINE), (0, 0, 0, 0))
        self.pen = ImageDraw.Draw(self.image)
        self.pen.ellipse((0, 0, SIZE * FINE - 1, SIZE * FINE - 1), fill=GREY)

    def stroke(self, *points: tuple[float, float], width: float = 3) -> None:
        scaled = [(x * FINE, y * FINE) for x, y in points]
        self.pen.line(scaled, fill=WHITE, width=int(width * FINE), joint="curve")
        for x, y in scaled:
            half = width * FINE / 2
            self.pen.ellipse((x - half, y - half, x + half, y + half), fill=WHITE)

    def curve(self, x: float, y: float, radius: float, start: int, end: int, width: float = 3) -> None:
        steps = range(start, end + 1, 6)
        ring = [(x + radius * math.cos(math.radians(s)), y + radius * math.sin(math.radians(s))) for s in steps]
        self.stroke(*ring, width=width)

    def shape(self, *points: tuple[float, float], fill: str = WHITE) -> None:
        self.pen.polygon([(x * FINE, y * FINE) for x, y in points], fill=fill)


def whatsapp(sheet: Sheet) -> None:
    sheet.curve(20.5, 19.5, 9.5, 0, 360, width=2.4)
    sheet.shape((9.6, 30.4), (12, 23), (17.5, 28.6))
    sheet.curve(24.5, 15.5, 7.5, 96, 174, width=3)


def facebook(sheet: Sheet) -> None:
    sheet.stroke((19.5, 31), (19.5, 15.5), width=4)
    sheet.curve(24, 15, 4.5, 180, 270, width=4)
    sheet.stroke((15, 20.5), (24, 20.5), width=3.6)


def x(sheet: Sheet) -> None:
    sheet.stroke((13, 12), (27, 28), width=3.4)
    sheet.stroke((27, 12), (13, 28), width=2)


def linkedin(sheet: Sheet) -> None:
    sheet.stroke((13, 12.5), width=4)
    sheet.stroke((13, 19), (13, 28), width=3.4)
    sheet.stroke((19.5, 19), (19.5, 28), width=3.4)
    sheet.curve(23.5, 22.5, 4, 180, 360, width=3.4)
    sheet.stroke((27.5, 22.5), (27.5, 28), width=3.4)


def pinterest(sheet: Sheet) -> None:
    sheet.stroke((18, 31), (20.5, 16), width=3)
    sheet.curve(20.5, 17, 7, 150, 410, width=3)


def telegram(sheet: Sheet) -> None:
    sheet.shape((8.5, 19.5), (31, 10.5), (27, 30), (20, 25), (16.5, 28.5), (15.5, 22.5))
    sheet.shape((15.5, 22.5), (27, 14.5), (18, 23.8), (16.5, 28), fill=GREY)


def email(sheet: Sheet) -> None:
    sheet.stroke((11, 14), (29, 14), (29, 26.5), (11, 26.5), (11, 14), width=2.4)
    sheet.stroke((11.5, 14.5), (20, 21.5), (28.5, 14.5), width=2.4)


MARKS: tuple[Callable[[Sheet], None], ...] = (whatsapp, facebook, x, linkedin, pinterest, telegram, email)

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for mark in MARKS:
        sheet = Sheet()
        mark(sheet)
        small = sheet.image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        small.save(FOLDER / f"{mark.__name__}.png", optimize=True)
