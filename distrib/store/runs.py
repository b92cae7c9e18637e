"""Runs: one row per go of the machine."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from distrib.model.users import Run, RunState


def begin(session: Session, *, verb: str, subject: str, at: datetime) -> Run:
    """Return a new running Run."""
    run = Run(verb=verb, subject=subject, started_at=at)
    session.add(run)
    session.flush()
    return run


def end(session: Session, run: Run, *, state: RunState, at: datetime) -> Run:
    """Store how `run` ended and return it."""
    run.state, run.ended_at = state, at
    return session.merge(run)


def recent(session: Session, *, verb: str | None = None, limit: int = 50) -> Sequence[Run]:
    """Return the newest runs first, of one verb if it is given."""
    query = select(Run).order_by(col(Run.id).desc()).limit(limit)
    if verb is not None:
        query = query.where(col(Run.verb) == verb)
    return session.exec(query).all()
