"""Lengths: the official cases where they are at hand, our own for every network, and places in bytes."""

import re
import time
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.wording import networks, scanning, weighing
from distrib.wording.emoji import SEQUENCE

OFFICIAL = Path(__file__).parents[3] / "shared/data/text/twitter-text/validate.yml"
FAMILY, FLAG, SYLLABLE, PHOENIX = "👨‍👩‍👧‍👦", "🇮🇱", "क्षि", "🐦‍🔥"
LIGHT = re.compile("[\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
TEXT = st.text(max_size=60)


@pytest.mark.shared
@pytest.mark.parametrize(
    "group", ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"]
)
def test_the_official_cases_of_twitter_text_count_as_they_say(group: str) -> None:
    if not OFFICIAL.exists():
        pytest.skip("the official cases do not lie beside the project")
    cases: list[dict[str, Any]] = yaml.safe_load(OFFICIAL.read_text("utf-8"))["tests"][group]
    for case in cases:
        weight = weighing.weigh("x", case["text"])
        expected = (case["expected"]["weightedLength"], case["expected"]["valid"])
        assert (weight.length, weight.valid) == expected, case["description"]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("plain words", 11),
        ("https://news.com/a/very/long/path?with=more", 23),
        ("a https://news.com b", 27),
        ("news.com", 23),
        ("https://news.example/a", 22),
        ("https://news.com/a https://news.example/b", 46),
        ("https://news.com/a www.news.example", 55),
        ("ଖବର", 3),
        ("漢字かな한국", 12),
        ("“quoted” — well…", 17),
        ("€5 ™ → •", 12),
        ("e\u0301", 1),
        (FAMILY, 2),
        (FLAG, 2),
        ("🇦🇦", 4),
        (PHOENIX, 2),
        ("🙋🏽", 2),
        ("⛹🏻‍♀️", 2),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
        ("1️⃣", 2),
        ("#⃣", 2),
        ("©", 1),
        ("©️", 2),
        ("☺︎", 4),
        ("🏽", 2),
        ("\ud800", 2),
        ("a\u200f", 3),
    ],
)
def test_x_weighs_links_emoji_and_scripts(text: str, length: int) -> None:
    assert weighing.x_length(text) == length


