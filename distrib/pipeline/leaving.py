"""Whether anything may leave the house by a sender now: the rules that keep anybody from being mailed by accident."""

import ipaddress
from urllib.parse import urlsplit

from distrib.errors import DistribError, NotAllowed
from distrib.model.lists import Newsroom, Sender
from distrib.pipeline.parts import Parts

OUTBOX = "outbox"
PROBE = "healthz"  #: what the web signs, so that the probe knows whose answer it got
_GOOD = 200
_LOCAL = ("localhost", ".localhost")


def check_sender(parts: Parts, newsroom: Newsroom, sender: Sender, *, real_readers: bool) -> None:
    """Raise NotAllowed, with what to do, unless this sender may hand over mail to such readers now.

    Asks the network where the rule of the public address needs it, so never call it inside a transaction.
    """
    if sender.paused:
        raise NotAllowed(f"The sender {sender.name} is paused.")
    if sender.transport == OUTBOX:
        return
    if newsroom.demo:
        raise NotAllowed(f"The demo mails nobody: its sender {sender.name} must keep to the outbox.")
    if real_readers and not sender.override_reason:
        problem = public_url_problem(parts, sender)
        if problem:
            raise NotAllowed(problem)


def public_url_problem(parts: Parts, sender: Sender) -> str | None:
    """Return why readers could not open the links in this sender's mails, in one sentence; None if they can."""
    url = sender.public_url or parts.settings.web.public_url
    if not url:
        return f"The sender {sender.name} has no public_url: readers could not open the links in its mails."
    problem = address_problem(parts, url)
    return f"The public_url of the sender {sender.name} {problem}" if problem else None


def address_problem(parts: Parts, url: str) -> str | None:
    """Return why nobody elsewhere reaches this installation at `url`, as the rest of a sentence; None if they do."""
    host = urlsplit(url).hostname or ""
    if not url.startswith("https://") or _is_local(host):
        return f"is {url}: readers elsewhere can't open that."
    probe = f"{url.rstrip('/')}/healthz"
    try:
        answer = parts.fetcher.fetch(probe)
    except DistribError as error:
        return f"does not answer: {error}"
    if answer.status != _GOOD:
        return f"does not answer: {probe} says {answer.status}."
    if not parts.signer.verify(PROBE, PROBE, answer.body.decode("ascii", "replace").removeprefix("ok ").strip()):
        return f"leads to something else: {probe} is not this installation."
    return None


def _is_local(host: str) -> bool:
    if not host or host.endswith(_LOCAL):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_private or address.is_unspecified or address.is_link_local
