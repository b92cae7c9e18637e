"""River, bridge, beach, turtle, port, lagoon."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import Brush, mix
from distrib.demo.scenes.figures import birds, clouds, country_boat, house, palm, person
from distrib.demo.scenes.palettes import BRICK, CREAM, INDIGO, MARIGOLD, TEAL, WOOD


def river(brush: Brush) -> None:
    """Country boats on a broad river."""
    p, sun = brush.palette, brush.between(420, 900)
    brush.sky(380)
    brush.light(sun, brush.between(250, 300))
    clouds(brush, 4, 90, 220)
    brush.hills(392, 90, p.far, waves=1.3)
    brush.hills(396, 46, p.middle, waves=2.2)
    brush.water(384, shine=sun)
    for side in (0, 1):
        for _ in range(4):
            palm(brush, side * 1020 + brush.between(0, 260), brush.between(388, 396), brush.between(110, 170), p.near)
    birds(brush, sun - 160, 170, 5, p.ink)
    country_boat(brush, brush.between(700, 1000), 462, 190, p.near)
    country_boat(brush, brush.between(300, 520), 574, 400, p.ink)


def bridge(brush: Brush) -> None:
    """A suspended footbridge between two green banks."""
    p, sun = brush.palette, brush.between(300, 980)
    brush.sky(420)
    brush.light(sun, 190)
    clouds(brush, 3, 80, 240)
    brush.hills(430, 190, p.far, waves=1.2)
    brush.hills(440, 110, p.middle, waves=1.9)
    brush.water(430, shine=sun)
    deck, left, right = 440.0, 235.0, 1045.0
    for x in (left, right):
        for off in (-13, 13):
            brush.box(x + off - 5, 215, 10, 300, p.ink)
        for y in (240.0, 330.0):
            brush.box(x - 18, y, 36, 9, p.ink)
    cable = [(left + (right - left) * s / 40, 228 + 640 * (s / 40) * (1 - s / 40) * 1.1) for s in range(41)]
    brush.stroke(cable, p.ink, 5)
    brush.stroke([(0, 400), (left, 228)], p.ink, 5)
    brush.stroke([(right, 228), (1280, 400)], p.ink, 5)
    for x, y in cable[1::2]:
        brush.stroke([(x, y), (x, deck)], p.ink, 1.8)
    brush.box(0, deck, 1280, 13, mix(WOOD, p.ink, 0.35))
    brush.box(0, deck + 13, 1280, 5, p.ink)
    brush.stroke([(0, deck - 34), (1280, deck - 34)], p.ink, 2)
    for side in (-1, 1):
        edge = 0 if side < 0 else 1280
        curve = [(edge - side * 330 * sin(t * pi / 24), 458 + 280 * (1 - cos(t * pi / 24))) for t in range(13)]
        brush.shape([*curve, (edge, 740)], p.near)
        for _ in range(5):
            palm(
                brush,
                edge - side * brush.between(10, 190),
                brush.between(500, 560),
                brush.between(130, 210),
                mix(p.near, p.ink, 0.5),
            )
    for number in range(6):
        person(brush, 320 + number * 118 + brush.between(-34, 34), deck, 62)
    country_boat(brush, brush.between(560, 760), 610, 240, p.ink, rower=False)


def beach(brush: Brush) -> None:
    """Fishing boats drawn up on the sand."""
    p = brush.palette
    sun = brush.between(250, 1050)
    brush.sky(300)
    brush.light(sun, 205, 40)
    clouds(brush, 4, 70, 200)
    brush.water(290, shine=sun, bottom=460)
    for row, y in enumerate((432, 446, 458)):
        foam = [(x, y + 9 * sin(x / 90 + row * 1.3)) for x in range(0, 1300, 20)]
        brush.shape(
            [*foam, (1280, 720), (0, 720)],
            (mix(p.water[0], "#ffffff", 0.7), mix(p.ground, p.water[1], 0.3), p.ground)[row],
        )
    for _ in range(70):
        brush.box(
            brush.between(0, 1280),
            brush.between(480, 715),
            brush.between(10, 40),
            2,
            mix(p.ground, WOOD, 0.25),
            round_=1,
        )
    for number, colour in enumerate((TEAL, BRICK, INDIGO)):
        x, y = 190 + number * 420 + brush.between(-40, 40), 520 + (number % 2) * 34
        brush.shape(
            [
                (x - 165, y - 62),
                (x - 110, y - 26),
                (x + 110, y - 26),
                (x + 165, y - 62),
                (x + 105, y + 26),
                (x - 105, y + 26),
            ],
            colour,
        )
        brush.shape(
            [
                (x - 165, y - 62),
                (x - 110, y - 26),
                (x + 110, y - 26),
                (x + 165, y - 62),
                (x + 150, y - 44),
                (x + 112, y - 8),
                (x - 112, y - 8),
                (x - 150, y - 44),
            ],
            MARIGOLD,
        )
        brush.disc(x - 122, y - 8, 8, CREAM)
        brush.stroke([(x + 10, y - 26), (x + 10, y - 150)], WOOD, 4)
        brush.shape([(x + 12, y - 150), (x + 62, y - 136), (x + 12, y - 120)], (MARIGOLD, CREAM, BRICK)[number])
    for _ in range(4):
        person(brush, brush.between(120, 1160), brush.between(620, 690), 118)


def turtle(brush: Brush) -> None:
    """A sea turtle on the wet sand, its track behind it."""
    p, sun = brush.palette, brush.between(300, 560)
    brush.sky(250)
    brush.light(sun, 190, 34)
    brush.water(240, shine=sun, bottom=380)
    sand = mix(p.ground, "#4a3230", 0.5)
    for y, colour in ((350, mix(p.water[0], "#ffffff", 0.6)), (362, mix(sand, p.water[0], 0.35)), (382, sand)):
        brush.shape([*[(x, y + 11 * sin(x / 120 + y)) for x in range(0, 1300, 20)], (1280, 720), (0, 720)], colour)
    x0, y0 = 820 + brush.between(-40, 60), 560
    for step in range(34):
        t = step / 34
        tx, ty = 300 + (x0 - 420) * t, 400 + 150 * t + 10 * sin(step)
        for side in (-1, 1):
            brush.disc(tx + side * 6, ty + side * (6 + 20 * t), 3 + 9 * t, mix(sand, "#000000", 0.3), flat=0.5)
    shell, skin = "#5c6f4e", "#7f9470"
    brush.disc(x0 + 10, y0 + 62, 190, "#000000", flat=0.22, alpha=60)
    for turn, long in ((-0.55, 150), (0.5, 140), (2.5, 105), (3.75, 105)):
        tip = (x0 + cos(turn) * (long + 90), y0 + 12 + sin(turn) * long)
        base = (x0 + cos(turn) * 90, y0 + sin(turn) * 60)
        brush.shape([(base[0] - 26, base[1]), (tip[0] - 14, tip[1] - 10), tip, (base[0] + 34, base[1] + 18)], skin)
    brush.disc(x0 + 186, y0 - 6, 44, skin, flat=0.8)
    brush.disc(x0 + 203, y0 - 18, 6, "#15201a")
    brush.disc(x0, y0, 158, mix(shell, "#101a12", 0.35), flat=0.68)
    brush.disc(x0 - 4, y0 - 10, 146, shell, flat=0.66)
    for row, count in ((-46, 3), (0, 4), (44, 3)):
        for number in range(count):
            cx = x0 - 6 + (number - (count - 1) / 2) * 62
            points = [(cx + 29 * cos(pi / 3 * k), y0 - 10 + row * 0.86 + 22 * sin(pi / 3 * k)) for k in range(6)]
            brush.shape(points, mix(shell, "#d7d79a", 0.28))
    birds(brush, 1000, 130, 4, p.ink)


def port(brush: Brush) -> None:
    """Cranes and a cargo ship at the quay."""
    p, sun = brush.palette, brush.between(250, 1000)
    brush.sky(430)
    brush.light(sun, 240)
    clouds(brush, 4, 80, 250)
    brush.hills(440, 50, p.far, waves=2)
    for x in (150, 420, 980):
        tint = mix(p.middle, p.ink, 0.35)
        brush.stroke([(x, 450), (x + 22, 170), (x + 76, 170), (x + 98, 450)], tint, 10)
        brush.stroke([(x - 150, 206), (x + 190, 196)], tint, 10)
        brush.stroke([(x - 150, 206), (x + 48, 128), (x + 190, 196)], tint, 4)
        brush.stroke([(x - 96, 204), (x - 96, 300)], tint, 3)
        brush.box(x - 128, 300, 64, 30, (BRICK, MARIGOLD, TEAL)[x % 3])
    brush.water(446, shine=sun)
    brush.shape([(240, 470), (1120, 470), (1060, 585), (310, 585)], mix(INDIGO, p.ink, 0.45))
    brush.shape([(296, 560), (1073, 560), (1060, 585), (310, 585)], BRICK)
    for column in range(11):
        for row in range(brush.dice.randint(2, 4)):
            colour = brush.dice.choice((BRICK, MARIGOLD, TEAL, CREAM, INDIGO, "#6f8a5c"))
            brush.box(340 + column * 50, 470 - (row + 1) * 34, 47, 31, colour)
            brush.stroke(
                [(340 + column * 50 + 15, 473 - (row + 1) * 34), (340 + column * 50 + 15, 498 - (row + 1) * 34)],
                mix(colour, "#000000", 0.2),
                2,
            )
    brush.box(935, 320, 105, 150, CREAM)
    for row in range(3):
        for column in range(4):
            brush.box(946 + column * 24, 340 + row * 36, 14, 15, mix(p.ink, p.lamp, 0.75))
    brush.box(965, 276, 44, 44, BRICK)
    brush.box(340, 592, 700, 5, p.light, alpha=70)


def lagoon(brush: Brush) -> None:
    """A still lagoon with stakes, nets, an island house and flamingo-pink birds."""
    p, sun = brush.palette, brush.between(350, 900)
    brush.sky(330)
    brush.light(sun, 230)
    brush.hills(340, 60, p.far, waves=1.6)
    brush.water(334, shine=sun)
    brush.disc(1010, 352, 190, p.near, flat=0.13)
    house(brush, 960, 346, 92, 44, CREAM, lit=True)
    for x in (860.0, 905.0, 1090.0, 1140.0):
        palm(brush, x, 350, brush.between(90, 140), p.ink)
    for number in range(15):
        x = 70.0 + number * 44
        brush.stroke([(x, 430 + number * 4), (x + 3, 500 + number * 5)], p.ink, 3)
        if number:
            brush.stroke(
                [(x - 44, 434 + number * 4), (x - 22, 452 + number * 4), (x, 436 + number * 4)],
                mix(p.ink, p.water[0], 0.3),
                1.6,
            )
    for _ in range(9):
        x, y, size = brush.between(700, 1240), brush.between(440, 520), brush.between(0.8, 1.2)
        brush.stroke([(x - 5, y), (x - 5, y + 34 * size)], "#b5586b", 2.4)
        brush.stroke([(x + 5, y), (x + 3, y + 34 * size)], "#b5586b", 2.4)
        brush.disc(x, y - 6, 19 * size, "#efb0ab", flat=0.55)
        brush.stroke(
            [
                (x + 14 * size, y - 10),
                (x + 24 * size, y - 30 * size),
                (x + 15 * size, y - 46 * size),
                (x + 24 * size, y - 52 * size),
            ],
            "#efb0ab",
            5 * size,
        )
    country_boat(brush, brush.between(300, 460), 620, 420, p.ink)
