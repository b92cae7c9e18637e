"""What an entry is among the stories that are known, and by what that was decided."""

from datetime import datetime, timedelta

import pytest

from distrib.ingest import judging
from distrib.ingest.entry import Image
from distrib.ingest.identity import Found
from distrib.ingest.judging import Judged, Known, Verdict
from tests.factories import NOON
from tests.ingest.entries import SOURCE, a_story, an_entry, found


def one(each: Found, known: Known) -> Judged:
    ((_, judged),) = judging.judge([each], known, SOURCE)
    return judged


def test_a_new_entry_is_new() -> None:
    judged = one(found(), Known())

    assert (judged.verdict, judged.why) == (Verdict.NEW, "Nothing like it was known.")


def test_a_known_address_is_the_same_story() -> None:
    known = Known(by_url={found().url: a_story()})

    assert one(found(), known).verdict is Verdict.UNCHANGED
    assert one(found(an_entry(summary="It pours.")), known).verdict is Verdict.REVISION


def test_another_source_does_not_change_a_story() -> None:
    known = Known(by_url={found().url: a_story(source_id=2)})

    assert one(found(an_entry(summary="It pours.")), known).verdict is Verdict.UNCHANGED


def test_a_story_on_our_own_site_is_our_own_sources_whoever_told_it_first() -> None:
    known = Known(by_url={found().url: a_story(source_id=2)}, outsiders={2}, own_site={found().url})
    elsewhere = Known(by_url={found().url: a_story(source_id=2)}, outsiders={2})
    another_own = Known(by_url={found().url: a_story(source_id=3)}, outsiders={2}, own_site={found().url})

    assert one(found(), known).verdict is Verdict.REVISION
    assert one(found(), elsewhere).verdict is Verdict.UNCHANGED
    assert one(found(), another_own).verdict is Verdict.UNCHANGED


def test_a_picture_whose_query_changes_is_the_same_picture() -> None:
    one, two = (an_entry(image=Image(url=f"https://paper.example/a.jpg?token={n}")) for n in "ab")

    assert found(one).fingerprint == found(two).fingerprint


MOVED = "https://paper.example/rain-moved"


def test_a_known_guid_at_another_address_is_the_same_story() -> None:
    known = Known(by_guid={"1": a_story()})
    judged = one(found(an_entry(url=MOVED)), known)

    assert (judged.verdict, judged.why) == (Verdict.UNCHANGED, "Its guid is known, the address changed.")


def test_a_guid_used_again_for_another_story_is_a_new_one() -> None:
    known = Known(by_guid={"1": a_story(published_at=NOON)})
    judged = one(found(an_entry(url=MOVED, title="Sun", published=NOON + timedelta(days=3))), known)

    assert (judged.verdict, judged.why) == (Verdict.NEW, "Its guid was used again for another story.")


def test_a_new_headline_under_one_guid_and_minute_is_the_same_story() -> None:
    known = Known(by_guid={"1": a_story(published_at=NOON)})

    assert one(found(an_entry(url=MOVED, title="Heavy rain", published=NOON)), known).verdict is Verdict.REVISION


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

    assert one(found(entry), known).verdict is verdict
