"""What X would link: our own cases from the documented rules, and time that grows with the text only."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.wording import scanning

LINKS = [
    ("see http://news.com", ["http://news.com"]),
    ("HTTP://News.COM/A", ["HTTP://News.COM/A"]),
    ("ftp://news.com/a", []),
    ("bare news.com and sub.news.co.jp", ["news.com", "sub.news.co.jp"]),
    ("short t.co and bit.ly/abc", ["t.co", "bit.ly/abc"]),
    ("Inflation at 3.5.It rose", ["3.5.It"]),
    ("end.Then more", []),
    ("no-such.tldx here", []),
    ("news.comx", []),
    ("news.com-", []),
    ("news.com+x", []),
    ("news.com@x", []),
    ("news.com_x", ["news.com"]),
    ("news.com.", ["news.com"]),
    ("(news.com)", ["news.com"]),
    ("“news.com”", ["news.com"]),
    ("news.com, news.org; news.net!", ["news.com", "news.org", "news.net"]),
    ("x@news.com", []),
    ("@news.com", []),
    ("#news.com", []),
    ("$news.com", []),
    ("-news.com", []),
    ("_news.com", []),
    ("./news.com", []),
    ("a/news.com", []),
    ("under_score.news.com", ["score.news.com"]),
    ("http://under_score.com", []),
    ("http://a-.com", []),
    ("http://-a.com", []),
    ("http://a..com", []),
    ("http://news.com:8080/a", ["http://news.com:8080/a"]),
    ("news.com:8080", ["news.com"]),
    ("news.com:80/a", ["news.com:80/a"]),
    ("news.com?a=1", ["news.com"]),
    ("http://news.com?a=1", ["http://news.com?a=1"]),
    ("http://news.com?a=1.", ["http://news.com?a=1"]),
    ("http://news.com?", ["http://news.com"]),
    ("http://news.com/a?!", ["http://news.com/a"]),
    ("http://news.com/a.", ["http://news.com/a"]),
    ("http://news.com/a/b-c_d,e;f=g", ["http://news.com/a/b-c_d,e;f=g"]),
    ("http://news.com/a)", ["http://news.com/a"]),
    ("(http://news.com/a)", ["http://news.com/a"]),
    ("http://news.com/a_(b)", ["http://news.com/a_(b)"]),
    ("http://news.com/a_(b_(c))", ["http://news.com/a_(b_(c))"]),
    ("http://news.com/a_(b_(c_(d)))", ["http://news.com/a_"]),
    ("http://news.com/a_(b", ["http://news.com/a_"]),
    ("http://news.com/@me/1", ["http://news.com/@me/1"]),
    ("http://news.com/#!/a", ["http://news.com/#!/a"]),
    ("http://news.com/Русские", ["http://news.com/Русские"]),
    ("http://news.com/é", ["http://news.com/é"]),
    ("http://news.com/日本", ["http://news.com/"]),
    ("これはnews.comです", ["news.com"]),
    ("これはhttp://news.com/aです", ["http://news.com/a"]),
    ("です。news.com日本", ["news.com"]),
    ("日本.コム", []),
    ("http://日本.コム", ["http://日本.コム"]),
    ("https://пример.рф/a", ["https://пример.рф/a"]),
    ("example.рф", ["example.рф"]),
    ("http://xn--80a.xn--p1ai", ["http://xn--80a.xn--p1ai"]),
    ("ବର୍ଷା news.com ପୁରୀ", ["news.com"]),
    ("été.fr l'été.fr", ["té.fr", "été.fr"]),
    ("http://t.co/abc?x=1", ["http://t.co/abc?x=1"]),
    ("http://t.co/abc/more", ["http://t.co/abc"]),
    ("http://t.co/abc?!", ["http://t.co/abc"]),
    ("https://t.co/" + "a" * 40, ["https://t.co/" + "a" * 40]),
    ("https://t.co/" + "a" * 41, []),
    ("http://" + "a" * 63 + ".com", ["http://" + "a" * 63 + ".com"]),
    ("http://" + "a" * 64 + ".com", []),
    ("http://" + "あ" * 64 + ".com", []),
    ("http://news.com/" + "a" * 4100, []),
    ("http://news.comhttp://news.org", []),
    ("http://news.com,http://news.org", ["http://news.com", "http://news.org"]),
    ("\u2066http://news.com\u2069", ["http://news.com"]),
    ("a.com日b.com", ["a.com", "b.com"]),
    ("vermögen.vermögensberater", ["vermögen.vermögensberater"]),
    ("http://news.invalid", []),
    ("://“news.com”", []),
    ("://“5.It", []),
    ("httpx://日本t.co", []),
    ("ftp://“a 3.It", ["3.It"]),
    ("http://xn--80a日.com", []),
    ("http://xn--80aé.com", ["http://xn--80aé.com"]),
    ("10.30am U.S. e.g. Mr.Rao", []),
    ("file.txt a.zip", ["a.zip"]),
    ("", []),
    ("no links at all", []),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_links_are_what_x_links(text: str, expected: list[str]) -> None:
    assert [link.text for link in scanning.urls(text)] == expected


def test_places_count_code_points_and_a_link_knows_its_protocol() -> None:
    first, second = scanning.urls("😀 news.com/a ଓଡ଼ https://b.org")

    assert (first.start, first.end, first.protocol) == (2, 12, False)
    assert (second.start, second.end, second.protocol) == (17, 30, True)


def test_bare_names_can_be_left_out() -> None:
    assert [link.text for link in scanning.urls("a.com http://b.com", bare=False)] == ["http://b.com"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#news", ["news"]),
        ("＃news", ["news"]),
        ("a #news b", ["news"]),
        ("a#news", []),
        ("日#news", []),
        ("&#news", []),
        ("(#news)", ["news"]),
        (".#news", ["news"]),
        ("##news", ["news"]),
        ("#a#b", []),
        ("#a #b", ["a", "b"]),
        ("#a,#b", ["a", "b"]),
        ("#news://x", []),
        ("#1", []),
        ("#2026", []),
        ("#1st", ["1st"]),
        ("#G20", ["G20"]),
        ("#_", []),
        ("#a_b", ["a_b"]),
        ("#a-b", ["a"]),
        ("#don't", ["don"]),
        ("#été", ["été"]),
        ("#ଓଡ଼ିଶା", ["ଓଡ଼ିଶା"]),
        ("#हिन्दी", ["हिन्दी"]),
        ("#میں\u200cہوں", ["میں\u200cہوں"]),
        ("#اردو", ["اردو"]),
        ("#트위터", ["트위터"]),
        ("#東京、", ["東京"]),
        ("#\u0967\u0968", []),
        ("#\ufe0f\u20e3", []),
        ("#😀", []),
        ("☺\ufe0f#news", ["news"]),
        ("#news\u00b7s", ["news\u00b7s"]),
        ("http://news.com/#tag", []),
        ("http://news.com/a #tag", ["tag"]),
        ("# news", []),
        ("#", []),
    ],
)
def test_hashtags_are_what_x_makes_hashtags(text: str, expected: list[str]) -> None:
    assert [span.text for span in scanning.scan(text).hashtags] == expected


@pytest.mark.parametrize(
    ("text", "mentions", "lists"),
    [
        ("@paper", ["paper"], []),
        ("＠paper", ["paper"], []),
        ("hello @paper, @other.", ["paper", "other"], []),
        ("a@paper.com", [], []),
        ("a@paper", [], []),
        ("日@paper", ["paper"], []),
        ("@paperです", ["paper"], []),
        ("@paper@other", [], []),
        ("@paperé", [], []),
        ("@paper://x", [], []),
        ("RT@paper", ["paper"], []),
        ("RT:@paper", ["paper"], []),
        ("rt @paper", ["paper"], []),
        ("xRT@paper", [], []),
        ("-RT@paper", [], []),
        ("!@paper", [], []),
        ("&@paper", [], []),
        ("$@paper", [], []),
        ("/@paper", ["paper"], []),
        ("@_x1", ["_x1"], []),
        ("@" + "a" * 20, ["a" * 20], []),
        ("@paper/morning", [], ["paper/morning"]),
        ("@paper/1", ["paper"], []),
        ("@paper/", ["paper"], []),
        ("http://news.com/@paper/1", [], []),
        ("@ paper", [], []),
        ("@", [], []),
    ],
)
def test_mentions_are_what_x_takes_for_accounts(text: str, mentions: list[str], lists: list[str]) -> None:
    found = scanning.scan(text)

    assert [span.text for span in found.mentions] == mentions
    assert [span.text for span in found.lists] == lists


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$INR", ["INR"]),
        ("buy $INR, $usd!", ["INR", "usd"]),
        ("$BRK.B $BRK_A", ["BRK.B", "BRK_A"]),
        ("$INR.", ["INR"]),
        ("$STOCK.ABC", ["STOCK"]),
        ("$TOOLONGX", []),
        ("$500", []),
        ("US$INR", []),
        ("$INR5", []),
        ("$INRरु", []),
        ("\u200f$INR", ["INR"]),
        ("a$INR", []),
        ("$", []),
    ],
)
def test_cashtags_are_what_x_takes_for_stocks(text: str, expected: list[str]) -> None:
    assert [span.text for span in scanning.scan(text).cashtags] == expected


@given(st.text(st.sampled_from("a.@#$/:()-_日é1 \u200dhttps"), max_size=60))
def test_every_place_holds_what_it_says(text: str) -> None:
    found = scanning.scan(text)

    for link in found.urls:
        whole = text[link.start : link.end]
        assert whole == link.text or (not link.protocol and whole.endswith(link.text[-1]))
    for span in (*found.hashtags, *found.mentions, *found.lists, *found.cashtags):
        assert text[span.start + 1 : span.end] == span.text


@pytest.mark.parametrize(
    "piece",
    [
        "a.",
        "a.com日",
        "a.com.-.",
        "a_.",
        "a.co/(",
        "a.co/",
        "#1",
        "@a",
        "日.",
        "日本.コム",
        "$a ",
        "-a.com",
        "http://",
        "a.co/日",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        best = 60.0
        for _ in range(3):
            began = time.perf_counter()
            scanning.scan(text)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(8_000) < 25 * seconds(1_000) + 0.02  # eight times the text; a square would be 64 times
