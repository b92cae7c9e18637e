"""Which stories an edition gets: per section the best that fit, each event once, marks before everything."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from distrib.model.candidates import (
    Candidate,
    Chosen,
    Group,
    NotChosen,
    Reason,
    SectionRule,
    Selected,
    Sent,
    Wish,
)
from distrib.selection import clustering, diversity, evergreen, filling, fits, ranking, repeating, wishes
from distrib.selection.diversity import Caps, Taken
from distrib.selection.filling import Place
from distrib.selection.ranking import Background, Weights
from distrib.selection.wishes import Asked


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
    caps: Caps = field(default_factory=Caps)
    shelf: Sequence[Group] = ()  #: evergreen stories that may fill a thin day
    shelf_most: int = 0  #: so many of them

    @property
    def problems(self) -> tuple[str, ...]:
        """What of the list's own settings can't be meant, in sentences."""
        return (*self.weights.problems, *self.caps.problems)


def pick(groups: Sequence[Group], order: Order, now: datetime) -> Selected:
    """Return what an edition gets of `groups`, and why the next ones did not make it.

    An event is picked once, in the fitting section where its score is best, ties to the higher section.
    """
    if not order.sections:
        nothing = "The list has no sections, so nothing can be picked."
        return Selected(chosen=(), passed=(), thin=nothing, problems=order.problems)
    sections = sorted(order.sections, key=lambda section: (section.position, section.id))
    places: dict[int, list[Place]] = defaultdict(list)
    for one in groups:
        place = _best_place(one, sections, order, now)
        if place:
            places[place.section.id].append(replace(place, goes_on=repeating.goes_on(one, groups, order.sent)))
    taken = Taken(order.caps.values)
    filled: dict[int, list[Place]] = {}
    passed: list[NotChosen] = []
    for section in sections:
        filled[section.id], over = filling.fill(section, sorted(places[section.id], key=filling.in_order), taken)
        passed += over
    news = sum(map(len, filled.values()))
    if 0 < news < order.minimum:
        _fill_up(filled, min(order.shelf_most, order.minimum - news), sections, order, taken, now)
    first = next((places[0] for places in filled.values() if places and not places[0].evergreen), None)
    chosen = [
        _chosen(place, rank, lead=place is first)
        for places in filled.values()
        for rank, place in enumerate(places, start=1)
    ]
    return Selected(
        chosen=tuple(chosen),
        passed=tuple(passed),
        thin=_thin(news, len(chosen) - news, order.minimum),
        problems=order.problems,
    )


def _fill_up(
    filled: Mapping[int, list[Place]],
    most: int,
    sections: Sequence[SectionRule],
    order: Order,
    taken: Taken,
    now: datetime,
) -> None:
    """Put at most so many evergreen stories behind the news of the sections that they fit, the best first."""
    have = {place.ranked.candidate.cluster for places in filled.values() for place in places}
    weights = replace(order.weights, values={**order.weights.values, "minimum_score": 0.0})
    asked = replace(order, open_ids=None, weights=weights)
    found = [place for one in order.shelf if (place := _best_place(one, sections, asked, now))]
    for place in sorted(found, key=lambda place: ranking.order(place.ranked)):
        story, into = place.ranked.candidate, filled[place.section.id]
        fits_in = len(into) < place.section.quota and story.cluster not in have and not place.refused
        if most > 0 and fits_in and not taken.keeps_out(story, place.section):
            into.append(replace(place, evergreen=True))
            taken.add(story, place.section)
            have.add(story.cluster)
            most -= 1


def _thin(news: int, evergreens: int, minimum: int) -> str | None:
    if news == 0:
        return "Nothing worth sending: no new story fits a section of this list."
    if news + evergreens < minimum:
        stories = "only one story is new" if news == 1 else f"only {news} stories are new"
        more = f" and {evergreens} evergreen" if evergreens else ""
        return f"Nothing worth sending: {stories}{more}, the list asks for at least {minimum}."
    return None


def _best_place(group: Group, sections: Sequence[SectionRule], order: Order, now: datetime) -> Place | None:
    """Return the section where the group scores best among those that it fits, or None if it fits none."""
    asked = wishes.asked(order.wishes, group.representative.cluster)
    found: list[Place] = []
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
) -> Place:
    cluster = group.representative.cluster
    sent = order.sent.get(cluster) if isinstance(cluster, int) else None
    news = repeating.news_since(group, fitting, sent, now) if sent else []
    story = clustering.representative(news or fitting, now)
    ranked = ranking.score(story, group, now=now, weights=order.weights, section=section, background=order.background)
    refused, least = asked.refusal(), order.weights.values["minimum_score"]
    if refused is None and not diversity.is_headline(story.title):
        refused = "It has no headline."
    elif refused is None and sent and not news and not asked.wanted:
        refused = f"Readers of this list had it on {sent.at:%-d %B}, and it has not developed since."
    elif refused is None and not asked.wanted and least > 0 and ranked.score < least:
        refused = f"It scores {ranked.score:.2f}; the list asks for {least:.2f} at least."
    return Place(ranked=ranked, section=section, update=bool(news), asked=asked, refused=refused)


def _chosen(place: Place, rank: int, *, lead: bool) -> Chosen:
    story, group = place.ranked.candidate, place.ranked.group
    asked = place.asked
    return Chosen(
        candidate=story,
        section_id=place.section.id,
        rank=rank,
        score=place.ranked.score,
        lead=lead,
        update=place.update,
        reasons=(*asked.reasons(), *_said_first(place), *place.ranked.reasons),
        also=tuple(name for name in group.sources if name != story.voice),
        by=asked.wanted.by if asked.wanted else "machine",
        breaking=asked.first == 0,
        evergreen=place.evergreen,
        sponsor=asked.sponsor,
    )


def _said_first(place: Place) -> list[Reason]:
    """Return what readers should know of it beside its score."""
    said = [evergreen.reason(place.ranked.candidate)] if place.evergreen else []
    return said + ([repeating.reason(place.goes_on)] if place.goes_on else [])
