"""Groups of stories that tell of one event: candidates in, groups out.

A false merge costs a reader a story, a missed one only shows it twice: where in doubt, two stories stay two.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from distrib.model.candidates import Candidate, Group
from distrib.selection import guards, linking, similarity, translating, words
from distrib.selection.similarity import Measure, Text

THRESHOLD = 0.095
"""Two groups join when their stories are this alike on average."""
LIKE = 0.2  # from here on two stories resemble each other when one counts how crowded a window is
CROWD, MOST_BARE = 0.8, 4.0
"""Without bodies two tellings of one event share few words. Where each story resembles many others, as on a day with
a few events told by dozens, a bare likeness counts up to four times; where most stories are alone it counts once."""
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


def group(candidates: Sequence[Candidate], now: datetime, measure: Measure | None = None) -> list[Group]:
    """Return the candidates in groups, one per event, each candidate exactly once, oldest group first.

    The order in which candidates come changes nothing: they are put in order of time, title, address and id first.
    """
    measure = measure or Measure()
    stories = sorted(candidates, key=lambda story: (moment(story, now), story.title, story.url, str(story.id)))
    points = _twins(stories, now)
    firsts = [stories[point[0]] for point in points]
    texts = [similarity.text_of(story, moment(story, now), measure) for story in firsts]
    cosines = similarity.alike(texts, measure)
    grown = linking.grow(
        len(points), _table(firsts, texts, cosines, measure), THRESHOLD, day=_usual_day([story.at for story in texts])
    )
    joined, capped = _across_languages(grown, firsts, texts)
    places = [sorted(place for point in one for place in points[point]) for one in joined]
    follows = _follows(joined, texts, cosines, measure)
    return [
        Group(
            members=tuple(stories[place] for place in ones),
            representative=representative((stories[place] for place in ones), now),
            capped=number in capped,
            follows=follows.get(number),
        )
        for number, ones in enumerate(places)
    ]


def _twins(stories: Sequence[Candidate], now: datetime) -> list[list[int]]:
    """Return the places of stories with the very same words together: copies need no comparing."""
    known: dict[tuple[str, str], list[int]] = {}
    points: list[list[int]] = []
    for place, story in enumerate(stories):
        title = words.plain(story.title[: similarity.TITLE_SIGNS]).strip()
        body = words.plain(f"{story.summary[:400]} {story.body[:400]}").strip()
        point = known.get((title, body))
        if point and moment(story, now) - moment(stories[point[-1]], now) <= TWINS and _tells(title, body):
            point.append(place)
        else:
            known[title, body] = [place]
            points.append(known[title, body])
    return points


def _tells(title: str, body: str) -> bool:
    """Say whether equal words mean an equal event: not for "Cartoon of the day", nor for a bare "Gold price today"."""
    telling = words.telling(title)
    return bool(body) or (len(telling) > similarity.Measure().least_words and not guards.TEMPLATES & set(telling))


def _table(
    firsts: Sequence[Candidate], texts: Sequence[Text], cosines: Mapping[tuple[int, int], float], measure: Measure
) -> dict[tuple[int, int], float]:
    fresh = {
        pair: cosine * similarity.fade(texts[pair[0]], texts[pair[1]], measure) for pair, cosine in cosines.items()
    }
    bare = _bare(fresh, len(texts))
    faded: dict[tuple[int, int], float] = {}
    for (i, j), likeness in fresh.items():
        value = likeness if texts[i].has_body and texts[j].has_body else likeness * bare
        if value >= measure.floor:
            faded[i, j] = value
    table = similarity.relative(faded, len(texts), measure)
    headlines = [guards.headline(story, text.at) for story, text in zip(firsts, texts, strict=True)]
    for i, j in table:
        if guards.apart(headlines[i], headlines[j]):
            table[i, j] = linking.APART
    return table


def _bare(likeness: Mapping[tuple[int, int], float], number: int) -> float:
    """Return how many times the likeness of a pair without bodies counts: more, the more crowded the window is."""
    crowd = 2 * sum(value >= LIKE for value in likeness.values()) / max(number, 1)
    return min(1 + CROWD * math.log(max(crowd, 1.0)), MOST_BARE)


def _usual_day(times: Sequence[datetime]) -> int | None:
    """Return how many stories the fullest day has; None without stories."""
    days = Counter(at.date() for at in times)
    return max(days.values(), default=None)


def _across_languages(
    grown: linking.Grown, firsts: Sequence[Candidate], texts: Sequence[Text]
) -> tuple[list[list[int]], set[int]]:
    """Return the groups with language versions of one event joined, oldest first, and which of them met a cap."""
    home = {point: number for number, ones in enumerate(grown.groups) for point in ones}
    leader = list(range(len(grown.groups)))

    def lead(number: int) -> int:
        while leader[number] != number:
            number = leader[number]
        return number

    for i, j in translating.pairs(firsts, [text.at for text in texts]):
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


def _follows(
    joined: Sequence[Sequence[int]], texts: Sequence[Text], cosines: Mapping[tuple[int, int], float], measure: Measure
) -> dict[int, int]:
    """Return which group continues which earlier one: alike on the whole, begun at least half a day later."""
    home = {point: number for number, ones in enumerate(joined) for point in ones}
    sums: dict[tuple[int, int], float] = defaultdict(float)
    for (i, j), cosine in cosines.items():
        earlier, later = home[i], home[j]
        if earlier != later:
            sums[min(earlier, later), max(earlier, later)] += cosine
    found: dict[int, tuple[float, int]] = {}
    for (earlier, later), total in sorted(sums.items()):
        mean = total / len(joined[earlier]) / len(joined[later])
        began = texts[joined[later][0]].at - texts[joined[earlier][0]].at
        if mean >= measure.follow and began >= guards.SOON and mean > found.get(later, (0.0, 0))[0]:
            found[later] = (mean, earlier)
    return {later: earlier for later, (_, earlier) in found.items()}
