"""Which stories make a reader's copy, and which of them are drawn in full."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from distrib.model.cards import Form
from distrib.model.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is known of a compiled card when a copy is put together."""

    story_id: int
    cluster_id: int
    section: str  #: slug
    title: str
    subject: str
    preheader: str
    minutes: int
    mail_words: int  #: words of it that stand in the mail: a fact of format 1
    pictured: bool  #: its standard form shows a picture
    wide: bool  #: that picture takes the whole width

    @property
    def key(self) -> str:
        """The name of its pieces."""
        return f"c{self.story_id}"


def arrange(cards: Sequence[Drawn], *, full: int, version: int, arm: str = "") -> Plan:
    """Return the plan for these cards in reading order: the first leads, `full` are drawn, the rest are headlines.

    Which ones are drawn goes round the sections, so that each keeps its first story before another gets its second.
    """
    drawn = set(by_turns(cards)[:full])
    forms = tuple(
        (card.story_id, Form.LEAD if number == 0 else Form.STANDARD if number in drawn else Form.HEADLINE)
        for number, card in enumerate(cards)
    )
    return Plan(digest_version=version, cards=forms, arm=arm)


def by_turns(cards: Sequence[Drawn]) -> list[int]:
    """Return the cards' places, the most needed first: each section's first story, then each one's second."""
    seen: dict[str, int] = {}
    turns = []
    for number, card in enumerate(cards):
        seen[card.section] = seen.get(card.section, 0) + 1
        turns.append((seen[card.section] if number else 0, number))
    return [number for _, number in sorted(turns)]


def fit(plan: Plan, cards: Sequence[Drawn], *, size: Callable[[Plan], int], limit: int) -> Plan:
    """Return the plan with as many cards cut to headlines, the least needed first, as keep it within `limit` bytes."""
    forms = list(plan.cards)
    for number in reversed(by_turns(cards)):
        if size(plan) <= limit:
            return plan
        if forms[number][1] is Form.STANDARD:
            forms[number] = (forms[number][0], Form.HEADLINE)
            plan = Plan(digest_version=plan.digest_version, cards=tuple(forms), arm=plan.arm)
    return plan
