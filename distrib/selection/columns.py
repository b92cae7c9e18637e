"""Which recurring column a headline belongs to, told by how headlines of other days open or close."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from distrib.selection import words

DAYS = 3  # a title form seen on so many days recurs
_MARKS = (":", "|", " - ", " – ", " — ")


def names(title: str) -> tuple[str, ...]:
    """Return the columns a headline may belong to, the most telling first.

    What stands before a mark, what stands after the last one, and its opening words.
    """
    title = title[:300]
    found: list[str] = []
    for mark in _MARKS:
        if mark in title:
            before, after = title.partition(mark)[0], title.rpartition(mark)[2]
            found += [f"{_key(before)}{mark.strip()}", f"{mark.strip()}{_key(after)}"]
    opening = words.words(title)
    found += [" ".join(opening[:length]) for length in (3, 2) if len(opening) > length]
    return tuple(name for name in dict.fromkeys(found) if any(sign.isalpha() for sign in name))


def _key(part: str) -> str:
    return " ".join(words.words(part))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that recur, by name; which one a headline belongs to."""

    recurring: Mapping[str, int] = field(default_factory=dict)  #: name -> days it was seen on

    def of(self, title: str) -> str | None:
        """Return the column of `title`, or None when it stands alone."""
        return next((name for name in names(title) if name in self.recurring), None)


def learn(titles: Iterable[tuple[str, date]], days: int = DAYS) -> Columns:
    """Return the columns among headlines of several days: forms that came back on at least `days` of them."""
    seen: dict[str, set[date]] = defaultdict(set)
    for title, day in titles:
        for name in names(title):
            seen[name].add(day)
    return Columns({name: len(on) for name, on in seen.items() if len(on) >= days})
