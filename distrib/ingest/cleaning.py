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
_SPACE = re.compile(r"[\s\u00ad\u200b]+")
_TAG = re.compile(r"<[a-zA-Z!/?]")
# Without `<` inside a tag, or a text of nothing but `<p<p<p` takes time by its square.
_BREAK = re.compile(
    r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|article|figure|figcaption|hr)\b[^<>]*>",
    re.IGNORECASE,
)
_HIDDEN = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "math", "object", "title", "textarea"})
_UNSAFE_IN_URL = {ord(mark): f"%{ord(mark):02X}" for mark in ' "<>\\^`{|}'}


def without_harm(value: str) -> str:
    """Return `value` without control, bidi-override and invisible characters."""
    return _HARMFUL.sub("", value)


def line(value: object, longest: int = LONGEST_LINE) -> str | None:
    """Return plain text of one line without tags, or None when nothing is left of it."""
    if not isinstance(value, str):
        return None
    text = value
    if _TAG.search(text):
        text = nh3.clean(_BREAK.sub(" ", text[:LONGEST_HTML]), tags=set(), clean_content_tags=set(_HIDDEN))
    if "&" in text:
        text = html.unescape(text)
    text = _SPACE.sub(" ", without_harm(text)).strip()
    return shortened(text, longest) or None


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
    return _cleaner(base or "").clean(without_harm(_bounded(value))).strip() or None


def _bounded(value: str) -> str:
    """Return the fragment's beginning, as much as is cleaned within reason."""
    value = value[:LONGEST_HTML]
    first_too_many = next(islice(_TAG.finditer(value), MOST_TAGS, None), None)
    return value if first_too_many is None else value[: first_too_many.start()]


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        clean_content_tags=set(_HIDDEN),
        url_schemes={"http", "https", "mailto"},
        url_relative=("rewrite_with_base", base) if web_url(base) else "deny",
    )


def web_url(value: object, base: str | None = None) -> str | None:
    """Return `value` made absolute if it is an http or https address that may be shown, else None.

    Otherwise it stays as found; only characters that no address may hold are escaped.
    """
    if not isinstance(value, str):
        return None
    found = re.sub(r"[\t\r\n]", "", without_harm(value)).strip()
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