PIECES = st.sampled_from(
    [
        *(
            "http://",
            "https://",
            "HTTP://",
            "a.com",
            "news.com",
            "b-c.co.uk",
            "x.info",
            "t.co/",
            "www.",
            "com",
            "a" * 64,
        ),
        *(
            "/",
            "/a",
            "/b.",
            "?",
            "?x=1",
            "&y",
            "#t",
            "-",
            ".",
            "..",
            ",",
            ":",
            ";",
            "!",
            "'",
            "(",
            ")",
            "“",
            "”",
            "~",
            "|",
        ),
        *(" ", "\n", "\t", "\u3000", "\x1c", "\ufeff", "\ud800", "@", "@me", "$INR", "1", ".a", "xn--80a.com"),
        *("é", "日", "😀", FAMILY, "1️⃣", "©️", "©", "❤️", "\u200d", "\ufe0f", "\u20e3"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_what_is_counted_in_bulk_counts_as_it_does_link_by_link_and_letter_by_letter(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    links = scanning.urls(text)
    ends = [0, *(place for link in links for place in (link.start, link.end)), len(text)]
    length = 23 * len(links)
    for start, end in zip(ends[::2], ends[1::2], strict=True):
        rest, emoji = SEQUENCE.subn("", text[start:end])
        length += 2 * emoji + sum(1 if LIGHT.match(letter) else 2 for letter in rest)

    assert weighing.x_length(text) == length


@pytest.mark.parametrize(
    "piece",
    ["http://a.co/a.a.é ", "http://a.co/?.", "a.co.", "https://a.invalid ", "a-", "👩\u200d", "日👍", "1\ufe0f"],
)
def test_counting_takes_time_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        text, best = piece * times, 60.0
        for _ in range(3):
            began = time.process_time()
            weighing.x_length(text)
            best = min(best, time.process_time() - began)
        return best

    assert seconds(8_000) < 25 * seconds(1_000) + 0.02  # eight times the text; a square would be 64 times


@pytest.mark.parametrize(
    ("network", "text", "length"),
    [
        ("bluesky", FAMILY + SYLLABLE + FLAG, 3),
        ("bluesky", "https://news.com/abc", 20),
        ("bluesky", "a\r\nb", 3),
        ("mastodon", "hi https://news.com/a/b/c/d/e/f/g/h", 26),
        ("mastodon", "hi news.com", 11),
        ("mastodon", "@me@mastodon.social hi", 6),
        ("mastodon", "me@mastodon.social", 18),
        ("mastodon", FAMILY, 1),
        ("threads", "hello", 5),
        ("threads", "é" + FAMILY, 26),
        ("threads", "ଖବର", 3),
        ("linkedin", "(a) #b @c", 24),
        ("telegram", "a😀ଖ", 4),
        ("facebook", "a😀", 3),
        ("pinterest", "a😀", 2),
        ("email", "abc", 3),
    ],
)
def test_each_network_counts_in_its_own_way(network: str, text: str, length: int) -> None:
    assert weighing.weigh(network, text).length == length


@pytest.mark.parametrize(
    ("network", "text", "valid"),
    [
        ("x", "a" * 280, True),
        ("x", "a" * 281, False),
        ("x", "", False),
        ("x", "a\ufffe", False),
        ("bluesky", FAMILY * 120, True),
        ("bluesky", FAMILY * 121, False),
        ("bluesky", "a" * 301, False),
        ("line", "a" * 100_000, True),
        ("line", "", False),
    ],
)
def test_a_text_is_taken_or_not(network: str, text: str, valid: bool) -> None:  # noqa: FBT001 - the expected answer
    assert weighing.weigh(network, text).valid is valid


def test_an_account_may_have_its_own_limit() -> None:
    assert weighing.weigh("mastodon", "a" * 600, limit=1000).valid
    assert not weighing.weigh("telegram", "a" * 1100, limit=weighing.TELEGRAM_CAPTION).valid


def test_an_unknown_network_is_bad_input() -> None:
    with pytest.raises(BadInput, match="is no network"):
        weighing.weigh("myspace", "a")


def test_every_network_has_a_rule() -> None:
    assert set(weighing.RULES) == set(networks.NETWORKS)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("(a) b_c \\ <d> [e] {f|g} *h* ~i~ @j", r"\(a\) b\_c \\ \<d\> \[e\] \{f\|g\} \*h\* \~i\~ \@j"),
        ("#Puri (rain) #heavy_rain", r"{hashtag|\#|Puri} \(rain\) {hashtag|\#|heavy\_rain}"),
        ("＃ଓଡ଼ିଶା, #1 a#b", r"{hashtag|\#|ଓଡ଼ିଶା}, \#1 a\#b"),
        ("https://news.com/a_b#top", r"https://news.com/a\_b\#top"),
        ("", ""),
    ],
)
def test_reserved_characters_are_escaped_for_linkedin_and_hashtags_stay_hashtags(text: str, written: str) -> None:
    assert weighing.linkedin_escaped(text) == written


@given(TEXT)
def test_what_linkedin_shows_is_what_was_written(text: str) -> None:
    written = weighing.linkedin_escaped(text)
    plain = re.sub(r"\{hashtag\|\\#\|((?:[^\\}]|\\.)*)\}", r"\\#\1", written)

    assert re.sub(r"\\(.)", r"\1", plain).replace("＃", "#") == text.replace("＃", "#")
    assert weighing.weigh("linkedin", text).length == len(written)


def test_a_facet_counts_bytes_and_an_entity_utf16() -> None:
    text = "😀ଖ #news"
    (tag,) = scanning.scan(text).hashtags

    start, end = weighing.byte_place(text, tag)
    assert text.encode()[start:end] == b"#news"
    offset, length = weighing.utf16_place(text, tag)
    assert text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le") == "#news"


def test_examining_tells_length_finds_and_warnings_at_once() -> None:
    seen = weighing.examine("twitter", "#rain @paper $INR news.com")

    assert seen.weight.length == 41
    assert [len(found) for found in (seen.found.urls, seen.found.hashtags, seen.found.mentions)] == [1, 1, 1]
    assert any("becomes a link on X" in warning for warning in seen.warnings)


@given(TEXT)
def test_every_count_is_no_less_than_zero_and_never_fails(text: str) -> None:
    for rule in weighing.RULES.values():
        assert rule.count(text) >= 0


@given(st.lists(st.sampled_from([FAMILY, FLAG, PHOENIX, "🙋🏽", "1️⃣", "❤️‍🔥"]), max_size=20))
def test_a_row_of_emoji_weighs_two_each(emoji: list[str]) -> None:
    assert weighing.x_length(" ".join(emoji)) == 2 * len(emoji) + max(len(emoji) - 1, 0)
