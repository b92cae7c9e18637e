"""The days that a page shows: in its times, near its headline, in its address."""

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from distrib.ingest.cleaning import line
from distrib.ingest.sources.pages.blocks import classes
from distrib.ingest.sources.pages.bylines import spaced
from distrib.ingest.written_dates import day_in

_SHORT = 80
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|published|pub-?date|timestamp|time|jeg_meta_date|entry-?date|post-?date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TODAY = re.compile(
    r"top-?_?(?:date|bar)|current-?_?(?:date|time)|today|clock|header-?_?date|date-?time-?now", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?:first )?(?:published|publish(?:ed)? date|erstellt|veröffentlicht|publié|publicado|pubblicato"
    r"|publicerad|opublikowano|опубликовано"
    r"|प्रकाशित|ପ୍ରକାଶିତ|شائع)\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"updat|modif", re.IGNORECASE)
_URL_DATE = re.compile(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?:/|-|_|\D|$)")


def date_of(url: str | None) -> str | None:
    """Return the day that an address carries."""
    found = _URL_DATE.search(urlsplit(url or "").path)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def dates(root: Any) -> list[str]:
    """Return days and times near the headline, the surest first."""
    times = [each.get("datetime") or spaced(each) for each in _times(root) if not _UPDATED.search(classes(each))]
    short = (words for each in _called_dates(root) if len(words := spaced(each)) <= _SHORT)
    return [*islice(chain(times, _labelled(root), short), 20), *_near_headline(root)]


def _times(root: Any) -> list[Any]:
    """Return the page's time elements: those of the story first, then those below the headline."""
    headed = False
    ranked = []
    for element in root.iter("h1", "time"):
        headed = headed or element.tag == "h1"
        if element.tag == "time":
            own = any(above.tag in {"article", "main"} for above in element.iterancestors())
            ranked.append((not own, not headed, element))
    return [element for *_, element in sorted(ranked[:200], key=lambda row: row[:2])]


def _labelled(root: Any) -> list[str]:
    """Return the days in lines that say that the story was published on them."""
    told = (words for _, words in _short_lines(root) if len(words) <= _SHORT and _LABEL.match(words))
    return [day.isoformat() for words in islice(told, 5) if (day := day_in(words)) is not None]


def _called_dates(root: Any) -> list[Any]:
    """Return the elements that are called dates, those below the headline first."""
    above: list[Any] = []
    below: list[Any] = []
    found = above
    for element in _story_side(root):
        found = below if element.tag == "h1" else found
        if _DATE.search(classes(element)):
            found.append(element)
    return [*below[:20], *above[:5]]


def _story_side(root: Any) -> Iterator[Any]:
    """Give the elements of the page without its top and its menus: a clock shows every day there."""
    headed = {above for headline in root.iter("h1") for above in headline.iterancestors()}
    outside: set[Any] = set()
    main: set[Any] = set()
    body = root.find("body")
    for element in (body if body is not None else root).iter():
        if not isinstance(element.tag, str):
            continue
        above = element.getparent()
        if element.tag in {"article", "main"} or above in main:
            main.add(element)
        top = (
            element.tag == "nav" or (element.tag == "header" and element not in main) or _TODAY.search(classes(element))
        )
        if above in outside or (top and element not in headed):
            outside.add(element)
        else:
            yield element


def updates(root: Any) -> list[str]:
    """Return when the page says that it was changed."""
    return [each.get("datetime") or spaced(each) for each in _times(root) if _UPDATED.search(classes(each))][:5]


def in_title(title: str) -> list[str]:
    """Return the day that the window's title ends with."""
    found = re.search(r"[|–—-]\s*(\S[^|–—]{5,20})$", title)
    day = day_in(found[1]) if found else None
    return [day.isoformat()] if day else []


def _near_headline(root: Any) -> list[str]:
    """Return the days in short lines: around the headline, those below it first; then in what follows."""
    short = [(element, words) for element, words in _short_lines(root) if len(words) <= 90]  # noqa: PLR2004
    headline = {each for h1 in root.iter("h1") for each in h1.iter()}
    at = next((place for place, (element, _) in enumerate(short) if element in headline), 0)
    near = short[at : at + 40] + short[max(0, at - 10) : at]
    far = [(element, words) for element, words in short[at + 40 :] if len(words) <= 30]  # noqa: PLR2004 - a date alone
    return [day.isoformat() for _, words in near + far if (day := day_in(words)) is not None][:20]


def _short_lines(root: Any) -> Iterator[tuple[Any, str]]:
    for element in _story_side(root):
        if element.tag not in {"script", "style", "option"}:
            for words in (element.text, element.tail):
                if words and (found := line(words, 200)):
                    yield element, found
