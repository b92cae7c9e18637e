import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.composition import plaintext


@given(st.text(max_size=300))
def test_one_line_holds_nothing_that_turns_or_breaks_a_line(text: str) -> None:
    line = plaintext.one_line(text)

    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cs", "Co", "Zl", "Zp"}
    assert "\u202e" not in line
    assert line == line.strip() == plaintext.one_line(line)


@given(st.text(max_size=200), st.integers(2, 100))
def test_a_clipped_text_fits(text: str, limit: int) -> None:
    assert len(plaintext.clip(text, limit)) <= max(limit, 1)


def test_a_text_without_blanks_is_cut_before_a_vowel_sign() -> None:
    assert plaintext.clip("କକକକିକକ", 5) == "କକକ…"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two is longer. Three.", "One. Two is longer."),
        ("ଏକ କଥା। ଦୁଇ କଥା ବହୁତ ଲମ୍ବା।", "ଏକ କଥା।"),
        ("A sentence that is longer than that", "A sentence that is…"),
    ],
)
def test_summaries_end_with_a_sentence_where_they_can(text: str, expected: str) -> None:
    assert plaintext.first_sentences(text, 20) == expected


def test_a_drawn_text_has_no_gaps_and_no_loose_blanks() -> None:
    assert plaintext.tidy("a  \r\n\n\n\n b\n") == "a\n\n b\n"
