"""What X sees in a text: links, hashtags, mentions and cashtags, with their places, in one pass per kind.

Follows the documented rules of twitter-text version 3 (https://github.com/twitter/twitter-text); time grows with the
length of the text and nothing else. Places count code points.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

from distrib.wording.domains import (
    DIRECTION_MARKS,
    INVALID,
    LATIN_ACCENTS,
    SPACES,
    STRETCH,
    Labels,
    any_script,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Everything X would link in a text; `lists` are mentions of the form @name/list."""

    urls: tuple[Span, ...]
    hashtags: tuple[Span, ...]
    mentions: tuple[Span, ...]
    lists: tuple[Span, ...]
    cashtags: tuple[Span, ...]


def scan(text: str) -> Scan:
    """Return all that X would link in `text`."""
    links = urls(text)
    named = _apart(_mentions(text), links)
    return Scan(
        urls=links,
        hashtags=_apart(_hashtags(text), links),
        mentions=tuple(span for span in named if "/" not in span.text),
        lists=tuple(span for span in named if "/" in span.text),
        cashtags=tuple(_cashtags(text)),
    )


# -- links -----------------------------------------------------------------------------

_NO_LINK_AFTER = regex.compile(f"[A-Za-z0-9@＠$#＃{INVALID}]")
_SILENT_AFTER = "-_./"  # before a name without protocol: part of something else
_PROTOCOL_END = regex.compile("https?$", regex.IGNORECASE)
_HINT = re.compile(r"\.|://")  # no link without one of them: whole words are passed over
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
    while hint := _HINT.search(text, position):
        start = _BACKWARDS.match(text, position, hint.start()).start()
        stretch = STRETCH.match(text, start)
        end = stretch.end() if stretch else hint.end()
        for first, domain, close in _matches(text, start, end, position):
            position = _tail(text, close)
            yield from _judged(text, first, domain, close, position)
        position = max(position, end)


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


# -- hashtags, mentions, cashtags --------------------------------------------------------

_TAG_MORE = "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
_TAG_CHARACTER = regex.compile(rf"[\p{{L}}\p{{M}}\p{{Nd}}{_TAG_MORE}&]")
_HASHTAG = regex.compile(rf"[#＃](?![\ufe0f\u20e3])([\p{{L}}\p{{M}}\p{{Nd}}{_TAG_MORE}]++)")
_TAG_LETTER = regex.compile(r"[\p{L}\p{M}]")
_TAG_STOP = ("#", "＃", "://")

_MENTION = regex.compile("[@＠]([a-zA-Z0-9_]{1,20})(/[a-zA-Z][a-zA-Z0-9_-]{0,24})?")
_NO_MENTION_AFTER = regex.compile("[a-zA-Z0-9_!#$%&*@＠]")
_RETWEET = regex.compile("(?<![a-zA-Z0-9_+~.-])rt:?$", regex.IGNORECASE)
_MENTION_STOP = regex.compile(f"[@＠{LATIN_ACCENTS}]|://")

_CASHTAG = regex.compile(
    rf"(?:^|[{SPACES}{DIRECTION_MARKS}])\$([a-z]{{1,6}}(?:[._][a-z]{{1,2}})?)"
    r"(?=$|\s|[!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$])",
    regex.IGNORECASE,
)


def _hashtags(text: str) -> Iterator[Span]:
    if "#" not in text and "＃" not in text:
        return
    for found in _HASHTAG.finditer(text):
        start, end = found.span()
        before = text[start - 1 : start]
        if before and before not in "\ufe0e\ufe0f" and _TAG_CHARACTER.match(before):
            continue
        if _TAG_LETTER.search(found[1]) and not text.startswith(_TAG_STOP, end):
            yield Span(text=found[1], start=start, end=end)


def _mentions(text: str) -> Iterator[Span]:
    if "@" not in text and "＠" not in text:
        return
    position = 0
    while found := _MENTION.search(text, position):
        start, end = found.span()
        before = start > position and not _NO_MENTION_AFTER.match(text, start - 1)
        if not (start == 0 or before or _RETWEET.search(text, max(position, start - 4), start)):
            position = start + 1
            continue
        position = end
        if not _MENTION_STOP.match(text, end):
            yield Span(text=found[1] + (found[2] or ""), start=start, end=end)


def _cashtags(text: str) -> Iterator[Span]:
    if "$" not in text:
        return
    for found in _CASHTAG.finditer(text):
        yield Span(text=found[1], start=found.start(1) - 1, end=found.end(1))


def _apart(spans: Iterator[Span], links: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return the spans that no link begun before them covers."""
    kept, place = [], 0
    for span in spans:
        while place < len(links) and links[place].end <= span.start:
            place += 1
        if place == len(links) or links[place].start > span.start:
            kept.append(span)
    return tuple(kept)
