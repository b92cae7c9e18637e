"""What sites ask robots not to fetch (robots.txt, RFC 9309)."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from distrib.errors import Blocked, Unreachable
from distrib.outbound.client import Client

_KEEP_SECONDS = 3600.0
_RETRY_SECONDS = 300.0
_ASK_SECONDS = 10.0
_MOST_BYTES = 512_000  # RFC 9309, 2.5: a reader may stop after 500 KiB
_MOST_SITES = 4096
_SERVER_ERROR, _OK, _NOT_OK = 500, 200, 300


class Unwelcome(Blocked):
    """The site asks robots to leave this address alone (robots.txt)."""


@dataclass(frozen=True, slots=True)
class _Rules:
    until: float
    rules: Protego | None  #: None: nothing is forbidden
    problem: str | None = None


class _Site:
    """One origin: its lock lets one ask while the others wait for what it hears."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.rules: _Rules | None = None


class Robots:
    """Knows what each site allows; asks its robots.txt once an hour."""

    def __init__(self, client: Client, user_agent: str) -> None:
        self._client = client
        self._name = user_agent.partition("/")[0].strip() or "*"
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, url: str) -> bool:
        """Return whether `url` may be fetched. Raises Unreachable while the site can't say: it may say no."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
        with self._lock:
            site = self._sites.setdefault(origin, _Site())
            self._sites.move_to_end(origin)
            if len(self._sites) > _MOST_SITES:
                self._sites.popitem(last=False)
        with site.lock:
            if site.rules is None or site.rules.until < time.monotonic():
                site.rules = self._ask(origin)
            found = site.rules
        if found.problem:
            raise Unreachable(found.problem)
        return found.rules is None or bool(found.rules.can_fetch(url, self._name))

    def _ask(self, origin: str) -> _Rules:
        try:
            answer = self._client.get(f"{origin}/robots.txt", seconds=_ASK_SECONDS)
        except Blocked:
            raise
        except Unreachable as error:  # RFC 9309, 2.3.1.4: who can't be asked forbids everything, for now
            return _Rules(time.monotonic() + _RETRY_SECONDS, None, str(error))
        now = time.monotonic()
        if answer.status >= _SERVER_ERROR:
            problem = f"{urlsplit(origin).netloc} can't show its robots.txt (it answers {answer.status})."
            return _Rules(now + _RETRY_SECONDS, None, problem)
        if not _OK <= answer.status < _NOT_OK:  # 2.3.1.3: none there, nothing forbidden
            return _Rules(now + _KEEP_SECONDS, None)
        return _Rules(now + _KEEP_SECONDS, Protego.parse(answer.body[:_MOST_BYTES].decode("utf-8", "replace")))
