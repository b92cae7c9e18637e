"""Unsubscribing: one click for mail programs (RFC 8058), a page with a button for people, and an undo.

The token says which subscription and edition; nothing else is asked, no cookie is read or set, nothing redirects.
"""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from sqlmodel import Session
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from distrib.audience import unsubscribing
from distrib.audience.addresses import veiled
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import audit, lists, subscribers
from distrib.web import house
from distrib.web.public.saying import Said, named, say
from distrib.wording import routes

router = APIRouter()
FIELD, VALUE = "list-unsubscribe", "one-click"


async def one_click(request: Request) -> bool:
    """Tell whether the body says `List-Unsubscribe=One-Click`, as a form of either kind; other fields are ignored."""
    if request.headers.get("content-type", "").lower().startswith("multipart/"):
        try:
            async with request.form(max_fields=20, max_files=0) as form:
                fields = [(name, str(value)) for name, value in form.multi_items()]
        except HTTPException:
            return False
    else:
        # Whatever type it claims to be: some mail programs send the pair without saying that it is a form.
        body = (await request.body()).decode("utf-8", "replace")
        fields = parse_qsl(body, max_num_fields=None, keep_blank_values=True)[:20]
    return any(name.strip().lower() == FIELD and value.strip().lower() == VALUE for name, value in fields)


@router.api_route("/u/{token}", methods=["GET", "HEAD"])
def show(request: Request, token: str) -> HTMLResponse:
    """Return the page with the button. Changes nothing, however often a scanner looks."""
    with house.parts_of(request).database.reading() as session:
        tie, person, edition_id = _meant(request, session, token)
        return _page(request, session, tie, person, edition_id)


@router.post("/u/{token}")
def press(request: Request, token: str, clicked: Annotated[bool, Depends(one_click)]) -> HTMLResponse:
    """Unsubscribe and answer 200, also the second time and when the reader is no longer known.

    A body that does not say so changes nothing and is told so with 400.
    """
    parts = house.parts_of(request)
    if not clicked:
        with parts.database.reading() as session:
            tie, person, edition_id = _meant(request, session, token)
            return _page(request, session, tie, person, edition_id, status=400)
    with parts.database.writing() as session:
        tie, _, edition_id = _meant(request, session, token)
        if tie is not None and unsubscribing.unsubscribe(session, tie, now=parts.clock(), edition_id=edition_id):
            facts = {"subscription": tie.id, "edition": edition_id}
            audit.record(
                session, at=parts.clock(), by="reader", verb="unsubscribe", subject=f"r{tie.subscriber_id}", facts=facts
            )
    with parts.database.reading() as session:
        tie, person, edition_id = _meant(request, session, token)
        return _stopped(request, session, tie, person, edition_id)


@router.post("/u/{token}/all")
def press_all(request: Request, token: str) -> HTMLResponse:
    """Unsubscribe the reader from every list."""
    parts = house.parts_of(request)
    with parts.database.writing() as session:
        tie, person, edition_id = _meant(request, session, token)
        if person is not None:
            ties = subscribers.subscriptions(session, person.id or 0).values()
            ended = unsubscribing.unsubscribe_all(session, ties, now=parts.clock(), edition_id=edition_id)
            facts = {"ended": ended}
            audit.record(
                session, at=parts.clock(), by="reader", verb="unsubscribe_all", subject=f"r{person.id}", facts=facts
            )
    with parts.database.reading() as session:
        tie, person, edition_id = _meant(request, session, token)
        return _stopped(request, session, tie, person, edition_id)


@router.post("/u/{token}/undo")
def undo(request: Request, token: str) -> HTMLResponse:
    """Bring it back, within a week and by the link that ended it."""
    parts = house.parts_of(request)
    now = parts.clock()
    with parts.database.writing() as session:
        tie, _, edition_id = _meant(request, session, token)
        back = tie is not None and unsubscribing.can_come_back(session, tie, edition_id, now=now)
        if tie is not None and back:
            unsubscribing.come_back(session, tie, now=now)
            audit.record(session, at=now, by="reader", verb="undo", subject=f"r{tie.subscriber_id}")
    with parts.database.reading() as session:
        tie, person, _ = _meant(request, session, token)
        w = house.spoken(request, person.language if person else None)
        if not back and (tie is None or tie.state is SubscriptionState.UNSUBSCRIBED):
            late = Said(title=w.late_title, text=w.late_text, link="/", link_words=w.ask_again)
            return say(request, session, w, late, status=410)
        title = Said(title=w.back_title, text=w.back_text, lists=_names(session, tie))
        return say(request, session, w, title)


def _meant(request: Request, session: Session, token: str) -> tuple[Subscription | None, Subscriber | None, int]:
    """Return whom the token means, as far as they are still known. Raises SignatureProblem."""
    subscription_id, edition_id = house.parts_of(request).signer.read(routes.UNSUBSCRIBE, token, count=2)
    tie = subscribers.subscription(session, subscription_id)
    return tie, subscribers.get(session, tie.subscriber_id) if tie else None, edition_id


def _page(
    request: Request,
    session: Session,
    tie: Subscription | None,
    person: Subscriber | None,
    edition_id: int,
    *,
    status: int = 200,
) -> HTMLResponse:
    if tie is None or tie.state is SubscriptionState.UNSUBSCRIBED:
        return _stopped(request, session, tie, person, edition_id, status=status)
    w = house.spoken(request, person.language if person else None)
    choices = house.parts_of(request).signer.sign(routes.PREFERENCES, tie.subscriber_id)
    said = Said(
        title=w.stop_title,
        text=w.stop_text,
        address=veiled(person.address) if person else "",
        lists=_names(session, tie),
        button=w.stop_button,
        action=request.url.path,
        one_click=True,
        second=w.stop_all_button,
        second_action=f"{request.url.path}/all",
        link=routes.door("", routes.PREFERENCES, choices),
        link_title=w.less,
        link_words=w.less_text,
    )
    return say(request, session, w, said, status=status)


def _stopped(
    request: Request,
    session: Session,
    tie: Subscription | None,
    person: Subscriber | None,
    edition_id: int,
    *,
    status: int = 200,
) -> HTMLResponse:
    w = house.spoken(request, person.language if person else None)
    now = house.parts_of(request).clock()
    back = tie is not None and unsubscribing.can_come_back(session, tie, edition_id, now=now)
    path = request.url.path.removesuffix("/all")
    said = Said(
        title=w.stopped_title,
        text=w.stopped_text if back else "",
        lists=_names(session, tie),
        button=w.undo_button if back else "",
        action=f"{path}/undo",
    )
    return say(request, session, w, said, status=status)


def _names(session: Session, tie: Subscription | None) -> tuple:  # type: ignore[type-arg]
    return named([lists.get(session, tie.list_id)]) if tie else ()
