"""Feeds that break: what they bring does not flood a morning, nothing of it is lost, and a human decides."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from distrib.errors import NotFound
from distrib.model.stories import Story, StoryState
from distrib.model.users import AuditEntry
from distrib.pipeline import gather as verb
from distrib.pipeline import health, quarantine
from distrib.pipeline.parts import Parts
from distrib.store import clusters
from tests.factories import NOON
from tests.pipeline.test_faring import answering, at, days, source
from tests.pipeline.test_gather import FEED, a_feed, an_item, stories

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def told(moment: datetime) -> str:
    return f"{moment:%a, %d %b %Y %H:%M:%S} GMT"


def many(count: int, *, last: datetime, apart: timedelta = HOUR, mark: str = "", site: str = "paper.example") -> bytes:
    """Return a feed of so many stories, the last one told at `last`."""
    return a_feed(
        *(
            an_item(
                title=f"Headline of story {n}",
                guid=f"guid-{n}{mark}",
                url=f"https://{site}/odisha/{n}",
                when=told(last - n * apart),
                text=f"What happened in story {n}.",
            )
            for n in range(count)
        )
    )


def candidates(parts: Parts, now: datetime) -> int:
    with parts.database.reading() as session:
        return len(clusters.candidates(session, now - DAY, now))


def waiting(parts: Parts) -> list[Story]:
    return [story for story in stories(parts) if story.quarantined_at is not None]


def test_a_first_gather_is_backlog_and_nothing_waits(parts: Parts) -> None:
    answering(parts, many(200, last=NOON))
    run = verb.gather(parts)

    assert len(stories(parts)) == 200
    assert all(story.backlog for story in stories(parts))
    assert waiting(parts) == []
    assert run.problems == []
    assert candidates(parts, NOON) == 25  # by their own dates


def test_other_guids_on_all_200_entries_bring_nothing_new(parts: Parts) -> None:
    answering(parts, many(200, last=NOON))
    verb.gather(parts)
    answering(parts, many(200, last=NOON, mark="-other"))
    verb.gather(at(parts, NOON + HOUR))

    assert len(stories(parts)) == 200
    assert days(parts)[0].guids_changed == 200
    (trouble,) = health.look(at(parts, NOON + HOUR))[0].troubles
    assert (trouble.what, trouble.needs_human) == ("guids", False)


def test_a_moved_domain_brings_nothing_new(parts: Parts) -> None:
    answering(parts, many(100, last=NOON))
    verb.gather(parts)
    answering(parts, many(100, last=NOON, mark="-other", site="news.other.example"))
    verb.gather(at(parts, NOON + HOUR))

    assert len(stories(parts)) == 100
    assert candidates(parts, NOON + HOUR) == 24


def test_ten_years_of_archive_wait_and_a_usual_day_of_today_stays(parts: Parts) -> None:
    answering(parts, many(10, last=NOON, apart=3 * HOUR))
    verb.gather(parts)
    now = NOON + 2 * DAY
    answering(parts, many(600, last=now, apart=6 * DAY, site="archive.example", mark="-new"))
    run = verb.gather(at(parts, now))

    assert len(stories(parts)) == 610
    assert len(waiting(parts)) == 599
    assert days(parts)[1].quarantined == 599
    assert any("599 of them wait for a human" in problem for problem in run.problems)
    assert "600 new stories came at once" in str(waiting(parts)[0].quarantine_why)


def test_a_flood_dated_today_leaves_a_usual_day_of_it(parts: Parts) -> None:
    answering(parts, many(8, last=NOON, apart=3 * HOUR))
    verb.gather(parts)
    now = NOON + 2 * HOUR
    answering(parts, many(300, last=now, apart=timedelta(minutes=1), site="flood.example", mark="-new"))
    verb.gather(at(parts, now))

    assert source(parts).usual_per_day == 8
    assert len(waiting(parts)) == 292
    assert candidates(parts, now) == 8 + 8


def test_one_date_for_all_at_a_first_gather_does_not_flood_the_morning(parts: Parts) -> None:
    answering(parts, many(200, last=NOON, apart=timedelta(0)))
    verb.gather(parts)

    assert candidates(parts, NOON) == 10
    assert len(waiting(parts)) == 190
    (found,) = health.look(parts)
    assert found.state == "trouble"
    assert source(parts).usual_per_day == 0  # such dates tell no rhythm
    assert found.troubles[0].sentence.startswith("190 stories wait for a human. 200 of 200 new stories bear one")


def test_what_waits_is_known_when_it_comes_again(parts: Parts) -> None:
    answering(parts, many(50, last=NOON, apart=timedelta(0)))
    verb.gather(parts)
    verb.gather(at(parts, NOON + HOUR))

    assert len(stories(parts)) == 50
    assert len(waiting(parts)) == 40


def test_released_stories_count_by_their_own_dates(parts: Parts) -> None:
    answering(parts, many(50, last=NOON, apart=timedelta(0)), name="The Paper")
    verb.gather(parts)
    first = waiting(parts)[0].id or 0

    assert quarantine.release(parts, "The Paper", by="u5", story_ids=[first]) == 1
    assert candidates(parts, NOON) == 11
    assert quarantine.release(parts, "1", by="u5") == 39
    assert candidates(parts, NOON) == 50
    with parts.database.reading() as session:
        assert [(row.verb, row.by, row.facts) for row in _audit(session)] == [
            ("sources quarantine release", "u5", {"stories": 1}),
            ("sources quarantine release", "u5", {"stories": 39}),
        ]


def test_released_stories_of_another_year_are_no_news(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, many(50, last=NOON - 400 * DAY, apart=timedelta(0)))
    verb.gather(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        for story in session.exec(select(Story)):
            story.quarantined_at, story.backlog = NOON, False
    quarantine.release(sqlite_parts, "1", by="u5")
    assert candidates(sqlite_parts, NOON) == 0


def test_an_old_story_met_today_is_history_and_no_news(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, many(3, last=NOON))
    verb.gather(sqlite_parts)
    recent = an_item(title="Found late", guid="late", url="https://paper.example/late", when=told(NOON - 5 * DAY))
    old = an_item(title="Of long ago", guid="old", url="https://paper.example/old", when=told(NOON - 3000 * DAY))
    answering(sqlite_parts, a_feed(recent, old))
    verb.gather(at(sqlite_parts, NOON + HOUR))
    backlog = {story.title: story.backlog for story in stories(sqlite_parts)}
    assert (backlog["Found late"], backlog["Of long ago"]) == (False, True)


def test_dropped_stories_stay_known_and_are_never_picked(parts: Parts) -> None:
    answering(parts, many(50, last=NOON, apart=timedelta(0)))
    verb.gather(parts)

    assert quarantine.drop(parts, "1", by="u5") == 40
    verb.gather(at(parts, NOON + HOUR))

    assert waiting(parts) == []
    assert candidates(parts, NOON + HOUR) == 10
    assert sum(story.state is StoryState.KILLED for story in stories(parts)) == 40


def test_where_nothing_waits_it_is_said(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, many(5, last=NOON), name="The Paper")
    verb.gather(sqlite_parts)

    with pytest.raises(NotFound, match=r"Nothing of The Paper waits in quarantine\."):
        quarantine.release(sqlite_parts, "The Paper", by="u5")
    with pytest.raises(NotFound, match="under this number"):
        quarantine.drop(sqlite_parts, "1", by="u5", story_ids=[99])


def test_of_an_archive_only_the_pages_are_read_that_may_stay(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, many(2, last=NOON, apart=12 * HOUR), own=True)
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.asked.clear()
    answering(sqlite_parts, many(100, last=NOON + HOUR, apart=DAY, site="archive.example", mark="-new"))
    run = verb.gather(at(sqlite_parts, NOON + HOUR))

    assert sqlite_parts.fetcher.asked == [FEED, "https://archive.example/odisha/0", "https://archive.example/odisha/1"]
    assert len(waiting(sqlite_parts)) == 98
    assert len(run.problems) == 3


def test_many_pages_that_can_not_be_read_are_one_sentence(sqlite_parts: Parts) -> None:
    answering(sqlite_parts, many(20, last=NOON), own=True)
    for n in range(20):
        sqlite_parts.fetcher.pages[f"https://paper.example/odisha/{n}"] = NotFound("It is away.")
    run = verb.gather(sqlite_parts)

    assert run.problems == ["20 pages could not be read, https://paper.example/odisha/0 among them: It is away."]


def _audit(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.id))).all())
