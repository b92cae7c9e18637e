"""Whether a text is told anew: what a reader would not call a change makes none.

Spaces, the query of a picture's address, counts of comments, and "updated 5 minutes ago" change by themselves.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from distrib.ingest.cleaning import LONGEST_TEXT, line
from distrib.ingest.entry import Entry
from distrib.model.stories import Story

_BY_ITSELF = re.compile(
    r"""
    \(?\b\d[\d.,]*\s?k?\s+(?:comments?|shares?|views?|likes?|replies)\b\)?
    | \b(?:comments?|shares?|views?|likes?|replies)\s*[:(]\s*\d[\d.,]*\s?k?\)?
    | (?:\b(?:last\s+)?(?:updated|modified|posted|published)\b[:\s]*)?
      (?:\b(?:an?|one|a\ few)\b|\d+)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\s+ago\b
    | \b(?:last\s+)?updated\b(?:\s+(?:on|at))?[:\s][^.\n]{0,30}?\b\d{1,2}:\d\d
      (?:\s*[ap]m\b)?(?:\s*(?:IST|GMT|UTC|[ECMP][SD]T)\b)?
    | \bjust\ now\b
    | \b\d+[\s-]min(?:ute)?s?\s+read\b
    | \d+\s*(?:सेकंड|मिनट|घंटे|घंटा|दिन)\s+पहले
    | \d+\s*(?:ମିନିଟ|ଘଣ୍ଟା|ଦିନ)\s+(?:ପୂର୍ବେ|ପୂର୍ବରୁ|ତଳେ)
    | \d+\s*(?:منٹ|گھنٹے|گھنٹہ|دن)\s+(?:پہلے|قبل)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS = (
    "comment", "share", "view", "like", "replies", "ago", "updated", "just now", "read",
    "पहले", "ପୂର୍ବ", "ତଳେ", "پہلے", "قبل",
)  # fmt: skip
"""Each thing that changes by itself holds one of these: only around them is it looked for, which takes its time."""
_REACH = 120  # signs to both sides of one of them
_EDGES = ".,:;!?…‘’“”\"'()[]|–—-।"
_ALIKE = 0.5  # share of words that two headlines of one story have in common


def title_key(title: str | None) -> str:
    """Return a title as it is compared: its words in lower case."""
    return " ".join(unicodedata.normalize("NFC", title or "").casefold().split())


def alike(one: str | None, other: str | None) -> bool:
    """Tell whether two headlines may be the same one, reworded: at least half of their words are in both."""
    first, second = _words(one), _words(other)
    return bool(first & second) and len(first & second) >= _ALIKE * len(first | second)


def essence(text: str) -> str:
    """Return a text without what changes by itself."""
    whole = unicodedata.normalize("NFC", text)
    kept, end = [], 0
    for first, last in _suspects(whole):
        for found in _BY_ITSELF.finditer(whole, max(first, end), last):
            kept += [whole[end : found.start()], " "]
            end = found.end()
    return " ".join("".join([*kept, whole[end:]]).split())


def _suspects(text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text in which something may change by itself, in order and apart."""
    lower = text.lower()
    if len(lower) != len(text):  # a few letters have a longer small form: places would not be the same
        return [(0, len(text))]
    stretches: list[tuple[int, int]] = []
    for at in sorted(at for sign in _SIGNS for at in _places(lower, sign)):
        first, last = max(at - _REACH, 0), min(at + _REACH, len(text))
        if stretches and first <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], last)
        else:
            stretches.append((first, last))
    return stretches


def _places(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + len(sign))


def picture(url: str | None) -> str:
    """Return a picture's address without its query, which image servers change with every request."""
    return urlsplit(url)._replace(query="", fragment="").geturl() if url else ""


def fingerprint(entry: Entry) -> str:
    """Return a hash of what a reader would see changed: title, summary, text and picture."""
    seen = (
        " ".join((entry.title or "").split()),
        essence(entry.summary or ""),
        essence(line(entry.content_html, LONGEST_TEXT) or ""),
        picture(entry.image.url if entry.image else None),
    )
    return short_hash("\x1f".join(seen), 32)


def without_trifles(story: Story, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes without the texts in which a reader would find nothing new."""
    kept = dict(changes)
    if "title" in kept and kept["title"].split() == story.title.split():
        del kept["title"]
    for name in ("summary", "body_text"):
        if name in kept and essence(kept[name]) == essence(getattr(story, name)):
            del kept[name]
    return kept


def short_hash(words: str, length: int = 8) -> str:
    """Return so many signs of a hash of the words."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:length]


def _words(title: str | None) -> set[str]:
    return {word for each in title_key(title).split() if (word := each.strip(_EDGES))}
