"""What must hold of whatever bytes a feed, sitemap or page is: read or refused in a sentence, and harmless."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from distrib.errors import Unreadable
from distrib.ingest.shown import shown
from distrib.ingest.sources import feed, page, sitemap

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
SLOWEST = 2.0  # seconds
_ADDRESSES = ("url", "canonical_url", "hub", "previous", "next")
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_ACTIVE = re.compile(
    r"<\s*(?:script|iframe|object|embed|style)|\son\w+\s*=|(?:href|src)\s*=\s*.?\s*javascript:", re.IGNORECASE
)


def read_feed(data: bytes) -> Any:
    """Return what is read of a feed."""
    return feed.read(data, url="https://paper.example/feed")


def read_sitemap(data: bytes) -> Any:
    """Return what is read of a sitemap."""
    return sitemap.read(data, url="https://paper.example/sitemap.xml")


def read_page(data: bytes) -> Any:
    """Return what is read of a page."""
    return page.read(data, url="https://paper.example/odisha/rain")


TARGETS: dict[str, Callable[[bytes], Any]] = {"feed": read_feed, "page": read_page, "sitemap": read_sitemap}


def hold(kind: str, data: bytes, *, timed: bool = False) -> None:
    """Raise when reading breaks its promises for these bytes; `timed` counts being slow as one, for a fuzzer alone."""
    began = time.perf_counter()
    found, refused = None, None
    try:
        found = shown(TARGETS[kind](data))
    except Unreadable as error:
        refused = str(error)
    spent = time.perf_counter() - began
    assert not timed or spent < SLOWEST, f"took {spent:.1f} s"
    assert refused is None or refused.strip(), "a refusal says why"
    json.dumps(found, ensure_ascii=False).encode()
    for name, value in _leaves(found):
        assert not _HARMFUL.search(value), f"{name} carries a harmful character: {value!r}"
        if name in _ADDRESSES:
            assert value.lower().startswith(("http://", "https://")), f"{name} is no web address: {value!r}"
        elif name == "title":
            assert not re.search(r"[\r\n]", value), f"a title of two lines: {value!r}"
        elif name == "content_html":
            assert not _ACTIVE.search(re.sub(r">[^<]*<", "><", value)), f"content that acts: {value!r}"


def seeds(kind: str) -> list[Path]:
    """Return the inputs to begin with: the fixtures of the tests, and what fuzzing found."""
    fixtures = {"feed": "feeds", "page": "pages", "sitemap": "sitemaps"}[kind]
    found = [*(DATA / fixtures).iterdir(), *(HERE / "corpus" / kind).iterdir()]
    return sorted(path for path in found if not path.name.startswith("."))


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _leaves(each, str(key))
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(each, name)
    elif isinstance(value, str):
        yield name, value
