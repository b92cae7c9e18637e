"""What `newsroom apply` writes: rows found by their name and brought to what the file says."""

from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, delete, select

from distrib.model.lists import Brand, ListTime, MailingList, Newsroom, Section, Sender
from distrib.model.posts import Channel, Slot
from distrib.model.sources import Source

Row = TypeVar("Row", bound=SQLModel)


def put(session: Session, kind: type[Row], key: dict[str, Any], values: dict[str, Any]) -> Row:
    """Return the row of `kind` with that key, made or brought to `values`."""
    query = select(kind)
    for name, value in key.items():
        query = query.where(col(getattr(kind, name)) == value)
    row = session.exec(query).first()
    if row is None:
        row = kind(**key, **values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def put_house(session: Session, values: dict[str, Any]) -> Newsroom:
    """Return the newsroom's one row with these values."""
    return put(session, Newsroom, {"id": 1}, values)


def put_sender(session: Session, name: str, values: dict[str, Any]) -> Sender:
    """Return the sender of that name with these values."""
    return put(session, Sender, {"name": name}, values)


def put_brand(session: Session, name: str, values: dict[str, Any]) -> Brand:
    """Return the brand of that name with these values."""
    return put(session, Brand, {"name": name}, values)


def put_source(session: Session, name: str, values: dict[str, Any]) -> Source:
    """Return the source of that name with these values; how it fared is kept."""
    return put(session, Source, {"name": name}, values)


def put_list(session: Session, slug: str, values: dict[str, Any]) -> MailingList:
    """Return the list called `slug` with these values."""
    return put(session, MailingList, {"slug": slug}, values)


def put_section(session: Session, list_id: int, slug: str, values: dict[str, Any]) -> Section:
    """Return the list's section called `slug` with these values."""
    return put(session, Section, {"list_id": list_id, "slug": slug}, values)


def put_channel(session: Session, slug: str, values: dict[str, Any]) -> Channel:
    """Return the channel called `slug` with these values."""
    return put(session, Channel, {"slug": slug}, values)


def set_times(session: Session, list_id: int, times: list[ListTime]) -> None:
    """Replace when a list goes out."""
    session.exec(delete(ListTime).where(col(ListTime.list_id) == list_id))
    session.add_all(times)


def set_slots(session: Session, channel_id: int, slots: list[Slot]) -> None:
    """Replace a channel's posting times."""
    session.exec(delete(Slot).where(col(Slot.channel_id) == channel_id))
    session.add_all(slots)


def section_slugs(session: Session, list_id: int) -> set[str]:
    """Return the slugs of a list's sections."""
    return set(session.exec(select(Section.slug).where(col(Section.list_id) == list_id)).all())
