"""A picture of anybody's becomes one of ours: checked, turned upright, in plain sRGB, cut and written small.

What comes in is hostile: its format is told by its content, its size is judged before it is decoded, nothing of it
but its first frame's colours goes on. The same bytes give the same bytes. Safe in threads; touches no file.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, ImageStat, UnidentifiedImageError

from distrib.errors import Unreadable
from distrib.model.stories import PictureUse

ACCEPT = "image/jpeg, image/png, image/webp;q=0.9, image/avif;q=0.8, image/gif;q=0.8, image/*;q=0.1"
EXTENSION = "jpg"
MOST_BYTES = 15_000_000  #: of what comes in
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")  #: never SVG: that is a document, with scripts
_MOST_PIXELS = {"JPEG": 64_000_000, "MPO": 64_000_000}  # a JPEG is decoded at an eighth, if need be
_MOST_OTHERS = 24_000_000  # four bytes each while they are worked on
_MOST_SCANS, _MOST_WORK = 64, 1_000_000_000  # a scan costs a pass over every pixel, and may be a few bytes long
_LEAST_SIDE = 32  # what is smaller counts readers or draws lines
_MOST_PROFILE = 4_000_000
_WIDEST, _TALLEST = 3.0, 1.0  # width by height, of what is not cut to one shape
_ROOM = 1200  # the shorter side that is kept for all cuts
_QUALITIES = range(44, 85, 4)  # of JPEG: no one sees the difference above, everyone below
_SMALLER = 0.85
_ORIENTATION = 0x0112
_TURNS = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_PAPER, _INK, _LIGHT = (255, 255, 255), (32, 33, 36), 200
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    ArithmeticError,
    LookupError,
    EOFError,
    MemoryError,
    RuntimeError,  # of AVIF's decoder
    struct.error,
    zlib.error,
)
"""What Pillow raises for what it can't read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How large a picture of one use may be: twice the size it is shown at, and light enough for a phone."""

    width: int
    height: int | None = None  #: cut to this shape; None keeps the picture's own, if it is no banner and no tower
    most_bytes: int


BUDGETS: Mapping[PictureUse, Budget] = {
    PictureUse.LEAD: Budget(width=1200, most_bytes=150_000),
    PictureUse.CARD: Budget(width=600, most_bytes=50_000),
    PictureUse.THUMB: Budget(width=336, height=268, most_bytes=25_000),
}
"""A lead and nine more cards weigh at most 600 kB in whatever form they are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A finished JPEG."""

    body: bytes
    width: int
    height: int


def cut(
    data: bytes, uses: Iterable[PictureUse] = tuple(PictureUse), *, focus: tuple[float, float] = (0.5, 0.4)
) -> dict[PictureUse, Made]:
    """Return the picture made for each use; what must be cut away is farthest from `focus` (shares of both sides).

    It is never drawn larger than it came. Raises Unreadable, with a sentence, for what is no usable picture.
    """
    whole = _decoded(data)
    try:
        return {use: _made(whole, BUDGETS[use], focus) for use in uses}
    except _DAMAGED as error:
        raise Unreadable("The picture can't be drawn anew.") from error


# -- in ------------------------------------------------------------------------------------------------------------


def _decoded(data: bytes) -> Image.Image:
    """Return the picture upright, in RGB, with no more of it than any use needs."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"The picture is larger than {MOST_BYTES / 1_000_000:g} MB.")
    if data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Unreadable("It is no picture but a text: a web page or SVG.")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            _check(image, data)
            turned = _orientation(image)
            profile = image.info.get("icc_profile")
            image.draft(None, _room(image.size))
            image.load()
            plain = _plain(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unreadable("The picture has more pixels than any screen.") from error
    except UnidentifiedImageError as error:
        raise Unreadable("It is no picture of a kind that distrib knows (JPEG, PNG, GIF, WebP, AVIF).") from error
    except _DAMAGED as error:
        raise Unreadable("The picture is damaged.") from error
    for turn in turned:
        plain = plain.transpose(turn)
    return _flat(_in_srgb(plain, profile))


def _check(image: Image.Image, data: bytes) -> None:
    width, height = image.size
    pixels = width * height
    if pixels > _MOST_PIXELS.get(image.format or "", _MOST_OTHERS):
        raise Unreadable(f"The picture has {width} by {height} pixels, more than distrib draws.")
    if min(width, height) < _LEAST_SIDE:
        raise Unreadable(f"The picture is only {width} by {height} pixels.")
    scans = data.count(b"\xff\xda") if image.format in _MOST_PIXELS else 1
    if scans > _MOST_SCANS or scans * pixels > _MOST_WORK:
        raise Unreadable("The picture is made to keep a machine busy: it draws itself over and over.")


def _room(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size that leaves enough for every use, whichever way it is turned."""
    shorter = min(size)
    return size[0] * _ROOM // shorter, size[1] * _ROOM // shorter


