"""Words are cut right in every script."""

import pytest

from distrib.selection import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Chief Minister’s visit", ["the", "chief", "minister", "visit"]),
        ("ମୁଖ୍ୟମନ୍ତ୍ରୀ ପୁରୀ ଗସ୍ତରେ", ["ମୁଖ୍ୟମନ୍ତ୍ରୀ", "ପୁରୀ", "ଗସ୍ତରେ"]),
        ("मुख्यमंत्री ने पुरी का दौरा किया", ["मुख्यमंत्री", "ने", "पुरी", "का", "दौरा", "किया"]),
        ("وزیرِ اعلیٰ کا دورہ", ["وزیرِ", "اعلیٰ", "کا", "دورہ"]),
        ("क्\u200dष and क्ष", ["क्ष", "and", "क्ष"]),
        ("Rs 1,20,000 at 5:30, 3.5%", ["rs", "120000", "at", "5:30", "3.5"]),
        ("Beyoncé Orbán", ["beyonce", "orban"]),
        ("… — !", []),
    ],
    ids=["English", "Odia", "Hindi", "Urdu", "joiners", "numbers", "accents", "no words"],
)
def test_words_keep_their_marks_and_lose_the_rest(text: str, expected: list[str]) -> None:
    assert words.words(text) == expected


def test_marks_of_indic_scripts_are_letters_and_stay_different_words() -> None:
    assert words.plain("पुरी") != words.plain("पूरी")
    assert words.plain("ପୁରୀ") != words.plain("ପରୀ")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("wins", "win"),
        ("winning", "win"),
        ("parties", "party"),
        ("arrested", "arrest"),
        ("prices", "pric"),
        ("price", "pric"),
        ("falling", "fall"),
        ("passes", "pass"),
        ("bus", "bus"),
        ("red", "red"),
        ("being", "being"),
        ("ties", "tie".removesuffix("e")),
        ("२०२६", "2026"),
        ("ପାଣି", "ପାଣି"),
    ],
)  # fmt: skip
def test_english_endings_go_and_other_words_stay(word: str, expected: str) -> None:
    assert words.stem(word) == expected


def test_empty_words_and_single_letters_tell_nothing() -> None:
    assert words.telling("The live updates of a cyclone in X") == ["cyclon"]


def test_numbers_are_equal_in_any_script() -> None:
    assert words.numbers("345 करोड़") == words.numbers("୩୪୫ କୋଟି") == frozenset({"345"})
