"""Whether a batch of new stories is to be believed: a feed that breaks must not flood a morning.

Suspicious is: ten times more than usual at once, guids that all changed, many dates in the future, one headline for
all, one date for all. Of such a batch as many stay candidates as the source has on a usual day; the rest waits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

DAY = timedelta(days=1)
FLOOD = 10  # times the usual number
UNKNOWN = 10  # stories a day that a source is trusted with before its rhythm is known
_SLIP = timedelta(minutes=10)  # clocks differ
_ONE_MOMENT = timedelta(seconds=5)
_FEW_AHEAD, _FEW_TITLES, _FEW_DATES, _FEW_GUIDS, _FEW_NEW = 5, 5, 10, 10, 5
_MOST = 0.8  # of a batch


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A new story as far as suspicion looks at it."""

    title: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one gather of a source brought, beside what is usual there."""

    new: Sequence[Newcomer]
    known: int = 0  #: stories that we had before
    guids_changed: int = 0  #: of them, under another guid
    usual_per_day: float = 0.0
    usual_entries: float = 0.0  #: new stories per gather
    since: datetime | None = None  #: the last gather that succeeded; None: this is the first


def most_usual(batch: Batch, now: datetime) -> float:
    """Return how many new stories at once are no flood: ten times the usual, and in any case a whole usual day."""
    expected = batch.usual_per_day * ((now - batch.since) / DAY) if batch.since else 0.0
    return max(FLOOD * max(batch.usual_entries, expected, 1.0), batch.usual_per_day)


def is_flood(batch: Batch, now: datetime) -> bool:
    """Tell whether there are far more new stories than usual. A first gather is none: it is backlog anyway."""
    return batch.since is not None and len(batch.new) > most_usual(batch, now)


def doubt(batch: Batch, now: datetime) -> str | None:
    """Return in one sentence why the batch is not to be believed as it is; None when nothing is odd."""
    new = len(batch.new)
    if is_flood(batch, now):
        return f"{new} new stories came at once; {_rhythm(batch.usual_per_day)}."
    if batch.guids_changed >= max(_FEW_GUIDS, batch.known / 2) and new >= _FEW_NEW:
        return (
            f"{batch.guids_changed} of its {batch.known} known stories came under other guids, and {new} as new ones."
        )
    ahead = sum(each.at is not None and each.at > now + _SLIP for each in batch.new)
    if ahead >= max(_FEW_AHEAD, new / 2):
        return f"{ahead} of {new} new stories are dated in the future."
    alike = max(Counter(each.title for each in batch.new if each.title).values(), default=0)
    if alike >= max(_FEW_TITLES, _MOST * new):
        return f"{alike} of {new} new stories have one and the same headline."
    if (together := _at_one_moment(batch.new)) >= max(_FEW_DATES, _MOST * new):
        return f"{together} of {new} new stories bear one and the same date."
    return None


def spared(batch: Batch) -> int:
    """Return how many of a doubtful batch stay candidates all the same: a usual day of the source."""
    return max(ceil(batch.usual_per_day), 1) if batch.since and batch.usual_per_day else UNKNOWN


def _at_one_moment(new: Sequence[Newcomer]) -> int:
    """Return the most stories whose dates lie within a few seconds."""
    moments = sorted(each.at for each in new if each.at is not None)
    first, most = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > _ONE_MOMENT:
            first += 1
        most = max(most, last - first + 1)
    return most


def _rhythm(per_day: float) -> str:
    if not per_day:
        return "how many are usual there is not known yet"
    return f"about {per_day:.0f} a day are usual there" if per_day >= 1 else "less than one a day is usual there"
