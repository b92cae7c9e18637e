"""WEBSUB: hubs that feeds name are asked to push, prove that they were asked, and push; polling goes on, more slowly.

https://www.w3.org/TR/websub/. The callback's address holds a signed number and the secret is derived from our keys:
nothing of either is stored.
"""

import hmac
from datetime import timedelta
from enum import StrEnum

from distrib.errors import DistribError
from distrib.ingest import rhythm
from distrib.ingest.sources import document
from distrib.model.sources import Hub, HubState
from distrib.pipeline import leaving, taking
from distrib.pipeline.asking import Asked
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import log, running
from distrib.pipeline.turns import Turns
from distrib.store import hubs, lists, sources

PURPOSE = "websub"
LEASE = timedelta(days=10)
LONGEST_LEASE = timedelta(days=90)
SOON = timedelta(minutes=3)  # until a source is asked whose push could perhaps not be read to its end
LONGEST_CHALLENGE = 2000
METHODS = ("sha1", "sha256", "sha384", "sha512")  # WebSub, 7
_OK = range(200, 300)


class Believed(StrEnum):
    """What we think of a push."""

    TAKEN = "taken"  #: it is read next
    IGNORED = "ignored"  #: not signed, or not by whom we asked: answered like any other, and forgotten
    GONE = "gone"  #: we have given this subscription up


def secret(parts: Parts, row: Hub) -> str:
    """Return the secret that a hub is told when it is asked now."""
    return _secrets(parts, row)[0]


def callback(parts: Parts, row: Hub) -> str:
    """Return the address that a hub pushes to."""
    return f"{parts.settings.web.public_url.rstrip('/')}/hooks/websub/{parts.signer.sign(PURPOSE, row.id or 0)}"


# -- asking ------------------------------------------------------------------------------


def keep_up(parts: Parts) -> int:
    """Ask the hubs that are to be asked, renew before leases end, leave those of disabled sources.

    Returns how many were asked; none while nobody elsewhere could reach us, and never by a demo.
    """
    if not parts.settings.web.public_url:
        return 0
    now = parts.clock()
    with parts.database.reading() as session:
        if lists.newsroom(session).demo:
            return 0
        joining, left = hubs.to_ask(session, now), hubs.to_leave(session)
    if not joining and not left:
        return 0
    problem = leaving.address_problem(parts, parts.settings.web.public_url)
    if problem is not None:
        log.warning("no push", problem=f"The public_url {problem}")
        _put_off(parts, [row.id or 0 for row in joining], f"Our public_url {problem}")
        return 0
    for row in joining:
        _ask(parts, row, "subscribe")
    for row in left:
        _ask(parts, row, "unsubscribe")
    return len(joining) + len(left)


def _put_off(parts: Parts, hub_ids: list[int], problem: str) -> None:
    with parts.database.writing() as session:
        for hub_id in hub_ids:
            if (row := hubs.get(session, hub_id)) is not None:
                row.problem, row.asked_at = problem, parts.clock()
                session.add(row)


def _ask(parts: Parts, row: Hub, mode: str) -> None:
    """Ask one hub. That we asked is stored before: it may call back before it answers."""
    with parts.database.writing() as session:
        fresh = hubs.get(session, row.id or 0)
        if fresh is None:
            return
        fresh.asked_at, fresh.problem = parts.clock(), None
        if mode == "unsubscribe":
            fresh.state = HubState.ENDED
        elif fresh.state is not HubState.ACTIVE:
            fresh.state = HubState.ASKED
        session.add(fresh)
    form = {"hub.mode": mode, "hub.topic": row.topic_url, "hub.callback": callback(parts, row)}
    if mode == "subscribe":
        form |= {"hub.secret": secret(parts, row), "hub.lease_seconds": str(int(LEASE.total_seconds()))}
    try:
        answer = parts.poster.post(row.hub_url, form)
        problem = None if answer.status in _OK else f"The hub answered {answer.status}."
    except DistribError as error:
        problem = str(error)
    if problem is None:
        return
    with parts.database.writing() as session:
        fresh = hubs.get(session, row.id or 0)
        if fresh is not None:
            fresh.problem = problem
            if fresh.state is HubState.ASKED:
                fresh.state = HubState.FOUND
            session.add(fresh)


# -- being called ------------------------------------------------------------------------


