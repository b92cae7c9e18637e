"""Stored pictures: which source's picture lies under which hash, which editions show it, and what nobody needs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, delete, or_, select

from distrib.model.stories import EditionPicture, Picture, PictureUse, Story

Key = tuple[str, PictureUse]
"""A source's address and what its picture is used for."""
_AT_ONCE = 400  # SQLite takes a limited number of values in one question


def of(session: Session, urls: Iterable[str]) -> dict[Key, Picture]:
    """Return what is known of the pictures at these addresses."""
    found: dict[Key, Picture] = {}
    for some in _batches(urls):
        rows = session.exec(select(Picture).where(col(Picture.source_url).in_(some)))
        found |= {(row.source_url, row.use): row for row in rows}
    return found


def keep(session: Session, key: Key, *, at: datetime, facts: Mapping[str, Any]) -> Picture:
    """Store what became of a source's picture, in place of what was known of it."""
    query = select(Picture).where(col(Picture.source_url) == key[0], col(Picture.use) == key[1])
    row = session.exec(query).first() or Picture(source_url=key[0], use=key[1], asked_at=at)
    fresh = {"hash": None, "extension": None, "width": None, "height": None, "size": None}
    for name, value in {**fresh, "problem": None, "broken": False, "asked_at": at, **facts}.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def refer(session: Session, edition_id: int, hashes: Iterable[str]) -> None:
    """Note that an edition shows these pictures: they are kept as long as it is."""
    known = set(session.exec(select(EditionPicture.hash).where(col(EditionPicture.edition_id) == edition_id)))
    for each in sorted(set(hashes) - known):
        session.add(EditionPicture(edition_id=edition_id, hash=each))
    session.flush()


def needed(session: Session) -> set[str]:
    """Return the hashes of every file that a row speaks of or an edition shows."""
    spoken = session.exec(select(Picture.hash).where(col(Picture.hash).is_not(None)).distinct())
    return {each for each in spoken if each} | set(session.exec(select(EditionPicture.hash).distinct()))


def unneeded(session: Session, before: datetime) -> list[int]:
    """Return the rows asked for before then that no edition shows and no story met since then has."""
    recent = select(Story.image_url).where(col(Story.seen_at) >= before, col(Story.image_url).is_not(None))
    return [
        row_id
        for row_id in session.exec(
            select(Picture.id).where(
                col(Picture.asked_at) < before, _unshown(), col(Picture.source_url).not_in(recent.distinct())
            )
        )
        if row_id is not None
    ]


def forget(session: Session, ids: Iterable[int]) -> int:
    """Drop these rows, but for those that an edition has come to show; return how many."""
    gone = 0
    for some in _batches(ids):
        gone += session.exec(delete(Picture).where(col(Picture.id).in_(some), _unshown())).rowcount
    return gone


def _unshown() -> Any:
    shown = select(EditionPicture.hash).distinct()
    return or_(col(Picture.hash).is_(None), col(Picture.hash).not_in(shown))


def _batches(values: Iterable[Any]) -> Iterator[list[Any]]:
    whole = list(dict.fromkeys(values))
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
