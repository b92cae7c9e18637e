"""`POST /hooks/ingest` over HTTP: statuses, limits, and nothing of the secret anywhere."""

import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from distrib.pipeline import hook_secret, pushed
from distrib.web.app import create_app
from distrib.web.limits import Limit
from tests.factories import NOON, a_source
from tests.pipeline.test_gather import RAIN, a_page
from tests.pipeline.test_hear import a_call, call, signed, the_story
from tests.web.conftest import House

DOOR = "/hooks/ingest"


@pytest.fixture
def open_house(house: House) -> House:
    hook_secret.make(house.parts, by="cli")
    with house.parts.database.writing() as session:
        a_source(session)
    house.parts.fetcher.pages[RAIN] = a_page()
    return house


def post(client: TestClient, house: House, body: bytes, call_id: str = "msg_1", **headers: str) -> Response:
    return client.post(DOOR, content=body, headers=signed(house.parts, body, call_id, NOON) | headers)


def test_a_call_is_answered_at_once_and_done_after_that(client: TestClient, open_house: House) -> None:
    answer = post(client, open_house, a_call())

    assert (answer.status_code, answer.json()) == (202, {"id": "msg_1", "outcome": "Taken."})
    assert the_story(open_house.parts).title == "Rain reaches the coast at dawn"
    again = post(client, open_house, a_call())
    assert (again.status_code, again.json()["outcome"]) == (200, "Stored as a new story.")
    assert post(client, open_house, a_call("retracted")).status_code == 409


def test_neither_cookie_nor_origin_matters_to_a_machine(client: TestClient, open_house: House) -> None:
    answer = post(client, open_house, a_call(), origin="https://cms.example", cookie="distrib=x")

    assert answer.status_code == 202
    assert "set-cookie" not in answer.headers


def test_each_refusal_has_its_status_and_changes_nothing(client: TestClient, open_house: House) -> None:
    body = a_call()
    right = signed(open_house.parts, body, "msg_1", NOON)
    statuses = {
        "wrong": client.post(DOOR, content=body + b" ", headers=right).status_code,
        "unsigned": client.post(DOOR, content=body).status_code,
        "unreadable": post(client, open_house, b"{}").status_code,
        "elsewhere": post(client, open_house, a_call(url="https://other.example/")).status_code,
        "large": post(client, open_house, b"x" * 70_000).status_code,
        "get": client.get(DOOR).status_code,
    }

    assert statuses == {"wrong": 401, "unsigned": 400, "unreadable": 400, "elsewhere": 422, "large": 413, "get": 405}
    assert open_house.parts.fetcher.asked == []


def test_the_door_is_shut_without_a_secret_and_with_a_damaged_one(client: TestClient, house: House) -> None:
    assert client.post(DOOR, content=b"{}").status_code == 404
    hook_secret.make(house.parts, by="cli")
    hook_secret.place(house.parts).write_text("whsec_damaged")

    answer = client.post(DOOR, content=b"{}")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "600")
    assert "damaged" not in answer.text


def test_whoever_guesses_is_answered_shortly_and_others_as_before(
    client: TestClient, open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.app.state.hook_limits, "refused", Limit(2))
    body = a_call()
    wrong = signed(open_house.parts, body, "msg_1", NOON) | {"webhook-signature": "v1,guess"}

    assert [client.post(DOOR, content=body, headers=wrong).status_code for _ in range(4)] == [401, 401, 429, 429]
    assert post(client, open_house, body).status_code == 202


def test_more_than_so_many_in_an_hour_are_asked_to_come_again(
    client: TestClient, open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client.app.state.hook_limits, "taken", Limit(1))

    first, second = (post(client, open_house, a_call(), f"msg_{n}") for n in (1, 2))

    assert (first.status_code, second.status_code, second.headers["retry-after"]) == (202, 429, "600")


def test_what_breaks_after_the_answer_is_left_to_the_clock(
    client: TestClient, open_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pushed, "do", breaks)
    assert post(client, open_house, a_call()).status_code == 202
    monkeypatch.undo()

    pushed.do_due(open_house.parts)

    assert call(open_house.parts).outcome == "Stored as a new story."


def test_the_secret_is_never_logged_or_answered(
    open_house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    secret = hook_secret.newest(open_house.parts)
    with caplog.at_level(logging.DEBUG), TestClient(create_app(open_house.parts)) as client:
        answers = [post(client, open_house, a_call()), client.post(DOOR, content=b"x", headers={"webhook-id": "x"})]

    said = "".join(answer.text for answer in answers) + caplog.text + "".join(capfd.readouterr())
    assert secret not in said
    assert secret.removeprefix("whsec_") not in said


@pytest.mark.usefixtures("open_house")
def test_a_body_without_a_length_is_held_to_the_limit_too(client: TestClient) -> None:
    def endless() -> Any:
        for _ in range(100):
            yield b"x" * 1000

    assert client.post(DOOR, content=endless()).status_code == 413
