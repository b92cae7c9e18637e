"""Which stories in different languages tell of one event: an explicit link, or two independent witnesses."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise, product

from distrib.model.candidates import Candidate
from distrib.selection import guards, witnesses
from distrib.selection.witnesses import Witnesses

NEAR = timedelta(hours=36)
RARE = 4  # a picture, an author's minute, a tag or a number that more stories share is no witness
RARE_NAME = 12  # the same of a name
ENOUGH, CONTRADICTED = 2, 3
"""Witnesses that join two stories; names alone must be three where the figures of the two contradict each other."""


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
    seen = [witnesses.of(story, at) for story, at in zip(stories, times, strict=True)]
    usual = witnesses.usual_words(stories)
    found: set[tuple[int, int]] = set()
    for (i, j), shared in _shared(stories, times, seen).items():
        names = _names(seen[i], seen[j], [key for kind, key in shared if kind == "name"], usual)
        others = {kind for kind, _ in shared if kind != "name"}
        if "tag" in others and _only_names([key for kind, key in shared if kind == "tag"], names):
            others.discard("tag")
        if _enough(others, len(names), contradicted=seen[i].contradicts(seen[j])):
            found.add((i, j))
    return found


def _shared(
    stories: Sequence[Candidate], times: Sequence[datetime], seen: Sequence[Witnesses]
) -> dict[tuple[int, int], list[tuple[str, object]]]:
    """Return what each two stories in different languages have in common, where few others have it."""
    holders: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, story in enumerate(stories):
        if story.language and not guards.templated(story.title):
            for kind, key in seen[place].given():
                holders[kind, key].append(place)
    shared: dict[tuple[int, int], list[tuple[str, object]]] = defaultdict(list)
    for (kind, key), places in holders.items():
        if len(places) <= (RARE_NAME if kind == "name" else RARE):
            for place, i in enumerate(places):
                for j in places[place + 1 :]:
                    if abs(times[j] - times[i]) <= NEAR and _spoken(stories[i]) != _spoken(stories[j]):
                        shared[i, j].append((kind, key))
    return {pair: found for pair, found in shared.items() if len(found) >= ENOUGH}


def _enough(others: set[str], names: int, *, contradicted: bool) -> bool:
    """Say whether these witnesses are two: a face in a picture and the name under it are one."""
    if not others:
        return names >= (CONTRADICTED if contradicted else ENOUGH)
    if others == {"picture"}:
        return names >= ENOUGH
    return len(others) + min(names, 1) >= ENOUGH


def _names(one: Witnesses, other: Witnesses, keys: Iterable[object], usual: frozenset[str]) -> list[set[str]]:
    """Return the names that both have, each as the set of its consonants: what stands side by side is one name."""
    same = [str(key) for key in keys if _alike(one, other, str(key), usual)]
    groups: list[set[str]] = []
    for key in same:
        touching = [group for group in groups if any(one.beside(key, k) or other.beside(key, k) for k in group)]
        groups = [group for group in groups if group not in touching] + [{key}.union(*touching)]
    return groups


def _alike(one: Witnesses, other: Witnesses, key: str, usual: frozenset[str]) -> bool:
    return any(
        mine.name.same(theirs.name)
        for mine, theirs in product(one.names[key], other.names[key])
        if mine.word not in usual and theirs.word not in usual
    )


def _only_names(tags: Iterable[object], names: Sequence[set[str]]) -> bool:
    """Say whether the shared tags name nothing but what the texts' one shared name names already."""
    known = set().union(*names)
    return bool(known) and all(witnesses.keys_of(str(tag)) & known for tag in tags)


def _spoken(story: Candidate) -> str:
    return (story.language or "").split("-")[0]
