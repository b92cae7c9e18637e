"""What a check is: an id, a level, a sentence for when it holds, and a function that names what is wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from distrib.model.messages import Finding

BLOCK, WARN, INFO = "block", "warn", "info"
SHOWN = 5  #: findings of one rule; more of the same say nothing new
M = TypeVar("M")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One thing that is wrong, and where. `level` when it is not the rule's own."""

    sentence: str
    place: str = ""
    level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A rule that can't be decided: a fact is not at hand."""

    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[M]):
    """A check of a mail or of a page."""

    id: str
    level: str
    holds: str  #: said when nothing is wrong
    check: Callable[[M], Iterable[Wrong | Unknown]]


def findings(rules: Iterable[Rule[M]], of: M) -> Iterator[Finding]:
    """Yield at least one finding per rule: what is wrong, what is not known, or that it holds."""
    for rule in rules:
        seen = 0
        for found in rule.check(of):
            seen += 1
            if seen > SHOWN:
                break
            if isinstance(found, Unknown):
                yield Finding(id=rule.id, level=rule.level, ok=None, sentence=found.sentence)
            else:
                yield Finding(
                    id=rule.id,
                    level=found.level or rule.level,
                    ok=False,
                    sentence=found.sentence,
                    place=found.place[:200],
                )
        if not seen:
            yield Finding(id=rule.id, level=rule.level, ok=True, sentence=rule.holds)
