"""The picture that leads the story on the page, in the largest form it is offered."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from distrib.ingest.cleaning import line, number, web_url
from distrib.ingest.entry import Image
from distrib.ingest.sources.pages.blocks import classes, named

_NOT_ONE = re.compile(
    r"logo|avatar|icon|sprite|placeholder|pixel|badge|gravatar|profile|emoji|spacer|blank\.|loading|author|byline"
    r"|signature"
    r"|banner|/ads?/|promo|app-?store|google-?play|qr-?code",
    re.IGNORECASE,
)
_BOX = re.compile(r"related|teaser|sidebar|recommend|author|byline|newsletter|most-?read|trending", re.IGNORECASE)
_FEATURED = re.compile(
    r"(?:^|[\s_-])(?:featured|featured-?_?image|hero|lead-?image|post-?thumbnail|entry-?thumb)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SMALLEST = 150
_SHORTEST_STEM = 5
_LONG, _BEFORE = 140, 1  # a summary may stand above the picture
_WIDTH_IN_URL = re.compile(
    r"\b(?:w|width|maxwidth)[=_/-]?(\d{3,4})\b|/(\d{3,4})x\d{1,4}\b|(?<!IMG)(?<!DSC)_(\d{3,4})\.(?:jpe?g|webp|png)"
    r"|_(\d{3,4})/|\dx\d{1,2}-(\d{3,4})\b"
    r"|-(\d{3,4})x\d{2,4}\.|/[sw](\d{3,4})[a-z/-]",
    re.IGNORECASE,
)
_SMALL_IN_URL = re.compile(
    r"[?&](?:w|width)=(\d{2,3})\b|/(?:max|resize|fit|t|w|width)[/_:](\d{2,3})(?=[/,x])", re.IGNORECASE
)
_OFFERED = re.compile(r"(\S+?)(?:\s+([\d.]+[wx]))?\s*(?:,\s+|,(?=https?:|/)|$)")
_LONGEST_SET = 20_000
_MIN_WIDTH = re.compile(r"min-width:\s*(\d+)")
_SOURCES = ("srcset", "data-srcset", "data-lazy-srcset", "data-original-set")
_PLAIN = ("data-src", "data-original", "data-lazy-src", "src")


def read(root: Any, url: str | None, named: str | None) -> Image | None:
    """Return the lead picture: the one the head names (`named`) as the page shows it, else the first to be seen."""
    top: Image | None = None  # seen before the text begins
    below: Image | None = None
    wanted, stem = _marks(named), _stem(named)
    for shown, begun in _candidates(root):
        best = _largest(shown, url)
        if best is None:
            continue
        addresses = (best.url, shown.get("src"), shown.get("data-src"))
        if any(_marks(each) & wanted or (stem and _stem(each) == stem) for each in addresses):
            return best
        if _leads(shown):
            top = top or (None if begun else best)
            below = below or best
    # Deep in the text may stand anything: there the head's word is better.
    return top or (None if named else below)


def _candidates(root: Any) -> Iterator[tuple[Any, bool]]:
    """Give the pictures from the headline on, without those of menus, boxes and authors; and whether text has begun."""
    headed = root.find(".//h1") is None
    paragraphs = 0
    for element in root.iter("h1", "img", "amp-img", "article", "main", "p"):
        if element.tag in {"h1", "article", "main"}:
            headed = True
        elif element.tag == "p":
            paragraphs += len("".join(element.itertext())) >= _LONG
        elif headed and not _unfit(element):
            yield element, paragraphs > _BEFORE


def _unfit(shown: Any) -> bool:
    sides = (number(shown.get("width")), number(shown.get("height")))
    if any(side is not None and side < _SMALLEST for side in sides):
        return True
    words = " ".join(shown.get(name) or "" for name in ("class", "id", "src", "data-src"))
    if _NOT_ONE.search(words) or words.endswith(".svg"):
        return True
    return any(above.tag in {"nav", "footer", "aside"} or _BOX.search(named(above)) for above in shown.iterancestors())


def _leads(shown: Any) -> bool:
    """Whether the picture stands where a lead picture stands: in the article, or in a figure."""
    return any(
        above.tag in {"article", "main", "figure", "picture"} or _FEATURED.search(classes(above))
        for above in shown.iterancestors()
    )


def _marks(url: str | None) -> set[str]:
    """Return the parts of an address that tell its picture from others, whatever size it is asked in."""
    path = urlsplit(url or "").path
    found = re.split(r"[/.,=%]|(?<=[a-z0-9])_(?=[a-z])", path)
    return {part for part in found if len(part) >= 9 and (re.search(r"\d{4}", part) or part.count("-") >= 2)}  # noqa: PLR2004


def _stem(url: str | None) -> str:
    """Return a picture's name without its ending and the size that WordPress adds; nothing for short ones."""
    name = re.sub(r"(?:-\d{2,4}x\d{2,4}|-scaled)?\.\w+$", "", urlsplit(url or "").path.rsplit("/", 1)[-1])
    return name if len(name) >= _SHORTEST_STEM else ""


