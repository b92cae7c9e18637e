"""How long a text is, exactly as each network counts it, and what of it the network would link.

The source of every rule stands in docs/sharing.md.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import regex

from distrib.wording import linking, linting, networks, scanning
from distrib.wording.emoji import SEQUENCE
from distrib.wording.scanning import Scan, Span

URL_LENGTH = 23  # X (t.co) and Mastodon (characters_reserved_per_url) count every link so
BLUESKY_BYTES = 3000
TELEGRAM_CAPTION = 1024  # a text under a picture, unlike one that stands alone

# twitter-text v3: these 1 each, all others 2
_LIGHT = "\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037"
_JOINER = "\u200d"  # light, but inside of emoji
_HEAVY = re.compile(f"[^{_LIGHT}][^{_LIGHT}]*+(?:{_JOINER}[^{_LIGHT}]+)*+")  # `re` finds a set faster than a run
_LIGHT_EMOJI = ("\u20e3", "©\ufe0f", "®\ufe0f")  # keycaps, and signs that a selector makes emoji
_BELOW_U1000 = bytes(range(0xE1))  # no other bytes stand in UTF-8 of the scripts that weigh one each
_ASCII_AS_SPACE = bytes(ord(" ") if code < 0x80 else code for code in range(0x100))  # noqa: PLR2004 - ASCII's end
_INVALID_ON_X = re.compile("[\ufffe\uffff\ufeff]")
_GRAPHEME = regex.compile(r"\X")
_FEDIVERSE_NAME = regex.compile(r"(?<![\w/@])(@\w+(?:[\w.-]*\w)?+)@\w[\w.-]*+")
_LITTLE_TEXT = re.compile(r"[\\|{}@\[\]()<>#*_~]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a network says of a text's length."""

    length: int
    limit: int | None
    valid: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A text seen through a network's eyes."""

    weight: Weight
    found: Scan
    warnings: tuple[str, ...]


def weigh(network: str, text: str, *, limit: int | None = None) -> Weight:
    """Return the length of `text` on a network and whether it is taken; `limit` where an account has its own.

    Raises BadInput when there is no such network.
    """
    rule = RULES[networks.known(network)]
    length, limit = rule.count(text), limit or rule.limit
    fits = limit is None or length <= limit
    return Weight(length=length, limit=limit, valid=bool(text) and fits and rule.takes(text))


def examine(network: str, text: str, *, limit: int | None = None) -> Examined:
    """Return length, links, hashtags, mentions and warnings of `text` on a network."""
    name = networks.known(network)
    found = scanning.scan(text)
    return Examined(weight=weigh(name, text, limit=limit), found=found, warnings=linting.lints(name, text, found))


# -- the ways of counting ------------------------------------------------------------------


def x_length(text: str) -> int:
    """Return the weighted length of a tweet: links 23, emoji 2, most scripts beyond U+10FF 2, all else 1."""
    text = unicodedata.normalize("NFC", text)
    rest, number = linking.without_plain(text)
    if links := linking.urls(rest):
        number += len(links)
        rest = "\n".join(_between(rest, links))
    return (URL_LENGTH - 1) * number + _weighted(rest)  # the line break in a link's place is one


def _weighted(text: str) -> int:
    """Return the weight of a text without links: everything is one, and what is more is added."""
    if text.isascii():
        return len(text)
    if any(sign in text for sign in _LIGHT_EMOJI):
        rest, emoji = SEQUENCE.subn("", text)
        heavy = "".join(_HEAVY.findall(rest))
        return 2 * int(emoji) + len(rest) + len(heavy) - heavy.count(_JOINER)
    # Few characters of a post are heavy: only those go through the patterns, in runs that no emoji crosses.
    coded = text.encode("utf-8", "surrogatepass")
    if not coded.translate(None, _BELOW_U1000):
        return len(text)
    beyond = coded.translate(_ASCII_AS_SPACE).split()
    runs = _HEAVY.findall(b"\n".join(beyond).decode("utf-8", "surrogatepass"))
    rest, emoji = SEQUENCE.subn("", "\n".join(runs))
    rest = rest.replace("\n", "")
    return len(text) - len("".join(runs)) + 2 * (int(emoji) + len(rest)) - rest.count(_JOINER)


