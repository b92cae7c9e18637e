"""The order of pieces that makes one copy: what stands where in a digest of format 1."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from distrib.composition.digest import Compiled
from distrib.composition.planning import Drawn
from distrib.model.cards import Form
from distrib.model.plans import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A section of one copy: its cards that are drawn, and all that it brings."""

    slug: str
    number: int  #: names its pieces
    shown: tuple[Drawn, ...]
    cards: tuple[Drawn, ...]


def blocks(compiled: Compiled, plan: Plan) -> list[Block]:
    """Return the sections of a copy in reading order, those without a drawn card too."""
    forms = dict(plan.cards)
    numbers = {slug: number for number, (slug, _) in enumerate(compiled.sections)}
    cards = chosen(compiled, plan)
    found = []
    for slug, group in groupby(cards, key=lambda card: card.section):
        inside = tuple(group)
        shown = tuple(card for card in inside if forms[card.story_id] is not Form.HEADLINE)
        found.append(Block(slug=slug, number=numbers[slug], shown=shown, cards=inside))
    return found


def chosen(compiled: Compiled, plan: Plan) -> tuple[Drawn, ...]:
    """Return the plan's cards in its order."""
    by_story = {card.story_id: card for card in compiled.cards}
    return tuple(by_story[story] for story, _ in plan.cards)


def order(compiled: Compiled, plan: Plan, pieces: Mapping[str, str]) -> Iterator[str]:
    """Yield the names of the pieces of one copy. A look that lacks a piece of decoration simply goes without it."""
    parts = blocks(compiled, plan)
    headlines = [card for block in parts for card in block.cards if card not in block.shown]
    names = ["head", "masthead", "intro", "contents-open"]
    names += [f"contents.{block.cards[0].key}" for block in parts]
    items = [card for block in parts for card in block.shown]
    names += [f"item{'' if place else '-first'}.{card.key}" for place, card in enumerate(items)]
    names.append("contents-close")
    for place, block in enumerate(parts):
        if block.shown:
            names.append(f"section{'-first' if place == 0 else ''}.s{block.number}")
            names += _cards(block.shown, leads=place == 0, pieces=pieces)
            names.append("section-close")
    if headlines:
        names.append("also-open")
        names += [f"headline{'' if place else '-first'}.{card.key}" for place, card in enumerate(headlines)]
        names.append("also-close")
    names += ["end", "footer"]
    return (name for name in names if name in pieces)


def _cards(shown: Sequence[Drawn], *, leads: bool, pieces: Mapping[str, str]) -> list[str]:
    """Return the pieces of a section's cards; two in a row without a picture stand side by side where the look can."""
    names: list[str] = []
    left = list(shown)
    if leads:
        names.append(f"lead.{left.pop(0).key}")
        if left:
            names.append("after-lead")
    while left:
        card = left.pop(0)
        if "half-open" in pieces and not card.pictured and left and not left[0].pictured:
            names += ["half-open", f"half.{card.key}", "half-middle", f"half.{left.pop(0).key}", "half-close"]
        else:
            names.append(f"standard.{card.key}")
        if left:
            names.append("between")
    return names


def words(compiled: Compiled, plan: Plan) -> dict[str, str]:
    """Return what is said of this copy as a whole: subject, preheader, counts and minutes, per section and in all.

    Minutes are those of the stories themselves, everywhere, so that the sections' make the whole.
    """
    cards = chosen(compiled, plan)
    stories, minutes = _length(compiled, cards)
    found = {
        "subject": subject(compiled, plan),
        "preheader": preheader(compiled, cards),
        "stories": stories,
        "minutes": minutes,
        "count": _joined(stories, minutes),
    }
    place = 0
    for block in blocks(compiled, plan):
        for card in block.shown:
            place += 1
            found[f"place.{card.key}"] = compiled.numerals[place]
        stories, minutes = _length(compiled, block.cards)
        found[f"minutes.s{block.number}"] = minutes
        found[f"count.s{block.number}"] = _joined(stories, minutes)
    return found


def _length(compiled: Compiled, cards: Sequence[Drawn]) -> tuple[str, str]:
    """Return how many stories these are and how long they take to read; no time for what is only watched."""
    minutes = sum(card.minutes for card in cards)
    return compiled.stories_words[len(cards)], compiled.minutes_words[minutes] if minutes else ""


def _joined(*counts: str) -> str:
    return ", ".join(count for count in counts if count)


def subject(compiled: Compiled, plan: Plan) -> str:
    """Return the editor's own subject to readers who get its story, else the one that the first story gave."""
    own = compiled.own_subject
    if own and any(story == own.story_id for story, _ in plan.cards):
        return own.text
    return chosen(compiled, plan)[0].subject


def preheader(compiled: Compiled, cards: Sequence[Drawn], limit: int = 110) -> str:
    """Return what stands beside the subject in a mailbox: the lead's first words, then the next headlines that fit."""
    text = cards[0].preheader
    fitting: list[str] = []
    for card in cards[1:4]:
        longer = f"{text} {compiled.also_words % ' · '.join([*fitting, card.title])}".strip()
        if len(longer) > limit:
            break
        fitting.append(card.title)
    if fitting:
        text = f"{text} {compiled.also_words % ' · '.join(fitting)}".strip()
    return text or (cards[1].title if len(cards) > 1 else cards[0].title)
