"""A name becomes checked places, and a name that leads inside is blocked."""

import socket
from typing import Any

import pytest

from distrib.errors import Blocked, Unreachable
from distrib.outbound.resolving import Resolver, plain_host


def answering(*addresses: str) -> Any:
    return lambda _, port, **__: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]


def test_public_addresses_are_given_in_order_and_once() -> None:
    resolver = Resolver(lookup=answering("8.8.8.8", "8.8.4.4", "8.8.8.8"))

    assert resolver.places("paper.example", 443) == [("8.8.8.8", 443), ("8.8.4.4", 443)]


def test_one_private_address_among_public_ones_blocks_the_host() -> None:
    with pytest.raises(Blocked, match=r"paper\.example lies inside a private network"):
        Resolver(lookup=answering("8.8.8.8", "10.0.0.1")).places("paper.example", 443)


def test_a_host_that_settings_allow_may_be_private() -> None:
    resolver = Resolver(allow_hosts=["CMS.internal."], lookup=answering("10.0.0.1"))

    assert resolver.places("cms.internal", 80) == [("10.0.0.1", 80)]


def test_a_host_that_is_led_elsewhere_is_not_looked_up() -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise AssertionError("looked up")

    resolver = Resolver(hosts={"paper.example": ("127.0.0.1", 8001)}, lookup=lookup)

    assert resolver.places("Paper.example", 443) == [("127.0.0.1", 8001)]


@pytest.mark.parametrize("error", [OSError("no such host"), UnicodeError("label too long"), ValueError("null byte")])
def test_a_name_that_can_not_be_resolved_is_unreachable(error: Exception) -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise error

    with pytest.raises(Unreachable, match="has no address"):
        Resolver(lookup=lookup).places("nowhere.example", 80)


def test_a_name_without_addresses_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Resolver(lookup=answering()).places("nowhere.example", 80)


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("Paper.Example.", "paper.example"),
        ("[::1]", "::1"),
        ("bücher.de", "xn--bcher-kva.de"),
        ("127。0。0。1", "127.0.0.1"),
    ],
)
def test_hosts_are_compared_in_one_form(given: str, plain: str) -> None:
    assert plain_host(given) == plain
    assert plain_host(plain) == plain


def test_what_can_be_no_host_name_is_blocked() -> None:
    with pytest.raises(Blocked, match="no host name"):
        plain_host("ଖବର\u202e.example")
