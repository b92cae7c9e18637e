"""Paddy, solar panels, mountains, bus stop under trees, rain, forest road."""

from math import sin

from distrib.demo.scenes.brush import WIDTH, Brush, mix
from distrib.demo.scenes.figures import birds, clouds, house, palm, person, tree
from distrib.demo.scenes.palettes import BRICK, CREAM, INDIGO, LEAF, MARIGOLD, TEAL, WOOD

CLEARING = 220  # half of the open middle of the forest


def paddy(brush: Brush) -> None:
    """Strips of paddy, people at work, egrets."""
    p, sun = brush.palette, brush.between(300, 980)
    brush.sky(330)
    brush.light(sun, 170)
    clouds(brush, 4, 80, 230)
    brush.hills(350, 130, p.far, waves=1.4)
    brush.hills(356, 60, p.middle, waves=2.3)
    for _ in range(6):
        palm(brush, brush.between(60, 1220), 362, brush.between(80, 120), mix(p.near, p.ink, 0.35))
    house(brush, brush.between(160, 900), 372, 96, 42, CREAM)
    greens = ("#9cb556", "#7fa44c", "#b7be5d", "#6a9448", "#8eae50", "#578440")
    top = 362.0
    for row, green in enumerate(mix(each, p.near, 0.22) for each in greens):
        deep = 26 + row * 18
        edge = [(x, top + 7 * sin(x / (120 + 30 * row) + row)) for x in range(0, 1300, 20)]
        brush.shape([*edge, (1280, 720), (0, 720)], green)
        brush.stroke(edge, mix(p.ground, WOOD, 0.2), 3 + row)
        for _ in range(70):
            x, y = brush.between(0, 1280), top + brush.between(10, deep)
            tall = 5 + row * 2.6
            brush.stroke(
                [(x - tall * 0.3, y - tall), (x, y), (x + tall * 0.35, y - tall)],
                mix(green, "#f2efa0", 0.3),
                1.2 + row * 0.25,
            )
        top += deep
    for _ in range(4):
        person(brush, brush.between(150, 1130), brush.between(520, 660), brush.between(100, 130), skirt=True)
    for _ in range(5):
        x, y = brush.between(100, 1180), brush.between(440, 540)
        brush.disc(x, y, 13, "#fbfaf2", flat=0.6)
        brush.stroke([(x + 9, y - 3), (x + 15, y - 20), (x + 22, y - 18)], "#fbfaf2", 3)
        brush.stroke([(x, y + 6), (x, y + 20)], "#4a3a20", 1.6)


def solar(brush: Brush) -> None:
    """Rows of solar panels on a slope."""
    p, sun = brush.palette, brush.between(760, 1080)
    brush.sky(430)
    brush.light(sun, 170, 58)
    clouds(brush, 3, 90, 240)
    brush.hills(450, 170, p.far, waves=1.2)
    brush.hills(470, 100, p.middle, waves=1.7)
    brush.shape([(0, 430), (500, 400), (1280, 452), (1280, 720), (0, 720)], mix(p.ground, p.near, 0.2))
    for _ in range(70):
        brush.box(
            brush.between(0, 1280), brush.between(460, 715), brush.between(14, 34), 3, p.near, round_=1.5, alpha=70
        )
    for y, size, count in ((448, 0.42, 7), (524, 0.7, 5), (648, 1.15, 4)):
        for number in range(count):
            w, h, slant = 210 * size, 108 * size, 46 * size
            x = (1280 - count * (w + 64 * size)) / 2 + number * (w + 64 * size) + slant * 0.4
            for leg in (0.2, 0.8):
                brush.stroke([(x + w * leg, y - h * 0.3), (x + w * leg, y + 26 * size)], "#5b5f63", 6 * size)
            brush.disc(x + w / 2, y + 28 * size, w * 0.62, "#000000", flat=0.08, alpha=50)
            face = [(x + slant, y - h), (x + w + slant, y - h), (x + w, y), (x, y)]
            brush.shape(face, "#1c3f66")
            brush.shape(
                [(x + slant + w * 0.35, y - h), (x + slant + w * 0.62, y - h), (x + w * 0.3, y), (x + w * 0.03, y)],
                "#4c7fa8",
                130,
            )
            for line in range(1, 5):
                t = line / 5
                brush.stroke([(x + slant + w * t, y - h), (x + w * t, y)], "#a9c6da", 1.6 * size)
            for t in (1 / 3, 2 / 3):
                brush.stroke(
                    [(x + slant * (1 - t), y - h * (1 - t)), (x + w + slant * (1 - t), y - h * (1 - t))],
                    "#a9c6da",
                    1.6 * size,
                )
            brush.stroke([*face, face[0]], "#d8e2e6", 3 * size)
    person(brush, brush.between(80, 160), 690, 150, MARIGOLD, skirt=False)


