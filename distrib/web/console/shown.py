"""The desk's picks and the next in line, ready to be drawn: a score as a bar, its reasons, who had a hand in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from distrib.model.editions import MarkKind
from distrib.selection import explaining
from distrib.store.console import DeskNext, DeskPick, DeskSection
from distrib.web.console.marked import Marks, ShownMark, in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One signal's part of a score, as a bar and as a line."""

    signal: str
    words: str
    value: str
    weight: str
    adds: str
    x: str
    width: str
    tone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPick:
    """A pick as the desk shows it."""

    at: DeskPick
    place: int
    why: str
    said: str  #: the score as a sentence
    parts: tuple[Part, ...]
    first: bool  #: of its section
    last: bool
    marks: tuple[ShownMark, ...] = ()
    pins: tuple[ShownMark, ...] = ()  #: what Unpin takes back


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNext:
    """A story that was passed over, as the desk shows it."""

    at: DeskNext
    kept_out: ShownMark | None  #: the mark that keeps it out


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section as the desk shows it."""

    id: int
    slug: str
    name: str
    remark: str
    picks: tuple[ShownPick, ...]
    next: tuple[ShownNext, ...]


def sections_of(found: Sequence[DeskSection], marks: Marks) -> tuple[ShownSection, ...]:
    """Return the desk's sections with their picks, numbered through the edition, and the next in line."""
    best = max((pick.pick.score for section in found for pick in section.picks), default=0.0)
    place, shown = 0, []
    for section in found:
        picks = []
        for at in section.picks:
            place += 1
            mine = marks.by_cluster.get(at.pick.cluster_id, ())
            ends = (at is section.picks[0], at is section.picks[-1])
            picks.append(_pick(at, place, best, mine, ends))
        shown.append(
            ShownSection(
                id=section.section.id or 0,
                slug=section.section.slug,
                name=section.section.name,
                remark=f"{len(picks)} of up to {section.section.quota}",
                picks=tuple(picks),
                next=tuple(_next(over, marks) for over in section.next),
            )
        )
    return tuple(shown)


def _next(over: DeskNext, marks: Marks) -> ShownNext:
    mine = marks.by_cluster.get(over.passed.cluster_id, ())
    return ShownNext(at=over, kept_out=next((one for one in mine if one.refuses), None))


def _pick(at: DeskPick, place: int, best: float, marks: tuple[ShownMark, ...], ends: tuple[bool, bool]) -> ShownPick:
    """Return a pick with its score as a bar: as long as its share of the best score, cut by what it is made of."""
    parts: list[Part] = []
    x = 0.0
    reasons = [one for one in explaining.read(at.pick.reasons) if one.signal != explaining.MARK]  # marks are told apart
    for number, reason in enumerate(sorted(reasons, key=lambda one: -one.contribution)):
        adds = reason.contribution
        width = max(0.0, 100 * adds / best) if best > 0 else 0.0
        parts.append(
            Part(
                signal=reason.signal.replace("_", " ").capitalize(),
                words=f"{reason.words[:1].upper()}{reason.words[1:]}",
                value=f"{reason.value:.2f}",
                weight=f"{reason.weight:.2f}",
                adds=f"{adds:.2f}",
                x=f"{min(x, 100):.1f}%",
                width=f"{max(0.0, min(width, 100 - x) - 0.7):.1f}%",
                tone=min(number + 1, 5),
            )
        )
        x += width
    said = ", ".join(f"{part.signal.lower()} {part.adds}" for part in parts)
    return ShownPick(
        at=at,
        place=place,
        why=explaining.sentence(reasons, most=3) if reasons else "",
        said=f"Score {at.pick.score:.2f}: {said}",
        parts=tuple(parts),
        first=ends[0],
        last=ends[1],
        marks=in_force(marks),
        pins=tuple(one for one in marks if one.mark.kind is MarkKind.PIN and one.mark.edition_id),
    )
