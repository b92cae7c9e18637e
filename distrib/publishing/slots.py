"""When a channel has room: its next posting time that nothing else has taken."""

from collections.abc import Collection, Iterable
from datetime import datetime

from distrib import walltime
from distrib.model.posts import Slot
from distrib.walltime import WallTime


def next_free(slots: Iterable[Slot], taken: Collection[datetime], after: datetime) -> datetime:
    """Return the first posting time after a moment that is not taken; that moment itself for a channel without times.

    Raises BadInput for a slot in a zone that does not exist.
    """
    times = [WallTime(at=slot.at, zone=slot.zone, weekdays=frozenset({slot.weekday})) for slot in slots]
    # Slots may share a moment, written twice or in two zones; so many are enough to hold one that is free.
    fires = walltime.next_fires(times, after, (len(taken) + 1) * len(times))
    return next((fire.moment for fire in fires if fire.moment not in taken), after)
