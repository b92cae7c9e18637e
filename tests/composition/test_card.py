from typing import Any

import pytest

from distrib.composition.card import USUAL, imprint, make_card, palette
from distrib.model.cards import Card
from tests.composition.pages import facts, pictured, templates


def card(language: str = "en", **given: Any) -> Card:
    return make_card(pictured(1, **given), section="odisha", language=templates().languages[language])


@pytest.mark.parametrize(
    ("authors", "credit", "expected"),
    [
        (("Asha Das",), None, "By Asha Das"),
        (("A", "B"), None, "By A and B"),
        (("A", "B", "C", "D"), None, "By A, B and C"),
        ((), "PTI", "PTI"),
        (("  ",), None, ""),
    ],
)
def test_a_byline_names_who_wrote_it(authors: tuple[str, ...], credit: str | None, expected: str) -> None:
    assert card(authors=authors, credit=credit).byline == expected


@pytest.mark.parametrize(
    ("kind", "seconds", "count", "expected"),
    [
        ("video", 160, None, "Video · 2:40"),
        ("video", None, None, "Video"),
        ("gallery", None, 9, "9 pictures"),
        ("gallery", None, None, "Pictures"),
        ("live", None, None, "Live"),
        ("article", None, None, ""),
    ],
)
def test_a_media_note_says_what_waits_behind_the_link(
    kind: str, seconds: int | None, count: int | None, expected: str
) -> None:
    assert card(kind=kind, media_seconds=seconds, media_count=count).media_note == expected


def test_minutes_are_told_for_what_is_read_only() -> None:
    assert card(words=690).minutes_words == "3 min"
    assert card("or", words=180).minutes_words == "୧ ମିନିଟ୍"
    assert card(words=0).minutes_words == ""
    assert card(kind="video", words=500).minutes == 0


def test_a_headline_is_one_line_and_ends_at_a_word() -> None:
    made = card(title="Odisha\r\n\tto \u202emeet " + "word " * 100)

    assert made.title.startswith("Odisha to meet word")
    assert len(made.title) <= 160
    assert made.title.endswith("word…")


def test_a_story_without_a_headline_shows_its_address() -> None:
    assert card(title="\u200e \x00").title == "https://mail.paper.example/c/t1"


def test_a_picture_is_scaled_to_where_it_stands() -> None:
    made = card()

    assert made.image is not None
    assert (made.image.width, made.image.height) == (592, 333)
    assert made.thumb is not None
    assert (made.thumb.width, made.thumb.height) == (168, 94)


@pytest.mark.parametrize(
    "given",
    [
        {"image_url": None},
        {"image_url": "http://paper.example/1.jpg"},
        {"image_url": "javascript:x"},
        {"image_url": "data:image/png,x"},
    ],
)
def test_a_picture_that_can_not_be_shown_is_none(given: dict[str, Any]) -> None:
    assert card(**given).image is None


def test_a_tiny_picture_is_shown_small_only() -> None:
    made = card(image_width=120, image_height=90)

    assert made.image is None
    assert made.thumb is not None


def test_an_endless_picture_is_held_to_a_page() -> None:
    made = card(image_width=600, image_height=90_000)

    assert made.image is not None
    assert made.image.height == 888


def test_a_picture_of_unknown_size_has_no_height() -> None:
    made = card(image_width=None, image_height=None)

    assert made.image is not None
    assert made.image.height is None


def test_a_story_in_another_script_keeps_its_own_direction() -> None:
    assert card().direction == "ltr"
    urdu = make_card(facts(1, language="ur"), section="x", language=templates().languages["en"])
    assert (urdu.language, urdu.direction) == ("ur", "rtl")


def test_networks_keep_their_names_and_mail_is_translated() -> None:
    labels = [label for _, label, _ in card("hi").shares]

    assert labels == ["WhatsApp", "Facebook", "X", "LinkedIn", "Pinterest", "Telegram", "ई-मेल"]


def test_a_sponsor_is_named() -> None:
    assert card(sponsor="Utkal\nSolar").sponsor == "Utkal Solar"


def test_a_colour_that_is_none_falls_back_to_the_usual() -> None:
    assert palette("#00665C", "red; } body {", "") == palette("#00665c", USUAL.accent_dark, USUAL.accent_dark_fill)


@pytest.mark.parametrize(
    ("caption", "credit", "expected"),
    [
        ("The old bridge. Drawing: Mira / The Post", "Drawing: Mira / The Post", "The old bridge."),
        ("The old bridge Drawing: Mira", "Drawing: Mira", "The old bridge"),
        ("The old bridge (Anil Behera)", "Anil Behera", "The old bridge"),
        ("The old bridge [anil behera].", "Anil Behera", "The old bridge"),
        ("The old bridge · PTI", "PTI", "The old bridge"),
        ("ସେତୁ। ଅନିଲ", "ଅନିଲ", "ସେତୁ।"),
        ("Anil Behera", "Anil Behera", None),
        ("A portrait by Anil Behera", "Anil Behera", "A portrait by Anil Behera"),
        ("The bridge (photo: PTI)", "PTI", "The bridge (photo: PTI)"),
        ("In the ARANI", "ANI", "In the ARANI"),
        ("The old bridge", "PTI", "The old bridge"),
        ("The old bridge", None, "The old bridge"),
    ],
)
def test_a_credit_is_not_said_twice_under_a_picture(caption: str, credit: str | None, expected: str | None) -> None:
    made = card(image_caption=caption, image_credit=credit)

    assert made.image is not None
    assert (made.image.caption, made.image.credit) == (expected, credit)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("14 Lamp Lane", "The Post, 14 Lamp Lane"),
        ("The Post, 14 Lamp Lane", "The Post, 14 Lamp Lane"),
        ("THE POST\n14 Lamp Lane", "THE POST\n14 Lamp Lane"),
        ("The Postal Yard 3", "The Post, The Postal Yard 3"),
        ("", "The Post"),
    ],
)
def test_a_mail_ends_with_the_papers_name_once(address: str, expected: str) -> None:
    assert imprint("The Post", address) == expected


def test_a_paper_without_a_name_is_its_address() -> None:
    assert imprint("", "14 Lamp Lane") == "14 Lamp Lane"


def test_a_card_that_was_paid_for_says_by_whom_and_is_never_breaking() -> None:
    paid = make_card(
        facts(1, sponsor=" Tara\n Bank ", breaking=True), section="odisha", language=templates().languages["en"]
    )

    assert (paid.sponsor, paid.label, paid.breaking) == ("Tara Bank", "Sponsored · Tara Bank", False)
    assert make_card(facts(1, sponsor=""), section="odisha", language=templates().languages["hi"]).label == "प्रायोजित"


def test_a_breaking_card_says_so_and_others_have_no_label() -> None:
    urgent = make_card(facts(1, breaking=True), section="odisha", language=templates().languages["or"])

    assert (urgent.label, urgent.breaking) == ("ବ୍ରେକିଂ", True)
    assert make_card(facts(1), section="odisha", language=templates().languages["or"]).label == ""
