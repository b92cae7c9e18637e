import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from distrib.clock import Clock, stopped
from distrib.errors import NotFound, SenderProblem
from distrib.model.deliveries import Delivery, DeliveryState
from distrib.model.editions import Edition, EditionState
from distrib.model.ledger import Copy
from distrib.model.lists import MailingList, Newsroom, Sender
from distrib.model.messages import Message, Outcome, Receipt
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, SuppressionReason
from distrib.sending.recovering import recover
from distrib.store import claims, deliveries, subscribers
from distrib.store.engine import Database, StoreBusy
from tests.factories import NOON
from tests.fakes import FakeTransport
from tests.sending.scenes import Killed, a_lane, an_edition_on_its_way, compose, rows, states


def test_every_copy_is_handed_over_once_and_noted(database: Database, tmp_path: Path, clock: Clock) -> None:
    edition_id, transport, done = an_edition_on_its_way(database, 5), FakeTransport(), []

    ended = a_lane(database, edition_id, transport, tmp_path, clock, on_noted=done.append).run()

    assert states(database, edition_id) == {"sent": 5}
    assert len({message.rcpt_to for message in transport.taken}) == len(transport.taken) == 5
    assert ended.noted == {DeliveryState.SENT: 5}
    assert sum(done) == 5
    assert all(row.owner is None and row.begun and row.attempts == 1 for row in rows(database, edition_id))


def test_run_again_it_finds_nothing_to_do(database: Database, tmp_path: Path, clock: Clock) -> None:
    edition_id, transport = an_edition_on_its_way(database), FakeTransport()
    a_lane(database, edition_id, transport, tmp_path, clock).run()

    a_lane(database, edition_id, transport, tmp_path, clock).run()

    assert len(transport.taken) == 3


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.TRY_LATER, DeliveryState.DEFERRED),
        (Outcome.REFUSED, DeliveryState.FAILED),
        (Outcome.UNSURE, DeliveryState.UNCERTAIN),
    ],
)
def test_each_answer_becomes_a_state_with_a_reason(
    sqlite_database: Database, tmp_path: Path, clock: Clock, outcome: Outcome, state: DeliveryState
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database), FakeTransport()
    with sqlite_database.reading() as session:
        [_, (second, address), _] = deliveries.find(session, edition_id=edition_id)
        second_id = second.id
    transport.answers[address] = outcome

    a_lane(sqlite_database, edition_id, transport, tmp_path, clock).run()

    row = rows(sqlite_database, edition_id)[1]
    assert (row.id, row.state) == (second_id, state)
    assert row.reason
    assert row.reply == "as told"
    assert states(sqlite_database, edition_id)["sent"] == 2


def test_one_put_off_is_tried_again_when_due_and_expires_in_the_end(sqlite_database: Database, tmp_path: Path) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 1), FakeTransport()
    with sqlite_database.reading() as session:
        [(_, address)] = deliveries.find(session, edition_id=edition_id)
    transport.answers[address] = Outcome.TRY_LATER
    tries: list[datetime] = []

    for minute in range(0, 60, 5):
        now = NOON + timedelta(minutes=minute)
        lane = a_lane(sqlite_database, edition_id, transport, tmp_path, stopped(now))
        if lane.run().noted:
            tries.append(now)

    [row] = rows(sqlite_database, edition_id)
    assert [at - NOON for at in tries] == [timedelta(minutes=0), timedelta(minutes=5), timedelta(minutes=20)]
    assert row.state is DeliveryState.FAILED
    assert row.reason is not None
    assert row.reason.startswith("Expired")
    assert row.attempts == 3


def test_a_retry_keeps_its_date(sqlite_database: Database, tmp_path: Path) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 1), FakeTransport()
    dates: list[datetime] = []

    def noting(copy: Copy) -> Message:
        dates.append(copy.dated_at)
        transport.answers[copy.address] = Outcome.TRY_LATER
        return compose(copy)

    for minute in (0, 5):
        now = stopped(NOON + timedelta(minutes=minute))
        a_lane(sqlite_database, edition_id, transport, tmp_path, now, compose=noting).run()

    assert dates == [NOON, NOON]


