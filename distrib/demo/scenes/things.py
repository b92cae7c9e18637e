"""Gold, bowls of grain, pots, letters, zodiac, telescope."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import Brush, mix
from distrib.demo.scenes.figures import tree
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, INDIGO, LEAF, MARIGOLD, ROSE, TEAL, WOOD


def gold(brush: Brush) -> None:
    """Bangles and a necklace on velvet."""
    cloth = brush.dice.choice(("#5b1f3b", "#1f3a4e", "#2c2552", "#14473f"))
    brush.fade(0, 720, (mix(cloth, "#ffffff", 0.12), cloth, mix(cloth, "#000000", 0.45)))
    brush.glow(560, 220, 520, "#ffe6a8", 0.3)
    for fold in range(7):
        brush.stroke([(fold * 230 - 60, 0), (fold * 230 + 40, 720)], mix(cloth, "#000000", 0.25), 16)
    deep, bright = "#b9812a", "#f3ce6a"
    for row in range(2):
        for bead in range(37):
            turn = pi * (0.03 + bead / 36 * 0.94)
            x, y = 860 + (330 - row * 66) * cos(turn), 90 + (360 - row * 96) * sin(turn)
            size = (15 + 8 * sin(turn)) * (1 - 0.25 * row)
            brush.disc(x + 4, y + 7, size, "#000000", alpha=70)
            brush.disc(x, y, size, deep)
            brush.disc(x - 1, y - 1, size * 0.8, bright)
            brush.disc(x - size * 0.3, y - size * 0.35, size * 0.24, "#fffbe0")
    for petal in range(10):
        turn = 2 * pi * petal / 10
        brush.disc(860 + 44 * cos(turn), 500 + 44 * sin(turn), 23, deep)
        brush.disc(860 + 44 * cos(turn), 500 + 44 * sin(turn), 17, bright)
    brush.disc(860, 500, 31, ROSE)
    brush.disc(851, 490, 10, "#f6b7c8")
    for number in range(4):
        x, y = 300 + number * 34 + brush.between(-8, 8), 470 - number * 74
        brush.ring(x + 8, y + 16, 168, "#000000", wide=20, flat=0.46)
        brush.ring(x, y, 168, deep, wide=26, flat=0.46)
        brush.ring(x, y - 4, 164, bright, wide=11, flat=0.46)
        for stud in range(30):
            turn = 2 * pi * stud / 30
            brush.disc(x + 155 * cos(turn), y + 71 * sin(turn), 4.6, "#fff6cf" if stud % 3 else BRICK)


def grain(brush: Brush) -> None:
    """Bowls of millet and seed seen from above."""
    cloth = brush.dice.choice(("#e8d6b0", "#cfd8c4", "#e2c4a4"))
    brush.box(0, 0, 1280, 720, cloth)
    for x in range(0, 1280, 46):
        brush.box(x, 0, 10, 720, mix(cloth, WOOD, 0.16))
    for y in range(0, 720, 46):
        brush.box(0, y, 1280, 10, mix(cloth, WOOD, 0.16), alpha=150)
    seeds = ["#e7c25a", "#8a3b2c", "#d9d2bd", "#3d3833", "#b7793a", "#7f9250", "#c9a27a", "#a8503a"]
    brush.dice.shuffle(seeds)
    spots = (
        (200, 210, 172),
        (560, 180, 150),
        (905, 230, 178),
        (1190, 190, 124),
        (390, 540, 180),
        (760, 560, 166),
        (1110, 560, 186),
        (70, 600, 130),
    )
    for (x, y, r), seed in zip(spots, seeds, strict=True):
        brush.disc(x + 14, y + 20, r, "#000000", alpha=60)
        rim = brush.dice.choice((WOOD, "#9a6a3c", "#6d3f2a"))
        brush.disc(x, y, r, mix(rim, "#000000", 0.2))
        brush.disc(x - 3, y - 3, r * 0.96, rim)
        brush.disc(x, y, r * 0.85, mix(seed, "#000000", 0.35))
        for _ in range(int(r * 3.4)):
            turn, far = brush.between(0, 2 * pi), r * 0.82 * brush.between(0, 1) ** 0.5
            shade = mix(seed, brush.dice.choice(("#ffffff", "#000000")), brush.between(0, 0.25))
            brush.disc(x + far * cos(turn), y + far * sin(turn), brush.between(4, 7), shade, flat=brush.between(0.7, 1))
    brush.stroke([(640, 420), (980, 330)], mix(WOOD, "#ffffff", 0.2), 22)
    brush.disc(628, 424, 56, mix(WOOD, "#ffffff", 0.2), flat=0.66)
    brush.disc(628, 421, 42, mix(WOOD, "#000000", 0.2), flat=0.6)


def pots(brush: Brush) -> None:
    """Clay pots drying in the sun."""
    p = brush.palette
    brush.sky(420)
    brush.light(brush.between(240, 1000), 140, 52)
    brush.hills(430, 110, p.far, waves=1.5)
    for x in (90.0, 1170.0):
        tree(brush, x, 440, 260, LEAF)
    brush.box(0, 430, 1280, 290, mix(p.ground, "#c98a5a", 0.4))
    for _ in range(60):
        brush.box(
            brush.between(0, 1280),
            brush.between(440, 715),
            brush.between(10, 40),
            2.4,
            mix(p.ground, WOOD, 0.4),
            round_=1,
        )
    for row, (y, size, count) in enumerate(((470, 62, 9), (560, 84, 7), (680, 112, 5))):
        for number in range(count):
            x = (number + 0.5 + 0.12 * row) * 1280 / count + brush.between(-12, 12)
            clay = mix(brush.dice.choice(("#b5603a", "#a54f32", "#c47a4a")), p.ink, 0.06)
            brush.disc(x + 14, y + size * 0.1, size * 0.9, "#000000", flat=0.2, alpha=60)
            brush.disc(x, y - size * 0.62, size * 0.78, clay, flat=0.86)
            brush.disc(x - size * 0.26, y - size * 0.8, size * 0.26, mix(clay, "#ffe0c0", 0.4), flat=1.2, alpha=120)
            brush.box(x - size * 0.34, y - size * 1.5, size * 0.68, size * 0.34, clay)
            brush.disc(x, y - size * 1.5, size * 0.48, mix(clay, "#ffffff", 0.15), flat=0.26)
            brush.disc(x, y - size * 1.5, size * 0.36, mix(clay, "#000000", 0.6), flat=0.22)
            for mark in range(7):
                turn = (mark - 3) / 3.4
                brush.disc(x + size * 0.72 * sin(turn), y - size * 0.62 + size * 0.1 * cos(turn), size * 0.05, CREAM)


def letters(brush: Brush) -> None:
    """Letters, stamps and a pen on a desk."""
    brush.fade(0, 720, (mix(WOOD, "#ffffff", 0.12), mix(WOOD, "#000000", 0.2)))
    for line in range(12):
        brush.stroke([(0, line * 64 + 20), (1280, line * 64 + brush.between(4, 34))], mix(WOOD, "#000000", 0.32), 3)
    brush.glow(380, 160, 520, "#ffe9b8", 0.35)
    for number in range(6):
        x, y, turn = (
            120 + (number % 3) * 400 + brush.between(-30, 30),
            110 + (number // 3) * 300 + brush.between(-20, 20),
            brush.between(-0.2, 0.2),
        )

        def at(dx: float, dy: float, x: float = x, y: float = y, turn: float = turn) -> tuple[float, float]:
            return x + dx * cos(turn) - dy * sin(turn), y + dx * sin(turn) + dy * cos(turn)

        paper = brush.dice.choice((CREAM, "#f9f4e6", "#e9dcc0", "#dfe6e3"))
        brush.shape([at(10, 14), at(350, 14), at(350, 244), at(10, 244)], "#000000", 60)
        brush.shape([at(0, 0), at(340, 0), at(340, 230), at(0, 230)], paper)
        for edge in range(0, 340, 34):
            colour = (BRICK, INDIGO)[(edge // 34) % 2]
            brush.shape([at(edge, 0), at(edge + 18, 0), at(edge + 10, 10), at(edge - 8 if edge else 0, 10)], colour)
        stamp = CLOTH[number % 5]
        brush.shape([at(264, 22), at(324, 22), at(324, 96), at(264, 96)], "#ffffff")
        brush.shape([at(270, 28), at(318, 28), at(318, 90), at(270, 90)], stamp)
        brush.disc(*at(294, 58), 15, mix(stamp, "#ffffff", 0.6))
        brush.ring(*at(250, 74), 34, mix(INDIGO, paper, 0.3), wide=3)
        for row in range(4):
            brush.stroke([at(36, 112 + row * 26), at(150 + brush.between(20, 110), 112 + row * 26)], "#3a3f55", 4)
    brush.stroke([(760, 640), (1010, 520)], INDIGO, 22)
    brush.stroke([(1000, 525), (1040, 506)], MARIGOLD, 22)
    brush.shape([(764, 650), (756, 630), (716, 660)], "#d9d9d2")


def zodiac(brush: Brush) -> None:
    """A wheel of stars above dark hills."""
    brush.sky(640)
    p = brush.palette
    x, y = 640 + brush.between(-120, 120), 318
    brush.glow(x, y, 420, p.lamp, 0.35)
    for r, wide in ((256, 4), (206, 2.4), (112, 2.4)):
        brush.ring(x, y, r, mix(p.lamp, p.sky[1], 0.2), wide=wide)
    for sign in range(12):
        turn = 2 * pi * sign / 12
        brush.stroke(
            [(x + 112 * cos(turn), y + 112 * sin(turn)), (x + 206 * cos(turn), y + 206 * sin(turn))],
            mix(p.lamp, p.sky[1], 0.4),
            2,
        )
        cx, cy = x + 231 * cos(turn + 0.26), y + 231 * sin(turn + 0.26)
        points = [
            (cx + (15 if k % 2 == 0 else 6) * cos(pi * k / 4), cy + (15 if k % 2 == 0 else 6) * sin(pi * k / 4))
            for k in range(8)
        ]
        brush.shape(points, p.lamp)
        stars = [
            (x + brush.between(124, 194) * cos(turn + off), y + brush.between(124, 194) * sin(turn + off))
            for off in (0.1, 0.22, 0.34, 0.44)
        ]
        brush.stroke(stars, p.lamp, 1.6, alpha=150)
        for star in stars:
            brush.disc(*star, brush.between(3, 5), "#fffbe8")
    for ray in range(16):
        turn = 2 * pi * ray / 16
        brush.shape(
            [
                (x + 60 * cos(turn - 0.12), y + 60 * sin(turn - 0.12)),
                (x + (98 if ray % 2 else 84) * cos(turn), y + (98 if ray % 2 else 84) * sin(turn)),
                (x + 60 * cos(turn + 0.12), y + 60 * sin(turn + 0.12)),
            ],
            MARIGOLD,
        )
    brush.disc(x, y, 62, p.light)
    brush.disc(x, y, 52, MARIGOLD)
    brush.disc(x + 18, y - 6, 40, p.light)
    brush.hills(690, 90, mix(p.near, p.ink, 0.3), waves=1.8)
    brush.hills(730, 60, p.ink, waves=2.4)


def observatory(brush: Brush) -> None:
    """A telescope's dome on a hill under the stars."""
    p = brush.palette
    brush.sky(640)
    for _ in range(260):
        t = brush.between(0, 1)
        sx, sy = 1280 * t, 430 - 420 * t + brush.dice.gauss(0, 56)
        brush.disc(sx, sy, brush.between(0.7, 2.4), "#ffffff", alpha=brush.dice.randint(60, 230))
        if brush.chance(0.14):
            brush.glow(sx, sy, brush.between(30, 90), "#b9a6e6", 0.12)
    brush.light(brush.between(900, 1120), 150, 34)
    brush.hills(600, 150, p.far, waves=1.2)
    brush.hills(660, 120, p.middle, waves=1.7)
    brush.shape([(0, 680), (300, 590), (760, 560), (1100, 640), (1280, 690), (1280, 720), (0, 720)], p.ink)
    x, y, wall = 560 + brush.between(-60, 60), 580, mix("#dfe3ea", p.ink, 0.25)
    brush.box(x - 130, y - 110, 260, 130, wall)
    brush.box(x - 130, y - 110, 80, 130, mix(wall, "#000000", 0.15))
    dome = [(x + 148 * cos(pi * s / 24), y - 110 - 148 * sin(pi * s / 24)) for s in range(25)]
    brush.shape(dome, mix(wall, "#ffffff", 0.25))
    brush.shape([*dome[14:], (x - 60, y - 110)], mix(wall, "#000000", 0.1))
    slit = [(x + 60, y - 128), (x + 118, y - 196), (x + 62, y - 244), (x + 18, y - 200)]
    brush.shape(slit, "#141a2c")
    brush.glow(x + 70, y - 190, 130, p.lamp, 0.7)
    brush.stroke([(x + 44, y - 150), (x + 122, y - 246)], TEAL, 30)
    brush.stroke([(x + 116, y - 238), (x + 132, y - 258)], CREAM, 34)
    brush.box(x - 148, y - 116, 296, 14, mix(wall, "#000000", 0.3))
    brush.box(x - 22, y - 58, 44, 78, p.lamp, round_=5)
    for window in (-100, 70):
        brush.box(x + window, y - 70, 30, 30, p.lamp)
    tree(brush, x - 290, y + 60, 130, mix(p.ink, LEAF, 0.12), p.ink)
    tree(brush, x + 330, y + 80, 150, mix(p.ink, LEAF, 0.12), p.ink)
