"""Warnings an editor reads before a post leaves."""

import pytest

from distrib.wording import weighing


def warnings(text: str, network: str = "x") -> tuple[str, ...]:
    return weighing.examine(network, text).warnings


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Inflation at 3.5.It rose", "“3.5.It” becomes a link on X: put a space after the full stop."),
        ("He left.In the end", "“left.In” becomes a link on X: put a space after the full stop."),
        ("Read news.com/a", "“news.com/a” becomes a link on X: write it with https:// if that is meant."),
        ("Use @decorator", "“@decorator” mentions an account on X: is it the right one?"),
        ("See @paper/morning", "“@paper/morning” names a list on X: is it the right one?"),
        ("We are #1", "“#1” is only a number and becomes no hashtag."),
        ("$INR against $USD", "X takes one cashtag in a post, here are 2, such as “$INR” and “$USD”."),
        ("abc\u202edcb", "A hidden character (U+202D or U+202E) turns the reading direction round: take it out."),
        ("abc\u2067d", "A hidden character begins a reading direction and nothing ends it: take it out."),
        ("abc\u202ad", "A hidden character begins a reading direction and nothing ends it: take it out."),
        ("abc\ufeff", "X refuses the text: it holds a character that is none (U+FFFE, U+FFFF or U+FEFF)."),
        ("abc\ud800", "The text holds half a character (a lone surrogate): write that word again."),
        ("Don&#8217;t", "“&#8217;” stands in the text as code: write the character itself."),
    ],
)
def test_what_would_show_otherwise_than_meant_is_told(text: str, sentence: str) -> None:
    assert warnings(text) == (sentence,)


@pytest.mark.parametrize(
    "text",
    [
        "Plain words at 3.5 per cent. It rose.",
        "https://news.com/@me/1 #rain",
        "$INR fell",
        "\u2067اردو\u2069 and \u202bاردو\u202c",
        "R&D; and AT&T",
        "",
    ],
)
def test_ordinary_words_bring_no_warning(text: str) -> None:
    assert warnings(text) == ()


def test_two_cashtags_matter_on_x_alone() -> None:
    assert warnings("$INR $USD", "mastodon") == ()


def test_threads_takes_five_links() -> None:
    links = " ".join(f"https://news.com/{number}" for number in range(6))

    assert warnings(links, "threads") == ("Threads takes 5 different links in a post, here are 6.",)
    assert warnings("https://news.com/1 " * 6, "threads") == ()
