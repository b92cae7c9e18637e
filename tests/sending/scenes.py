"""An edition on its way, and a lane for it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from distrib.clock import Clock
from distrib.model.deliveries import Delivery, DeliveryState
from distrib.model.editions import EditionState
from distrib.model.ledger import Copy
from distrib.model.messages import Message
from distrib.sending.answers import Retries
from distrib.sending.journal import Journal
from distrib.sending.lanes import Lane
from distrib.sending.ledgers import EditionLedger
from distrib.store import deliveries
from distrib.store.engine import Database
from tests import factories
from tests.factories import NOON


class Killed(BaseException):
    """What a kill -9 looks like from inside: nothing after it runs."""


def an_edition_on_its_way(database: Database, copies: int = 3, **given: Any) -> int:
    """Store an edition that is being sent, its audience frozen, and return its id."""
    with database.writing() as session:
        factories.a_newsroom(session)
        mailing_list = factories.a_list(session)
        edition = factories.an_edition(
            session,
            mailing_list,
            **{
                "state": EditionState.SENDING,
                "frozen_at": NOON,
                "audience": copies,
                "digest_version": 1,
                "due_at": NOON,
                **given,
            },
        )
        wave = factories.a_wave(session, edition)
        for _ in range(copies):
            factories.a_delivery(session, edition, wave_id=wave.id, plan_key="v1:1L", digest_version=1)
        assert edition.id is not None
        return edition.id


def compose(copy: Copy) -> Message:
    return Message(
        key=f"d{copy.id}",
        mail_from="b@bounces.paper.example",
        rcpt_to=copy.address,
        pieces=(b"Subject: x\r\n\r\nx\r\n",),
    )


def a_lane(database: Database, edition_id: int, transport: Any, folder: Path, clock: Clock, **given: Any) -> Lane[Copy]:
    defaults: dict[str, Any] = {
        "database": database,
        "ledger": EditionLedger(edition_id),
        "transport": transport,
        "compose": compose,
        "clock": clock,
        "owner": "test-host:lane-0",
        "journal": Journal(folder / "lane-0.journal"),
        "lease": timedelta(seconds=120),
        "claim": 2,
        "retries": Retries(minutes=(5, 15)),
    }
    return Lane(**{**defaults, **given})


def states(database: Database, edition_id: int) -> dict[str, int]:
    with database.reading() as session:
        counts = deliveries.counts(session, edition_id)
    return {state.value: count for state, count in counts.items() if count}


def rows(database: Database, edition_id: int) -> list[Delivery]:
    with database.reading() as session:
        return [row for row, _ in deliveries.find(session, edition_id=edition_id)]


def set_state(database: Database, delivery_id: int | None, state: DeliveryState, at: datetime = NOON) -> None:
    with database.writing() as session:
        row = session.get_one(Delivery, delivery_id)
        row.state, row.moved_at = state, at
        session.add(row)
