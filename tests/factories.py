"""Rows with everything defaulted, so that a test says only what it is about."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar

from sqlmodel import Session

from distrib.model import deliveries, editions, lists, posts, sources, stories, subscribers, users

NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
_numbers = count(1)
R = TypeVar("R")


def stored(session: Session, row: R) -> R:
    """Add the row and give it its id."""
    session.add(row)
    session.flush()
    return row


def a_newsroom(session: Session, **given: Any) -> lists.Newsroom:
    return stored(session, lists.Newsroom(**{"name": "The Test Post", "site_url": "https://paper.example", **given}))


def a_source(session: Session, **given: Any) -> sources.Source:
    n = next(_numbers)
    return stored(
        session,
        sources.Source(
            **{
                "name": f"Source {n}",
                "kind": sources.SourceKind.FEED,
                "url": f"https://paper.example/feed/{n}",
                **given,
            }
        ),
    )


def a_story(session: Session, **given: Any) -> stories.Story:
    n = next(_numbers)
    if "source_id" not in given:
        given["source_id"] = a_source(session).id
    defaults: dict[str, Any] = {
        "url": f"https://paper.example/story/{n}",
        "title": f"Story number {n}",
        "summary": f"What happened in story number {n}, told in one sentence.",
        "section": "Odisha",
        "language": "en",
        "words": 400,
        "published_at": NOON - timedelta(hours=2),
        "seen_at": NOON - timedelta(hours=1),
    }
    return stored(session, stories.Story(**{**defaults, **given}))


def a_cluster(session: Session, story: stories.Story, **given: Any) -> stories.Cluster:
    cluster = stored(
        session,
        stories.Cluster(**{"representative_id": story.id, "first_seen_at": NOON, "updated_at": NOON, **given}),
    )
    story.cluster_id = cluster.id
    session.add(story)
    session.flush()
    return cluster


def a_sender(session: Session, **given: Any) -> lists.Sender:
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "name": f"sender-{n}",
        "from_name": "The Test Post",
        "from_address": "morning@paper.example",
        "envelope_domain": "bounces.paper.example",
        "public_url": "https://mail.paper.example",
    }
    return stored(session, lists.Sender(**{**defaults, **given}))


def a_list(session: Session, **given: Any) -> lists.MailingList:
    n = next(_numbers)
    if "sender_id" not in given:
        given["sender_id"] = a_sender(session).id
    defaults: dict[str, Any] = {
        "slug": f"list-{n}",
        "name": f"List {n}",
        "postal_address": "1 Test Road, Cuttack",
        "minimum_picks": 1,
    }
    return stored(session, lists.MailingList(**{**defaults, **given}))


def a_section(session: Session, mailing_list: lists.MailingList, **given: Any) -> lists.Section:
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "list_id": mailing_list.id,
        "slug": f"section-{n}",
        "name": f"Section {n}",
        "position": n,
        "rule": {"sections": ["Odisha"]},
    }
    return stored(session, lists.Section(**{**defaults, **given}))


def an_edition(session: Session, mailing_list: lists.MailingList, **given: Any) -> editions.Edition:
    defaults: dict[str, Any] = {
        "list_id": mailing_list.id,
        "day": date(2026, 11, 24),
        "at": time(12, 0),
        "due_at": NOON,
        "moved_at": NOON - timedelta(hours=1),
    }
    return stored(session, editions.Edition(**{**defaults, **given}))


def a_pick(session: Session, edition: editions.Edition, section: lists.Section, **given: Any) -> editions.Pick:
    if "story_id" not in given:
        story = a_story(session)
        given |= {"story_id": story.id, "cluster_id": a_cluster(session, story).id}
    return stored(
        session,
        editions.Pick(
            **{"edition_id": edition.id, "section_id": section.id, "rank": next(_numbers), "score": 1.0, **given}
        ),
    )


def a_subscriber(session: Session, **given: Any) -> subscribers.Subscriber:
    n = next(_numbers)
    address = given.get("address", f"reader{n}@inbox.example")
    defaults: dict[str, Any] = {"address": address, "address_key": address.lower(), "name": "Asha", "made_at": NOON}
    return stored(session, subscribers.Subscriber(**{**defaults, **given}))


def a_subscription(session: Session, mailing_list: lists.MailingList, **given: Any) -> subscribers.Subscription:
    if "subscriber_id" not in given:
        given["subscriber_id"] = a_subscriber(session).id
    defaults: dict[str, Any] = {
        "list_id": mailing_list.id,
        "state": subscribers.SubscriptionState.CONFIRMED,
        "moved_at": NOON,
        "confirmed_at": NOON,
        "consent_source": "form",
    }
    return stored(session, subscribers.Subscription(**{**defaults, **given}))


def a_user(session: Session, **given: Any) -> users.User:
    n = next(_numbers)
    address = given.get("address", f"editor{n}@paper.example")
    defaults: dict[str, Any] = {
        "address": address,
        "address_key": address.lower(),
        "name": "Sasmita",
        "role": users.Role.EDITOR,
        "made_at": NOON,
    }
    return stored(session, users.User(**{**defaults, **given}))


def a_channel(session: Session, **given: Any) -> posts.Channel:
    n = next(_numbers)
    return stored(session, posts.Channel(**{"slug": f"x-{n}", "network": "x", "name": "X", **given}))


def a_wave(session: Session, edition: editions.Edition, **given: Any) -> editions.Wave:
    return stored(session, editions.Wave(**{"edition_id": edition.id, "due_at": edition.due_at, **given}))


def a_delivery(session: Session, edition: editions.Edition, **given: Any) -> deliveries.Delivery:
    if "subscription_id" not in given:
        subscription = a_subscription(session, session.get_one(lists.MailingList, edition.list_id))
        given |= {"subscription_id": subscription.id, "subscriber_id": subscription.subscriber_id}
    if "wave_id" not in given:
        given["wave_id"] = a_wave(session, edition).id
    return stored(session, deliveries.Delivery(**{"edition_id": edition.id, "moved_at": NOON, **given}))
