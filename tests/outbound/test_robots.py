"""robots.txt is asked once, believed, and a site that can't show it may mean no."""

import pytest

from distrib.errors import Unreachable
from distrib.outbound.client import Answer
from distrib.outbound.robots import Robots

RULES = b"User-agent: *\nDisallow: /private/\n\nUser-agent: distrib\nDisallow: /not-us/\n"


class Asked:
    """Stands where the client stands."""

    def __init__(self, status: int, body: bytes = b"") -> None:
        self.answer = Answer(url="", status=status, body=body)
        self.asked: list[str] = []

    def get(self, url: str) -> Answer:
        self.asked.append(url)
        return self.answer


def robots(status: int, body: bytes = b"") -> tuple[Robots, Asked]:
    client = Asked(status, body)
    return Robots(client, "distrib/0.1 (test)"), client


def test_rules_for_our_name_count_before_those_for_all() -> None:
    rules, _ = robots(200, RULES)

    assert rules.allows("https://paper.example/private/a")
    assert not rules.allows("https://paper.example/not-us/a")


def test_a_site_is_asked_once() -> None:
    rules, client = robots(200, RULES)

    for name in "abc":
        rules.allows(f"https://paper.example/{name}")

    assert client.asked == ["https://paper.example/robots.txt"]


def test_a_site_without_rules_forbids_nothing() -> None:
    rules, _ = robots(404, b"Disallow: /")

    assert rules.allows("https://paper.example/a")


def test_a_site_that_fails_to_show_its_rules_may_mean_no() -> None:
    rules, client = robots(503)

    for _ in range(2):
        with pytest.raises(Unreachable, match=r"paper\.example can't show its robots\.txt"):
            rules.allows("https://paper.example/a")
    assert len(client.asked) == 1


def test_rules_are_asked_again_after_their_time(monkeypatch: pytest.MonkeyPatch) -> None:
    rules, client = robots(200, RULES)
    monkeypatch.setattr("distrib.outbound.robots._KEEP_SECONDS", -1.0)

    rules.allows("https://paper.example/a")
    rules.allows("https://paper.example/a")

    assert len(client.asked) == 2
