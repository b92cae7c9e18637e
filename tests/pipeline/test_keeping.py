"""One story is one row whatever its feeds do; two stories are two; nothing is refused in silence, nothing floods."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, select

from distrib.clock import stopped
from distrib.ingest.entry import Entry, Image, Page
from distrib.model.sources import RefusedEntry, Source
from distrib.model.stories import Revision, Story, StoryAddress, StoryState
from distrib.pipeline import keeping
from distrib.pipeline.asking import Opened
from distrib.pipeline.batches import Plan, Quarantine
from distrib.pipeline.parts import Parts
from distrib.store import sources
from tests.factories import NOON, a_list, a_source

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RAIN = "https://paper.example/odisha/rain-1"


def an_entry(**given: object) -> Entry:
    values = {
        "id": "1", "url": RAIN, "title": "Rain reaches the coast", "summary": "It rained all night.",
        "published": NOON - 2 * HOUR,
    }  # fmt: skip
    return Entry(**{**values, **given})


def the_source(parts: Parts, **given: object) -> int:
    with parts.database.writing() as session:
        return a_source(session, **{"own": True, "first_gathered_at": NOON - DAY, **given}).id or 0


def gather(
    parts: Parts, source_id: int, *entries: Entry, opened: dict[str, Opened] | None = None, **given: object
) -> Plan:
    with parts.database.reading() as session:
        plan = keeping.plan(session, sources.get(session, source_id), entries, parts.clock())
    counts = keeping.keep(parts, plan, opened or {}, **{"backlog": False, **given})
    plan.refused.update({f"count:{name}": number for name, number in counts.items()})
    return plan


def later(parts: Parts, ahead: timedelta = HOUR) -> Parts:
    return replace(parts, clock=stopped(parts.clock() + ahead))


def stories(parts: Parts) -> list[Story]:
    with parts.database.reading() as session:
        return list(session.exec(select(Story).order_by(col(Story.id))).all())


def addresses(parts: Parts) -> dict[str, str]:
    with parts.database.reading() as session:
        return {row.url: row.how for row in session.exec(select(StoryAddress))}


def revisions(parts: Parts) -> list[Revision]:
    with parts.database.reading() as session:
        return list(session.exec(select(Revision)).all())


# -- one story stays one -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "again",
    [
        {"id": "made up anew"},
        {"id": None},
        {"published": NOON - HOUR},
        {"published": NOON, "id": "made up anew"},
        {"url": "http://paper.example/odisha/rain-1"},
        {"url": "https://www.paper.example/odisha/rain-1/"},
        {"url": RAIN + "?utm_source=feed&PHPSESSID=0abc"},
        {"url": RAIN + "/amp"},
        {"url": "https://m.paper.example/odisha/rain-1"},
        {"url": RAIN + ";jsessionid=0A1B2C"},
        {"url": "https://www.google.com/url?sa=t&url=" + RAIN},
        {"url": "https://paper.example/coast/rain-at-last-1"},
        {"url": "https://paper.example/coast/rain-at-last-1", "published": None},
        {"url": "https://paper.example/coast/rain-at-last-1", "title": "Heavy rain reaches the coast"},
        {"url": "https://new-paper.example/odisha/rain-1", "id": "other"},
        {"title": "Rain reaches the coast at dawn"},
        {"title": "Rain  reaches the\ncoast"},
    ],
)
def test_a_story_told_again_under_other_signs_is_one_row(sqlite_parts: Parts, again: dict[str, object]) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry())

    for hours in (1, 2):
        gather(later(sqlite_parts, hours * HOUR), source, an_entry(**again))

    assert len(stories(sqlite_parts)) == 1
    assert stories(sqlite_parts)[0].published_at == NOON - 2 * HOUR


def test_a_story_in_three_sections_is_one_row_with_three_sections(parts: Parts) -> None:
    for section in ("Odisha", "Coast", "Top"):
        gather(parts, the_source(parts, section=section), an_entry(id=f"{section}-1"))

    (story,) = stories(parts)
    assert story.sections == ["Odisha", "Coast", "Top"]


def test_a_guid_of_the_whole_world_joins_the_feeds_of_one_site(sqlite_parts: Parts) -> None:
    guid = "https://paper.example/?p=71"
    gather(sqlite_parts, the_source(sqlite_parts), an_entry(id=guid))
    gather(sqlite_parts, the_source(sqlite_parts), an_entry(id=guid, url="https://paper.example/top/rain-1"))

    (story,) = stories(sqlite_parts)
    assert (story.url, addresses(sqlite_parts)) == (
        RAIN,
        {"https://paper.example/top/rain-1": "A feed gives it under this link."},
    )


def test_one_link_for_all_entries_makes_a_story_of_each_and_keeps_them(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)

    def all_at_one(churn: int, count: int = 3) -> list[Entry]:
        return [an_entry(id=f"{churn}-{n}", url="https://paper.example/news", title=f"News {n}") for n in range(count)]

    for churn in range(3):
        gather(later(sqlite_parts, churn * HOUR), source, *all_at_one(churn))
    gather(later(sqlite_parts, 4 * HOUR), source, *all_at_one(9, 1))

    assert sorted(story.title for story in stories(sqlite_parts)) == ["News 0", "News 1", "News 2"]
    assert revisions(sqlite_parts) == []


def test_the_gold_price_of_two_days_behind_one_link_is_two_stories(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    monday, tuesday = (
        an_entry(id=f"gold-{n}", url="https://paper.example/", title="Gold price today", summary=f"{n}", published=when)
        for n, when in ((1, NOON - DAY), (2, NOON))
    )
    gather(sqlite_parts, source, monday)
    gather(sqlite_parts, source, monday, tuesday)
    gather(sqlite_parts, source, tuesday)

    assert [(story.guid, story.summary) for story in stories(sqlite_parts)] == [("gold-1", "1"), ("gold-2", "2")]
    assert revisions(sqlite_parts) == []


# -- two stories stay two ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"id": "2", "url": "https://paper.example/weather-25", "published": NOON - 2 * HOUR + DAY},
        {"id": "1", "url": "https://paper.example/weather-25", "published": NOON + DAY, "summary": "Dry."},
        {"id": "1", "url": "https://paper.example/sun-2", "title": "Sun all week", "published": NOON},
        {"id": "1", "url": "https://agency.example/wire/778", "published": NOON - HOUR, "title": "Coast sees rain"},
    ],
)  # fmt: skip
def test_another_story_with_some_sign_of_the_first_is_another_row(
    sqlite_parts: Parts, other: dict[str, object]
) -> None:
    source = the_source(sqlite_parts)
    first = an_entry(title="Weather")
    gather(sqlite_parts, source, first)

    gather(later(sqlite_parts), source, an_entry(**{"title": "Weather", **other}), first)

    assert len(stories(sqlite_parts)) == 2


def test_an_agencys_copy_on_another_site_stays_a_story_of_its_own(sqlite_parts: Parts) -> None:
    copy = an_entry(id="https://agency.example/1", url="https://other.example/wire/rain")
    page = Page(title="Rain reaches the coast", canonical_url=RAIN)
    gather(sqlite_parts, the_source(sqlite_parts), an_entry(id="https://agency.example/1"))
    gather(sqlite_parts, the_source(sqlite_parts), copy, opened={copy.url or "": Opened(page=page, url=copy.url)})

    assert [story.url for story in stories(sqlite_parts)] == [RAIN, "https://other.example/wire/rain"]


def test_a_guid_of_all_entries_is_no_sign_of_any(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry(id="same"))
    others = [an_entry(id="same", url=f"https://paper.example/{n}-1", title=f"Other news {n}") for n in range(2)]

    gather(sqlite_parts, source, *others)

    assert [story.title for story in stories(sqlite_parts)] == [
        "Rain reaches the coast",
        "Other news 0",
        "Other news 1",
    ]


# -- links that lead on --------------------------------------------------------------------------------------------

LINK = "https://feeds.example/~r/paper/1"


def led(to: str = RAIN, canonical: str | None = None, title: str = "Rain reaches the coast") -> Opened:
    return Opened(page=Page(title=title, canonical_url=canonical), url=to, status=200)


def test_a_link_that_leads_on_is_remembered_and_never_asked_again(parts: Parts) -> None:
    source = the_source(parts)
    gather(parts, source, an_entry(url=LINK, id=None), opened={LINK: led()})

    plan = gather(later(parts), source, an_entry(url=LINK, id=None))

    (story,) = stories(parts)
    assert (story.url, story.key) == (RAIN, "paper.example/odisha/rain-1")
    assert story.why == "Nothing like it was known. Its link leads here."
    assert addresses(parts) == {LINK: "The feed's link, which leads on."}
    assert plan.unread() == []


def test_two_feeds_whose_links_lead_to_one_page_give_one_story(sqlite_parts: Parts) -> None:
    links = [f"https://feeds.example/~r/{name}/1" for name in ("top", "odisha")]
    for link in links:
        gather(sqlite_parts, the_source(sqlite_parts), an_entry(url=link, id=link), opened={link: led()})

    assert [story.url for story in stories(sqlite_parts)] == [RAIN]
    assert set(addresses(sqlite_parts)) == set(links)


def test_what_a_page_names_as_its_address_is_believed(sqlite_parts: Parts) -> None:
    link = "https://paper.example/top/rain-1"
    gather(sqlite_parts, the_source(sqlite_parts), an_entry(url=link), opened={link: led(link, canonical=RAIN)})

    assert [story.url for story in stories(sqlite_parts)] == [RAIN]


def test_a_wall_to_which_all_links_lead_is_no_storys_address(sqlite_parts: Parts) -> None:
    entries = [an_entry(id=str(n), url=f"https://paper.example/a-{n}", title=f"News {n}") for n in range(3)]
    wall = "https://paper.example/please-wait-1"

    gather(sqlite_parts, the_source(sqlite_parts), *entries, opened={each.url or "": led(wall) for each in entries})

    assert [story.url for story in stories(sqlite_parts)] == [each.url for each in entries]


def test_an_address_known_for_another_story_is_not_taken_over(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry())
    other = an_entry(id="2", url=LINK, title="Sun all week", published=NOON)

    gather(sqlite_parts, source, other, opened={LINK: led()})

    assert len(stories(sqlite_parts)) == 2


def test_a_story_that_moved_keeps_its_old_address_in_memory(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry())
    moved = "https://paper.example/coast/rain-at-last-1"

    plan = gather(sqlite_parts, source, an_entry(url=moved), opened={moved: led(moved)})

    assert stories(sqlite_parts)[0].url == moved
    assert addresses(sqlite_parts) == {RAIN: "Here it stood before it moved."}
    assert plan.unread() == [moved]


def test_a_new_address_that_can_not_be_read_is_only_remembered(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry())

    gather(sqlite_parts, source, an_entry(url=LINK), opened={LINK: Opened(problem="No answer.")})

    assert stories(sqlite_parts)[0].url == RAIN
    assert LINK in addresses(sqlite_parts)


def test_a_site_that_becomes_safe_moves_its_stories(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry(url="http://paper.example/odisha/rain-1"))
    gather(sqlite_parts, source, an_entry())

    assert stories(sqlite_parts)[0].url == RAIN


# -- told anew -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "trifle",
    [
        {"summary": "It  rained all\nnight."},
        {"summary": "It rained all night. 14 comments"},
        {"summary": "It rained all night. Updated 5 minutes ago"},
        {"summary": "It rained all night. Last updated: 24 Nov, 10:05 am IST"},
        {"image": Image(url="https://paper.example/a.jpg?w=640&token=9")},
    ],
)
def test_what_changes_by_itself_is_no_revision(sqlite_parts: Parts, trifle: dict[str, object]) -> None:
    source, picture = the_source(sqlite_parts), Image(url="https://paper.example/a.jpg")
    gather(sqlite_parts, source, an_entry(image=picture))

    gather(later(sqlite_parts), source, an_entry(**{"image": picture, **trifle}))

    assert revisions(sqlite_parts) == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Rain reaches the coast, two hurt"},
        {"summary": "It rained all night and all day."},
        {"content_html": "<p>Another text.</p>"},
        {"image": Image(url="https://paper.example/b.jpg")},
    ],
)
def test_what_a_reader_sees_changed_is_a_revision_with_its_reason(parts: Parts, change: dict[str, object]) -> None:
    source = the_source(parts)
    gather(parts, source, an_entry())

    gather(later(parts), source, an_entry(**change))
    gather(later(parts, 2 * HOUR), source, an_entry(**change))

    (earlier,) = revisions(parts)
    assert (earlier.title, earlier.why) == ("Rain reaches the coast", "Its address is known.")


def test_two_entries_of_one_feed_for_one_story_do_not_take_turns(sqlite_parts: Parts) -> None:
    source = the_source(sqlite_parts)
    both = [an_entry(), an_entry(id="2", url=LINK, summary="In other words.")]
    for hours in range(3):
        gather(later(sqlite_parts, hours * HOUR), source, *both, opened={LINK: led()})

    assert len(stories(sqlite_parts)) == 1
    assert len(revisions(sqlite_parts)) == 0


# -- embargo, refusal, quarantine ----------------------------------------------------------------------------------


def test_a_page_time_without_a_zone_is_the_newsrooms(sqlite_parts: Parts) -> None:
    ten = datetime.fromisoformat("2025-07-15T10:00+05:30")
    there = replace(sqlite_parts, clock=stopped(ten))
    with there.database.writing() as session:
        a_list(session, zone="Asia/Kolkata")
    page = Page(title="Rain", published=datetime(2025, 7, 15, 9, 30))  # noqa: DTZ001 - that is the point

    gather(there, the_source(there), an_entry(published=None), opened={RAIN: Opened(page=page, url=RAIN)})

    (story,) = stories(there)
    assert (story.state, story.published_at) == (StoryState.LIVE, ten - timedelta(minutes=30))


def test_a_sources_own_zone_goes_before_the_newsrooms(sqlite_parts: Parts) -> None:
    naive = NOON.replace(tzinfo=None)

    gather(sqlite_parts, the_source(sqlite_parts, zone="Europe/Berlin"), an_entry(published=naive))

    assert stories(sqlite_parts)[0].published_at == NOON - HOUR


def test_a_date_that_is_set_ahead_later_is_an_embargo_and_one_that_vanishes_changes_nothing(
    sqlite_parts: Parts,
) -> None:
    source = the_source(sqlite_parts)
    gather(sqlite_parts, source, an_entry(published=None))
    gather(sqlite_parts, source, an_entry(published=NOON + DAY, summary="Soon."))
    gather(sqlite_parts, source, an_entry(published=None, summary="Soon, soon."))

    (story,) = stories(sqlite_parts)
    assert (story.state, story.published_at) == (StoryState.EMBARGOED, NOON + DAY)


def test_each_entry_that_is_not_stored_says_why_once_and_is_forgotten_after_a_month(parts: Parts) -> None:
    source = the_source(parts)
    entries = [an_entry(url=None), an_entry(title=None), an_entry(url="javascript:alert(1)", title="x")]
    lost = ["The feed breaks off; what comes after entry 3 can't be read."]

    first = gather(parts, source, *entries, lost=lost)
    again = gather(later(parts), source, *entries, lost=lost)

    with parts.database.reading() as session:
        rows = session.exec(select(RefusedEntry).order_by(col(RefusedEntry.id))).all()
    assert sorted(row.why[:20] for row in rows) == [
        "It has no link that ", "It has no title.", "The feed breaks off;", "“javascript:alert(1)",
    ]  # fmt: skip
    assert {row.last_at - row.first_at for row in rows} == {HOUR}
    assert (first.refused["count:newly_refused"], again.refused["count:newly_refused"]) == (4, 0)

    keeping.forget(later(parts, 32 * DAY))
    with parts.database.reading() as session:
        assert session.exec(select(RefusedEntry)).all() == []


@pytest.mark.parametrize(("page", "why"), [
    (Page(title="R", removed=True), "Its page says that it was taken back."),
    (None, "Its page is gone."),
])  # fmt: skip
def test_a_new_story_that_does_not_stand_is_not_stored(sqlite_parts: Parts, page: Page | None, why: str) -> None:
    opened = {RAIN: Opened(page=page, gone=page is None, url=RAIN)}

    plan = gather(sqlite_parts, the_source(sqlite_parts), an_entry(), opened=opened)

    assert stories(sqlite_parts) == []
    assert why in plan.refused


def test_of_a_suspicious_batch_the_usual_number_stays_and_the_rest_waits(parts: Parts) -> None:
    entries = [
        an_entry(id=str(n), url=f"https://paper.example/a-{n}", title=f"News {n}", published=NOON - n * HOUR)
        for n in range(40)
    ]
    doubt = Quarantine(why="40 new stories where 3 are usual.", since=NOON - DAY, spared=3)

    plan = gather(parts, the_source(parts), *entries, quarantine=doubt)

    held = [story for story in stories(parts) if story.quarantined_at]
    assert [story.title for story in stories(parts) if not story.quarantined_at] == ["News 0", "News 1", "News 2"]
    assert {story.quarantine_why for story in held} == {doubt.why}
    assert plan.refused["count:quarantined"] == 37


# -- rules ---------------------------------------------------------------------------------------------------------

ENTRY = st.builds(
    an_entry,
    id=st.sampled_from([None, "1", "2", "https://paper.example/?p=3"]),
    url=st.sampled_from([
        RAIN, RAIN + "/", "http://paper.example/odisha/rain-1?utm_source=x", "https://paper.example/", "https://paper.example/sun-2",
        "https://paper.example/news?a=1&b=2", "https://paper.example/news?b=2&a=1", "https://other.example/rain-1",
    ]),
    title=st.sampled_from(["Rain reaches the coast", "Sun all week", "Weather"]),
    published=st.sampled_from([None, NOON - 2 * HOUR, NOON - HOUR, NOON - DAY]),
)  # fmt: skip


def told(parts: Parts) -> set[tuple[str, str, str | None]]:
    return {(story.url, story.title, story.guid) for story in stories(parts)}


def emptied(parts: Parts) -> int:
    with parts.database.writing() as session:
        for table in (Revision, StoryAddress, RefusedEntry, Story, Source):
            session.exec(delete(table))
    return the_source(parts, id=1)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRY, max_size=6), st.randoms(use_true_random=False))
def test_gathered_twice_nothing_changes_and_any_order_gives_the_same_stories(
    sqlite_parts: Parts, entries: Sequence[Entry], dice: random.Random
) -> None:
    gather(sqlite_parts, emptied(sqlite_parts), *entries)
    first = told(sqlite_parts)
    gather(later(sqlite_parts), 1, *entries)

    assert told(sqlite_parts) == first
    assert revisions(sqlite_parts) == []

    mixed = list(entries)
    dice.shuffle(mixed)
    gather(sqlite_parts, emptied(sqlite_parts), *mixed)

    assert told(sqlite_parts) == first
