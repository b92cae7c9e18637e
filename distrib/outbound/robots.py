"""What sites ask robots not to fetch (robots.txt, RFC 9309)."""

import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from distrib.errors import Unreachable
from distrib.outbound.client import Client

_KEEP_SECONDS = 3600.0
_RETRY_SECONDS = 300.0
_MOST_BYTES = 512_000  # RFC 9309, 2.5: a reader may stop after 500 KiB
_SERVER_ERROR, _OK, _NOT_OK = 500, 200, 300


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float
    rules: Protego | None  #: None: nothing is forbidden
    problem: str | None = None


class Robots:
    """Knows what each site allows; asks its robots.txt once an hour."""

    def __init__(self, client: Client, user_agent: str) -> None:
        self._client = client
        self._name = user_agent.partition("/")[0].strip() or "*"
        self._known: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def allows(self, url: str) -> bool:
        """Return whether `url` may be fetched. Raises Unreachable while the site can't say: it may say no."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._lock:
            found = self._known.get(origin)
        if found is None or found.until < time.monotonic():
            found = self._ask(origin)
            with self._lock:
                self._known[origin] = found
        if found.problem:
            raise Unreachable(found.problem)
        return found.rules is None or bool(found.rules.can_fetch(url, self._name))

    def _ask(self, origin: str) -> _Rules:
        answer = self._client.get(f"{origin}/robots.txt")
        now = time.monotonic()
        if answer.status >= _SERVER_ERROR:  # RFC 9309, 2.3.1.4: then everything is forbidden, for now
            problem = f"{urlsplit(origin).netloc} can't show its robots.txt (it answers {answer.status})."
            return _Rules(now + _RETRY_SECONDS, None, problem)
        if not _OK <= answer.status < _NOT_OK:  # 2.3.1.3: none there, nothing forbidden
            return _Rules(now + _KEEP_SECONDS, None)
        return _Rules(now + _KEEP_SECONDS, Protego.parse(answer.body[:_MOST_BYTES].decode("utf-8", "replace")))