def _orientation(image: Image.Image) -> tuple[Image.Transpose, ...]:
    """Return how to turn it upright, as its camera says."""
    try:
        return _TURNS.get(image.getexif().get(_ORIENTATION, 1), ())
    except _DAMAGED:  # a camera's notes that can't be read turn nothing
        return ()


def _plain(image: Image.Image) -> Image.Image:
    """Return it in one of the modes L, RGB, RGBA, CMYK, reduced to what is needed."""
    if image.mode.startswith("I"):  # sixteen bits of grey
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in {"P", "PA", "LA", "La", "RGBa"} or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        image = image.convert("RGB")
    times = min(image.size) // _ROOM
    return image.reduce(times) if times > 1 else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return it in sRGB as its profile says, or as it is taken where there is none that can be used."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    try:
        if not isinstance(profile, bytes) or len(profile) > _MOST_PROFILE:
            raise ValueError
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        plain = ImageCms.profileToProfile(colours, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
        colours = plain or colours
    except (*_DAMAGED, ImageCms.PyCMSError):
        colours = colours.convert("RGB")
    if alpha:
        colours.putalpha(alpha)
    return colours


def _flat(image: Image.Image) -> Image.Image:
    """Return it on paper; a light drawing on nothing stands on ink, else it could not be seen."""
    if image.mode != "RGBA":
        return image
    alpha = image.getchannel("A")
    ground = _PAPER
    seen = alpha.point(lambda value: 255 if value >= 128 else 0)  # noqa: PLR2004 - half
    share = ImageStat.Stat(seen).mean[0] / 255
    if 0 < share < 0.9 and ImageStat.Stat(image.convert("L"), seen).mean[0] > _LIGHT:  # noqa: PLR2004 - most of it
        ground = _INK
    flat = Image.new("RGB", image.size, ground)
    flat.paste(image.convert("RGB"), mask=alpha)
    return flat


# -- out -----------------------------------------------------------------------------------------------------------


def _made(whole: Image.Image, budget: Budget, focus: tuple[float, float]) -> Made:
    box = _box(whole.size, budget, focus)
    wide, tall = box[2] - box[0], box[3] - box[1]
    width = min(budget.width, wide)
    height = max(1, round(width * tall / wide))
    while True:
        small = whole.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        small.info.clear()  # its notes, profile and comment stay behind
        body = _encoded(small, budget.most_bytes)
        if body is not None:
            return Made(body=body, width=width, height=height)
        width, height = max(1, round(width * _SMALLER)), max(1, round(height * _SMALLER))


def _box(size: tuple[int, int], budget: Budget, focus: tuple[float, float]) -> tuple[int, int, int, int]:
    """Return what stays: the largest piece of the wanted shape, as near to the focus as it goes."""
    width, height = size
    shape = width / height
    wanted = budget.width / budget.height if budget.height else min(max(shape, _TALLEST), _WIDEST)
    if shape > wanted:
        kept = max(1, round(height * wanted))
        left = round(min(max(width * focus[0] - kept / 2, 0), width - kept))
        return left, 0, left + kept, height
    kept = min(height, max(1, round(width / wanted)))
    top = round(min(max(height * focus[1] - kept / 2, 0), height - kept))
    return 0, top, width, top + kept


def _encoded(image: Image.Image, most: int) -> bytes | None:
    """Return it at the best quality that weighs no more than `most`, or None if none does."""
    found = None
    low, high, at = 0, len(_QUALITIES) - 1, len(_QUALITIES) - 1  # the best first: it often fits
    while low <= high:
        body = _jpeg(image, _QUALITIES[at])
        if len(body) <= most:
            low, found = at + 1, body
        else:
            high = at - 1
        at = (low + high) // 2
    return found


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, progressive=True, optimize=True, subsampling="4:2:0")
    return out.getvalue()
