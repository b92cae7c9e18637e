"""Signing up: someone asks for lists; their own mailbox must say yes before anything is sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.audience.addresses import address_hash, normalise
from distrib.errors import BadInput
from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.lists import MailingList
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import notices, subscribers

ASK_AGAIN = timedelta(minutes=10)
"""Whoever presses twice gets one mail; whoever lost it gets another."""
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What a sign-up form was filled with, and where."""

    address: str
    name: str = ""
    language: str = "en"
    form: str = ""  #: which form and wording asked: kept as the proof of consent
    origin: str = ""  #: network address it came from


def sign_up(session: Session, wish: SignUp, lists: Sequence[MailingList], *, now: datetime) -> None:
    """Note the wish and queue the mail that asks for a yes.

    The answer is the same for a new, a known and a suppressed address: a form must not tell who reads.
    Raises BadInput when the address can't be one or no list was chosen.
    """
    address, key = normalise(wish.address)
    if not lists:
        raise BadInput("Choose at least one newsletter.")
    if subscribers.suppressed(session, [address_hash(key)]):
        return
    person = subscribers.by_key(session, key) or subscribers.add(
        session,
        address=address,
        key=key,
        name=" ".join(wish.name.split())[:LONGEST_NAME],
        language=wish.language,
        now=now,
    )
    ties = [_asked(session, person, one, wish, now) for one in lists]
    waiting = [tie for tie in ties if tie.state is SubscriptionState.UNCONFIRMED]
    if waiting:
        _ask(session, person, waiting, now)
    else:
        _remind(session, person, ties[0], now)


def _asked(session: Session, person: Subscriber, one: MailingList, wish: SignUp, now: datetime) -> Subscription:
    """Return the tie to the list: made, asked for anew after leaving, or as it was."""
    tie = subscribers.subscriptions(session, person.id or 0).get(one.id or 0)
    if tie is None:
        tie = subscribers.subscribe(session, subscriber_id=person.id or 0, list_id=one.id or 0, now=now, source="form")
    elif tie.state is SubscriptionState.UNSUBSCRIBED:
        tie.move(SubscriptionState.UNCONFIRMED, now)
    elif tie.state is SubscriptionState.UNCONFIRMED and now - tie.moved_at >= ASK_AGAIN:
        tie.moved_at = now
    else:
        return tie
    tie.consent_source = "form"
    tie.consent = {"asked_at": now.isoformat(), "form": wish.form, "origin": wish.origin}
    session.add(tie)
    return tie


def _ask(session: Session, person: Subscriber, waiting: Sequence[Subscription], now: datetime) -> None:
    """Queue one mail for all lists that wait; its link confirms every tie asked for at the same moment."""
    first = max(waiting, key=lambda tie: tie.moved_at)
    for tie in waiting:
        tie.moved_at = first.moved_at
        session.add(tie)
    notices.queue(
        session,
        Notice(
            kind=NoticeKind.CONFIRM,
            cause=f"subscription:{first.id}:{first.moved_at.isoformat()}",
            subscriber_id=person.id,
            list_id=first.list_id,
            subscription_id=first.id,
            facts={"lists": [tie.list_id for tie in waiting]},
            made_at=now,
            moved_at=now,
        ),
    )


def _remind(session: Session, person: Subscriber, tie: Subscription, now: datetime) -> None:
    """Queue the link to their own choices for someone who takes all of it already: one a day."""
    notices.queue(
        session,
        Notice(
            kind=NoticeKind.PREFERENCES,
            cause=f"subscriber:{person.id}:{now.date().isoformat()}",
            subscriber_id=person.id,
            list_id=tie.list_id,
            subscription_id=tie.id,
            made_at=now,
            moved_at=now,
        ),
    )
