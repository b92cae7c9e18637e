"""Entry and page become a story's fields; and it waits when its own date lies ahead."""

from datetime import UTC, date, datetime, timedelta

import pytest

from distrib.ingest import storyfields
from distrib.ingest.entry import Entry, Image, Media, Page
from distrib.model.sources import Source
from distrib.model.stories import StoryKind, StoryState
from tests.factories import NOON
from tests.ingest.entries import SOURCE, an_entry, found


def fields(entry: Entry | None = None, page: Page | None = None, source: Source = SOURCE) -> dict[str, object]:
    return storyfields.fields(found(entry), page, source, now=NOON)


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
    assert storyfields.state_for(NOON + timedelta(minutes=1), NOON) is StoryState.EMBARGOED
    assert storyfields.state_for(NOON, NOON) is StoryState.LIVE
    assert storyfields.state_for(None, NOON) is StoryState.LIVE


def test_versions_of_one_story_share_a_key() -> None:
    english, odia = "https://paper.example/rain", "https://paper.example/or/rain"
    both = {"en": english, "or": odia}

    assert storyfields.translation_key(english, Page(translations={"or": odia})) == storyfields.translation_key(
        odia, Page(translations=both)
    )
    assert storyfields.translation_key(english, Page(translations={"en": english, "x": "nonsense"})) is None
    assert storyfields.translation_key(english, Page()) is None


def test_a_page_that_names_no_zone_tells_the_newsrooms_time_and_is_not_embargoed() -> None:
    page = Page(title="Rain", published=datetime(2025, 7, 15, 9, 30))  # noqa: DTZ001 - that is the point
    ten = datetime(2025, 7, 15, 4, 30, tzinfo=UTC)  # 10:00 in Kolkata

    published = storyfields.fields(found(), page, SOURCE, now=ten, zone="Asia/Kolkata")["published_at"]

    assert published == datetime(2025, 7, 15, 4, 0, tzinfo=UTC)
    assert storyfields.state_for(published, ten) is StoryState.LIVE


def test_a_zone_that_is_none_is_read_as_utc() -> None:
    page = Page(title="Rain", published=NOON.replace(tzinfo=None))

    assert storyfields.fields(found(), page, SOURCE, now=NOON, zone="Mars/Base")["published_at"] == NOON


def test_the_page_behind_a_shared_link_tells_of_no_story() -> None:
    shared = found(an_entry(url="https://paper.example/"))

    given = storyfields.fields(shared, Page(title="The Paper", description="All news."), SOURCE, now=NOON)

    assert (given["summary"], given["unlisted"]) == ("It rains.", None)


@pytest.mark.parametrize(
    ("page", "entry", "kept"),
    [
        (-1, 20, 20),  # the feed carries the embargo
        (20, -1, 20),  # the page does
        (20, 30, 30),
        (-1, -5, -1),  # neither lies ahead: the page knows better
        (-5, -1, -5),
        (-1, 24 * 401, -1),  # a slip, no embargo
        (24 * 401, -1, -1),
        (24 * 401, 20, 20),  # and it hides none
    ],
)
def test_of_two_dates_the_later_counts_where_one_lies_ahead(page: int, entry: int, kept: int) -> None:
    told = an_entry(published=NOON + timedelta(hours=entry))

    given = fields(told, Page(title="Rain", published=NOON + timedelta(hours=page)))

    assert given["published_at"] == NOON + timedelta(hours=kept)
