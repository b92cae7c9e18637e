"""The client against hostile servers: every one ends as a sentence, in time and within its bytes."""

import gzip
import socket
import time
import zlib
from typing import Any

import pytest

from distrib.errors import Blocked, Unreachable
from distrib.outbound.client import Client, checked_url
from distrib.outbound.resolving import Resolver
from tests.outbound.servers import Talk, dripping, pouring, saying, serving

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"


def a_client(**given: Any) -> Client:
    return Client(**{"user_agent": "distrib/test", "timeout_seconds": 5, "allow_hosts": ["127.0.0.1"], **given})


def asked(talk: Talk, path: str = "/feed", **given: Any) -> Any:
    with serving(talk) as port:
        return a_client(**given).get(f"http://127.0.0.1:{port}{path}")


def test_an_answer_comes_with_status_headers_and_body() -> None:
    answer = asked(saying(b"<rss/>", 'ETag: "a"', "X-One: 1", "X-One: 2"))

    assert (answer.status, answer.body, answer.headers["etag"], answer.headers["x-one"]) == (
        200,
        b"<rss/>",
        '"a"',
        "1, 2",
    )


def test_the_request_says_who_asks_and_hangs_up_afterwards() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        saying(b"")(connection, request)

    asked(talk, "/a%20b?c=d#fragment")

    assert seen[0].startswith(b"GET /a%20b?c=d HTTP/1.1\r\n")
    assert b"user-agent: distrib/test\r\n" in seen[0].lower()
    assert b"connection: close\r\n" in seen[0].lower()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://localhost/", "http://127.1/", "http://0/", "http://0.0.0.0/", "http://2130706433/",
        "http://0x7f000001/", "http://0177.0.0.1/", "http://0x7f.1/", "http://017700000001/", "http://[::1]/", "http://[::]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[0:0:0:0:0:ffff:7f00:0001]/", "http://[64:ff9b::7f00:1]/",
        "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/", "http://127.0.0.1./", "http://LOCALHOST/",
        "http://10.0.0.1/", "http://192.168.1.1/", "http://①②⑦.0.0.1/", "http://127。0。0。1/", "http://[::1%25lo]/",
        "http://[fe80::1%25eth0]/", "http://224.0.0.1/", "http://100.100.100.200/",
    ],
)  # fmt: skip
def test_no_spelling_of_an_inner_address_is_asked(url: str) -> None:
    with pytest.raises(Unreachable):
        a_client(allow_hosts=[]).get(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://paper.example/", "gopher://paper.example/", "javascript:alert(1)",
        "data:text/plain,x",
        "paper.example/feed", "http:///feed", "http://", "http://user:secret@paper.example/",
        "http://paper.example@127.0.0.1/", "http://paper.example\\@127.0.0.1/", "http://a b/",
        "http://paper.example:99999/",
        "//paper.example/", "http://paper.example:0/",
        "http://paper.example/\r\nHost: inner", "http://[::1", "http://" + "a" * 5000, "",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_blocked(url: str) -> None:
    with pytest.raises(Blocked):
        checked_url(url)


def test_a_name_that_resolves_inside_is_blocked_at_the_connection() -> None:
    resolver = Resolver(lookup=lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("169.254.169.254", 80))])

    with pytest.raises(Blocked):
        Client(user_agent="t", resolver=resolver).get("http://rebinding.example/")


def test_a_redirect_is_followed_and_its_address_told() -> None:
    def talk(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /old"):
            saying(b"", "Location: /new", status="301 Moved")(connection, request)
        else:
            saying(b"here")(connection, request)

    answer = asked(talk, "/old")

    assert (answer.body, answer.url.endswith("/new")) == (b"here", True)


@pytest.mark.parametrize(
    ("first", "then", "moved"),
    [
        ("301 Moved", "308 Moved", "/newest"),
        ("301 Moved", "302 Found", "/new"),
        ("302 Found", "301 Moved", None),
    ],
)
def test_only_redirects_for_good_say_that_an_address_has_moved(first: str, then: str, moved: str | None) -> None:
    def talk(connection: socket.socket, request: bytes) -> None:
        if request.startswith(b"GET /old"):
            saying(b"", "Location: /new", status=first)(connection, request)
        elif request.startswith(b"GET /newest"):
            saying(b"here")(connection, request)
        else:
            saying(b"", "Location: /newest", status=then)(connection, request)

    answer = asked(talk, "/old")

    assert answer.url.endswith("/newest")
    assert (answer.moved_to or "None").endswith(str(moved))


@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/", "http://[::1]/", "file:///etc/passwd", "http://[", "//user:x@127.0.0.1/"]
)
def test_a_redirect_to_an_inner_address_is_blocked(place: str) -> None:
    with pytest.raises(Blocked):
        asked(saying(b"", f"Location: {place}", status="302 Found"))


def test_redirects_are_counted() -> None:
    with pytest.raises(Unreachable, match="leads on more than 5 times"):
        asked(saying(b"", "Location: /again", status="302 Found"))


def test_a_redirect_without_a_place_is_the_answer() -> None:
    assert asked(saying(b"", status="302 Found")).status == 302


def test_only_get_and_head_follow_redirects() -> None:
    with serving(saying(b"", "Location: /again", status="307 Temporary")) as port:
        answer = a_client().request("POST", f"http://127.0.0.1:{port}/", content=b"once")

    assert answer.status == 307


def test_what_is_posted_arrives_whole() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        saying(b"")(connection, request)

    with serving(talk) as port:
        a_client().request("POST", f"http://127.0.0.1:{port}/", content=b"one two")

    assert b"content-length: 7" in seen[0].lower()