def test_a_relay_may_ask_for_a_longer_wait(sqlite_database: Database, tmp_path: Path, clock: Clock) -> None:
    class Patient(FakeTransport):
        def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
            for message in messages:
                yield Receipt(key=message.key, outcome=Outcome.TRY_LATER, retry_after=timedelta(hours=1))

    edition_id = an_edition_on_its_way(sqlite_database, 1)
    a_lane(sqlite_database, edition_id, Patient(), tmp_path, clock).run()

    assert rows(sqlite_database, edition_id)[0].due_at == NOON + timedelta(hours=1)


def test_whoever_left_or_was_suppressed_after_the_freeze_gets_nothing(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(database, 3), FakeTransport()
    first, second, _ = rows(database, edition_id)
    with database.writing() as session:
        tie = session.get_one(Subscription, first.subscription_id)
        tie.move(SubscriptionState.UNSUBSCRIBED, NOON)
        session.add(tie)
        key = session.get_one(Subscriber, second.subscriber_id).address_key
        hashed = hashlib.sha256(key.encode()).hexdigest()
        subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.COMPLAINT, by="cli", now=NOON)

    a_lane(database, edition_id, transport, tmp_path, clock).run()

    assert states(database, edition_id) == {"suppressed": 2, "sent": 1}
    assert len(transport.taken) == 1
    reasons = [row.reason for row in rows(database, edition_id)]
    assert reasons[0] is not None
    assert "unsubscribed" in reasons[0]
    assert reasons[1] == "The address is suppressed."


def halting(database: Database, edition_id: int, what: str) -> None:
    with database.writing() as session:
        edition = session.get_one(Edition, edition_id)
        mailing_list = session.get_one(MailingList, edition.list_id)
        if what == "edition paused":
            edition.move(EditionState.PAUSED, NOON)
        elif what == "edition cancelled":
            edition.move(EditionState.CANCELLED, NOON)
        elif what == "list paused":
            mailing_list.paused = True
        elif what == "sender paused":
            session.get_one(Sender, mailing_list.sender_id).paused = True
        else:
            session.get_one(Newsroom, 1).hold = True


class StopsAfterClaim(Database):
    """A database in which a human does something between a claim and the look that follows it."""

    def __init__(self, real: Database, do: Callable[[], None]) -> None:
        self.real, self.do = real, do

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.real.writing() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        self.do()
        with self.real.reading() as session:
            yield session


HALTS = ["edition paused", "edition cancelled", "list paused", "sender paused", "newsroom on hold"]


@pytest.mark.parametrize("what", HALTS)
def test_what_is_stopped_between_claim_and_hand_over_goes_back(
    sqlite_database: Database, tmp_path: Path, clock: Clock, what: str
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 3), FakeTransport()
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, clock)
    lane.database = StopsAfterClaim(sqlite_database, lambda: halting(sqlite_database, edition_id, what))

    ended = lane.run()

    assert ended.halt
    assert transport.taken == []
    assert states(sqlite_database, edition_id) == {"queued": 3}
    assert all(row.attempts == 0 and row.owner is None for row in rows(sqlite_database, edition_id))


@pytest.mark.parametrize("what", HALTS)
def test_a_stop_while_handing_over_takes_at_most_a_second(sqlite_database: Database, tmp_path: Path, what: str) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 10), FakeTransport()
    now = [NOON]

    def on_message(_: Message) -> None:
        now[0] += timedelta(seconds=0.4)
        if len(transport.taken) == 2:
            halting(sqlite_database, edition_id, what)

    transport.on_message = on_message
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, lambda: now[0], claim=10)

    ended = lane.run()

    assert ended.halt
    assert 3 <= len(transport.taken) <= 6
    assert states(sqlite_database, edition_id)["queued"] == 10 - len(transport.taken)


