"""The edition's desk: its picks with their reasons, what was passed over, the mail as it will look, and Approve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse

from distrib.errors import DistribError
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition, EditionState
from distrib.model.users import AuditEntry
from distrib.pipeline import approve as approving
from distrib.pipeline import prepare as preparing
from distrib.pipeline import send as sending
from distrib.pipeline.viewing import Preview, preview
from distrib.store import audit, console, editions, users
from distrib.store.console import DeskNext, DeskPick, DeskSection, EditionLine
from distrib.web.console import visiting
from distrib.web.console.deeds import Deeds
from distrib.web.console.today import Count, clocks
from distrib.web.drawing import draw, spelled
from distrib.web.guarding import MAIL
from distrib.web.leading import led_here
from distrib.wording import networks

CHANGEABLE = (EditionState.PLANNED, EditionState.DRAFT)
SHARES = tuple((network, networks.button(network)) for network in networks.THE_SEVEN)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """A section as the desk shows it."""

    id: int
    name: str
    remark: str
    picks: tuple[ShownPick, ...]
    next: tuple[DeskNext, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """All that `console/desk.html` may speak of."""

    line: EditionLine
    zone: str
    now: datetime
    clocks: tuple[Count, ...]
    before: Edition | None
    after: Edition | None
    drafted: datetime | None
    sections: tuple[ShownSection, ...]
    preview: Preview | None
    no_preview: str
    log: Sequence[AuditEntry]
    names: dict[str, str]
    sent: int
    open: bool  #: picks may still be made anew
    can_approve: bool
    can_send: bool
    busy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsPage:
    """All that `console/editions.html` may speak of."""

    title: str
    coming: Sequence[EditionLine]
    past: Sequence[EditionLine]


def every(request: Request) -> HTMLResponse:
    """Return the editions that come and those that went."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        found = console.lines(session, editions.recent(session, limit=60))
        coming = [one for one in reversed(found) if one.edition.state not in editions.ENDED]
        waiting = sum(one.needs_someone for one in coming)
        title = spelled(waiting, "edition waits for approval", "editions wait for approval")
        past = [one for one in found if one.edition.state in editions.ENDED]
        page = EditionsPage(title=title, coming=coming, past=past)
        return draw("console/editions.html", frame=visiting.frame(request, session, "edition"), page=page)


def one(request: Request, edition_id: int) -> HTMLResponse:
    """Return the desk of an edition."""
    visit = visiting.of(request)
    now, busy = visit.parts.clock(), deeds_of(request).doing(f"e{edition_id}")
    try:
        shown, why_not = preview(visit.parts, edition_id), ""
    except DistribError as error:
        shown, why_not = None, str(error)
    with visit.parts.database.reading() as session:
        line = console.line(session, edition_id)
        state = line.edition.state
        before, after = console.neighbours(session, line.edition)
        page = DeskPage(
            line=line,
            zone=line.mailing_list.zone,
            now=now,
            clocks=clocks(line, now),
            before=before,
            after=after,
            drafted=console.compiled_at(session, edition_id),
            sections=_sections(console.desk(session, line.edition)),
            preview=shown,
            no_preview=why_not,
            log=audit.recent(session, subject=f"e{edition_id}", limit=12),
            names=_names(session),
            sent=line.counts.get(DeliveryState.SENT, 0),
            open=state in CHANGEABLE,
            can_approve=state is EditionState.DRAFT and shown is not None,
            can_send=state is EditionState.APPROVED,
            busy=busy,
        )
        frame = visiting.frame(request, session, "edition")
        return draw("console/desk.html", frame=frame, page=page, shares=SHARES)


def preview_html(request: Request, edition_id: int) -> HTMLResponse:
    """Return the mail alone, for the frame in which it can't run or post anything."""
    html = preview(visiting.of(request).parts, edition_id).html
    return HTMLResponse(led_here(request, html), headers={"Content-Security-Policy": MAIL})


def approve(
    request: Request, edition_id: int, digest_hash: Annotated[str, Form(alias="hash")] = ""
) -> RedirectResponse:
    """Approve the digest that was looked at: another one is refused."""
    visit = visiting.of(request)
    approving.approve(visit.parts, edition_id, visit.by, digest_hash=digest_hash)
    return visiting.back(f"/console/editions/{edition_id}", "approved")


def send(request: Request, edition_id: int) -> RedirectResponse:
    """Send an approved edition now, in place of at its time."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        edition = editions.get(session, edition_id)
    if edition.state is not EditionState.APPROVED:
        return visiting.back(f"/console/editions/{edition_id}", "busy")
    started = deeds_of(request).start(f"e{edition_id}", lambda: sending.send(visit.parts, edition_id, by=visit.by))
    return visiting.back(f"/console/editions/{edition_id}", "sending" if started else "busy")


def prepare(request: Request, edition_id: int) -> RedirectResponse:
    """Make the machine's picks of an edition (anew)."""
    visit = visiting.of(request)
    started = deeds_of(request).start(f"e{edition_id}", lambda: preparing.prepare(visit.parts, edition_id))
    return visiting.back(f"/console/editions/{edition_id}", "preparing" if started else "busy")


def deeds_of(request: Request) -> Deeds:
    """Return what this process is doing."""
    deeds: Deeds = request.app.state.deeds
    return deeds


def _names(session: Session) -> dict[str, str]:
    named = {f"u{user.id}": user.name for user in users.every(session)}
    return {**named, "machine": "The machine", "cli": "Somebody at the command line"}


def _sections(found: Sequence[DeskSection]) -> tuple[ShownSection, ...]:
    best = max((pick.pick.score for section in found for pick in section.picks), default=0.0)
    place, shown = 0, []
    for section in found:
        picks = []
        for at in section.picks:
            place += 1
            picks.append(_pick(at, place, best))
        shown.append(
            ShownSection(
                id=section.section.id or 0,
                name=section.section.name,
                remark=f"{len(picks)} of up to {section.section.quota}",
                picks=tuple(picks),
                next=section.next,
            )
        )
    return tuple(shown)


def _pick(at: DeskPick, place: int, best: float) -> ShownPick:
    """Return a pick with its score as a bar: as long as its share of the best score, cut by what it is made of."""
    parts: list[Part] = []
    x = 0.0
    for number, reason in enumerate(sorted(at.pick.reasons, key=lambda one: -float(one["contribution"]))):
        adds = float(reason["contribution"])
        width = max(0.0, 100 * adds / best) if best > 0 else 0.0
        parts.append(
            Part(
                signal=str(reason["signal"]).replace("_", " ").capitalize(),
                words=str(reason["words"]),
                value=f"{float(reason['value']):.2f}",
                weight=f"{float(reason['weight']):.2f}",
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
        why=" ".join(_sentence(part.words) for part in parts[:2] if part.words),
        said=f"Score {at.pick.score:.2f}: {said}",
        parts=tuple(parts),
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "."