def test_a_secret_header_does_not_follow_to_another_host() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        where = b"http://other.example/there"
        if len(seen) == 1:
            saying(b"", f"Location: {where.decode()}", status="302 Found")(connection, request)
        else:
            saying(b"")(connection, request)

    with serving(talk) as port:
        led = {"paper.example": ("127.0.0.1", port), "other.example": ("127.0.0.1", port)}
        a_client(hosts=led).get("http://paper.example/", {"Authorization": "Bearer x", "If-None-Match": '"a"'})

    assert b"authorization" in seen[0].lower()
    assert b"authorization" not in seen[1].lower()
    assert b"if-none-match" in seen[1].lower()


def test_a_host_led_elsewhere_speaks_plain_http_there_under_its_own_name() -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        seen.append(request)
        saying(b"hello")(connection, request)

    with serving(talk) as port:
        answer = a_client(allow_hosts=[], hosts={"paper.example": ("127.0.0.1", port)}).get("https://paper.example/a")

    assert (answer.body, answer.url) == (b"hello", "https://paper.example/a")
    assert b"host: paper.example\r\n" in seen[0].lower()


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "x-gzip", "identity", ""])
def test_packed_answers_are_unpacked(encoding: str) -> None:
    body = {"gzip": gzip.compress(b"news"), "x-gzip": gzip.compress(b"news"), "deflate": zlib.compress(b"news")}

    assert asked(saying(body.get(encoding, b"news"), f"Content-Encoding: {encoding}")).body == b"news"


def test_bare_deflate_is_unpacked_too() -> None:
    packer = zlib.compressobj(wbits=-15)
    bare = packer.compress(b"news" * 100) + packer.flush()

    assert asked(saying(bare, "Content-Encoding: deflate")).body == b"news" * 100


def test_a_gzip_of_several_members_is_read_whole_and_padding_is_ignored() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + b"\x00" * 8

    assert asked(saying(body, "Content-Encoding: gzip")).body == b"one two"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_packing_we_did_not_ask_for_is_said(encoding: str) -> None:
    with pytest.raises(Unreachable, match="packs its answers"):
        asked(saying(b"x", f"Content-Encoding: {encoding}"))


def test_damaged_packing_is_said() -> None:
    with pytest.raises(Unreachable, match="damaged"):
        asked(saying(b"not gzip at all", "Content-Encoding: gzip"))


def test_a_gzip_bomb_is_stopped_before_it_is_in_memory() -> None:
    bomb = gzip.compress(b"\x00" * 50_000_000)

    with pytest.raises(Unreachable, match="larger than 1 MB"):
        asked(saying(bomb, "Content-Encoding: gzip"), most_bytes=1_000_000)


def test_an_endless_answer_is_stopped() -> None:
    with pytest.raises(Unreachable, match="larger than 1 MB"):
        asked(pouring(HEAD), most_bytes=1_000_000)


def test_an_answer_that_says_it_is_too_large_is_not_read() -> None:
    promise = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n"

    with pytest.raises(Unreachable, match="larger than"):
        asked(lambda connection, _: connection.sendall(promise), most_bytes=1000)


@pytest.mark.parametrize("start", [HEAD, b"HTTP/1.1 200 OK\r\nX-Slow: ", b""])
def test_a_server_that_drips_is_left_after_the_whole_time(start: bytes) -> None:
    began = time.monotonic()

    with pytest.raises(Unreachable, match="too long"):
        asked(dripping(start, every=0.05), timeout_seconds=0.6)

    assert time.monotonic() - began < 20  # it would drip for ever


def test_a_server_that_says_nothing_is_left() -> None:
    with pytest.raises(Unreachable, match="took too long"):
        asked(lambda *_: time.sleep(2), timeout_seconds=0.4)


@pytest.mark.parametrize(
    "words",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 2oo\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"],
)
def test_what_is_not_http_is_said(words: bytes) -> None:
    with pytest.raises(Unreachable, match="broke off or did not speak HTTP"):
        asked(lambda connection, _: connection.sendall(words))


def test_headers_without_end_are_stopped() -> None:
    with pytest.raises(Unreachable):
        asked(pouring(b"HTTP/1.1 200 OK\r\nX: "))


def test_a_closed_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(Unreachable, match=r"127\.0\.0\.1 can't be reached"):
        a_client().get(f"http://127.0.0.1:{port}/")


def test_the_next_address_is_tried_when_one_is_dead() -> None:
    with serving(saying(b"alive")) as port:
        places = [("::1", port), ("127.0.0.1", port)]
        resolver = Resolver(
            allow_hosts=["two.example"],
            lookup=lambda *_, **__: [(socket.AF_INET, 1, 6, "", place) for place in places],
        )
        assert Client(user_agent="t", resolver=resolver).get(f"http://two.example:{port}/").body == b"alive"


def test_a_certificate_nobody_vouches_for_is_refused() -> None:
    # The server speaks no TLS at all: whatever it says must not pass for a handshake.
    with serving(saying(b"plain")) as port, pytest.raises(Unreachable, match="can't be reached"):
        a_client().get(f"https://127.0.0.1:{port}/")


def test_a_header_that_can_not_travel_is_blocked() -> None:
    with serving(saying(b"")) as port, pytest.raises(Blocked, match="header"):
        a_client().get(f"http://127.0.0.1:{port}/", {"if-none-match": "ଖବର"})


def test_proxies_of_the_environment_are_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    assert asked(saying(b"direct")).body == b"direct"
