"""How alike the stories of some days are: a sparse table of pairs, found through an inverted index."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from distrib.model.candidates import Candidate
from distrib.selection import words

BODY_SIGNS = 400  # more of a body adds background, not the event
TITLE_SIGNS = 300  # a title of a megabyte is nobody's title
FIRST_OTHER = 7  # blocks of 128 signs below this are Latin, Greek comes first after it
ARABIC_REST = 13  # Arabic fills blocks 12 and 13


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """The numbers of the measure; one set for every newsroom."""

    title_weight: float = 2.0
    fade_days: float = 2.0  #: likeness falls by e in so many days
    window_days: float = 5.0  #: farther apart is another event, or a follow-up
    floor: float = 0.10  #: less alike than this (after fading) is not alike at all
    bare_floor: float = 0.025  #: the same where one of the two has no body
    common: float = 0.03  #: a word in more than this part of the stories finds no pairs
    bare_common: float = 0.08  #: the same where most stories have no body
    common_least: int = 60
    relative: float = 0.25  #: power of s/best: how much a story's better neighbours count
    least_words: int = 3  #: a story with fewer telling words resembles nothing
    least_shared: int = 3  #: with fewer words in common two stories are not alike: one rare word is no event
    bare_shared: int = 2  #: the same where one of the two has no body
    follow: float = 0.22  #: two clusters this alike, whatever the days between, are one running story


@dataclass(frozen=True, slots=True)
class Text:
    """One story as the measure sees it."""

    counts: Mapping[str, float]
    at: datetime
    has_body: bool


def text_of(story: Candidate, at: datetime, measure: Measure) -> Text:
    """Return the weighted words of `story`: its title counts more, of its body only the beginning."""
    head = f"{story.summary[:BODY_SIGNS]} {story.body[:BODY_SIGNS]}"[:BODY_SIGNS]
    counts: dict[str, float] = defaultdict(float)
    for word, number in Counter(words.telling(story.title[:TITLE_SIGNS])).items():
        counts[word] += measure.title_weight * math.sqrt(number)
    body = Counter(words.telling(head))
    for word, number in body.items():
        counts[word] += math.sqrt(number)
    return Text(counts if len(counts) >= measure.least_words else {}, at, bool(body))


def vectors(texts: Sequence[Text]) -> list[dict[str, float]]:
    """Return each text's words weighted by how rare they are among those of their script, at length one."""
    seen: Counter[str] = Counter()
    scripts: Counter[int] = Counter()
    for text in texts:
        seen.update(text.counts.keys())
        scripts.update({script(word) for word in text.counts})
    rarity = {word: math.log(1 + scripts[script(word)] / count) for word, count in seen.items()}
    result = []
    for text in texts:
        vector = {word: count * rarity[word] for word, count in text.counts.items()}
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        result.append({word: weight / length for word, weight in vector.items()})
    return result


def script(word: str) -> int:
    """Return a number for the alphabet of `word`: ten Odia stories must not look rare among a thousand English ones."""
    block = ord(word[0]) >> 7
    return 0 if block < FIRST_OTHER else 12 if block == ARABIC_REST else block


def alike(texts: Sequence[Text], measure: Measure) -> dict[tuple[int, int], float]:
    """Return the cosine of the pairs (i < j) that are alike at all; `texts` in order of time."""
    table: dict[tuple[int, int], float] = {}
    bare = 2 * sum(text.has_body for text in texts) < len(texts)
    most = max(measure.common_least, int((measure.bare_common if bare else measure.common) * len(texts)))
    bare_ones = not all(text.has_body for text in texts)
    index: dict[str, list[tuple[int, float]]] = defaultdict(list)
    oldest: dict[str, int] = defaultdict(int)
    window = timedelta(days=measure.window_days)
    least = min(measure.floor, measure.bare_floor) if bare_ones else min(measure.floor, measure.follow)
    for j, vector in enumerate(vectors(texts)):
        sums: dict[int, float] = defaultdict(float)
        earliest = texts[j].at - window
        for word, weight in vector.items():
            places, first = index[word], oldest[word]
            while first < len(places) and texts[places[first][0]].at < earliest:
                first += 1
            oldest[word] = first
            if len(places) - first <= most:
                for i, other in islice(places, first, None):
                    sums[i] += weight * other
            places.append((j, weight))
        for i, cosine in sums.items():
            if cosine < least:
                continue
            if texts[i].has_body and texts[j].has_body:
                floor, shared = measure.floor, measure.least_shared
            else:
                floor, shared = measure.bare_floor, measure.bare_shared
            near = cosine * fade(texts[i], texts[j], measure) >= floor or cosine >= measure.follow
            if near and len(texts[i].counts.keys() & texts[j].counts.keys()) >= shared:
                table[i, j] = cosine
    return table


def fade(one: Text, other: Text, measure: Measure) -> float:
    """Return what is left of a likeness after the days between: tellings of one event appear close together."""
    return math.exp(-abs((other.at - one.at).total_seconds()) / 86400 / measure.fade_days)


def relative(table: Mapping[tuple[int, int], float], number: int, measure: Measure) -> dict[tuple[int, int], float]:
    """Return `table` with each pair lowered where one of the two resembles something else more."""
    best = [0.0] * number
    for (i, j), value in table.items():
        best[i], best[j] = max(best[i], value), max(best[j], value)
    power = measure.relative
    return {(i, j): s * (s / best[i] * s / best[j]) ** power for (i, j), s in table.items()}
