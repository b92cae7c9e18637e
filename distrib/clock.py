"""The wall clock: the only file that reads it. Everyone else is handed a `Clock`."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives now, as an aware UTC datetime."""


def system() -> datetime:
    """Return now as the machine knows it, aware, in UTC."""
    return datetime.now(UTC)


def stopped(at: datetime) -> Clock:
    """Return a clock that always says `at`: the clock of one command (`--at`) and of tests.

    Raises ValueError when `at` is naive: a time without a zone is no moment.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    moment = at.astimezone(UTC)
    return lambda: moment
