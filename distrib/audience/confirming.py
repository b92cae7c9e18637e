"""The yes from someone's own mailbox: it turns what was asked for into subscriptions and greets the reader."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.editions import EditionState
from distrib.model.subscribers import Subscription, SubscriptionState
from distrib.store import editions, notices, subscribers

GOOD_FOR = timedelta(days=7)


def asked_for(session: Session, subscription_id: int, asked: int, *, now: datetime) -> Sequence[Subscription]:
    """Return the subscriptions that the link of `asked` (seconds since 1970) may confirm or has confirmed.

    Empty when the link is older than a week, or its reader has left since.
    """
    first = subscribers.subscription(session, subscription_id)
    if first is None or now.timestamp() - asked > GOOD_FOR.total_seconds():
        return []
    ties = subscribers.subscriptions(session, first.subscriber_id).values()
    return [tie for tie in ties if _moment(tie) == asked and tie.state is not SubscriptionState.UNSUBSCRIBED]


def confirm(session: Session, ties: Sequence[Subscription], *, now: datetime) -> int:
    """Confirm what still waits, and queue a welcome for each list; return how many were confirmed just now."""
    waiting = [tie for tie in ties if tie.state is SubscriptionState.UNCONFIRMED]
    for tie in waiting:
        asked = _moment(tie)
        tie.move(SubscriptionState.CONFIRMED, now)
        tie.confirmed_at = now
        tie.consent = {**tie.consent, "asked": asked, "confirmed_at": now.isoformat()}
        session.add(tie)
        welcome(session, tie, now=now)
    return len(waiting)


def welcome(session: Session, tie: Subscription, *, now: datetime) -> None:
    """Queue the first mail of a list, with its latest edition if there is one."""
    latest = editions.latest(session, tie.list_id, state=EditionState.SENT)
    notices.queue(
        session,
        Notice(
            kind=NoticeKind.WELCOME,
            cause=f"subscription:{tie.id}:{now.isoformat()}",
            subscriber_id=tie.subscriber_id,
            list_id=tie.list_id,
            subscription_id=tie.id,
            edition_id=None if latest is None else latest.id,
            made_at=now,
            moved_at=now,
        ),
    )


def _moment(tie: Subscription) -> int:
    """Return when it was asked for, also after it was confirmed: a second press must find it."""
    asked = tie.consent.get("asked")
    if tie.state is SubscriptionState.UNCONFIRMED or not isinstance(asked, int):
        return int(tie.moved_at.timestamp())
    return asked
