"""How often a source is asked: by how often it has news, by how long it says it stays good, and by how it fared.

    pause = a quarter of the mean time between two of its new stories,
            or how long the source says it stays good (Cache-Control, Expires, <ttl>), if that is longer,
            never shorter than `every_minutes`, never longer than four hours (or `every_minutes`, if that is longer),
            and up to a tenth more, so that a thousand sources do not fire at once.

A source that fails waits twice as long each time, a day at most.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

DAY = timedelta(days=1)
LONGEST = timedelta(hours=4)
LONGEST_BACKOFF = DAY
DAYS = 14  #: the days whose mean is the usual rhythm
FEWEST_DAYS = 3  #: before so many whole days were seen, a rhythm is a guess
LOOKS_PER_STORY = 4
JITTER = 0.1
_MOST_DOUBLED = 10
_LONGEST_NUMBER = 8  # digits
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_NO_CACHE = re.compile(r"\bno-(?:cache|store)\b", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>", re.IGNORECASE)
_HEAD = 16_384  # a channel's own elements stand before its first item


def pause(*, every_minutes: int, usual_per_day: float | None, good_for: timedelta | None = None) -> timedelta:
    """Return how long to wait before a source is asked again. `usual_per_day` is None while it is not known."""
    shortest = timedelta(minutes=every_minutes)
    longest = max(LONGEST, shortest)
    wanted = shortest
    if usual_per_day is not None:
        wanted = DAY / (usual_per_day * LOOKS_PER_STORY) if usual_per_day * LONGEST > DAY / 100 else longest
    return min(max(wanted, good_for or shortest, shortest), longest)


def backoff(*, every_minutes: int, failures: int) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    shortest = timedelta(minutes=every_minutes)
    return min(shortest * (1 << min(max(failures - 1, 0), _MOST_DOUBLED)), max(LONGEST_BACKOFF, shortest))


def beside_pushes(*, every_minutes: int) -> timedelta:
    """Return how long a source that is pushed waits before it is asked all the same: hubs forget and fail, too."""
    return min(max(timedelta(minutes=4 * every_minutes), timedelta(hours=1)), DAY)


def spread(wait: timedelta, *, source_id: int, now: datetime) -> timedelta:
    """Return `wait` and up to a tenth more: another share for each source and each time, the same if asked twice."""
    mark = hashlib.blake2b(f"{source_id} {now.isoformat()}".encode(), digest_size=4).digest()
    return wait + wait * (JITTER * int.from_bytes(mark) / 2**32)


def good_for(headers: Mapping[str, str], body: bytes) -> timedelta | None:
    """Return how long an answer says it stays good: by Cache-Control, else Expires, or by an RSS ttl if longer."""
    said = [each for each in (_cached(headers), _ttl(body)) if each is not None and each > timedelta(0)]
    return max(said, default=None)


def _cached(headers: Mapping[str, str]) -> timedelta | None:
    control = headers.get("cache-control", "")
    if _NO_CACHE.search(control):
        return None
    if (age := _MAX_AGE.search(control)) is not None:
        return timedelta(seconds=int(age[1])) if len(age[1]) < _LONGEST_NUMBER else LONGEST
    try:
        until, said = (parsedate_to_datetime(headers.get(name, "")) for name in ("expires", "date"))
        return min(_aware(until) - _aware(said), DAY)
    except (ValueError, IndexError, OverflowError):
        return None


def _ttl(body: bytes) -> timedelta | None:
    found = _TTL.search(body[:_HEAD])
    return timedelta(minutes=int(found[1])) if found else None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# -- the usual rhythm --------------------------------------------------------------------------------------------


def by_dates(moments: Iterable[datetime | None], now: datetime) -> float:
    """Return stories per day as the dates of a first gather tell it: a first guess."""
    lately = [each for each in moments if each is not None and now - DAYS * DAY <= each <= now]
    if not lately:
        return 0.0
    return round(len(lately) / max((now - min(lately)) / DAY, 1.0), 3)


def by_days(news: Sequence[int]) -> float | None:
    """Return stories per day as whole days of gathering tell it; None while there are too few of them.

    A day with far more than the others (an archive, a flood) counts as three usual ones at most.
    """
    if len(news) < FEWEST_DAYS:
        return None
    middle = sorted(news)[len(news) // 2]
    return round(sum(min(each, 3 * max(middle, 1)) for each in news) / len(news), 3)
