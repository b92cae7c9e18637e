"""Mailing lists with their sections, times, brands and senders; and the newsroom's own row."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, func, select

from distrib.errors import NotFound
from distrib.model.lists import Brand, ListTime, MailingList, Newsroom, QuietDay, Section, Sender
from distrib.model.subscribers import Subscription, SubscriptionState


def newsroom(session: Session) -> Newsroom:
    """Return the newsroom's one row. Raises NotFound before `init`, `demo` or `newsroom apply`."""
    row = session.get(Newsroom, 1)
    if row is None:
        raise NotFound("There is no newsroom here yet: type `distrib init` or `distrib demo`.")
    return row


def zone(session: Session) -> str:
    """Return the zone the newsroom lives in: the one of most of its lists; UTC where there is none."""
    zones = session.exec(select(MailingList.zone).order_by(col(MailingList.id))).all()
    return max(dict.fromkeys(zones), key=zones.count, default="UTC")


def get(session: Session, list_id: int) -> MailingList:
    """Return the list. Raises NotFound."""
    row = session.get(MailingList, list_id)
    if row is None:
        raise NotFound(f"There is no list {list_id}.")
    return row


def by_slug(session: Session, slug: str) -> MailingList:
    """Return the list called `slug`. Raises NotFound, naming the lists there are."""
    row = session.exec(select(MailingList).where(col(MailingList.slug) == slug)).first()
    if row is None:
        names = ", ".join(session.exec(select(MailingList.slug).order_by(col(MailingList.slug))).all()) or "none"
        raise NotFound(f"There is no list {slug}. Lists: {names}.")
    return row


def every(session: Session, *, public_only: bool = False) -> Sequence[MailingList]:
    """Return all lists in the order they were made."""
    query = select(MailingList).order_by(col(MailingList.id))
    return session.exec(query.where(col(MailingList.public)) if public_only else query).all()


def sections(session: Session, list_id: int) -> Sequence[Section]:
    """Return a list's sections from the top of the paper down."""
    query = select(Section).where(col(Section.list_id) == list_id).order_by(col(Section.position), col(Section.id))
    return session.exec(query).all()


def section(session: Session, section_id: int) -> Section:
    """Return one section. Raises NotFound."""
    row = session.get(Section, section_id)
    if row is None:
        raise NotFound(f"There is no section {section_id}.")
    return row


def times(session: Session, list_id: int | None = None) -> Sequence[ListTime]:
    """Return when a list (or every list) goes out."""
    query = select(ListTime).order_by(col(ListTime.list_id), col(ListTime.at), col(ListTime.id))
    return session.exec(query if list_id is None else query.where(col(ListTime.list_id) == list_id)).all()


def quiet(session: Session, list_id: int, day: date) -> QuietDay | None:
    """Return the row that says why the list stays silent on that local day, if there is one."""
    query = select(QuietDay).where(col(QuietDay.list_id) == list_id, col(QuietDay.day) == day)
    return session.exec(query).first()


def sender(session: Session, sender_id: int) -> Sender:
    """Return a sender. Raises NotFound."""
    row = session.get(Sender, sender_id)
    if row is None:
        raise NotFound(f"There is no sender {sender_id}.")
    return row


def senders(session: Session) -> Sequence[Sender]:
    """Return every sender."""
    return session.exec(select(Sender).order_by(col(Sender.id))).all()


def brand(session: Session, brand_id: int | None) -> Brand | None:
    """Return a brand, or None for a list without one."""
    return None if brand_id is None else session.get(Brand, brand_id)


def readers(session: Session) -> dict[int, int]:
    """Return list id -> confirmed subscriptions."""
    query = (
        select(Subscription.list_id, func.count())
        .where(col(Subscription.state) == SubscriptionState.CONFIRMED)
        .group_by(col(Subscription.list_id))
    )
    return dict(session.exec(query).all())
