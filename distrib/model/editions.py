"""One list's digest of one day and time, what was chosen into it, and what was compiled."""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column
from distrib.model.moves import step


class EditionKind(StrEnum):
    """Why an edition was made."""

    REGULAR = "regular"  #: the clock's
    BREAKING = "breaking"  #: by hand, one cluster
    CORRECTION = "correction"  #: a mistake put right


class EditionState(StrEnum):
    """How far an edition has come."""

    PLANNED = "planned"  #: the clock made it; nothing is picked
    DRAFT = "draft"  #: picked and compiled; waits for approval
    APPROVED = "approved"  #: this digest's hash may leave
    SENDING = "sending"  #: its audience is frozen or being frozen
    PAUSED = "paused"  #: a human or a brake stopped it
    SENT = "sent"  #: every delivery is accounted for
    CANCELLED = "cancelled"  #: a human ended it
    SKIPPED = "skipped"  #: nothing worth sending, not approved in time, or too late


E = EditionState
EDITION_MOVES: Mapping[EditionState, frozenset[EditionState]] = {
    E.PLANNED: frozenset({E.DRAFT, E.CANCELLED, E.SKIPPED}),
    E.DRAFT: frozenset({E.APPROVED, E.CANCELLED, E.SKIPPED}),
    E.APPROVED: frozenset({E.DRAFT, E.SENDING, E.CANCELLED, E.SKIPPED}),  # DRAFT: an edit dropped the approval
    E.SENDING: frozenset({E.PAUSED, E.SENT, E.CANCELLED}),
    E.PAUSED: frozenset({E.SENDING, E.CANCELLED}),
}


class Edition(SQLModel, table=True):
    """One digest of a list: unique by list, day and time, both local to the list."""

    __table_args__ = (UniqueConstraint("list_id", "day", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="mailinglist.id", index=True)
    day: date
    at: time
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)  #: the same as a moment
    kind: EditionKind = Field(default=EditionKind.REGULAR, sa_type=enum_column(EditionKind))
    state: EditionState = Field(default=EditionState.PLANNED, sa_type=enum_column(EditionState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    reason: str | None = None  #: why it was skipped, paused or cancelled
    window_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    window_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: the lock
    subject: str | None = None  #: an editor's own
    subject_story_id: int | None = None  #: the story that subject speaks of
    intro: str | None = None
    digest_version: int | None = None  #: the newest compiled
    approved_hash: str | None = None
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_by: str | None = None  #: a user's id as `u5`, or "machine"
    started_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    frozen_through: int = 0  #: highest subscription id whose delivery was made
    frozen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    audience: int | None = None  #: rows made by the freeze
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def move(self, to: EditionState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, EDITION_MOVES)


class Pick(SQLModel, table=True):
    """A story chosen into an edition: where, in which order, and why."""

    __table_args__ = (UniqueConstraint("edition_id", "cluster_id"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    section_id: int = Field(foreign_key="section.id")
    story_id: int = Field(foreign_key="story.id", index=True)
    cluster_id: int = Field(foreign_key="cluster.id", index=True)
    rank: int  #: in its section, from 1
    score: float
    lead: bool = False  #: the edition's first story
    update: bool = False  #: sent before, but truly developed: exempt from no-repeat
    breaking: bool = False
    evergreen: bool = False  #: no news: it fills a thin day
    sponsor: str | None = None  #: who paid for its place
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    """Each {signal, value, weight, contribution, words}: see `distrib.model.candidates.Reason`."""
    also: list[str] = Field(default_factory=list, sa_type=Json)  #: names of other sources that report it
    by: str = "machine"  #: or `u5`


class PassedOver(SQLModel, table=True):
    """A candidate that was not picked, and why not: the next ones of each section."""

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    section_id: int = Field(foreign_key="section.id")
    story_id: int = Field(foreign_key="story.id")
    cluster_id: int = Field(foreign_key="cluster.id")
    score: float
    why: str


class MarkKind(StrEnum):
    """What an editor wants of a story."""

    PIN = "pin"  #: it is in, at a rank if one is given
    MOVE = "move"  #: it is in, in another section, where its score puts it
    SET_ASIDE = "set_aside"  #: not in this edition
    EXCLUDE = "exclude"  #: not in this edition, this list, or anywhere
    BREAKING = "breaking"  #: it is in, first in its section; alone carries an approval over
    SPONSORED = "sponsored"  #: it is in, labelled with who paid


class Mark(SQLModel, table=True):
    """An editor's wish about a cluster; it survives a re-run and can be undone."""

    id: int | None = Field(default=None, primary_key=True)
    kind: MarkKind = Field(sa_type=enum_column(MarkKind))
    cluster_id: int = Field(foreign_key="cluster.id", index=True)
    edition_id: int | None = Field(default=None, foreign_key="edition.id")  #: None: wherever the list says
    list_id: int | None = Field(default=None, foreign_key="mailinglist.id")  #: None too: everywhere
    section_id: int | None = Field(default=None, foreign_key="section.id")
    rank: int | None = None
    by: str
    note: str | None = None  #: who paid for a sponsored one
    pair_id: int | None = None  #: of a replacement: the mark that took the other story out
    made_at: datetime = Field(sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_by: str | None = None


class Digest(SQLModel, table=True):
    """An edition's whole compiled content. Never changed; another text is another version."""

    __table_args__ = (UniqueConstraint("edition_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    version: int
    format: int  #: of the manifest; the joiner of each format is kept
    hash: str  #: sha256 over the manifest, hex
    content: bytes = Field(sa_type=LargeBinary)  #: as `composition.digest` packs it
    compiled_at: datetime = Field(sa_type=UtcDateTime)


class Link(SQLModel, table=True):
    """A tracked link of an edition: `/c/<number>.<mac>` answers 302 with this address."""

    __table_args__ = (UniqueConstraint("edition_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    number: int
    url: str
    story_id: int | None = None
    clicks: int = 0  #: by humans and machines alike


class Wave(SQLModel, table=True):
    """Deliveries of an edition with one due time."""

    __table_args__ = (UniqueConstraint("edition_id", "due_at"),)

    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    due_at: datetime = Field(sa_type=UtcDateTime)
    paused: bool = False
    audience: int = 0
