"""Long deeds that a button starts: in a thread of this process, one of a kind at a time.

The sender process does the same by the clock; the ledger lets both go on without a copy sent twice.
"""

from collections.abc import Callable
from threading import Lock, Thread

from distrib.errors import DistribError
from distrib.logs import logger

log = logger("web")


class Deeds:
    """What this process is doing for the console."""

    def __init__(self) -> None:
        self._lock, self._doing = Lock(), dict[str, Thread]()

    def start(self, key: str, deed: Callable[[], object]) -> bool:
        """Begin `deed` in a thread of its own; False while one with the same key is going on."""
        with self._lock:
            if key in self._doing:
                return False
            thread = Thread(target=self._do, args=(key, deed), name=key, daemon=True)
            self._doing[key] = thread
            thread.start()
            return True

    def doing(self, key: str) -> bool:
        """Tell whether a deed is going on."""
        with self._lock:
            return key in self._doing

    def wait(self, seconds: float) -> None:
        """Wait for what is going on, each for so long."""
        with self._lock:
            threads = list(self._doing.values())
        for thread in threads:
            thread.join(seconds)

    def _do(self, key: str, deed: Callable[[], object]) -> None:
        try:
            deed()
        except DistribError as error:
            log.warning("deed failed", deed=key, reason=str(error))  # its Run says the same in the console
        except Exception as error:  # noqa: BLE001 - the thread's outermost frame: the Run has recorded it
            log.error("deed failed", deed=key, error=type(error).__name__)  # noqa: TRY400 - a traceback prints values
        finally:
            with self._lock:
                del self._doing[key]
