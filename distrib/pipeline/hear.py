"""HEAR: a signed call of the newsroom's own system is believed, bounded and stored; what it asks is done afterwards.

Nothing that was taken is lost: the row stands before the answer leaves, and `pushed` works through the rows.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from distrib.errors import BadInput, DistribError, NotFound
from distrib.ingest import calls, sites
from distrib.ingest.calls import Call, Signed
from distrib.model.sources import HookCall, HookState, Source
from distrib.pipeline import hook_secret
from distrib.pipeline.parts import Parts
from distrib.store import hooks, lists, sources, stories
from distrib.store.engine import AlreadyThere
from distrib.wording import urls


class HeardAs(StrEnum):
    """What became of a call."""

    TAKEN = "taken"  #: stored; it is done next
    REPEATED = "repeated"  #: the same id and body came before: nothing changes
    OTHER_BODY = "other body"  #: the same id came before with another body: nothing changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The answer to a call that was signed right."""

    id: str
    heard_as: HeardAs
    outcome: str


class NotOurs(BadInput):
    """The call is about something that is none of our sources'."""


class TooBusy(DistribError):
    """More calls came within the hour than are taken: send this one again later."""


def hear(parts: Parts, *, headers: Mapping[str, str], body: bytes, room: Callable[[], bool] = lambda: True) -> Heard:
    """Return what became of a call; `room` is asked once it is believed and new.

    Raises NotFound while there is no secret, NotAllowed for a wrong signature or moment, BadInput for what can't be
    read, NotOurs for an address outside of the source's site, TooBusy without room. None of these changes anything.
    """
    signed = believed(parts, headers=headers, body=body)
    digest = hashlib.sha256(body).hexdigest()
    with parts.database.reading() as session:
        row = hooks.get(session, signed.id)
    if row is not None:
        return _again(row, digest)
    call = calls.read(body)
    if not room():
        raise TooBusy
    with parts.database.reading() as session:
        row = _row(session, call, signed, digest, parts)
    try:
        with parts.database.writing() as session:
            hooks.add(session, row)
    except AlreadyThere:  # its twin came at the same moment and was the faster one
        with parts.database.reading() as session:
            first = hooks.get(session, signed.id)
        if first is None:
            raise
        return _again(first, digest)
    return Heard(id=row.id, heard_as=HeardAs.TAKEN, outcome=row.outcome)


def believed(parts: Parts, *, headers: Mapping[str, str], body: bytes) -> Signed:
    """Return who is believed to call: whose signature is right. Raises NotFound, NotAllowed and BadInput as `hear`."""
    known = hook_secret.keys(parts)
    if not known:
        raise NotFound("This door is shut: there is no secret for it yet (distrib sources hook).")
    return calls.verified(known, headers=headers, body=body, now=parts.clock())


def _again(row: HookCall, digest: str) -> Heard:
    if row.body_hash != digest:
        words = "Another call had this id. Give each call an id of its own."
        return Heard(id=row.id, heard_as=HeardAs.OTHER_BODY, outcome=words)
    return Heard(id=row.id, heard_as=HeardAs.REPEATED, outcome=row.outcome)


def _row(session: Session, call: Call, signed: Signed, digest: str, parts: Parts) -> HookCall:
    address = urls.canonical(call.url)
    source = _source(session, call, address)
    now = parts.clock()
    return HookCall(
        id=signed.id,
        received_at=now,
        body_hash=digest,
        outcome="Taken.",
        state=HookState.WAITING,
        event=call.event.value,
        url=address,
        source_id=source.id or 0,
        said_at=signed.said_at,
        told=call.model_dump(mode="json", exclude_none=True, exclude={"event", "source"}),
        due_at=now,
    )


def _source(session: Session, call: Call, address: str) -> Source:
    """Return the source that the story belongs to: as named, else its own, else the most trusted of its site."""
    if call.source is not None:
        try:
            named = sources.find(session, call.source)
        except NotFound:
            raise NotOurs("There is no source of that id or name.") from None
        candidates = [named]
    else:
        known = stories.by_urls(session, [address]).get(address)
        candidates = sorted(
            (each for each in sources.every(session) if each.own),
            key=lambda each: (known is None or each.id != known.source_id, -each.weight, each.id or 0),
        )
    own_site = home(session)
    for each in candidates:
        if each.enabled and on_site(address, each, own_site):
            return each
    raise NotOurs("The url is not on the site of a source that is in use.")


def on_site(address: str, source: Source, own_site: str) -> bool:
    """Tell whether an address is one that this source may speak of: its own site's, or the newsroom's if it is ours."""
    if sites.belongs(address, sites.site_of(source.url)):
        return True
    return source.own and sites.belongs(address, own_site)


def home(session: Session) -> str:
    """Return the newsroom's own site, "" before there is one."""
    try:
        return sites.site_of(lists.newsroom(session).site_url)
    except NotFound:
        return ""
