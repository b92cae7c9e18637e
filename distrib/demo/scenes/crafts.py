"""Radio studio and weaving shed."""

from math import pi, sin

from distrib.demo.scenes.brush import Brush, mix
from distrib.demo.scenes.palettes import BRICK, CREAM, INDIGO, MARIGOLD, TEAL, WOOD


def studio(brush: Brush) -> None:
    """A microphone in a radio studio, a wave of sound behind it."""
    p = brush.palette
    brush.fade(0, 720, (mix(p.middle, "#0d1020", 0.55), mix(p.near, "#0d1020", 0.25), mix(p.ink, "#000000", 0.2)))
    for row in range(6):
        for column in range(11):
            x, y = column * 120.0 - 20, row * 86.0 - 10
            brush.shape([(x, y), (x + 114, y), (x + 57, y + 40)], "#ffffff", 9)
            brush.shape([(x, y + 80), (x + 114, y + 80), (x + 57, y + 40)], "#000000", 28)
    brush.glow(640, 340, 470, p.lamp, 0.35)
    for bar in range(54):
        x = 24 + bar * 23.2
        high = 16 + 150 * abs(sin(bar * 0.43 + brush.between(0, 0.5))) * (0.35 + 0.65 * sin(pi * bar / 53))
        brush.box(x, 320 - high / 2, 10, high, mix(TEAL, MARIGOLD, abs(bar - 27) / 27), round_=5, alpha=200)
    brush.stroke([(640, 470), (640, 650)], "#2a2f38", 20)
    brush.disc(640, 664, 150, "#1c2027", flat=0.18)
    brush.disc(640, 656, 138, "#3a414c", flat=0.16)
    brush.arc(640, 330, 138, (10, 170), "#3a414c", 14)
    brush.box(552, 150, 176, 300, "#c6ccd3", round_=88)
    for row in range(12):
        brush.box(
            562 + (18 if row in (0, 11) else 6),
            174 + row * 21,
            156 - (36 if row in (0, 11) else 12),
            9,
            "#6b7480",
            round_=4,
        )
    brush.box(552, 290, 176, 40, BRICK)
    brush.box(552, 326, 176, 5, mix(BRICK, "#000000", 0.3))
    brush.box(570, 170, 20, 250, "#ffffff", round_=10, alpha=60)
    brush.box(980, 84, 190, 64, "#2b0f10", round_=12)
    brush.box(988, 92, 174, 48, "#d8402f", round_=9)
    brush.glow(1075, 116, 170, "#ff6a4a", 0.5)
    for letter in range(5):
        brush.box(1012 + letter * 27, 106, 16, 20, CREAM, round_=3)


def loom(brush: Brush) -> None:
    """Cloth on a loom in an ikat pattern, the shuttle across it."""
    base = brush.dice.choice((BRICK, INDIGO, TEAL, "#7a2d3d"))
    brush.box(0, 0, 1280, 720, base)
    for x in range(0, 1280, 10):
        brush.box(x, 0, 4, 720, mix(base, "#000000", 0.14))
    for row in range(-1, 5):
        for column in range(-1, 8):
            cx, cy = column * 200 + (row % 2) * 100, 110 + row * 150
            for size, colour in ((86, CREAM), (70, mix(base, "#101020", 0.6)), (50, MARIGOLD), (28, CREAM), (14, base)):
                for band in range(-size, size + 1, 8):
                    half = (size - abs(band)) * 0.95 + brush.between(0, 7)
                    brush.box(cx - half, cy + band * 0.72, 2 * half, 5.6, colour)
    brush.box(0, 0, 1280, 62, mix(WOOD, "#000000", 0.35))
    brush.box(0, 54, 1280, 16, mix(WOOD, "#ffffff", 0.15))
    for x in range(0, 1280, 20):
        brush.stroke([(x, 70), (x, 130)], CREAM, 1.6)
    y = 520 + brush.between(-50, 50)
    brush.disc(660, y + 30, 330, "#000000", flat=0.12, alpha=80)
    brush.shape(
        [(320, y), (430, y - 44), (870, y - 44), (980, y), (870, y + 40), (430, y + 40)], mix(WOOD, "#000000", 0.1)
    )
    brush.shape(
        [(320, y), (430, y - 44), (870, y - 44), (980, y), (860, y - 18), (440, y - 18)], mix(WOOD, "#ffe0b0", 0.35)
    )
    brush.box(480, y - 22, 330, 40, "#2d1c10", round_=10)
    for turn in range(20):
        brush.box(496 + turn * 15, y - 16, 12, 28, mix(MARIGOLD, CREAM, 0.25 * (turn % 3)), round_=5)
