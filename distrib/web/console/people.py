"""Subscribers: found by address or name, and everything that happened to one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.audience.addresses import address_hash
from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, Suppression
from distrib.store import deliveries, editions, lists, notices, subscribers
from distrib.web.console import visiting
from distrib.web.drawing import draw, plural

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A subscriber in the list of what was found."""

    person: Subscriber
    state: str
    words: str
    lists: tuple[MailingList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """All that `console/subscribers.html` may speak of."""

    total: int
    subscriptions: Mapping[SubscriptionState, int]
    suppressed: int
    words: str
    hits: int
    found: Sequence[Found]
    more_after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a reader."""

    at: datetime
    state: str
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A list that a reader takes or took."""

    list: MailingList
    tie: Subscription
    sections: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """All that `console/subscriber.html` may speak of."""

    person: Subscriber
    state: str
    words: str
    suppression: Suppression | None
    events: Sequence[Event]
    wants: Sequence[Wanted]


def every(request: Request, words: str = "", after: int = 0) -> HTMLResponse:
    """Return who was found, fifty at a time."""
    visit = visiting.of(request)
    words = words.strip()[:200]
    with visit.parts.database.reading() as session:
        people = list(subscribers.find(session, words, limit=SHOWN + 1, after=max(0, after)))
        page = PeoplePage(
            total=subscribers.count(session),
            subscriptions=subscribers.by_state(session),
            suppressed=subscribers.count_suppressed(session),
            words=words,
            hits=subscribers.count(session, words),
            found=_found(session, people[:SHOWN]),
            more_after=people[SHOWN - 1].id if len(people) > SHOWN else None,
        )
        return draw("console/subscribers.html", frame=visiting.frame(request, session, "subscribers"), page=page)


def one(request: Request, subscriber_id: int) -> HTMLResponse:
    """Return one reader's history, newest first."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        person = subscribers.get(session, subscriber_id)
        (line,) = _found(session, [person])
        ties = subscribers.ties(session, [subscriber_id]).get(subscriber_id, [])
        page = PersonPage(
            person=person,
            state=line.state,
            words=line.words,
            suppression=subscribers.suppressed(session, [address_hash(person.address_key)]).get(
                address_hash(person.address_key)
            ),
            events=_events(session, subscriber_id, ties),
            wants=[
                Wanted(list=mailing_list, tie=tie, sections=_sections(tie, lists.sections(session, tie.list_id)))
                for mailing_list, tie in ties
            ],
        )
        return draw("console/subscriber.html", frame=visiting.frame(request, session, "subscribers"), page=page)


def _found(session: Session, people: Sequence[Subscriber]) -> list[Found]:
    ties = subscribers.ties(session, [person.id or 0 for person in people])
    never = subscribers.suppressed(session, [address_hash(person.address_key) for person in people])
    found = []
    for person in people:
        mine = ties.get(person.id or 0, [])
        takes = tuple(one for one, tie in mine if tie.state is SubscriptionState.CONFIRMED)
        if address_hash(person.address_key) in never:
            state, words = "suppressed", f"suppressed: {never[address_hash(person.address_key)].reason.value}"
        elif takes:
            state, words = "confirmed", f"confirmed on {plural(len(takes), 'list', 'lists')}"
        elif any(tie.state is SubscriptionState.UNCONFIRMED for _, tie in mine):
            state = words = "unconfirmed"
        else:
            state = words = "unsubscribed"
        found.append(Found(person=person, state=state, words=words, lists=takes))
    return found


def _events(session: Session, subscriber_id: int, ties: Sequence[tuple[MailingList, Subscription]]) -> list[Event]:
    events = []
    for mailing_list, tie in ties:
        name = mailing_list.name
        if tie.confirmed_at:
            text = f"Confirmed {name}, by {tie.consent_source or 'an unknown way'}"
            events.append(Event(at=tie.confirmed_at, state="confirmed", text=text))
        if tie.unsubscribed_at:
            events.append(Event(at=tie.unsubscribed_at, state="unsubscribed", text=f"Left {name}"))
        if tie.state is SubscriptionState.UNCONFIRMED:
            events.append(Event(at=tie.moved_at, state="unconfirmed", text=f"Asked for {name}"))
    for delivery in deliveries.of_subscriber(session, subscriber_id):
        edition = editions.get(session, delivery.edition_id)
        name = lists.get(session, edition.list_id).name
        text = f"{name} of {edition.day:%d %B}: {delivery.state.value}"
        reason = delivery.reason or delivery.reply
        link = f"/console/deliveries/{edition.id}"
        events.append(
            Event(
                at=delivery.moved_at,
                state=delivery.state.value,
                text=f"{text}. {reason}" if reason else text,
                link=link,
            )
        )
    for notice in notices.of_subscriber(session, subscriber_id):
        words = notice.kind.value.replace("_", " ")
        events.append(Event(at=notice.moved_at, state=notice.state.value, text=f"Mail “{words}”: {notice.state.value}"))
    return sorted(events, key=lambda event: event.at, reverse=True)


def _sections(tie: Subscription, sections: Sequence[Section]) -> str:
    if tie.sections is None:
        return "every section"
    return ", ".join(section.name for section in sections if section.id in tie.sections) or "no section that is left"
