"""What we did: one row per edition and subscriber, one per notice; and what came back."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column
from distrib.model.moves import step


class DeliveryState(StrEnum):
    """What became of one copy. The audience of an edition is always the sum of these."""

    QUEUED = "queued"  #: waits for a lane
    CLAIMED = "claimed"  #: a lane has it
    DEFERRED = "deferred"  #: the other side asked to try later
    SENT = "sent"  #: the relay took it
    FAILED = "failed"  #: refused for good, or expired
    UNCERTAIN = "uncertain"  #: may have arrived: never sent again by the machine unless the list says so
    SUPPRESSED = "suppressed"  #: something stopped it at the freeze or at the claim
    CANCELLED = "cancelled"  #: a human ended it


D = DeliveryState
DELIVERY_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    D.QUEUED: frozenset({D.CLAIMED, D.SUPPRESSED, D.CANCELLED, D.FAILED}),  # FAILED: expired
    D.DEFERRED: frozenset({D.CLAIMED, D.SUPPRESSED, D.FAILED, D.CANCELLED}),
    D.CLAIMED: frozenset(
        # QUEUED: given back before anything left
        {D.SENT, D.DEFERRED, D.FAILED, D.UNCERTAIN, D.SUPPRESSED, D.CANCELLED, D.QUEUED}
    ),
    # By the owner's journal, a human or the list's policy; never by an event.
    D.UNCERTAIN: frozenset({D.SENT, D.FAILED, D.QUEUED}),
    D.FAILED: frozenset({D.QUEUED}),  # by a human, unless it expired
}
OPEN_STATES = (D.QUEUED, D.CLAIMED, D.DEFERRED)
"""While a row is in one of these its edition is not settled."""

_OPEN = "state IN ('queued', 'deferred', 'claimed', 'uncertain')"


class Delivery(SQLModel, table=True):
    """An edition's copy for one subscriber."""

    __table_args__ = (
        UniqueConstraint("edition_id", "subscriber_id"),
        Index("ix_delivery_open", "edition_id", "state", "id", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    subscriber_id: int = Field(foreign_key="subscriber.id", index=True)
    subscription_id: int = Field(foreign_key="subscription.id")
    wave_id: int = Field(foreign_key="wave.id")
    state: DeliveryState = Field(default=D.QUEUED, sa_type=enum_column(DeliveryState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = None  #: of suppressed, failed, cancelled, deferred: in words
    plan_key: str = ""  #: digest version, cards and forms, arm: as sent
    arm: str = ""
    digest_version: int | None = None
    kill_generation: int = 0
    owner: str | None = None  #: "<host id>:<lane>" while claimed
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begun: bool = False  #: handing over began: without an answer it is uncertain
    attempts: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: of a deferred one
    dated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: its Date header, kept for retries
    reply: str | None = None  #: the other side's, when it says more than ok
    remote_id: str | None = None

    def move(self, to: DeliveryState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, DELIVERY_MOVES)


class NoticeKind(StrEnum):
    """Why one mail that is no edition is written."""

    CONFIRM = "confirm"
    WELCOME = "welcome"
    GOODBYE = "goodbye"
    PREFERENCES = "preferences"  #: a link to one's own choices, asked for by address
    SIGN_IN = "sign_in"  #: staff
    TEST = "test"  #: a digest as a test, marked [TEST]
    ALARM = "alarm"  #: something needs a human


class Notice(SQLModel, table=True):
    """One mail to one address that is no edition: made in its cause's transaction, sent before bulk."""

    __table_args__ = (
        UniqueConstraint("kind", "cause"),
        Index("ix_notice_open", "state", "id", sqlite_where=text(_OPEN), postgresql_where=text(_OPEN)),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: NoticeKind = Field(sa_type=enum_column(NoticeKind))
    cause: str  #: what made it, once: `subscription:5:2026-11-24T05:00` …
    subscriber_id: int | None = Field(default=None, foreign_key="subscriber.id", index=True)
    user_id: int | None = Field(default=None, foreign_key="user.id")
    list_id: int | None = Field(default=None, foreign_key="mailinglist.id")
    edition_id: int | None = Field(default=None, foreign_key="edition.id")
    subscription_id: int | None = Field(default=None, foreign_key="subscription.id")
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: ids and words, never a token
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: DeliveryState = Field(default=D.QUEUED, sa_type=enum_column(DeliveryState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = None
    owner: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begun: bool = False
    attempts: int = 0
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reply: str | None = None
    remote_id: str | None = None

    def move(self, to: DeliveryState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, DELIVERY_MOVES)


class EventKind(StrEnum):
    """What came back for a delivery."""

    BOUNCED = "bounced"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    COMPLAINED = "complained"
    CLICKED = "clicked"
    UNSUBSCRIBED = "unsubscribed"
    UNKNOWN = "unknown"


class DeliveryEvent(SQLModel, table=True):
    """What came back: a row beside the delivery, never a change of its state."""

    id: int | None = Field(default=None, primary_key=True)
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id", index=True)
    kind: EventKind = Field(sa_type=enum_column(EventKind))
    at: datetime = Field(sa_type=UtcDateTime)
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
