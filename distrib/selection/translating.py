"""Which stories in different languages tell of one event: an explicit link, or two independent witnesses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from distrib.model.candidates import Candidate
from distrib.selection import words

NEAR = timedelta(hours=36)
RARE = 4  # a witness that more stories share is no witness
TELLING_DIGITS = 3  # 345 crore says something, 12 people does not


def pairs(stories: Sequence[Candidate], times: Sequence[datetime]) -> list[tuple[int, int]]:
    """Return the places (i < j) of stories that must be joined, in order."""
    return sorted(_linked(stories) | _witnessed(stories, times))


def _linked(stories: Sequence[Candidate]) -> set[tuple[int, int]]:
    """Versions that their publisher itself links: joined alone, whatever their words."""
    keys: dict[str, list[int]] = defaultdict(list)
    for place, story in enumerate(stories):
        if story.translation_key:
            keys[story.translation_key].append(place)
    return {pair for places in keys.values() for pair in pairwise(places)}


def _witnessed(stories: Sequence[Candidate], times: Sequence[datetime]) -> set[tuple[int, int]]:
    if len({_spoken(story) for story in stories if story.language}) <= 1:
        return set()
    seen: dict[tuple[int, int], set[str]] = defaultdict(set)
    for kind, values in _witnesses(stories, times).items():
        for places in values.values():
            if len(places) <= RARE:
                for place, i in enumerate(places):
                    for j in places[place + 1 :]:
                        seen[i, j].add(kind)
    return {
        (i, j)
        for (i, j), kinds in seen.items()
        if len(kinds) > 1 and abs(times[j] - times[i]) <= NEAR and _languages_differ(stories[i], stories[j])
    }


def _witnesses(stories: Sequence[Candidate], times: Sequence[datetime]) -> dict[str, dict[object, list[int]]]:
    """Return, per kind of witness, who shares which value."""
    found: dict[str, dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place, story in enumerate(stories):
        if not story.language:
            continue
        if story.image:
            found["picture"][story.image.partition("?")[0]].append(place)
        for author in {words.plain(author) for author in story.authors}:
            found["author and minute"][author, times[place].replace(second=0, microsecond=0)].append(place)
        for tag in {words.plain(tag).strip() for tag in story.tags}:
            found["tag"][tag].append(place)
        for number in _telling_numbers(f"{story.title[:300]} {story.summary[:400]} {story.body[:400]}"):
            found["number"][number].append(place)
    return found


def _telling_numbers(text: str) -> Iterable[str]:
    """Numbers of three digits or more, but no years: every story of a year shares that."""
    for number in words.numbers(text):
        signs = number.replace(".", "").replace(":", "")
        if len(signs) >= TELLING_DIGITS and not (len(number) == len("2026") and number.startswith(("19", "20"))):
            yield number


def _languages_differ(one: Candidate, other: Candidate) -> bool:
    return _spoken(one) != _spoken(other)


def _spoken(story: Candidate) -> str:
    return (story.language or "").split("-")[0]
