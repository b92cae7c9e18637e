"""Which stories could tell of one event, found through their rare words, and how alike they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distrib.selection.texts import DAY, Floats, Ints, Texts, blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Where likeness is looked for; one set for every newsroom."""

    window_days: float = 5.0  #: farther apart is another event, or a follow-up
    words: int = 16  #: a story is found by so many of its rarest words
    common: float = 0.03  #: a word in more than this part of the stories finds none
    bare_common: float = 0.08  #: the same where most stories have no body
    common_least: int = 60
    common_most: int = 600
    part: float = 0.8  #: of the least likeness must come from those words
    most: int = 250  #: stories that one is compared with in full
    floor: float = 0.10  #: less alike than this is not alike at all
    bare_floor: float = 0.025  #: the same where one of the two has no body
    least_shared: int = 3  #: with fewer words in common two stories are not alike: one rare word is no event
    bare_shared: int = 2  #: the same where one of the two has no body


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of rows (i before j) that are alike at all, by j and then i."""

    i: NDArray[np.int32]
    j: NDArray[np.int32]
    cosine: NDArray[np.float32]
    title: NDArray[np.float32]  #: likeness of the titles alone
    top: NDArray[np.float32]  #: the part of the likeness that one word brings
    shared: NDArray[np.int32]  #: words in common
    figures: NDArray[np.int32]  #: numbers in common

    def __len__(self) -> int:
        return len(self.i)

    def where(self, kept: NDArray[np.bool_]) -> "Pairs":
        """Return the pairs that are kept."""
        return Pairs(**{name: getattr(self, name)[kept] for name in self.__slots__})

    @classmethod
    def joined(cls, parts: Sequence["Pairs"]) -> "Pairs":
        """Return the pairs of all the parts, one after the other."""
        whole = [*parts, _NO_PAIRS]
        return cls(**{name: np.concatenate([getattr(part, name) for part in whole]) for name in cls.__slots__})


_WHOLE, _REAL = np.zeros(0, np.int32), np.zeros(0, np.float32)
_NO_PAIRS = Pairs(i=_WHOLE, j=_WHOLE, cosine=_REAL, title=_REAL, top=_REAL, shared=_WHOLE, figures=_WHOLE)

ENTRY_SIGNS, VALUE_SIGNS = 10, 22
"""Bits: a row has up to 1,024 words; likeness is added up in whole numbers of 1/2^22, so that no order matters."""
GATHERED = 400_000  # entries in one block: bounds the memory
BLOCK_ROWS = 512
COMPARED_ROWS, COMPARED = 32, 4096  # small enough to stay near the processor


def find(texts: Texts, search: Search) -> Pairs:
    """Return the pairs of `texts` that are alike."""
    return Pairs.joined(
        [
            pairs
            for later, earlier in _candidates(texts, search)
            if len(later)
            for pairs in _measured(texts, search, later, earlier)
        ]
    )


def _candidates(texts: Texts, search: Search) -> Iterator[tuple[Ints, Ints]]:
    """Yield (later rows, earlier rows) that share enough of their rare words, block by block."""
    number = len(texts)
    entries = _telling(texts, search)
    if not len(entries):
        return
    rows = (np.searchsorted(texts.starts, entries, side="right") - 1).astype(np.int32)
    begin, reach, order = _reach(texts, search, rows, texts.terms[entries])
    posted_rows = rows[order]
    weight = (texts.weights[entries] * (1 << VALUE_SIGNS // 2)).astype(np.int32)
    posted = weight[order]
    del order, entries
    ends = np.cumsum(reach)
    row_ends = np.searchsorted(rows, np.arange(number + 1))
    least = _least(texts, search) * search.part * (1 << VALUE_SIGNS)
    first = 0
    while first < number:
        done = ends[row_ends[first] - 1] if row_ends[first] else 0
        fitting = np.searchsorted(ends, done + GATHERED, side="right")
        last = int(rows[fitting]) if fitting < len(rows) else number
        last = min(max(last, first + 1), first + BLOCK_ROWS, number)
        some = slice(row_ends[first], row_ends[last])
        counts = reach[some]
        total = int(counts.sum())
        if total:
            place = np.repeat(begin[some] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts) + np.arange(total)
            value = np.repeat(weight[some].astype(np.int64), counts) * posted[place]
            key = np.repeat((rows[some] - first).astype(np.int64) * number, counts) + posted_rows[place]
            pairs, sums = _added(key, value)
            enough = sums >= least
            later, earlier = pairs[enough] // number, pairs[enough] % number
            best = _best(later, sums[enough], search.most)
            yield later[best] + first, earlier[best]
        first = last


def _reach(
    texts: Texts, search: Search, rows: NDArray[np.int32], terms: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32], Ints]:
    """Return, per entry, where the earlier stories with its word begin and how many there are; and the order of those.

    A word that too many have finds none.
    """
    keys = terms.astype(np.int64) * len(texts) + rows
    order = np.argsort(keys)
    keys = keys[order]
    earliest = np.searchsorted(texts.at, texts.at - int(search.window_days * DAY))
    begin = np.searchsorted(keys, keys - rows[order] + earliest[rows[order]]).astype(np.int32)
    reach = np.arange(len(keys), dtype=np.int32) - begin
    reach[reach > _most(texts, search)] = 0
    by_entry = np.empty((2, len(keys)), np.int32)
    by_entry[0, order], by_entry[1, order] = begin, reach
    return by_entry[0], by_entry[1], order


def _telling(texts: Texts, search: Search) -> Ints:
    """Return the entries, by row, of each story's rarest words that others have too."""
    seen = np.bincount(texts.terms, minlength=len(texts.rarity))
    found = [np.zeros(0, np.int64)]
    for some, every in blocks(texts.starts):
        able = np.flatnonzero(seen[texts.terms[some]] > 1)
        row = every[able]
        lightness = ((1.0 - texts.weights[some][able]) * (1 << 20)).astype(np.int64)
        packed = np.sort((row << 32) | (lightness << ENTRY_SIGNS) | (able + some.start - texts.starts[row]))
        row = packed >> 32
        kept = np.arange(len(row)) - np.searchsorted(row, row) < search.words
        found.append(np.sort(texts.starts[row[kept]] + (packed[kept] & ((1 << ENTRY_SIGNS) - 1))))
    return np.concatenate(found)


