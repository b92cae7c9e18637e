"""Settling what a lane left behind when it died: by its journal where that is whole, else on the safe side.

A claim is never given to another worker. Its owner is this host and a lane's seat, so whoever sits down there next
*is* the owner: not begun goes back to the queue, begun and answered is noted, on the wire without an answer is
uncertain, unless its transport can be handed it again. What a host left that does not come back is settled by others
after its lease, without a journal.
"""

from datetime import datetime, timedelta

from distrib.clock import Clock
from distrib.model.deliveries import Delivery, DeliveryState, Notice
from distrib.model.ledger import Noted, Stranded
from distrib.sending.answers import Retries
from distrib.sending.journal import Journal, Notes
from distrib.store import claims
from distrib.store.engine import Database

DIED = "It may have arrived: the machine stopped before the answer was noted."
AWAY = timedelta(minutes=10)  #: after the lease's end a host counts as gone
LEDGERS: tuple[tuple[str, claims.Ledger], ...] = (("d", Delivery), ("n", Notice))


def recover(
    database: Database, *, owner: str, journal: Journal, clock: Clock, retries: Retries
) -> dict[DeliveryState, int]:
    """Settle every row that `owner` holds, by its journal; call it when `owner` is known to be dead.

    Returns how many went to which state.
    """
    notes = journal.read()
    settled: dict[DeliveryState, int] = {}
    for letter, ledger in LEDGERS:
        with database.writing() as session:
            now = clock()
            rows = claims.stranded(session, ledger, owner=owner)
            verdicts = [(row, _verdict(row, letter, notes, retries, now)) for row in rows]
            noted = [verdict for _, verdict in verdicts if verdict is not None]
            back = [row.id for row, verdict in verdicts if verdict is None]
            claims.note(session, ledger, noted, owner=owner, at=now)
            claims.give_back(session, ledger, back, owner=owner, at=now)
        for verdict in noted:
            settled[verdict.state] = settled.get(verdict.state, 0) + 1
        if back:
            settled[DeliveryState.QUEUED] = settled.get(DeliveryState.QUEUED, 0) + len(back)
    return settled


def owners(database: Database) -> set[str]:
    """Return everyone who holds a claim."""
    with database.reading() as session:
        return {owner for _, ledger in LEDGERS for owner in claims.owners(session, ledger)}


def owners_gone(database: Database, *, clock: Clock) -> set[str]:
    """Return those whose claims ended so long ago that they count as gone."""
    before = clock() - AWAY
    with database.reading() as session:
        return {owner for _, ledger in LEDGERS for owner in claims.owners(session, ledger, expired_before=before)}


def _verdict(row: Stranded, letter: str, notes: Notes, retries: Retries, now: datetime) -> Noted | None:
    """Return what became of a stranded row; None when it never left or may leave again."""
    if not row.begun:
        return None
    key = f"{letter}{row.id}"
    about_this_claim = notes.until == row.claimed_until
    if about_this_claim and key in notes.answers:
        return retries.noted(row.id, row.attempts, notes.answers[key], now)
    if about_this_claim and (notes.repeatable or (notes.whole and key not in notes.handed)):
        return None
    return Noted(id=row.id, state=DeliveryState.UNCERTAIN, reason=DIED)
