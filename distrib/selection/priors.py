"""What readers made of earlier stories: how much a section, a column or a length is read, learnt from past days.

All of it is relative to the usual story of its own day, so that views, clicks and comments may be mixed. Few stories
say little: what they tell is drawn towards the wider prior, as if `SHRINK` usual stories stood beside them.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from distrib.model.candidates import Candidate, Past, Reason
from distrib.selection import columns
from distrib.selection.columns import Columns

SHRINK = 5.0
FEWEST = 5  # fewer stories have no prior of their own: the parent's counts
SHRINK_LENGTH = 30.0  # stories of no effect that stand beside those a length's effect is learnt from
LOOKED_AT, DEEPEST = 300, 10  # signs and parts of a section's path
MOST_SLOPE = 1.0  # twice as long is never taken to be read more than twice as much


@dataclass(frozen=True, slots=True)
class Prior:
    """How much stories of one kind were read, 1.0 being the usual, and how many they were."""

    ratio: float
    stories: int


@dataclass(frozen=True, slots=True)
class Length:
    """How reading grows with the logarithm of a story's words, from the usual length on."""

    slope: float
    usual: float  #: mean logarithm
    stories: int

    def prior(self, words: int) -> Prior:
        """Return the prior of a story with so many words."""
        return Prior(math.exp(self.slope * (math.log(words) - self.usual)), self.stories)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """All that was learnt; empty when there is no history."""

    sections: Mapping[str, Prior] = field(default_factory=dict)  #: path ("Business / Markets") -> prior
    columns: Mapping[str, Prior] = field(default_factory=dict)  #: column -> prior, relative to its sections'
    sources: Mapping[str, Prior] = field(default_factory=dict)  #: source -> prior, relative to section and column
    known: Columns = field(default_factory=Columns)
    length: Length | None = None  #: relative to all of these

    def section(self, name: str | None) -> tuple[str, Prior] | None:
        """Return the prior of the section, or of the nearest parent that has one, with that one's name."""
        path = parents(name)
        return next(((part, self.sections[part]) for part in reversed(path) if part in self.sections), None)


def parents(name: str | None) -> list[str]:
    """Return a section's path, the widest first: "A / B / C" lies in "A / B", which lies in "A"."""
    parts = [part.strip() for part in (name or "")[:LOOKED_AT].split("/", DEEPEST) if part.strip()][:DEEPEST]
    return [" / ".join(parts[: length + 1]) for length in range(len(parts))]


def learn(history: Sequence[Past]) -> Priors:
    """Return the priors of the stories in `history`; empty for an empty one."""
    stories, gains = _gains(history)
    if not gains:
        return Priors()
    sections = _section_priors(stories, gains)
    expected = []
    for story in stories:
        prior = _nearest(sections, story.section)
        expected.append(prior.ratio if prior else 1.0)
    known = columns.learn(((story.title, story.published.date()) for story in stories if story.published), least=FEWEST)
    column_priors = _part([known.of(story.title) for story in stories], gains, expected)
    voices = [story.source or None for story in stories]
    source_priors = _part(voices, gains, expected) if len(set(voices)) > 1 else {}
    return Priors(
        sections=sections,
        columns=column_priors,
        sources=source_priors,
        known=known,
        length=_length(stories, gains, expected),
    )


