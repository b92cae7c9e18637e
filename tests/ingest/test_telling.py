"""What a reader would call a change, and what changes by itself."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import telling
from tests.ingest.entries import a_story


@pytest.mark.parametrize(
    "text",
    [
        "It rains. 3 comments",
        "It rains. (1,204 views)",
        "It rains. Comments (14)",
        "It rains. Updated 5 minutes ago",
        "Posted an hour ago It rains.",
        "It rains. Last updated on Nov 24, 2026 at 10:05 pm IST",
        "It rains. 2 min read",
        "It   rains.\n",
        "It rains. 5 मिनट पहले",
        "It rains. 5 ମିନିଟ ପୂର୍ବେ",
        "It rains. 5 منٹ پہلے",
    ],
)
def test_what_changes_by_itself_is_no_part_of_a_text(text: str) -> None:
    assert telling.essence(text) == "It rains."


@pytest.mark.parametrize(
    "text",
    [
        "Film gets 12 million views",
        "It opened 5 years ago",
        "The law was updated",
        "Five were hurt",
        "He shares 3 homes",
    ],
)
def test_what_is_told_stays(text: str) -> None:
    assert telling.essence(text) == text


@given(st.text(max_size=80))
def test_an_essence_has_no_essence_but_itself_in_spaces(text: str) -> None:
    assert telling.essence(f"  {text}\n") == telling.essence(text)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Rain reaches the coast", "Heavy rain reaches the coast", True),
        ("Rain reaches the coast", "“Rain” reaches the coast!", True),
        ("ପୁରୀରେ ପ୍ରବଳ ବର୍ଷା", "ପୁରୀରେ ବର୍ଷା", True),
        ("Rain reaches the coast", "Sun all week", False),
        ("", "", False),
        (None, "Rain", False),
    ],
)
def test_headlines_with_half_their_words_in_common_are_alike(one: str | None, other: str, *, alike: bool) -> None:
    assert telling.alike(one, other) is alike


def test_trifles_are_taken_out_of_the_changes() -> None:
    story = a_story(title="Rain", summary="It rains.", body_text="Long.")

    changes = telling.without_trifles(
        story, {"title": "Rain ", "summary": "It rains. 3 comments", "body_text": "Longer.", "words": 2}
    )

    assert changes == {"body_text": "Longer.", "words": 2}


_PHRASES = (
    *("5", "1.2k", "comments", "comments:", "shares", "(3)", "updated:", "on", "24 Nov", "at", "10:30", "am", "IST"),
    *("just now", "3 min read", "posted", "5 minutes ago", "a few hours ago", "likes", "7 दिन पहले", "3 ମିନିଟ ପୂର୍ବରୁ"),
    *("5 منٹ پہلے", "village", "the coast", "İ", "ß", ".", ",", "\n", "last", "replies", "x" * 200),
)


@given(st.lists(st.sampled_from(_PHRASES), max_size=40))
def test_looking_only_where_something_may_change_finds_the_same(phrases: list[str]) -> None:
    text = " ".join(phrases)
    everywhere = telling._BY_ITSELF.sub(" ", unicodedata.normalize("NFC", text))

    assert telling.essence(text) == " ".join(everywhere.split())
