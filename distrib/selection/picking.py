"""Which stories an edition gets: per section the best that fit, each event once, marks before everything."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from distrib.model.candidates import (
    Candidate,
    Chosen,
    Group,
    NotChosen,
    Ranked,
    SectionRule,
    Selected,
    Sent,
    Wish,
)
from distrib.selection import clustering, fits, ranking, repeating, wishes
from distrib.selection.diversity import Taken
from distrib.selection.ranking import Background, Weights
from distrib.selection.wishes import NOTHING, Asked

NEXT = 10  # candidates of a section whose "why not" is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a list asks of picking."""

    sections: Sequence[SectionRule]
    language: str
    minimum: int = 1
    weights: Weights = field(default_factory=Weights)
    background: Background = field(default_factory=Background)
    wishes: Sequence[Wish] = ()
    sent: Mapping[int, Sent] = field(default_factory=dict)  #: cluster -> what readers had of it lately
    open_ids: Collection[int | str] | None = None  #: stories that may be shown; None: all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A group in the section where it is best."""

    ranked: Ranked
    section: SectionRule
    update: bool
    asked: Asked = NOTHING
    refused: str | None = None

    @property
    def wanted(self) -> bool:
        """Whether an editor asked for it, and nothing keeps it out."""
        return self.asked.wanted is not None and self.refused is None


def pick(groups: Sequence[Group], order: Order, now: datetime) -> Selected:
    """Return what an edition gets of `groups`, and why the next ones did not make it.

    An event is picked once, in the fitting section where its score is best, ties to the higher section.
    """
    if not order.sections:
        return Selected(
            chosen=(), passed=(), thin="The list has no sections, so nothing can be picked.",
            problems=order.weights.problems,
        )  # fmt: skip
    sections = sorted(order.sections, key=lambda section: (section.position, section.id))
    places: dict[int, list[_Place]] = defaultdict(list)
    for one in groups:
        place = _best_place(one, sections, order, now)
        if place:
            places[place.section.id].append(place)
    taken = Taken()
    chosen: list[Chosen] = []
    passed: list[NotChosen] = []
    for section in sections:
        picked, over = _fill(section, sorted(places[section.id], key=_pinned_first), taken)
        chosen += [_chosen(place, rank, lead=not chosen and rank == 1) for rank, place in enumerate(picked, start=1)]
        passed += over
    return Selected(
        chosen=tuple(chosen),
        passed=tuple(passed),
        thin=_thin(len(chosen), order.minimum),
        problems=order.weights.problems,
    )


def _thin(number: int, minimum: int) -> str | None:
    if number == 0:
        return "Nothing worth sending: no new story fits a section of this list."
    if number < minimum:
        stories = "Only one story is" if number == 1 else f"Only {number} stories are"
        return f"Nothing worth sending: {stories[0].lower()}{stories[1:]} new, the list asks for at least {minimum}."
    return None


def _best_place(group: Group, sections: Sequence[SectionRule], order: Order, now: datetime) -> _Place | None:
    """Return the section where the group scores best among those that it fits, or None if it fits none."""
    asked = wishes.asked(order.wishes, group.representative.cluster)
    found: list[_Place] = []
    for section in sections:
        open_to = [story for story in group.members if order.open_ids is None or story.id in order.open_ids]
        forced = asked.wanted is not None and asked.section_id == section.id
        fitting = [story for story in open_to if fits.fits(story, section, order.language)]
        if not fitting and forced:
            fitting = [s for s in group.members if fits.speaks(s, (order.language,))] or list(group.members)
        if fitting:
            found.append(_placed(group, fitting, section, order, now, asked))
    if asked.section_id is not None:
        return next((place for place in found if place.section.id == asked.section_id), None)
    return min(found, key=lambda place: ranking.order(place.ranked)[0], default=None)


def _placed(
    group: Group,
    fitting: Sequence[Candidate],
    section: SectionRule,
    order: Order,
    now: datetime,
    asked: Asked,
) -> _Place:
    cluster = group.representative.cluster
    sent = order.sent.get(cluster) if isinstance(cluster, int) else None
    news = repeating.news_since(group, fitting, sent, now) if sent else []
    story = clustering.representative(news or fitting, now)
    ranked = ranking.score(story, group, now=now, weights=order.weights, section=section, background=order.background)
    refused = asked.refusal()
    if refused is None and not story.title.strip():
        refused = "It has no headline."
    elif refused is None and sent and not news and not asked.wanted:
        refused = f"Readers of this list had it on {sent.at:%-d %B}, and it has not developed since."
    return _Place(ranked=ranked, section=section, update=bool(news), asked=asked, refused=refused)


def _pinned_first(place: _Place) -> tuple[object, ...]:
    """Breaking first, then pins by their rank, then by score."""
    return (place.asked.first, place.asked.rank or 0, *ranking.order(place.ranked))


def _fill(section: SectionRule, places: Sequence[_Place], taken: Taken) -> tuple[list[_Place], list[NotChosen]]:
    """Return what the section gets, in order, and the next candidates with why not."""
    why: dict[int, str] = {}
    picked = [number for number, place in enumerate(places) if place.wanted]
    for number in picked:  # before the others, so that these are measured against what people asked for
        taken.add(places[number].ranked.candidate, section.id)

    def take(number: int) -> None:
        picked.append(number)
        taken.add(places[number].ranked.candidate, section.id)

    for patient in (False, True):  # who waits for others gets the places that are left
        for number, place in enumerate(places):
            story = place.ranked.candidate
            if number in picked or (patient and number not in why) or place.refused:
                continue
            if (double := taken.double(story)) is not None:
                why[number] = f"Its headline is nearly that of “{double}”."
            elif not patient and (crowd := taken.crowds(story, section.id, section.quota)):
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
    ordered = sorted(picked, key=lambda number: _pinned_first(places[number]))
    return _at_their_ranks([places[number] for number in ordered]), over[:NEXT]


def _beaten(place: _Place, picked: Sequence[_Place]) -> bool:
    """Say whether every story that is in is better: then its score, and not its source or author, kept it out."""
    return all(other.ranked.score >= place.ranked.score for other in picked)


def _full(section: SectionRule, place: _Place, picked: Sequence[_Place]) -> str:
    if not picked:
        return f"{section.name} takes no stories."
    behind = min(other.ranked.score for other in picked) - place.ranked.score
    if behind < 0:
        return f"{section.name} has its {section.quota}: what editors put there comes first."
    return f"{section.name} has its {section.quota}; this one is {behind:.2f} behind the last of them."


def _at_their_ranks(places: list[_Place]) -> list[_Place]:
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


def _chosen(place: _Place, rank: int, *, lead: bool) -> Chosen:
    story, group = place.ranked.candidate, place.ranked.group
    asked = place.asked
    return Chosen(
        candidate=story,
        section_id=place.section.id,
        rank=rank,
        score=place.ranked.score,
        lead=lead,
        update=place.update,
        reasons=(*asked.reasons(), *place.ranked.reasons),
        also=tuple(name for name in group.sources if name != story.voice),
        by=asked.wanted.by if asked.wanted else "machine",
        breaking=asked.first == 0,
        sponsor=asked.sponsor,
    )
