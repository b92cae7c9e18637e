"""The words of stories as sparse rows of numbers: how often, how rare, in the title or not."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from distrib.model.candidates import Candidate
from distrib.selection import words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Number = TypeVar("Number", np.int32, np.float32)

BODY_SIGNS = 400  # more of a body adds background, not the event
TITLE_SIGNS = 300  # a title of a megabyte is nobody's title
TITLE_WEIGHT = 2.0
LEAST_WORDS = 3  # a story with fewer telling words resembles nothing
DAY = 86400
ROWS_AT_ONCE = 8192  # bounds the memory of counting
FIRST_OTHER = 7  # blocks of 128 signs below this are Latin, Greek comes first after it
ARABIC_REST = 13  # Arabic fills blocks 12 and 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Stories in order of time, one sparse row each, of length one."""

    starts: Ints  #: row n holds the entries from starts[n] up to starts[n + 1], by term
    terms: NDArray[np.int32]
    weights: NDArray[np.float32]
    titles: NDArray[np.float32]  #: the same of the title's words alone; 0 for those of the body
    figures: NDArray[np.bool_]  #: per term: it is a number
    at: Ints  #: seconds
    has_body: NDArray[np.bool_]
    rarity: NDArray[np.float32]  #: per term

    def __len__(self) -> int:
        return len(self.at)

    def rows_of(self, first: int, last: int) -> Ints:
        """Return the row of every entry of the rows from `first` up to `last`."""
        return np.repeat(np.arange(first, last), np.diff(self.starts[first : last + 1]))


class Reader:
    """Takes stories one by one, in order of time, and hands out their Texts."""

    def __init__(self) -> None:
        self.vocabulary = words.Vocabulary()
        self._titles, self._bodies = array("i"), array("i")
        self._title_ends, self._body_ends = array("q", [0]), array("q", [0])
        self._at = array("q")

    def add(self, title: str, body: str, at: datetime) -> None:
        """Take a story by its plain title and the plain beginning of its text."""
        self._titles.extend(self.vocabulary.numbers(title))
        self._bodies.extend(self.vocabulary.numbers(body))
        self._title_ends.append(len(self._titles))
        self._body_ends.append(len(self._bodies))
        self._at.append(int(at.timestamp()))

    def texts(self) -> Texts:
        """Return the rows of all stories taken so far."""
        starts, terms, raw, in_title, has_body = self._count()
        rarity = _rarity(self.vocabulary.stems, starts, terms)
        return Texts(
            starts=starts,
            terms=terms,
            weights=_unit(raw, rarity, starts, terms),
            titles=_unit(in_title, rarity, starts, terms),
            figures=np.fromiter((stem[0].isdigit() for stem in self.vocabulary.stems), bool, len(rarity)),
            at=np.asarray(self._at, np.int64),
            has_body=has_body,
            rarity=rarity,
        )

    def _count(self) -> tuple[Ints, NDArray[np.int32], NDArray[np.float32], NDArray[np.float32], NDArray[np.bool_]]:
        number, size = len(self._at), max(len(self.vocabulary.stems), 1)
        titles, bodies = np.asarray(self._titles, np.int32), np.asarray(self._bodies, np.int32)
        title_ends, body_ends = np.asarray(self._title_ends, np.int64), np.asarray(self._body_ends, np.int64)
        lengths, has_body = np.zeros(number, np.int64), np.zeros(number, bool)
        terms, raws, inside = _Column(np.int32), _Column(np.float32), _Column(np.float32)
        for first in range(0, number, ROWS_AT_ONCE):
            last = min(first + ROWS_AT_ONCE, number)
            in_titles, title_counts = _pairs(titles, title_ends, first, last, size)
            in_bodies, body_counts = _pairs(bodies, body_ends, first, last, size)
            has_body[first + in_bodies // size] = True
            keys, _ = counted(np.concatenate([in_titles, in_bodies]))
            title = np.zeros(len(keys), np.float32)
            title[np.searchsorted(keys, in_titles)] = np.sqrt(title_counts)
            raw = TITLE_WEIGHT * title
            raw[np.searchsorted(keys, in_bodies)] += np.sqrt(body_counts).astype(np.float32)
            some = np.bincount(keys // size, minlength=last - first)
            telling = np.repeat(some >= LEAST_WORDS, some)
            lengths[first:last] = np.where(some >= LEAST_WORDS, some, 0)
            terms.parts.append((keys % size)[telling].astype(np.int32))
            raws.parts.append(raw[telling])
            inside.parts.append(title[telling])
        starts = np.concatenate([[0], np.cumsum(lengths)])
        return starts, terms.whole(), raws.whole(), inside.whole(), has_body


class _Column(Generic[Number]):
    """A column that comes in parts; joining lets go of them, for two of each would fill the memory."""

    def __init__(self, kind: type[Number]) -> None:
        self.parts: list[NDArray[Number]] = [np.zeros(0, kind)]

    def whole(self) -> NDArray[Number]:
        joined = np.concatenate(self.parts)
        self.parts.clear()
        return joined


def head(story: Candidate) -> tuple[str, str]:
    """Return the title of `story` and the beginning of its text, plain: all that is compared."""
    body = f"{story.summary[:BODY_SIGNS]} {story.body[:BODY_SIGNS]}"[:BODY_SIGNS]
    return words.plain(story.title[:TITLE_SIGNS]).strip(), words.plain(body).strip()


def _pairs(numbers: NDArray[np.int32], ends: Ints, first: int, last: int, size: int) -> tuple[Ints, Ints]:
    """Return row * size + term of the words in rows `first` to `last`, in order, and how often each is there."""
    some = numbers[ends[first] : ends[last]].astype(np.int64)
    rows = np.repeat(np.arange(last - first), np.diff(ends[first : last + 1]))
    return counted((rows * size + some)[some != words.NONE])


def counted(values: Ints) -> tuple[Ints, Ints]:
    """Return the values once each, in order, and how often each is there (NumPy's own hashes, many times as slow)."""
    values = np.sort(values)
    firsts = np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])[: len(values)])
    return values[firsts], np.diff(np.append(firsts, len(values)))


