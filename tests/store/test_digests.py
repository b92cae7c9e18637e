import pytest

from distrib.errors import NotFound
from distrib.store import digests
from distrib.store.engine import Database
from tests import factories
from tests.factories import NOON


def test_a_link_keeps_its_number_when_others_come(database: Database) -> None:
    with database.writing() as session:
        edition = factories.an_edition(session, factories.a_list(session))
        assert edition.id is not None
        first = digests.ensure_links(
            session, edition.id, [("https://a.example/1", None), ("https://a.example/2", None)]
        )
        again = digests.ensure_links(
            session, edition.id, [("https://a.example/3", None), ("https://a.example/1", None)]
        )

        assert {url: link.number for url, link in again.items()} == {
            "https://a.example/1": 1,
            "https://a.example/2": 2,
            "https://a.example/3": 3,
        }
        assert first["https://a.example/1"].id == again["https://a.example/1"].id


def test_clicks_are_added_up(database: Database) -> None:
    with database.writing() as session:
        edition = factories.an_edition(session, factories.a_list(session))
        assert edition.id is not None
        link = digests.ensure_links(session, edition.id, [("https://a.example/1", None)])["https://a.example/1"]
        assert link.id is not None
        edition_id, link_id = edition.id, link.id
    with database.writing() as session:
        digests.count_clicks(session, {link_id: 2})
        digests.count_clicks(session, {link_id: 3})
    with database.reading() as session:
        assert digests.clicks_of(session, edition_id) == 5
        found = digests.link(session, link_id)
        assert found is not None
        assert found.clicks == 5
        assert digests.link(session, 999_999) is None


def test_versions_are_told_newest_first(database: Database) -> None:
    with database.writing() as session:
        edition = factories.an_edition(session, factories.a_list(session))
        assert edition.id is not None
        assert digests.newest(session, edition.id) is None
        for version in (1, 2):
            digests.add(
                session, edition_id=edition.id, version=version, format_=1, hash_=f"h{version}", content=b"x", at=NOON
            )
        newest = digests.newest(session, edition.id)

        assert newest is not None
        assert newest.version == 2
        assert [(version, hash_) for version, hash_, _ in digests.versions(session, edition.id)] == [
            (2, "h2"),
            (1, "h1"),
        ]
        with pytest.raises(NotFound):
            digests.get(session, edition.id, 3)
