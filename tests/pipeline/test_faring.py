"""How a source fared decides when it is asked again; a host that wants rest gets it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from distrib.clock import stopped
from distrib.errors import Unreachable
from distrib.ingest.fetching import Fetched
from distrib.model.sources import Source, SourceDay
from distrib.model.users import AuditEntry
from distrib.pipeline import gather as verb
from distrib.pipeline.parts import Parts
from distrib.store import health
from distrib.store.engine import AlreadyThere
from tests.factories import NOON, a_source
from tests.pipeline.test_gather import FEED, a_feed, an_item

MINUTE = timedelta(minutes=1)


def at(parts: Parts, moment: datetime) -> Parts:
    return replace(parts, clock=stopped(moment))


def answering(parts: Parts, answer: bytes | Fetched | Exception, url: str = FEED, **fields: object) -> None:
    parts.fetcher.pages[url] = answer
    with parts.database.writing() as session:
        if session.exec(select(Source).where(col(Source.url) == url)).first() is None:
            a_source(session, url=url, **{"own": False, **fields})


def source(parts: Parts, url: str = FEED) -> Source:
    with parts.database.reading() as session:
        return session.exec(select(Source).where(col(Source.url) == url)).one()


def days(parts: Parts) -> list[SourceDay]:
    with parts.database.reading() as session:
        return list(session.exec(select(SourceDay).order_by(col(SourceDay.day))).all())


def status(number: int, url: str = FEED, **given: object) -> Fetched:
    return Fetched(**{"url": url, "status": number, "body": b"", **given})


def waits(parts: Parts) -> float:
    row = source(parts)
    assert row.next_gather_at is not None
    assert row.last_gathered_at is not None
    return (row.next_gather_at - row.last_gathered_at) / MINUTE


def a_day(session: Session, source_id: int, day: date, **given: int) -> None:
    session.add(SourceDay(source_id=source_id, day=day, **{"gathers": 10, **given}))


# -- when it is asked again --------------------------------------------------------------------------------------


def test_a_new_source_is_asked_as_often_as_the_newsroom_says(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, a_feed(an_item()))
    verb.gather(sqlite_parts)

    assert 15 <= waits(sqlite_parts) <= 16.5


def test_a_source_that_has_one_story_a_day_is_asked_every_four_hours(sqlite_parts: Parts) -> None:
    answering(
        sqlite_parts,
        a_feed(an_item()),
        first_gathered_at=NOON - timedelta(days=9),
        last_success_at=NOON - timedelta(hours=3),
        usual_per_day=1.0,
    )
    verb.gather(sqlite_parts)

    assert 240 <= waits(sqlite_parts) <= 264


def test_a_source_that_says_how_long_its_answer_stays_good_is_left_alone_so_long(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, status(200, body=a_feed(an_item()), headers={"cache-control": "max-age=3600"}))
    verb.gather(sqlite_parts)

    assert 60 <= waits(sqlite_parts) <= 66


def test_the_rhythm_is_guessed_by_dates_first_and_then_seen_by_whole_days(parts: Parts) -> None:
    items = [
        an_item(f"n{hour}", title=f"Story {hour}", when=f"Tue, 24 Nov 2026 0{hour}:00:00 GMT") for hour in range(1, 7)
    ]
    answering(parts, a_feed(*items))
    verb.gather(parts)
    assert source(parts).usual_per_day == 6

    with parts.database.writing() as session:
        row_id = source(parts).id or 0
        for day, new, failures in ((25, 2, 0), (26, 3, 0), (27, 4, 0), (28, 0, 10)):
            a_day(session, row_id, date(2026, 11, day), new=new, failures=failures)
    verb.gather(at(parts, NOON + timedelta(days=5)))

    assert source(parts).usual_per_day == 3  # the day it could not be read says nothing


def test_a_days_figures_are_added_up(parts: Parts) -> None:
    answering(parts, a_feed(an_item("a"), an_item("b", title="Other")))
    verb.gather(parts)
    answering(parts, a_feed(an_item("c", title="Third"), an_item("b", title="Other", guid="other-guid")))
    verb.gather(at(parts, NOON + 20 * MINUTE))
    answering(parts, Unreachable("It is away."))
    verb.gather(at(parts, NOON + 60 * MINUTE))

    (day,) = days(parts)
    assert (day.day, day.gathers, day.failures, day.entries, day.new, day.guids_changed) == (NOON.date(), 3, 1, 2, 3, 1)


# -- it moved, it is gone ----------------------------------------------------------------------------------------


def test_where_it_moved_for_good_is_remembered_until_it_did_not(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, status(200, body=a_feed(an_item()), moved_to="https://paper.example/new-feed"))
    verb.gather(sqlite_parts)
    assert source(sqlite_parts).moved_to == "https://paper.example/new-feed"

    answering(sqlite_parts, a_feed(an_item()))
    verb.gather(at(sqlite_parts, NOON + 20 * MINUTE))
    assert source(sqlite_parts).moved_to is None


def test_a_source_that_says_for_a_day_that_it_is_gone_is_asked_no_more(parts: Parts) -> None:
    answering(parts, status(410))
    for hours in (0, 1, 3, 8, 20):
        verb.gather(at(parts, NOON + timedelta(hours=hours)))
    assert source(parts).enabled

    verb.gather(at(parts, NOON + timedelta(hours=45)))

    gone = source(parts)
    assert (gone.enabled, gone.problem) == (
        False,
        "It says since 24 November that it is gone for good (410), so it is asked no more.",
    )
    with parts.database.reading() as session:
        assert [(row.by, row.verb) for row in session.exec(select(AuditEntry))] == [("machine", "sources disable")]
    parts.fetcher.asked.clear()
    verb.gather(at(parts, NOON + timedelta(days=30)))
    assert parts.fetcher.asked == []


def test_one_other_answer_between_means_that_it_is_not_gone(sqlite_parts: Parts) -> None:
    for hours, answer in ((0, 410), (5, 410), (16, 500), (40, 410), (70, 404)):
        answering(sqlite_parts, status(answer))
        verb.gather(at(sqlite_parts, NOON + timedelta(hours=hours)), [source(sqlite_parts).id or 0])

    assert source(sqlite_parts).enabled
    assert source(sqlite_parts).gone_since is None


# -- a host wants rest -------------------------------------------------------------------------------------------


def many_at_one_host(parts: Parts, count: int) -> None:
    for number in range(count):
        answering(parts, a_feed(an_item(f"n{number}")), url=f"https://feeds.example/{number}")


@pytest.mark.parametrize("number", [429, 503])
def test_one_answer_speaks_for_the_whole_host(parts: Parts, number: int) -> None:
    until = NOON + timedelta(hours=2)
    many_at_one_host(parts, 30)
    answering(parts, a_feed(an_item("elsewhere")), url="https://other.example/feed")
    answering(parts, status(number, retry_after=until), url="https://feeds.example/0")
    one_by_one = replace(
        parts,
        settings=parts.settings.model_copy(
            update={"fetching": parts.settings.fetching.model_copy(update={"threads": 1})}
        ),
    )

    run = verb.gather(one_by_one)

    assert sorted(parts.fetcher.asked) == ["https://feeds.example/0", "https://other.example/feed"]
    assert len(run.problems) == 2
    assert "feeds.example asked to be left alone until 08:30 UTC." in run.problems
    assert run.counts["left alone"] == 29
    later = source(parts, "https://feeds.example/7")
    assert (later.failures, later.problem, later.wait_until) == (0, None, until)


def test_a_host_that_rests_is_not_asked_by_the_next_gather_either(parts: Parts) -> None:
    answering(parts, status(429, url="https://feeds.example/0"), url="https://feeds.example/0")
    verb.gather(parts)
    many_at_one_host(parts, 3)
    with parts.database.writing() as session:
        for row in session.exec(select(Source)):
            row.wait_until = source(parts, "https://feeds.example/0").wait_until
            session.add(row)
    parts.fetcher.asked.clear()

    verb.gather(at(parts, NOON + 14 * MINUTE))
    assert parts.fetcher.asked == []
    verb.gather(at(parts, NOON + 17 * MINUTE))
    assert len(parts.fetcher.asked) == 3


def test_a_bare_503_is_about_one_address(sqlite_parts: Parts) -> None:
    many_at_one_host(sqlite_parts, 2)
    answering(sqlite_parts, status(503), url="https://feeds.example/0")

    verb.gather(sqlite_parts)

    assert source(sqlite_parts, "https://feeds.example/0").problem == "It asked to be left alone for a while (503)."
    assert source(sqlite_parts, "https://feeds.example/1").last_success_at == NOON


def test_a_run_about_many_sources_counts_them(sqlite_parts: Parts) -> None:
    many_at_one_host(sqlite_parts, 21)

    assert verb.gather_ready(sqlite_parts).subject == "21 sources"
    assert verb.gather(sqlite_parts, [1, 2]).subject == "s1,s2"


def test_figures_that_another_process_began_at_the_same_moment_are_added_up(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(sqlite_parts, a_feed(an_item()))
    on, tries = health.on, []

    def beaten_once(session: Session, source_ids: list[int], day: date) -> dict[int, SourceDay]:
        tries.append(day)
        if len(tries) == 1:
            raise AlreadyThere
        return on(session, source_ids, day)

    monkeypatch.setattr(health, "on", beaten_once)
    verb.gather(sqlite_parts)

    assert (len(tries), days(sqlite_parts)[0].gathers) == (2, 1)
