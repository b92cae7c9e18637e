"""Wall times: what a clock on the wall shows in a zone, and the moment that is.

A wall time that does not exist (clocks go forward) is moved forward by as much as the clocks: 02:30 becomes 03:30.
One that comes twice (clocks go back) means the first. So every wall time of every day is exactly one moment.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from distrib.errors import BadInput

EVERY_DAY = frozenset(range(7))
_LOOK_AHEAD = 370  # days: what does not come within a year, such as a weekday that is always quiet, never comes


@dataclass(frozen=True, slots=True, kw_only=True)
class WallTime:
    """A time of day in a zone, on some weekdays (0 is Monday): a list's time or a channel's slot."""

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Fire:
    """A wall time coming: its local day, and the moment in UTC."""

    moment: datetime
    day: date
    at: time
    zone: str


def check_zone(name: str) -> str:
    """Return the name of a zone as it is written. Raises BadInput when there is no such zone."""
    wanted = name.strip()
    if wanted in _zones():
        return wanted
    alike = sorted(zone for zone in _zones() if zone.casefold() == wanted.casefold())
    hint = f"; did you mean {alike[0]}?" if alike else "; a zone looks like Asia/Kolkata or Europe/Berlin."
    raise BadInput(f"There is no time zone {wanted[:60]!r}{hint}")


def moment(day: date, at: time, zone: str) -> datetime:
    """Return the moment in UTC when clocks in `zone` show `at` on `day`. Raises BadInput for an unknown zone.

    Moved forward in a gap, the first of two in a fold: PEP 495's reading of fold=0.
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    try:
        return wall.replace(tzinfo=_zone(zone)).astimezone(UTC)
    except OverflowError as error:
        raise BadInput(f"{day} is too far away to be a day of the calendar.") from error


def local(at: datetime, zone: str) -> datetime:
    """Return what clocks in `zone` show at a moment. Raises BadInput for an unknown zone or a time without one."""
    if at.tzinfo is None:
        raise BadInput("A time without a zone is no moment.")
    return at.astimezone(_zone(zone))


def next_fires(times: Iterable[WallTime], after: datetime, count: int, *, quiet: Collection[date] = ()) -> list[Fire]:
    """Return the next `count` times strictly after a moment, earliest first; none on a local day that is `quiet`.

    Fewer come back when the times have no weekdays, or no day that is not quiet, within a year.
    Raises BadInput for an unknown zone.
    """
    found = [fire for each in times for fire in islice(_coming(each, after, quiet), count)]
    found.sort(key=lambda fire: (fire.moment, fire.day, fire.at, fire.zone))
    return found[:count]


def _coming(each: WallTime, after: datetime, quiet: Collection[date]) -> Iterator[Fire]:
    """Yield when one wall time comes after a moment, for as long as `_LOOK_AHEAD` days bring none."""
    # Begins a day early: a time moved out of a gap at midnight belongs to the day before.
    day = local(after, each.zone).date() - timedelta(days=1)
    idle = 0
    while idle < _LOOK_AHEAD:
        if day.weekday() in each.weekdays and day not in quiet:
            due = moment(day, each.at, each.zone)
            if due > after:
                idle = 0
                yield Fire(moment=due, day=day, at=each.at, zone=each.zone)
        idle += 1
        day += timedelta(days=1)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(check_zone(name))