def mountains(brush: Brush) -> None:
    """Snow peaks above pines and a road."""
    p = brush.palette
    brush.sky(480)
    brush.light(brush.between(250, 1000), 150, 42)
    clouds(brush, 4, 100, 260)
    for peak in range(5):
        x, high = 60 + peak * 290 + brush.between(-60, 60), brush.between(230, 350)
        half, base = high * 0.95, 510
        rock, snow = mix(p.middle, p.far, 0.3), "#fbfbf8"
        brush.shape([(x - half, base), (x, base - high), (x + half, base)], rock)
        brush.shape([(x, base - high), (x + half, base), (x + half * 0.2, base)], mix(rock, p.near, 0.5))
        cap = high * 0.36
        zig = [
            (x - cap * 0.95, base - high + cap),
            (x - cap * 0.45, base - high + cap * 0.72),
            (x - cap * 0.12, base - high + cap * 1.12),
        ]
        brush.shape(
            [(x, base - high), *zig, (x + cap * 0.3, base - high + cap * 0.74), (x + cap * 0.95, base - high + cap)],
            snow,
        )
    brush.hills(560, 90, p.near, waves=1.6)
    brush.shape([(0, 600), (640, 560), (1280, 620), (1280, 720), (0, 720)], p.ground)
    for _ in range(38):
        x, y, h = brush.between(0, 1280), brush.between(545, 640), brush.between(50, 105)
        for layer in range(3):
            w = h * (0.2 + 0.09 * layer)
            brush.shape(
                [
                    (x - w, y - h * (0.58 - 0.25 * layer)),
                    (x, y - h * (1 - 0.22 * layer)),
                    (x + w, y - h * (0.58 - 0.25 * layer)),
                ],
                mix(p.near, p.ink, 0.5),
            )
        brush.box(x - 3, y - h * 0.1, 6, h * 0.1, WOOD)
    road = [
        (560, 720),
        (700, 668),
        (620, 628),
        (690, 596),
        (668, 580),
        (680, 580),
        (716, 598),
        (668, 628),
        (800, 668),
        (820, 720),
    ]
    brush.shape(road, mix(p.ink, p.ground, 0.35))


def bus_stop(brush: Brush) -> None:
    """A bus stop in the shade of big trees."""
    p = brush.palette
    brush.sky(470)
    brush.light(brush.between(900, 1120), 130, 44)
    clouds(brush, 4, 70, 220)
    for number in range(9):
        high = brush.between(120, 250)
        brush.box(number * 146 + brush.between(-20, 10), 480 - high, 126, high, mix(p.far, p.sky[2], 0.35))
    brush.box(0, 470, 1280, 60, mix(p.ground, "#ffffff", 0.25))
    brush.box(0, 528, 1280, 192, "#59616a")
    for number in range(7):
        brush.box(20 + number * 200, 632, 110, 9, CREAM, round_=2)
    for x, high in ((130, 330), (520, 370), (1150, 340)):
        tree(brush, x + brush.between(-20, 20), 512, high, LEAF)
    brush.disc(440, 520, 380, "#000000", flat=0.07, alpha=50)
    brush.box(250, 340, 12, 178, INDIGO)
    brush.box(640, 340, 12, 178, INDIGO)
    brush.shape([(220, 318), (682, 318), (660, 346), (242, 346)], BRICK)
    brush.box(300, 466, 300, 10, WOOD)
    for x in (310, 580):
        brush.box(x, 474, 9, 42, WOOD)
    for x in (340, 420, 500, 600):
        person(brush, x + brush.between(-14, 14), 518, 112)
    brush.box(760, 380, 420, 196, TEAL, round_=18)
    brush.box(760, 500, 420, 22, MARIGOLD)
    for window in range(5):
        brush.box(782 + window * 76, 404, 62, 66, mix(p.sky[2], "#ffffff", 0.5), round_=6)
    brush.box(1128, 404, 40, 130, mix(TEAL, "#000000", 0.35), round_=4)
    for x in (840, 1090):
        brush.disc(x, 578, 34, "#20252a")
        brush.disc(x, 578, 14, "#c9ced2")


