"""Links of mails led to this server, where the paper's own host is an example that nobody reaches."""

import re
from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.requests import Request

from distrib.pipeline.parts import Parts
from distrib.store import lists
from distrib.web import house

RESERVED = (".example", ".test", ".invalid", ".localhost")  # RFC 2606, RFC 6761: no mail of theirs has a reader


def is_outbox(session: Session) -> bool:
    """Tell whether every sender's transport is the outbox: nobody is mailed, so mails may be looked at here."""
    senders = lists.senders(session)
    return bool(senders) and all(sender.transport == "outbox" for sender in senders)


def shows_outbox(request: Request, session: Session) -> bool:
    """Tell whether this installation has an Outbox page: as `create_app` was told, else as its senders are."""
    told: bool | None = request.app.state.outbox
    return is_outbox(session) if told is None else told


def hosts(session: Session, parts: Parts) -> tuple[str, ...]:
    """Return the addresses of our own pages that can only be reached here: reserved names of an outbox newsroom."""
    urls = {sender.public_url for sender in lists.senders(session)} | {parts.settings.web.public_url}
    return tuple(sorted(url.rstrip("/") for url in urls if url and (urlsplit(url).hostname or "").endswith(RESERVED)))


def led_here(request: Request, html: str) -> str:
    """Return the HTML with its links to our own unreachable hosts led to this server; else as it is."""
    parts = house.parts_of(request)
    with parts.database.reading() as session:
        ours = hosts(session, parts) if shows_outbox(request, session) else ()
    return without_hosts(html, ours)


def without_hosts(html: str, ours: tuple[str, ...]) -> str:
    """Return the HTML with `https://ours/path` written as `/path` wherever it is an address as a whole."""
    for host in ours:
        html = re.sub(re.escape(host) + r"(?=[/?#\"'\s])", "", html)
    return html
