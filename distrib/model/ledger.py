"""What the ledger hands to a lane and takes back: values beside the rows of deliveries and notices."""

from dataclasses import dataclass
from datetime import datetime

from distrib.model.deliveries import DeliveryState, Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A claimed delivery, with all that its composing needs."""

    id: int
    edition_id: int
    subscriber_id: int
    subscription_id: int
    address: str
    name: str
    plan_key: str
    digest_version: int
    dated_at: datetime
    attempts: int  #: before this one


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedNotice:
    """A claimed notice."""

    id: int
    attempts: int  #: before this one
    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What became of a claimed row: written back in batches."""

    id: int
    state: DeliveryState
    reason: str | None = None
    due_at: datetime | None = None
    reply: str | None = None
    remote_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranded:
    """A claimed row that its owner has let lie."""

    id: int
    owner: str
    begun: bool
    attempts: int
    claimed_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One confirmed subscription of a list, as the freeze meets it."""

    subscription_id: int
    subscriber_id: int
    address: str
    address_key: str
    sections: tuple[int, ...] | None  #: section ids; None: all
