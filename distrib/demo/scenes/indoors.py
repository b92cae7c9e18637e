"""Stage, cinema, laboratory, library."""

from math import cos, pi, sin

from distrib.demo.scenes.brush import WIDTH, Brush, mix
from distrib.demo.scenes.figures import person
from distrib.demo.scenes.palettes import BRICK, CLOTH, CREAM, INDIGO, LEAF, MARIGOLD, ROSE, SKIN, TEAL, WOOD


def stage(brush: Brush) -> None:
    """A dancer under stage lights."""
    velvet = brush.dice.choice(("#7d1f2a", "#3a2a6a", "#155b5a"))
    brush.fade(0, 720, (mix(velvet, "#000000", 0.72), mix(velvet, "#000000", 0.45), mix(velvet, "#000000", 0.7)))
    for fold in range(27):
        x = fold * 50
        brush.shape([(x, 0), (x + 24, 0), (x + 30, 610), (x + 2, 610)], velvet, 90)
    for x in (250, 640, 1030):
        brush.shape(
            [(x - 16, 20), (x + 16, 20), (640 + (x - 640) * 0.3 + 210, 640), (640 + (x - 640) * 0.3 - 210, 640)],
            "#fff0c4",
            30,
        )
        brush.box(x - 24, 0, 48, 30, "#15131a", round_=6)
        brush.disc(x, 30, 18, "#fff6da", flat=0.4)
    brush.glow(640, 380, 400, brush.palette.lamp, 0.5)
    brush.shape([(0, 610), (1280, 610), (1280, 720), (0, 720)], mix(WOOD, "#000000", 0.45))
    brush.disc(640, 640, 330, mix(WOOD, "#ffe2a8", 0.5), flat=0.13)
    skirt, blouse, skin = brush.dice.choice((TEAL, INDIGO, ROSE)), BRICK, SKIN[2]
    brush.shape([(590, 420), (690, 420), (770, 630), (510, 630)], skirt)
    fan = [
        (640 + 92 * cos(pi * (1.1 + 0.8 * s / 10)) * -1, 520 - 96 * sin(pi * (0.1 + 0.8 * s / 10))) for s in range(11)
    ]
    brush.shape([(640, 432), *[(x, y + 92) for x, y in fan]], MARIGOLD)
    for pleat in range(1, 10):
        brush.stroke([(640, 434), (fan[pleat][0], fan[pleat][1] + 92)], mix(MARIGOLD, BRICK, 0.5), 2)
    brush.box(510, 616, 260, 14, MARIGOLD)
    brush.box(594, 312, 92, 112, blouse, round_=18)
    brush.box(588, 408, 104, 18, MARIGOLD, round_=8)
    for side in (-1, 1):
        arm = [(640 + side * 42, 330), (640 + side * 118, 360), (640 + side * (150 if side > 0 else 96), 262)]
        brush.stroke(arm, skin, 21)
        brush.disc(*arm[-1], 14, skin)
        brush.disc(640 + side * 118, 360, 12, MARIGOLD)
    brush.box(627, 284, 26, 34, skin)
    brush.disc(640, 246, 44, skin, flat=1.12)
    brush.shape([(640 + 48 * cos(pi * s / 12), 240 - 52 * sin(pi * s / 12)) for s in range(13)], "#17110f")
    for petal in range(9):
        turn = pi * (0.08 + petal * 0.105)
        brush.disc(640 + 52 * cos(turn), 236 - 56 * sin(turn), 9, CREAM)
    brush.disc(640, 172, 15, MARIGOLD)
    for side in (-1, 1):
        brush.stroke([(640 + side * 9, 245), (640 + side * 24, 245)], "#17110f", 4)
        brush.disc(640 + side * 46, 262, 7, MARIGOLD)
    brush.disc(640, 226, 4, BRICK)
    brush.stroke([(630, 270), (650, 270)], "#8c2430", 5)
    for number in range(16):
        brush.disc(40 + number * 80, 716 + brush.between(-8, 8), 40, "#0a0810")


