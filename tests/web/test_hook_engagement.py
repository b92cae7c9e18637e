"""`POST /hooks/engagement` over HTTP: statuses, and that it is the door that `/hooks/ingest` is."""

import json
from datetime import date

from fastapi.testclient import TestClient

from distrib.pipeline import hook_secret
from distrib.store import engagement
from distrib.web.limits import Limit
from tests.factories import NOON, a_story
from tests.pipeline.test_hear import signed
from tests.web.conftest import House

DOOR = "/hooks/engagement"


def a_body(story_id: int | None, number: float = 12) -> bytes:
    return json.dumps({"figures": [{"id": story_id, "day": "2026-11-23", "number": number}]}).encode()


def test_figures_are_stored_before_the_answer_leaves(client: TestClient, house: House) -> None:
    hook_secret.make(house.parts, by="cli")
    with house.parts.database.writing() as session:
        story = a_story(session)
    body = a_body(story.id)
    headers = signed(house.parts, body, "msg_1", NOON)

    answers = [client.post(DOOR, content=body, headers=headers) for _ in range(2)]

    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"new": 1, "changed": 0, "refused": []}),
        (200, {"new": 0, "changed": 0, "refused": []}),
    ]
    with house.parts.database.reading() as session:
        assert [(row.day, row.kind, row.number) for row in engagement.of(session, story.id or 0)] == [
            (date(2026, 11, 23), "views", 12)
        ]


def test_what_is_not_taken_has_its_status(client: TestClient, house: House) -> None:
    body = a_body(1)
    assert client.post(DOOR, content=body).status_code == 404  # no secret yet
    hook_secret.make(house.parts, by="cli")

    right = signed(house.parts, body, "msg_1", NOON)
    statuses = [
        client.post(DOOR, content=body + b" ", headers=right).status_code,
        client.post(DOOR, content=body).status_code,
        client.post(DOOR, content=b"{}", headers=signed(house.parts, b"{}", "msg_2", NOON)).status_code,
        client.post(DOOR, content=b"x" * 70_000, headers=right).status_code,
        client.get(DOOR).status_code,
    ]

    assert statuses == [401, 400, 400, 413, 405]
    client.app.state.hook_limits.taken = Limit(0)  # type: ignore[attr-defined]
    assert client.post(DOOR, content=body, headers=right).status_code == 429
