"""The yes from a reader's own mailbox. Looking at the page changes nothing: scanners look, people press."""

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.audience import confirming
from distrib.audience.addresses import veiled
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import audit, lists, subscribers
from distrib.web import house
from distrib.web.public.saying import Said, named, say
from distrib.wording import routes

router = APIRouter()


@router.api_route("/confirm/{token}", methods=["GET", "HEAD"])
def show(request: Request, token: str) -> HTMLResponse:
    """Return the page with the button, or that it is done already, or that the link is used up."""
    parts = house.parts_of(request)
    with parts.database.reading() as session:
        ties, person = _asked(request, session, token)
        w = house.spoken(request, person.language if person else None)
        if person is None:
            return _old(request, session, w)
        if all(tie.state is SubscriptionState.CONFIRMED for tie in ties):
            return _done(request, session, w, ties, person)
        said = Said(
            title=w.confirm_title,
            text=w.confirm_text,
            address=veiled(person.address),
            lists=named([lists.get(session, tie.list_id) for tie in ties]),
            button=w.confirm_button,
            action=request.url.path,
            note=w.confirm_note,
        )
        return say(request, session, w, said)


@router.post("/confirm/{token}")
def press(request: Request, token: str) -> HTMLResponse:
    """Confirm; a second press says the same."""
    parts = house.parts_of(request)
    now = parts.clock()
    with parts.database.writing() as session:
        ties, person = _asked(request, session, token)
        if confirming.confirm(session, ties, now=now):
            facts = {"lists": [tie.list_id for tie in ties]}
            audit.record(session, at=now, by="reader", verb="confirm", subject=f"r{ties[0].subscriber_id}", facts=facts)
    with parts.database.reading() as session:
        ties, person = _asked(request, session, token)
        w = house.spoken(request, person.language if person else None)
        return _done(request, session, w, ties, person) if person else _old(request, session, w)


def _asked(request: Request, session: Session, token: str) -> tuple[list[Subscription], Subscriber | None]:
    """Return what the link may confirm or has confirmed, and for whom. Raises SignatureProblem."""
    parts = house.parts_of(request)
    subscription_id, asked = parts.signer.read(routes.CONFIRM, token, count=2)
    ties = list(confirming.asked_for(session, subscription_id, asked, now=parts.clock()))
    return ties, subscribers.get(session, ties[0].subscriber_id) if ties else None


def _done(
    request: Request, session: Session, w: house.Spoken, ties: list[Subscription], person: Subscriber
) -> HTMLResponse:
    token = house.parts_of(request).signer.sign(routes.PREFERENCES, person.id or 0)
    said = Said(
        title=w.confirmed_title,
        text=w.confirmed_text,
        address=veiled(person.address),
        lists=named([lists.get(session, tie.list_id) for tie in ties]),
        link=routes.door("", routes.PREFERENCES, token),
        link_words=w.choose,
    )
    return say(request, session, w, said)


def _old(request: Request, session: Session, w: house.Spoken) -> HTMLResponse:
    said = Said(title=w.old_title, text=w.old_text, link="/", link_words=w.ask_again)
    return say(request, session, w, said, status=410)
