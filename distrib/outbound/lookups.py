"""Names are looked up with a time limit: `getaddrinfo` knows none, so it runs in a few threads that may be left."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Lock, Thread
from typing import Any

from distrib.errors import Unreachable

Lookup = Callable[..., list[Any]]
Rows = list[Any]

MOST = 16  #: lookups under way; the system gives each up by itself after half a minute or so


class Lookups:
    """Asks the system for addresses, at most so many names at a time and each name once at a time.

    A name server that never answers holds one thread per name, not one per request: other names still get through.
    """

    def __init__(self, lookup: Lookup = socket.getaddrinfo, *, most: int = MOST) -> None:
        self._lookup = lookup
        self._free = BoundedSemaphore(most)
        self._lock = Lock()
        self._under_way: dict[tuple[str, int], Future[Rows]] = {}

    def rows(self, name: str, port: int, seconds: float) -> Rows:
        """Return what the system knows of the name. Raises Unreachable after `seconds`, else as `getaddrinfo` does."""
        end = time.monotonic() + seconds
        found = self._begun(name, port, seconds)
        try:
            return found.result(max(0.0, end - time.monotonic()))
        except TimeoutError as error:
            raise Unreachable(f"Looking up the host {name[:200]} took too long.") from error

    def _begun(self, name: str, port: int, seconds: float) -> Future[Rows]:
        key = (name, port)
        with self._lock:
            if (known := self._under_way.get(key)) is not None:
                return known
        if not self._free.acquire(timeout=seconds):
            raise Unreachable(f"The host {name[:200]} can't be looked up now: too many other lookups hang.")
        with self._lock:
            if (known := self._under_way.get(key)) is not None:  # another thread was faster
                self._free.release()
                return known
            begun = self._under_way[key] = Future()
        Thread(target=self._run, args=(key, begun), name="lookup", daemon=True).start()
        return begun

    def _run(self, key: tuple[str, int], begun: Future[Rows]) -> None:
        try:
            begun.set_result(self._lookup(*key, type=socket.SOCK_STREAM))
        except Exception as error:  # noqa: BLE001 - it is raised again in whoever waits
            begun.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]
            self._free.release()
