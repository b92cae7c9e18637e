"""Libraries that bring `requests` go through the same checked resolver."""

import socket

import pytest
import requests

from distrib.outbound.resolving import Resolver
from distrib.outbound.session import checked_session
from tests.outbound.servers import saying, serving


def test_an_allowed_host_answers() -> None:
    with serving(saying(b"hello")) as port:
        session = checked_session(Resolver(allow_hosts=["127.0.0.1"]))
        assert session.get(f"http://127.0.0.1:{port}/").content == b"hello"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://2130706433/", "http://[::1]/", "http://169.254.169.254/", "https://localhost/"]
)
def test_inner_addresses_are_not_asked(url: str) -> None:
    with pytest.raises(requests.ConnectionError, match="private network"):
        checked_session(Resolver()).get(url)


def test_a_redirect_inside_is_not_followed() -> None:
    with serving(saying(b"", "Location: http://169.254.169.254/", status="302 Found")) as port:
        session = checked_session(Resolver(allow_hosts=["127.0.0.1"]))
        with pytest.raises(requests.ConnectionError, match="private network"):
            session.get(f"http://127.0.0.1:{port}/")


def test_proxies_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")

    with serving(saying(b"direct")) as port:
        session = checked_session(Resolver(allow_hosts=["127.0.0.1"]))
        answer = session.get(f"http://127.0.0.1:{port}/", proxies={"http": "http://127.0.0.1:1"})
    assert answer.content == b"direct"


def test_a_closed_port_is_a_connection_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(requests.ConnectionError, match="can't be reached"):
        checked_session(Resolver(allow_hosts=["127.0.0.1"])).get(f"http://127.0.0.1:{port}/", timeout=(2, 2))
