"""Where X sees links in a text: with http:// and without, by the documented rules of twitter-text version 3.

Time grows with the length of the text and nothing else: a name is looked for only around a dot that a top-level
domain follows, and each stretch of a text is judged once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from distrib.wording.domains import (
    INVALID,
    LATIN_ACCENTS,
    STRETCH,
    Labels,
    any_script,
    ascii_names,
    begins_top,
    latin_parts,
    resolvable,
)

MAX_URL = 4096  # twitter-text: longer ones are no links
MAX_TCO_SLUG = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a text: `text` without its sign, `start` (of the sign) and `end` in code points."""

    text: str
    start: int
    end: int
    protocol: bool = True  #: of a link: it was written with http:// or https://


# -- the links one mostly meets ----------------------------------------------------------

_SAFE = r"A-Za-z0-9_./=+%~&,:;@!*$#\-"
_NAME = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,9}([A-Za-z]{2,24})"
_PATH = rf"/(?:[{_SAFE}]{{0,1999}}[A-Za-z0-9_/=+#-])?"
_QUERY = rf"(?:\?[{_SAFE}?]{{0,1500}}[A-Za-z0-9_/=&#-])?"
_END = r"(?=[.,;:!?')]*(?:[ \n\t]|\Z))"
_PLAIN = (
    # Each begins with the letters by which `re` finds it soonest; the space before it is looked at afterwards.
    ("://", re.compile(rf"(http(?<![^ \n\t]http)s?://(?![Tt]\.[Cc][Oo]){_NAME}(?:{_PATH})?{_QUERY}){_END}")),
    (".", re.compile(rf"(?<![^ \n\t])({_NAME}(?:{_PATH}{_QUERY})?){_END}")),
)
"""Links in plain ASCII between spaces, of which nothing but the top-level domain is in doubt."""
_NAMED = re.compile(r"\.[A-Za-z]{2}")


def without_plain(text: str) -> tuple[str, int]:
    """Return `text` with a line break for each link of the usual kind, and their number.

    For counting: regular expressions take them out, where `urls` walks from name to name. In what is left `urls`
    finds exactly what it would have found besides.
    """
    number = 0
    for sign, pattern in _PLAIN:
        if sign in text and _NAMED.search(text):
            text, found = _taken_out(text, pattern)
            number += found
    return text, number


def _taken_out(text: str, pattern: re.Pattern[str]) -> tuple[str, int]:
    """Return `text` without what the pattern finds, but for names under an unknown top-level domain."""
    parts = pattern.split(text)
    links, tops, known = parts[1::3], parts[2::3], ascii_names()
    gone = [top.lower() in known for top in tops]
    if not any(gone):
        return text, 0
    if all(gone):
        return "\n".join(parts[::3]), len(gone)
    kept = ("\n" if away else link for away, link in zip(gone, links, strict=True))
    return parts[0] + "".join(link + prose for link, prose in zip(kept, parts[3::3], strict=True)), sum(gone)


# -- links -----------------------------------------------------------------------------

