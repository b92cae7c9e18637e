"""WebSub: which hubs feeds name, and how our subscriptions there stand."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, or_, select

from distrib.model.sources import Hub, HubState, Source

AGAIN = timedelta(hours=6)  # after a hub could not be asked
UNANSWERED = timedelta(days=1)  # after a hub took our wish and never called back
DENIED = timedelta(days=7)
RENEW = timedelta(days=1)  # before a lease ends
SOON = timedelta(hours=3)  # between two renewals
WORKS = timedelta(days=2)  # since its last push


def get(session: Session, hub_id: int) -> Hub | None:
    """Return the subscription."""
    return session.get(Hub, hub_id)


def of_source(session: Session, source_id: int) -> Hub | None:
    """Return the subscription of a source."""
    return session.exec(select(Hub).where(col(Hub.source_id) == source_id)).first()


def found(session: Session, source_id: int, *, hub_url: str, topic_url: str, at: datetime) -> None:
    """Note the hub that a feed names. Another one than before, or one that was given up, is to be asked."""
    row = of_source(session, source_id)
    if row is None:
        session.add(Hub(source_id=source_id, hub_url=hub_url, topic_url=topic_url, state=HubState.FOUND, asked_at=at))
        session.flush()
        return
    if (row.hub_url, row.topic_url) != (hub_url, topic_url) or row.state is HubState.ENDED:
        row.hub_url, row.topic_url, row.state, row.problem = hub_url, topic_url, HubState.FOUND, None
        row.asked_at, row.expires_at, row.pushed_at = at, None, None
        session.add(row)


def to_ask(session: Session, now: datetime, *, limit: int = 50) -> Sequence[Hub]:
    """Return the hubs of enabled sources to subscribe to, or to renew at, now."""
    state, asked = col(Hub.state), col(Hub.asked_at)
    waits = or_(
        and_(state == HubState.FOUND, or_(col(Hub.problem).is_(None), asked <= now - AGAIN)),
        and_(state == HubState.ASKED, asked <= now - UNANSWERED),
        and_(state == HubState.DENIED, asked <= now - DENIED),
        and_(state == HubState.ACTIVE, col(Hub.expires_at) <= now + RENEW, asked <= now - SOON),
    )
    query = select(Hub).join(Source).where(col(Source.enabled), waits).order_by(asked, col(Hub.id)).limit(limit)
    return session.exec(query).all()


def to_leave(session: Session) -> Sequence[Hub]:
    """Return the subscriptions of sources that are no longer in use."""
    begun = col(Hub.state).in_([HubState.ASKED, HubState.ACTIVE])
    return session.exec(
        select(Hub).join(Source).where(col(Source.enabled).is_(False), begun).order_by(col(Hub.id))
    ).all()


def works(session: Session, source_id: int, now: datetime) -> bool:
    """Tell whether a source is pushed to us, so that it may be asked less often."""
    return source_id in working(session, [source_id], now)


def working(session: Session, source_ids: Collection[int], now: datetime) -> set[int]:
    """Return those of the sources that are pushed to us."""
    query = select(Hub.source_id).where(
        col(Hub.source_id).in_(source_ids),
        col(Hub.state) == HubState.ACTIVE,
        col(Hub.expires_at) > now,
        col(Hub.pushed_at) > now - WORKS,
    )
    return set(session.exec(query).all())
