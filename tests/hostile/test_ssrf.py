"""Everything that leaves by URL holds to one contract: no spelling and no trick leads inside.

The doors are the client, the fetcher over it, and the `requests` session that tweepy gets.
"""

import socket
from collections.abc import Callable
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from distrib.clock import stopped
from distrib.config import FetchingSettings
from distrib.errors import Unreachable
from distrib.ingest.fetchers.web import WebFetcher
from distrib.outbound.client import Client
from distrib.outbound.resolving import Resolver
from distrib.outbound.session import checked_session
from tests.conftest import NOON
from tests.outbound.servers import Talk, saying, serving

Door = Callable[[str], bytes]


class Refused(Exception):
    """A door did not answer, with a sentence."""


def client_door(resolver: Resolver) -> Door:
    client = Client(user_agent="distrib/test", timeout_seconds=5, resolver=resolver)

    def ask(url: str) -> bytes:
        try:
            return client.get(url).body
        except Unreachable as error:
            raise Refused(str(error)) from error

    return ask


def fetcher_door(resolver: Resolver) -> Door:
    fetcher = WebFetcher(FetchingSettings(obey_robots=False), clock=stopped(NOON))
    fetcher._client = Client(user_agent="distrib/test", timeout_seconds=5, resolver=resolver)

    def ask(url: str) -> bytes:
        try:
            return fetcher.fetch(url).body
        except Unreachable as error:
            raise Refused(str(error)) from error

    return ask


def session_door(resolver: Resolver) -> Door:
    session = checked_session(Client(user_agent="distrib/test", timeout_seconds=5, resolver=resolver))

    def ask(url: str) -> bytes:
        try:
            return session.get(url, verify=False).content
        except requests.RequestException as error:
            raise Refused(str(error)) from error

    return ask


@pytest.fixture(params=[client_door, fetcher_door, session_door], ids=["client", "fetcher", "session"])
def door(request: pytest.FixtureRequest) -> Callable[[Resolver], Door]:
    made: Callable[[Resolver], Door] = request.param
    return made


