"""Compiled digests, their versions, and the link table of each edition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from distrib.errors import NotFound
from distrib.model.editions import Digest, Link, Pick
from distrib.model.lists import Section
from distrib.model.stories import Story


def newest(session: Session, edition_id: int) -> Digest | None:
    """Return the edition's newest digest, or None before it was compiled."""
    query = select(Digest).where(col(Digest.edition_id) == edition_id).order_by(col(Digest.version).desc()).limit(1)
    return session.exec(query).first()


def get(session: Session, edition_id: int, version: int) -> Digest:
    """Return one version of an edition's digest. Raises NotFound."""
    query = select(Digest).where(col(Digest.edition_id) == edition_id, col(Digest.version) == version)
    row = session.exec(query).first()
    if row is None:
        raise NotFound(f"Edition {edition_id} has no digest of version {version}.")
    return row


def add(
    session: Session, *, edition_id: int, version: int, format_: int, hash_: str, content: bytes, at: datetime
) -> Digest:
    """Store a new version."""
    row = Digest(edition_id=edition_id, version=version, format=format_, hash=hash_, content=content, compiled_at=at)
    session.add(row)
    session.flush()
    return row


def versions(session: Session, edition_id: int) -> Sequence[tuple[int, str, datetime]]:
    """Return (version, hash, compiled at) of every digest of an edition, newest first, without their contents."""
    query = (
        select(Digest.version, Digest.hash, Digest.compiled_at)
        .where(col(Digest.edition_id) == edition_id)
        .order_by(col(Digest.version).desc())
    )
    return session.exec(query).all()


def picked(session: Session, edition_id: int) -> list[tuple[Pick, Section, Story]]:
    """Return the edition's picks with their section and story, in the order of the paper."""
    query = (
        select(Pick, Section, Story)
        .join(Section, col(Pick.section_id) == col(Section.id))
        .join(Story, col(Pick.story_id) == col(Story.id))
        .where(col(Pick.edition_id) == edition_id)
        .order_by(col(Section.position), col(Section.id), col(Pick.rank), col(Pick.id))
    )
    return [(pick, section, story) for pick, section, story in session.exec(query)]


def link_table(session: Session, edition_id: int) -> Sequence[Link]:
    """Return the edition's links in the order of their numbers."""
    query = select(Link).where(col(Link.edition_id) == edition_id).order_by(col(Link.number))
    return session.exec(query).all()


def ensure_links(session: Session, edition_id: int, wanted: Iterable[tuple[str, int | None]]) -> Mapping[str, Link]:
    """Return address -> link for every wanted (address, story id), making those that are not yet in the table.

    A link keeps its number and id through every version, so that mails already sent still lead somewhere.
    """
    known = {link.url: link for link in link_table(session, edition_id)}
    number = max((link.number for link in known.values()), default=0)
    for url, story_id in wanted:
        if url not in known:
            number += 1
            known[url] = Link(edition_id=edition_id, number=number, url=url, story_id=story_id)
            session.add(known[url])
    session.flush()
    return known


def link(session: Session, link_id: int) -> Link | None:
    """Return the link behind a `/c/` token, or None."""
    return session.get(Link, link_id)


def count_clicks(session: Session, clicks: Mapping[int, int]) -> None:
    """Add to the click counts: link id -> how many."""
    for link_id, many in clicks.items():
        session.execute(update(Link).where(col(Link.id) == link_id).values(clicks=col(Link.clicks) + many))


def clicks_of(session: Session, edition_id: int) -> int:
    """Return all clicks counted for an edition."""
    query = select(func.coalesce(func.sum(Link.clicks), 0)).where(col(Link.edition_id) == edition_id)
    return int(session.exec(query).one())
