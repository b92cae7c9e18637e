"""The edition's desk: its picks with their reasons, what was passed over, the mail as it will look, and Approve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse

from distrib.errors import DistribError
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition, EditionState
from distrib.model.users import AuditEntry
from distrib.pipeline import approve as approving
from distrib.pipeline import explained, marking
from distrib.pipeline import prepare as preparing
from distrib.pipeline import send as sending
from distrib.pipeline.viewing import Preview, preview
from distrib.staff.permissions import Permission
from distrib.store import audit, console, console_desk, editions
from distrib.store.console import EditionLine
from distrib.web.console import marked, visiting
from distrib.web.console.deeds import Deeds
from distrib.web.console.marked import Marks, Said, Search
from distrib.web.console.shown import ShownSection, sections_of
from distrib.web.console.today import Count, clocks
from distrib.web.drawing import draw, spelled
from distrib.web.guarding import MAIL
from distrib.web.leading import led_here
from distrib.wording import networks

MARKABLE = marking.OPEN
CHANGEABLE = (EditionState.PLANNED, EditionState.DRAFT)
LONGEST = 200  # characters of a search
SHARES = tuple((network, networks.button(network)) for network in networks.THE_SEVEN)


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
    can_mark: bool
    busy: bool
    marks: Marks
    search: Search
    said: Said | None  #: what came of the last step
    focus: int  #: story whose row one is at


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
    return show(request, edition_id)


def explain(request: Request, edition_id: int) -> JSONResponse:
    """Return why each story is in and why the next ones are not, as `distrib editions explain ID --json` says it."""
    told = explained.explain(visiting.of(request).parts, edition_id)
    return JSONResponse({"edition": edition_id, "stories": told})


def show(
    request: Request, edition_id: int, *, said: Said | None = None, status: int = 200, focus: int = 0
) -> HTMLResponse:
    """Return the desk, with what came of a step, at the row of the story `focus`."""
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
        marks = marked.of_edition(session, line.edition, visit.by)
        page = DeskPage(
            line=line,
            zone=line.mailing_list.zone,
            now=now,
            clocks=clocks(line, now),
            before=before,
            after=after,
            drafted=console.compiled_at(session, edition_id),
            sections=sections_of(console.desk(session, line.edition), marks),
            preview=shown,
            no_preview=why_not,
            log=audit.recent(session, subject=f"e{edition_id}", limit=12),
            names=marked.named(session),
            sent=line.counts.get(DeliveryState.SENT, 0),
            open=state in CHANGEABLE,
            can_approve=state is EditionState.DRAFT and shown is not None,
            can_send=state is EditionState.APPROVED,
            can_mark=state in MARKABLE and visit.may(Permission.EDIT),
            busy=busy,
            marks=marks,
            search=_search(request, session, line.edition),
            said=said or marked.said(request, session, line.edition, marks),
            focus=focus,
        )
        frame = visiting.frame(request, session, "edition")
        return draw("console/desk.html", status=status, frame=frame, page=page, shares=SHARES)


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


def _search(request: Request, session: Session, edition: Edition) -> Search:
    """Return what `words` in the address finds, for the place of the story `replace` if it is given."""
    words = request.query_params.get("words", "")[:LONGEST].strip()
    replaced = request.query_params.get("replace", "")
    return Search(
        words=words,
        instead_of=int(replaced) if replaced.isascii() and replaced.isdigit() and len(replaced) <= 9 else 0,  # noqa: PLR2004 - ids of a 32-bit column
        found=console_desk.search(session, edition, words),
    )
