"""One new story among those of a window: which cluster it joins, found in milliseconds; an edition groups anew."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from distrib.model.candidates import Candidate
from distrib.selection import clustering, guards, pairing, texts, words
from distrib.selection.linking import Caps
from distrib.selection.neighbours import Pairs, Search
from distrib.selection.texts import Texts

NEAREST = 10  # stories that one is compared with in full
MOST_HOLDERS = 100  # a word that more stories hold finds none
WORDS = 10  # by so many of its rarest words a story is found
SURELY = 1.4  # times the usual likeness: an edition groups anew and finds what was missed, a reader of feeds does not


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """The cluster that a story joins, how much it counts towards it on average, and its nearest stories there."""

    cluster: int | str
    value: float
    beside: tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    story: int | str
    at: float
    counts: Mapping[int, float]
    named: Mapping[int, float]  #: of the title alone
    weights: dict[int, float]  #: by rarity, of length one
    title: dict[int, float]
    figures: frozenset[int]
    has_body: bool
    headline: guards.Headline
    cluster: int | str | None


@dataclass(slots=True)
class Window:
    """The stories of some days, by their words; grows by one story at a time."""

    search: Search = field(default_factory=Search)
    _vocabulary: words.Vocabulary = field(default_factory=words.Vocabulary)
    _known: list[_Known] = field(default_factory=list)
    _holders: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _sizes: Counter[int | str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self._known)

    @classmethod
    def of(cls, stories: Iterable[tuple[Candidate, datetime]]) -> "Window":
        """Return a window of these stories, each with when it counts as told."""
        window = cls()
        for story, at in stories:
            window._take(window._read(story, at, story.cluster))
        window._known = [window._weighed(known) for known in window._known]
        return window

    def add(self, story: Candidate, at: datetime, cluster: int | str | None) -> None:
        """Take in a story of a known cluster."""
        self._take(self._weighed(self._read(story, at, cluster)))

    def _take(self, known: _Known) -> None:
        for term in known.counts:
            self._holders[term].append(len(self._known))
        self._known.append(known)
        if known.cluster is not None:
            self._sizes[known.cluster] += 1

    def place(self, story: Candidate, at: datetime) -> Placed | None:
        """Return the cluster that `story` joins; None where it begins one of its own."""
        new = self._weighed(self._read(story, at, None))
        near = [self._known[place] for place in self._near(new)]
        if not near:
            return None
        value = self._values(new, near)
        sums: dict[int | str, float] = defaultdict(float)
        beside: dict[int | str, list[int | str]] = defaultdict(list)
        refused: set[int | str] = set()
        for known, one in zip(near, value, strict=True):
            if known.cluster is not None:
                sums[known.cluster] += one
                beside[known.cluster].append(known.story)
                if guards.apart(known.headline, new.headline):
                    refused.add(known.cluster)
        means = [
            (total / min(self._sizes[cluster], NEAREST), str(cluster), cluster)
            for cluster, total in sums.items()
            if cluster not in refused
        ]
        mean, _, cluster = max(means, default=(0.0, "", ""))
        strictly = Caps().strictly if self._sizes[cluster] >= Caps().stories else 1.0
        if mean < clustering.THRESHOLD * SURELY * strictly:
            return None
        return Placed(cluster=cluster, value=mean, beside=tuple(beside[cluster]))

    def _read(self, story: Candidate, at: datetime, cluster: int | str | None) -> _Known:
        title, body = texts.head(story)
        in_title = Counter(number for number in self._vocabulary.numbers(title) if number != words.NONE)
        in_body = Counter(number for number in self._vocabulary.numbers(body) if number != words.NONE)
        named = {term: math.sqrt(count) for term, count in in_title.items()}
        counts = {term: texts.TITLE_WEIGHT * count for term, count in named.items()}
        for term, count in in_body.items():
            counts[term] = counts.get(term, 0.0) + math.sqrt(count)
        if len(counts) < texts.LEAST_WORDS:
            counts, named = {}, {}
        head = guards.headline(story, at)
        figures = frozenset(term for term in counts if self._vocabulary.stems[term][0].isdigit())
        return self._weighed(
            _Known(story.id, at.timestamp(), counts, named, {}, {}, figures, bool(in_body), head, cluster)
        )

    def _weighed(self, known: _Known) -> _Known:
        """Return the story with its words weighed by how rare they are now."""
        rarity = {term: self._rarity(term) for term in known.counts}
        return replace(known, weights=_unit(known.counts, rarity), title=_unit(known.named, rarity))

    def _rarity(self, term: int) -> float:
        return math.log(1 + (len(self._known) + 1) / (len(self._holders.get(term, ())) + 1))

    def _near(self, new: _Known) -> Sequence[int]:
        """Return the places of the stories that share the most of the new one's rarest words."""
        search, number = self.search, len(self._known)
        most = min(max(search.common_least, int(search.common * number)), MOST_HOLDERS)
        found = [term for term in new.counts if 0 < len(self._holders.get(term, ())) <= most]
        sums: dict[int, float] = defaultdict(float)
        for term in sorted(found, key=lambda term: (-new.weights[term], term))[:WORDS]:
            weight = new.weights[term] ** 2
            for place in self._holders[term]:
                sums[place] += weight
        earliest = new.at - search.window_days * texts.DAY
        inside = ((-value, place) for place, value in sums.items() if self._known[place].at >= earliest)
        return sorted(place for _, place in nsmallest(NEAREST, inside))

    def _values(self, new: _Known, near: Sequence[_Known]) -> list[float]:
        """Return how much each of the near stories speaks for one event with the new one."""
        every = [*near, new]
        mine, title = new.weights, new.title
        shared = [[term for term in mine if term in known.weights] for known in near]
        products = [
            [mine[term] * known.weights[term] for term in some] for known, some in zip(near, shared, strict=True)
        ]
        cosine = np.array([sum(some) for some in products])
        bodies = np.array([known.has_body for known in every])
        both = bodies[:-1] & new.has_body
        alike = (cosine >= np.where(both, self.search.floor, self.search.bare_floor)) & (
            np.array([len(some) for some in shared])
            >= np.where(both, self.search.least_shared, self.search.bare_shared)
        )
        kept = np.flatnonzero(alike)
        pairs = Pairs(
            i=kept.astype(np.int32),
            j=np.full(len(kept), len(near), np.int32),
            cosine=cosine[kept].astype(np.float32),
            title=np.array(
                [sum(title[term] * near[place].title.get(term, 0.0) for term in title) for place in kept.tolist()],
                np.float32,
            ),
            top=np.array([max(products[place]) for place in kept.tolist()], np.float32),
            shared=np.array([len(shared[place]) for place in kept.tolist()], np.int32),
            figures=np.array([len(new.figures & near[place].figures) for place in kept.tolist()], np.int32),
        )
        part = _part(every, bodies)
        value = np.zeros(len(near))
        value[kept] = pairing.values(part, pairs, crowd=1.0)
        return [float(one) for one in value]


def _unit(counts: Mapping[int, float], rarity: Mapping[int, float]) -> dict[int, float]:
    weighted = {term: count * rarity[term] for term, count in counts.items()}
    length = math.sqrt(sum(weight * weight for weight in weighted.values())) or 1.0
    return {term: weight / length for term, weight in weighted.items()}


def _part(every: Sequence[_Known], bodies: NDArray[np.bool_]) -> Texts:
    """Return what the pair model asks of the stories: when, with a body or not, and how many numbers they give."""
    starts = np.cumsum([0, *(len(known.figures) for known in every)])
    nothing = np.zeros(int(starts[-1]), np.float32)
    return Texts(
        starts=starts,
        terms=nothing.astype(np.int32),
        weights=nothing,
        titles=nothing,
        figures=np.ones(1, bool),
        at=np.array([int(known.at) for known in every], np.int64),
        has_body=bodies,
        rarity=np.zeros(1, np.float32),
    )
