"""Lanes at work for one verb: settle what dead lanes left, then let as many as the sender allows work side by side."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Event, Lock
from typing import TypeVar

from distrib.model.deliveries import DeliveryState
from distrib.model.lists import Sender
from distrib.model.messages import Message
from distrib.pipeline import seats
from distrib.pipeline.parts import Parts
from distrib.sending import recovering
from distrib.sending.answers import Retries
from distrib.sending.journal import Journal
from distrib.sending.lanes import Ended, Lane, Ledger, Row
from distrib.store import deliveries

R = TypeVar("R", bound=Row)
MOST_LANES = 64
CANCELLED = "The edition was cancelled."


def hand_over(
    parts: Parts,
    ledger: Ledger[R],
    sender: Sender,
    compose: Callable[[R], Message],
    *,
    on_noted: Callable[[int], None] = lambda _: None,
) -> Ended:
    """Hand over everything of `ledger` that is due, by this sender; lanes that die later are settled next time."""
    transport = parts.transport(sender)
    sending = parts.settings.sending
    stop, counting = Event(), Lock()

    def counted(many: int) -> None:
        with counting:
            on_noted(many)

    def work(_: int) -> Ended:
        with _seated(parts) as (owner, journal):
            lane = Lane(
                database=parts.database,
                ledger=ledger,
                transport=transport,
                compose=compose,
                clock=parts.clock,
                owner=owner,
                journal=journal,
                lease=timedelta(seconds=sending.lease_seconds),
                claim=sending.claim,
                retries=retries(parts),
                stop=stop,
                on_noted=counted,
            )
            try:
                ended = lane.run()
            except BaseException:
                stop.set()  # the others end after what they have on the wire
                raise
            if ended.broken:
                stop.set()
            return ended

    settle_the_dead(parts)
    lanes = lanes_of(sender)
    if lanes == 1:
        return work(0)
    with ThreadPoolExecutor(lanes, thread_name_prefix="lane") as pool:
        return _together(list(pool.map(work, range(lanes))))


def lanes_of(sender: Sender) -> int:
    """Return how many connections a sender's options allow: one unless they say more."""
    wanted = sender.options.get("connections", 1)
    return max(1, min(int(wanted), MOST_LANES)) if isinstance(wanted, int | str) and str(wanted).isdigit() else 1


def retries(parts: Parts) -> Retries:
    """Return when something put off is tried again."""
    return Retries(minutes=parts.settings.sending.retry_minutes)


def settle_the_dead(parts: Parts) -> dict[DeliveryState, int]:
    """Settle the claims of lanes of this host that nobody holds any more, and of hosts that are long gone.

    Returns how many went to which state.
    """
    settled: dict[DeliveryState, int] = {}
    gone = recovering.owners_gone(parts.database, clock=parts.clock)
    for owner in sorted(recovering.owners(parts.database)):
        host, _, name = owner.partition(":")
        if host == parts.host_id:
            with seats.seat(parts, name) as held:
                found = {} if held is None else _recovered(parts, owner, Journal(held.journal))
        else:
            # Without its journal, which is on that host: what it had begun is uncertain.
            nothing = Journal(parts.home / seats.FOLDER / "none")
            found = _recovered(parts, owner, nothing) if owner in gone else {}
        for state, many in found.items():
            settled[state] = settled.get(state, 0) + many
    if settled.get(DeliveryState.QUEUED):
        with parts.database.writing() as session:
            deliveries.cancel_leftovers(session, at=parts.clock(), reason=CANCELLED)
    return settled


@contextmanager
def _seated(parts: Parts) -> Iterator[tuple[str, Journal]]:
    with seats.any_seat(parts, "lane") as seat, closing(Journal(seat.journal)) as journal:
        _recovered(parts, seat.owner, journal)  # before the first claim: the journal speaks of the one before
        yield seat.owner, journal


def _recovered(parts: Parts, owner: str, journal: Journal) -> dict[DeliveryState, int]:
    return recovering.recover(parts.database, owner=owner, journal=journal, clock=parts.clock, retries=retries(parts))


def _together(ends: list[Ended]) -> Ended:
    whole = Ended()
    for ended in ends:
        whole.halt, whole.broken = whole.halt or ended.halt, whole.broken or ended.broken
        for state, many in ended.noted.items():
            whole.noted[state] = whole.noted.get(state, 0) + many
    return whole
