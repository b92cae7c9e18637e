"""A newsroom with an approved edition, made by the real compiler, and readers who choose differently."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from distrib.clock import stopped
from distrib.config import Settings
from distrib.model.deliveries import Delivery
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import MailingList, Section
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.parts import Parts
from distrib.sending.transports.outbox import OutboxTransport
from distrib.store import deliveries, editions, lists
from tests import factories
from tests.fakes import FakeTransport


@dataclass
class Scene:
    parts: Parts
    transport: FakeTransport
    list_id: int
    sender_id: int
    sections: dict[str, int]
    edition_id: int = 0

    def states(self, edition_id: int | None = None) -> dict[str, int]:
        with self.parts.database.reading() as session:
            counts = deliveries.counts(session, edition_id or self.edition_id)
        return {state.value: count for state, count in counts.items() if count}

    def rows(self, edition_id: int | None = None) -> list[Delivery]:
        with self.parts.database.reading() as session:
            return [row for row, _ in deliveries.find(session, edition_id=edition_id or self.edition_id)]

    @property
    def edition(self) -> Edition:
        with self.parts.database.reading() as session:
            return editions.get(session, self.edition_id)

    def change(self, kind: type, key: object, **values: Any) -> None:
        with self.parts.database.writing() as session:
            row = session.get_one(kind, key)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)

    def reader(self, sections: list[str] | None = None, **given: Any) -> int:
        """Add a confirmed subscription and return its subscriber's id."""
        with self.parts.database.writing() as session:
            subscriber = factories.a_subscriber(session, **given)
            mailing_list = lists.get(session, self.list_id)
            chosen = None if sections is None else [self.sections[name] for name in sections]
            factories.a_subscription(session, mailing_list, subscriber_id=subscriber.id, sections=chosen)
            assert subscriber.id is not None
            return subscriber.id

    def later(self, **passed: Any) -> "Scene":
        """Return the same newsroom later on."""
        return replace(self, parts=replace(self.parts, clock=stopped(self.parts.clock() + timedelta(**passed))))


def a_scene(parts: Parts, readers: int = 3, **sender: Any) -> Scene:
    """Store a newsroom with a list of two sections, an approved edition of three stories, and readers of all."""
    settings = Settings(sending={"claim": 2, "retry_minutes": (5, 15)})  # type: ignore[arg-type]
    parts = replace(parts, settings=settings)
    with parts.database.writing() as session:
        factories.a_newsroom(session)
        stored = factories.a_sender(session, **sender)
        mailing_list = factories.a_list(session, sender_id=stored.id)
        odisha = factories.a_section(session, mailing_list, slug="odisha", name="Odisha")
        sports = factories.a_section(session, mailing_list, slug="sports", name="Sports")
        scene = Scene(
            parts=parts,
            transport=parts.transport(stored),  # type: ignore[arg-type]  # a fake
            list_id=mailing_list.id or 0,
            sender_id=stored.id or 0,
            sections={"odisha": odisha.id or 0, "sports": sports.id or 0},
        )
    scene.edition_id = an_approved_edition(scene)
    for _ in range(readers):
        scene.reader()
    return scene


def an_approved_edition(scene: Scene, clusters: list[tuple[int, int]] | None = None, **given: Any) -> int:
    """Store one more edition of the day, with its own stories or these (story, cluster) pairs in Odisha."""
    with scene.parts.database.writing() as session:
        mailing_list = session.get_one(MailingList, scene.list_id)
        odisha = session.get_one(Section, scene.sections["odisha"])
        sports = session.get_one(Section, scene.sections["sports"])
        update = given.pop("update", False)
        edition = factories.an_edition(session, mailing_list, state=EditionState.DRAFT, **given)
        if clusters is None:
            factories.a_pick(session, edition, odisha, lead=True)
            factories.a_pick(session, edition, odisha)
            factories.a_pick(session, edition, sports)
        for story, cluster in clusters or []:
            factories.a_pick(session, edition, odisha, story_id=story, cluster_id=cluster, update=update)
        edition_id = edition.id or 0
    digest = compile_edition(scene.parts, edition_id)
    scene.change(Edition, edition_id, state=EditionState.APPROVED, approved_hash=digest.hash, approved_by="u1")
    return edition_id


def to_the_outbox(scene: Scene) -> Scene:
    """Return the scene with the real outbox as its transport."""
    outbox = OutboxTransport(scene.parts.home / "outbox" / "mail")
    return replace(scene, parts=replace(scene.parts, transport=lambda _: outbox))


def mails(home: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (home / "outbox" / "mail" / "new").glob("*.eml")}


def header(mail: bytes, name: str) -> str:
    found = re.search(rf"(?im)^{name}: (.*?)\r\n(?!\s)", mail.decode("utf-8", "replace"), re.DOTALL)
    return found[1].replace("\r\n", "") if found else ""
