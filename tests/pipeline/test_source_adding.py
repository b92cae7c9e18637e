"""Sources by hand: looked at before they are added, and asked without storing anything."""

import pytest
from sqlmodel import select

from distrib.errors import BadInput, Unreachable, Unreadable
from distrib.ingest.fetching import Fetched
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Story
from distrib.model.users import AuditEntry
from distrib.pipeline import source_adding
from distrib.pipeline.parts import Parts
from distrib.store.engine import AlreadyThere
from tests.factories import a_source
from tests.pipeline.test_gather import FEED, a_feed, an_item


def test_a_feed_is_added_under_its_own_name(parts: Parts) -> None:
    parts.fetcher.pages[FEED] = a_feed(an_item())

    row = source_adding.add(parts, FEED, by="cli")

    with parts.database.reading() as session:
        assert session.exec(select(AuditEntry.subject)).one() == f"s{row.id}"
    assert (row.name, row.kind, row.language) == ("The Paper", SourceKind.FEED, "en-IN")


def test_what_stands_there_is_found_out_by_looking(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        "https://paper.example/": b"<!doctype html><html></html>",
        "https://paper.example/map.xml": b"<urlset/>",
    }

    kinds = [source_adding.add(sqlite_parts, url, by="cli").kind for url in sqlite_parts.fetcher.pages]

    assert kinds == [SourceKind.PAGE, SourceKind.SITEMAP]


def test_a_name_given_wins_and_must_be_free(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {FEED: a_feed(an_item()), f"{FEED}/2": a_feed(an_item())}
    source_adding.add(sqlite_parts, FEED, name="Ours", by="cli")

    with pytest.raises(AlreadyThere, match="source Ours already"):
        source_adding.add(sqlite_parts, f"{FEED}/2", name="Ours", by="cli")
    with pytest.raises(AlreadyThere, match="Ours already has the address"):
        source_adding.add(sqlite_parts, FEED, by="cli")


@pytest.mark.parametrize(
    ("url", "answer", "error"),
    [
        ("ftp://paper.example/", None, BadInput),
        (FEED, None, Unreachable),
        (FEED, b"words", Unreadable),
        (FEED, Fetched(url=FEED, status=404, body=b""), BadInput),
    ],
)
def test_what_can_not_be_read_is_not_added(
    sqlite_parts: Parts, url: str, answer: bytes | Fetched | None, error: type[Exception]
) -> None:
    if answer is not None:
        sqlite_parts.fetcher.pages[FEED] = answer

    with pytest.raises(error):
        source_adding.add(sqlite_parts, url, by="cli")
    with sqlite_parts.database.reading() as session:
        assert session.exec(select(Source)).all() == []


def test_a_check_says_what_each_source_answers_and_stores_nothing(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        good = a_source(session, url=FEED, name="Good")
        a_source(session, url=f"{FEED}/bad", name="Bad")
        a_source(session, url=f"{FEED}/odd", name="Odd")
    sqlite_parts.fetcher.pages |= {FEED: a_feed(an_item()), f"{FEED}/odd": ZeroDivisionError()}

    rows = source_adding.check(sqlite_parts, [])

    assert [(row["name"], row["entries"], bool(row["problem"])) for row in rows] == [
        ("Good", 1, False),
        ("Bad", 0, True),
        ("Odd", 0, True),
    ]
    assert [row["id"] for row in source_adding.check(sqlite_parts, ["good"])] == [good.id]
    with sqlite_parts.database.reading() as session:
        assert session.exec(select(Story)).all() == []
