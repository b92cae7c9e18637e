"""Wall times: what a clock on a newsroom's wall says, on a day, in a zone, and which moment that is. Pure.

Twice a year a zone's clocks jump. The policy is explicit and the same everywhere: a time inside the *gap* of spring
(02:30 does not exist) is the first moment after it, shifted by as much as the clocks were; a time inside the *fold*
of autumn (01:30 comes twice) is its first coming. So every slot comes once a day, never twice and never not at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from distrib.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTime:
    """A wall time on some weekdays (0 is Monday) in an IANA zone."""

    weekdays: frozenset[int]
    at: time
    zone: str


@lru_cache(maxsize=512)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: "", a folder, a name too long for a file
        raise BadInput(f"There is no time zone {name!r}; write it as Asia/Kolkata.") from None


def check_zone(name: str) -> None:
    """Raise BadInput, in one sentence, unless `name` is an IANA time zone."""
    _zone(name)


def moment(day: date, at: time, zone: str) -> datetime:
    """Return the moment, in UTC, at which the clocks of `zone` say `at` on `day`, by the policy above.

    Raises BadInput for a zone that is none.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0), tzinfo=_zone(zone))
    # With fold 0 Python reads a time inside a gap by the offset before the jump: that is the shift forward.
    return wall.astimezone(UTC)


def local(at: datetime, zone: str) -> datetime:
    """Return the moment `at` as the clocks of `zone` say it, aware. Raises BadInput for a zone that is none."""
    return at.astimezone(_zone(zone))


def next_fires(times: Iterable[WallTime], after: datetime, count: int = 14) -> list[datetime]:
    """Return the next `count` moments, in UTC and in order, at which any of `times` comes after `after`.

    Fewer, or none, when the times never come (no weekday).
    """
    fires: set[datetime] = set()
    for each in times:
        fires.update(moment for moment, _ in zip(_fires(each, after), range(count), strict=False))
    return sorted(fires)[:count]


def _fires(each: WallTime, after: datetime) -> Iterator[datetime]:
    if not each.weekdays & set(range(7)):
        return
    day = local(after, each.zone).date() - timedelta(days=1)
    while day < date.max - timedelta(days=1):
        if day.weekday() in each.weekdays and (at := moment(day, each.at, each.zone)) > after:
            yield at
        day += timedelta(days=1)