NAMES = {
    "inside.example": ["10.0.0.5"],
    "metadata.example": ["169.254.169.254"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "mixed6.example": ["2606:4700::1111", "::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "zone.example": ["fe80::1%2"],
    "zero.example": ["0.0.0.0"],  # noqa: S104 - an answer, not a server
    "many.example": [*(f"93.184.216.{n}" for n in range(50)), "192.168.0.1"],
}


def name_server(name: str, port: int, **given: Any) -> list[Any]:
    """Answer for the names of this table; numbers in any spelling go to the system, which knows them all."""
    if name in NAMES:
        return [(0, socket.SOCK_STREAM, 6, "", (address, port)) for address in NAMES[name]]
    if name.replace(".", "").isalpha() and name != "localhost":
        raise socket.gaierror("no such host")
    return list(socket.getaddrinfo(name, port, **given))


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Give the places that were connected to: none is let through."""
    seen: list[Any] = []

    def refuse(place: Any, *_: Any, **__: Any) -> socket.socket:
        seen.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return seen


SPELLINGS = [
    # IPv4: decimal, octal, hexadecimal, short, mixed, overlong
    "http://127.0.0.1/", "http://2130706433/", "http://017700000001/", "http://0x7f000001/", "http://0x7F.0x0.0x0.0x1/",
    "http://0177.0.0.1/", "http://0177.0.0.01/", "http://127.1/", "http://127.0.1/", "http://0/", "http://0.0.0.0/",
    "http://0x7f.1/", "http://127.000.000.001/", "http://00000177.0.0.1/", "http://169.254.169.254/",
    "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/", "http://169.16689662/", "http://255.255.255.255/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/", "http://100.100.100.200/", "http://192.0.0.192/",
    "http://168.63.129.16/", "http://224.0.0.251/",
    # IPv6: loopback, mapped, compatible, NAT64, 6to4, Teredo, local, with zones
    "http://[::1]/", "http://[::]/", "http://[0:0:0:0:0:0:0:1]/", "http://[0000::0001]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[::ffff:0:127.0.0.1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::]/", "http://[2001::1]/", "http://[fc00::1]/",
    "http://[fd00:ec2::254]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[::1%25lo]/", "http://[fec0::1]/",
    "http://[::ffff:169.254.169.254]/", "http://[ff02::1]/",
    # dots, cases, aliases
    "http://127.0.0.1./", "http://localhost/", "http://LOCALHOST/", "http://LocalHost./", "http://127.0.0.1.:80/",
    # digits and letters of other scripts, signs that fold to dots, signs that are not seen
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127．0．0．1/", "http://127｡0｡0｡1/", "http://１２７.０.０.１/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://ｌｏｃａｌｈｏｓｔ/", "http://local\u00adhost/", "http://lo\u200bcalhost/", "http://𝟙𝟚𝟟.0.0.1/",
    "http://𝗅𝗈𝖼𝖺𝗅𝗁𝗈𝗌𝗍/", "http://१२७.०.०.१/",
    # who is the host?
    "http://user@127.0.0.1/", "http://user:secret@127.0.0.1/", "http://paper.example@127.0.0.1/",
    "http://127.0.0.1@paper.example/", "http://paper.example\\@127.0.0.1/", "http://127.0.0.1\\@paper.example/",
    "http://paper.example:80@127.0.0.1/", "http://paper.example%2f@127.0.0.1/", "http://127.0.0.1%00.paper.example/",
    "http://127.0.0.1%2epaper.example/", "http:\\\\127.0.0.1\\", "http:/127.0.0.1/", "http:127.0.0.1/", "///127.0.0.1/",
    "http://127.0.0.1:80\t/", "http://127.0.0.1#@paper.example/", "http://127.0.0.1?@paper.example/",
    "http://paper.example#@127.0.0.1:x/", "http://[::1]:80:80/", "http://[::1/", "http://::1/", "http://%6c%6f%63%61%6c%68%6f%73%74/",
    # names that lead inside
    *(f"http://{name}/" for name in NAMES),
    # what is no web address
    "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:6379/_PING", "dict://127.0.0.1:11211/",
    "ftp://127.0.0.1/", "javascript:alert(1)", "data:text/plain,x", "unix:///var/run/docker.sock", "http+unix://%2fvar/",
    "jar:http://127.0.0.1!/", "ldap://127.0.0.1/", "", " ", "//127.0.0.1/", "\x00", "http://", "http:///",
]  # fmt: skip


@pytest.mark.parametrize("url", SPELLINGS)
def test_no_spelling_leads_inside(door: Callable[[Resolver], Door], connected: list[Any], url: str) -> None:
    with pytest.raises(Refused):
        door(Resolver(lookup=name_server))(url)

    assert connected == []


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"])
@pytest.mark.parametrize(
    "place",
    [
        "http://169.254.169.254/latest/meta-data/iam/", "http://[fd00:ec2::254]/", "http://metadata.example/",
        "http://10.0.0.5/", "http://inside.example/", "http://mixed.example/", "//127.1/", "http://2130706433/",
        "https://localhost/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_PING", "javascript:alert(1)",
        "data:text/html,x", "http://user:secret@127.0.0.1/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "http://[",
    ],
)  # fmt: skip
def test_no_redirect_leads_inside(door: Callable[[Resolver], Door], status: str, place: str) -> None:
    asked: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        head = f"HTTP/1.1 {status}\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(head.encode("utf-8"))

    with serving(talk) as port, pytest.raises(Refused):
        door(Resolver(hosts={"paper.example": ("127.0.0.1", port)}, lookup=name_server))("http://paper.example/feed")

    assert len(asked) == 1


def test_redirects_that_lead_in_a_ring_end(door: Callable[[Resolver], Door]) -> None:
    asked: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        asked.append(request)
        saying(b"", f"Location: /{'ab'[len(asked) % 2]}", status="302 Found")(connection, request)

    with serving(talk) as port, pytest.raises(Refused):
        door(Resolver(hosts={"paper.example": ("127.0.0.1", port)}))("http://paper.example/b")

    assert len(asked) == 6


@pytest.mark.parametrize(
    "answer",
    [
        saying(b"<meta http-equiv=refresh content='0;url=http://169.254.169.254/'>", "Content-Type: text/html"),
        saying(b"<script>location='http://169.254.169.254/'</script>", "Refresh: 0; url=http://169.254.169.254/"),
        saying(b"x", "Link: <http://169.254.169.254/>; rel=preload", "Content-Location: http://169.254.169.254/"),
        saying(b"x", "Location: http://169.254.169.254/", status="200 OK"),
        saying(b"x", "Location: http://169.254.169.254/", status="300 Multiple Choices"),
        saying(b"x", "Location: http://169.254.169.254/", "Alt-Svc: h2=169.254.169.254:80", status="201 Created"),
    ],
    ids=["meta refresh", "refresh header", "link header", "200 with a place", "300", "201 and alt-svc"],
)
def test_only_redirects_are_followed(door: Callable[[Resolver], Door], answer: Talk) -> None:
    with serving(answer) as port:
        assert door(Resolver(hosts={"paper.example": ("127.0.0.1", port)}))("http://paper.example/")


def test_a_name_that_changes_between_look_and_connection_gains_nothing(
    door: Callable[[Resolver], Door], connected: list[Any]
) -> None:
    answers = [["93.184.216.34"], ["127.0.0.1"], ["127.0.0.1"]]

    def rebinding(_: str, port: int, **__: Any) -> list[Any]:
        return [(0, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers.pop(0)]

    with pytest.raises(Refused):
        door(Resolver(lookup=rebinding))("http://rebinding.example/")

    assert connected == [("93.184.216.34", 80)]
    assert len(answers) == 2, "the name was looked up again"


def test_a_name_that_changes_between_redirects_is_checked_again(door: Callable[[Resolver], Door]) -> None:
    looked: list[str] = []

    def rebinding(name: str, port: int, **_: Any) -> list[Any]:
        looked.append(name)
        return [(0, socket.SOCK_STREAM, 6, "", ("10.0.0.5", port))]

    with serving(saying(b"", "Location: http://other.example/", status="302 Found")) as port, pytest.raises(Refused):
        door(Resolver(hosts={"paper.example": ("127.0.0.1", port)}, lookup=rebinding))("http://paper.example/")

    assert looked == ["other.example"]


@settings(max_examples=60, deadline=None)
@given(address=st.ip_addresses(v=4), form=st.sampled_from(["dec", "hex", "oct", "short", "mapped", "nat64"]))
def test_every_spelling_of_every_private_address_is_refused(address: Any, form: str) -> None:
    number, (a, b, c, d) = int(address), address.packed
    host = {
        "dec": str(number),
        "hex": hex(number),
        "oct": f"0{number:o}",
        "short": f"{a}.{(b << 16) | (c << 8) | d}",
        "mapped": f"[::ffff:{address}]",
        "nat64": f"[64:ff9b::{address}]",
    }[form]
    opened: list[Any] = []

    def refuse(place: Any, *_: Any, **__: Any) -> socket.socket:
        opened.append(place)
        raise ConnectionRefusedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", refuse)
        with pytest.raises(Refused):
            client_door(Resolver())(f"http://{host}/")
    for place, _ in opened:
        assert form not in {"mapped", "nat64"}
        assert address.is_global, place


def test_a_host_that_settings_allow_is_asked(door: Callable[[Resolver], Door]) -> None:
    with serving(saying(b"hello")) as port:
        assert door(Resolver(allow_hosts=["127.0.0.1"]))(f"http://127.0.0.1:{port}/") == b"hello"
