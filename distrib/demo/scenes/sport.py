"""Hockey turf, cricket wicket, running track, chess table."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import WIDTH, Brush, mix
from distrib.demo.scenes.figures import clouds
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, INDIGO, LEAF, MARIGOLD, SKIN, TEAL, WOOD


def _stands(brush: Brush, top: float, base: float) -> None:
    brush.shape(
        [(0, top + 30), (640, top), (1280, top + 30), (1280, base), (0, base)], mix(brush.palette.ink, "#3a4a66", 0.4)
    )
    for row in range(int((base - top - 40) // 15)):
        for _ in range(100):
            brush.disc(brush.between(0, 1280), top + 42 + row * 15, 5.4, brush.dice.choice(CLOTH), alpha=180)
    brush.box(0, base - 18, 1280, 20, CREAM)
    for board in range(9):
        brush.box(board * 146, base - 16, 130, 16, (TEAL, BRICK, INDIGO, MARIGOLD)[board % 4])


def _floodlight(brush: Brush, x: float, y: float, lean: int) -> None:
    brush.stroke([(x, y + 260), (x + lean * 12, y)], mix(brush.palette.ink, "#8090a0", 0.4), 8)
    brush.box(x + lean * 12 - 54, y - 34, 108, 50, "#2a3342", round_=6)
    for column in range(4):
        for row in range(2):
            brush.disc(x + lean * 12 - 38 + column * 25, y - 22 + row * 24, 9, "#fffbe6")
    brush.glow(x + lean * 12, y - 10, 210, "#fff5cf", 0.75)


def _runner(brush: Brush, x: float, y: float, high: float, shirt: str, turn: int) -> None:
    skin = brush.dice.choice(SKIN)
    hip = (x, y - high * 0.46)
    neck = (x + turn * high * 0.12, y - high * 0.8)
    brush.stroke(
        [hip, (x + turn * high * 0.2, y - high * 0.28), (x + turn * high * 0.16, y - high * 0.02)], skin, high * 0.075
    )
    brush.stroke(
        [hip, (x - turn * high * 0.12, y - high * 0.24), (x - turn * high * 0.34, y - high * 0.14)], skin, high * 0.075
    )
    brush.stroke(
        [neck, (x - turn * high * 0.1, y - high * 0.66), (x + turn * high * 0.02, y - high * 0.5)], skin, high * 0.055
    )
    brush.stroke([hip, neck], shirt, high * 0.19)
    brush.stroke(
        [neck, (x + turn * high * 0.26, y - high * 0.64), (x + turn * high * 0.38, y - high * 0.72)], skin, high * 0.055
    )
    brush.disc(hip[0], hip[1] + high * 0.03, high * 0.125, mix(shirt, "#101020", 0.6), flat=0.9)
    brush.disc(neck[0] + turn * high * 0.05, neck[1] - high * 0.1, high * 0.075, skin, flat=1.1)
    head = (neck[0] + turn * high * 0.05, neck[1] - high * 0.115)
    brush.shape(
        [(head[0] + high * 0.08 * cos(pi * s / 8), head[1] - high * 0.085 * sin(pi * s / 8)) for s in range(9)],
        "#1a1310",
    )


def hockey(brush: Brush) -> None:
    """A hockey match on blue turf under floodlights."""
    brush.sky(330)
    _floodlight(brush, 140, 100, 1)
    _floodlight(brush, 1140, 100, -1)
    _stands(brush, 190, 340)
    brush.fade(340, 720, ("#2f7fb8", "#1c5c97"))
    for band in range(0, 8, 2):
        x = 640 + (band - 4) * 130
        brush.shape(
            [(x, 340), (x + 130, 340), (640 + (x + 130 - 640) * 2.1, 720), (640 + (x - 640) * 2.1, 720)], "#ffffff", 16
        )
    brush.stroke([(-10, 400), (1290, 400)], "#ffffff", 5)
    circle = [(1000 - 420 * cos(pi * s / 40), 400 + 200 * sin(pi * s / 40)) for s in range(41)]
    brush.stroke(circle, "#ffffff", 6)
    brush.box(905, 306, 190, 92, "#e9f0f2", alpha=110)
    for x in (905, 1089):
        brush.box(x, 302, 7, 98, "#ffffff")
    brush.box(905, 302, 190, 7, "#ffffff")
    one, two = brush.dice.sample((BRICK, MARIGOLD, TEAL, "#f3f0e8"), 2)
    for x, y, h, shirt, turn in (
        (250, 560, 170, one, 1),
        (430, 500, 140, two, 1),
        (900, 520, 140, two, -1),
        (1110, 600, 180, one, -1),
        (650, 640, 230, one, 1),
    ):
        px = x + brush.between(-24, 24)
        brush.disc(px, y, h * 0.36, "#08254a", flat=0.14, alpha=90)
        _runner(brush, px, y, h, shirt, turn)
        hand = (px + turn * h * 0.36, y - h * 0.7)
        hook = [(px + turn * h * 0.56, y - h * 0.04), (px + turn * h * 0.62, y), (px + turn * h * 0.7, y - h * 0.03)]
        brush.stroke([hand, *hook], MARIGOLD if shirt != MARIGOLD else CREAM, h * 0.04)
    brush.disc(850, 650, 26, "#08254a", flat=0.3, alpha=90)
    brush.disc(846, 640, 15, "#ffffff")
    brush.disc(842, 636, 6, "#ffffff")


def cricket(brush: Brush) -> None:
    """Stumps, bat and ball on the pitch, the ground beyond."""
    p = brush.palette
    brush.sky(330)
    brush.light(brush.between(200, 420), 130, 44)
    clouds(brush, 4, 50, 180)
    _stands(brush, 236, 350)
    grass = mix(LEAF, p.near, 0.2)
    brush.box(0, 348, 1280, 372, grass)
    for band in range(0, 12, 2):
        x = (band - 6) * 110
        brush.shape(
            [(640 + x, 348), (640 + x + 110, 348), (640 + (x + 110) * 2.4, 720), (640 + x * 2.4, 720)], "#ffffff", 20
        )
    brush.shape([(560, 370), (720, 370), (1010, 720), (270, 720)], mix(p.ground, "#e9d3a0", 0.5))
    brush.stroke([(400, 610), (880, 610)], "#ffffff", 7)
    brush.stroke([(548, 404), (732, 404)], "#ffffff", 4)
    for x, y, h, shirt in (
        (330, 470, 100, "#f5f3ea"),
        (1010, 450, 90, "#f5f3ea"),
        (620, 430, 96, "#f5f3ea"),
        (160, 430, 80, "#f5f3ea"),
    ):
        px = x + brush.between(-20, 20)
        brush.disc(px, y, h * 0.32, "#173a1e", flat=0.14, alpha=90)
        _runner(brush, px, y, h, shirt, 1 if x < WIDTH / 2 else -1)
    brush.disc(650, 664, 190, "#000000", flat=0.1, alpha=60)
    for number in range(3):
        left = 572.0 + number * 62
        brush.box(left, 330, 24, 330, "#e2b878", round_=8)
        brush.box(left + 3, 336, 7, 318, "#f4d7a4", round_=4)
    for left in (584.0, 646.0):
        brush.box(left, 318, 58, 14, "#c9944f", round_=7)
    bat = [(930, 690), (1040, 660), (930, 300), (850, 320)]
    brush.shape([(x + 26, y + 20) for x, y in bat], "#000000", 50)
    brush.shape(bat, "#e7c58c")
    brush.shape([bat[1], bat[2], (905, 306), (1004, 670)], "#cfa566")
    brush.stroke([(888, 306), (842, 160)], BRICK, 28)
    for wrap in range(6):
        wx, wy = 884 - wrap * 7.6, 290.0 - wrap * 24
        brush.stroke([(wx - 13, wy + 4), (wx + 13, wy - 4)], mix(BRICK, "#000000", 0.35), 4)
    brush.disc(420, 640, 58, "#000000", flat=0.25, alpha=60)
    brush.disc(416, 596, 54, "#a52a28")
    brush.disc(402, 580, 26, "#c9504a", alpha=150)
    for off in (-7, 0, 7):
        brush.stroke([(380 + off, 556), (424 + off, 596), (446 + off, 640)], "#f3e4d0", 2.4)


def track(brush: Brush) -> None:
    """Runners on a red track."""
    p = brush.palette
    brush.sky(300)
    brush.light(brush.between(800, 1100), 120, 46)
    clouds(brush, 4, 50, 180)
    _stands(brush, 190, 320)
    brush.box(0, 318, 1280, 70, mix(LEAF, p.near, 0.2))
    brush.shape([(0, 388), (1280, 388), (1280, 720), (0, 720)], "#b8533a")
    for lane in range(6):
        y = 388 + lane * lane * 11 + lane * 8
        brush.stroke([(0, y), (1280, y)], CREAM, 2 + lane * 0.8)
    for lane in range(5):
        y = 452 + lane * 62
        high = 150 + lane * 30
        x = 1000 - lane * 190 + brush.between(-50, 50)
        brush.disc(x, y, high * 0.36, "#5a1f14", flat=0.12, alpha=110)
        _runner(brush, x, y, high, CLOTH[lane], 1)


def chess(brush: Brush) -> None:
    """A chess board seen from a player's side."""
    p = brush.palette
    brush.fade(0, 720, (mix(p.sky[0], "#201a2a", 0.4), mix(p.sky[1], "#2a2030", 0.3), WOOD))
    brush.glow(760, 140, 460, p.lamp, 0.6)
    dark, pale = mix(WOOD, "#000000", 0.35), "#ecd6ab"

    def at(column: float, row: float) -> tuple[float, float]:
        deep = row / 8
        half = 330 + 330 * deep**1.35
        return 640 + (column / 8 - 0.5) * 2 * half, 300 + 400 * deep**1.35

    brush.shape([(290, 288), (990, 288), (1340, 720), (-60, 720)], mix(WOOD, "#000000", 0.15))
    for row in range(8):
        for column in range(8):
            square = [at(column, row), at(column + 1, row), at(column + 1, row + 1), at(column, row + 1)]
            brush.shape(square, pale if (row + column) % 2 == 0 else dark)
    spots = [(c, r) for r in range(7) for c in range(8)]
    for column, row in sorted(brush.dice.sample(spots, 15), key=lambda spot: spot[1]):
        x, y = at(column + 0.5, row + 0.72)
        white = brush.chance(0.3 + 0.07 * row)
        _piece(brush, x, y, 84 + row * 21, "#fbf3e0" if white else "#2c2229", king=brush.chance(0.3))


