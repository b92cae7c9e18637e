"""So many per hour from one origin: kept in memory, forgotten with the process."""

from collections import OrderedDict, deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from threading import Lock

HOUR = timedelta(hours=1)
KEPT = 20_000
"""Origins remembered: the oldest are forgotten first, so that memory has an end."""


class Limit:
    """Lets `most` pass per hour and key."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._seen: OrderedDict[Hashable, deque[datetime]] = OrderedDict()

    def passes(self, key: Hashable, now: datetime) -> bool:
        """Count one more for `key` and tell whether it may pass; what may not is not counted."""
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while len(self._seen) > KEPT:
                self._seen.popitem(last=False)
            while times and now - times[0] >= HOUR:
                times.popleft()
            if len(times) >= self._most:
                return False
            times.append(now)
            return True


def network_of(address: str) -> str:
    """Return whom a network address belongs to: an IPv6 one to the /64 that every connection gets for itself alone."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Network((int(found) >> 64 << 64, 64)))
    return address
