"""Figures of what was read: stored once whatever comes twice, and learnt from for the next edition."""

import json
import threading
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from sqlmodel import Session

from distrib.errors import BadInput, NotAllowed, NotFound
from distrib.model.editions import Edition, EditionState, Link
from distrib.model.lists import MailingList, Section
from distrib.model.sources import Source
from distrib.model.stories import Story
from distrib.model.users import Run, RunState
from distrib.pipeline import figures, hook_secret, remembering
from distrib.pipeline import prepare as preparing
from distrib.pipeline.hear import TooBusy
from distrib.pipeline.parts import Parts
from distrib.selection.ranking import Background
from distrib.store import addresses, engagement, picks
from tests.factories import (
    NOON,
    a_cluster,
    a_list,
    a_newsroom,
    a_pick,
    a_section,
    a_source,
    a_story,
    an_edition,
    stored,
)
from tests.pipeline.test_hear import signed

DAY = date(2026, 11, 24)
YESTERDAY = DAY - timedelta(days=1)


def told(session: Session, number: int = 1, **given: object) -> list[Story]:
    a_newsroom(session)
    source = a_source(session, name="Ours")
    return [
        a_story(
            session, source_id=source.id, url=f"https://paper.example/rain/{n}", key=f"paper.example/rain/{n}", **given
        )
        for n in range(number)
    ]


def take(parts: Parts, text: str, refused: list[str] | None = None) -> Run:
    return figures.take_csv(parts, StringIO(text), tell=[].append if refused is None else refused.append)


def known(parts: Parts, story: Story) -> list[tuple[date, str, float]]:
    with parts.database.reading() as session:
        return [(row.day, row.kind, row.number) for row in engagement.of(session, story.id or 0)]


def test_the_same_file_twice_changes_nothing(parts: Parts) -> None:
    with parts.database.writing() as session:
        (rain,) = told(session)
    text = f"url,day,kind,number\n{rain.url},2026-11-23,views,120\n{rain.url},2026-11-23,clicks,7\n"

    first, again = take(parts, text), take(parts, text)

    assert known(parts, rain) == [(YESTERDAY, "clicks", 7), (YESTERDAY, "views", 120)]
    assert first.sentence == (
        "2 rows about 1 stories: 2 figures are new, 0 changed, 0 known already; 0 rows could not be used."
    )
    assert again.sentence == (
        "2 rows about 1 stories: 0 figures are new, 0 changed, 2 known already; 0 rows could not be used."
    )
    assert again.state is RunState.DONE


def test_a_later_file_replaces_what_it_speaks_of(parts: Parts) -> None:
    with parts.database.writing() as session:
        (rain,) = told(session)
    take(parts, f"id,day,number\n{rain.id},2026-11-22,50\n{rain.id},2026-11-23,120\n")

    run = take(parts, f"id,day,number\n{rain.id},2026-11-23,180\n")

    assert known(parts, rain) == [(date(2026, 11, 22), "views", 50), (YESTERDAY, "views", 180)]
    assert (run.counts["new"], run.counts["changed"]) == (0, 1)


