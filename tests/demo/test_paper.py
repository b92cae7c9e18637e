"""The sample stories: complete, dated, in four languages, and with the traps they were written for."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from distrib.demo.paper import COAST_WIRE, DELTA_DISPATCH, OWN, SECTIONS, Piece, dated, later, read

LOCK = datetime(2026, 11, 24, 1, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def told() -> list[Piece]:
    return [versions[-1] for versions in read(LOCK)]


def test_every_story_is_complete(told: list[Piece]) -> None:
    for piece in told:
        assert piece.title, piece.url
        assert piece.dek, piece.url
        assert len(piece.paragraphs) >= 2, piece.url
        assert piece.authors or piece.credit, piece.url
        assert piece.tags, piece.url
        for shown in piece.pictures:
            assert shown.alt, piece.url
            assert shown.caption, piece.url
            assert shown.credit, piece.url


def test_no_blank_is_left_unfilled(told: list[Piece]) -> None:
    for piece in told:
        words = [piece.title, piece.dek, *piece.paragraphs, piece.path, *(shown.caption for shown in piece.pictures)]
        assert "{" not in "".join(words), piece.url


def test_addresses_and_numbers_are_their_own(told: list[Piece]) -> None:
    assert len({piece.url for piece in told}) == len(told)
    assert len({piece.number for piece in told}) == len(told)
    assert len({shown.name for piece in told if piece.host == OWN for shown in piece.pictures}) == sum(
        len(piece.pictures) for piece in told if piece.host == OWN
    )


def test_every_section_but_odisha_special_has_news_of_the_last_day(told: list[Piece]) -> None:
    fresh = Counter(piece.section for piece in told if piece.host == OWN and _fresh(piece) and piece.language == "en")
    assert set(fresh) == set(SECTIONS) - {"Odisha Special"}
    assert min(fresh.values()) >= 3


def test_four_languages_are_spoken(told: list[Piece]) -> None:
    spoken = Counter(piece.language for piece in told if _fresh(piece))
    assert spoken["or"] >= 8
    assert spoken["hi"] >= 8
    assert spoken["ur"] >= 8


def test_language_versions_share_a_key_and_never_a_language(told: list[Piece]) -> None:
    keyed: dict[str, list[str]] = {}
    for piece in told:
        if piece.translation:
            keyed.setdefault(piece.translation, []).append(piece.language)
    assert len(keyed) >= 5
    assert all(len(set(languages)) == len(languages) >= 2 for languages in keyed.values())


def test_urdu_is_read_from_the_right(told: list[Piece]) -> None:
    assert {piece.direction for piece in told if piece.language == "ur"} == {"rtl"}
    assert {piece.direction for piece in told if piece.language != "ur"} == {"ltr"}


def test_agencies_tell_some_of_the_same_events_in_other_words(told: list[Piece]) -> None:
    own = {piece.title for piece in told if piece.host == OWN}
    for host, at_least in ((COAST_WIRE, 5), (DELTA_DISPATCH, 3)):
        theirs = [piece for piece in told if piece.host == host]
        assert len(theirs) >= at_least
        assert not own & {piece.title for piece in theirs}


def test_templates_repeat_without_being_one_story(told: list[Piece]) -> None:
    titles = [piece.title for piece in told]
    for start in ("Gold price today", "Horoscope for"):
        assert len({title for title in titles if title.startswith(start)}) == 2
    assert len({title for title in titles if title.endswith("in Utkal T20 League")}) == 2


def test_a_correction_changes_the_text_and_says_so() -> None:
    before, after = next(versions for versions in read(LOCK) if len(versions) == 2)
    assert "₹30" in before.dek
    assert "₹20" in after.dek
    assert before.note is None
    assert after.note
    assert before.url == after.url
    assert before.modified == before.published < after.modified < LOCK


def test_one_story_is_embargoed(told: list[Piece]) -> None:
    (ahead,) = [piece for piece in told if piece.published > LOCK]
    assert ahead.embargo


def test_videos_have_a_length_and_galleries_several_pictures(told: list[Piece]) -> None:
    videos = [piece for piece in told if piece.kind == "video"]
    galleries = [piece for piece in told if piece.kind == "gallery"]
    assert all(piece.seconds and piece.pictures[0].drawing.play for piece in videos)
    assert all(len(piece.pictures) >= 4 for piece in galleries)
    assert (len(videos), len(galleries)) == (4, 3)


def test_one_headline_is_made_to_break_careless_templates(told: list[Piece]) -> None:
    (hostile,) = [piece for piece in told if "🚌" in piece.title]
    assert {"<", "&", '"', "%"} <= set(hostile.title)


def test_words_for_days_are_those_of_the_story_s_language() -> None:
    assert dated("{weekday-1}, {date}", LOCK, "en") == "Monday, 24 November"
    assert dated("{weekday}", LOCK, "or") == "ମଙ୍ଗଳବାର"
    assert dated("{iso}", LOCK, "en") == "20261124"


def test_another_day_moves_every_date() -> None:
    moved = [versions[-1] for versions in read(LOCK + timedelta(days=3))]
    for before, after in zip([versions[-1] for versions in read(LOCK)], moved, strict=True):
        assert after.published - before.published == timedelta(days=3)


def test_the_later_stories_cover_every_section_with_news() -> None:
    assert {entry["section"] for entry in later()} == set(SECTIONS) - {"Odisha Special"}
    assert len(later()) == 20


def _fresh(piece: Piece) -> bool:
    return LOCK - timedelta(hours=24) <= piece.published <= LOCK
