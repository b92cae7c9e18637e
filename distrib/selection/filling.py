"""What a section gets of the events that are best there, in order, and why the next ones did not make it."""

from collections.abc import Sequence
from dataclasses import dataclass

from distrib.model.candidates import NotChosen, Ranked, SectionRule, Sent
from distrib.selection import ranking
from distrib.selection.diversity import Taken
from distrib.selection.wishes import NOTHING, Asked

NEXT = 10  # candidates of a section whose "why not" is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A group in the section where it is best."""

    ranked: Ranked
    section: SectionRule
    update: bool
    asked: Asked = NOTHING
    refused: str | None = None
    goes_on: Sent | None = None  #: from what readers had of an earlier event of the same running story
    evergreen: bool = False

    @property
    def wanted(self) -> bool:
        """Whether an editor asked for it, and nothing keeps it out."""
        return self.asked.wanted is not None and self.refused is None


def in_order(place: Place) -> tuple[object, ...]:
    """Breaking first, then pins by their rank, then by score."""
    return (place.asked.first, place.asked.rank or 0, *ranking.order(place.ranked))


def fill(section: SectionRule, places: Sequence[Place], taken: Taken) -> tuple[list[Place], list[NotChosen]]:
    """Return what the section gets, in order, and the next candidates with why not."""
    why: dict[int, str] = {}
    picked = [number for number, place in enumerate(places) if place.wanted]
    for number in picked:  # before the others, so that these are measured against what people asked for
        taken.add(places[number].ranked.candidate, section)

    def take(number: int) -> None:
        picked.append(number)
        taken.add(places[number].ranked.candidate, section)

    for patient in (False, True):  # who waits for others gets the places that are left
        for number, place in enumerate(places):
            story = place.ranked.candidate
            if number in picked or (patient and number not in why) or place.refused:
                continue
            if (no_room := taken.keeps_out(story, section)) is not None:
                why[number] = no_room
            elif not patient and (crowd := taken.crowds(story, section)):
                why[number] = crowd
            elif len(picked) < section.quota:
                take(number)
            elif number not in why or _beaten(place, [places[other] for other in picked]):
                why[number] = _full(section, place, [places[other] for other in picked])
    over = [
        NotChosen(
            candidate=place.ranked.candidate,
            section_id=section.id,
            score=place.ranked.score,
            why=place.refused or why[number],
        )
        for number, place in enumerate(places)
        if number not in picked
    ]
    ordered = sorted(picked, key=lambda number: in_order(places[number]))
    return _at_their_ranks([places[number] for number in ordered]), over[:NEXT]


def _beaten(place: Place, picked: Sequence[Place]) -> bool:
    """Say whether every story that is in is better: then its score, and not its source or author, kept it out."""
    return all(other.ranked.score >= place.ranked.score for other in picked)


def _full(section: SectionRule, place: Place, picked: Sequence[Place]) -> str:
    if not picked:
        return f"{section.name} takes no stories."
    behind = min(other.ranked.score for other in picked) - place.ranked.score
    if behind < 0:
        return f"{section.name} has its {section.quota}: what editors put there comes first."
    return f"{section.name} has its {section.quota}; this one is {behind:.2f} behind the last of them."


def _at_their_ranks(places: list[Place]) -> list[Place]:
    """Return the places with pins moved to the rank their editor gave, the rest around them by score.

    Of two pins at one rank the later made has it. What is breaking leads, whatever is pinned.
    """
    free = [place for place in places if not place.asked.rank]
    leading = sum(place.asked.first == 0 for place in free)
    ranked = [
        (place.asked.rank, place.asked.placed.mark, number, place)
        for number, place in enumerate(places)
        if place.asked.rank and place.asked.placed
    ]
    for rank, *_, place in sorted(ranked, key=lambda one: one[:3]):
        free.insert(max(rank - 1, leading), place)
    return free