def _largest(shown: Any, url: str | None) -> Image | None:
    picture = next(shown.iterancestors("picture"), None)
    choices: list[tuple[int, str]] = []
    for source in picture.iter("source") if picture is not None else ():
        choices += _choices(source, url)
    choices += _choices(shown, url)
    if not choices:
        return None
    width, address = max(choices, key=lambda choice: choice[0])
    caption, credit = caption_of(shown)
    return Image(
        url=address,
        width=number(shown.get("width")) if address == web_url(shown.get("src"), url) else width or None,
        height=number(shown.get("height")) if address == web_url(shown.get("src"), url) else None,
        alt=line(shown.get("alt")),
        caption=caption,
        credit=credit,
    )


def _choices(element: Any, url: str | None) -> Iterator[tuple[int, str]]:
    """Give (width as far as can be told, address) of each form that a picture is offered in."""
    media = [int(each) for each in _MIN_WIDTH.findall(element.get("media") or "")]
    for name in _SOURCES:
        for value, size in _OFFERED.findall((element.get(name) or "")[:_LONGEST_SET]):
            address = web_url(value.strip(","), url)
            if address and not value.startswith("data:"):
                told = int(float(size[:-1])) if size.endswith("w") else 0
                yield told or width_in(address) or max(media, default=0), address
    if element.tag in {"img", "amp-img"}:
        for name in _PLAIN:
            value = element.get(name)
            if value and not value.startswith("data:") and (address := web_url(value, url)):
                yield width_in(address) or number(element.get("width")) or 0, address


def width_in(address: str) -> int:
    """Return the width that an address asks for, or 0."""
    found = [int(each) for groups in _WIDTH_IN_URL.findall(address) for each in groups if each]
    return max((each for each in found if 200 <= each <= 5000 and not 1990 <= each <= 2035), default=0)  # noqa: PLR2004


def asked_width(address: str) -> int:
    """Return the width that an address asks for where that is a thumbnail's, or 0."""
    found = _SMALL_IN_URL.search(address)
    return next((int(each) for each in found.groups() if each), 0) if found else 0


def caption_of(shown: Any) -> tuple[str | None, str | None]:
    """Return caption and credit that stand under a picture."""
    figure = next(
        (above for above in shown.iterancestors() if above.tag == "figure" or _FIGURE.search(classes(above))),
        None,
    )
    if figure is None:
        return None, None
    text = next((each for each in figure.iter() if each.tag == "figcaption" or _CAPTION.search(classes(each))), None)
    credit = next((line(each.text_content(), 100) for each in figure.iter() if _CREDITED.search(classes(each))), None)
    caption, told = _split_credit(line(text.text_content()) if text is not None else None)
    if credit and caption and caption != credit:
        caption = caption.removesuffix(credit).strip(" |–-") or None
    return caption, line(_LABEL.sub("", credit.strip("© :")), 100) if credit else told


_FIGURE = re.compile(r"(?:^|\s)(?:wp-caption|jeg_featured|featured_image)(?:$|\s)")
_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption-?text|image-?caption|tr-caption)(?:$|[\s_-])", re.IGNORECASE
)
_CREDITED = re.compile(
    r"(?:^|[\s_-])(?:media-credit|image-?credit|photo-?credit|credits?|copyright|photographer)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*(?:[|(©]|\b(?:Photo|Image|Picture|Foto|Bild|Credit|Photograph)(?: credit| by)?\s*:)\s*([^|()]{2,80})\)?\s*$",
    re.IGNORECASE,
)

_LABEL = re.compile(r"^(?:Photo|Image|Picture|Foto|Bild|Credit|Photograph)(?: credit| by)?\s*:?\s*", re.IGNORECASE)


def _split_credit(caption: str | None) -> tuple[str | None, str | None]:
    found = _CREDIT.search(caption or "")
    if not caption or not found:
        return caption, None
    return caption[: found.start()].strip() or None, line(_LABEL.sub("", found[1].strip("© :")), 100)