def rain(brush: Brush) -> None:
    """Umbrellas on a wet road under heavy clouds."""
    p = brush.palette
    brush.sky(430)
    brush.hills(450, 130, p.far, waves=1.5)
    for _ in range(26):
        x, y = brush.between(-60, 1340), brush.between(20, 150)
        brush.disc(x, y, brush.between(70, 130), mix(p.sky[0], "#20303a", brush.between(0, 0.4)), flat=0.55)
    for number in range(8):
        tree(brush, number * 180 + brush.between(-30, 30), 452, brush.between(130, 190), p.near)
    brush.fade(440, 720, (mix(p.water[1], p.ground, 0.3), p.water[1]))
    for _ in range(50):
        y = brush.between(450, 715)
        brush.box(brush.between(0, 1280), y, brush.between(20, 90), 2.4, p.water[0], round_=1, alpha=120)
    for number, colour in enumerate((BRICK, MARIGOLD, INDIGO, TEAL)):
        x, y = 190 + number * 295 + brush.between(-50, 50), 640 + brush.between(-40, 30)
        high = 170.0
        person(brush, x, y, high)
        brush.stroke([(x + 16, y - high * 0.5), (x + 16, y - high * 1.2)], "#30302c", 4)
        dome = [(x + 16 + 96 * (s / 10 - 1), y - high * 1.0 - 66 * (1 - (s / 10 - 1) ** 2) ** 0.5) for s in range(21)]
        brush.shape(dome, colour)
        for fold in (-48, 0, 48):
            brush.stroke([(x + 16, y - high * 1.0 - 66), (x + 16 + fold, y - high)], mix(colour, "#000000", 0.25), 2)
    for _ in range(240):
        x, y, long = brush.between(-20, 1300), brush.between(0, 720), brush.between(16, 34)
        brush.stroke([(x, y), (x - long * 0.22, y + long)], "#e8f0f0", 1.5, alpha=110)


def forest(brush: Brush) -> None:
    """A path through tall sal trees, deer at its edge."""
    p = brush.palette
    brush.fade(0, 720, (mix(p.far, p.near, 0.3), mix(p.sky[2], p.light, 0.5), p.middle))
    brush.glow(640, 300, 420, p.light, 0.9)
    for layer, share in enumerate((0.25, 0.5, 0.8)):
        colour = mix(mix(p.far, p.sky[2], 0.4), p.ink, share)
        for _ in range(13 - layer * 3):
            x = brush.between(-20, 1300)
            if layer > 0 and abs(x - WIDTH / 2) < CLEARING:
                continue
            w = 12 + layer * 13
            brush.shape(
                [(x - w / 2, -10), (x + w / 2, -10), (x + w * 0.8, 520 + layer * 70), (x - w * 0.8, 520 + layer * 70)],
                colour,
            )
        for _ in range(22):
            x = brush.between(-40, 1320)
            brush.disc(
                x, brush.between(-30, 120 - layer * 20), brush.between(60, 110), mix(colour, LEAF, 0.45), flat=0.55
            )
        brush.hills(560 + layer * 60, 34, mix(colour, LEAF, 0.35), waves=2.5)
    brush.shape([(600, 520), (668, 520), (860, 720), (400, 720)], mix(p.ground, p.light, 0.35))
    for x, turn in ((930, -1), (1030, 1)):
        y, fur = 600, "#a8683c"
        brush.disc(x, y - 56, 46, fur, flat=0.5)
        for leg in (-32, -20, 20, 32):
            brush.stroke([(x + leg, y - 44), (x + leg, y + 6)], mix(fur, "#000000", 0.3), 6)
        brush.stroke([(x + turn * 36, y - 62), (x + turn * 56, y - 106)], fur, 15)
        brush.disc(x + turn * 62, y - 112, 16, fur, flat=0.75)
        brush.stroke([(x + turn * 56, y - 122), (x + turn * 50, y - 150), (x + turn * 66, y - 164)], WOOD, 3.4)
        for _ in range(7):
            brush.disc(x + brush.between(-32, 32), y - 58 + brush.between(-12, 8), 3, CREAM)
    birds(brush, 640, 230, 4, p.ink)
