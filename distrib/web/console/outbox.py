"""The Outbox page: what would have been mailed and posted, where nobody is written to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, PlainTextResponse

from distrib.errors import NotFound
from distrib.model.deliveries import NoticeKind
from distrib.staff.permissions import Permission
from distrib.store import notices
from distrib.web import house
from distrib.web.console import visiting
from distrib.web.console.outbox_folder import SHOWN, Mail, MailLine, Outbox, PostFile
from distrib.web.drawing import draw
from distrib.web.guarding import MAIL
from distrib.web.leading import beside, led_here, shows_outbox


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxPage:
    """All that `console/outbox.html` may speak of."""

    words: str
    mails: Sequence[MailLine]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsPage:
    """All that `console/outbox_posts.html` may speak of."""

    posts: Sequence[PostFile]
    leads: Mapping[str, str]  #: by the post's key, where its address can be opened from here


def mails(request: Request, words: str = "", skip: int = 0) -> HTMLResponse:
    """Return the mails, newest first, fifty at a time."""
    visit, words, skip = visiting.of(request), words.strip()[:200], max(0, skip)
    with visit.parts.database.reading() as session:
        found, more = _outbox(request, session).mails(words, skip=skip, hidden=_hidden(request, session))
        page = OutboxPage(
            words=words,
            mails=found,
            newer=max(0, skip - SHOWN) if skip else None,
            older=skip + SHOWN if more else None,
        )
        return draw("console/outbox.html", frame=visiting.frame(request, session, "outbox"), page=page)


def mail(request: Request, key: str) -> HTMLResponse:
    """Return one mail: as it looks, as text, and its headers."""
    with visiting.of(request).parts.database.reading() as session:
        found = _open(request, session, key)
        return draw("console/mail.html", frame=visiting.frame(request, session, "outbox"), page=found)


def mail_html(request: Request, key: str) -> HTMLResponse:
    """Return the mail's HTML alone, its links led to this server, for a frame in which it can't run anything."""
    with visiting.of(request).parts.database.reading() as session:
        html = _open(request, session, key).html
    html = led_here(request, html)
    head, found, rest = html.partition("<head>")
    # a link pressed inside the frame opens beside it
    html = f'{head}{found}<base target="_blank">{rest}' if found else f'<base target="_blank">{html}'
    return HTMLResponse(html, headers={"Content-Security-Policy": MAIL})


def mail_raw(request: Request, key: str) -> PlainTextResponse:
    """Return the mail's bytes as text."""
    with visiting.of(request).parts.database.reading() as session:
        return PlainTextResponse(_open(request, session, key).raw)


def posts(request: Request) -> HTMLResponse:
    """Return the posts, newest first."""
    with visiting.of(request).parts.database.reading() as session:
        found, hosts = _outbox(request, session).posts(), house.hosts_of(request)
        leads = {one.key: beside(one.url, hosts) for one in found if one.url.startswith(("https://", "http://"))}
        page = PostsPage(posts=found, leads=leads)
        return draw("console/outbox_posts.html", frame=visiting.frame(request, session, "outbox"), page=page)


def _outbox(request: Request, session: Session) -> Outbox:
    if not shows_outbox(request, session):
        raise NotFound("This installation sends real mail: it has no Outbox page.")
    return Outbox(folder=visiting.of(request).parts.home / "outbox")


def _open(request: Request, session: Session, key: str) -> Mail:
    outbox = _outbox(request, session)
    if key in _hidden(request, session):
        raise NotFound("There is no such mail in the outbox.")
    return outbox.mail(key)


def _hidden(request: Request, session: Session) -> frozenset[str]:
    """Return the keys of sign-in mails: whoever reads them could enter as somebody else, so only an admin may."""
    if visiting.of(request).may(Permission.MANAGE):
        return frozenset()
    found = notices.recent(session, kind=NoticeKind.SIGN_IN, limit=10_000)
    return frozenset(f"n{notice.id}" for notice in found)
