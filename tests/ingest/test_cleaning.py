"""What comes in is harmless when it leaves here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import cleaning
from distrib.ingest.languages import direction, language_tag


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/a", "https://paper.example/a"),
        (" https://other.example/a b ", "https://other.example/a%20b"),
        ("//other.example/a", "https://other.example/a"),
        ("HTTP://other.example/", "HTTP://other.example/"),
        ('https://other.example/"><script>', "https://other.example/%22%3E%3Cscript%3E"),
        ("java\tscript:alert(1)", None),
        ("JAVASCRIPT:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("https://user:secret@other.example/", None),
        ("https://", None),
        ("https://[", None),
        ("https://other.example:0/", None),
        ("https://other.example:99999/", None),
        ("https://other.example/" + "a" * 3000, None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_pass(value: object, url: str | None) -> None:
    assert cleaning.web_url(value, "https://paper.example/feed") == url


@given(st.text(max_size=80))
def test_no_address_that_passes_does_harm(value: str) -> None:
    for base in (None, "https://paper.example/"):
        found = cleaning.web_url(value, base)
        assert found is None or (
            found.lower().startswith(("http://", "https://")) and not set(found) & set(' "<>\r\n\t')
        )


@given(st.text(max_size=200))
def test_a_line_is_one_line_without_controls(value: str) -> None:
    found = cleaning.line(value) or ""
    assert found == found.strip()
    assert not set(found) & {"\n", "\r", "\x00", "\u202e", "\u2066", "\ufeff"}


@given(st.text(max_size=200))
def test_safe_html_stays_as_it_is(value: str) -> None:
    once = cleaning.safe_html(value, "https://paper.example/")
    assert cleaning.safe_html(once, "https://paper.example/") == once


@pytest.mark.parametrize(
    ("value", "number"),
    [("640", 640), ("640px", 640), (90.4, 90), ("x", None), ("-1", None), ("1e99", None), (None, None), ("inf", None)],
)
def test_numbers_are_read_or_left_out(value: object, number: int | None) -> None:
    assert cleaning.number(value) == number


def test_lists_keep_each_once_in_order() -> None:
    assert cleaning.lines(["Odisha", "odisha", " World ", None, ""]) == ("Odisha", "World")


def test_a_long_word_is_cut_hard() -> None:
    assert cleaning.shortened("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("words", "tag"),
    [
        ("en_us", "en-US"),
        ("EN-GB", "en-GB"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("Odia", "or"),
        ("hi", "hi"),
        ("de_DE.UTF-8", "de-DE"),
        ("x", None),
        ("english please", None),
        (None, None),
    ],
)
def test_languages_become_tags(words: object, tag: str | None) -> None:
    assert language_tag(words) == tag


def test_directions() -> None:
    assert [direction(each) for each in ("ur-IN", "hi", "pa-Arab", None)] == ["rtl", "ltr", "rtl", "ltr"]


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize("piece", ["<p", "<br/", "</div "])
def test_a_text_of_tags_that_never_end_is_read_in_a_moment(piece: str) -> None:
    cleaning.line(piece * (cleaning.LONGEST_HTML // len(piece)))


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
def test_of_a_fragment_with_more_tags_than_any_article_the_rest_is_left_out() -> None:
    found = cleaning.safe_html("<p>first</p>" + "<div>" * (cleaning.LONGEST_HTML // 6))
    assert found is not None
    assert found.startswith("<p>first</p>")
    assert found.count("<div>") == cleaning.MOST_TAGS - 2
