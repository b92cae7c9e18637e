"""Signing in: a page that mails a link, a link with a button, and the way out. No passwords."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import HTMLResponse, RedirectResponse

from distrib.audience.addresses import normalise
from distrib.errors import BadInput
from distrib.staff import logins
from distrib.store import audit, users
from distrib.store.engine import AlreadyThere
from distrib.web import house
from distrib.web.console.visiting import COOKIE, back, of, same_origin
from distrib.web.drawing import draw
from distrib.web.limits import network_of

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPage:
    """All that `console/enter.html` may speak of."""

    stage: str  #: ask, asked, press, old, many
    path: str = "/enter"


@router.api_route("/enter", methods=["GET", "HEAD"])
def ask(request: Request) -> HTMLResponse:
    """Return the form that asks for an address."""
    return _page(request, EnterPage(stage="ask"))


@router.post("/enter")
def mail_a_link(request: Request, address: Annotated[str, Form()] = "") -> HTMLResponse:
    """Mail a link to whoever is on the staff; the answer is the same for every address."""
    same_origin(request)
    parts = house.parts_of(request)
    now, limit = parts.clock(), house.limits_of(request).sign_in
    if not limit.passes(("from", network_of(house.origin_of(request))), now):
        return _page(request, EnterPage(stage="many"), status=429)
    try:
        _, key = normalise(address)
        if limit.passes(("to", key), now):
            with parts.database.writing() as session:
                logins.ask(session, parts.signer, key, now=now)
    except (BadInput, AlreadyThere):
        pass  # an answer of its own would tell which addresses are good
    return _page(request, EnterPage(stage="asked"))


@router.api_route("/enter/{secret}", methods=["GET", "HEAD"])
def show(request: Request, secret: str) -> HTMLResponse:
    """Return the button. A scanner that looks burns nothing."""
    parts = house.parts_of(request)
    with parts.database.reading() as session:
        good = logins.is_good(session, secret, now=parts.clock())
    return _page(
        request, EnterPage(stage="press" if good else "old", path=request.url.path), status=200 if good else 404
    )


@router.post("/enter/{secret}", response_model=None)
def enter(request: Request, secret: str) -> HTMLResponse | RedirectResponse:
    """Burn the link and begin a session."""
    same_origin(request)
    parts = house.parts_of(request)
    hours, now = parts.settings.web.session_hours, parts.clock()
    with parts.database.writing() as session:
        entry = logins.enter(session, secret, now=now, hours=hours)
        if entry is not None:
            audit.record(session, at=now, by=f"u{entry.user.id}", verb="enter", subject=f"u{entry.user.id}")
    if entry is None:
        return _page(request, EnterPage(stage="old"), status=404)
    answer = RedirectResponse("/console", status_code=303)
    answer.set_cookie(
        COOKIE,
        entry.cookie,
        max_age=hours * 3600,
        httponly=True,
        samesite="lax",
        secure=house.is_https(request),
        path="/",
    )
    return answer


def leave(request: Request) -> RedirectResponse:
    """End this session."""
    visit = of(request)
    with visit.parts.database.writing() as session:
        users.end_logins(session, user_id=visit.user.id or 0, now=visit.parts.clock(), only=logins.hashed(visit.cookie))
    answer = back("/enter")
    answer.delete_cookie(COOKIE, path="/")
    return answer


def _page(request: Request, page: EnterPage, *, status: int = 200) -> HTMLResponse:
    with house.parts_of(request).database.reading() as session:
        paper = house.paper(session)
    return draw("console/enter.html", status=status, paper=paper, page=page)
