"""What is said on social networks about a story, where, and what became of it."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column
from distrib.model.moves import step


class Via(StrEnum):
    """How a channel is reached."""

    OUTBOX = "outbox"  #: a file beside the mails: the default
    API = "api"  #: the network's own interface
    INTENT = "intent"  #: an editor clicks a ready-made link


class PostState(StrEnum):
    """How far a post has come; published, partly and late are read from its publications."""

    DRAFT = "draft"
    WAITING = "waiting"  #: for a second editor
    APPROVED = "approved"
    QUEUED = "queued"  #: its publications wait for their slots
    CANCELLED = "cancelled"


P = PostState
POST_MOVES: Mapping[PostState, frozenset[PostState]] = {
    P.DRAFT: frozenset({P.WAITING, P.APPROVED, P.CANCELLED}),
    P.WAITING: frozenset({P.APPROVED, P.DRAFT, P.CANCELLED}),
    P.APPROVED: frozenset({P.QUEUED, P.DRAFT, P.CANCELLED}),
    P.QUEUED: frozenset({P.CANCELLED}),
}


class PublicationState(StrEnum):
    """What became of a post on one channel."""

    PENDING = "pending"  #: waits for its time
    CLAIMED = "claimed"
    PUBLISHED = "published"
    FAILED = "failed"
    UNCERTAIN = "uncertain"  #: may be out: a human looks
    LATE = "late"  #: its useful time passed
    CANCELLED = "cancelled"


B = PublicationState
PUBLICATION_MOVES: Mapping[PublicationState, frozenset[PublicationState]] = {
    B.PENDING: frozenset({B.CLAIMED, B.LATE, B.CANCELLED}),
    B.CLAIMED: frozenset({B.PUBLISHED, B.FAILED, B.UNCERTAIN, B.PENDING, B.LATE, B.CANCELLED}),
    B.UNCERTAIN: frozenset({B.PUBLISHED, B.FAILED, B.PENDING}),
    B.FAILED: frozenset({B.PENDING}),
    B.LATE: frozenset({B.PENDING, B.CANCELLED}),
}


class Channel(SQLModel, table=True):
    """Our account on a network: whose rules count, and how it is reached."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    network: str  #: facebook, x, whatsapp …: whose rules count
    via: Via = Field(default=Via.OUTBOX, sa_type=enum_column(Via))
    name: str
    handle: str | None = None
    template: str | None = None  #: a file under templates/social; None: the network's
    language: str | None = None
    options: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: never a secret
    paused: bool = False


class Slot(SQLModel, table=True):
    """A posting time of a channel: a weekday (0 is Monday), a wall time, a zone."""

    id: int | None = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channel.id", index=True)
    weekday: int
    at: time
    zone: str


class Post(SQLModel, table=True):
    """What to say about a story."""

    id: int | None = Field(default=None, primary_key=True)
    story_id: int = Field(foreign_key="story.id", index=True)
    edition_id: int | None = Field(default=None, foreign_key="edition.id")
    state: PostState = Field(default=P.DRAFT, sa_type=enum_column(PostState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    made_at: datetime = Field(sa_type=UtcDateTime)
    by: str = "machine"
    approved_by: str | None = None
    approved_hash: str | None = None  #: of its wordings: an edit drops the approval
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    useful_until: datetime | None = Field(default=None, sa_type=UtcDateTime)

    def move(self, to: PostState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, POST_MOVES)


class Wording(SQLModel, table=True):
    """A post's text on one channel."""

    __table_args__ = (UniqueConstraint("post_id", "channel_id"),)

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    channel_id: int = Field(foreign_key="channel.id")
    text: str
    url: str  #: the story's link with its UTM
    title: str = ""
    image_url: str | None = None
    image_alt: str | None = None
    length: int = 0  #: as the network counts
    limit: int | None = None


class Publication(SQLModel, table=True):
    """A post being said on one channel; made when queued."""

    __table_args__ = (UniqueConstraint("post_id", "channel_id"),)

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="post.id", index=True)
    channel_id: int = Field(foreign_key="channel.id")
    state: PublicationState = Field(default=B.PENDING, sa_type=enum_column(PublicationState))
    moved_at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    owner: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    begun: bool = False
    attempts: int = 0
    remote_id: str | None = None
    url: str | None = None
    reason: str | None = None

    def move(self, to: PublicationState, at: datetime) -> None:
        """Step to `to`, or raise IllegalMove."""
        step(self, to, at, PUBLICATION_MOVES)
