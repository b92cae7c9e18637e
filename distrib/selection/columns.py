"""Which recurring column a headline belongs to, told by how headlines of other days open or close."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from distrib.selection import words

DAYS = 3  # a title form seen on so many days recurs
OPENING = 3  # words at the start of a headline that may be a column's name
FORTNIGHT, WORKING = timedelta(days=14), 10  # a column of every working day is seen ten times in a fortnight
_MARKS = (":", "|", " - ", " – ", " — ")


def names(title: str) -> tuple[str, ...]:
    """Return the columns a headline may belong to, the most telling first.

    What stands before a mark, what stands after the last one, and its opening words when they say something.
    """
    title = title[:300]
    found: list[str] = []
    for mark in _MARKS:
        if mark in title:
            before, after = title.partition(mark)[0], title.rpartition(mark)[2]
            found += [f"{_key(before)}{mark.strip()}", f"{mark.strip()}{_key(after)}"]
    opening = words.words(title)
    start = opening[:OPENING]
    if len(opening) > OPENING and sum(word not in words.EMPTY for word in start) > 1:
        found.append(" ".join(start))
    return tuple(name for name in dict.fromkeys(found) if any(sign.isalpha() for sign in name))


def _key(part: str) -> str:
    return " ".join(words.words(part))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that recur, by name; which one a headline belongs to."""

    days: Mapping[str, Sequence[date]] = field(default_factory=dict)  #: name -> days it was seen on, in order
    least: int = DAYS
    until: date | None = None  #: what is known on this day; None: all of it

    def of(self, title: str) -> str | None:
        """Return the column of `title`, or None when it stands alone."""
        known = [name for name in names(title) if self._seen(name) >= self.least]
        return max(known, key=self.often, default=None)

    def on(self, day: date) -> "Columns":
        """Return what was known on `day`, that day's own headlines among it."""
        return replace(self, until=day)

    def often(self, name: str) -> float:
        """Return 1 for a column of every working day, 0.1 for one that was seen once in the last fortnight."""
        days = self.days.get(name, ())
        until = self.until or max(days, default=date.max)
        lately = bisect_right(days, until) - bisect_right(days, until - FORTNIGHT)
        return min(lately / WORKING, 1.0)

    def _seen(self, name: str) -> int:
        days = self.days.get(name, ())
        return len(days) if self.until is None else bisect_right(days, self.until)


def learn(titles: Iterable[tuple[str, date]], least: int = DAYS) -> Columns:
    """Return the columns among headlines of several days: forms that came back on at least so many of them."""
    seen: dict[str, set[date]] = defaultdict(set)
    for title, day in titles:
        for name in names(title):
            seen[name].add(day)
    return Columns({name: sorted(on) for name, on in seen.items() if len(on) >= least}, least)
