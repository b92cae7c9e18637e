"""Deliveries: per edition, the states that add up to its audience, and each copy that is not simply sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import HTMLResponse

from distrib.model.deliveries import OPEN_STATES, Delivery, DeliveryState
from distrib.staff.permissions import Permission
from distrib.store import console, deliveries, editions
from distrib.store.console import EditionLine
from distrib.web.console import visiting
from distrib.web.drawing import draw, number, spelled

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A state's part of the bar."""

    state: str
    x: str
    width: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """All that `console/deliveries.html` may speak of."""

    title: str
    line: EditionLine
    counts: Mapping[DeliveryState, int]
    total: int
    adds_up: bool
    bar: tuple[Segment, ...]
    reasons: Sequence[tuple[DeliveryState, str, int]]
    state: str
    rows: Sequence[tuple[Delivery, str]]
    more_after: int | None
    shows_people: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgersPage:
    """All that `console/ledgers.html` may speak of."""

    lines: Sequence[EditionLine]


def every(request: Request) -> HTMLResponse:
    """Return the editions that have left or are leaving, with their counts."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        found = [one for one in console.lines(session, editions.recent(session, limit=60)) if one.counts]
        page = LedgersPage(lines=found)
        return draw("console/ledgers.html", frame=visiting.frame(request, session, "deliveries"), page=page)


def one(request: Request, edition_id: int, state: str = "", after: int = 0) -> HTMLResponse:
    """Return an edition's ledger; its copies by name only for whoever may see who reads."""
    visit = visiting.of(request)
    wanted = DeliveryState(state) if state in list(DeliveryState) else None
    people = visit.may(Permission.READ_PEOPLE)
    with visit.parts.database.reading() as session:
        line = console.line(session, edition_id)
        counts = deliveries.counts(session, edition_id)
        rows = (
            deliveries.find(session, edition_id=edition_id, state=wanted, after=max(0, after), limit=SHOWN + 1)
            if people
            else []
        )
        total = sum(counts.values())
        page = LedgerPage(
            title=_title(counts, total),
            line=line,
            counts=counts,
            total=total,
            adds_up=line.edition.audience is None or line.edition.audience == total,
            bar=_bar(counts, total),
            reasons=deliveries.reasons(session, edition_id),
            state=state if wanted else "",
            rows=rows[:SHOWN],
            more_after=rows[SHOWN - 1][0].id if len(rows) > SHOWN else None,
            shows_people=people,
        )
        return draw("console/deliveries.html", frame=visiting.frame(request, session, "deliveries"), page=page)


def _title(counts: Mapping[DeliveryState, int], total: int) -> str:
    if not total:
        return "Nobody’s copy has been made yet"
    waiting = sum(counts[state] for state in OPEN_STATES)
    if waiting:
        return f"{number(waiting)} of {number(total)} still wait"
    if counts[DeliveryState.UNCERTAIN]:
        return f"{spelled(counts[DeliveryState.UNCERTAIN], 'copy is', 'copies are')} uncertain"
    return f"All {number(total)} accounted for"


def _bar(counts: Mapping[DeliveryState, int], total: int) -> tuple[Segment, ...]:
    segments, at = [], 0
    for state, count in counts.items():
        if count:
            x, width = 100 * at / total, 100 * count / total
            segments.append(Segment(state=state.value, x=f"{x:.2f}%", width=f"{max(width - 0.3, 0.2):.2f}%"))
            at += count
    return tuple(segments)
