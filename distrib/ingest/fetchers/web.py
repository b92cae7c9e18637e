"""Bytes from the web, through the hardened client: conditional, polite, and only what may be asked."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from distrib.clock import Clock
from distrib.config import FetchingSettings
from distrib.ingest.fetching import ANYTHING, Check, Fetched, Wish
from distrib.outbound.client import Answer, Client
from distrib.outbound.robots import Robots, Unwelcome

_LONGEST_NUMBER = 8  # digits of a number of seconds
_LONGEST_WAIT = timedelta(days=1)  # whoever asks for a week of silence is asked once a day all the same


class WebFetcher:
    """Fetches over HTTP; `hosts` leads names elsewhere (the demo's site)."""

    def __init__(
        self, settings: FetchingSettings, *, clock: Clock, hosts: Mapping[str, tuple[str, int]] | None = None
    ) -> None:
        self._client = Client(
            user_agent=settings.user_agent,
            timeout_seconds=settings.timeout_seconds,
            most_bytes=int(settings.max_megabytes * 1_000_000),
            most_redirects=settings.max_redirects,
            allow_hosts=settings.allow_hosts,
            hosts=hosts,
        )
        self._robots = Robots(self._client, settings.user_agent) if settings.obey_robots else None
        self._clock = clock

    def fetch(self, url: str, check: Check | None = None, wish: Wish = ANYTHING) -> Fetched:
        answer = self._client.get(
            url,
            {"accept": wish.accept, **_conditions(check)},
            gate=self._may if self._robots else None,
            seconds=wish.seconds,
            most_bytes=wish.most_bytes,
        )
        return Fetched(
            url=answer.url,
            status=answer.status,
            body=answer.body,
            content_type=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            retry_after=self._retry_after(answer),
            headers=answer.headers,
            moved_to=answer.moved_to,
        )

    def _may(self, url: str) -> None:
        """Raise Unwelcome for an address that its site asks robots to leave alone; a redirect's is asked about, too."""
        if self._robots and not self._robots.allows(url):
            raise Unwelcome

    def _retry_after(self, answer: Answer) -> datetime | None:
        words = answer.headers.get("retry-after", "").strip()
        if not words:
            return None
        now = self._clock()
        if words.isdecimal():
            seconds = int(words) if len(words) < _LONGEST_NUMBER else 10**7
            return now + min(timedelta(seconds=seconds), _LONGEST_WAIT)
        try:
            moment = parsedate_to_datetime(words)
        except (ValueError, IndexError, OverflowError):
            return None
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
        return max(now, min(moment, now + _LONGEST_WAIT))


def _conditions(check: Check | None) -> dict[str, str]:
    given = {"if-none-match": check.etag, "if-modified-since": check.last_modified} if check else {}
    return {name: value for name, value in given.items() if value}
