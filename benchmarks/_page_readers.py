"""Whoever reads pages: distrib, and the libraries known for it where they are installed."""

import importlib
from collections.abc import Callable
from typing import Any

from benchmarks._page_gold import Answer
from distrib.errors import Unreadable
from distrib.ingest.shown import shown
from distrib.ingest.sources import page
from distrib.ingest.sources.html import decoded
from distrib.ingest.unpacking import unpacked

Reader = Callable[[bytes, str], Answer]


def ours(data: bytes, url: str) -> Answer:
    """Return what distrib reads."""
    try:
        found = shown(page.read(data, url=url))
    except Unreadable:
        return {}
    return {
        "title": found["title"],
        "date": found["published"],
        "authors": found["authors"],
        "section": [*found["sections"], *([found["section"]] if found["section"] else [])],
        "tags": found["tags"],
        "image": (found["image"] or {}).get("url"),
        "body": found["body_text"],
    }


def trafilatura() -> Reader | None:
    """Return trafilatura's reader, if it is installed."""
    library = _library("trafilatura")
    if library is None:
        return None

    def read(data: bytes, url: str) -> Answer:
        found = library.bare_extraction(decoded(unpacked(data)), url=url, with_metadata=True, include_comments=False)
        if found is None:
            return {}
        return {
            "title": found.title,
            "date": found.date,
            "authors": (found.author or "").split("; "),
            "section": found.categories,
            "tags": found.tags,
            "image": found.image,
            "body": found.text,
        }

    return read


def newspaper4k() -> Reader | None:
    """Return newspaper4k's reader, if it is installed."""
    library = _library("newspaper")
    if library is None:
        return None

    def read(data: bytes, url: str) -> Answer:
        try:
            found = library.Article(url, fetch_images=False)
            found.download(input_html=decoded(unpacked(data)))
            found.parse()
        except Exception:  # noqa: BLE001 - another's library: whatever it raises, it has read nothing
            return {}
        return {
            "title": found.title,
            "date": found.publish_date.isoformat() if found.publish_date else None,
            "authors": found.authors,
            "section": [],
            "tags": sorted(found.tags or ()) + list(found.meta_keywords or ()),
            "image": found.top_image,
            "body": found.text,
        }

    return read


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None
