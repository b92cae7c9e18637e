"""What X sees in a text: links, hashtags, mentions and cashtags, with their places, in one pass per kind.

Follows the documented rules of twitter-text version 3 (https://github.com/twitter/twitter-text); time grows with the
length of the text and nothing else. Places count code points.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from distrib.wording.domains import DIRECTION_MARKS, LATIN_ACCENTS, SPACES
from distrib.wording.linking import Span, urls

__all__ = ["Scan", "Span", "scan", "urls"]


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
