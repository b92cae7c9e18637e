"""What a reader sees: headline, date, section, tags, kind, direction."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from distrib.ingest.cleaning import line
from distrib.ingest.sources.pages import days, links
from distrib.ingest.sources.pages.blocks import classes, named
from distrib.ingest.sources.pages.bylines import spaced
from distrib.ingest.sources.pages.said import Said

_CRUMBS = re.compile(r"breadcrumb|jeg_breadcrumbs", re.IGNORECASE)
_CATEGORY = re.compile(r"(?:^|\s)category-([a-z][\w-]*)")
_FORMAT = re.compile(r"(?:^|\s)(?:single-)?format-(video|gallery)|post-format-(video|gallery)")
_URL_KIND = {
    "video": "video", "videos": "video", "watch": "video", "gallery": "gallery", "galleries": "gallery",
    "photos": "gallery", "photo-gallery": "gallery", "bildergalerie": "gallery", "fotos": "gallery", "live": "live",
    "liveblog": "live", "live-blog": "live",
}  # fmt: skip
_HOME = frozenset(
    {"home", "start", "startseite", "inicio", "accueil", "news", "homepage", "ana sayfa", "главная", "ホーム"}
)


def read(root: Any) -> Said:
    """Return what the visible page says."""
    said = Said()
    said.titles += _headlines(root)
    said.lesser += [spaced(each) for each in root.iter("h2", "h3")][:10]
    said.published += days.dates(root)
    said.stamped += days.in_title(said.titles[-1])
    own = links.own_links(root)
    said.sections += _breadcrumb(root) or links.categories(own) or _body_classes(root)
    said.tags += links.tags(own)
    said.modified += days.updates(root)
    said.languages += [value for value in (root.get("lang"), root.get("xml:lang")) if value]
    body = root.find("body")
    found = _FORMAT.search(classes(body) if body is not None else "")
    said.kinds += [found[1] or found[2]] if found else []
    return said


def kind_of(url: str | None) -> str | None:
    """Return the kind that an address names in its path."""
    for part in urlsplit(url or "").path.lower().split("/")[:-1]:
        if part in _URL_KIND:
            return _URL_KIND[part]
    return None


def section_of(url: str | None) -> str | None:
    """Return the section that an address names first, in words."""
    parts = [part for part in urlsplit(url or "").path.rstrip("/").split("/")[:-1] if part]
    for part in parts:
        name = unquote(part).replace("-", " ").replace("_", " ")
        if re.fullmatch(r"[^\d.%]{3,30}", name) and part.lower() not in {
            "article",
            "articles",
            "story",
            "news",
            "www",
            "post",
        }:
            return name.strip().title()
    return None


def direction_of(root: Any) -> str | None:
    """Return the direction that the page declares."""
    body = root.find("body")
    for element in (root, body):
        if element is not None and (element.get("dir") or "").lower() in {"rtl", "ltr"}:
            return str(element.get("dir")).lower()
    return None


def _headlines(root: Any) -> list[str]:
    inside = [spaced(each) for each in root.xpath("//article//h1 | //main//h1")]
    every = [spaced(each) for each in root.iter("h1")]
    title = root.find(".//title")
    return [*inside, *every, title.text_content() if title is not None else ""]


def _breadcrumb(root: Any) -> list[str]:
    for element in root.xpath("//body//*[@class or @id or @aria-label]"):
        if not _CRUMBS.search(f"{named(element)} {element.get('aria-label') or ''}"):
            continue
        names = [line(link.text_content(), 60) for link in element.iter("a")]
        kept = [name for name in names if name and name.casefold() not in _HOME]
        if kept:
            return kept[:4]
    return []


def _body_classes(root: Any) -> list[str]:
    body = root.find("body")
    found = _CATEGORY.findall(classes(body) if body is not None else "")
    return [name.replace("-", " ").title() for name in found if not name.isdigit()]
