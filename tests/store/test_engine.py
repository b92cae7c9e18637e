"""The two doors of the database."""

import pytest
from sqlalchemy.exc import DBAPIError

from distrib.errors import BadInput, NotFound
from distrib.model.users import Run
from distrib.store import lists
from distrib.store.engine import Database
from tests.factories import NOON


def test_what_was_written_is_read_back_with_its_zone(database: Database) -> None:
    with database.writing() as session:
        session.add(Run(verb="gather", started_at=NOON))
    with database.reading() as session:
        assert session.get_one(Run, 1).started_at == NOON


def test_a_broken_writing_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as session:
        session.add(Run(verb="gather", started_at=NOON))
        session.flush()
        raise RuntimeError
    with database.reading() as session:
        assert session.get(Run, 1) is None


def test_the_reading_door_changes_nothing(database: Database) -> None:
    with pytest.raises(DBAPIError), database.reading() as session:
        session.add(Run(verb="gather", started_at=NOON))
        session.flush()


def test_what_no_column_can_hold_is_said_in_a_sentence(database: Database) -> None:
    for door in (database.reading, database.writing):
        with pytest.raises(BadInput, match="nothing of that number"), door() as session:
            session.get(Run, 10**30)


def test_a_name_with_a_nul_finds_nothing(database: Database) -> None:
    with pytest.raises((BadInput, NotFound)), database.reading() as session:
        lists.by_slug(session, "morning\0")


def test_a_connection_kept_open_hinders_nobody(database: Database) -> None:
    with database.kept_open(), database.writing() as session:
        session.add(Run(verb="gather", started_at=NOON))
    with database.reading() as session:
        assert session.get_one(Run, 1).started_at == NOON