def test_all_addresses_of_a_story_are_added_up(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        (rain,) = told(session)
        addresses.remember(session, rain, "https://paper.example/old", how="before it moved", at=NOON)
    rows = (
        rain.url,
        f"{rain.url}?utm_source=x",
        "/rain/0",
        "https://www.paper.example/rain/0/",
        "https://paper.example/old",
    )

    run = take(sqlite_parts, "url,day,number\n" + "".join(f"{url},2026-11-23,10\n" for url in rows))

    assert run.problems == []
    assert known(sqlite_parts, rain) == [(YESTERDAY, "views", 50)]


def test_what_cannot_be_used_is_told_row_by_row_and_the_rest_counts(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        (rain,) = told(session)
    refused: list[str] = []

    run = take(
        sqlite_parts,
        f"url,id,day,number\n,999,2026-11-23,5\nhttps://paper.example/none,,2026-11-23,5\n,,2026-11-23,5\n"
        f"no address,,2026-11-23,5\n/rain/9,,2026-11-23,5\n{rain.url},,2026-11-26,5\n{rain.url},,2026-11-25,5\n",
        refused,
    )

    assert refused == run.problems
    assert refused == [
        "Line 2: there is no story 999.",
        "Line 3: there is no story at https://paper.example/none.",
        "Line 4 says neither url nor id.",
        "Line 5: there is no story at no address.",
        "Line 6: there is no story at /rain/9.",
        "Line 7: 2026-11-26 is yet to come.",
    ]
    assert run.state is RunState.PARTLY
    assert known(sqlite_parts, rain) == [(date(2026, 11, 25), "views", 5)]  # somewhere it is tomorrow already


def test_a_run_keeps_the_first_problems_and_counts_the_others(sqlite_parts: Parts) -> None:
    refused: list[str] = []

    run = take(sqlite_parts, "id,day,number\n" + "9,2026-11-23,5\n" * 1000, refused)

    assert len(refused) == 1000
    assert len(run.problems) == 21
    assert run.problems[-1] == "So it was with 980 more rows."
    assert run.counts["refused"] == 1000


def test_a_path_without_a_newsroom_is_no_address(sqlite_parts: Parts) -> None:
    refused: list[str] = []

    take(sqlite_parts, "url,day,number\n/rain,2026-11-23,5\n", refused)

    assert refused == ["Line 2: there is no story at /rain."]


def test_two_deliveries_at_once_are_both_stored(parts: Parts) -> None:
    with parts.database.writing() as session:
        several = told(session, 30)
    text = "url,day,number\n" + "".join(f"{story.url},2026-11-23,{n}\n" for n, story in enumerate(several))
    runs: list[Run] = []

    threads = [threading.Thread(target=lambda: runs.append(take(parts, text))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(runs) == 2
    assert [known(parts, story) for story in several] == [[(YESTERDAY, "views", n)] for n in range(30)]


def test_a_signed_call_is_stored_and_others_are_not(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        (rain,) = told(session)
    body = json.dumps(
        {"figures": [{"id": rain.id, "day": "2026-11-23", "number": 5}, {"id": 999, "day": "x"}]}
    ).encode()
    with pytest.raises(NotFound):
        figures.take_call(sqlite_parts, headers={}, body=body)
    hook_secret.make(sqlite_parts, by="cli")
    headers = signed(sqlite_parts, body, "msg_1", NOON)
    with pytest.raises(NotAllowed):
        figures.take_call(sqlite_parts, headers=headers, body=body + b" ")
    with pytest.raises(TooBusy):
        figures.take_call(sqlite_parts, headers=headers, body=body, room=lambda: False)
    with pytest.raises(BadInput):
        figures.take_call(sqlite_parts, headers=signed(sqlite_parts, b"[]", "msg_2", NOON), body=b"[]")
    assert known(sqlite_parts, rain) == []

    one, again = (figures.take_call(sqlite_parts, headers=headers, body=body) for _ in range(2))

    assert known(sqlite_parts, rain) == [(YESTERDAY, "views", 5)]
    assert (one.new, one.changed, one.refused) == (1, 0, ("Figure 2: “x” is no day; write it as 2026-11-24.",))
    assert (again.new, again.changed) == (0, 0)


# -- what is learnt from them ------------------------------------------------------------


def background(parts: Parts, day: date = DAY) -> Background:
    with parts.database.reading() as session:
        return remembering.background(session, day=day, zone="Asia/Kolkata", until=NOON)


def days(session: Session, source: Source, section: str, number: float, *, first: int = 1, last: int = 10) -> None:
    for back in range(first, last + 1):
        at = NOON - timedelta(days=back)
        story = a_story(session, source_id=source.id, section=section, published_at=at, seen_at=at,
                        title=f"{section} moves {back}")  # fmt: skip
        engagement.put(session, {(story.id or 0, at.date(), "views"): number})


def test_page_views_of_earlier_days_teach_what_a_section_is_worth(parts: Parts) -> None:
    with parts.database.writing() as session:
        source = a_source(session)
        days(session, source, "Opinion", 900)
        days(session, source, "Weather", 10)

    sections = background(parts).priors.sections

    assert sections["Opinion"].ratio > 1 > sections["Weather"].ratio
    assert sections["Opinion"].stories == 10


def test_only_what_was_counted_and_told_before_the_editions_day_counts(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        source = a_source(session)
        days(session, source, "Opinion", 900, first=0, last=3)  # today, and three days: too few to say anything
        days(session, source, "Weather", 10, first=61, last=70)  # too long ago
        days(session, source, "Sports", 10)
        late = a_story(session, source_id=source.id, section="Late", published_at=NOON - timedelta(days=2))
        engagement.put(session, {(late.id or 0, DAY, "views"): 10_000})

    priors = background(sqlite_parts).priors

    assert set(priors.sections) == {"Sports"}
    assert priors.sections["Sports"].stories == 10
    assert background(sqlite_parts, DAY - timedelta(days=5)).priors.sections["Sports"].stories == 5


def test_without_figures_nothing_is_learnt(sqlite_parts: Parts) -> None:
    assert background(sqlite_parts).priors.sections == {}


def sent(session: Session, mailing_list: MailingList, back: int) -> Edition:
    at = NOON - timedelta(days=back)
    return an_edition(
        session, mailing_list, day=at.date(), at=time(12), due_at=at, window_until=at, state=EditionState.SENT
    )


def clicked(session: Session, edition: Edition, section: Section, story: Story, clicks: int, **given: object) -> None:
    cluster = a_cluster(session, story)
    a_pick(session, edition, section, story_id=story.id, cluster_id=cluster.id, **given)
    number = story.id or 0
    stored(session, Link(edition_id=edition.id or 0, number=number, url=story.url, story_id=story.id, clicks=clicks))


def test_clicks_of_earlier_digests_teach_too(parts: Parts) -> None:
    with parts.database.writing() as session:
        a_newsroom(session)
        mailing_list = a_list(session)
        section = a_section(session, mailing_list)
        source = a_source(session)
        for back in range(1, 11):
            edition = sent(session, mailing_list, back)
            for rank, (name, clicks) in enumerate((("Opinion", 90), ("Weather", 10)), start=1):
                rank = rank if back % 2 else 3 - rank  # noqa: PLW2901 - they take turns at the top
                story = a_story(session, source_id=source.id, section=name, title=f"{name} moves {back}",
                                published_at=edition.due_at - timedelta(hours=2))  # fmt: skip
                clicked(session, edition, section, story, clicks, rank=rank)
            paid = a_story(session, source_id=source.id, section="Paid", published_at=edition.due_at)
            clicked(session, edition, section, paid, 500, rank=3, sponsor="A shop")

    sections = background(parts).priors.sections

    assert set(sections) == {"Opinion", "Weather"}
    assert sections["Opinion"].ratio > 1 > sections["Weather"].ratio


def test_the_next_edition_says_in_its_reasons_what_readers_made_of_the_section(parts: Parts) -> None:
    with parts.database.writing() as session:
        a_newsroom(session)
        mailing_list = a_list(session, lock_minutes=0)
        a_section(session, mailing_list, rule={})
        edition = an_edition(session, mailing_list)
        source = a_source(session)
        days(session, source, "Opinion", 900)
        days(session, source, "Weather", 10)
        at: datetime = NOON - timedelta(hours=3)
        weather = a_story(
            session, source_id=source.id, section="Weather", title="Fog over the river", published_at=NOON
        )
        opinion = a_story(session, source_id=source.id, section="Opinion", title="Why tolls must end", published_at=at)

    preparing.prepare(parts, edition.id or 0)

    with parts.database.reading() as session:
        chosen = picks.of(session, edition.id or 0)
    assert [pick.story_id for pick in chosen] == [opinion.id, weather.id]
    prior = next(reason for reason in chosen[0].reasons if reason["signal"] == "section prior")
    assert prior["words"] == "stories of Opinion were read 1.3 × the usual (10 stories)"
    assert prior["contribution"] == pytest.approx(prior["weight"] * prior["value"], abs=1e-3)
