"""Sitemaps and their indexes, streamed: `news:`, `image:` and `video:` read, entities never."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from distrib.errors import Unreadable
from distrib.ingest import dates
from distrib.ingest.cleaning import line, lines, number, web_url
from distrib.ingest.entry import Image, Media, Place, Sitemap
from distrib.ingest.languages import language_tag
from distrib.ingest.unpacking import unpacked

MOST_ENTRIES = 50_000  # sitemaps.org: a file holds no more
MOST_BYTES = 60_000_000
_DEEPEST = 12


def read(data: bytes, *, url: str | None = None, most_bytes: int = MOST_BYTES) -> Sitemap:
    """Return the sitemap that `data` is. Raises Unreadable, and nothing else."""
    plain = unpacked(data, most_bytes).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not plain:
        raise Unreadable("The sitemap is empty.")
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", plain[:4096], re.IGNORECASE):
        raise Unreadable("This is not a sitemap: sitemaps declare no document type and no entities.")
    reading = _Reading(url=url)
    try:
        reading.take(io.BytesIO(plain))
    except etree.LxmlError as error:
        if not reading.found:
            raise Unreadable(f"The sitemap can't be read: {str(error).split(', line', 1)[0]}.") from error
        reading.problems.append("The sitemap breaks off or is not well-formed; what came before was read.")
    if reading.kind is None:
        raise Unreadable("This is XML, but not a sitemap.")
    return Sitemap(kind=reading.kind, entries=tuple(reading.found), problems=tuple(reading.problems))


@dataclass(slots=True)
class _Reading:
    """What one pass over a sitemap has found so far."""

    url: str | None
    kind: str | None = None
    found: list[Place] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, stream: io.BytesIO) -> None:
        """Read the stream, forgetting each element once it is read."""
        depth, unusable = 0, 0
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        for event, element in etree.iterparse(stream, events=("start", "end"), recover=False, **options):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise Unreadable("The sitemap is nested too deeply.")
            name = _name(element)
            if event == "start":
                self.kind = self.kind or {"urlset": "urlset", "sitemapindex": "index"}.get(name)
            elif name in {"url", "sitemap"} and depth == 1:
                place = _place(element, self.url)
                unusable += place is None
                if place is not None and len(self.found) < MOST_ENTRIES:
                    self.found.append(place)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        if unusable:
            self.problems.append(f"{unusable} entries have no usable address.")
        if len(self.found) >= MOST_ENTRIES:
            self.problems.append(f"The sitemap has more than {MOST_ENTRIES} entries; the rest was left out.")


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _place(element: Any, base: str | None) -> Place | None:
    address = web_url(_first(element, "loc"), base)
    if address is None:
        return None
    keywords = _news(element, "keywords")
    return Place(
        url=address,
        lastmod=dates.aware(_first(element, "lastmod")),
        title=line(_news(element, "title")),
        published=dates.aware(_news(element, "publication_date")),
        language=language_tag(_news(element, "language")),
        tags=lines((keywords or "").split(",")),
        images=tuple(_images(element, base)),
        videos=tuple(_videos(element, base)),
    )


def _first(element: Any, name: str) -> str | None:
    """Return the text of the first direct child called `name`."""
    for child in element:
        if _name(child) == name:
            return "".join(child.itertext()).strip()
    return None


def _news(element: Any, name: str) -> str | None:
    for child in element:
        if _name(child) == "news":
            for part in child.iter():
                if _name(part) == name:
                    return "".join(part.itertext()).strip()
    return None


def _images(element: Any, base: str | None) -> Iterator[Image]:
    for child in element:
        if _name(child) == "image" and (address := web_url(_first(child, "loc"), base)):
            yield Image(url=address, caption=line(_first(child, "caption")), alt=line(_first(child, "title")))


def _videos(element: Any, base: str | None) -> Iterator[Media]:
    for child in element:
        if _name(child) != "video":
            continue
        given = _first(child, "content_loc") or _first(child, "player_loc")
        if address := web_url(given, base):
            yield Media(url=address, medium="video", seconds=number(_first(child, "duration")))
