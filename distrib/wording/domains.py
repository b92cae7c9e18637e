"""Which stretches of a text are domain names to X: labels, top-level domains, and how far a name reaches.

The rules are those of twitter-text version 3, without its regular expression: that one tries every start against
every dot and needs half a minute for 4,000 characters. Here the labels of a stretch are judged once, from the right.
"""

import re
from collections.abc import Callable
from functools import cache

from distrib.wording.tables import words

DIRECTION_MARKS = "\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
INVALID = "\ufffe\ufeff\uffff"
SPACES = "\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
LATIN_ACCENTS = (
    "\xc0-\xd6\xd8-\xf6\xf8-\xff\u0100-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289\u028b"
    "\u02bb\u0300-\u036f\u1e00-\u1eff"
)
_PUNCTUATION = r"!'#%&()*+,\\/:;<=>?@\[\]^{|}~$"  # without - . _, which may stand inside a name

STRETCH = re.compile(f"[^{_PUNCTUATION}{SPACES}{INVALID}{DIRECTION_MARKS}]+")
"""A maximal run that may hold a domain name: labels and their dots."""

_ASCII_RUN = re.compile("[0-9A-Za-z]+")
_PUNYCODE = re.compile("xn--[-0-9a-z]+", re.IGNORECASE)
_ASCII_LABEL = re.compile(f"[-a-z0-9{LATIN_ACCENTS}]+", re.IGNORECASE)
_OTHER_BEGINNINGS = ("xn", "verm")  # of Punycode; vermögensberater is the one native name that begins in ASCII
MAX_LABEL = 63  # RFC 1035, 2.3.4

Label = tuple[int, int]
Fits = Callable[[str], tuple[bool, bool]]
"""Tells of a label whether it may stand in a domain, and whether it may stand before its top-level domain."""


@cache
def _names() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the ASCII top-level domains, and a pattern for all others, longest first."""
    names = words("country", "tlds.txt") | words("generic", "tlds.txt")
    native = sorted((w for w in names if not w.isascii()), key=lambda w: (-len(w), w))
    pattern = "(?:" + "|".join(map(re.escape, native)) + ")(?=[^0-9a-zA-Z@+-]|$)"
    return frozenset(w for w in names if w.isascii()), re.compile(pattern, re.IGNORECASE)


def ascii_names() -> frozenset[str]:
    """Return the top-level domains in ASCII, in small letters."""
    return _names()[0]


def begins_top(run: str) -> bool:
    """Tell whether a top-level domain may begin with this run of ASCII letters and digits."""
    return run.lower() in ascii_names() or run.lower() in _OTHER_BEGINNINGS


def top_level(text: str, start: int, end: int) -> int | None:
    """Return where the top-level domain that begins at `start` ends; None without one. The text ends at `end`."""
    ascii_names, native = _names()
    if run := _ASCII_RUN.match(text, start, end):
        after = text[run.end()] if run.end() < end else ""
        if run[0].lower() in ascii_names and after not in tuple("@+-"):
            return run.end()
        if found := _PUNYCODE.match(text, start, end):
            return found.end()
    if not run or run[0].lower() == "verm":  # vermögensberater is the one name that begins in ASCII
        found = native.match(text, start, end)
        return found.end() if found else None
    return None


class Labels:
    """The labels of one stretch and, for each, the farthest domain that passes whole through it."""

    def __init__(self, text: str, start: int, end: int, fits: Fits, *, beyond: int) -> None:
        """Judge `text[start:end]`; what follows a top-level domain is seen up to `beyond`."""
        self.labels: list[Label] = []
        for label in text[start:end].split("."):
            self.labels.append((start, start + len(label)))
            start += len(label) + 1
        # A top-level domain may begin at each label but the first.
        self.tops = [None, *(top_level(text, a, beyond) for a, _ in self.labels[1:])]
        self.reach = self._reaches(text, fits)

    def _reaches(self, text: str, fits: Fits) -> list[int | None]:
        """Return, for each label taken whole, the last label whose beginning closes a domain; None if none does."""
        reach: list[int | None] = [None] * (len(self.labels) + 1)
        for place in range(len(self.labels) - 2, -1, -1):
            a, b = self.labels[place]
            sub, name = fits(text[a:b])
            if not sub:
                continue
            if reach[place + 1] is not None:
                reach[place] = reach[place + 1]
            elif name and self.tops[place + 1] is not None:
                reach[place] = place + 1
        return reach

    def closing(self, place: int, *, as_name: bool) -> int | None:
        """Return where a domain ends that begins inside label `place`; `as_name`: its part there may be the last."""
        if place + 1 >= len(self.labels):
            return None
        far = self.reach[place + 1]
        if far is None and as_name and self.tops[place + 1] is not None:
            far = place + 1
        return None if far is None else self.tops[far]


def any_script(label: str) -> tuple[bool, bool]:
    """Tell whether a label may stand in a domain, and whether it may stand before its top-level domain."""
    ends = bool(label) and label[0] not in "-_" and label[-1] not in "-_"
    return ends, ends and "_" not in label


def latin_only(label: str) -> tuple[bool, bool]:
    """Likewise for what X links without a protocol: Latin letters, digits and hyphens."""
    whole = bool(label) and _ASCII_LABEL.fullmatch(label) is not None
    return whole, whole


def latin_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the stretches of the domain `text[start:end]` that are names in Latin letters."""
    labels = Labels(text, start, end, latin_only, beyond=end)
    parts, position = [], start
    for place, (a, b) in enumerate(labels.labels):
        close = labels.closing(place, as_name=True) if b > position else None
        if close is not None and (tail := _latin_tail(text, max(a, position), b)) < b:
            parts.append((tail, close))
            position = close
    return parts


def _latin_tail(text: str, start: int, end: int) -> int:
    """Return where the Latin letters begin that reach to the end of `text[start:end]`."""
    while end > start and _ASCII_LABEL.match(text, end - 1, end):
        end -= 1
    return end


def resolvable(domain: str) -> bool:
    """Tell whether every label is short enough to be a name in the DNS once written in ASCII."""
    return all(_ascii_length(label) in range(1, MAX_LABEL + 1) for label in domain.split("."))


def _ascii_length(label: str) -> int:
    if label.isascii():
        return len(label)
    if len(label) > MAX_LABEL:
        return len(label)  # never shorter in ASCII
    return len("xn--") + len(label.encode("punycode"))