def test_a_lane_that_is_told_to_stop_finishes_what_is_on_the_wire(sqlite_database: Database, tmp_path: Path) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 10), FakeTransport()
    now = [NOON]
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, lambda: now[0], claim=10)

    def on_message(_: Message) -> None:
        now[0] += timedelta(seconds=1)
        lane.stop.set()

    transport.on_message = on_message
    lane.run()

    assert states(sqlite_database, edition_id) == {"sent": 1, "queued": 9}


def test_a_lane_begins_nothing_near_its_leases_end(sqlite_database: Database, tmp_path: Path) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 4), FakeTransport()
    now = [NOON]

    def slow(_: Message) -> None:
        now[0] += timedelta(seconds=60)

    transport.on_message = slow
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, lambda: now[0], claim=4)

    lane.run()

    assert states(sqlite_database, edition_id) == {"sent": 4}
    assert len(transport.taken) == 4


def test_a_broken_sender_leaves_everything_queued_that_did_not_leave(
    database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(database, 4), FakeTransport()

    def break_after_one(_: Message) -> None:
        if transport.taken:
            raise SenderProblem("The relay does not let us in.")

    transport.on_message = break_after_one
    ended = a_lane(database, edition_id, transport, tmp_path, clock, claim=4).run()

    assert ended.broken == "The relay does not let us in."
    assert states(database, edition_id) == {"sent": 1, "queued": 3}
    assert [row.attempts for row in rows(database, edition_id)] == [1, 0, 0, 0]


def test_one_copy_that_can_not_be_composed_fails_and_the_others_go_on(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 3), FakeTransport()
    first = rows(sqlite_database, edition_id)[0].id

    def picky(copy: Copy) -> Message:
        if copy.id == first:
            raise NotFound("There is no such digest.")
        return compose(copy)

    a_lane(sqlite_database, edition_id, transport, tmp_path, clock, compose=picky).run()

    assert states(sqlite_database, edition_id) == {"failed": 1, "sent": 2}


def test_a_claim_with_nothing_to_hand_over_is_no_end(sqlite_database: Database, tmp_path: Path, clock: Clock) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 3), FakeTransport()

    def never(_: Copy) -> Message:
        raise NotFound("There is no such digest.")

    a_lane(sqlite_database, edition_id, transport, tmp_path, clock, compose=never, claim=1).run()

    assert states(sqlite_database, edition_id) == {"failed": 3}


def test_a_fault_while_composing_gives_everything_back(sqlite_database: Database, tmp_path: Path, clock: Clock) -> None:
    edition_id = an_edition_on_its_way(sqlite_database, 3)

    def broken(_: Copy) -> Message:
        raise KeyError("a fault of ours")

    with pytest.raises(KeyError):
        a_lane(sqlite_database, edition_id, FakeTransport(), tmp_path, clock, compose=broken).run()

    assert states(sqlite_database, edition_id) == {"queued": 3}


def test_a_fault_of_the_transport_makes_only_what_was_on_the_wire_uncertain(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 4), FakeTransport()

    def fault(_: Message) -> None:
        if transport.taken:
            raise KeyError("a fault of ours")

    transport.on_message = fault
    with pytest.raises(KeyError):
        a_lane(sqlite_database, edition_id, transport, tmp_path, clock, claim=4).run()

    assert states(sqlite_database, edition_id) == {"sent": 1, "uncertain": 1, "queued": 2}


