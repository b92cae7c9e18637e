"""Where stories come from."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from distrib.model.columns import UtcDateTime, enum_column


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
