"""Whatever comes in from outside becomes harmless here: text, HTML and addresses."""

import html
import re
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

import nh3

LONGEST_LINE, LONGEST_TEXT, LONGEST_HTML, LONGEST_URL = 500, 20_000, 400_000, 2_048
MOST_TAGS = 10_000  # of a fragment: cleaning takes time by the square of how deep they are nested

# Controls, bidi embeddings and overrides (they make text read other than it is), invisible format characters and
# non-characters. Joiners, marks of direction and variation selectors stay: Indic, Arabic and emoji need them.
_HARMFUL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\u2060\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_INVISIBLE_SPACE = re.compile("[\u00ad\u200b]+")
_HARMFUL_ASCII = bytes([*range(9), *range(0x0E, 0x20), 0x7F])
_TAG = re.compile(r"<[a-zA-Z!/?]")
# Without `<` inside a tag, or a text of nothing but `<p<p<p` takes time by its square.
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|article|figure|figcaption|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r'<(?:[^"<>]|"[^"]*")*>')  # of clean HTML, where quotes are even
_USUAL_SHARE = 4  # so many times as long as its text is HTML, with tags and addresses
_NEEDS_CLEANING = re.compile("[<>&\r\x00\xa0]")
_HIDDEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "math", "title", "textarea"})
# XML's way to close a tag; to HTML it is open, and swallows the rest of the story.
_CLOSED_AT_ONCE = re.compile(r"<(?:iframe|script|title|textarea|style|noscript|template)\b[^<>]*/>", re.IGNORECASE)
_HIDDEN_TAGS = set(_HIDDEN)  # as nh3 wants it
_LINE_BREAK = re.compile(r"[\t\r\n]")
# What everything below would return as it is.
_COMMON_URL = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[\w!$%&'()*+,\-./:=@~]*)?(?:\?[\w!$%&'()*+,\-./:=@~?]+)?(?:#[\w!$%&'()*+,\-./:=@~]+)?",
    re.ASCII,
)
_UNSAFE_IN_URL = {ord(mark): f"%{ord(mark):02X}" for mark in ' "<>\\^`{|}'}


def without_harm(value: str) -> str:
    """Return `value` without control, bidi-override and invisible characters."""
    if value.isascii():  # most addresses and many texts: told by bytes, thirty times as fast
        raw = value.encode()
        clean = raw.translate(None, _HARMFUL_ASCII)
        return value if len(clean) == len(raw) else clean.decode()
    return _HARMFUL.sub("", value)


def _encodable(value: str) -> str:
    """Return `value` without halves of characters, which no cleaner takes."""
    return value if value.isascii() else value.encode("utf-8", "ignore").decode()


def line(value: object, longest: int = LONGEST_LINE) -> str | None:
    """Return plain text of one line without tags, or None when nothing is left of it."""
    if not isinstance(value, str):
        return None
    text = value
    if "<" in text and _TAG.search(text):
        text = nh3.clean(_BREAK.sub(" ", _encodable(text[:LONGEST_HTML])), tags=set(), clean_content_tags=_HIDDEN_TAGS)
    return _one_line(text, longest)


def _one_line(text: str, longest: int) -> str | None:
    if "&" in text:
        text = html.unescape(text)
    if not text.isprintable():  # what is printable holds no sign that does harm, and no space but the plain one
        text = _INVISIBLE_SPACE.sub(" ", without_harm(text))
    return shortened(" ".join(text.split()), longest) or None


def text(value: object, longest: int = LONGEST_TEXT) -> str | None:
    """Return the plain text of an HTML fragment on one line; longer than a title may be."""
    return line(value, longest)


def shortened(value: str, longest: int) -> str:
    """Return `value` cut at a word, with an ellipsis, when it is longer than allowed."""
    if len(value) <= longest:
        return value
    cut = value[: longest - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > longest // 2 else cut).rstrip() + "…"


def safe_html(value: object, base: str | None = None) -> str | None:
    """Return the fragment with harmless tags only and its addresses absolute; None when nothing is left."""
    if not isinstance(value, str) or not value.strip():
        return None
    if not _NEEDS_CLEANING.search(value):
        return without_harm(value[:LONGEST_HTML]).strip() or None
    # Characters that do harm are taken out afterwards, when those written as `&#8238;` have become characters too;
    # nothing can turn into a tag by that: no bare `<` is left in text, and every attribute stands in quotes.
    return without_harm(_cleaner(base or "").clean(_encodable(_bounded(value)))).strip() or None


def text_of(safe: str | None, longest: int = LONGEST_TEXT) -> str | None:
    """Return the plain text of a fragment that `safe_html` returned, without cleaning it once more."""
    if safe is None:
        return None
    if len(safe) > longest * _USUAL_SHARE:  # most of a long fragment would be read only to be cut off
        start = safe[: safe.rfind("<", 0, longest * _USUAL_SHARE)]
        found = _text_of(start, longest)
        if found is not None and found.endswith("…") and len(found) > longest // 2:
            return found
    return _text_of(safe, longest)


def _text_of(safe: str, longest: int) -> str | None:
    return _one_line(_ANY_TAG.sub("", _BREAK.sub(" ", safe)) if "<" in safe else safe, longest)


def _bounded(value: str) -> str:
    """Return the fragment's beginning, as much as is cleaned within reason."""
    value = _CLOSED_AT_ONCE.sub("", value[:LONGEST_HTML])
    first_too_many = next(islice(_TAG.finditer(value), MOST_TAGS, None), None)
    return value if first_too_many is None else value[: first_too_many.start()]


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        clean_content_tags=_HIDDEN_TAGS,
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base) if web_url(base) else "deny",
    )


def is_common_url(value: str) -> bool:
    """Return whether `value` is an address in the form that nearly all have: absolute, and nothing in it to escape."""
    return len(value) <= LONGEST_URL and _COMMON_URL.fullmatch(value) is not None


def web_url(value: object, base: str | None = None) -> str | None:
    """Return `value` made absolute if it is an http or https address that may be shown, else None.

    Otherwise it stays as found; only characters that no address may hold are escaped.
    """
    if not isinstance(value, str) or is_common_url(value):
        return value or None if isinstance(value, str) else None
    found = _LINE_BREAK.sub("", without_harm(value)).strip()
    if not found or len(found) > LONGEST_URL:
        return None
    try:
        hostless = urlsplit(found)
        if hostless.scheme and not hostless.netloc:
            return None
        whole = urljoin(base, found) if base else found
        parts = urlsplit(whole)
        usable = parts.scheme.lower() in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        return None
    if not usable or "@" in parts.netloc or len(whole) > LONGEST_URL:
        return None
    return whole.translate(_UNSAFE_IN_URL)


def lines(values: object, *, longest: int = 200, most: int = 30) -> tuple[str, ...]:
    """Return each value as a plain line, once, in order."""
    found = (line(value, longest) for value in (values if isinstance(values, list | tuple) else [values]))
    seen: dict[str, str] = {}
    for each in found:
        if each:
            seen.setdefault(each.casefold(), each)
    return tuple(seen.values())[:most]


def number(value: object) -> int | None:
    """Return a width, height or length as a whole number, or None for nonsense."""
    try:
        found = int(float(str(value).strip().removesuffix("px")))
    except (ValueError, OverflowError):
        return None
    return found if 0 < found < 100_000 else None  # noqa: PLR2004 - no picture or film is larger
