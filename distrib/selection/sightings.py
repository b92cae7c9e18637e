"""Every candidate ranked, also those that picking would fold or refuse: what `distrib inspect ranking` shows."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from distrib.model.candidates import Candidate, Group, Past, Ranked, Reason, SectionRule
from distrib.selection import clustering, columns, diversity, fits, priors, ranking, signals
from distrib.selection.ranking import Background, Weights
from distrib.selection.signals import Together


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """For whom is ranked: a list's weights and, where they are known, its sections and language."""

    weights: Weights
    sections: Sequence[SectionRule] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One candidate with its score, and the number of its group."""

    ranked: Ranked
    cluster: int


class Memory:
    """What earlier days tell: priors from the history and recurring columns, each only from before a moment."""

    def __init__(self, history: Sequence[Past], stories: Sequence[Candidate]) -> None:
        dated = [(past.candidate.published, past) for past in history if past.candidate.published]
        dated.sort(key=lambda pair: pair[0])
        self._times, self._past = [at for at, _ in dated], [past for _, past in dated]
        self._known: dict[int, priors.Priors] = {}
        seen = [*stories, *(past.candidate for past in history)]
        self._columns = columns.learn((story.title, story.published.date()) for story in seen if story.published)

    def before(self, moment: datetime) -> tuple[Background, int]:
        """Return what was known before `moment`, and how many rows of the history are not older than it."""
        older = bisect_left(self._times, moment)
        if older not in self._known:
            self._known[older] = priors.learn(self._past[:older])
        columns_then = self._columns.on(moment.date())
        return Background(priors=self._known[older], columns=columns_then), len(self._past) - older


def look(stories: Sequence[Candidate], now: datetime, desk: Desk, background: Background) -> list[Sighting]:
    """Return every story once, best first; what picking would do otherwise is said in its reasons."""
    sightings = [
        Sighting(ranked=_score(story, one, together, now, desk, background), cluster=number)
        for number, one in enumerate(clustering.group(stories, now))
        for together in [signals.together(one)]
        for story in one.members
    ]
    sightings.sort(key=lambda sighting: ranking.order(sighting.ranked))
    headlines = diversity.Headlines()
    leaders: dict[int, str] = {}
    told: list[Sighting] = []
    for sighting in sightings:
        story = sighting.ranked.candidate
        notes = []
        if not diversity.is_headline(story.title):
            notes.append("it has no headline; picking would refuse it")
        if sighting.cluster in leaders:
            notes.append(f"it tells of the same event as “{leaders[sighting.cluster]}”; picking would show one of them")
        elif double := headlines.like(story.title):
            notes.append(f"its headline is nearly that of “{double}”; picking would show one of them")
        if desk.sections and not any(fits.fits(story, section, desk.language) for section in desk.sections):
            notes.append("it fits no section of the list; picking would leave it out")
        leaders.setdefault(sighting.cluster, story.title)
        headlines.add(story.title)
        reasons = (*sighting.ranked.reasons, *(_note(words) for words in notes))
        told.append(replace(sighting, ranked=replace(sighting.ranked, reasons=reasons)))
    return told


def _score(
    story: Candidate, group: Group, together: Together, now: datetime, desk: Desk, background: Background
) -> Ranked:
    """Return the story's score in the section of the list where it is best, or without one."""
    fitting: list[SectionRule | None] = [
        section for section in desk.sections if fits.fits(story, section, desk.language)
    ]
    return min(
        (
            ranking.score(
                story,
                group,
                now=now,
                weights=desk.weights,
                section=section,
                background=background,
                together=together,
            )
            for section in fitting or [None]
        ),
        key=ranking.order,
    )


def _note(words: str) -> Reason:
    return Reason(signal="picking", value=0.0, weight=0.0, contribution=0.0, words=words)
