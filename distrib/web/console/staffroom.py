"""Staff: who there is, what they may do, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from distrib.model.users import AuditEntry, User
from distrib.staff import logins
from distrib.store import audit, users
from distrib.web.console import visiting
from distrib.web.drawing import draw, spelled


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """All that `console/staff.html` may speak of."""

    title: str
    people: Sequence[User]
    logins: Mapping[int, tuple[int, datetime]]
    you: int
    log: Sequence[AuditEntry]
    names: Mapping[str, str]


def page(request: Request) -> HTMLResponse:
    """Return the staff and the log."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        people = users.every(session)
        names = {f"u{user.id}": user.name for user in people}
        shown = StaffPage(
            title=f"{spelled(len(people), 'person', 'people')} on the staff",
            people=people,
            logins=users.open_logins(session, visit.parts.clock()),
            you=visit.user.id or 0,
            log=audit.recent(session, limit=40),
            names={**names, "machine": "The machine", "cli": "The command line", "reader": "A reader"},
        )
        return draw("console/staff.html", frame=visiting.frame(request, session, "staff"), page=shown)


def end_others(request: Request) -> RedirectResponse:
    """End every other session of this user, keeping this one."""
    visit = visiting.of(request)
    now = visit.parts.clock()
    with visit.parts.database.writing() as session:
        users.end_logins(session, user_id=visit.user.id or 0, now=now, but=logins.hashed(visit.cookie))
        audit.record(session, at=now, by=visit.by, verb="sign out elsewhere", subject=visit.by)
    return visiting.back("/console/staff", "ended")
