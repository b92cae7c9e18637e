"""Links of mails led to this machine, where the paper's own hosts are examples that nobody reaches."""

import re
from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.requests import Request

from distrib.pipeline.parts import Parts
from distrib.store import lists
from distrib.web import house
from distrib.web.guarding import PAGE

RESERVED = (".example", ".test", ".invalid", ".localhost")  # RFC 2606, RFC 6761: no mail of theirs has a reader
_POINTS = re.compile(r"""(\b(?:href|src)=["']?)(https://[^"'\s>]+)""", re.IGNORECASE)


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
    """Return the HTML with links to our own unreachable hosts led to this server and those to sample sites to them.

    Else it is as it was.
    """
    parts = house.parts_of(request)
    with parts.database.reading() as session:
        ours = hosts(session, parts) if shows_outbox(request, session) else ()
    return led_beside(without_hosts(html, ours), house.hosts_of(request))


def without_hosts(html: str, ours: tuple[str, ...]) -> str:
    """Return the HTML with `https://ours/path` written as `/path` wherever it is an address as a whole."""
    for host in ours:
        html = re.sub(re.escape(host) + r"(?=[/?#\"'\s])", "", html)
    return html


def led_beside(html: str, hosts: house.Hosts) -> str:
    """Return the HTML with the addresses that it links to or shows led to the sample sites."""
    if not hosts:
        return html
    return _POINTS.sub(lambda found: found[1] + beside(found[2], hosts), html)


def beside(url: str, hosts: house.Hosts) -> str:
    """Return where the sample site answers for this address; any other address as it is.

    The first name is what the site takes a bare number for. Its neighbours go by `<name>.localhost`, which browsers
    look for on their own machine (RFC 6761).
    """
    for number, (name, (host, port)) in enumerate(hosts.items()):
        rest = url.removeprefix(f"https://{name}")
        if rest != url and rest[:1] in ("", "/", "?", "#"):
            return f"http://{f'{name}.localhost' if number else host}:{port}{rest}"
    return url


def page_policy(request: Request) -> str:
    """Return the content policy of a page with pictures of stories: the sample sites', which speak http, too."""
    hosts = house.hosts_of(request)
    origins = [beside(f"https://{name}", hosts) for name in hosts]
    return PAGE.replace("img-src 'self' https:", " ".join(("img-src 'self' https:", *origins)))
