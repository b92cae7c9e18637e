"""A big city by the water, and a lane at festival time."""

from distrib.demo.scenes.brush import WIDTH, Brush, mix
from distrib.demo.scenes.figures import clouds, person
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, INDIGO, MARIGOLD, ROSE, TEAL, WOOD


def skyline(brush: Brush) -> None:
    """A big city across a harbour, windows lit."""
    p, sun = brush.palette, brush.between(300, 980)
    brush.sky(480)
    brush.light(sun, 180, 48)
    clouds(brush, 4, 60, 220)
    for layer, share in enumerate((0.2, 0.55)):
        colour = mix(mix(p.far, p.middle, 0.4), p.ink, share)
        x = -30.0
        while x < WIDTH + 20:
            w, high = brush.between(52, 104), brush.between(120, 330) * (1 - 0.22 * layer)
            brush.box(x, 486 - high, w, high, colour)
            top = brush.dice.randint(0, 3)
            if top == 0:
                brush.shape([(x, 487 - high), (x + w / 2, 450 - high), (x + w, 487 - high)], colour)
            elif top == 1:
                brush.stroke([(x + w / 2, 488 - high), (x + w / 2, 440 - high)], colour, 4)
            elif top == 2:  # noqa: PLR2004 - one of four roofs
                brush.disc(x + w / 2, 488 - high, w / 2, colour, flat=0.7)
            for wx in range(int(x + 9), int(x + w - 12), 15):
                lit = [wy for wy in range(int(500 - high), 470, 20) if brush.chance(0.42)]
                for wy in lit:
                    brush.box(wx, wy, 7, 10, p.lamp, alpha=230 if layer else 130)
            x += w + brush.between(-8, 14)
    brush.water(484, shine=sun)
    for _ in range(60):
        x = brush.between(0, 1280)
        brush.box(x, brush.between(492, 640), brush.between(8, 26), 3, p.lamp, round_=1.5, alpha=110)
    brush.shape([(500, 610), (760, 610), (730, 648), (530, 648)], mix(p.ink, BRICK, 0.3))
    brush.box(550, 574, 150, 38, CREAM, round_=6)
    for window in range(6):
        brush.box(560 + window * 23, 584, 14, 14, mix(p.ink, p.lamp, 0.6))
    brush.box(640, 546, 22, 30, BRICK)


def festival(brush: Brush) -> None:
    """A lane hung with lamps and paper flags, drummers below."""
    p = brush.palette
    brush.sky(720)
    for side in (-1, 1):
        for depth in range(4):
            inner = 90 + depth * 105
            edge = 640 + side * (640 - inner)
            wall = mix((BRICK, TEAL, ROSE, INDIGO)[depth], p.ink, 0.42 - 0.07 * depth)
            high = 560 - depth * 92
            x0 = min(edge, edge + side * 140)
            brush.box(x0, 640 - high - depth * 16, 140, high, wall)
            for window in range(3 - depth // 2):
                brush.box(x0 + 42, 680 - high + window * (112 - depth * 20), 52, 58 - depth * 8, p.lamp, round_=26)
    brush.shape([(400, 520), (880, 520), (1280, 690), (1280, 720), (0, 720), (0, 690)], mix(p.ground, p.ink, 0.3))
    brush.glow(640, 480, 380, p.lamp, 0.7)
    for line in range(4):
        y, left, right = 90.0 + line * 74, 60 + line * 100, 1220 - line * 100
        rope = [(left + (right - left) * s / 24, y + 150 * (s / 24) * (1 - s / 24) * 2.2) for s in range(25)]
        brush.stroke(rope, p.ink, 2)
        for number, (x, ry) in enumerate(rope[1:-1:2]):
            if line % 2:
                size = 13 - line * 1.5
                brush.glow(x, ry + 16, 60, p.lamp, 0.8)
                brush.disc(x, ry + 16, size, MARIGOLD, flat=1.2)
                brush.disc(x, ry + 16, size * 0.5, "#fff6d6", flat=1.4)
            else:
                w = 22 - line * 2
                brush.shape([(x - w, ry), (x + w, ry), (x, ry + w * 2)], CLOTH[number % 6])
    for number in range(7):
        x, y = 130 + number * 172 + brush.between(-26, 26), 690 + brush.between(-36, 16)
        person(brush, x, y, 190)
        if number % 2 == 0:
            brush.disc(x + 4, y - 96, 38, WOOD, flat=0.75)
            brush.disc(x - 28, y - 96, 13, CREAM, flat=2)
            brush.disc(x + 36, y - 96, 13, CREAM, flat=2)