def confirm(parts: Parts, hub_id: int, *, mode: str, topic: str, challenge: str, lease_seconds: str) -> str | None:
    """Return the challenge if this is what we asked for, else None (WebSub, 5.3)."""
    if not 0 < len(challenge) <= LONGEST_CHALLENGE:
        return None
    now = parts.clock()
    with parts.database.writing() as session:
        row = hubs.get(session, hub_id)
        if row is None or topic != row.topic_url:
            return None
        asked = now - row.asked_at <= hubs.UNANSWERED
        if mode == "unsubscribe":
            return challenge if row.state is HubState.ENDED and asked else None
        begun = row.state in {HubState.ASKED, HubState.ACTIVE}
        if mode != "subscribe" or not begun or not asked or not sources.get(session, row.source_id).enabled:
            return None
        seconds = int(lease_seconds) if lease_seconds.isascii() and lease_seconds.isdecimal() else 0
        lease = timedelta(seconds=min(seconds, int(LONGEST_LEASE.total_seconds()))) if seconds else LEASE
        row.state, row.expires_at, row.problem = HubState.ACTIVE, now + lease, None
        session.add(row)
    return challenge


def deny(parts: Parts, hub_id: int, *, topic: str, reason: str) -> None:
    """Note that the hub does not want us; it is asked again in a week."""
    with parts.database.writing() as session:
        row = hubs.get(session, hub_id)
        if row is None or topic != row.topic_url or row.state is HubState.ENDED:
            return
        words = "".join(each for each in reason[:200] if each.isprintable())
        row.state, row.asked_at = HubState.DENIED, parts.clock()
        row.problem = f"The hub denied it: {words}" if words else "The hub denied it."
        session.add(row)


def believe(parts: Parts, hub_id: int, *, signature: str, body: bytes) -> Believed:
    """Return what a push is worth. One that is believed is noted, and its source is asked soon in any case."""
    with parts.database.reading() as session:
        row = hubs.get(session, hub_id)
        enabled = row is not None and sources.get(session, row.source_id).enabled
    if row is None or row.state is HubState.ENDED or not enabled:
        return Believed.GONE
    if row.state is not HubState.ACTIVE or not _signed(_secrets(parts, row), signature, body):
        return Believed.IGNORED
    now = parts.clock()
    with parts.database.writing() as session:
        fresh = hubs.get(session, hub_id)
        source = sources.get(session, row.source_id)
        if fresh is not None:
            fresh.pushed_at = now
            session.add(fresh)
        # Should reading the body break off, nothing is lost: polling finds it.
        source.next_gather_at = min(source.next_gather_at or now, now + SOON)
        session.add(source)
    return Believed.TAKEN


def take(parts: Parts, hub_id: int, body: bytes, *, content_type: str = "") -> None:
    """Read a push that was believed as if its feed had been asked, and keep what is in it."""
    with parts.database.reading() as session:
        row = hubs.get(session, hub_id)
        if row is None:
            return
        source = sources.get(session, row.source_id)
    turns = Turns(parts.settings.fetching.per_host)
    with running(parts, "push", f"s{source.id}") as run:
        read = document.of_kind(source.kind, body, url=row.topic_url, content_type=content_type)
        asked = Asked(entries=read.entries, pushed=True)
        taking.take(parts, [(source, asked)], turns, run, taking.Steps(1))
        run.sentence = f"{source.name} was pushed: {int(run.counts.get('new', 0))} new."
        if asked.problem is None:
            with parts.database.writing() as session:
                fresh = sources.get(session, row.source_id)
                fresh.next_gather_at = parts.clock() + rhythm.beside_pushes(every_minutes=fresh.every_minutes)
                session.add(fresh)


def _secrets(parts: Parts, row: Hub) -> tuple[str, ...]:
    return parts.signer.macs(PURPOSE, f"{row.id} {row.hub_url} {row.topic_url}")


def _signed(known: tuple[str, ...], signature: str, body: bytes) -> bool:
    """Tell whether `method=hex` was made with one of the secrets."""
    method, _, given = signature.strip().partition("=")
    method = method.lower()
    if method not in METHODS or not given.isascii():
        return False
    matches = [hmac.compare_digest(hmac.new(key.encode(), body, method).hexdigest(), given.lower()) for key in known]
    return any(matches)
