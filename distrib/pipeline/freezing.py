"""The freeze: every confirmed subscription of the list gets its one delivery, queued or suppressed with its reason.

It goes through the subscriptions by id in short transactions and can be taken up again where it stopped. Only ids,
sections and clusters are looked at: a plan is a choice among cards that are compiled already.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlmodel import Session

from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition, EditionKind
from distrib.model.ledger import Reader
from distrib.model.plans import Plan
from distrib.pipeline.parts import Parts
from distrib.store import audience

SUPPRESSED = "The address is suppressed."
NO_ADDRESS = "There is no usable address."
NOTHING = "Nothing for this reader: their sections have no story in this edition."
HAD_ALL = "Nothing for this reader: another edition of the day brought them every story."
FIRST_SLICE, SMALLEST, LARGEST = 2_000, 100, 20_000
HOLD_SECONDS = 0.05  #: how long one slice may hold SQLite's write lock


class Plans(Protocol):
    """What says which cards make a reader's copy."""

    def plan(self, sections: frozenset[str] | None, leave_out: frozenset[int] = frozenset()) -> Plan: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Freeze:
    """One edition's freeze."""

    edition_id: int
    list_id: int
    wave_id: int
    plans: Plans
    sections: dict[int, str]  #: section id -> slug
    exempt: frozenset[int]  #: clusters that may reach a reader twice in a day
    repeats: bool  #: the whole edition may: a correction


def freeze_all(parts: Parts, freeze: Freeze) -> int:
    """Make every delivery that is still missing; returns the audience. Safe to call again, and by two at once."""
    size = FIRST_SLICE
    while True:
        began = time.perf_counter()
        with parts.database.writing() as session:
            edition = audience.freezing(session, freeze.edition_id)
            if edition is None:
                return audience.audience(session, freeze.edition_id)
            _slice(session, freeze, edition, size, parts.clock())
        held = time.perf_counter() - began
        size = min(LARGEST, max(SMALLEST, int(size * HOLD_SECONDS / max(held, 0.001))))


def _slice(session: Session, freeze: Freeze, edition: Edition, size: int, now: datetime) -> None:
    """Freeze the next `size` readers; with none left, the freeze is over."""
    readers = audience.readers(session, freeze.list_id, after=edition.frozen_through, limit=size)
    if readers:
        audience.add(session, _rows(session, freeze, edition, readers, now))
        edition.frozen_through = readers[-1].subscription_id
    else:
        edition.frozen_at = now
        edition.audience = audience.audience(session, freeze.edition_id)
        audience.wave(session, freeze.edition_id, edition.due_at).audience = edition.audience
    session.add(edition)


def _rows(
    session: Session, freeze: Freeze, edition: Edition, readers: Sequence[Reader], now: datetime
) -> list[dict[str, Any]]:
    suppressed = audience.suppressed(session, [reader.address_key for reader in readers])
    had: dict[int, set[int]] = {}
    if not freeze.repeats:
        had = audience.had_today(session, edition, [reader.subscriber_id for reader in readers])
    rows = []
    for reader in readers:
        plan, reason = _decided(freeze, reader, had.get(reader.subscriber_id, set()), suppressed)
        rows.append(
            {
                "edition_id": freeze.edition_id,
                "subscriber_id": reader.subscriber_id,
                "subscription_id": reader.subscription_id,
                "wave_id": freeze.wave_id,
                "state": DeliveryState.SUPPRESSED if reason else DeliveryState.QUEUED,
                "reason": reason,
                "moved_at": now,
                "plan_key": "" if reason else plan.key,
                "digest_version": plan.digest_version,
                "arm": plan.arm,
                "kill_generation": 0,
                "begun": False,
                "attempts": 0,
            }
        )
    return rows


def _decided(freeze: Freeze, reader: Reader, had: set[int], suppressed: set[str]) -> tuple[Plan, str | None]:
    """Return a reader's plan, and why they get nothing if they do."""
    chosen = None if reader.sections is None else frozenset(freeze.sections.get(one, "") for one in reader.sections)
    plan = freeze.plans.plan(chosen, frozenset(had - freeze.exempt))
    if reader.address_key in suppressed:
        return plan, SUPPRESSED
    if "@" not in reader.address:
        return plan, NO_ADDRESS
    if not plan.cards:
        return plan, HAD_ALL if freeze.plans.plan(chosen).cards else NOTHING
    return plan, None


def may_repeat(edition: Edition) -> bool:
    """Tell whether an edition tells again what readers had today: a correction does."""
    return edition.kind is EditionKind.CORRECTION
