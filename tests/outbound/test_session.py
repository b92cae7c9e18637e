"""Libraries that bring `requests` ask through the same client."""

import gzip
import io
import socket
import time
from typing import Any

import pytest
import requests

from distrib.outbound.client import Client
from distrib.outbound.session import checked_session
from tests.outbound.servers import dripping, saying, serving


def a_session(**given: Any) -> requests.Session:
    return checked_session(Client(**{"user_agent": "distrib/test", "allow_hosts": ["127.0.0.1"], **given}))


def test_an_allowed_host_answers_as_the_library_knows_it() -> None:
    with serving(saying(b'{"a": 1}', "Content-Type: application/json", status="201 Created")) as port:
        answer = a_session().get(f"http://127.0.0.1:{port}/a?b=1")

    assert (answer.status_code, answer.reason, answer.json()) == (201, "Created", {"a": 1})
    assert answer.url.endswith("/a?b=1")


def test_a_packed_answer_is_unpacked_once() -> None:
    with serving(saying(gzip.compress(b"hello"), "Content-Encoding: gzip")) as port:
        assert a_session().get(f"http://127.0.0.1:{port}/").text == "hello"


@pytest.mark.parametrize("body", [b"one two", "one two", io.BytesIO(b"one two"), iter([b"one ", "two"])])
def test_what_is_posted_arrives_whole_whatever_it_comes_as(body: Any) -> None:
    seen: list[bytes] = []

    def talk(connection: socket.socket, request: bytes) -> None:
        while b"one two" not in request:
            request += connection.recv(100)
        seen.append(request)
        saying(b"")(connection, request)

    with serving(talk) as port:
        a_session().post(f"http://127.0.0.1:{port}/", data=body)

    assert b"content-length: 7" in seen[0].lower()
    assert b"user-agent: distrib/test" in seen[0].lower()
    assert b"transfer-encoding" not in seen[0].lower()


def test_redirects_are_followed_as_often_as_the_session_says() -> None:
    with serving(saying(b"", "Location: /again", status="302 Found")) as port:
        with pytest.raises(requests.TooManyRedirects):
            a_session().get(f"http://127.0.0.1:{port}/")
        answer = a_session().get(f"http://127.0.0.1:{port}/", allow_redirects=False)
    assert answer.status_code == 302


def test_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    with serving(saying(b"direct")) as port:
        answer = a_session().get(f"http://127.0.0.1:{port}/", proxies={"http": "http://127.0.0.1:1"})
    assert answer.content == b"direct"


def test_a_closed_port_means_that_nothing_has_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(requests.ConnectTimeout, match="can't be reached"):
        a_session().get(f"http://127.0.0.1:{port}/", timeout=(2, 2))


@pytest.mark.parametrize("timeout", [0.4, (0.2, 0.2), (None, 0.4)])
def test_silence_after_asking_is_another_error_and_ends_in_time(timeout: Any) -> None:
    began = time.monotonic()

    start = b"HTTP/1.1 200 OK\r\n\r\n"
    with serving(dripping(start, every=0.05)) as port, pytest.raises(requests.ConnectionError) as caught:
        a_session().post(f"http://127.0.0.1:{port}/", data="once", timeout=timeout)

    assert not isinstance(caught.value, requests.ConnectTimeout)
    assert time.monotonic() - began < 20  # it would drip for ever


def test_a_session_can_be_closed_and_used_again() -> None:
    session = a_session()
    session.close()
    with serving(saying(b"hello")) as port:
        assert session.get(f"http://127.0.0.1:{port}/").content == b"hello"