def graphemes(text: str) -> int:
    """Return how many characters a reader sees (extended grapheme clusters)."""
    return len(text) if text.isascii() and "\r" not in text else len(_GRAPHEME.findall(text))


def mastodon_length(text: str) -> int:
    """Return the length on Mastodon: a link with http:// counts 23, of @name@server only @name."""
    links = scanning.urls(text, bare=False)
    rest = sum(graphemes(_FEDIVERSE_NAME.sub(r"\1", part)) for part in _between(text, links))
    return URL_LENGTH * len(links) + rest


def threads_length(text: str) -> int:
    """Return the length on Threads: an emoji counts its UTF-8 bytes, everything else one a character."""
    if text.isascii():
        return len(text)
    return len(text) + sum(utf8_length(emoji) - len(emoji) for emoji in SEQUENCE.findall(text))


def linkedin_length(text: str) -> int:
    """Return the length of what is handed to LinkedIn, its reserved characters escaped and its hashtags marked."""
    return len(linkedin_escaped(text))


def linkedin_escaped(text: str) -> str:
    """Return `text` as LinkedIn's “little text” wants it.

    Unescaped, a reserved character cuts the post off; an escaped # is plain text, so hashtags are marked as such.
    """
    written, position = [], 0
    for tag in scanning.scan(text).hashtags if "#" in text or "＃" in text else ():
        written += [_escaped(text[position : tag.start]), f"{{hashtag|\\#|{_escaped(tag.text)}}}"]
        position = tag.end
    return "".join([*written, _escaped(text[position:])])


def _escaped(text: str) -> str:
    return _LITTLE_TEXT.sub(r"\\\g<0>", text)


def utf8_length(text: str) -> int:
    """Return the length in UTF-8 bytes; half a surrogate pair counts as the character it would be shown as."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, as Telegram and most JavaScript count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def byte_place(text: str, span: Span) -> tuple[int, int]:
    """Return where a span lies in UTF-8 bytes: byteStart and byteEnd of a Bluesky facet."""
    start = utf8_length(text[: span.start])
    return start, start + utf8_length(text[span.start : span.end])


def utf16_place(text: str, span: Span) -> tuple[int, int]:
    """Return offset and length of a span in UTF-16 units: those of a Telegram entity."""
    return utf16_length(text[: span.start]), utf16_length(text[span.start : span.end])


def _between(text: str, links: Iterable[Span]) -> Iterator[str]:
    """Yield what of a text is no link."""
    position = 0
    for link in links:
        yield text[position : link.start]
        position = link.end
    yield text[position:]


# -- the rules -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a network counts, how much it takes, and what else it asks of a text."""

    limit: int | None
    count: Callable[[str], int]
    takes: Callable[[str], bool] = bool


RULES: Mapping[str, Rule] = {
    "facebook": Rule(limit=63_206, count=utf16_length),
    "x": Rule(limit=280, count=x_length, takes=lambda text: not _INVALID_ON_X.search(text)),
    "whatsapp": Rule(limit=4096, count=utf16_length),
    "linkedin": Rule(limit=3000, count=linkedin_length),
    "pinterest": Rule(limit=800, count=len),
    "telegram": Rule(limit=4096, count=utf16_length),
    "email": Rule(limit=None, count=len),
    "reddit": Rule(limit=300, count=len),
    "bluesky": Rule(limit=300, count=graphemes, takes=lambda text: utf8_length(text) <= BLUESKY_BYTES),
    "mastodon": Rule(limit=500, count=mastodon_length),
    "threads": Rule(limit=500, count=threads_length),
    "tumblr": Rule(limit=32_768, count=utf16_length),
    "vk": Rule(limit=2048, count=utf16_length),
    "line": Rule(limit=None, count=len),
    "hackernews": Rule(limit=80, count=len),
    "copy": Rule(limit=None, count=len),
    "webshare": Rule(limit=None, count=len),
}
"""Of Reddit and Hacker News the title is counted, of Pinterest a pin's description."""