_NO_LINK_AFTER = regex.compile(f"[A-Za-z0-9@＠$#＃{INVALID}]")
_SILENT_AFTER = "-_./"  # before a name without protocol: part of something else
_PROTOCOL_END = regex.compile("https?$", regex.IGNORECASE)
_HINT = re.compile(r"\.(?:([0-9A-Za-z]+)|[^\x00-\xa9\u2000-\u206f\u3000-\u3002])|://")  # no link without one of them
_BACKWARDS = regex.compile(f"(?r){STRETCH.pattern.removesuffix('+')}*")
_PORT = regex.compile(":[0-9]+")
_GENERAL = rf"[a-z\u0400-\u04ff0-9!*';:=+,.$/%#\[\]\-\u2013_~@|&{LATIN_ACCENTS}]"
_GROUP = rf"\((?:{_GENERAL}++|{_GENERAL}*+\({_GENERAL}++\){_GENERAL}*+)\)"
_PATH_RUN = regex.compile(rf"(?:{_GENERAL}++|{_GROUP})*+", regex.IGNORECASE)
_PATH_END = regex.compile(rf"[+\-a-z\u0400-\u04ff0-9=_#/){LATIN_ACCENTS}]", regex.IGNORECASE)
_QUERY_RUN = regex.compile(r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*+", regex.IGNORECASE)
_QUERY_END = regex.compile(r"[a-z0-9\-_&=#/]", regex.IGNORECASE)
_TCO = regex.compile(r"https?://t\.co/([a-z0-9]+)", regex.IGNORECASE)


def urls(text: str, *, bare: bool = True) -> tuple[Span, ...]:
    """Return the links in `text`, in order; `bare`: also those written without http://."""
    if ("." if bare else ":") not in text:
        return ()
    return tuple(span for span in _urls(text) if bare or span.protocol)


def _urls(text: str) -> Iterator[Span]:
    position = 0  # where the last match ended: the character before a link is taken from there on
    judged = looked = 0  # up to where stretches have been judged, and dots looked at
    while hint := _HINT.search(text, looked):
        looked = hint.end()
        if hint[1] and not begins_top(hint[1]):
            continue
        start = _BACKWARDS.match(text, judged, hint.start()).start()
        stretch = STRETCH.match(text, start)
        end = stretch.end() if stretch else hint.end()
        for first, domain, close in _matches(text, start, end, position):
            position = _tail(text, close)
            yield from _judged(text, first, domain, close, position)
        judged = looked = max(position, end)


Match = tuple[int, int, int]
"""Where a match, its domain and its domain's end lie."""


def _matches(text: str, start: int, end: int, position: int) -> Iterator[Match]:
    """Yield what begins in the stretch `text[start:end]`: bare names, then a link whose http ends it."""
    labels = Labels(text, start, end, any_script, beyond=len(text))
    for place, label in enumerate(labels.labels):
        while found := _bare(text, labels, place, label, position):
            yield found
            position = found[2]
    if linked := _with_protocol(text, start, end, position):
        yield linked


def _bare(text: str, labels: Labels, place: int, label: tuple[int, int], position: int) -> Match | None:
    """Return the first bare name that begins in a label, at or after `position`."""
    a, b = max(label[0], position), label[1]
    if a >= b or text[b - 1] in "-_":
        return None
    close = labels.closing(place, as_name=False)
    if close is None:
        close = labels.closing(place, as_name=True)
        a = text.rfind("_", a, b) + 1 or a  # the label before a top-level domain holds no underscore
    if close is None:
        return None
    places: Iterable[int] = range(a, b)
    if a == 0 and b > 1 and not _NO_LINK_AFTER.match(text, 0):
        places = (1, 0)  # at the very beginning twitter-text first takes the character as one before the link
    for start in places:
        if text[start] not in "-_" and _may_begin(text, start, position):
            return start, start, close
    return None


def _may_begin(text: str, start: int, position: int) -> bool:
    """Tell whether a link may begin at `start`: after a character of its own that is no letter, digit or sign."""
    if start == 0:
        return True
    return start > position and not _NO_LINK_AFTER.match(text, start - 1)


def _with_protocol(text: str, start: int, end: int, position: int) -> Match | None:
    """Return the match when the stretch ends in http and a domain follows `://`."""
    if not text.startswith("://", end) or not (found := _PROTOCOL_END.search(text, start, end)):
        return None
    domain = end + len("://")
    stretch = STRETCH.match(text, domain)
    if not stretch or not _may_begin(text, found.start(), position):
        return None
    labels = Labels(text, domain, stretch.end(), any_script, beyond=len(text))
    a, b = labels.labels[0]
    sub, name = any_script(text[a:b])
    close = labels.closing(0, as_name=name) if sub else None
    return None if close is None else (found.start(), domain, close)


def _tail(text: str, close: int) -> int:
    """Return where the link ends whose domain ends at `close`: port, path and query follow."""
    if port := _PORT.match(text, close):
        close = port.end()
    if text.startswith("/", close):
        run = _PATH_RUN.match(text, close + 1)
        close = _last(text, _PATH_END, close + 1, run.end() if run else close + 1)
    if query := _QUERY_RUN.match(text, close):
        ended = _last(text, _QUERY_END, close + 1, query.end())
        close = ended if ended > close + 1 else close
    return close


def _last(text: str, ending: "regex.Pattern[str]", start: int, end: int) -> int:
    """Return the place after the last character in between that may end a link."""
    while end > start and not ending.match(text, end - 1):
        end -= 1
    return end


def _judged(text: str, first: int, domain: int, close: int, stop: int) -> Iterator[Span]:
    """Yield what of a match really is a link."""
    if not resolvable(text[domain:close]) or stop - first > MAX_URL:
        return
    if text.startswith("xn--", domain) and not latin_parts(text, domain, close):
        return  # a name in Punycode is ASCII throughout
    if domain > first:
        if short := _TCO.match(text, first, stop):
            if len(short[1]) > MAX_TCO_SLUG:
                return
            stop = _tco_end(text, short.end())
        yield Span(text=text[first:stop], start=first, end=stop)
        return
    if first and text[first - 1] in _SILENT_AFTER:
        return
    parts = latin_parts(text, domain, close)
    for place, (a, b) in enumerate(parts):
        # Only a path carries the rest along: a query or port alone stays outside the link.
        pathed = place == len(parts) - 1 and _has_path(text, close)
        end = stop if pathed else b
        shown = text[a:b] + text[close:stop] if pathed else text[a:b]
        yield Span(text=shown, start=a, end=end, protocol=False)


def _has_path(text: str, close: int) -> bool:
    port = _PORT.match(text, close)
    return text.startswith("/", port.end() if port else close)


def _tco_end(text: str, end: int) -> int:
    query = _QUERY_RUN.match(text, end)
    if not query:
        return end
    ended = _last(text, _QUERY_END, end + 1, query.end())
    return ended if ended > end + 1 else end