def cinema(brush: Brush) -> None:
    """A projector's beam over an audience, a landscape on the screen."""
    p = brush.palette
    brush.fade(0, 720, ("#171423", "#241d35", "#120f1c"))
    brush.box(190, 70, 900, 400, "#05040a", round_=8)
    inner = Brush(palette=brush.dice.choice(("dawn", "gold", "dusk", "day")), seed=brush.dice.randint(0, 99))
    inner.sky(450)
    inner.light(820, 260, 80)
    inner.hills(480, 260, inner.palette.far, waves=1)
    inner.hills(560, 190, inner.palette.middle, waves=1.6)
    inner.hills(700, 160, inner.palette.near, waves=1.3)
    person(inner, 420, 640, 250, BRICK, skirt=True)
    person(inner, 520, 650, 160, MARIGOLD, skirt=False)
    brush.sheet.paste(inner.sheet.resize((1760, 760)), (400, 160))
    brush.glow(640, 300, 620, p.lamp, 0.25)
    for side in (-1, 1):
        for fold in range(5):
            x = 640.0 + side * (480 + fold * 36)
            brush.shape(
                [(x, 0), (x + side * 30, 0), (x + side * 34, 600), (x + side * 4, 600)],
                mix("#7d1f2a", "#000000", 0.25 + 0.1 * (fold % 2)),
            )
    for row in range(3):
        y, size = 560 + row * 74, 30 + row * 12
        for seat in range(14 - row * 2):
            x = (seat + 0.5 + row * 0.2) * 1280 / (14 - row * 2) + brush.between(-8, 8)
            shade = mix("#3a2f55", "#0b0912", 0.3 + 0.3 * row)
            brush.disc(x, y, size * 0.62, shade)
            brush.box(x - size, y + size * 0.42, size * 2, 120, shade, round_=size * 0.6)
            brush.arc(x, y, size * 0.62, (200, 340), mix(shade, p.lamp, 0.4), 2)


def laboratory(brush: Brush) -> None:
    """Flasks and a microscope on a bench by the window."""
    p = brush.palette
    brush.fade(0, 720, (mix(p.sky[1], "#ffffff", 0.45), mix(p.sky[2], "#ffffff", 0.4)))
    brush.box(80, 60, 430, 370, CREAM, round_=6)
    inner = Brush(palette="day", seed=brush.dice.randint(0, 99))
    inner.sky(500)
    inner.light(900, 200, 70)
    inner.hills(560, 300, inner.palette.far, waves=1)
    inner.hills(720, 300, inner.palette.near, waves=1.4)
    brush.sheet.paste(inner.sheet.resize((796, 676)), (192, 152))
    brush.box(286, 60, 16, 370, CREAM)
    brush.box(80, 236, 430, 14, CREAM)
    for shelf in (170, 320):
        brush.box(640, shelf, 560, 14, WOOD)
        for jar in range(9):
            h, colour = brush.between(50, 96), brush.dice.choice((*CLOTH, LEAF))
            brush.box(658 + jar * 60, shelf - h, 42, h, mix(colour, "#ffffff", 0.35), round_=8)
            brush.box(656 + jar * 60, shelf - h - 10, 46, 14, mix(colour, "#000000", 0.3), round_=4)
            brush.box(664 + jar * 60, shelf - h * 0.62, 30, 22, CREAM)
    brush.box(0, 560, 1280, 26, mix(WOOD, "#ffffff", 0.35))
    brush.box(0, 586, 1280, 134, WOOD)
    for x, colour, size in ((150, TEAL, 1.0), (330, MARIGOLD, 1.25), (1080, ROSE, 1.15), (1200, LEAF, 0.8)):
        _flask(brush, x + brush.between(-16, 16), 560, 150 * size, colour)
    for number in range(5):
        x = 860 + number * 34
        brush.box(x, 440, 18, 116, "#eaf3f2", round_=9, alpha=220)
        brush.box(x + 2, 500 - number * 8, 14, 54 + number * 8, CLOTH[number], round_=7)
    brush.box(846, 476, 176, 12, WOOD)
    brush.box(846, 544, 176, 14, WOOD)
    dark, metal = "#27323f", "#8d9aa6"
    brush.box(560, 540, 200, 20, dark, round_=8)
    brush.stroke([(720, 545), (742, 450), (700, 360)], dark, 26)
    brush.box(590, 480, 130, 14, metal, round_=4)
    brush.stroke([(640, 462), (686, 310)], metal, 40)
    brush.stroke([(680, 330), (700, 262)], dark, 28)
    brush.disc(736, 470, 19, metal)
    brush.disc(638, 468, 10, dark)