def test_a_transport_that_answers_oddly_leaves_no_row_unaccounted_for(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    class Odd(FakeTransport):
        def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
            first, *_ = list(messages)
            yield Receipt(key="d999999", outcome=Outcome.TAKEN)
            yield Receipt(key=first.key, outcome=Outcome.TAKEN)
            yield Receipt(key=first.key, outcome=Outcome.REFUSED)

    edition_id = an_edition_on_its_way(sqlite_database, 2)
    a_lane(sqlite_database, edition_id, Odd(), tmp_path, clock).run()

    assert states(sqlite_database, edition_id) == {"sent": 1, "uncertain": 1}


def test_a_journal_that_can_not_be_written_stops_the_lane_before_anything_leaves(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 2), FakeTransport()
    (tmp_path / "lane-0.journal").mkdir()

    ended = a_lane(sqlite_database, edition_id, transport, tmp_path, clock).run()

    assert ended.broken is not None
    assert "journal" in ended.broken
    assert transport.taken == []
    assert states(sqlite_database, edition_id) == {"queued": 2}


@pytest.mark.parametrize(("full_at", "sent"), [("h", 0), ("a", 1)])
def test_a_journal_that_fills_up_on_the_way_stops_the_lane_before_the_next_message(
    sqlite_database: Database, tmp_path: Path, clock: Clock, full_at: str, sent: int
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 3), FakeTransport()
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, clock, claim=3)
    write = lane.journal._write

    def full(record: str) -> None:
        if record.startswith(full_at):
            raise SenderProblem("The journal lane-0.journal can't be written: No space left on device.")
        write(record)

    lane.journal._write = full  # type: ignore[method-assign]  # a full disk

    assert lane.run().broken
    assert len(transport.taken) == sent
    assert states(sqlite_database, edition_id).get("sent", 0) == sent
    assert states(sqlite_database, edition_id)["queued"] == 3 - sent


