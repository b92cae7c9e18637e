"""`/hooks/websub/{token}` over HTTP: what hubs ask, and what they push."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from distrib.model.stories import Story
from distrib.pipeline import websub
from distrib.pipeline.parts import Parts
from distrib.web.app import create_app
from tests.pipeline.test_gather import FEED, a_feed, an_item
from tests.pipeline.test_websub import public, signature, the_hub

ASKED = {"hub.mode": "subscribe", "hub.topic": FEED, "hub.challenge": "<b>abc</b>", "hub.lease_seconds": "864000"}


@pytest.fixture
def house(sqlite_parts: Parts) -> Parts:
    return public(sqlite_parts)


@pytest.fixture
def client(house: Parts) -> TestClient:
    return TestClient(create_app(house), base_url="http://mail.test", follow_redirects=False)


def door(house: Parts) -> str:
    return f"/hooks/websub/{house.signer.sign('websub', 1)}"


def titles(house: Parts) -> list[str]:
    with house.database.reading() as session:
        return list(session.exec(select(Story.title)).all())


def subscribed(house: Parts, client: TestClient) -> None:
    websub.keep_up(house)
    assert client.get(door(house), params=ASKED).status_code == 200


def test_a_hub_gets_its_challenge_back_as_plain_text_and_only_when_we_asked(house: Parts, client: TestClient) -> None:
    assert client.get(door(house), params=ASKED).status_code == 404
    websub.keep_up(house)

    answer = client.get(door(house), params=ASKED)

    assert (answer.status_code, answer.text) == (200, "<b>abc</b>")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert client.get(door(house)).status_code == 404


def test_a_hub_may_say_no(house: Parts, client: TestClient) -> None:
    websub.keep_up(house)

    answer = client.get(door(house), params={"hub.mode": "denied", "hub.topic": FEED, "hub.reason": "full"})

    assert answer.status_code == 200
    assert the_hub(house).problem == "The hub denied it: full"


def test_an_address_that_is_not_ours_leads_nowhere(house: Parts, client: TestClient) -> None:
    for path in ("/hooks/websub/x", f"/hooks/websub/{house.signer.sign('view', 1)}", door(house)[:-1]):
        assert client.get(path, params=ASKED).status_code == 404
        assert client.post(path, content=b"x").status_code == 404


def test_a_push_is_answered_at_once_and_read_after_that(house: Parts, client: TestClient) -> None:
    subscribed(house, client)
    body = a_feed(an_item(), *(an_item(f"n{n}", title=f"Story {n}", text="x" * 60_000) for n in range(6)))

    answer = client.post(door(house), content=body, headers={"x-hub-signature": signature(house, body)})

    assert len(body) > 256 * 1024
    assert answer.status_code == 202
    assert "Rain reaches the coast" in titles(house)


def test_a_push_that_is_not_signed_is_answered_alike_and_forgotten(house: Parts, client: TestClient) -> None:
    subscribed(house, client)

    for headers in ({}, {"x-hub-signature": "sha256=00"}):
        assert client.post(door(house), content=a_feed(an_item()), headers=headers).status_code == 202

    assert titles(house) == []


def test_what_was_given_up_is_gone_and_what_is_too_large_refused(house: Parts, client: TestClient) -> None:
    assert client.post(door(house), content=b"x" * 8_000_001).status_code == 413
    assert client.post(f"/hooks/websub/{house.signer.sign('websub', 7)}", content=b"x").status_code == 410
    assert client.post("/u/x", content=b"x" * 300_000).status_code == 413


def test_a_push_that_can_not_be_read_is_answered_all_the_same(house: Parts, client: TestClient) -> None:
    subscribed(house, client)

    answer = client.post(door(house), content=b"junk", headers={"x-hub-signature": signature(house, b"junk")})

    assert answer.status_code == 202
