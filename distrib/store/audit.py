"""The audit log: who did what, when. Written in the same transaction as the deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from distrib.model.users import AuditEntry


def record(
    session: Session,
    *,
    at: datetime,
    by: str,
    verb: str,
    subject: str,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write one line: `by` is `u5`, "cli" or "machine"; `subject` a prefixed id or a slug; facts hold no addresses."""
    session.add(AuditEntry(at=at, by=by, verb=verb, subject=subject, facts=dict(facts or {})))


def recent(session: Session, *, subject: str | None = None, limit: int = 100) -> Sequence[AuditEntry]:
    """Return the newest entries first, about one subject if it is given."""
    query = select(AuditEntry).order_by(col(AuditEntry.id).desc()).limit(limit)
    if subject is not None:
        query = query.where(col(AuditEntry.subject) == subject)
    return session.exec(query).all()
