"""Average linking over a sparse table: the groups whose members are alike on the whole, not by one chain of links."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

APART = -1.0
"""The likeness of two stories that a guard keeps apart: only a crowd of others alike could hold both."""

NEGLIGIBLE = 0.02  # of the threshold: what counts less is not kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """Where a group stops growing unless it is truly alike."""

    stories: int = 200
    part_of_day: float = 0.4
    least: int = 25  #: a group up to this size is never too large a part of a thin day
    strictly: float = 2.0  #: beyond a cap, so many times the usual likeness is asked for


@dataclass(slots=True)
class Grown:
    """The groups as sets of places, and which of them met a cap."""

    groups: list[list[int]]
    capped: set[int] = field(default_factory=set)  #: places in `groups`


class _Growing:
    """Groups while they merge: a chain of best partners is followed until two are each other's best.

    For average links this gives the groups that merging the best pair first would give, without keeping every pair
    in order (Benzécri's chain of nearest neighbours).
    """

    def __init__(self, number: int, table: Mapping[tuple[int, int], float], threshold: float, most: int) -> None:
        self.threshold, self.most = threshold, most
        self.members: list[list[int]] = [[place] for place in range(number)]
        self.sums: list[dict[int, float]] = [{} for _ in range(number)]
        self.capped: set[int] = set()
        for (i, j), value in table.items():
            self.sums[i][j] = self.sums[j][i] = value

    def run(self, strictly: float) -> None:
        for start in range(len(self.members)):
            chain = [start] if self.members[start] else []
            while chain:
                last = chain[-1]
                before = chain[-2] if len(chain) > 1 else None
                best, mean = self._best(last, before)
                if best is None:
                    chain.pop()
                elif best != before:
                    chain.append(best)
                elif len(self.members[last]) + len(self.members[best]) > self.most and mean < strictly * self.threshold:
                    self.capped |= {last, best}
                    del self.sums[last][best], self.sums[best][last]
                    del chain[1:]  # what led here leaned on the link that is gone
                else:
                    del chain[-2:]
                    kept = min(last, best)
                    self._merge(kept, max(last, best))
                    if not chain:
                        chain.append(kept)

    def _best(self, place: int, before: int | None) -> tuple[int | None, float]:
        """Return the group most like the one at `place` and how alike; of equal ones `before`, then the earliest."""
        best, most, size = None, self.threshold, len(self.members[place])
        for other, total in self.sums[place].items():
            # The same product from both sides, or rounding would let three that are equally alike chase each other.
            mean = total / (size * len(self.members[other]))
            if mean > most or (
                mean == most and (best is None or (best != before and (other == before or other < best)))
            ):
                best, most = other, mean
        return best, most

    def _merge(self, kept: int, gone: int) -> None:
        self.members[kept] += self.members[gone]
        self.members[gone] = []
        if gone in self.capped:
            self.capped.add(kept)
        mine = self.sums[kept]
        del mine[gone]
        for other, value in self.sums[gone].items():
            if other != kept:
                mine[other] = self.sums[other][kept] = mine.get(other, 0.0) + value
                del self.sums[other][gone]
        self.sums[gone] = {}


def grow(
    number: int,
    table: Mapping[tuple[int, int], float],
    threshold: float,
    caps: Caps | None = None,
    day: int | None = None,
) -> Grown:
    """Return the groups of `number` places: pairs missing in `table` count as 0, those at APART keep groups apart.

    `day` is how many stories the fullest day has, for the cap on a group's part of it. Of equal pairs the earlier
    goes first.
    """
    caps = caps or Caps()
    most = caps.stories if day is None else min(caps.stories, max(caps.least, int(caps.part_of_day * day)))
    growing = _Growing(number, table, threshold, most)
    growing.run(caps.strictly)
    alive = [place for place in range(number) if growing.members[place]]
    grown = Grown([sorted(growing.members[place]) for place in alive])
    grown.capped = {number for number, place in enumerate(alive) if place in growing.capped}
    return grown


def grow_apart(
    number: int,
    i: NDArray[np.int32],
    j: NDArray[np.int32],
    values: NDArray[np.float64],
    apart: Callable[[int, int], bool],
    threshold: float,
    day: int | None = None,
) -> Grown:
    """Return what `grow` would, part by part: stories that no chain of likenesses connects never meet.

    `apart` says which two must not be together; it is asked only where they could be.
    """
    parts = _Parts(number)
    linked = values >= threshold
    for one, other in zip(i[linked].tolist(), j[linked].tolist(), strict=True):
        parts.join(one, other)
    members = parts.members()
    root = np.fromiter((parts.root(place) for place in range(number)), np.int64, number)
    kept = np.flatnonzero((values >= threshold * NEGLIGIBLE) & (root[i] == root[j]))
    kept = kept[np.argsort(root[i[kept]], kind="stable")]
    groups = [(ones, False) for ones in members.values() if len(ones) == 1]
    for some in np.split(kept, np.flatnonzero(np.diff(root[i[kept]])) + 1) if len(kept) else ():
        places = members[int(root[i[some[0]]])]
        local = {place: count for count, place in enumerate(places)}
        table = {
            (local[one], local[other]): APART if apart(one, other) else value
            for one, other, value in zip(i[some].tolist(), j[some].tolist(), values[some].tolist(), strict=True)
        }
        grown = grow(len(places), table, threshold, day=day)
        groups += [([places[one] for one in ones], place in grown.capped) for place, ones in enumerate(grown.groups)]
    groups.sort()
    return Grown([ones for ones, _ in groups], {place for place, (_, capped) in enumerate(groups) if capped})


class _Parts:
    """Which places hang together; the first place of each part stands for it."""

    def __init__(self, number: int) -> None:
        self._leader = list(range(number))

    def root(self, place: int) -> int:
        leader = self._leader
        while leader[place] != place:
            leader[place] = place = leader[leader[place]]
        return place

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self._leader[second] = first

    def members(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._leader)):
            found[self.root(place)].append(place)
        return found
