"""A reader's choices: lists and sections. The token in the address proves the mailbox."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.audience import preferences
from distrib.audience.addresses import veiled
from distrib.errors import BadInput, NotAllowed
from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, SubscriptionState
from distrib.store import audit, lists, subscribers
from distrib.web import house
from distrib.web.drawing import draw
from distrib.wording import routes

router = APIRouter()

Offered = dict[int, tuple[MailingList, list[Section]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionChoice:
    """A section with its box."""

    id: int
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoice:
    """A list with its box and its sections."""

    id: int
    name: str
    tagline: str
    language: str
    taken: bool
    sections: tuple[SectionChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferencesPage:
    """All that `public/preferences.html` may speak of."""

    address: str
    offers: tuple[ListChoice, ...]
    said: str = ""
    problem: str = ""


@router.api_route("/preferences/{token}", methods=["GET", "HEAD"])
def show(request: Request, token: str) -> HTMLResponse:
    """Return the choices as they are."""
    with house.parts_of(request).database.reading() as session:
        person = _person(request, session, token)
        return _page(request, session, person)


@router.post("/preferences/{token}")
def keep(
    request: Request,
    token: str,
    list_ids: Annotated[list[int] | None, Form(alias="list")] = None,
    section_ids: Annotated[list[int] | None, Form(alias="section")] = None,
) -> HTMLResponse:
    """Keep the choices as the form says; nothing is kept of a form with a mistake."""
    parts = house.parts_of(request)
    now, problem, changed = parts.clock(), "", []
    try:
        with parts.database.writing() as session:
            person = _person(request, session, token)
            wanted = dict.fromkeys(list_ids or [], section_ids or [])
            changed = preferences.keep(session, person, wanted, offered=_offered(session, person), now=now)
            if changed:
                audit.record(session, at=now, by="reader", verb="preferences", subject=f"r{person.id}")
    except (BadInput, NotAllowed) as error:
        problem = str(error)
    with parts.database.reading() as session:
        person = _person(request, session, token)
        w = house.spoken(request, person.language)
        said = "" if problem else w.saved if changed else w.unchanged
        return _page(request, session, person, said=said, problem=problem)


def _person(request: Request, session: Session, token: str) -> Subscriber:
    """Return whose choices these are. Raises SignatureProblem and NotFound."""
    (subscriber_id,) = house.parts_of(request).signer.read(routes.PREFERENCES, token, count=1)
    return subscribers.get(session, subscriber_id)


def _offered(session: Session, person: Subscriber) -> Offered:
    """Return what the page offers: every public list, and what the reader takes besides."""
    mine = subscribers.subscriptions(session, person.id or 0)
    shown = [one for one in lists.every(session) if one.public or (one.id in mine and mine[one.id].state in OPEN)]
    shown.sort(key=lambda one: one.id not in mine)
    return {one.id or 0: (one, list(lists.sections(session, one.id or 0))) for one in shown}


OPEN = preferences.OPEN


def _page(request: Request, session: Session, person: Subscriber, *, said: str = "", problem: str = "") -> HTMLResponse:
    mine = subscribers.subscriptions(session, person.id or 0)
    choices = []
    for list_id, (one, sections) in _offered(session, person).items():
        tie = mine.get(list_id)
        chosen = preferences.chosen(tie, sections)
        choices.append(
            ListChoice(
                id=list_id,
                name=one.name,
                tagline=one.tagline,
                language=one.language,
                taken=tie is not None and tie.state is SubscriptionState.CONFIRMED,
                sections=tuple(
                    SectionChoice(id=section.id or 0, name=section.name, chosen=section.id in chosen)
                    for section in sections
                ),
            )
        )
    page = PreferencesPage(address=veiled(person.address), offers=tuple(choices), said=said, problem=problem)
    w = house.spoken(request, person.language)
    return draw(
        "public/preferences.html",
        status=400 if problem else 200,
        frame=house.frame(request, session),
        w=w,
        page=page,
    )
