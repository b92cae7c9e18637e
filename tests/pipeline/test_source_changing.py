"""A source is changed by a human, and it is written down."""

from datetime import timedelta

import pytest
from sqlmodel import select

from distrib.errors import BadInput, NotFound
from distrib.model.sources import SourceKind
from distrib.model.users import AuditEntry
from distrib.pipeline import gather, source_changing
from distrib.pipeline.parts import Parts
from distrib.store.engine import AlreadyThere
from tests.factories import NOON
from tests.pipeline.test_faring import answering, at, source
from tests.pipeline.test_gather import FEED, a_feed, an_item, stories

NEW = "https://new.example/feed"


def test_another_address_keeps_the_stories_and_is_no_first_gather(parts: Parts) -> None:
    answering(parts, a_feed(an_item()), name="The Paper", moved_to=NEW, etag='"one"')
    gather.gather(parts)
    parts.fetcher.pages[NEW] = a_feed(an_item(), an_item("new", title="Fresh"))

    source_changing.change(parts, "The Paper", by="u5", url=NEW)
    changed = source(parts, NEW)
    assert (changed.moved_to, changed.etag, changed.next_gather_at) == (None, None, None)
    gather.gather(at(parts, NOON + timedelta(minutes=1)))

    assert [story.backlog for story in stories(parts)] == [True, False]
    with parts.database.reading() as session:
        (row,) = session.exec(select(AuditEntry)).all()
    assert (row.verb, row.by, row.facts) == ("sources change", "u5", {"url": NEW})


def test_only_what_is_named_changes(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, b"", section="Odisha", weight=2.0, next_gather_at=NOON)
    source_changing.change(
        sqlite_parts, "1", by="cli", zone="Asia/Kolkata", section="", name=" New  name ", kind=SourceKind.SITEMAP
    )
    row = source(sqlite_parts)

    assert (row.zone, row.section, row.weight, row.name) == ("Asia/Kolkata", None, 2.0, "New name")
    assert (row.kind, row.next_gather_at) == (SourceKind.SITEMAP, None)
    source_changing.change(sqlite_parts, "1", by="cli", name="New name", every_minutes=60)
    assert source(sqlite_parts).every_minutes == 60


def test_what_can_not_be_is_said(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, b"", name="The Paper")
    answering(sqlite_parts, b"", url=NEW, name="The Other")

    with pytest.raises(BadInput, match="Say what to change"):
        source_changing.change(sqlite_parts, "1", by="cli", name=None)
    with pytest.raises(BadInput, match="is no web address"):
        source_changing.change(sqlite_parts, "1", by="cli", url="paper.example")
    with pytest.raises(AlreadyThere, match="The Other already has the address"):
        source_changing.change(sqlite_parts, "1", by="cli", url=NEW)
    with pytest.raises(AlreadyThere, match="There is a source The Other already"):
        source_changing.change(sqlite_parts, "1", by="cli", name="The Other")
    with pytest.raises(BadInput, match="A source needs a name"):
        source_changing.change(sqlite_parts, "1", by="cli", name=" ")
    with pytest.raises(BadInput, match="There is no time zone"):
        source_changing.change(sqlite_parts, "1", by="cli", zone="Cuttack")
    with pytest.raises(NotFound):
        source_changing.change(sqlite_parts, "9", by="cli", name="x")
    source_changing.change(sqlite_parts, "1", by="cli", url=FEED)


def test_a_source_is_switched_off_and_on_again(parts: Parts) -> None:
    answering(parts, a_feed(an_item()), failures=4, problem="Away.", wait_until=NOON + timedelta(days=1))
    source_changing.disable(parts, "1", by="u5")
    gather.gather(parts)
    assert parts.fetcher.asked == []

    row = source_changing.enable(parts, "1", by="u5")
    assert (row.enabled, row.failures, row.problem, row.wait_until) == (True, 0, None, None)
    gather.gather(parts)
    assert parts.fetcher.asked == [FEED]
