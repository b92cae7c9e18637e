"""What stands about in more than one scene: people, palms, trees, boats, houses, towers, birds."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import Brush, mix
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, SKIN


def palm(brush: Brush, x: float, y: float, high: float, colour: str) -> None:
    """A coconut palm that leans a little, its foot at (x, y)."""
    lean = brush.between(-0.16, 0.16) * high
    top = (x + lean, y - high)
    bend = [(x + lean * (step / 10) ** 1.6, y - high * step / 10) for step in range(11)]
    brush.stroke(bend, colour, high * 0.035)
    for leaf in range(11):
        turn = pi * (-0.08 + leaf * 0.116) + brush.between(-0.06, 0.06)
        length = high * brush.between(0.3, 0.4)
        spine = [
            (top[0] - cos(turn) * length * t, top[1] - sin(turn) * length * 0.75 * t + length * 0.55 * t * t)
            for t in (0, 0.2, 0.4, 0.6, 0.8, 1)
        ]
        fat = [length * f for f in (0.02, 0.07, 0.085, 0.075, 0.05, 0)]
        under = [(px, py + f) for (px, py), f in zip(spine, fat, strict=True)]
        brush.shape([*spine, *reversed(under)], colour)


def tree(brush: Brush, x: float, y: float, high: float, colour: str, trunk: str = "#5a4632") -> None:
    """A broad shade tree."""
    brush.shape(
        [
            (x - high * 0.05, y),
            (x - high * 0.025, y - high * 0.6),
            (x + high * 0.025, y - high * 0.6),
            (x + high * 0.05, y),
        ],
        trunk,
    )
    for _ in range(9):
        off, up = brush.between(-0.34, 0.34) * high, brush.between(0.5, 0.86) * high
        shade = mix(colour, "#0c2018", brush.between(0, 0.25))
        brush.disc(x + off, y - up, high * brush.between(0.13, 0.21), shade, flat=0.78)
    for _ in range(4):
        off, up = brush.between(-0.26, 0.2) * high, brush.between(0.66, 0.9) * high
        brush.disc(x + off, y - up, high * brush.between(0.07, 0.13), mix(colour, "#f4f2b0", 0.18), flat=0.75)


def person(
    brush: Brush, x: float, y: float, high: float, cloth: str | None = None, *, skirt: bool | None = None
) -> None:
    """Somebody standing with their feet at (x, y): in a sari, or in shirt and trousers."""
    cloth = cloth or brush.dice.choice(CLOTH)
    skin = brush.dice.choice(SKIN)
    skirt = brush.chance(0.5) if skirt is None else skirt
    w = high * 0.13
    shoulder, hip = y - high * 0.78, y - high * 0.42
    if skirt:
        brush.shape([(x - w * 0.8, shoulder), (x + w * 0.8, shoulder), (x + w * 1.35, y), (x - w * 1.35, y)], cloth)
        brush.stroke(
            [(x - w * 0.8, shoulder), (x + w * 1.0, hip), (x + w * 1.3, y)], mix(cloth, "#ffffff", 0.4), high * 0.022
        )
    else:
        dark = mix(cloth, "#101820", 0.65)
        brush.box(x - w * 0.75, hip - 2, w * 0.66, y - hip + 2, dark)
        brush.box(x + w * 0.09, hip - 2, w * 0.66, y - hip + 2, dark)
        brush.box(x - w * 0.95, shoulder, w * 1.9, hip - shoulder + high * 0.03, cloth, round_=w * 0.5)
    brush.stroke([(x - w * 0.85, shoulder + w * 0.4), (x - w * 1.25, hip)], mix(cloth, "#101820", 0.18), high * 0.05)
    brush.stroke([(x + w * 0.85, shoulder + w * 0.4), (x + w * 1.25, hip)], mix(cloth, "#101820", 0.18), high * 0.05)
    brush.box(x - w * 0.22, shoulder - high * 0.05, w * 0.44, high * 0.08, skin)
    brush.disc(x, y - high * 0.89, high * 0.075, skin, flat=1.15)
    hair = "#1d1512"
    brush.shape(
        [(x + cos(pi * s / 8) * high * 0.08, y - high * 0.9 - sin(pi * s / 8) * high * 0.095) for s in range(9)], hair
    )
    if skirt:
        brush.disc(x + high * 0.06, y - high * 0.87, high * 0.04, hair)


def country_boat(brush: Brush, x: float, y: float, long: float, colour: str, *, rower: bool = True) -> None:
    """A slender wooden boat with upturned ends, afloat at `y`."""
    half, deep = long / 2, long * 0.11
    hull = [(x - half, y - deep * 1.3), (x - half * 0.72, y - deep * 0.35), (x + half * 0.72, y - deep * 0.35)]
    brush.shape(
        [*hull, (x + half, y - deep * 1.3), (x + half * 0.66, y + deep * 0.6), (x - half * 0.66, y + deep * 0.6)],
        colour,
    )
    brush.stroke([hull[0], hull[1], hull[2], (x + half, y - deep * 1.3)], mix(colour, "#ffe9c0", 0.45), long * 0.012)
    brush.box(x - half * 0.7, y + deep * 0.7, long * 0.7, deep * 0.5, colour, round_=4, alpha=70)
    if rower:
        person(brush, x - half * 0.38, y - deep * 0.1, long * 0.36)
        brush.stroke(
            [(x - half * 0.16, y - long * 0.36), (x - half * 0.72, y + deep * 1.2)],
            mix(colour, "#000000", 0.3),
            long * 0.014,
        )


def birds(brush: Brush, x: float, y: float, count: int, colour: str) -> None:
    """A few birds on the wing around (x, y)."""
    for _ in range(count):
        bx, by, w = x + brush.between(-120, 120), y + brush.between(-45, 45), brush.between(7, 13)
        brush.stroke(
            [
                (bx - w, by - w * 0.35),
                (bx - w * 0.4, by - w * 0.45),
                (bx, by),
                (bx + w * 0.4, by - w * 0.45),
                (bx + w, by - w * 0.35),
            ],
            colour,
            2,
        )


def clouds(brush: Brush, count: int, top: float, low: float) -> None:
    """Flat long clouds between two heights."""
    colour = mix(brush.palette.sky[2], "#ffffff", 0.5)
    for _ in range(count):
        x, y, w = brush.between(0, 1280), brush.between(top, low), brush.between(90, 200)
        for off, size in ((-0.5, 0.5), (0, 0.75), (0.45, 0.55)):
            brush.disc(x + off * w, y, w * size * 0.55, colour, flat=0.2, alpha=80)


def tower(brush: Brush, x: float, y: float, high: float, colour: str, *, flag: str = BRICK) -> None:
    """A curved temple tower as Odisha builds them, ribbed, with its stone wheel and flag."""
    w = high * 0.2
    left, right = [], []
    for step in range(13):
        t = step / 12
        half = w * (1 - 0.62 * t**3.2)
        left.append((x - half, y - high * 0.78 * t))
        right.append((x + half, y - high * 0.78 * t))
    brush.shape([*left, *reversed(right)], colour)
    for rib in (-0.62, -0.24, 0.24, 0.62):
        line = [(x + w * rib * (1 - 0.62 * (s / 12) ** 3.2), y - high * 0.78 * s / 12) for s in range(13)]
        brush.stroke(line, mix(colour, "#000000", 0.16), high * 0.008)
    for band in range(1, 9):
        t = band / 9.5
        half = w * (1 - 0.62 * t**3.2)
        brush.box(x - half, y - high * 0.78 * t, 2 * half, high * 0.006, mix(colour, "#fff0d0", 0.16))
    brush.box(x - w * 0.24, y - high * 0.82, w * 0.48, high * 0.05, mix(colour, "#000000", 0.2))
    brush.disc(x, y - high * 0.845, w * 0.44, colour, flat=0.36)
    brush.disc(x, y - high * 0.885, w * 0.24, mix(colour, "#fff0d0", 0.2), flat=0.6)
    brush.stroke([(x, y - high * 0.88), (x, y - high)], mix(colour, "#000000", 0.3), max(1.5, high * 0.008))
    brush.shape([(x, y - high), (x + high * 0.11, y - high * 0.975), (x, y - high * 0.945)], flag)


def house(brush: Brush, x: float, y: float, w: float, high: float, wall: str, *, lit: bool = False) -> None:
    """A small tiled house with a door and two windows."""
    brush.box(x, y - high, w, high, wall)
    brush.shape(
        [
            (x - w * 0.1, y - high),
            (x + w * 0.18, y - high * 1.55),
            (x + w * 0.82, y - high * 1.55),
            (x + w * 1.1, y - high),
        ],
        "#a4553a",
    )
    for row in range(1, 4):
        brush.stroke(
            [
                (x - w * 0.1 + w * 0.07 * row, y - high * (1 + 0.137 * row)),
                (x + w * 1.1 - w * 0.07 * row, y - high * (1 + 0.137 * row)),
            ],
            "#8b4330",
            1.6,
        )
    pane = brush.palette.lamp if lit else mix(wall, "#203040", 0.7)
    brush.box(x + w * 0.42, y - high * 0.62, w * 0.17, high * 0.62, mix(wall, "#3a2416", 0.7))
    for off in (0.12, 0.71):
        brush.box(x + w * off, y - high * 0.66, w * 0.17, high * 0.3, pane)
        brush.stroke([(x + w * (off + 0.085), y - high * 0.66), (x + w * (off + 0.085), y - high * 0.36)], CREAM, 1.4)
