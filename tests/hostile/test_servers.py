"""Servers that lie, drip, pour, pack and pretend: each ends in time, within its bytes, and as one sentence."""

import gzip
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distrib.clock import stopped
from distrib.config import FetchingSettings
from distrib.errors import Blocked, Unreachable
from distrib.ingest.fetchers.web import WebFetcher
from distrib.ingest.fetching import Wish
from distrib.outbound.client import Client, NotReached
from distrib.outbound.resolving import Resolver
from tests.conftest import NOON
from tests.outbound.servers import Talk, dripping, pouring, saying, serving

OK = b"HTTP/1.1 200 OK\r\n"


def asked(talk: Talk, **given: Any) -> Any:
    with serving(talk) as port:
        made = Client(**{"user_agent": "distrib/test", "timeout_seconds": 3, "most_bytes": 1_000_000, **given})
        made._resolver = Resolver(hosts={"paper.example": ("127.0.0.1", port)})
        return made.get("http://paper.example/feed")


def saying_raw(*pieces: bytes) -> Talk:
    return lambda connection, _: connection.sendall(b"".join(pieces))


def repeating(start: bytes, piece: bytes, every: float = 0.0) -> Talk:
    def talk(connection: socket.socket, _: bytes) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(piece)
            time.sleep(every)

    return talk


