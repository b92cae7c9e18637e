"""robots.txt is asked once, believed, and a site that can't show it may mean no."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreachable
from distrib.outbound.client import Answer
from distrib.outbound.robots import Robots

RULES = b"User-agent: *\nDisallow: /private/\n\nUser-agent: distrib\nDisallow: /not-us/\n"


class Asked:
    """Stands where the client stands."""

    def __init__(self, status: int, body: bytes = b"") -> None:
        self.answer = Answer(url="", status=status, body=body)
        self.asked: list[str] = []

    def get(self, url: str, *, seconds: float) -> Answer:
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


class Silent(Asked):
    """Never answers."""

    def get(self, url: str, *, seconds: float) -> Answer:
        self.asked.append(url)
        raise Unreachable("paper.example took too long to answer.")


def test_a_site_that_does_not_answer_is_left_alone_for_a_while_and_not_asked_each_time() -> None:
    client = Silent(200)
    rules = Robots(client, "distrib")

    for _ in range(3):
        with pytest.raises(Unreachable, match="took too long"):
            rules.allows("https://paper.example/a")
    assert len(client.asked) == 1


def test_threads_at_one_site_wait_for_the_first_and_ask_once() -> None:
    rules, client = robots(200, RULES)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(rules.allows, [f"https://Paper.example/{n}" for n in range(40)]))

    assert all(answers)
    assert client.asked == ["https://paper.example/robots.txt"]


def test_a_flood_of_hosts_is_not_remembered_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    rules, client = robots(404)
    monkeypatch.setattr("distrib.outbound.robots._MOST_SITES", 3)

    for number in [*range(5), 4, 0]:
        rules.allows(f"https://host{number}.example/")

    assert len(client.asked) == 6  # the last one was known, the first forgotten


@given(st.binary(max_size=300))
def test_whatever_stands_in_it_ends_as_an_answer(body: bytes) -> None:
    rules, _ = robots(200, body)

    assert rules.allows("https://paper.example/a?b=c") in {True, False}
