"""One list's bad settings and one source's bad stories never stop the other lists' editions."""

from datetime import timedelta
from typing import Any

import pytest

from distrib.model.editions import EditionState
from distrib.pipeline import due
from distrib.pipeline import prepare as preparing
from distrib.pipeline.parts import Parts
from distrib.store import editions, picks
from tests.factories import NOON, a_list, a_newsroom, a_section, a_source, a_story, an_edition

HEADLINES = ("Ferry sinks off Chilika", "Bridge opens in Sambalpur", "Hockey final goes to Rourkela")
LISTS: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "no sections": ({}, None),
    "weights below zero": ({"weights": {"freshness": -1, "priors": -3}}, {}),
    "weights of zero": ({"weights": {"freshness": 0, "half_life_hours": 0}}, {}),
    "weights in words": ({"weights": {"freshness": "much", "mood": "good"}}, {}),
    "weights of no form": ({"weights": ["freshness"]}, {}),
    "caps of no form": ({"caps": {"source": "few"}}, {}),
    "evergreen of no form": ({"evergreen": {"tags": 7}}, {}),
    "a rule of no form": ({}, {"rule": {"sections": None}}),
    "no places": ({}, {"quota": 0}),
    "places below zero": ({}, {"quota": -1}),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_with_bad_settings_does_not_stop_the_next_one(sqlite_parts: Parts, name: str) -> None:
    of_list, of_section = LISTS[name]
    with sqlite_parts.database.writing() as session:
        a_newsroom(session)
        source = a_source(session)
        for title in HEADLINES:
            a_story(session, source_id=source.id, title=title, summary=f"{title}, it was said.")
        bad, good = a_list(session, **of_list), a_list(session)
        if of_section is not None:
            a_section(session, bad, **of_section)
        a_section(session, good)
        numbers = [an_edition(session, each, due_at=NOON + timedelta(minutes=30)).id or 0 for each in (bad, good)]

    due.advance_editions(sqlite_parts)

    with sqlite_parts.database.reading() as session:
        states = [editions.get(session, number) for number in numbers]
        assert len(picks.of(session, numbers[1])) == 3
    assert states[1].state is EditionState.DRAFT
    if name in {"no sections", "no places", "places below zero"}:
        assert states[0].state is EditionState.SKIPPED
        assert states[0].reason


STORIES: dict[str, dict[str, Any]] = {
    "no date": {"published_at": None},
    "no headline": {"title": ""},
    "no section": {"section": None},
    "no text": {"summary": "", "body_text": "", "words": 0},
    "megabytes": {
        "title": "Rain " * 200_000,
        "summary": "x " * 500_000,
        "body_text": "y " * 2_000_000,
        "tags": ["t" * 10**6],
    },
    "a clock ahead": {"published_at": NOON + timedelta(days=4000)},
    "lists of nothing": {"tags": ["", " "], "authors": [""], "sections": ["", "/"], "image_url": "", "language": ""},
    "numbers out of place": {"position": -7, "words": -1, "revision": 0},
}


@pytest.mark.parametrize("name", STORIES)
def test_a_bad_story_does_not_stop_the_edition(sqlite_parts: Parts, name: str) -> None:
    with sqlite_parts.database.writing() as session:
        a_newsroom(session)
        mailing_list = a_list(session, lock_minutes=0)
        a_section(session, mailing_list, rule={}, quota=5)
        source = a_source(session)
        a_story(session, source_id=source.id, **STORIES[name])
        good = [
            a_story(session, source_id=source.id, title=title, summary=f"{title}, it was said.").id
            for title in HEADLINES
        ]
        edition = an_edition(session, mailing_list)

    preparing.prepare(sqlite_parts, edition.id or 0)

    with sqlite_parts.database.reading() as session:
        assert set(good) <= {pick.story_id for pick in picks.of(session, edition.id or 0)}
        assert editions.get(session, edition.id or 0).state is EditionState.DRAFT


def test_hundreds_of_equal_headlines_are_one_pick(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        a_newsroom(session)
        mailing_list = a_list(session, lock_minutes=0)
        a_section(session, mailing_list, quota=5)
        source = a_source(session)
        for _ in range(300):
            a_story(session, source_id=source.id, title="Gold price today in Cuttack", summary="")
        other = a_story(session, source_id=source.id, title=HEADLINES[0], summary="")
        edition = an_edition(session, mailing_list)

    preparing.prepare(sqlite_parts, edition.id or 0)

    with sqlite_parts.database.reading() as session:
        chosen = picks.of(session, edition.id or 0)
    assert len(chosen) == 2
    assert other.id in {pick.story_id for pick in chosen}
