"""Temple, clock street, market, train."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import Brush, mix
from distrib.demo.scenes.figures import birds, clouds, person, tower, tree
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, INDIGO, LEAF, MARIGOLD, TEAL, WOOD


def temple(brush: Brush) -> None:
    """A skyline of temple towers behind a tank."""
    p, sun = brush.palette, brush.between(300, 980)
    brush.sky(470)
    brush.light(sun, 210, 54)
    clouds(brush, 4, 70, 230)
    brush.hills(480, 40, p.far, waves=2.4)
    back, front = mix(p.middle, "#c08a5e", 0.35), mix(mix(p.near, "#a8663f", 0.45), p.ink, 0.15)
    for x, high in ((120.0, 190), (320.0, 240), (980.0, 230), (1180.0, 180)):
        tower(brush, x + brush.between(-26, 26), 486, high, back, flag=MARIGOLD)
    tower(brush, 640 + brush.between(-50, 50), 490, 430, front)
    for x, high in ((440.0, 210), (830.0, 250)):
        tower(brush, x, 490, high, front, flag=BRICK)
    for step in range(4):
        brush.box(0, 484 + step * 13, 1280, 13, mix(p.ground, p.ink, 0.16 + 0.1 * step))
    brush.water(536, shine=sun)
    for _ in range(11):
        person(brush, brush.between(60, 1220), brush.between(500, 530), brush.between(46, 56))
    for _ in range(16):
        x, y = brush.between(80, 1200), brush.between(580, 700)
        brush.glow(x, y - 10, 42, p.lamp, 0.8)
        brush.disc(x, y, 13, "#c9803d", flat=0.4)
        brush.disc(x, y - 9, 4, "#fff4c8", flat=1.8)
    birds(brush, 820, 120, 6, p.ink)


def clock_street(brush: Brush) -> None:
    """An old clock tower over a street of shops."""
    p = brush.palette
    brush.sky(560)
    brush.light(brush.between(180, 420), 150, 46)
    clouds(brush, 5, 60, 250)
    walls = ("#e7c9a0", "#c98f6b", "#a9bdb0", "#e3b45f", "#b9808a", "#d7d2bd", "#8fa7b5")
    lit = p.stars or p.sky[0] == "#2b2550"
    for number in range(8):
        x, high = number * 164 - 14, brush.between(170, 290)
        wall = mix(walls[number % 7], p.ink, 0.35 if lit else 0.06)
        brush.box(x, 590 - high, 158, high, wall)
        brush.box(x - 4, 584 - high, 166, 12, mix(wall, "#ffffff", 0.3))
        for column in range(3):
            for row in range(int((high - 90) // 66)):
                wx, wy = x + 20 + column * 44, 606 - high + row * 66
                brush.box(
                    wx,
                    wy,
                    28,
                    42,
                    p.lamp if lit and brush.chance(0.6) else mix(wall, "#26323a", 0.65),
                    round_=13,
                )
        stripe = CLOTH[number % 5]
        for band in range(8):
            brush.shape(
                [(x + band * 20, 520), (x + band * 20 + 20, 520), (x + band * 20 + 16, 548), (x + band * 20 - 4, 548)],
                stripe if band % 2 else CREAM,
            )
        brush.box(x + 14, 548, 130, 42, mix(wall, p.lamp if lit else "#33251c", 0.75))
    x, stone = 668, mix("#d8b487", p.ink, 0.28 if lit else 0)
    brush.box(x - 62, 196, 124, 394, stone)
    brush.box(x - 62, 196, 30, 394, mix(stone, "#000000", 0.12))
    for y in (330, 430, 520):
        brush.box(x - 72, y, 144, 12, mix(stone, "#ffffff", 0.3))
        brush.box(x - 16, y + 26, 32, 52, mix(stone, "#2b1d12", 0.6), round_=16)
    brush.box(x - 76, 184, 152, 16, mix(stone, "#ffffff", 0.35))
    brush.shape([(x - 66, 186), (x - 44, 122), (x, 84), (x + 44, 122), (x + 66, 186)], BRICK)
    brush.stroke([(x, 88), (x, 44)], p.ink, 4)
    brush.disc(x, 264, 49, mix(stone, "#2b1d12", 0.5))
    brush.disc(x, 264, 43, "#fdf6e0")
    for hour in range(12):
        brush.disc(x + 36 * sin(hour * pi / 6), 264 - 36 * cos(hour * pi / 6), 2.6, "#2a2420")
    for turn, long, wide in ((brush.between(0, 6.2), 21, 5), (brush.between(0, 6.2), 32, 3.5)):
        brush.stroke([(x, 264), (x + long * sin(turn), 264 - long * cos(turn))], "#2a2420", wide)
    brush.disc(x, 264, 4, BRICK)
    brush.box(0, 590, 1280, 130, mix(p.ground, "#4d5258", 0.55))
    brush.box(0, 590, 1280, 9, mix(p.ground, "#ffffff", 0.25))
    _rickshaw(brush, 300 + brush.between(-60, 60), 668)
    for _ in range(9):
        person(brush, brush.between(440, 1240), brush.between(618, 690), brush.between(92, 108))
    birds(brush, 900, 120, 6, p.ink)


def _rickshaw(brush: Brush, x: float, y: float) -> None:
    brush.shape(
        [
            (x - 80, y - 24),
            (x - 84, y - 92),
            (x - 60, y - 124),
            (x + 34, y - 124),
            (x + 66, y - 70),
            (x + 92, y - 52),
            (x + 92, y - 18),
            (x - 74, y - 18),
        ],
        LEAF,
    )
    brush.shape([(x - 84, y - 92), (x - 60, y - 128), (x + 36, y - 128), (x + 52, y - 96)], MARIGOLD)
    brush.shape([(x + 30, y - 94), (x + 48, y - 94), (x + 62, y - 64), (x + 30, y - 64)], "#d7e8ea")
    brush.box(x - 48, y - 90, 60, 44, "#26332d", round_=4)
    for wheel in (-46, 66):
        brush.disc(x + wheel, y - 12, 20, "#22252a")
        brush.disc(x + wheel, y - 12, 8, "#c9ced2")


def market(brush: Brush) -> None:
    """Vegetable stalls under striped awnings."""
    p = brush.palette
    brush.fade(0, 720, (p.sky[1], p.sky[2], p.ground))
    brush.glow(640, 120, 500, p.light, 0.6)
    for number in range(7):
        high = brush.between(150, 230)
        brush.box(number * 190 - 30, 420 - high, 176, high, mix(p.far, p.sky[2], 0.3))
    for _ in range(10):
        person(brush, brush.between(20, 1260), brush.between(430, 470), 150)
    for stall in range(3):
        x, w = 26 + stall * 420, 390
        for pole in (x + 14, x + w - 20):
            brush.box(pole, 190, 8, 330, WOOD)
        colour = (BRICK, TEAL, INDIGO)[(stall + brush.dice.randint(0, 2)) % 3]
        for band in range(10):
            bx, cloth = x + band * w / 10, colour if band % 2 == 0 else CREAM
            brush.shape(
                [
                    (bx + (w / 2 - band * w / 10) * 0.16, 150),
                    (bx + w / 10 + (w / 2 - (band + 1) * w / 10) * 0.16, 150),
                    (bx + w / 10, 236),
                    (bx, 236),
                ],
                cloth,
            )
            brush.disc(bx + w / 20, 236, w / 20, cloth, flat=0.7)
        person(brush, x + w / 2 + brush.between(-60, 60), 560, 240)
        brush.box(x, 470, w, 20, mix(WOOD, "#ffffff", 0.15))
        brush.box(x + 8, 490, w - 16, 150, WOOD)
        for plank in range(1, 4):
            brush.stroke([(x + 8, 490 + plank * 38), (x + w - 8, 490 + plank * 38)], mix(WOOD, "#000000", 0.3), 2.5)
        for heap in range(3):
            _heap(
                brush,
                x + 70 + heap * 125,
                468,
                ("#b23f5e", "#5d8f3c", "#e08b35", "#e5c14a", "#7a3b6b", "#c9412f")[(stall * 3 + heap * 2) % 6],
            )
    brush.box(0, 640, 1280, 80, mix(p.ground, WOOD, 0.3))


def _heap(brush: Brush, x: float, y: float, colour: str) -> None:
    for row, count in enumerate((6, 5, 4, 2)):
        for number in range(count):
            cx, cy = x + (number - (count - 1) / 2) * 19 + brush.between(-2, 2), y - 12 - row * 15
            brush.disc(cx, cy, 12.5, mix(colour, "#000000", 0.18))
            brush.disc(cx - 1.5, cy - 1.5, 10.5, mix(colour, "#ffffff", brush.between(0, 0.12)))
            brush.disc(cx - 4, cy - 5, 2.6, "#ffffff", alpha=130)
    brush.shape([(x - 66, y - 8), (x + 66, y - 8), (x + 54, y + 6), (x - 54, y + 6)], "#a8763f")


def train(brush: Brush) -> None:
    """A train on an arched viaduct."""
    p = brush.palette
    brush.sky(520)
    brush.light(brush.between(760, 1100), 150, 50)
    clouds(brush, 4, 60, 220)
    brush.hills(520, 220, p.far, waves=1.2)
    brush.hills(560, 130, p.middle, waves=1.8)
    brush.hills(680, 70, p.near, waves=1.6)
    stone = mix(p.ground, p.ink, 0.3)
    brush.box(0, 436, 1280, 34, stone)
    for pier in range(8):
        x = pier * 184 - 20
        brush.box(x, 466, 34, 254, stone)
        brush.box(x, 466, 10, 254, mix(stone, "#000000", 0.15))
        arch = [(x + 34 + 75 * (1 - cos(pi * s / 16)), 540 - 60 * sin(pi * s / 16)) for s in range(17)]
        brush.shape([(x + 30, 466), (x + 188, 466), (x + 188, 544), *reversed(arch), (x + 30, 544)], stone)
    brush.box(0, 428, 1280, 9, mix(stone, "#ffffff", 0.35))
    body = brush.dice.choice((BRICK, TEAL, INDIGO))
    for car in range(4):
        x = -110 + car * 300
        brush.box(x, 322, 288, 96, body, round_=14)
        brush.box(x, 388, 288, 12, CREAM)
        brush.box(x + 8, 316, 272, 14, mix(body, "#000000", 0.35), round_=7)
        for window in range(6):
            brush.box(x + 22 + window * 42, 344, 32, 32, p.lamp, round_=5)
        for wheel in (48, 92, 196, 240):
            brush.disc(x + wheel, 422, 13, "#1f2328")
    brush.shape([(1090, 322), (1170, 322), (1232, 366), (1246, 416), (1090, 416)], body)
    brush.shape([(1150, 338), (1178, 338), (1208, 362), (1150, 362)], mix(p.sky[2], "#ffffff", 0.4))
    brush.box(1090, 388, 154, 12, CREAM)
    brush.disc(1232, 404, 8, "#fff6d0")
    brush.glow(1250, 404, 100, p.lamp, 0.8)
    for number in range(6):
        tree(brush, 70 + number * 230 + brush.between(-40, 40), 720, brush.between(90, 140), mix(p.near, LEAF, 0.4))
