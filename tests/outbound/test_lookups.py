"""A name server that never answers does not hold up anything but its own names."""

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from distrib.errors import Unreachable
from distrib.outbound.client import Client, NotReached
from distrib.outbound.lookups import Lookups
from distrib.outbound.resolving import Resolver


class NameServer:
    """Answers for every name but those that hang until they are let go."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = threading.Event()

    def __call__(self, name: str, port: int, **_: Any) -> list[Any]:
        self.asked.append(name)
        if name.startswith("hung"):
            self.go.wait(10)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))]


@pytest.fixture
def server() -> Any:
    made = NameServer()
    yield made
    made.go.set()


def test_a_lookup_that_hangs_ends_in_its_own_time(server: NameServer) -> None:
    began = time.monotonic()

    with pytest.raises(Unreachable, match=r"Looking up the host hung\.example took too long"):
        Resolver(lookup=server).places("hung.example", 443, 0.2)

    assert time.monotonic() - began < 20


def test_many_requests_for_a_hung_name_hold_one_thread_and_others_get_through(server: NameServer) -> None:
    lookups = Lookups(server, most=2)

    def ask(name: str) -> bool:
        try:
            return bool(lookups.rows(name, 80, 0.3))
        except Unreachable:
            return False

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(ask, ["hung.example"] * 8 + ["alive.example"] * 2))

    assert answers == [False] * 8 + [True] * 2
    assert server.asked.count("hung.example") == 1


def test_when_every_thread_hangs_that_is_said(server: NameServer) -> None:
    lookups = Lookups(server, most=1)
    with pytest.raises(Unreachable):
        lookups.rows("hung.example", 80, 0.05)

    with pytest.raises(Unreachable, match="too many other lookups hang"):
        lookups.rows("alive.example", 80, 0.05)

    server.go.set()
    assert lookups.rows("alive.example", 80, 5)


def test_a_name_is_looked_up_anew_each_time(server: NameServer) -> None:
    lookups = Lookups(server)

    for _ in range(2):
        lookups.rows("alive.example", 80, 5)

    assert server.asked == ["alive.example"] * 2


def test_what_the_system_raises_is_raised() -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror("no such host")

    with pytest.raises(OSError, match="no such host"):
        Lookups(lookup).rows("nowhere.example", 80, 5)


def test_a_client_waits_for_a_name_no_longer_than_for_the_answer(server: NameServer) -> None:
    client = Client(user_agent="t", timeout_seconds=0.2, resolver=Resolver(lookup=server))

    with pytest.raises(NotReached, match="took too long"):
        client.get("http://hung.example/")
