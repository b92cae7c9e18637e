"""The picture that an HTML fragment shows first, if it is one worth showing."""

import html
import re
from collections.abc import Callable, Mapping
from functools import partial

from distrib.ingest.cleaning import line, number, text_of, web_url
from distrib.ingest.entry import Image

_NOT_ONE = re.compile(
    r"/(?:smilies|emoji)/|feedburner|feedsportal|doubleclick|/pixel|pixel\.|spacer|1x1|gravatar|/share[-_]|count\.|stats\.|blank\.gif",
    re.IGNORECASE,
)
_SMALLEST = 50  # below this it is a counter, a smiley or an icon
_MOST = 50  # pictures looked at: after so many counters there comes no story's
_IMAGE = re.compile(r'<img((?:[^"<>]|"[^"]*")*)>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LONGEST_CAPTION = 10_000  # as HTML
_LAZY = re.compile(r"<img\b[^<>]*\sdata-src=[^<>]*>", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"""\ssrc=(?:"[^"]*"|'[^']*'|[^\s>]*)""", re.IGNORECASE)


def first_picture(safe: str | None, base: str | None = None) -> Image | None:
    """Return the first picture of a fragment that `safe_html` returned that is neither a counter nor an icon."""
    if not safe or "<img" not in safe:
        return None
    for at, found in enumerate(_IMAGE.finditer(safe)):
        if at == _MOST:
            break
        said = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(found[1])}
        if image := _worth_showing(said, base, partial(_caption, safe, found.start())):
            return image
    return None


def _worth_showing(said: Mapping[str, str], base: str | None, caption: Callable[[], str | None]) -> Image | None:
    address = web_url(said.get("src"), base)
    width, height = number(said.get("width")), number(said.get("height"))
    small = any(side is not None and side < _SMALLEST for side in (width, height))
    if not address or small or _NOT_ONE.search(address):
        return None
    return Image(url=address, width=width, height=height, alt=line(said.get("alt")), caption=caption())


def _caption(safe: str, at: int) -> str | None:
    """Return the caption of the figure around the place `at`."""
    start, end = safe.rfind("<figure", 0, at), safe.rfind("</figure>", 0, at)
    if start < 0 or start < end:
        return None
    close = safe.find("</figure>", at)
    close = len(safe) if close < 0 else close
    start = safe.find("<figcaption", start, close)
    if start < 0:
        return None
    start = safe.find(">", start) + 1
    end = safe.find("</figcaption>", start, close)
    return text_of(safe[start : end if end >= 0 else close][:_LONGEST_CAPTION], 500)


def at_once(fragment: str) -> str:
    """Return the fragment with pictures that a script would load later in their places."""
    return _LAZY.sub(_loaded, fragment) if "data-src=" in fragment else fragment


def _loaded(found: re.Match[str]) -> str:
    return re.sub(r"\sdata-src=", " src=", _PLACEHOLDER.sub("", found[0]), count=1, flags=re.IGNORECASE)
