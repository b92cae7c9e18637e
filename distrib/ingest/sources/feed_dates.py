"""Moments as feeds write them: the two usual forms at once, everything else by more patient readers."""

import calendar
import re
from datetime import UTC, datetime, timedelta

from feedparser.datetimes import _parse_date

from distrib.ingest import dates

_MONTHS = {name: at for at, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), start=1)}
_MAIL = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) "
    r"(?:([+-])(\d\d):?(\d\d)|GMT|UTC|Z)",
    re.ASCII,
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)
_LONGEST = 200


def moment(value: object) -> datetime | None:
    """Return the moment that a feed's date names, or None for what is no date. Without a zone it is UTC."""
    if not isinstance(value, str) or not value or len(value) > _LONGEST:
        return None
    try:
        return _usual(value) or _named_zone(value) or _feedparsers(value) or dates.aware(value)
    except (ValueError, OverflowError):
        return None


def _usual(value: str) -> datetime | None:
    if found := _ISO.fullmatch(value):
        plain, sign, hours, minutes = found.groups()
        return _at_greenwich(datetime.fromisoformat(plain), sign, hours, minutes)
    if found := _MAIL.fullmatch(value):
        day, name, year, hour, minute, second, sign, hours, minutes = found.groups()
        if month := _MONTHS.get(name):
            local = datetime(int(year), month, int(day), int(hour), int(minute), int(second))  # noqa: DTZ001 - below
            return _at_greenwich(local, sign, hours, minutes)
    return None


def _at_greenwich(local: datetime, sign: str | None, hours: str | None, minutes: str | None) -> datetime:
    if sign and hours and minutes:
        away = timedelta(hours=int(hours), minutes=int(minutes))
        local = local - away if sign == "+" else local + away
    return local.replace(tzinfo=UTC)


def _named_zone(value: str) -> datetime | None:
    """Read a date that ends in letters: feedparser takes the zones it does not know, such as IST, for UTC."""
    return dates.aware(value) if dates.names_zone(value) else None


def _feedparsers(value: str) -> datetime | None:
    try:
        parts = _parse_date(value)
    except (TypeError, IndexError):  # it means to raise nothing
        return None
    return datetime.fromtimestamp(calendar.timegm(parts), UTC) if parts else None