STEPS = ["claimed", "composing", "begun", "handing over", "answered", "noting"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("journal", ["kept", "lost"])
def test_killed_at_any_step_nothing_is_doubled_and_nothing_is_lost(
    database: Database, tmp_path: Path, clock: Clock, step: str, journal: str
) -> None:
    edition_id, transport = an_edition_on_its_way(database, 6), FakeTransport()
    lane = a_lane(database, edition_id, transport, tmp_path, clock, claim=3)
    kill_at(lane, transport, step)
    with pytest.raises(Killed):
        lane.run()
    lane.journal.close()
    if journal == "lost":
        (tmp_path / "lane-0.journal").unlink(missing_ok=True)
    transport.on_message = None

    again = a_lane(database, edition_id, transport, tmp_path, clock, claim=3)
    recover(database, owner=again.owner, journal=again.journal, clock=clock, retries=again.retries)
    again.run()

    arrived = [message.key for message in transport.taken]
    assert len(arrived) == len(set(arrived)), "doubled"
    found = states(database, edition_id)
    assert sum(found.values()) == 6
    uncertain = {f"d{row.id}" for row in rows(database, edition_id) if row.state is DeliveryState.UNCERTAIN}
    sent = {f"d{row.id}" for row in rows(database, edition_id) if row.state is DeliveryState.SENT}
    assert sent <= set(arrived)
    assert set(arrived) <= sent | uncertain, "arrived, but called queued or failed"
    assert len(sent | uncertain) == 6
    if journal == "kept":
        assert len(uncertain) <= 1, "more than what was on the wire"
    if journal == "lost":
        assert len(uncertain) <= 3, "more than one claim"


def kill_at(lane: object, transport: FakeTransport, step: str) -> None:
    """Make the lane's second claim die at a step."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    def after(call: object, times: int) -> object:
        seen = iter(range(100))

        def wrapped(*args: object, **given: object) -> object:
            answer = call(*args, **given)  # type: ignore[operator]
            if next(seen) >= times:
                raise Killed
            return answer

        return wrapped

    if step == "claimed":
        lane.ledger.look = die  # type: ignore[attr-defined]
    elif step == "composing":
        lane.compose = after(compose, 4)  # type: ignore[attr-defined]
    elif step == "begun":
        lane.transport = type("Dies", (), {"deliver": die, "repeatable": False})()  # type: ignore[attr-defined]
    elif step == "handing over":
        transport.on_message = lambda _: die() if len(transport.taken) == 4 else None
    elif step == "answered":
        lane.journal.answered = after(lane.journal.answered, 4)  # type: ignore[attr-defined]
    else:
        lane._note = die  # type: ignore[attr-defined]


def test_an_answer_that_comes_after_the_lane_was_given_up_still_counts(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 1), FakeTransport()
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, clock)

    def given_up(_: Message) -> None:
        lane.journal.path.unlink()
        recover(sqlite_database, owner=lane.owner, journal=lane.journal, clock=clock, retries=lane.retries)
        assert states(sqlite_database, edition_id) == {"uncertain": 1}

    transport.on_message = given_up
    lane.run()

    assert states(sqlite_database, edition_id) == {"sent": 1}


def test_a_lane_whose_claim_was_taken_back_hands_nothing_over(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 1), FakeTransport()

    def slow(copy: Copy) -> Message:
        with sqlite_database.writing() as session:
            claims.give_back(session, Delivery, [copy.id], owner="test-host:lane-0", at=NOON)
        lane.stop.set()
        return compose(copy)

    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, clock, compose=slow)
    lane.run()

    assert transport.taken == []
    assert states(sqlite_database, edition_id) == {"queued": 1}


def test_a_database_that_can_not_be_written_while_noting_loses_no_answer(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 2), FakeTransport()
    lane = a_lane(sqlite_database, edition_id, transport, tmp_path, clock)

    def busy(*_: object) -> None:
        raise StoreBusy

    lane._note = busy  # type: ignore[assignment, method-assign]
    with pytest.raises(StoreBusy):
        lane._hand_over({row.id or 0: compose_row(row) for row in claim_all(lane)}, {1: 1, 2: 1}, NOON + lane.lease)
    lane.journal.close()
    fresh = a_lane(sqlite_database, edition_id, transport, tmp_path, clock)

    settled = recover(sqlite_database, owner=lane.owner, journal=fresh.journal, clock=clock, retries=lane.retries)

    assert settled == {DeliveryState.SENT: 2}


def claim_all(lane: object) -> list[Delivery]:
    with lane.database.writing() as session:  # type: ignore[attr-defined]
        lane.ledger.claim(session, owner=lane.owner, at=NOON, until=NOON + lane.lease, limit=9)  # type: ignore[attr-defined]
    return rows(lane.database, lane.ledger.edition_id)  # type: ignore[attr-defined]


def compose_row(row: Delivery) -> Message:
    return Message(key=f"d{row.id}", mail_from="b@x.example", rcpt_to=f"{row.id}@x.example", pieces=(b"x",))


def test_two_lanes_never_hand_over_the_same_copy(database: Database, tmp_path: Path, clock: Clock) -> None:
    edition_id, transport = an_edition_on_its_way(database, 60), FakeTransport()
    lanes = []
    for number in range(4):
        folder = tmp_path / str(number)
        lanes.append(a_lane(database, edition_id, transport, folder, clock, owner=f"test-host:lane-{number}", claim=3))
    threads = [threading.Thread(target=lane.run) for lane in lanes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    keys = [message.key for message in transport.taken]
    assert len(keys) == len(set(keys)) == 60
    assert states(database, edition_id) == {"sent": 60}


def test_a_fault_while_the_outbox_takes_a_message_leaves_it_queued(
    sqlite_database: Database, tmp_path: Path, clock: Clock
) -> None:
    edition_id, transport = an_edition_on_its_way(sqlite_database, 3), FakeTransport()
    transport.repeatable = True

    def fault(_: Message) -> None:
        if transport.taken:
            raise KeyError("ours")

    transport.on_message = fault
    with pytest.raises(KeyError):
        a_lane(sqlite_database, edition_id, transport, tmp_path, clock, claim=3).run()

    assert states(sqlite_database, edition_id) == {"sent": 1, "queued": 2}
