"""The two ledgers a lane may work on: one edition's deliveries, and the notices of one sender."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from distrib.errors import NotFound
from distrib.model.deliveries import Delivery, Notice, NoticeKind
from distrib.model.editions import EditionState
from distrib.model.ledger import ClaimedNotice, Copy
from distrib.model.subscribers import SubscriptionState
from distrib.sending.lanes import Look
from distrib.store import audience, deliveries, editions, lists, notices
from distrib.store.claims import Ledger as Rows

UNSUBSCRIBED = "They unsubscribed after the audience was frozen."
SUPPRESSED = "The address is suppressed."
GONE = "The subscriber is not there any more."
HOLD = "The newsroom is on hold: nothing is sent until a human looks."


class EditionLedger:
    """The copies of one edition."""

    rows: Rows = Delivery
    letter = "d"

    def __init__(self, edition_id: int) -> None:
        self.edition_id = edition_id

    def claim(self, session: Session, *, owner: str, at: datetime, until: datetime, limit: int) -> list[int]:
        """Return the ids of up to `limit` copies that are now `owner`'s."""
        return deliveries.claim(session, self.edition_id, owner=owner, at=at, until=until, limit=limit)

    def look(self, session: Session, ids: Sequence[int]) -> Look[Copy]:
        """Look once more at what may have changed since the freeze."""
        halt = self.halted(session)
        if halt:
            return Look(halt=halt)
        found = deliveries.copies(session, ids)
        suppressed = audience.suppressed(session, [key for _, key, _ in found])
        go: list[Copy] = []
        stop = dict.fromkeys(set(ids) - {copy.id for copy, _, _ in found}, GONE)
        for copy, key, state in found:
            if key in suppressed:
                stop[copy.id] = SUPPRESSED
            elif state is not SubscriptionState.CONFIRMED:
                stop[copy.id] = UNSUBSCRIBED
            else:
                go.append(copy)
        return Look(go=go, stop=stop)

    def halted(self, session: Session) -> str | None:
        """Return why no copy of this edition may leave now, or None."""
        edition = editions.get(session, self.edition_id)
        mailing_list = lists.get(session, edition.list_id)
        if lists.newsroom(session).hold:
            return HOLD
        if edition.state is not EditionState.SENDING:
            return f"The edition is {edition.state}."
        if mailing_list.paused:
            return f"The list {mailing_list.name} is paused."
        if lists.sender(session, mailing_list.sender_id).paused:
            return "The sender is paused."
        return None


class NoticeLedger:
    """These notices, which share a sender."""

    rows: Rows = Notice
    letter = "n"

    def __init__(self, ids: Sequence[int], *, sender_id: int) -> None:
        self.ids, self.sender_id = ids, sender_id

    def claim(self, session: Session, *, owner: str, at: datetime, until: datetime, limit: int) -> list[int]:
        """Return the ids of up to `limit` notices that are now `owner`'s."""
        return notices.claim(session, self.ids, owner=owner, at=at, until=until, limit=limit)

    def look(self, session: Session, ids: Sequence[int]) -> Look[ClaimedNotice]:
        """Look once more: whoever is suppressed is written to no more, whatever the cause."""
        halt = self.halted(session)
        if halt:
            return Look(halt=halt)
        found = notices.by_ids(session, ids)
        keys = notices.reader_keys(session, ids)
        suppressed = audience.suppressed(session, list(keys.values()))
        stop = {one: SUPPRESSED for one, key in keys.items() if key in suppressed}
        going = [notice for notice in found if notice.id not in stop]
        go = [ClaimedNotice(id=notice.id or 0, attempts=notice.attempts, notice=notice) for notice in going]
        return Look(go=go, stop=stop)

    def halted(self, session: Session) -> str | None:
        """Return why no notice of this sender may leave now, or None."""
        try:
            sender = lists.sender(session, self.sender_id)
        except NotFound as error:
            return str(error)
        return "The sender is paused." if sender.paused else None


def held_back(kind: NoticeKind) -> bool:
    """Tell whether a hold stops notices of a kind: all but the link that lets a human in to look."""
    return kind is not NoticeKind.SIGN_IN
