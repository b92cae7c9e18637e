"""What a reader takes: lists, and the sections of each. The link proves the mailbox, so nothing is asked twice."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session

from distrib.audience import confirming, unsubscribing
from distrib.audience.addresses import address_hash
from distrib.errors import BadInput, NotAllowed
from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import subscribers

OPEN = (SubscriptionState.CONFIRMED, SubscriptionState.UNCONFIRMED)


def chosen(tie: Subscription | None, sections: Collection[Section]) -> set[int]:
    """Return the ids of the sections that a subscription gets."""
    ids = {section.id for section in sections if section.id is not None}
    return ids if tie is None or tie.sections is None else ids & set(tie.sections)


def keep(
    session: Session,
    person: Subscriber,
    wanted: Mapping[int, Collection[int]],
    *,
    offered: Mapping[int, tuple[MailingList, Collection[Section]]],
    now: datetime,
) -> list[str]:
    """Make what is stored equal to `wanted` (list id -> section ids) and return the names of the lists that changed.

    Only what was `offered` on the page counts. All sections chosen means all, new ones too. Raises BadInput for a
    list without a section, before anything has changed.
    """
    for list_id, (mailing_list, sections) in offered.items():
        if list_id in wanted and sections and not _ids(sections) & set(wanted[list_id]):
            raise BadInput(f"Choose at least one section of {mailing_list.name}, or leave out the whole of it.")
    ties = subscribers.subscriptions(session, person.id or 0)
    changed = []
    for list_id, (mailing_list, sections) in offered.items():
        tie = ties.get(list_id)
        if list_id not in wanted:
            did = (
                tie is not None
                and tie.state is SubscriptionState.CONFIRMED
                and unsubscribing.unsubscribe(session, tie, now=now)
            )
        else:
            ids = _ids(sections)
            some = sorted(ids & set(wanted[list_id]))
            did = _take(session, person, list_id, tie, None if len(some) == len(ids) else some, now)
        if did:
            changed.append(mailing_list.name)
    return changed


def _take(
    session: Session,
    person: Subscriber,
    list_id: int,
    tie: Subscription | None,
    sections: list[int] | None,
    now: datetime,
) -> bool:
    if tie is not None and tie.state is SubscriptionState.CONFIRMED:
        if tie.sections == sections:
            return False
        tie.sections = sections
        session.add(tie)
        return True
    if subscribers.suppressed(session, [address_hash(person.address_key)]):
        raise NotAllowed("This address asked never to be written to; write to the editor to change that.")
    if tie is None:
        tie = subscribers.subscribe(
            session, subscriber_id=person.id or 0, list_id=list_id, now=now, source="preferences"
        )
    tie.move(SubscriptionState.CONFIRMED, now)
    tie.confirmed_at, tie.unsubscribed_at, tie.left_after_edition = now, None, None
    tie.sections, tie.consent_source = sections, "preferences"
    tie.consent = {"confirmed_at": now.isoformat(), "form": "preferences"}
    session.add(tie)
    confirming.welcome(session, tie, now=now)
    return True


def _ids(sections: Collection[Section]) -> set[int]:
    return {section.id for section in sections if section.id is not None}
