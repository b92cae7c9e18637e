"""When a story was told: a time without a zone is one on the wall of its newsroom, never simply UTC."""

from datetime import UTC, date, datetime, time, timedelta

from distrib import walltime
from distrib.errors import BadInput

_FURTHEST = timedelta(days=400)  # a date further ahead is a slip, not an embargo
_OLDEST_YEAR = 1990


def in_zone(value: datetime | date | None, zone: str) -> datetime | None:
    """Return the moment of `value`: what names no zone is in `zone`, a day begins there at midnight."""
    if value is None:
        return None
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    day, at = (value.date(), value.time()) if isinstance(value, datetime) else (value, time())
    try:
        return walltime.moment(day, at, zone)
    except BadInput:
        return datetime.combine(day, at, UTC)


def first(*values: datetime | date | None, zone: str) -> datetime | None:
    """Return the moment of the first value that there is."""
    return in_zone(next((value for value in values if value is not None), None), zone)


def plausible(moment: datetime | None, now: datetime) -> datetime | None:
    """Return the moment, or None when no story can have it."""
    return moment if moment is not None and moment.year >= _OLDEST_YEAR and moment <= now + _FURTHEST else None
