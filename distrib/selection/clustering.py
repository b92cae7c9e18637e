"""Groups of stories that tell of one event: candidates in, groups out.

A false merge costs a reader a story, a missed one only shows it twice: where in doubt, two stories stay two.
"""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np

from distrib.model.candidates import Candidate, Group
from distrib.selection import guards, linking, neighbours, pairing, texts, translating, words
from distrib.selection.neighbours import Pairs
from distrib.selection.texts import Reader, Texts

THRESHOLD = 0.225
"""Two groups join when their stories are this alike on average."""
FOLLOW = 0.22
"""Two groups this alike, whatever the days between, are one running story."""
TWINS = timedelta(days=1.5)
COMPLETE_BODY = 200  # signs


def moment(story: Candidate, now: datetime) -> datetime:
    """Return when `story` counts as told: its own date, else when we saw it; a clock ahead of ours says now."""
    return min(story.published or story.seen or now, now)


def completeness(story: Candidate) -> float:
    """Return 0 to 1: how much of a full story there is (summary, picture, body, author)."""
    parts = (bool(story.summary.strip()), bool(story.image), len(story.body) >= COMPLETE_BODY, bool(story.authors))
    return sum(parts) / len(parts)


def trust(story: Candidate) -> float:
    """Return the weight of the story's source; what is no number counts as the usual 1."""
    return story.source_weight if math.isfinite(story.source_weight) else 1.0


def representative(members: Iterable[Candidate], now: datetime) -> Candidate:
    """Return the story that stands for the others: of the preferred source, most complete, freshest."""
    return min(
        members,
        key=lambda story: (
            -trust(story),
            -completeness(story),
            -moment(story, now).timestamp(),
            story.url,
            str(story.id),
        ),
    )


def group(candidates: Sequence[Candidate], now: datetime) -> list[Group]:
    """Return the candidates in groups, one per event, each candidate exactly once, oldest group first.

    The order in which candidates come changes nothing: they are put in order of time, title, address and id first.
    """
    stories = sorted(candidates, key=lambda story: (moment(story, now), story.title, story.url, str(story.id)))
    copies, read = points(stories, now)
    firsts = [stories[point[0]] for point in copies]
    times = [moment(story, now) for story in firsts]
    pairs = neighbours.find(read, neighbours.Search())
    value = pairing.values(read, pairs)
    del read  # the largest thing here, and done with
    grown = linking.grow_apart(
        len(copies),
        pairs.i,
        pairs.j,
        value,
        _Guard(firsts, times).apart,
        THRESHOLD,
        day=_usual_day(times),
    )
    joined, capped = _across_languages(grown, firsts, times)
    places = [sorted(place for point in one for place in copies[point]) for one in joined]
    follows = _follows(joined, times, pairs)
    return [
        Group(
            members=tuple(stories[place] for place in ones),
            representative=representative((stories[place] for place in ones), now),
            capped=number in capped,
            follows=follows.get(number),
        )
        for number, ones in enumerate(places)
    ]


def points(stories: Sequence[Candidate], now: datetime) -> tuple[list[list[int]], Texts]:
    """Return the places of stories with the very same words together, for copies need no comparing, and their texts."""
    known: dict[bytes, list[int]] = {}
    points: list[list[int]] = []
    reader = Reader()
    for place, story in enumerate(stories):
        title, body = texts.head(story)
        key = hashlib.blake2b(f"{title}\0{body}".encode("utf-8", "replace"), digest_size=16).digest()
        point = known.get(key)
        if point and moment(story, now) - moment(stories[point[-1]], now) <= TWINS and _tells(title, body):
            point.append(place)
        else:
            known[key] = [place]
            points.append(known[key])
            reader.add(title, body, moment(story, now))
    return points, reader.texts()


def _tells(title: str, body: str) -> bool:
    """Say whether equal words mean an equal event: not for "Cartoon of the day", nor for a bare "Gold price today"."""
    telling = words.telling(title)
    return bool(body) or (len(telling) > texts.LEAST_WORDS and not guards.TEMPLATES & set(telling))


class _Guard:
    """Reads the headlines that are asked about, once each."""

    def __init__(self, stories: Sequence[Candidate], times: Sequence[datetime]) -> None:
        self._stories, self._times = stories, times
        self._read: dict[int, guards.Headline] = {}

    def apart(self, one: int, other: int) -> bool:
        return guards.apart(self._headline(one), self._headline(other))

    def _headline(self, place: int) -> guards.Headline:
        if place not in self._read:
            self._read[place] = guards.headline(self._stories[place], self._times[place])
        return self._read[place]


def _usual_day(times: Sequence[datetime]) -> int | None:
    """Return how many stories the fullest day has; None without stories."""
    days = Counter(at.date() for at in times)
    return max(days.values(), default=None)


def _across_languages(
    grown: linking.Grown, firsts: Sequence[Candidate], times: Sequence[datetime]
) -> tuple[list[list[int]], set[int]]:
    """Return the groups with language versions of one event joined, oldest first, and which of them met a cap."""
    home = {point: number for number, ones in enumerate(grown.groups) for point in ones}
    leader = list(range(len(grown.groups)))

    def lead(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for i, j in translating.pairs(firsts, times):
        one, other = sorted((lead(home[i]), lead(home[j])))
        leader[other] = one
    joined: dict[int, list[int]] = defaultdict(list)
    met: set[int] = set()
    for number, ones in enumerate(grown.groups):
        joined[lead(number)] += ones
        if number in grown.capped:
            met.add(lead(number))
    ordered = sorted(joined.items(), key=lambda item: min(item[1]))
    return [sorted(ones) for _, ones in ordered], {place for place, (key, _) in enumerate(ordered) if key in met}


def _follows(joined: Sequence[Sequence[int]], times: Sequence[datetime], pairs: Pairs) -> dict[int, int]:
    """Return which group continues which earlier one: alike on the whole, begun at least half a day later."""
    home, sizes = np.zeros(len(times), np.int64), np.array([len(ones) for ones in joined], np.int64)
    for number, ones in enumerate(joined):
        home[ones] = number
    one, other = home[pairs.i], home[pairs.j]
    key = np.minimum(one, other) * len(joined) + np.maximum(one, other)
    apart = one != other
    keys, sums = neighbours.added(key[apart], pairs.cosine[apart])
    earlier, later = keys // len(joined), keys % len(joined)
    means = sums / sizes[earlier] / sizes[later]
    alike = means >= FOLLOW
    found: dict[int, tuple[float, int]] = {}
    for first, second, mean in zip(earlier[alike].tolist(), later[alike].tolist(), means[alike].tolist(), strict=True):
        began = times[joined[second][0]] - times[joined[first][0]]
        if began >= guards.SOON and mean > found.get(second, (0.0, 0))[0]:
            found[second] = (mean, first)
    return {later: earlier for later, (_, earlier) in found.items()}