NESTED = gzip.compress(gzip.compress(b"\x00" * 30_000_000))
ENDLESS = {
    "early hints": repeating(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"),
    "continue": repeating(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100),
    "one endless header": pouring(OK + b"X: "),
    "many headers": repeating(OK, b"X-A: 1\r\n" * 100),
    "body": pouring(OK + b"\r\n"),
    "chunks": repeating(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    "chunks of a byte": repeating(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000),
    "chunk extensions": repeating(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 60_000 + b"\r\nx\r\n"),
    "trailers": repeating(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", b"X-A: 1\r\n" * 100),
    "empty gzip members": repeating(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"") * 1000),
    "gzip": saying(gzip.compress(b"\x00" * 50_000_000), "Content-Encoding: gzip"),
    "deflate": saying(zlib.compress(b"\x00" * 50_000_000), "Content-Encoding: deflate"),
    "gzip in gzip": saying(NESTED, "Content-Encoding: gzip, gzip"),
    "a promise": saying_raw(OK, b"Content-Length: 99999999999\r\n\r\nx"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("talk", ENDLESS.values(), ids=ENDLESS.keys())
def test_what_has_no_end_is_ended(talk: Talk) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Unreachable) as caught:
            asked(talk)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most < 40_000_000  # bytes
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"H",
        OK,
        OK + b"X: ",
        OK + b"\r\n",
        OK + b"Content-Length: 9999\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_who_drips_is_left(start: bytes) -> None:
    began = time.monotonic()

    with pytest.raises(Unreachable, match="took too long"):
        asked(dripping(start, every=0.03), timeout_seconds=0.5)

    assert time.monotonic() - began < 20


BROKEN = {
    "nothing": b"",
    "less than promised": OK + b"Content-Length: 10\r\n\r\nabc",
    "two lengths": OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "a negative length": OK + b"Content-Length: -3\r\n\r\nabc",
    "a length without end": OK + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nabc",
    "a length in words": OK + b"Content-Length: three\r\n\r\nabc",
    "a chunk cut off": OK + b"Transfer-Encoding: chunked\r\n\r\nff\r\nabc",
    "a chunk of no size": OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "a huge chunk": OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 30 + b"\r\nabc",
    "another encoding": OK + b"Transfer-Encoding: rot13\r\n\r\nabc",
    "a folded nothing": b"HTTP/1.1 200 OK\r\n folded\r\n\r\n",
    "a null in a header": OK + b"X: a\x00b\r\n\r\n",
    "no number": b"HTTP/1.1 OK\r\n\r\n",
    "a banner": b"220 mail.example ESMTP\r\n",
    "switching": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
    "too many headers": OK + b"".join(b"X-%d: 1\r\n" % n for n in range(400)) + b"\r\n",
}


@pytest.mark.parametrize("words", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_broken_is_said(words: bytes) -> None:
    with pytest.raises(Unreachable, match=r"\.$"):
        asked(saying_raw(words), timeout_seconds=1)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from([OK, b"\r\n", b"HTTP/1.1 ", b"Content-Length: ", b"Content-Encoding: gzip\r\n",
                                 b"Transfer-Encoding: chunked\r\n", b"5\r\n", b"Location: ", b"301 \r\n"])
                | st.binary(max_size=20), max_size=12))  # fmt: skip
def test_no_bytes_on_the_line_raise_anything_else(pieces: list[bytes]) -> None:
    with suppress(Unreachable):
        asked(saying_raw(*pieces), timeout_seconds=1)


def test_more_than_promised_is_not_read() -> None:
    assert asked(saying_raw(OK, b"Content-Length: 3\r\n\r\nabcdef")).body == b"abc"


def test_a_hundred_header_lines_are_borne() -> None:
    assert asked(saying(b"x", *(f"X-{n}: 1" for n in range(100)))).body == b"x"


# -- what is packed, met in pieces ---------------------------------------------------------------------------------


@given(
    parts=st.lists(st.binary(max_size=200), min_size=1, max_size=5), size=st.integers(1, 30), padding=st.integers(0, 9)
)
def test_packed_answers_are_whole_wherever_the_line_cuts_them(parts: list[bytes], size: int, padding: int) -> None:
    from distrib.outbound.unpacking import Unpacker  # noqa: PLC0415 - only here

    packed = b"".join(map(gzip.compress, parts)) + b"\x00" * padding
    unpacker = Unpacker("gzip", 10_000)
    for start in range(0, len(packed), size):
        unpacker.feed(packed[start : start + size])

    assert unpacker.whole() == b"".join(parts)


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
def test_millions_of_empty_members_take_no_time() -> None:
    from distrib.ingest.unpacking import unpacked  # noqa: PLC0415 - only here

    with pytest.raises(Exception, match="more pieces"):
        unpacked(gzip.compress(b"") * 500_000)


# -- whom we believe -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for right.example that only who is told of it believes."""
    folder = tmp_path_factory.mktemp("certificates")
    subject = ["-subj", "/CN=right.example", "-addext", "subjectAltName=DNS:right.example"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem", *subject],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@contextmanager
def serving_tls(certificates: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / "cert.pem", certificates / "key.pem")

    def answer(server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                try:
                    with context.wrap_socket(connection, server_side=True) as line:
                        line.recv(65536)
                        line.sendall(OK + b"Content-Length: 6\r\n\r\nsecret")
                except OSError:
                    continue

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def over_tls(port: int, host: str, believed: Path | None) -> bytes:
    resolver = Resolver(
        allow_hosts=[host], lookup=lambda *_, **__: [(0, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    )
    tls = ssl.create_default_context(cafile=str(believed)) if believed else None
    return Client(user_agent="t", timeout_seconds=5, resolver=resolver, tls=tls).get(f"https://{host}:{port}/").body


def test_a_certificate_that_nobody_vouches_for_is_refused(certificates: Path) -> None:
    with serving_tls(certificates) as port, pytest.raises(NotReached, match=r"can't be reached.*certificate"):
        over_tls(port, "right.example", None)


def test_a_certificate_of_another_host_is_refused(certificates: Path) -> None:
    with serving_tls(certificates) as port:
        assert over_tls(port, "right.example", certificates / "cert.pem") == b"secret"
        with pytest.raises(NotReached, match="certificate"):
            over_tls(port, "wrong.example", certificates / "cert.pem")


def test_no_variable_adds_an_authority(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "cert.pem"))
    with serving_tls(certificates) as port, pytest.raises(NotReached):
        over_tls(port, "right.example", None)


# -- redirects, and what is said to whom ---------------------------------------------------------------------------


def leading(seen: list[bytes], place: str) -> Talk:
    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        if len(seen) == 1:
            saying(b"", f"Location: {place}", status="302 Found")(connection, request)
        else:
            saying(b"there")(connection, request)

    return talk


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("https://paper.example/", "https://paper.example/b", True),
        ("http://paper.example/", "https://paper.example/b", True),
        ("https://paper.example/", "http://paper.example/b", False),
        ("https://paper.example/", "https://other.example/", False),
        ("https://paper.example/", "https://paper.example:8443/", False),
    ],
)
def test_a_secret_follows_only_to_the_same_host_over_a_line_no_worse(first: str, then: str, *, told: bool) -> None:
    seen: list[bytes] = []

    with serving(leading(seen, then)) as port:
        hosts = dict.fromkeys(["paper.example", "other.example"], ("127.0.0.1", port))
        answer = Client(user_agent="t", hosts=hosts).get(first, {"Authorization": "Bearer x", "If-None-Match": '"a"'})

    assert (answer.body, answer.url) == (b"there", then)
    assert (b"authorization: bearer x" in seen[1].lower()) is told
    assert b"if-none-match" in seen[1].lower()


def a_fetcher(*hosts: str, port: int, **given: Any) -> WebFetcher:
    return WebFetcher(FetchingSettings(**given), clock=stopped(NOON), hosts=dict.fromkeys(hosts, ("127.0.0.1", port)))


@pytest.mark.parametrize("place", ["https://other.example/private/a", "/private/a"])
def test_robots_txt_is_asked_again_where_a_redirect_leads(place: str) -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        if request.startswith(b"GET /robots.txt"):
            saying(b"User-agent: *\nDisallow: /private/")(connection, request)
        else:
            saying(b"", f"Location: {place}", status="301 Moved")(connection, request)

    with serving(talk) as port, pytest.raises(Blocked, match=r"robots\.txt"):
        a_fetcher("paper.example", "other.example", port=port).fetch("https://paper.example/feed")

    assert not any(request.startswith(b"GET /private") for request in seen)


def test_a_robots_txt_that_leads_inside_forbids() -> None:
    away = saying(b"", "Location: http://169.254.169.254/", status="302 Found")
    with serving(away) as port, pytest.raises(Blocked):
        a_fetcher("paper.example", port=port).fetch("https://paper.example/feed")


def test_a_request_says_who_asks_and_for_what() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        saying(b"")(connection, request)

    with serving(talk) as port:
        fetcher = a_fetcher("paper.example", port=port, obey_robots=False, user_agent="distrib/1 (paper.example)")
        fetcher.fetch("https://paper.example/feed")
        fetcher.fetch("https://paper.example/a.jpg", wish=Wish(accept="image/jpeg"))

    feed, picture = (request.lower() for request in seen)
    assert b"user-agent: distrib/1 (paper.example)\r\n" in feed
    assert b"application/rss+xml" in feed
    assert b"accept: image/jpeg\r\n" in picture
    for request in (feed, picture):
        assert not any(name in request for name in (b"cookie:", b"referer:", b"authorization:", b"x-forwarded"))


def test_a_wish_caps_what_is_taken_and_how_long() -> None:
    with serving(saying(b"x" * 5000)) as port, pytest.raises(Unreachable, match="larger than"):
        a_fetcher("paper.example", port=port, obey_robots=False).fetch(
            "https://paper.example/a", wish=Wish(most_bytes=1000)
        )
    with serving(lambda *_: time.sleep(1)) as port, pytest.raises(Unreachable, match="too long"):
        a_fetcher("paper.example", port=port, obey_robots=False).fetch(
            "https://paper.example/a", wish=Wish(seconds=0.3)
        )