def _most(texts: Texts, search: Search) -> int:
    bare = 2 * int(texts.has_body.sum()) < len(texts)
    part = int((search.bare_common if bare else search.common) * len(texts))
    return min(max(search.common_least, part), search.common_most)


def _least(texts: Texts, search: Search) -> float:
    return search.floor if texts.has_body.all() else min(search.floor, search.bare_floor)


def added(keys: Ints, likeness: NDArray[np.float32]) -> tuple[Ints, Floats]:
    """Return the keys once each, in order, with the sums of their likeness."""
    order = np.argsort(keys, kind="stable")
    keys, likeness = keys[order], likeness[order].astype(np.float64)
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)])
    return keys[firsts], np.add.reduceat(likeness, firsts)


def _added(keys: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Return the keys once each, in order, with the sums of their values."""
    packed = np.sort((keys << VALUE_SIGNS) | np.minimum(values, (1 << VALUE_SIGNS) - 1))
    keys, values = packed >> VALUE_SIGNS, packed & ((1 << VALUE_SIGNS) - 1)
    firsts = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]]))
    return keys[firsts], np.add.reduceat(values, firsts)


def _best(groups: Ints, values: Ints, most: int) -> Ints:
    """Return the places of the highest values of each group, in order; of equal ones the earlier."""
    starts = np.searchsorted(groups, groups)
    sizes = np.searchsorted(groups, groups, side="right") - starts
    if len(sizes) == 0 or sizes.max() <= most:
        return np.arange(len(groups))
    order = np.lexsort((np.arange(len(groups)), -values, groups))
    rank = np.arange(len(groups)) - starts
    return np.sort(order[rank < most])


def _measured(texts: Texts, search: Search, later: Ints, earlier: Ints) -> Iterator[Pairs]:
    """Yield those of the candidates that are alike, compared in full, a few rows at a time."""
    column = np.zeros(len(texts.rarity), np.int32)
    for first in range(int(later[0]), int(later[-1]) + 1, COMPARED_ROWS):
        last = min(first + COMPARED_ROWS, len(texts))
        begin, stop = np.searchsorted(later, (first, last))
        if begin == stop:
            continue
        inside = slice(texts.starts[first], texts.starts[last])
        own, columns = np.unique(texts.terms[inside], return_inverse=True)
        column[own] = np.arange(1, len(own) + 1)
        width = len(own) + 1
        place = (texts.rows_of(first, last) - first) * width + columns + 1
        weights, titles = (np.zeros((last - first) * width, np.float32) for _ in range(2))
        weights[place], titles[place] = texts.weights[inside], texts.titles[inside]
        for some in range(begin, stop, COMPARED):
            part = slice(some, min(some + COMPARED, stop))
            yield _compared(
                texts, search, later[part], earlier[part], (later[part] - first) * width, column, weights, titles
            )
        column[own] = 0


def _compared(
    texts: Texts,
    search: Search,
    later: Ints,
    earlier: Ints,
    base: Ints,
    column: NDArray[np.int32],
    weights: NDArray[np.float32],
    titles: NDArray[np.float32],
) -> Pairs:
    """Return the pairs that are alike: first by their likeness alone, then the few that are left in full."""
    entries, firsts, counts = _entries(texts, earlier)
    at = column[texts.terms[entries]]
    at += np.repeat(base.astype(np.int32), counts)
    cosine = np.add.reduceat(weights[at] * texts.weights[entries], firsts)
    bodies = texts.has_body[earlier] & texts.has_body[later]
    kept = np.flatnonzero(cosine >= np.where(bodies, search.floor, search.bare_floor))
    later, earlier, base, cosine, bodies = later[kept], earlier[kept], base[kept], cosine[kept], bodies[kept]
    entries, firsts, counts = _entries(texts, earlier)
    terms = texts.terms[entries]
    at = column[terms] + np.repeat(base.astype(np.int32), counts)
    product = weights[at] * texts.weights[entries]
    both = (product > 0).astype(np.int32)
    pairs = Pairs(
        i=earlier.astype(np.int32),
        j=later.astype(np.int32),
        cosine=cosine,
        title=np.add.reduceat(titles[at] * texts.titles[entries], firsts),
        top=np.maximum.reduceat(product, firsts),
        shared=np.add.reduceat(both, firsts),
        figures=np.add.reduceat(both * texts.figures[terms], firsts),
    )
    return pairs.where(pairs.shared >= np.where(bodies, search.least_shared, search.bare_shared))


def _entries(texts: Texts, rows: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the entries of `rows` one after the other, where each row begins among them, and their lengths."""
    begin = texts.starts[rows]
    counts = texts.starts[rows + 1] - begin
    firsts = np.cumsum(counts) - counts
    return np.repeat(begin - firsts, counts) + np.arange(int(counts.sum())), firsts, counts