def _part(names: Sequence[str | None], gains: Sequence[float], expected: list[float]) -> dict[str, Prior]:
    """Return the prior of each name with enough stories, against what was `expected`, which it becomes a part of."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        if name:
            places[name].append(place)
    found: dict[str, Prior] = {}
    for name, mine in places.items():
        if len(mine) >= FEWEST:
            found[name] = _relative([gains[p] for p in mine], [expected[p] for p in mine], SHRINK)
            for place in mine:
                expected[place] *= found[name].ratio
    return found


def _gains(history: Sequence[Past]) -> tuple[list[Candidate], list[float]]:
    """Return the dated stories, and how much each was read against those of its day, kind or edition: 1.0 on average.

    Told by its place among them alone: the best of n gets 1 + 1/2 + … + 1/n, the next one term less (Savage's
    scores); equal ones share theirs. A story that was counted in several ways gets the mean.
    """
    among: dict[object, list[Past]] = defaultdict(list)
    stories: dict[int | str, Candidate] = {}
    gains: dict[int | str, list[float]] = defaultdict(list)
    for past in history:
        if past.candidate.published and math.isfinite(past.engagement):
            among[past.among or past.candidate.published.date()].append(past)
            stories.setdefault(past.candidate.id, past.candidate)
    for together in among.values():
        for past, gain in _savage(together):
            gains[past.candidate.id].append(gain)
    return list(stories.values()), [sum(gains[number]) / len(gains[number]) for number in stories]


def _savage(together: Sequence[Past]) -> Iterator[tuple[Past, float]]:
    ordered = sorted(together, key=lambda past: past.engagement)
    scores, total = [], 0.0
    for left in range(len(ordered), 0, -1):
        total += 1 / left
        scores.append(total)
    start = 0
    for _, equal in groupby(ordered, key=lambda past: past.engagement):
        ones = list(equal)
        mean = sum(scores[start : start + len(ones)]) / len(ones)
        start += len(ones)
        yield from ((past, mean) for past in ones)


def _section_priors(stories: Sequence[Candidate], gains: Sequence[float]) -> dict[str, Prior]:
    """Return a prior for each section with enough stories, drawn towards its parent's."""
    told: dict[str, list[float]] = defaultdict(list)
    for story, gain in zip(stories, gains, strict=True):
        for part in parents(story.section):
            told[part].append(gain)
    priors: dict[str, Prior] = {}
    for name in sorted(told, key=lambda name: (name.count("/"), name)):
        values = told[name]
        if len(values) >= FEWEST:
            wider = _nearest(priors, name.rpartition(" / ")[0])
            usual = wider.ratio if wider else 1.0
            priors[name] = Prior((sum(values) + SHRINK * usual) / (len(values) + SHRINK), len(values))
    return priors


def _nearest(priors: Mapping[str, Prior], section: str | None) -> Prior | None:
    return next((priors[part] for part in reversed(parents(section)) if part in priors), None)


def _relative(gains: Sequence[float], expected: Sequence[float], shrink: float) -> Prior:
    return Prior((sum(gains) + shrink) / (sum(expected) + shrink), len(gains))


def _length(stories: Sequence[Candidate], gains: Sequence[float], expected: Sequence[float]) -> Length | None:
    """Return how much longer stories are read than section and column let expect; None when too few have a length."""
    known = [
        (math.log(story.words), gain, usual)
        for story, gain, usual in zip(stories, gains, expected, strict=True)
        if story.words > 0
    ]
    if len(known) < FEWEST:
        return None
    mean = sum(length for length, _, _ in known) / len(known)
    spread = sum(usual * (length - mean) ** 2 for length, _, usual in known)
    together = sum((gain - usual) * (length - mean) for length, gain, usual in known)
    slope = together / (spread + SHRINK_LENGTH)
    return Length(max(-MOST_SLOPE, min(slope, MOST_SLOPE)), mean, len(known))


def reasons(story: Candidate, priors: Priors, weight: float) -> list[Reason]:
    """Return what earlier readers say for or against `story`: the logarithm of each prior times `weight`."""
    found: list[Reason] = []
    section = priors.section(story.section)
    if section:
        name, prior = section
        found.append(_reason("section prior", prior, weight, f"stories of {name} were read"))
    column = priors.known.of(story.title)
    if column and column in priors.columns:
        found.append(_reason("column prior", priors.columns[column], weight, f"the column “{column}” was read"))
    if story.source in priors.sources:
        found.append(
            _reason("source prior", priors.sources[story.source], weight, f"stories from {story.source} were read")
        )
    if story.words > 0 and priors.length:
        prior = priors.length.prior(story.words)
        found.append(_reason("length prior", prior, weight, "stories of about this length were read"))
    return found


def _reason(signal: str, prior: Prior, weight: float, words: str) -> Reason:
    value = math.log(max(prior.ratio, 0.01))
    return Reason(
        signal=signal,
        value=value,
        weight=weight,
        contribution=weight * value,
        words=f"{words} {prior.ratio:.1f} × the usual ({prior.stories} stories)",
    )
