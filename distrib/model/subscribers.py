"""Who reads, what ties them to a list, and whom we never write to again."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column
from distrib.model.moves import step


class SubscriptionState(StrEnum):
    """Whether someone takes a list."""

    UNCONFIRMED = "unconfirmed"  #: signed up, has not said yes in their own mailbox
    CONFIRMED = "confirmed"  #: takes it
    UNSUBSCRIBED = "unsubscribed"  #: left


S = SubscriptionState
SUBSCRIPTION_MOVES: Mapping[SubscriptionState, frozenset[SubscriptionState]] = {
    S.UNCONFIRMED: frozenset({S.CONFIRMED, S.UNSUBSCRIBED}),
    S.CONFIRMED: frozenset({S.UNSUBSCRIBED}),
    S.UNSUBSCRIBED: frozenset({S.UNCONFIRMED, S.CONFIRMED}),  # CONFIRMED: the undo of a click, or a new yes
}


class SuppressionReason(StrEnum):
    """Why an address is never written to."""

    COMPLAINT = "complaint"
    BOUNCE = "bounce"
    MANUAL = "manual"
    ERASED = "erased"


class Subscriber(SQLModel, table=True):
    """A reader. `address` as they wrote it; `address_key` is what is compared."""

    id: int | None = Field(default=None, primary_key=True)
    address: str
    address_key: str = Field(unique=True)  #: normalised: lower case, ASCII domain
    name: str = ""
    language: str = "en"  #: of pages and notices
    made_at: datetime = Field(sa_type=UtcDateTime)


class Subscription(SQLModel, table=True):
    """The tie between a subscriber and a list."""

    __table_args__ = (UniqueConstraint("subscriber_id", "list_id"),)

    id: int | None = Field(default=None, primary_key=True)
    subscriber_id: int = Field(foreign_key="subscriber.id", index=True)
    list_id: int = Field(foreign_key="mailinglist.id", index=True)
    state: SubscriptionState = Field(default=S.UNCONFIRMED, sa_type=enum_column(SubscriptionState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    sections: list[int] | None = Field(default=None, sa_type=Json)  #: None: all, new ones too; else section ids
    consent_source: str = ""  #: where the yes came from: form, import, staff
    consent: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: time, form text, origin
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    unsubscribed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    left_after_edition: int | None = None

    def move(self, to: SubscriptionState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, SUBSCRIPTION_MOVES)


class Suppression(SQLModel, table=True):
    """An address never to be written to again; kept by hash, so that it outlives erasure."""

    address_hash: str = Field(primary_key=True)  #: sha256 of the address key, hex
    reason: SuppressionReason = Field(sa_type=enum_column(SuppressionReason))
    by: str = "machine"
    made_at: datetime = Field(sa_type=UtcDateTime)