def _flask(brush: Brush, x: float, y: float, high: float, colour: str) -> None:
    neck, base = high * 0.11, high * 0.42
    glass = [
        (x - neck, y - high),
        (x + neck, y - high),
        (x + neck, y - high * 0.6),
        (x + base, y),
        (x - base, y),
        (x - neck, y - high * 0.6),
    ]
    brush.shape(glass, "#f4faf8", 210)
    brush.shape(
        [
            (x - base * 0.62, y - high * 0.24),
            (x + base * 0.62, y - high * 0.24),
            (x + base * 0.94, y - 3),
            (x - base * 0.94, y - 3),
        ],
        colour,
    )
    brush.disc(x, y - high * 0.24, base * 0.62, mix(colour, "#ffffff", 0.35), flat=0.16)
    for bubble in range(4):
        brush.disc(
            x + brush.between(-0.4, 0.4) * base,
            y - brush.between(0.06, 0.18) * high,
            3 + bubble * 0.8,
            "#ffffff",
            alpha=150,
        )
    brush.stroke([*glass, glass[0]], mix(colour, "#ffffff", 0.6), 2.4)
    brush.box(x - neck * 1.35, y - high - 6, neck * 2.7, 10, mix(colour, "#ffffff", 0.5), round_=4)


def library(brush: Brush) -> None:
    """Children reading between high shelves."""
    p = brush.palette
    brush.box(0, 0, 1280, 720, mix(WOOD, "#000000", 0.5))
    for shelf in range(4):
        y = 18.0 + shelf * 138
        brush.box(0, y, 1280, 122, mix(WOOD, "#000000", 0.62))
        x = 8.0
        while x < WIDTH - 10:
            w, h = brush.between(15, 36), brush.between(74, 112)
            if brush.chance(0.07):
                x += w
                continue
            colour = mix(brush.dice.choice((*CLOTH, LEAF, "#8a6f9c", "#a9563f")), "#2b1c12", brush.between(0.05, 0.3))
            brush.box(x, y + 122 - h, w, h, colour, round_=2)
            brush.box(x + 2, y + 132 - h, w - 4, 6, mix(colour, CREAM, 0.6))
            brush.box(x + 2, y + 104, w - 4, 4, mix(colour, CREAM, 0.45))
            x += w + 2
        brush.box(0, y + 122, 1280, 16, mix(WOOD, "#ffffff", 0.12))
    brush.glow(640, 330, 480, p.lamp, 0.45)
    brush.shape([(0, 590), (1280, 590), (1280, 720), (0, 720)], mix("#a65a3c", "#000000", 0.1))
    brush.disc(640, 668, 600, mix(TEAL, "#000000", 0.15), flat=0.11)
    brush.disc(640, 668, 560, mix(TEAL, CREAM, 0.15), flat=0.1)
    for number in range(5):
        x, y, cloth = 200.0 + number * 220 + brush.between(-30, 30), 660 + brush.between(-12, 18), CLOTH[number]
        skin = brush.dice.choice(SKIN)
        brush.disc(x, y, 66, mix(cloth, "#101820", 0.5), flat=0.42)
        brush.shape([(x - 44, y - 6), (x - 34, y - 108), (x + 34, y - 108), (x + 44, y - 6)], cloth)
        brush.disc(x, y - 140, 33, skin, flat=1.1)
        brush.shape([(x + 36 * cos(pi * s / 10), y - 144 - 36 * sin(pi * s / 10)) for s in range(11)], "#1b1412")
        brush.stroke([(x - 38, y - 92), (x - 52, y - 46), (x - 16, y - 40)], skin, 14)
        brush.stroke([(x + 38, y - 92), (x + 52, y - 46), (x + 16, y - 40)], skin, 14)
        page = [(x - 54, y - 66), (x, y - 54), (x + 54, y - 66), (x + 54, y - 18), (x, y - 6), (x - 54, y - 18)]
        brush.shape(page, "#fffaf0")
        brush.stroke([(x, y - 54), (x, y - 6)], "#b9ab90", 2)
        brush.stroke([page[5], page[4], page[3]], CLOTH[(number + 2) % 5], 5)
