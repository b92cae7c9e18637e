import threading
from datetime import timedelta

from sqlalchemy import event

from distrib.model.deliveries import Delivery, DeliveryState
from distrib.model.editions import Wave
from distrib.model.ledger import Noted
from distrib.store import claims, deliveries
from distrib.store.engine import Database
from tests.factories import NOON
from tests.sending.scenes import an_edition_on_its_way, rows, set_state, states

UNTIL = NOON + timedelta(minutes=2)


def claim(database: Database, edition_id: int, owner: str, limit: int = 100) -> list[int]:
    with database.writing() as session:
        return deliveries.claim(session, edition_id, owner=owner, at=NOON, until=UNTIL, limit=limit)


def test_many_claim_at_once_and_none_gets_what_another_has(database: Database) -> None:
    edition_id, taken = an_edition_on_its_way(database, 60), dict[str, list[int]]()

    def work(owner: str) -> None:
        taken[owner] = []
        while ids := claim(database, edition_id, owner, limit=4):
            taken[owner] += ids

    threads = [threading.Thread(target=work, args=(f"host:lane-{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    every = [one for ids in taken.values() for one in ids]
    assert len(every) == len(set(every)) == 60
    assert {row.owner for row in rows(database, edition_id)} == {owner for owner, ids in taken.items() if ids}


def test_a_wave_that_is_paused_or_not_due_is_left_alone(database: Database) -> None:
    edition_id = an_edition_on_its_way(database, 2)
    with database.writing() as session:
        session.get_one(Wave, 1).paused = True
    assert claim(database, edition_id, "host:lane-0") == []
    with database.writing() as session:
        wave = session.get_one(Wave, 1)
        wave.paused, wave.due_at = False, NOON + timedelta(minutes=1)
    assert claim(database, edition_id, "host:lane-0") == []


def test_nobody_notes_or_gives_back_what_is_not_theirs(database: Database) -> None:
    edition_id = an_edition_on_its_way(database, 2)
    mine = claim(database, edition_id, "host:lane-0")
    with database.writing() as session:
        claims.note(session, Delivery, [Noted(id=mine[0], state=DeliveryState.SENT)], owner="host:lane-1", at=NOON)
        claims.give_back(session, Delivery, mine, owner="host:lane-1", at=NOON)
        assert claims.begin(session, Delivery, mine, owner="host:lane-1", at=NOON) == set()
        assert claims.begin(session, Delivery, [], owner="host:lane-0", at=NOON) == set()
        assert claims.begin(session, Delivery, mine, owner="host:lane-0", at=UNTIL) == set(), "the claim has ended"

    assert states(database, edition_id) == {"claimed": 2}


def test_a_settled_copy_is_never_noted_again(database: Database) -> None:
    edition_id = an_edition_on_its_way(database, 1)
    [one] = claim(database, edition_id, "host:lane-0")
    for state in (DeliveryState.SENT, DeliveryState.FAILED):
        with database.writing() as session:
            claims.note(session, Delivery, [Noted(id=one, state=state)], owner="host:lane-0", at=NOON)

    assert states(database, edition_id) == {"sent": 1}


def test_why_copies_did_not_arrive_is_counted_by_reason(database: Database) -> None:
    edition_id = an_edition_on_its_way(database, 4)
    for one, why in ((1, "full"), (2, "full"), (3, "unknown")):
        claim(database, edition_id, "host:lane-0")
        with database.writing() as session:
            outcome = Noted(id=one, state=DeliveryState.FAILED, reason=why)
            claims.note(session, Delivery, [outcome], owner="host:lane-0", at=NOON)

    with database.reading() as session:
        assert deliveries.reasons(session, edition_id) == [
            (DeliveryState.FAILED, "full", 2),
            (DeliveryState.FAILED, "unknown", 1),
        ]
        assert deliveries.find(session, state=DeliveryState.FAILED, after=1, limit=1)[0][0].id == 2
        assert deliveries.counts(session, edition_id)[DeliveryState.CLAIMED] == 1


def test_uncertain_copies_are_queued_again_only_while_attempts_are_left(database: Database) -> None:
    edition_id = an_edition_on_its_way(database, 2)
    for one, attempts in ((1, 1), (2, 9)):
        set_state(database, one, DeliveryState.UNCERTAIN)
        with database.writing() as session:
            session.get_one(Delivery, one).attempts = attempts

    with database.writing() as session:
        assert deliveries.resend_uncertain(session, edition_id, at=NOON, most_attempts=5) == 1

    assert states(database, edition_id) == {"queued": 1, "uncertain": 1}


def test_claims_walk_the_small_index_of_what_is_open(sqlite_database: Database) -> None:
    edition_id, said = an_edition_on_its_way(sqlite_database, 2), list[tuple[str, object]]()

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith("SELECT delivery.id"):
            said.append((statement, parameters))

    claim(sqlite_database, edition_id, "host:lane-0")

    statement, parameters = said[0]
    with sqlite_database.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
    assert any("ix_delivery_open" in str(row) for row in plan), plan
