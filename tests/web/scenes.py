"""A newsroom with an edition drafted and compiled, posts that wait, and staff who are signed in."""

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from distrib.model.editions import Edition, EditionState, PassedOver, Pick
from distrib.model.lists import MailingList
from distrib.model.posts import Post, PostState, Publication, Slot, Via, Wording
from distrib.model.stories import Story
from distrib.model.users import Role, User
from distrib.pipeline import compiling
from distrib.pipeline.parts import Parts
from distrib.staff import logins
from distrib.store import users
from tests import factories
from tests.factories import NOON

REASONS = [
    {"signal": "freshness", "value": 0.9, "weight": 0.3, "contribution": 0.27, "words": "filed 52 minutes ago"},
    {"signal": "coverage", "value": 0.8, "weight": 0.25, "contribution": 0.2, "words": "told by four sources"},
]


def a_drafted_edition(parts: Parts, list_id: int, section_ids: tuple[int, ...], **given: Any) -> int:
    """Return the id of an edition with a pick in each section, compiled and waiting for approval."""
    with parts.database.writing() as session:
        mailing_list = session.get_one(MailingList, list_id)
        due = {"due_at": NOON + timedelta(minutes=25), "state": EditionState.DRAFT, **given}
        edition = factories.an_edition(session, mailing_list, **due)
        for number, section_id in enumerate(section_ids):
            _picked(session, edition, section_id, number)
        edition_id = edition.id or 0
    compiling.compile_edition(parts, edition_id)
    return edition_id


def _picked(session: Session, edition: Edition, section_id: int, number: int) -> Story:
    story = factories.a_story(
        session, title=f"Boats <{number}> before light", authors=["Itishree"], image_url="https://paper.example/p.jpg"
    )
    cluster = factories.a_cluster(session, story, size=4 - number)
    session.add(story)
    factories.stored(
        session,
        _pick(edition, section_id, story, cluster.id or 0, by="u1" if number else "machine"),
    )
    factories.stored(
        session,
        PassedOver(
            edition_id=edition.id or 0,
            section_id=section_id,
            story_id=story.id or 0,
            cluster_id=cluster.id or 0,
            score=0.4,
            why="The section is full.",
        ),
    )
    return story


def _pick(edition: Edition, section_id: int, story: Story, cluster_id: int, *, by: str) -> Pick:
    return Pick(
        edition_id=edition.id or 0,
        section_id=section_id,
        story_id=story.id or 0,
        cluster_id=cluster_id,
        rank=1,
        score=0.47,
        reasons=REASONS,
        also=["The Other Paper"],
        by=by,
        update=by == "u1",
    )


def a_post(parts: Parts, *, state: PostState = PostState.WAITING, by: str = "machine") -> int:
    """Return the id of a post worded for a channel and for one that goes by hand."""
    with parts.database.writing() as session:
        story = factories.a_story(session, title="Paddy buying begins")
        post = factories.stored(session, Post(story_id=story.id or 0, state=state, moved_at=NOON, made_at=NOON, by=by))
        for network, via in (("x", Via.OUTBOX), ("whatsapp", Via.INTENT)):
            channel = factories.a_channel(session, network=network, name=network.title(), via=via)
            slot = Slot(channel_id=channel.id or 0, weekday=1, at=(NOON + timedelta(hours=8)).time(), zone="UTC")
            factories.stored(session, slot)
            words = {"text": f"{story.title} {story.url}", "url": story.url, "title": story.title, "limit": 280}
            factories.stored(session, Wording(post_id=post.id or 0, channel_id=channel.id or 0, **words))
            if state is PostState.QUEUED:
                due = NOON + timedelta(hours=1)
                factories.stored(
                    session,
                    Publication(post_id=post.id or 0, channel_id=channel.id or 0, moved_at=NOON, due_at=due),
                )
        return post.id or 0


def a_link(parts: Parts, role: Role, **given: Any) -> tuple[int, str]:
    """Return a new user's id and the secret of a link that lets them in."""
    with parts.database.writing() as session:
        user: User = factories.a_user(session, role=role, **given)
        secret, _ = logins.make_link(session, parts.signer, users.get(session, user.id or 0), now=parts.clock())
        return user.id or 0, secret


def signed_in(client: TestClient, parts: Parts, role: Role = Role.ADMIN, **given: Any) -> str:
    """Let a new user in and return their form token."""
    user_id, secret = a_link(parts, role, **given)
    answer = client.post(f"/enter/{secret}")
    assert answer.status_code == 303, answer.text
    with parts.database.reading() as session:
        found = logins.who(session, client.cookies["distrib"], now=parts.clock())
    assert found is not None
    assert found[1].id == user_id
    return found[0].csrf
