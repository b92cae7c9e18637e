"""Every route of the console with the permission it needs: the security review is this page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request

from distrib.staff.permissions import Permission
from distrib.web.console import (
    desk,
    entering,
    ledger,
    marks,
    outbox,
    people,
    posting,
    sections,
    social,
    springs,
    staffroom,
    today,
)
from distrib.web.console.visiting import allowed

P = Permission


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One address; POST changes something and needs the session's form token."""

    method: str
    path: str
    answers: Callable[..., Any]
    needs: Permission


def _get(path: str, answers: Callable[..., Any], needs: Permission) -> Route:
    return Route(method="GET", path=path, answers=answers, needs=needs)


def _post(path: str, answers: Callable[..., Any], needs: Permission) -> Route:
    return Route(method="POST", path=path, answers=answers, needs=needs)


ROUTES = (
    _get("/console", today.page, P.LOOK),
    _get("/console/editions", desk.every, P.LOOK),
    _get("/console/editions/{edition_id}", desk.one, P.LOOK),
    _get("/console/editions/{edition_id}/preview", desk.preview_html, P.LOOK),
    _get("/console/editions/{edition_id}/explain.json", desk.explain, P.LOOK),
    _post("/console/editions/{edition_id}/marks", marks.mark, P.EDIT),
    _post("/console/editions/{edition_id}/marks/undo", marks.undo, P.EDIT),
    _post("/console/editions/{edition_id}/approve", desk.approve, P.APPROVE),
    _post("/console/editions/{edition_id}/send", desk.send, P.SEND),
    _post("/console/editions/{edition_id}/prepare", desk.prepare, P.EDIT),
    _post("/console/editions/{edition_id}/offer", posting.offer, P.EDIT),
    _get("/console/posts", social.page, P.LOOK),
    _post("/console/posts/{post_id}/approve", posting.approve, P.APPROVE),
    _post("/console/posts/{post_id}/back", posting.send_back, P.APPROVE),
    _get("/console/lists", sections.page, P.LOOK),
    _get("/console/lists/{slug}", sections.page, P.LOOK),
    _post("/console/lists/{slug}", sections.keep, P.EDIT),
    _get("/console/subscribers", people.every, P.READ_PEOPLE),
    _get("/console/subscribers/{subscriber_id}", people.one, P.READ_PEOPLE),
    _get("/console/deliveries", ledger.every, P.LOOK),
    _get("/console/deliveries/{edition_id}", ledger.one, P.LOOK),
    _get("/console/sources", springs.page, P.LOOK),
    _get("/console/staff", staffroom.page, P.LOOK),
    _post("/console/staff/end", staffroom.end_others, P.LOOK),
    _post("/console/leave", entering.leave, P.LOOK),
    _get("/outbox", outbox.mails, P.READ_OUTBOX),
    _get("/outbox/posts", outbox.posts, P.READ_OUTBOX),
    _get("/outbox/mail/{key}", outbox.mail, P.READ_OUTBOX),
    _get("/outbox/mail/{key}/html", outbox.mail_html, P.READ_OUTBOX),
    _get("/outbox/mail/{key}/raw", outbox.mail_raw, P.READ_OUTBOX),
)


async def read_form(request: Request) -> None:
    """Keep the form at the request, for the pages whose fields are as many as their rows."""
    request.state.form = await request.form(max_fields=500, max_files=0)


def router() -> APIRouter:
    """Return the routes, each behind its permission."""
    made = APIRouter()
    for route in ROUTES:
        changes = route.method == "POST"
        needs = [Depends(allowed(route.needs, changes=changes))]
        if route.answers is sections.keep:
            needs.append(Depends(read_form))
        methods = [route.method] if changes else [route.method, "HEAD"]
        made.add_api_route(route.path, route.answers, methods=methods, dependencies=needs, response_model=None)
    return made
