"""Average linking over a sparse table: the groups whose members are alike on the whole, not by one chain of links."""

import heapq
from collections.abc import Mapping
from dataclasses import dataclass, field

NEVER = float("-inf")
"""The likeness of two stories that a guard keeps apart: no group may hold both."""


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
    """Groups while they merge, best pair first."""

    def __init__(self, number: int, table: Mapping[tuple[int, int], float], threshold: float, most: int) -> None:
        self.threshold, self.most = threshold, most
        self.members: list[list[int]] = [[place] for place in range(number)]
        self.sums: list[dict[int, float]] = [{} for _ in range(number)]
        self.version = [0] * number
        self.capped: set[int] = set()
        self.heap: list[tuple[float, int, int, int, int]] = []
        for (i, j), value in table.items():
            self.sums[i][j] = self.sums[j][i] = value
            if value >= threshold:
                self.heap.append((-value, i, j, 0, 0))
        heapq.heapify(self.heap)

    def run(self, strictly: float) -> None:
        while self.heap:
            value, i, j, version_i, version_j = heapq.heappop(self.heap)
            if self.version[i] != version_i or self.version[j] != version_j:
                continue  # one of the two has changed since; its new pairs are in the heap
            if len(self.members[i]) + len(self.members[j]) > self.most and -value < strictly * self.threshold:
                self.capped |= {i, j}
                continue
            self._merge(i, j)

    def _merge(self, kept: int, gone: int) -> None:
        self.members[kept] += self.members[gone]
        self.members[gone] = []
        self.version[kept] += 1
        self.version[gone] = -1
        if gone in self.capped:
            self.capped.add(kept)
        mine = self.sums[kept]
        del mine[gone]
        for other, value in self.sums[gone].items():
            if other != kept:
                mine[other] = self.sums[other][kept] = mine.get(other, 0.0) + value
                del self.sums[other][gone]
        self.sums[gone] = {}
        size = len(self.members[kept])
        for other, total in mine.items():
            mean = total / size / len(self.members[other])
            if mean >= self.threshold:
                i, j = (kept, other) if kept < other else (other, kept)
                heapq.heappush(self.heap, (-mean, i, j, self.version[i], self.version[j]))


def grow(
    number: int,
    table: Mapping[tuple[int, int], float],
    threshold: float,
    caps: Caps | None = None,
    day: int | None = None,
) -> Grown:
    """Return the groups of `number` places: pairs missing in `table` count as 0, those at NEVER keep groups apart.

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
