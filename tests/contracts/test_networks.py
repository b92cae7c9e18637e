"""What every network promises, whichever it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from distrib.model.placing import PlaceOutcome, Placing
from distrib.publishing.network import Network
from distrib.publishing.networks.outbox import OutboxNetwork
from tests.fakes import FakeNetwork


def a_placing(key: str = "p1", text: str = "A story ନମସ୍କାର https://paper.example/1") -> Placing:
    return Placing(
        key=key,
        network="x",
        channel="x",
        text=text,
        url="https://paper.example/1",
        title="A story",
        image_url=None,
        image_alt=None,
        share_url="https://x.com/intent/post?text=A%20story",
    )


@dataclass
class Case:
    network: Network
    out: Callable[[], int]


@pytest.fixture(params=["fake", "outbox"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Case:
    if request.param == "fake":
        fake = FakeNetwork()
        return Case(fake, lambda: len(fake.placed))
    return Case(OutboxNetwork(tmp_path / "posts"), lambda: len(list((tmp_path / "posts").glob("p*.json"))))


def test_what_is_said_is_out_once_and_has_an_id(case: Case) -> None:
    placed = case.network.place(a_placing())

    assert placed.outcome is PlaceOutcome.PLACED
    assert placed.remote_id
    assert case.out() == 1


def test_several_may_be_said(case: Case) -> None:
    for number in range(3):
        case.network.place(a_placing(f"p{number}"))

    assert case.out() == 3


def test_asking_and_checking_say_nothing(case: Case) -> None:
    case.network.reconcile(a_placing())
    assert all(finding.ok is not False for finding in case.network.check())
    assert case.out() == 0
