"""Hosts are treated politely, and many sources are asked at a time without one of them holding up the rest."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.pipeline.turns import Resting, Turns, host_of, in_order

LATER = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def asked_at_once(turns: Turns, urls: Sequence[str]) -> int:
    """Return how many requests were under way together at most."""
    lock, now, most = threading.Lock(), 0, 0

    def ask(url: str) -> None:
        nonlocal now, most
        with turns.at(url):
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.01)
            with lock:
                now -= 1

    list(in_order(ask, urls, threads=8))
    return most


def test_one_host_is_asked_by_few_at_a_time() -> None:
    assert asked_at_once(Turns(2), ["https://one.example/feed"] * 12) == 2
    assert asked_at_once(Turns(2), [f"https://h{n % 6}.example/feed" for n in range(24)]) > 2


def test_between_two_requests_at_one_host_lies_a_gap() -> None:
    turns, began = Turns(4, gap_seconds=0.03), []

    def ask(url: str) -> None:
        with turns.at(url):
            began.append(time.monotonic())

    list(in_order(ask, ["https://one.example/a"] * 4, threads=4))

    assert all(after - before >= 0.029 for before, after in zip(sorted(began), sorted(began)[1:], strict=False))


def test_a_host_that_wants_rest_is_not_asked_again() -> None:
    turns = Turns(1)
    turns.rest("https://one.example/feed", LATER)
    turns.rest("https://one.example/other", datetime(2026, 11, 24, 7, 0, tzinfo=UTC))

    with (
        pytest.raises(Resting, match=r"one\.example asked to be left alone until 07:30 UTC"),
        turns.at("https://one.example/third"),
    ):
        pass
    with turns.at("https://two.example/feed"):
        pass
    assert turns.resting() == {"one.example": LATER}


def test_a_host_may_not_say_how_long() -> None:
    turns = Turns(1)
    turns.rest("https://one.example/feed", None)

    with pytest.raises(Resting, match=r"one\.example asked to be left alone for a while\."):
        turns.at("https://one.example/feed").__enter__()
    assert turns.resting() == {"one.example": None}


def test_who_waits_for_a_turn_is_told_that_the_host_wants_rest() -> None:
    turns, told = Turns(1), []

    def wait() -> None:
        try:
            with turns.at("https://one.example/b"):
                told.append("asked")
        except Resting:
            told.append("rest")

    with turns.at("https://one.example/a"):
        thread = threading.Thread(target=wait)
        thread.start()
        turns.rest("https://one.example/a", LATER)
    thread.join()

    assert told == ["rest"]


def test_a_host_with_all_turns_taken_does_not_hold_up_the_others() -> None:
    turns, done, over = Turns(1), [], threading.Event()

    def ask(url: str) -> str:
        with turns.at(url):
            if url.startswith("https://slow"):
                over.wait(5)
            done.append(url)
            if len(done) == 6:
                over.set()
        return url

    urls = [*(f"https://slow.example/{n}" for n in range(4)), *(f"https://h{n}.example/" for n in range(6))]

    assert list(in_order(ask, urls, threads=2, ready=turns.free)) == urls
    assert {url[:9] for url in done[:6]} == {"https://h"}


def test_no_address_breaks_the_turns() -> None:
    assert [host_of(each) for each in ("https://a:b@One.example:8080/x", "http://[", "")] == [
        "one.example:8080",
        "",
        "",
    ]


@given(
    st.lists(st.integers(0, 9), max_size=40),
    st.integers(1, 8),
    st.integers(1, 5),
    st.integers(1, 30),
    st.sampled_from([1, 2]),
)
def test_every_answer_comes_once_and_in_order(asked: list[int], threads: int, ahead: int, most: int, step: int) -> None:
    found = list(
        in_order(
            lambda each: each * 2,
            asked,
            threads=threads,
            ahead=ahead,
            ready=lambda each: each % step == 0,
            weight=lambda answer: answer,
            most=most,
        )
    )

    assert found == [each * 2 for each in asked]


def test_what_was_raised_stands_in_its_place() -> None:
    found = list(in_order(lambda each: 1 // each, [1, 0, 1], threads=2))

    assert isinstance(found[1], ZeroDivisionError)
    assert found[::2] == [1, 1]


def test_an_interruption_is_no_answer() -> None:
    def ask(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(in_order(ask, [1, 2, 3], threads=2))


def test_answers_that_nobody_takes_are_not_piled_up() -> None:
    begun: list[int] = []
    answers = in_order(lambda each: begun.append(each) or each, range(100), threads=4, ahead=5)
    next(answers)
    time.sleep(0.05)

    assert len(begun) <= 6
    answers.close()
    assert len(begun) <= 6


def test_heavy_answers_are_held_one_by_one() -> None:
    begun: list[int] = []
    answers = in_order(lambda each: begun.append(each) or each, range(50), threads=2, weight=lambda _: 10, most=10)
    next(answers)
    time.sleep(0.05)

    assert len(begun) <= 4
    answers.close()
