"""Moments as others write them: ISO 8601, RFC 822, and what people type."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateutil import parser as tolerant

# dateutil knows no names of zones; these are the ones feeds use (an ambiguous one as feeds mean it).
_MINUTES: Mapping[str, int] = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 60, "WEST": 60, "CET": 60, "MEZ": 60, "CEST": 120,
    "MESZ": 120, "EET": 120, "SAST": 120, "CAT": 120, "EEST": 180, "MSK": 180, "EAT": 180, "TRT": 180, "PKT": 300,
    "IST": 330, "NPT": 345, "WIB": 420, "HKT": 480, "SGT": 480, "MYT": 480, "PHT": 480, "AWST": 480, "JST": 540,
    "KST": 540, "ACST": 570, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "EST": -300, "EDT": -240,
    "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
_ZONES = {name: timezone(timedelta(minutes=minutes), name) for name, minutes in _MINUTES.items()}
_LONGEST = 80
_DAY_ONLY = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}")
_FROM_GREENWICH = re.compile(r"\b(?:UTC|GMT)\s?(?=[+-]\d)", re.IGNORECASE)  # dateutil reads these the other way round
_DOTTED = re.compile(r"\b\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b")  # 6.12.2022: with dots the day comes first everywhere
_ZONE_WITH_COLON = re.compile(r"([+-]\d\d):(\d\d)$")
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.IGNORECASE)
_EARLIEST = 1970
_LATEST = 2100


def moment(value: object) -> datetime | date | None:
    """Return what `value` says: a datetime (aware if it names a zone), a date where there is no time, else None."""
    if not isinstance(value, str) or not (words := value.strip()) or len(words) > _LONGEST:
        return None
    words = _FROM_GREENWICH.sub(" ", words)
    found = _iso(words) or _mail(words) or _typed(words)
    return found if found is not None and _EARLIEST <= found.year <= _LATEST else None


def names_zone(value: object) -> bool:
    """Return whether `value` ends with the letters of a zone."""
    return isinstance(value, str) and value.rsplit(" ", 1)[-1].strip().upper() in _ZONES


def aware(value: object) -> datetime | None:
    """Return `value` as an aware moment: without a zone it is taken as UTC, without a time as that day's midnight."""
    found = value if isinstance(value, date) else moment(value)
    if found is None:
        return None
    if not isinstance(found, datetime):
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found


def _iso(words: str) -> datetime | date | None:
    try:
        if _DAY_ONLY.fullmatch(words):
            return date.fromisoformat(words.replace("/", "-").replace(".", "-"))
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _mail(words: str) -> datetime | None:
    if _HALF_DAY.search(words):  # mail knows 24 hours only, and would take the morning's
        return None
    try:
        found = parsedate_to_datetime(_ZONE_WITH_COLON.sub(r"\1\2", words))
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if found.tzinfo is None:  # it knows few zones by name, and none of ours
        return found.replace(tzinfo=_ZONES.get(words.rsplit(" ", 1)[-1].upper()))
    return found


def _zone(name: str | None, seconds: int | None) -> timezone | None:
    """Return a zone by its letters or its distance; None, not a warning, for letters that nobody knows."""
    if seconds is not None:
        return timezone(timedelta(seconds=seconds)) if abs(seconds) < 24 * 3600 else None
    return _ZONES.get(name.upper()) if name else None


def _typed(words: str) -> datetime | date | None:
    if not re.search(r"\d", words):
        return None
    first, second = datetime(2000, 1, 1), datetime(2001, 2, 2)  # noqa: DTZ001 - only show what was left out
    try:
        dotted = bool(_DOTTED.search(words))
        found = tolerant.parse(words, tzinfos=_zone, default=first, dayfirst=dotted)
        again = tolerant.parse(words, tzinfos=_zone, default=second, dayfirst=dotted)
    except (ValueError, OverflowError, TypeError):
        return None
    if found.date() != again.date():  # no whole date in it: the rest would be made up
        return None
    has_time = re.search(r"\d:\d", words) or _HALF_DAY.search(words)
    return found if has_time else found.date()
