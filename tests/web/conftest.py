"""A web of one small newsroom, and a browser's eyes for its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi.testclient import TestClient

from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, Subscription
from distrib.pipeline.parts import Parts
from distrib.web.app import create_app
from tests import factories


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Ids of what every test of the web may lean on."""

    parts: Parts
    morning: int
    sakala: int
    sections: tuple[int, ...]
    person: int
    tie: int

    def token(self, purpose: str, *numbers: int) -> str:
        return self.parts.signer.sign(purpose, *numbers)


@pytest.fixture
def house(sqlite_parts: Parts) -> House:
    with sqlite_parts.database.writing() as session:
        factories.a_newsroom(session, name="The Test Post")
        sender = factories.a_sender(session)
        morning: MailingList = factories.a_list(
            session, slug="morning", name="Test Morning", tagline="Every day.", sender_id=sender.id
        )
        sakala = factories.a_list(session, slug="sakala", name="ସକାଳ", language="or", sender_id=sender.id)
        factories.a_list(session, slug="hidden", name="Hidden", public=False, sender_id=sender.id)
        sections: list[Section] = [
            factories.a_section(session, morning, slug=slug, name=slug.title()) for slug in ("odisha", "sports")
        ]
        person: Subscriber = factories.a_subscriber(session, address="asha@inbox.example")
        tie: Subscription = factories.a_subscription(session, morning, subscriber_id=person.id)
        return House(
            parts=sqlite_parts,
            morning=morning.id or 0,
            sakala=sakala.id or 0,
            sections=tuple(section.id or 0 for section in sections),
            person=person.id or 0,
            tie=tie.id or 0,
        )


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(create_app(house.parts), base_url="http://mail.test", follow_redirects=False) as opened:
        yield opened