def _piece(brush: Brush, x: float, y: float, high: float, colour: str, *, king: bool) -> None:
    edge = mix(colour, "#6b4a30", 0.35)
    brush.disc(x + high * 0.12, y + high * 0.03, high * 0.34, "#000000", flat=0.28, alpha=80)
    brush.disc(x, y, high * 0.27, edge, flat=0.32)
    brush.disc(x, y - high * 0.05, high * 0.25, colour, flat=0.32)
    brush.shape(
        [
            (x - high * 0.18, y - high * 0.06),
            (x - high * 0.08, y - high * 0.56),
            (x + high * 0.08, y - high * 0.56),
            (x + high * 0.18, y - high * 0.06),
        ],
        colour,
    )
    brush.shape(
        [
            (x + high * 0.04, y - high * 0.06),
            (x + high * 0.03, y - high * 0.56),
            (x + high * 0.08, y - high * 0.56),
            (x + high * 0.18, y - high * 0.06),
        ],
        edge,
    )
    brush.disc(x, y - high * 0.57, high * 0.15, edge, flat=0.3)
    if king:
        brush.shape(
            [
                (x - high * 0.1, y - high * 0.58),
                (x - high * 0.16, y - high * 0.86),
                (x + high * 0.16, y - high * 0.86),
                (x + high * 0.1, y - high * 0.58),
            ],
            colour,
        )
        brush.disc(x, y - high * 0.86, high * 0.16, edge, flat=0.3)
        brush.box(x - high * 0.018, y - high * 1.02, high * 0.036, high * 0.16, colour)
        brush.box(x - high * 0.06, y - high * 0.98, high * 0.12, high * 0.036, colour)
    else:
        brush.disc(x, y - high * 0.7, high * 0.14, colour)
        brush.disc(x - high * 0.04, y - high * 0.74, high * 0.05, "#ffffff", alpha=70)
