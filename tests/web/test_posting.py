from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import select

from distrib.model.posts import Post, PostState, Publication
from distrib.model.users import Role
from tests import factories
from tests.web import scenes


def state(house: Any, post: int) -> PostState:
    with house.parts.database.reading() as session:
        return session.get_one(Post, post).state


def test_an_approved_post_goes_into_the_queue(client: TestClient, house: Any) -> None:
    post = scenes.a_post(house.parts)
    csrf = scenes.signed_in(client, house.parts, Role.EDITOR)
    answer = client.post(f"/console/posts/{post}/approve", data={"csrf": csrf})
    assert answer.headers["location"] == "/console/posts?said=post_approved"
    assert state(house, post) is PostState.QUEUED
    with house.parts.database.reading() as session:
        assert len(session.exec(select(Publication)).all()) == 2
    assert "One post in the queue" in client.get("/console/posts").text


def test_nobody_approves_their_own_post(client: TestClient, house: Any) -> None:
    csrf = scenes.signed_in(client, house.parts, Role.EDITOR)
    post = scenes.a_post(house.parts, by="u1")
    answer = client.post(f"/console/posts/{post}/approve", data={"csrf": csrf})
    assert answer.status_code == 403
    assert "their own post" in answer.text
    assert state(house, post) is PostState.WAITING


def test_a_waiting_post_can_be_sent_back(client: TestClient, house: Any) -> None:
    post = scenes.a_post(house.parts)
    csrf = scenes.signed_in(client, house.parts, Role.EDITOR)
    assert client.post(f"/console/posts/{post}/back", data={"csrf": csrf}).status_code == 303
    assert state(house, post) is PostState.DRAFT
    assert client.post(f"/console/posts/{post}/back", data={"csrf": csrf}).status_code == 409
    assert client.post("/console/posts/999/back", data={"csrf": csrf}).status_code == 404


def test_the_days_picks_are_offered_once(client: TestClient, house: Any) -> None:
    edition = scenes.a_drafted_edition(house.parts, house.morning, house.sections)
    with house.parts.database.writing() as session:
        factories.a_channel(session)
    csrf = scenes.signed_in(client, house.parts, Role.EDITOR)
    path = f"/console/editions/{edition}/offer"
    assert path in client.get("/console/posts").text
    assert client.post(path, data={"csrf": csrf}).headers["location"] == "/console/posts?said=offered"
    with house.parts.database.reading() as session:
        assert session.exec(select(Post)).all() != []
    assert path not in client.get("/console/posts").text
