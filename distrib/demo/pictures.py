"""The pictures of the sample newsroom, drawn when asked for: the same name gives the same bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageOps

from distrib.demo.scenes import city, country, crafts, indoors, sport, things, town, waterside
from distrib.demo.scenes.brush import Brush

SCENES: Mapping[str, Callable[[Brush], None]] = {
    scene.__name__: scene
    for scene in (
        waterside.river,
        waterside.bridge,
        waterside.beach,
        waterside.turtle,
        waterside.port,
        waterside.lagoon,
        country.paddy,
        country.solar,
        country.mountains,
        country.bus_stop,
        country.rain,
        country.forest,
        town.temple,
        town.clock_street,
        town.market,
        town.train,
        city.skyline,
        city.festival,
        indoors.stage,
        indoors.cinema,
        indoors.laboratory,
        indoors.library,
        crafts.studio,
        crafts.loom,
        sport.hockey,
        sport.cricket,
        sport.track,
        sport.chess,
        things.gold,
        things.grain,
        things.pots,
        things.letters,
        things.zodiac,
        things.observatory,
    )
}
LEAD, THUMB = (1280, 720), (400, 320)
_BYTES = 120_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What a picture shows: a scene at a time of day; the seed moves things about."""

    scene: str
    palette: str
    seed: int
    play: bool = False  #: with a play mark: the still of a video


@lru_cache(maxsize=256)
def jpeg(drawing: Drawing, size: tuple[int, int] = LEAD) -> bytes:
    """Return the picture as a JPEG of that size."""
    image = _drawn(drawing)
    if size != image.size:
        image = ImageOps.fit(image, size, Image.Resampling.LANCZOS)
    if drawing.play:
        image = _with_play_mark(image)
    quality = 82
    while len(written := _encoded(image, quality)) > _BYTES:  # cloth and grain are hard on JPEG
        quality -= 12
    return written


@lru_cache(maxsize=16)
def _drawn(drawing: Drawing) -> Image.Image:
    brush = Brush(palette=drawing.palette, seed=drawing.seed)
    SCENES[drawing.scene](brush)
    return brush.finished()


def _encoded(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _with_play_mark(image: Image.Image) -> Image.Image:
    """Return the image with a round mark in its middle; in a mail nothing can be laid over a picture."""
    r = image.height // 9
    mark = Image.new("L", (r * 8, r * 8))
    pen = ImageDraw.Draw(mark)
    pen.ellipse((0, 0, r * 8 - 1, r * 8 - 1), fill=255)
    ground = mark.reduce(4)
    pen.rectangle((0, 0, r * 8, r * 8), fill=0)
    pen.ellipse((0, 0, r * 8 - 1, r * 8 - 1), outline=255, width=r // 3)
    pen.polygon([(r * 3, r * 2.3), (r * 3, r * 5.7), (r * 5.9, r * 4)], fill=255)
    corner = (image.width // 2 - r, image.height // 2 - r)
    marked = image.copy()
    marked.paste((22, 24, 30), corner, ground.point(lambda value: round(value * 0.8)))
    marked.paste((255, 255, 255), corner, mark.reduce(4))
    return marked
