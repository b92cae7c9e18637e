"""Who is at the console: the session behind the cookie, what its role allows, and that a form is our own.

Every route of the console passes here first; `routes.py` says with which permission.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Request
from sqlmodel import Session
from starlette.responses import RedirectResponse

from distrib.errors import NotAllowed
from distrib.model.editions import EditionState
from distrib.model.posts import PostState
from distrib.model.users import User
from distrib.pipeline.parts import Parts
from distrib.staff import logins
from distrib.staff.permissions import Permission, may, require
from distrib.store import console, console_social, editions, lists, sources
from distrib.web import house
from distrib.web.drawing import clock
from distrib.web.leading import shows_outbox

COOKIE = "distrib"


class NeedsSignIn(NotAllowed):
    """Sign in first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of somebody who is signed in."""

    user: User
    csrf: str
    cookie: str
    parts: Parts

    @property
    def by(self) -> str:
        """How audit rows name them."""
        return f"u{self.user.id}"

    def may(self, permission: Permission) -> bool:
        """Tell whether their role grants it."""
        return may(self.user, permission)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page of the menu."""

    key: str
    path: str
    name: str
    permission: Permission
    shortcut: str
    waiting: int = 0


MENU = (
    Entry(key="today", path="/console", name="Today", permission=Permission.LOOK, shortcut="t"),
    Entry(key="edition", path="/console/editions", name="Edition", permission=Permission.LOOK, shortcut="e"),
    Entry(key="social", path="/console/posts", name="Social", permission=Permission.LOOK, shortcut="o"),
    Entry(key="lists", path="/console/lists", name="Lists", permission=Permission.LOOK, shortcut="l"),
    Entry(
        key="subscribers",
        path="/console/subscribers",
        name="Subscribers",
        permission=Permission.READ_PEOPLE,
        shortcut="u",
    ),
    Entry(key="deliveries", path="/console/deliveries", name="Deliveries", permission=Permission.LOOK, shortcut="d"),
    Entry(key="sources", path="/console/sources", name="Sources", permission=Permission.LOOK, shortcut="c"),
    Entry(key="staff", path="/console/staff", name="Staff", permission=Permission.LOOK, shortcut="f"),
    Entry(key="outbox", path="/outbox", name="Outbox", permission=Permission.READ_OUTBOX, shortcut="b"),
)
SHORT = ("today", "edition", "social", "sources")
"""What a phone's bar shows; the rest is behind More."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a page of the console."""

    paper: str
    user: str
    csrf: str
    zone: str
    now: str
    here: str
    menu: tuple[Entry, ...]
    short: tuple[Entry, ...]
    more: tuple[Entry, ...]
    said: str  #: what was just done
    may_edit: bool
    may_approve: bool
    may_send: bool
    may_manage: bool


SAID = {
    "approved": "Approved. It goes out at its time.",
    "sending": "It is on its way. This page shows how far it has come when you load it again.",
    "preparing": "The picks are being made. Load the page again in a moment.",
    "busy": "That is being done already.",
    "saved": "Kept. It counts from the next edition that is prepared.",
    "unchanged": "Nothing was different, so nothing was changed.",
    "post_approved": "Approved and queued into the next free slots.",
    "sent_back": "Sent back as a draft.",
    "offered": "Posts for the day’s picks are waiting.",
    "ended": "Signed out everywhere else.",
}


def of(request: Request) -> Visit:
    """Return the visit that `allowed` let in."""
    visit: Visit = request.state.visit
    return visit


def allowed(permission: Permission, *, changes: bool) -> Callable[..., None]:
    """Return the dependency of a route: signed in, permitted and, where it changes something, from our own form."""

    def look(request: Request) -> None:
        require(_let_in(request).user, permission)

    def change(request: Request, csrf: Annotated[str, Form()] = "") -> None:
        same_origin(request)
        visit = _let_in(request)
        if not hmac.compare_digest(csrf.encode(), visit.csrf.encode()):
            raise NotAllowed("This form is too old or not ours: go back, load the page again and repeat it.")
        require(visit.user, permission)

    return change if changes else look


def same_origin(request: Request) -> None:
    """Raise NotAllowed for a form that another site sent. Browsers say where a form comes from; programs need not."""
    origin = request.headers.get("origin")
    # compared as text: not everything that claims to be an address can be parsed
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise NotAllowed("This form was sent from another site.")


def _let_in(request: Request) -> Visit:
    parts = house.parts_of(request)
    cookie = request.cookies.get(COOKIE, "")
    with parts.database.reading() as session:
        found = logins.who(session, cookie, now=parts.clock())
    if found is None:
        raise NeedsSignIn
    login, user = found
    request.state.visit = Visit(user=user, csrf=login.csrf, cookie=cookie, parts=parts)
    return of(request)


def to_sign_in(_: Request, __: Exception) -> RedirectResponse:
    """Answer somebody who is not signed in."""
    return RedirectResponse("/enter", status_code=303)


def back(path: str, said: str = "") -> RedirectResponse:
    """Return to a page after something was done there."""
    return RedirectResponse(f"{path}?said={said}" if said else path, status_code=303)


def zone(session: Session) -> str:
    """Return the newsroom's zone: that of its first list."""
    found = lists.every(session)
    return found[0].zone if found else "UTC"


def frame(request: Request, session: Session, here: str) -> Frame:
    """Return what stands around a page; `here` is its key in the menu."""
    visit = of(request)
    waits = {
        "edition": sum(
            one.needs_someone for one in console.lines(session, editions.in_state(session, EditionState.DRAFT))
        ),
        "social": console_social.count(session, PostState.WAITING),
        "sources": sum(source.failures > 0 for source in sources.every(session, enabled_only=True)),
    }
    outbox = shows_outbox(request, session)
    menu = tuple(
        Entry(
            key=one.key,
            path=one.path,
            name=one.name,
            permission=one.permission,
            shortcut=one.shortcut,
            waiting=waits.get(one.key, 0),
        )
        for one in MENU
        if visit.may(one.permission) and (one.key != "outbox" or outbox)
    )
    local = zone(session)
    return Frame(
        paper=house.paper(session),
        user=visit.user.name,
        csrf=visit.csrf,
        zone=local,
        now=clock(visit.parts.clock(), local),
        here=here,
        menu=menu,
        short=tuple(one for one in menu if one.key in SHORT),
        more=tuple(one for one in menu if one.key not in SHORT),
        said=SAID.get(request.query_params.get("said", ""), ""),
        may_edit=visit.may(Permission.EDIT),
        may_approve=visit.may(Permission.APPROVE),
        may_send=visit.may(Permission.SEND),
        may_manage=visit.may(Permission.MANAGE),
    )
