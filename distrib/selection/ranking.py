"""How good a candidate is for a list: the sum of its signals, each times its weight (docs/selection.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from distrib.model.candidates import Candidate, Group, Ranked, Reason, SectionRule
from distrib.selection import priors as learnt
from distrib.selection import signals
from distrib.selection.columns import Columns
from distrib.selection.priors import Priors

DEFAULTS: Mapping[str, float] = MappingProxyType(
    {
        "freshness": 1.0,
        "prominence": 0.8,
        "coverage": 1.0,
        "development": 0.3,
        "media": 0.15,
        "completeness": 0.25,
        "affinity": 0.2,
        "source": 0.5,
        "recurring": 0.6,
        "priors": 6.0,
        "half_life_hours": 36.0,
        "minimum_score": 0.0,
    }
)
"""Every weight a list may set, with its default. The last two are no weights but are set in the same place."""

LARGEST = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Weights that can be used, and a sentence for each that could not."""

    values: Mapping[str, float] = field(default_factory=lambda: DEFAULTS)
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known beside the candidates: earlier readers, and which headlines recur."""

    priors: Priors = field(default_factory=Priors)
    columns: Columns = field(default_factory=Columns)


def weights(given: Mapping[str, object]) -> Weights:
    """Return the defaults with what a list sets instead; what can't be a weight keeps its default and is told."""
    values, problems = dict(DEFAULTS), []
    for name, value in given.items():
        if name not in DEFAULTS:
            problems.append(f"There is no ranking weight “{name}”; it is ignored. Known: {', '.join(DEFAULTS)}.")
        elif not _usable(value) or (name == "half_life_hours" and value == 0):
            problems.append(f"The ranking weight “{name}” can't be {value!r}; its default {DEFAULTS[name]} is used.")
        else:
            values[name] = float(value)  # type: ignore[arg-type]  # _usable saw that it is a number
    return Weights(values=MappingProxyType(values), problems=tuple(problems))


def _usable(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value <= LARGEST  # which no infinity meets, nor what is no number


def score(
    story: Candidate,
    group: Group,
    *,
    now: datetime,
    weights: Weights,
    section: SectionRule | None = None,
    background: Background | None = None,
    together: signals.Together | None = None,
) -> Ranked:
    """Return `story` as the one shown of `group`, with its score and the reasons that make it up.

    `together` is what the group's members have together, for who scores many of them.
    """
    background = background or Background()
    seen = signals.Seen(
        story=story,
        together=together or signals.together(group),
        now=now,
        half_life_hours=weights.values["half_life_hours"],
        section=section,
        columns=background.columns,
    )
    reasons: list[Reason] = []
    for name, signal in signals.SIGNALS.items():
        found, weight = signal(seen), weights.values[name]
        if found is not None and weight:
            reasons.append(
                Reason(
                    signal=name, value=found.value, weight=weight, contribution=weight * found.value, words=found.words
                )
            )
    if weights.values["priors"]:
        reasons += learnt.reasons(story, background.priors, weights.values["priors"])
    reasons.sort(key=lambda reason: (-abs(reason.contribution), reason.signal))
    return Ranked(
        candidate=story, group=group, score=sum(reason.contribution for reason in reasons), reasons=tuple(reasons)
    )


def rank(
    groups: Sequence[Group],
    *,
    now: datetime,
    weights: Weights | None = None,
    section: SectionRule | None = None,
    background: Background | None = None,
) -> list[Ranked]:
    """Return the groups best first, each told by its representative; ties go to the fresher, then by address."""
    ranked = [
        score(one.representative, one, now=now, weights=weights or Weights(), section=section, background=background)
        for one in groups
    ]
    return sorted(ranked, key=order)


def order(ranked: Ranked) -> tuple[float, float, str, str]:
    """Return what ranked candidates are sorted by: score, then freshness, then address, so that ties repeat."""
    story = ranked.candidate
    at = story.published or story.seen
    return (-round(ranked.score, 9), -(at.timestamp() if at else 0.0), story.url or story.title, str(story.id))
