"""A page that says one thing and has at most one button: asked, confirmed, stopped, too late."""

from dataclasses import dataclass

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import HTMLResponse

from distrib.model.lists import MailingList
from distrib.web import house
from distrib.web.drawing import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A list as a page names it."""

    name: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that `public/said.html` may speak of."""

    title: str
    text: str
    address: str = ""  #: veiled
    lists: tuple[Named, ...] = ()
    button: str = ""
    action: str = ""
    one_click: bool = False  #: the button posts what a mail program would (RFC 8058)
    second: str = ""
    second_action: str = ""
    note: str = ""
    link: str = ""
    link_title: str = ""
    link_words: str = ""


def named(lists: list[MailingList]) -> tuple[Named, ...]:
    """Return the lists as a page names them."""
    return tuple(Named(name=one.name, language=one.language) for one in lists)


def say(request: Request, session: Session, w: house.Spoken, said: Said, *, status: int = 200) -> HTMLResponse:
    """Return the page."""
    return draw("public/said.html", status=status, frame=house.frame(request, session), w=w, page=said)
