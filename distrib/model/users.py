"""Staff, how they are let in, what the machine did and what people did."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlmodel import Field, SQLModel

from distrib.model.columns import Json, UtcDateTime, enum_column


class Role(StrEnum):
    """What a user may do."""

    ADMIN = "admin"  #: everything
    EDITOR = "editor"  #: picks, approvals, posts
    ANALYST = "analyst"  #: looks only


class User(SQLModel, table=True):
    """Someone on the staff. A subscriber is not a user."""

    id: int | None = Field(default=None, primary_key=True)
    address: str
    address_key: str = Field(unique=True)
    name: str
    role: Role = Field(sa_type=enum_column(Role))
    made_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInLink(SQLModel, table=True):
    """A one-time link that lets a user in; only its hash is kept."""

    secret_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Login(SQLModel, table=True):
    """A session of a signed-in user; the cookie's hash is its key, so it can be revoked."""

    secret_hash: str = Field(primary_key=True)
    user_id: int = Field(foreign_key="user.id", index=True)
    csrf: str  #: the session's form token
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RunState(StrEnum):
    """How one go of the machine ended."""

    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"  #: some of it failed; the rest went on
    FAILED = "failed"


class Run(SQLModel, table=True):
    """One go of the machine: which verb, about what, and a sentence on how it went."""

    id: int | None = Field(default=None, primary_key=True)
    verb: str = Field(index=True)
    subject: str = ""  #: `e5`, `s3`, a slug …
    state: RunState = Field(default=RunState.RUNNING, sa_type=enum_column(RunState))
    started_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    sentence: str = ""
    problems: list[str] = Field(default_factory=list, sa_type=Json)  #: one sentence each
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class AuditEntry(SQLModel, table=True):
    """Who did what, when: written by every verb a person can call."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    by: str  #: `u5`, "cli" or "machine"
    verb: str
    subject: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Leader(SQLModel, table=True):
    """Who may do what only one process may do at a time."""

    name: str = Field(primary_key=True)
    owner: str
    until: datetime = Field(sa_type=UtcDateTime)
