"""Entry and page become a story's fields; and what an entry is among the stories we know."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import intake
from distrib.ingest.entry import Entry, Image, Media, Page
from distrib.ingest.intake import Found, Known, Verdict
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Story, StoryKind, StoryState
from tests.factories import NOON

SOURCE = Source(
    id=1, name="The Paper", kind=SourceKind.FEED, url="https://paper.example/feed", section="Odisha", language="or"
)


def an_entry(**given: object) -> Entry:
    return Entry(**{"id": "1", "url": "https://paper.example/rain", "title": "Rain", "summary": "It rains.", **given})


def found(entry: Entry | None = None) -> Found:
    (one,), _ = intake.identify([entry or an_entry()])
    return one


def a_story(**given: object) -> Story:
    one = found()
    values = {
        "id": 7,
        "source_id": 1,
        "url": one.url,
        "guid": "1",
        "title": "Rain",
        "summary": "It rains.",
        "seen_at": NOON,
    }
    return Story(**{**values, "fingerprint": one.fingerprint, **given})


def fields(entry: Entry | None = None, page: Page | None = None, source: Source = SOURCE) -> dict[str, object]:
    return intake.fields(found(entry), page, source, now=NOON)


# -- identity ------------------------------------------------------------------------------------------------------


def test_tracking_parameters_make_no_other_story() -> None:
    assert found(an_entry(url="https://paper.example/rain?utm_source=x")).url == found().url


def test_an_entry_without_an_address_is_refused_with_the_reason() -> None:
    _, (refused,) = intake.identify([an_entry(url=None)])

    assert refused.why == "It has no link that can be shown."


def test_an_address_that_is_none_is_refused_with_the_reason() -> None:
    _, (refused,) = intake.identify([an_entry(url="https://.../")])

    assert refused.why


def test_the_same_entry_twice_is_taken_once() -> None:
    taken, refused = intake.identify([an_entry(), an_entry()])

    assert len(taken) == 1
    assert refused[0].why == "It stands in the same feed twice."


def test_one_link_for_all_entries_is_told_apart_by_guid() -> None:
    entries = [an_entry(id=str(n), url="https://paper.example/", title=f"Number {n}") for n in range(3)]

    taken, refused = intake.identify(entries)

    assert len({each.url for each in taken}) == 3
    assert refused == []
    assert [each.url for each in intake.identify(entries[::-1])[0]][::-1] == [each.url for each in taken]


@given(st.permutations(range(4)))
def test_identity_does_not_depend_on_the_order(order: list[int]) -> None:
    entries = [an_entry(id=str(n), url=f"https://paper.example/{n}", title=f"Number {n}") for n in range(4)]

    shuffled = intake.identify([entries[n] for n in order])[0]

    assert {(each.url, each.guid) for each in shuffled} == {
        (each.url, each.guid) for each in intake.identify(entries)[0]
    }


def test_a_new_entry_is_new() -> None:
    judged = intake.judge(found(), Known(), SOURCE)

    assert (judged.verdict, judged.why) == (Verdict.NEW, "nothing like it is known")


def test_a_known_address_is_the_same_story() -> None:
    known = Known(by_url={found().url: a_story()})

    assert intake.judge(found(), known, SOURCE).verdict is Verdict.UNCHANGED
    assert intake.judge(found(an_entry(summary="It pours.")), known, SOURCE).verdict is Verdict.REVISION


def test_another_source_does_not_change_a_story() -> None:
    known = Known(by_url={found().url: a_story(source_id=2)})

    assert intake.judge(found(an_entry(summary="It pours.")), known, SOURCE).verdict is Verdict.UNCHANGED


def test_a_picture_whose_query_changes_is_the_same_picture() -> None:
    one, two = (an_entry(image=Image(url=f"https://paper.example/a.jpg?token={n}")) for n in "ab")

    assert found(one).fingerprint == found(two).fingerprint


MOVED = "https://paper.example/rain-moved"


def test_a_known_guid_at_another_address_is_the_same_story() -> None:
    known = Known(by_guid={"1": a_story()})
    judged = intake.judge(found(an_entry(url=MOVED)), known, SOURCE)

    assert (judged.verdict, judged.why) == (Verdict.UNCHANGED, "its guid is known, the address changed")


def test_a_guid_used_again_for_another_story_is_a_new_one() -> None:
    known = Known(by_guid={"1": a_story(published_at=NOON)})
    judged = intake.judge(found(an_entry(url=MOVED, title="Sun", published=NOON + timedelta(days=3))), known, SOURCE)

    assert (judged.verdict, judged.why) == (Verdict.NEW, "its guid was used again for another story")


def test_a_new_headline_under_one_guid_and_minute_is_the_same_story() -> None:
    known = Known(by_guid={"1": a_story(published_at=NOON)})

    assert (
        intake.judge(found(an_entry(url=MOVED, title="Heavy rain", published=NOON)), known, SOURCE).verdict
        is Verdict.REVISION
    )


@pytest.mark.parametrize(
    ("published", "stored", "summary", "verdict"),
    [
        (NOON, NOON, "", Verdict.REVISION),
        (NOON, NOON + timedelta(hours=3), "", Verdict.NEW),
        (None, None, "It rains.", Verdict.UNCHANGED),
        (None, None, "Other words.", Verdict.NEW),
        (None, NOON, "It rains.", Verdict.NEW),
    ],
)
def test_title_and_date_tell_a_story_that_moved(
    published: datetime | None, stored: datetime | None, summary: str, verdict: Verdict
) -> None:
    entry = an_entry(id="other", url=MOVED, published=published, summary=summary or "Another summary.")
    known = Known(by_title={"rain": [a_story(published_at=stored)]})

    assert intake.judge(found(entry), known, SOURCE).verdict is verdict


# -- fields --------------------------------------------------------------------------------------------------------


def test_the_entry_alone_fills_a_story() -> None:
    given = fields(an_entry(content_html="<p>It rains all day.</p>", authors=("Asha",), tags=("Rain",), published=NOON))

    assert (given["title"], given["summary"], given["body_text"]) == ("Rain", "It rains.", "It rains all day.")
    assert (given["section"], given["sections"]) == ("Odisha", ["Odisha"])
    assert (given["authors"], given["tags"], given["language"], given["words"]) == (["Asha"], ["Rain"], "or", 4)
    assert given["published_at"] == NOON


def test_the_page_knows_better() -> None:
    page = Page(
        title="Rain all day", description="From the page.", body_text="Long text. " * 20, authors=("Ravi",),
        section="Coast", sections=("Coast",), published=NOON, language="en", credit="PTI", dateline="Puri",
        kind="gallery", words=40,
        image=Image(url="https://paper.example/a.jpg", width=9), media_count=4,
    )  # fmt: skip
    given = fields(an_entry(image=Image(url="https://paper.example/b.jpg", alt="Rain")), page)

    assert (given["title"], given["summary"], given["section"]) == ("Rain", "From the page.", "Coast")
    assert given["sections"] == ["Coast", "Odisha"]
    assert (given["credit"], given["dateline"], given["kind"]) == ("PTI", "Puri", StoryKind.GALLERY)
    assert (given["image_url"], given["image_width"]) == ("https://paper.example/a.jpg", 9)
    assert (given["language"], given["direction"], given["words"], given["media_count"]) == ("en", "ltr", 40, 4)


def test_a_picture_that_mail_programs_can_not_draw_gives_way_to_the_one_for_sharing() -> None:
    page = Page(
        title="R", image=Image(url="https://p.example/a.webp"), share_image=Image(url="https://p.example/a.jpg")
    )

    assert fields(page=page)["image_url"] == "https://p.example/a.jpg"


def test_a_film_in_the_feed_makes_a_video() -> None:
    media = (Media(url="https://paper.example/a.mp4", type="video/mp4", seconds=90),)
    given = fields(an_entry(media=media))

    assert (given["kind"], given["media_seconds"]) == (StoryKind.VIDEO, 90)


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), None),
        (datetime(2126, 1, 1, tzinfo=UTC), None),
        (NOON + timedelta(hours=3), NOON + timedelta(hours=3)),
        (date(2026, 11, 24), datetime(2026, 11, 24, tzinfo=UTC)),
    ],
)
def test_dates_that_make_no_sense_are_none(published: datetime | date, kept: datetime | None) -> None:
    assert fields(page=Page(title="R", published=published))["published_at"] == kept


def test_a_date_ahead_is_an_embargo() -> None:
    assert intake.state_for(NOON + timedelta(minutes=1), NOON) is StoryState.EMBARGOED
    assert intake.state_for(NOON, NOON) is StoryState.LIVE
    assert intake.state_for(None, NOON) is StoryState.LIVE


def test_versions_of_one_story_share_a_key() -> None:
    english, odia = "https://paper.example/rain", "https://paper.example/or/rain"
    both = {"en": english, "or": odia}

    assert intake.translation_key(english, Page(translations={"or": odia})) == intake.translation_key(
        odia, Page(translations=both)
    )
    assert intake.translation_key(english, Page(translations={"en": english, "x": "nonsense"})) is None
    assert intake.translation_key(english, Page()) is None
