import json
from pathlib import Path

import pytest

from distrib.errors import SenderProblem
from distrib.model.placing import PlaceOutcome
from distrib.publishing.networks.outbox import OutboxNetwork
from tests.contracts.test_networks import a_placing


def test_a_post_is_a_file_with_all_that_is_said(tmp_path: Path) -> None:
    OutboxNetwork(tmp_path / "posts").place(a_placing("p7"))

    [path] = (tmp_path / "posts").iterdir()
    assert path.name == "p7.json"
    assert json.loads(path.read_text("utf-8")) == {
        "key": "p7",
        "network": "x",
        "channel": "x",
        "title": "A story",
        "text": "A story ନମସ୍କାର https://paper.example/1",
        "url": "https://paper.example/1",
        "image": None,
        "alt": None,
        "share_url": "https://x.com/intent/post?text=A%20story",
    }


def test_a_repeat_overwrites_and_never_adds(tmp_path: Path) -> None:
    network = OutboxNetwork(tmp_path)
    network.place(a_placing(text="first"))
    network.place(a_placing(text="again"))

    [path] = tmp_path.iterdir()
    assert json.loads(path.read_text("utf-8"))["text"] == "again"


def test_it_can_be_asked_whether_a_post_is_out(tmp_path: Path) -> None:
    network = OutboxNetwork(tmp_path)
    before, _, after = network.reconcile(a_placing()), network.place(a_placing()), network.reconcile(a_placing())

    assert before is not None
    assert after is not None
    assert (before.outcome, after.outcome) == (PlaceOutcome.TRY_LATER, PlaceOutcome.PLACED)


def test_a_folder_that_can_not_be_written_is_the_senders_problem(tmp_path: Path) -> None:
    (tmp_path / "p1.json").mkdir()

    with pytest.raises(SenderProblem, match="can't be written"):
        OutboxNetwork(tmp_path).place(a_placing())
    assert [path.name for path in tmp_path.iterdir()] == ["p1.json"]
