"""The port through which bytes come in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What we know of an address from last time: makes the next fetch conditional."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What kind of answer is wanted, and how much of it is taken; None is the settings' measure."""

    accept: str = "application/rss+xml, application/atom+xml, application/feed+json, */*;q=0.9"
    seconds: float | None = None
    most_bytes: int | None = None


ANYTHING = Wish()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What an address answered. `body` is b"" when it has not changed."""

    url: str  #: after redirects
    status: int  #: 200, 304, 404, 410, 429 …
    body: bytes
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    retry_after: datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  #: lower-case names
    moved_to: str | None = None  #: the address that permanent redirects named in place of the one that was asked

    @property
    def unchanged(self) -> bool:
        """Whether the other side said that nothing is new."""
        return self.status == 304  # noqa: PLR2004 - RFC 9110, 15.4.5


class Fetcher(Protocol):
    """Conditional, guarded, capped in size and time.

    Answers 3xx-followed results and plain statuses as `Fetched`; raises Blocked for an address that must not be
    asked and Unreachable when there was no usable answer. Raises nothing else.
    """

    def fetch(self, url: str, check: Check | None = None, wish: Wish = ANYTHING) -> Fetched: ...
