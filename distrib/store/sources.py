"""Sources: which are due, and how they fared."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, or_, select

from distrib.errors import NotFound
from distrib.model.sources import Source, SourceKind
from distrib.store.engine import AlreadyThere

_AT_ONCE = 400  # SQLite takes a limited number of values in one question


def get(session: Session, source_id: int) -> Source:
    """Return the source. Raises NotFound."""
    row = session.get(Source, source_id)
    if row is None:
        raise NotFound(f"There is no source {source_id}.")
    return row


def every(session: Session, *, enabled_only: bool = False) -> Sequence[Source]:
    """Return all sources in the order they were made."""
    query = select(Source).order_by(col(Source.id))
    return session.exec(query.where(col(Source.enabled)) if enabled_only else query).all()


def chosen(session: Session, ids: Iterable[int]) -> Sequence[Source]:
    """Return the sources with these ids, in their order. Raises NotFound when one is missing."""
    whole = list(ids)
    for start in range(0, len(whole), _AT_ONCE):  # they are in the session then, so that none is looked up alone
        session.exec(select(Source).where(col(Source.id).in_(whole[start : start + _AT_ONCE]))).all()
    return [get(session, source_id) for source_id in whole]


def due(session: Session, now: datetime, fresh_since: datetime | None = None) -> Sequence[Source]:
    """Return the enabled sources whose time has come, the most trusted first: a story keeps its first source.

    Before an edition, these are also the ones that were not asked since `fresh_since`.
    """
    waiting, last = col(Source.next_gather_at), col(Source.last_gathered_at)
    which = [waiting.is_(None), waiting <= now]
    return _to_ask(session, now, or_(*which, *([last < fresh_since] if fresh_since else [])))


def ready(session: Session, now: datetime) -> Sequence[Source]:
    """Return every enabled source but those whose host asked to be left alone: whom a human may ask now."""
    return _to_ask(session, now)


def _to_ask(session: Session, now: datetime, *which: ColumnElement[bool]) -> Sequence[Source]:
    rest = col(Source.wait_until)
    return session.exec(
        select(Source)
        .where(col(Source.enabled), or_(rest.is_(None), rest <= now), *which)
        .order_by(col(Source.own).desc(), col(Source.weight).desc(), col(Source.id))
    ).all()


def leave_alone(session: Session, host: str, until: datetime) -> None:
    """Let every source at `host` wait until then."""
    at_host = func.lower(Source.url).contains(f"//{host}", autoescape=True)
    for row in session.exec(select(Source).where(col(Source.enabled), at_host)):
        if urlsplit(row.url).netloc.lower() == host:
            row.wait_until = max(until, row.wait_until or until)
            session.add(row)


def by_url(session: Session, url: str) -> Source | None:
    """Return the source with this address, if there is one."""
    return session.exec(select(Source).where(col(Source.url) == url)).first()


def find(session: Session, words: str) -> Source:
    """Return the source with this id or name. Raises NotFound, naming the sources there are."""
    row = session.get(Source, int(words)) if words.isdecimal() else None
    row = row or session.exec(select(Source).where(func.lower(Source.name) == words.lower())).first()
    if row is None:
        names = ", ".join(session.exec(select(Source.name).order_by(col(Source.id)).limit(20)).all()) or "none"
        raise NotFound(f"There is no source {words}. Sources: {names}.")
    return row


def add(
    session: Session,
    *,
    name: str,
    kind: SourceKind,
    url: str,
    section: str | None = None,
    language: str | None = None,
    own: bool = True,
    weight: float = 1.0,
    every_minutes: int = 15,
    enabled: bool = True,
) -> Source:
    """Return a new source. Raises AlreadyThere when its address or name is taken."""
    if (other := by_url(session, url)) is not None:
        raise AlreadyThere(f"{other.name} already has the address {url}.")
    if session.exec(select(Source).where(col(Source.name) == name)).first() is not None:
        raise AlreadyThere(f"There is a source {name} already.")
    row = Source(
        name=name,
        kind=kind,
        url=url,
        section=section,
        language=language,
        own=own,
        weight=weight,
        every_minutes=every_minutes,
        enabled=enabled,
    )
    session.add(row)
    session.flush()
    return row


def free_name(session: Session, wanted: str) -> str:
    """Return `wanted`, or the first of `wanted 2`, `wanted 3` … that no source is called yet."""
    taken = set(session.exec(select(Source.name).where(col(Source.name).startswith(wanted, autoescape=True))).all())
    number = 1
    name = wanted
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name
