"""What one signs up to: lists, their sections, times, looks and senders."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column


class Approval(StrEnum):
    """Who must look before an edition leaves."""

    NONE = "none"  #: nobody: the machine approves what passes preflight
    ONE = "one"  #: one editor


class IfMissing(StrEnum):
    """What happens when nobody approved in time."""

    SKIP = "skip"  #: skip the edition and tell
    SEND = "send"  #: send as picked


class Measuring(StrEnum):
    """What a click may tell."""

    NONE = "none"  #: links are the publisher's own
    TOTALS = "totals"  #: counted, without the reader in the link
    READERS = "readers"  #: counted per reader who agreed


class UncertainPolicy(StrEnum):
    """What becomes of a delivery that may have arrived."""

    LEAVE = "leave"  #: never sent again by the machine
    RESEND = "resend"  #: sent again with the same Message-ID


class MailStream(StrEnum):
    """What kind of mail a sender carries."""

    BULK = "bulk"
    TRANSACTIONAL = "transactional"


class Sender(SQLModel, table=True):
    """Who mails: From, envelope, web host and transport."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    from_name: str
    from_address: str
    reply_to: str | None = None
    envelope_domain: str  #: of the return path
    public_url: str | None = None  #: host of every link in its mails; None: the installation's
    transport: str = "outbox"
    options: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: host, port, user …; never a secret
    stream: MailStream = Field(default=MailStream.BULK, sa_type=enum_column(MailStream))
    override_reason: str | None = None  #: why an admin allowed a public_url that fails its probe, and who
    paused: bool = False
    problem: str | None = None  #: why it stopped, in one sentence


class Brand(SQLModel, table=True):
    """A list's colours and logo."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    accent: str = "#9a2a1d"  #: on light paper
    accent_dark: str = "#ff9e87"  #: text on dark paper
    accent_dark_fill: str = "#e0705a"
    logo_url: str | None = None


class MailingList(SQLModel, table=True):
    """A list one can sign up to."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    tagline: str = ""
    language: str = "en"  #: of the digest
    zone: str = "Asia/Kolkata"  #: IANA; the list's days and times are local to it
    look: str = "broadsheet"
    sender_id: int = Field(foreign_key="sender.id")
    brand_id: int | None = Field(default=None, foreign_key="brand.id")
    approval: Approval = Field(default=Approval.ONE, sa_type=enum_column(Approval))
    if_missing: IfMissing = Field(default=IfMissing.SKIP, sa_type=enum_column(IfMissing))
    measuring: Measuring = Field(default=Measuring.TOTALS, sa_type=enum_column(Measuring))
    uncertain: UncertainPolicy = Field(default=UncertainPolicy.LEAVE, sa_type=enum_column(UncertainPolicy))
    postal_address: str = ""
    editor_name: str | None = None  #: who signs the intro
    editor_title: str | None = None
    intro: str | None = None
    lock_minutes: int = 15  #: before the send: picks and order freeze
    catch_up_minutes: int = 360  #: later than this an edition is skipped, with its reason
    minimum_picks: int = 3  #: fewer: nothing worth sending
    no_repeat_days: int = 3
    weights: dict[str, float] = Field(
        default_factory=dict, sa_type=Json
    )  #: of ranking signals; the rest take the default
    caps: dict[str, int] = Field(
        default_factory=dict, sa_type=Json
    )  #: most per source, author, tag; see docs/selection.md
    evergreen: dict[str, Any] = Field(default_factory=dict, sa_type=Json)  #: what fills a thin day; {}: nothing does
    public: bool = True  #: shown on the sign-up page
    paused: bool = False


class Section(SQLModel, table=True):
    """Part of the paper: a place in a list, how many picks, and a rule over stories."""

    __table_args__ = (UniqueConstraint("list_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="mailinglist.id", index=True)
    slug: str
    name: str
    position: int
    quota: int = 3
    rule: dict[str, list[str]] = Field(default_factory=dict, sa_type=Json)
    """Any of sections, tags, sources, paths, kinds, languages: a story fits when each given key has a match."""


class ListTime(SQLModel, table=True):
    """When a list goes out: on these weekdays (0 is Monday) at this wall time."""

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="mailinglist.id", index=True)
    weekdays: list[int] = Field(default_factory=lambda: list(range(7)), sa_type=Json)
    at: time
    zone: str


class QuietDay(SQLModel, table=True):
    """A local day on which a list stays silent, and why."""

    __table_args__ = (UniqueConstraint("list_id", "day"),)

    id: int | None = Field(default=None, primary_key=True)
    list_id: int = Field(foreign_key="mailinglist.id", index=True)
    day: date
    reason: str


class Newsroom(SQLModel, table=True):
    """The one row about the house itself."""

    id: int = Field(default=1, primary_key=True)
    name: str
    site_url: str  #: the paper's own site
    demo: bool = False  #: a demo database refuses every transport and network but the outbox
    hold: bool = False  #: the installation sends nothing until a human looks
    kill_generation: int = 0
    applied_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    demo_day: date | None = None
