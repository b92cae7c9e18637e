"""A sheet of 1280 x 720 and what one draws on it with."""

from collections.abc import Sequence
from math import pi, sin
from random import Random

from PIL import Image, ImageDraw

from distrib.demo.scenes.palettes import PALETTES

WIDTH, HEIGHT, SCALE = 1280, 720, 2  # drawn at twice the size: edges come out smooth when it is halved
Point = tuple[float, float]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the three numbers of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with that share of `other` in it."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


class Brush:
    """One picture being drawn; `dice` falls the same way each time for the same seed."""

    def __init__(self, *, palette: str, seed: int) -> None:
        self.palette = PALETTES[palette]
        self.dice = Random(f"{palette} {seed}")  # noqa: S311 - where a palm stands is no secret
        self.sheet = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self._pen = ImageDraw.Draw(self.sheet, "RGBA")

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` to `high`."""
        return self.dice.uniform(low, high)

    def chance(self, share: float) -> bool:
        """Return yes in that share of the throws."""
        return self.dice.random() < share

    def finished(self) -> Image.Image:
        """Return the picture in its own size."""
        return self.sheet.reduce(SCALE)

    # -- plain shapes ---------------------------------------------------------------

    def shape(self, points: Sequence[Point], colour: str, alpha: int = 255) -> None:
        """Fill the outline through `points`."""
        self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=(*rgb(colour), alpha))

    def box(self, x: float, y: float, w: float, h: float, colour: str, *, round_: float = 0, alpha: int = 255) -> None:
        """Fill a rectangle whose upper left corner is (x, y)."""
        corners = (x * SCALE, y * SCALE, (x + max(w, 0.5)) * SCALE, (y + max(h, 0.5)) * SCALE)
        self._pen.rounded_rectangle(corners, round_ * SCALE, fill=(*rgb(colour), alpha))

    def disc(self, x: float, y: float, r: float, colour: str, *, flat: float = 1, alpha: int = 255) -> None:
        """Fill a circle around (x, y), or an ellipse `flat` times as high as wide."""
        corners = ((x - r) * SCALE, (y - r * flat) * SCALE, (x + r) * SCALE, (y + r * flat) * SCALE)
        self._pen.ellipse(corners, fill=(*rgb(colour), alpha))

    def ring(self, x: float, y: float, r: float, colour: str, *, wide: float, flat: float = 1) -> None:
        """Draw the edge of a circle or ellipse."""
        corners = ((x - r) * SCALE, (y - r * flat) * SCALE, (x + r) * SCALE, (y + r * flat) * SCALE)
        self._pen.ellipse(corners, outline=rgb(colour), width=round(wide * SCALE))

    def stroke(self, points: Sequence[Point], colour: str, wide: float, alpha: int = 255) -> None:
        """Draw a line through `points`."""
        ends = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(ends, fill=(*rgb(colour), alpha), width=max(1, round(wide * SCALE)), joint="curve")

    def arc(self, x: float, y: float, r: float, span: tuple[float, float], colour: str, wide: float) -> None:
        """Draw part of a circle, in degrees from three o'clock on."""
        corners = ((x - r) * SCALE, (y - r) * SCALE, (x + r) * SCALE, (y + r) * SCALE)
        self._pen.arc(corners, span[0], span[1], fill=rgb(colour), width=round(wide * SCALE))

    # -- air, light, land and water -------------------------------------------------

    def fade(self, top: float, bottom: float, stops: Sequence[str]) -> None:
        """Fill the sheet from `top` to `bottom` with colours that flow into one another."""
        column = Image.new("RGB", (1, len(stops)))
        column.putdata([rgb(stop) for stop in stops])
        edge = 0.5 if len(stops) > 1 else 0
        band = (0.0, edge, 1.0, len(stops) - edge)
        size = (WIDTH * SCALE, round((bottom - top) * SCALE))
        self.sheet.paste(column.resize(size, Image.Resampling.BILINEAR, box=band), (0, round(top * SCALE)))

    def glow(self, x: float, y: float, r: float, colour: str, strength: float = 0.6) -> None:
        """Lay a soft light around (x, y)."""
        curve = [round(255 * strength * max(0.0, 1 - step / 180) ** 2) for step in range(256)]
        mask = Image.radial_gradient("L").point(curve).resize((round(2 * r * SCALE),) * 2, Image.Resampling.BILINEAR)
        self.sheet.paste(rgb(colour), (round((x - r) * SCALE), round((y - r) * SCALE)), mask)

    def sky(self, horizon: float = HEIGHT) -> None:
        """Draw the palette's sky down to `horizon`, with stars at night."""
        self.fade(0, horizon, self.palette.sky)
        self.box(0, horizon, WIDTH, HEIGHT - horizon, self.palette.sky[2])
        if self.palette.stars:
            for _ in range(150):
                x, y = self.between(0, WIDTH), self.between(0, horizon * 0.85)
                self.disc(x, y, self.between(0.6, 1.9), "#ffffff", alpha=self.dice.randint(70, 220))

    def light(self, x: float, y: float, r: float = 46) -> None:
        """Draw sun or moon with its glow."""
        self.glow(x, y, r * 7, self.palette.light, 0.75)
        self.disc(x, y, r, self.palette.light)

    def hills(self, base: float, high: float, colour: str, *, waves: float = 2.0) -> None:
        """Draw a range of hills that stands on `base` and fills everything below."""
        one, two, three = (self.between(0, 2 * pi) for _ in range(3))
        points: list[Point] = [(0, HEIGHT)]
        for x in range(0, WIDTH + 20, 16):
            turn = x / WIDTH * 2 * pi * waves
            wave = 0.55 * sin(turn + one) + 0.3 * sin(2.1 * turn + two) + 0.15 * sin(4.3 * turn + three)
            points.append((x, base - high * (0.5 + 0.5 * wave)))
        self.shape([*points, (WIDTH, HEIGHT)], colour)

    def water(self, top: float, *, shine: float | None = None, bottom: float = HEIGHT) -> None:
        """Draw water from `top` on, its ripples, and the light's path under `shine`."""
        self.fade(top, bottom, self.palette.water)
        deep, pale = mix(self.palette.water[1], "#000000", 0.15), self.palette.water[0]
        for _ in range(90):
            depth = self.between(0, 1) ** 1.3
            y = top + 4 + depth * (bottom - top - 6)
            self._ripple(self.between(0, WIDTH), y, depth, deep if self.chance(0.4) else pale, 110)
        for _ in range(80 if shine is not None else 0):
            depth = self.between(0, 1)
            y = top + 3 + depth * (bottom - top - 6)
            x = (shine or 0) + self.dice.gauss(0, 18 + 60 * depth)
            self._ripple(x, y, depth, self.palette.light, round(220 - 120 * depth))

    def _ripple(self, x: float, y: float, depth: float, colour: str, alpha: int) -> None:
        half = self.between(8, 16) * (0.6 + 2.2 * depth)
        self.box(x - half, y, 2 * half, 1.2 + 2.6 * depth, colour, round_=1.2, alpha=alpha)
