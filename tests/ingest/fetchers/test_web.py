"""The web fetcher keeps its port's promises: conditional, polite, guarded."""

import socket
from datetime import timedelta
from typing import Any

import pytest

from distrib.clock import stopped
from distrib.config import FetchingSettings
from distrib.errors import Blocked, Unreachable
from distrib.ingest.fetchers.web import WebFetcher
from distrib.ingest.fetching import Check, Fetched
from tests.factories import NOON
from tests.outbound.servers import Talk, saying, serving


def fetched(talk: Talk, path: str = "/feed", check: Check | None = None, **settings: Any) -> Fetched:
    given = {"allow_hosts": ("127.0.0.1",), "obey_robots": False, "timeout_seconds": 5, **settings}
    with serving(talk) as port:
        return WebFetcher(FetchingSettings(**given), clock=stopped(NOON)).fetch(f"http://127.0.0.1:{port}{path}", check)


def test_an_answer_tells_what_makes_the_next_fetch_conditional() -> None:
    got = fetched(
        saying(b"<rss/>", 'ETag: "a"', "Last-Modified: Tue, 24 Nov 2026 04:00:00 GMT", "Content-Type: text/xml")
    )

    assert (got.status, got.body, got.content_type) == (200, b"<rss/>", "text/xml")
    assert (got.etag, got.last_modified) == ('"a"', "Tue, 24 Nov 2026 04:00:00 GMT")


def test_what_is_known_makes_the_question_conditional() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request.lower())
        connection.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n")

    got = fetched(talk, check=Check(etag='"a"', last_modified="Tue, 24 Nov 2026 04:00:00 GMT"))

    assert got.unchanged
    assert b'if-none-match: "a"' in seen[0]
    assert b"if-modified-since: tue, 24 nov 2026 04:00:00 gmt" in seen[0]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Broken"])
def test_plain_statuses_are_answers(status: str) -> None:
    assert fetched(saying(b"", status=status)).status == int(status[:3])


@pytest.mark.parametrize(
    ("words", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("99999999999", timedelta(days=1)),
        ("9" * 5000, timedelta(days=1)),
        ("Tue, 24 Nov 2026 07:30:00 GMT", timedelta(hours=1)),
        ("Tue, 24 Nov 2026 01:00:00 GMT", timedelta(0)),
        ("Fri, 24 Dec 2027 01:00:00 -0000", timedelta(days=1)),
    ],
)
def test_whoever_asks_to_wait_is_heard_for_a_day_at_most(words: str, wait: timedelta) -> None:
    assert fetched(saying(b"", f"Retry-After: {words}", status="429 Slow")).retry_after == NOON + wait


@pytest.mark.parametrize("headers", [(), ("Retry-After: soon",)])
def test_who_names_no_time_is_asked_as_usual(headers: tuple[str, ...]) -> None:
    assert fetched(saying(b"", *headers, status="429 Slow")).retry_after is None


def robots(connection: socket.socket, request: bytes) -> None:
    body = b"User-agent: *\nDisallow: /private/" if b"/robots.txt" in request else b"news"
    saying(body)(connection, request)


def test_robots_are_obeyed() -> None:
    assert fetched(robots, obey_robots=True).body == b"news"
    with pytest.raises(Blocked, match=r"robots\.txt"):
        fetched(robots, "/private/a", obey_robots=True)


def test_an_inner_address_is_blocked() -> None:
    with serving(saying(b"")) as port, pytest.raises(Blocked):
        WebFetcher(FetchingSettings(), clock=stopped(NOON)).fetch(f"http://127.0.0.1:{port}/")


def test_size_is_capped_by_the_settings() -> None:
    with pytest.raises(Unreachable, match=r"larger than 0\.001 MB"):
        fetched(saying(b"x" * 5000), max_megabytes=0.001)


def test_a_host_map_leads_the_demo_to_its_own_site() -> None:
    with serving(saying(b"demo")) as port:
        fetcher = WebFetcher(FetchingSettings(), clock=stopped(NOON), hosts={"tarinipost.example": ("127.0.0.1", port)})
        assert fetcher.fetch("https://tarinipost.example/feed").body == b"demo"


@pytest.mark.parametrize("url", ["http://[::1", "http://[x]/", "http://", "file:///etc/passwd"])
def test_what_is_no_address_is_blocked_before_its_robots_are_looked_up(url: str) -> None:
    with pytest.raises(Blocked):
        WebFetcher(FetchingSettings(), clock=stopped(NOON)).fetch(url)