def blocks(starts: Ints) -> Iterator[tuple[slice, Ints]]:
    """Yield the entries of some thousand rows at a time, and the row of each: whole columns would fill the memory."""
    for first in range(0, len(starts) - 1, ROWS_AT_ONCE):
        last = min(first + ROWS_AT_ONCE, len(starts) - 1)
        yield slice(starts[first], starts[last]), np.repeat(np.arange(first, last), np.diff(starts[first : last + 1]))


def _unit(
    counts: NDArray[np.float32], rarity: NDArray[np.float32], starts: Ints, terms: NDArray[np.int32]
) -> NDArray[np.float32]:
    """Return the counts weighted by rarity, each row at length one."""
    for some, rows in blocks(starts):
        weighted = counts[some] * rarity[terms[some]]
        lengths = np.sqrt(np.bincount(rows - rows[:1].sum(), weights=weighted.astype(np.float64) ** 2))
        lengths[lengths == 0] = 1.0
        counts[some] = weighted / lengths[rows - rows[:1].sum()]
    return counts


def _rarity(stems: list[str], starts: Ints, terms: NDArray[np.int32]) -> NDArray[np.float32]:
    """Return how rare each term is among the stories of its script: few Odia stories must not all look alike."""
    alphabet = {number: place for place, number in enumerate(dict.fromkeys(map(script, stems)))}
    scripts = np.fromiter((alphabet[script(stem)] for stem in stems), np.int64, len(stems))
    size = max(len(alphabet), 1)
    stories = np.zeros(size, np.int64)
    for some, rows in blocks(starts):
        told, _ = counted(rows * size + scripts[terms[some]])
        stories += np.bincount(told % size, minlength=size)
    seen = np.maximum(np.bincount(terms, minlength=len(stems)), 1)
    return np.log(1 + stories[scripts] / seen).astype(np.float32)


def script(word: str) -> int:
    """Return a number for the alphabet of `word`."""
    block = ord(word[0]) >> 7
    return 0 if block < FIRST_OTHER else 12 if block == ARABIC_REST else block
