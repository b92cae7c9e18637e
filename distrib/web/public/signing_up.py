"""Signing up: `/` shows every public list, `/lists/{slug}` one; the answer never tells who reads."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.audience.signup import SignUp, sign_up
from distrib.errors import BadInput
from distrib.model.editions import EditionState
from distrib.model.lists import MailingList
from distrib.store import digests, editions, lists
from distrib.store.engine import AlreadyThere
from distrib.web import house
from distrib.web.drawing import draw, long_day
from distrib.web.limits import network_of
from distrib.web.public.saying import Said, say

router = APIRouter()
TASTE = 4  # headlines beside the form


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A list on the form."""

    slug: str
    name: str
    tagline: str
    language: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A story of the latest edition."""

    id: int
    title: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpPage:
    """All that `public/sign_up.html` may speak of."""

    offers: tuple[Offer, ...]
    heading: str = ""
    tagline: str = ""
    latest: tuple[Headline, ...] = ()
    latest_day: str = ""
    problem: str = ""
    address: str = ""
    name: str = ""


@router.api_route("/", methods=["GET", "HEAD"])
def every_list(request: Request) -> HTMLResponse:
    """Return the form with every public list."""
    with house.parts_of(request).database.reading() as session:
        return _form(request, session, house.spoken(request))


@router.api_route("/lists/{slug}", methods=["GET", "HEAD"])
def one_list(request: Request, slug: str) -> HTMLResponse:
    """Return the form of one list, in its language."""
    with house.parts_of(request).database.reading() as session:
        one = lists.by_slug(session, slug)
        return _form(request, session, house.spoken(request, one.language), only=one)


@router.post("/")
def ask_for_several(
    request: Request,
    address: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    slugs: Annotated[list[str] | None, Form(alias="list")] = None,
) -> HTMLResponse:
    """Take the form of `/`."""
    return _taken(request, house.spoken(request), address=address, name=name, slugs=slugs or [], form="/")


@router.post("/lists/{slug}")
def ask_for_one(
    request: Request, slug: str, address: Annotated[str, Form()] = "", name: Annotated[str, Form()] = ""
) -> HTMLResponse:
    """Take the form of one list."""
    with house.parts_of(request).database.reading() as session:
        w = house.spoken(request, lists.by_slug(session, slug).language)
    return _taken(request, w, address=address, name=name, slugs=[slug], form=f"/lists/{slug}")


def _taken(request: Request, w: house.Spoken, *, address: str, name: str, slugs: list[str], form: str) -> HTMLResponse:
    parts = house.parts_of(request)
    now, origin, problem, status = parts.clock(), house.origin_of(request), "", 200
    wish = SignUp(address=address, name=name, language=w.language, form=form, origin=origin)
    if not house.limits_of(request).sign_up.passes(network_of(origin), now):
        problem, status = "Too many came from your network in this hour. Try again later.", 429
    else:
        try:
            with parts.database.writing() as session:
                offered = lists.every(session, public_only=form == "/")
                sign_up(session, wish, [one for one in offered if one.slug in slugs and not one.paused], now=now)
        except BadInput as error:
            problem, status = str(error), 400
        except AlreadyThere:
            pass  # the same person pressed twice at the same moment: the other press did it
    with parts.database.reading() as session:
        if problem:
            only = None if form == "/" else lists.by_slug(session, slugs[0])
            return _form(request, session, w, only=only, problem=problem, status=status, filled=wish)
        return say(request, session, w, Said(title=w.asked_title, text=w.asked_text))


def _form(
    request: Request,
    session: Session,
    w: house.Spoken,
    *,
    only: MailingList | None = None,
    problem: str = "",
    status: int = 200,
    filled: SignUp | None = None,
) -> HTMLResponse:
    shown = [only] if only else list(lists.every(session, public_only=True))
    offers = tuple(
        Offer(
            slug=one.slug, name=one.name, tagline=one.tagline, language=one.language, ticked=one.language == w.language
        )
        for one in shown
    )
    latest, day = _latest(session, shown, w.language)
    page = SignUpPage(
        offers=offers,
        heading=only.name if only else "",
        tagline=only.tagline if only else "",
        latest=latest,
        latest_day=day,
        problem=problem,
        address=filled.address[:254] if filled else "",
        name=filled.name[:120] if filled else "",
    )
    postal = shown[0].postal_address if shown else ""
    return draw(
        "public/sign_up.html", status=status, frame=house.frame(request, session, postal=postal), w=w, page=page
    )


def _latest(session: Session, shown: list[MailingList], language: str) -> tuple[tuple[Headline, ...], str]:
    """Return the first headlines of the newest edition sent, of a list in the reader's language if there is one."""
    for one in sorted(shown, key=lambda each: each.language != language):
        edition = editions.latest(session, one.id or 0, state=EditionState.SENT)
        if edition is not None:
            rows = digests.picked(session, edition.id or 0)[:TASTE]
            heads = [
                Headline(id=story.id or 0, title=story.title, language=story.language or "") for _, _, story in rows
            ]
            return tuple(heads), long_day(edition.due_at, one.zone, language)
    return (), ""
