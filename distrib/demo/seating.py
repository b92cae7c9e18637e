"""The sample people take their seats: readers with their choices, two on the staff. Twice changes nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import islice

from sqlmodel import Session

from distrib.audience.addresses import address_hash, normalise
from distrib.demo.subscribers import SampleSubscriber, sample_subscribers
from distrib.model.lists import MailingList
from distrib.model.subscribers import Subscription, SubscriptionState, SuppressionReason
from distrib.model.users import Role
from distrib.pipeline.parts import Parts
from distrib.store import lists, subscribers, users

AT_ONCE = 200  # readers per transaction
STAFF = (
    ("subhranshu@tarinipost.example", "Subhranshu Dash", Role.EDITOR),
    ("sasmita@tarinipost.example", "Sasmita Rout", Role.ADMIN),
)


def seat_readers(parts: Parts) -> None:
    """Store the sample's subscribers and subscriptions, those that are already there excepted."""
    waiting = iter(sample_subscribers())
    while some := list(islice(waiting, AT_ONCE)):
        with parts.database.writing() as session:
            _seat(session, parts, some)


def seat_staff(parts: Parts) -> None:
    """Store an editor (u1) and the admin, who can approve what the editor wrote."""
    with parts.database.writing() as session:
        for address, name, role in STAFF:
            written, key = normalise(address)
            if users.by_key(session, key) is None:
                users.add(session, address=written, key=key, name=name, role=role, now=parts.clock())


def keep_day(parts: Parts, day: date) -> None:
    """Fix the demo's day for good."""
    with parts.database.writing() as session:
        house = lists.newsroom(session)
        if house.demo_day is None:
            house.demo_day = day
            session.add(house)


def _seat(session: Session, parts: Parts, some: Sequence[SampleSubscriber]) -> None:
    now = parts.clock() - timedelta(days=30)  # they signed up a while ago
    offered = {each.slug: each for each in lists.every(session)}
    places = {
        each.slug: {section.slug: section.id or 0 for section in lists.sections(session, each.id or 0)}
        for each in offered.values()
    }
    keys = {sample.address: normalise(sample.address) for sample in some}
    there = subscribers.by_keys(session, [key for _, key in keys.values()])
    for sample in some:
        written, key = keys[sample.address]
        if key in there:
            continue
        person = subscribers.add(session, address=written, key=key, name=sample.name, language=sample.language, now=now)
        each: MailingList = offered[sample.list_slug]
        tie = subscribers.subscribe(
            session, subscriber_id=person.id or 0, list_id=each.id or 0, now=now, source="sample"
        )
        if sample.sections is not None:
            tie.sections = [places[sample.list_slug][slug] for slug in sample.sections]
        _move(tie, sample.state, parts)
        session.add(tie)
        if sample.suppressed:
            subscribers.suppress(
                session, address_hash=address_hash(key), reason=SuppressionReason.MANUAL, by="machine", now=now
            )


def _move(tie: Subscription, state: SubscriptionState, parts: Parts) -> None:
    at = parts.clock() - timedelta(days=29)
    if state in {SubscriptionState.CONFIRMED, SubscriptionState.UNSUBSCRIBED}:
        tie.move(SubscriptionState.CONFIRMED, at)
        tie.confirmed_at = at
    if state is SubscriptionState.UNSUBSCRIBED:
        tie.move(SubscriptionState.UNSUBSCRIBED, at)
        tie.unsubscribed_at = at
