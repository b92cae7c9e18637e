"""Where stories come from, how each place fares from day to day, and what came from it without becoming a story."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from distrib.model.columns import Json, UtcDateTime, enum_column


class SourceKind(StrEnum):
    """What stands behind a source's address."""

    FEED = "feed"  #: RSS, Atom, RDF or JSON Feed
    SITEMAP = "sitemap"  #: a news sitemap or an index of them
    PAGE = "page"  #: a front page whose links are stories


class Source(SQLModel, table=True):
    """One address that is asked for stories, and how it fared."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: SourceKind = Field(sa_type=enum_column(SourceKind))
    url: str = Field(unique=True)
    section: str | None = None  #: the section its stories belong to when they do not say so themselves
    language: str | None = None  #: BCP 47, when its entries do not say
    zone: str | None = None  #: IANA zone of times that name none; None: the newsroom's
    weight: float = 1.0  #: how much the newsroom trusts it; its own site above agencies
    own: bool = True  #: the newsroom's own site (read pages fully) or somebody else's
    enabled: bool = True
    every_minutes: int = 15
    etag: str | None = None
    last_modified: str | None = None
    first_gathered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: None: its next gather is backlog
    last_gathered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_success_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    next_gather_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    usual_entries: float = 0.0  #: running mean of new stories per gather: what a flood is measured by
    failures: int = 0  #: in a row
    problem: str | None = None  #: the last failure, in one sentence
    moved_to: str | None = None  #: where it says that it has moved for good (301, 308); a human changes the address
    usual_per_day: float = 0.0  #: running mean of new stories a day
    wait_until: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: its host asked to be left alone till then
    gone_since: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: answers 410 and nothing else since then


class SourceDay(SQLModel, table=True):
    """How one source fared on one day (UTC): what health is told by."""

    __table_args__ = (UniqueConstraint("source_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    day: date = Field(index=True)
    gathers: int = 0
    failures: int = 0
    entries: int = 0  #: most seen in one gather
    new: int = 0
    changed: int = 0
    refused: int = 0  #: entries met for the first time that were not stored
    quarantined: int = 0
    ahead: int = 0  #: new stories dated in the future
    guids_changed: int = 0  #: known stories that came under another guid
    slowest_ms: int = 0  #: the longest that one whole answer took


class RefusedEntry(SQLModel, table=True):
    """An entry that became no story, and why; one row per entry however often it comes."""

    __table_args__ = (UniqueConstraint("source_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", index=True)
    key: str  #: hash of its guid, link and title
    url: str | None = None
    title: str | None = None
    why: str
    first_at: datetime = Field(sa_type=UtcDateTime)
    last_at: datetime = Field(sa_type=UtcDateTime, index=True)


class HubState(StrEnum):
    """How a WebSub subscription stands."""

    FOUND = "found"  #: the feed names a hub, which we have not asked yet
    ASKED = "asked"  #: we asked the hub, which has not yet called back
    ACTIVE = "active"  #: the hub pushes
    DENIED = "denied"  #: the hub said no
    ENDED = "ended"  #: we gave it up, or its time ran out


class Hub(SQLModel, table=True):
    """A WebSub hub that a feed names, and our subscription there. Its secret is derived, never stored."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: int = Field(foreign_key="source.id", unique=True)
    hub_url: str
    topic_url: str
    state: HubState = Field(default=HubState.ASKED, sa_type=enum_column(HubState))
    asked_at: datetime = Field(sa_type=UtcDateTime)  #: last; when it was found, while it was never asked
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    pushed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)  #: the last push that was taken
    problem: str | None = None


class HookState(StrEnum):
    """How far a call of a newsroom's own system has come."""

    WAITING = "waiting"  #: taken; it will be done, or tried again, at its due time
    DONE = "done"  #: it was done, or there was nothing left to do
    FAILED = "failed"  #: tried for as long as it made sense


class HookCall(SQLModel, table=True):
    """One signed call of a newsroom's own system that was taken; the same id is never taken twice."""

    id: str = Field(primary_key=True)  #: as the caller gave it
    received_at: datetime = Field(sa_type=UtcDateTime, index=True)
    body_hash: str  #: sha256, hex
    outcome: str  #: in one sentence
    state: HookState = Field(default=HookState.WAITING, sa_type=enum_column(HookState))
    event: str  #: published, updated or retracted
    url: str = Field(index=True)  #: canonical
    source_id: int = Field(foreign_key="source.id")
    said_at: datetime = Field(
        sa_type=UtcDateTime
    )  #: when it was signed: of two calls about one address the later counts
    told: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: what it said of the story
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)  #: when it is to be done; while it is done: tried again
    tries: int = 0
