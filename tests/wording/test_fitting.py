"""Fit, don't cut: within the limit, links and quotes whole, and fitted twice is fitted once."""

from collections.abc import Callable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.wording import weighing
from distrib.wording.fitting import ELLIPSIS, fit
from distrib.wording.pausing import unclosed

LINK = "https://news.com/rain"
WORDS = st.sampled_from(
    [
        *("rain", "Puri,", "The", "minister", "said", "“we", "go”", "Narendra", "Modi", "500", "crore", "Rs", "end."),
        *(
            "ଖବର",
            "ବର୍ଷା।",
            "日本の",
            "اردو",
            "👨‍👩‍👧‍👦",
            "e\u0301e\u0301",
            "\u0301",
            "(see",
            "it)",
            '"so"',
            "3.5.It",
            "x" * 30,
            LINK,
        ),
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map(" ".join)
COUNTS = st.sampled_from(
    [
        *(weighing.x_length, weighing.graphemes, weighing.utf16_length, weighing.threads_length, len),
        *(weighing.mastodon_length, weighing.linkedin_length),
    ]
)
NAMES = ("Narendra Modi", "Ursula von der Leyen", "Naveen Patnaik", "Rs 500 crore", "Dr. Rao", "10 per cent")
PROSE = ("rain", "hits", "homes,", "again", "met", "seas", "rose.", "today;", "and", "with")


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("It fits.", 8, "It fits."),
        ("First sentence here is long. Second one goes on and on.", 40, "First sentence here is long."),
        ("Short. Second sentence goes on and on and on.", 40, "Short. Second sentence goes…"),
        ("Heavy rain hits the coast of the state", 24, "Heavy rain hits…"),
        ("Heavy rain in Puri, more to come in days", 25, "Heavy rain in Puri, more…"),
        ("Today Narendra Modi met them", 16, "Today…"),
        ("Today Prime Minister Narendra Modi met", 30, "Today…"),
        ("They met Ursula von der Leyen in Puri", 24, "They met…"),
        ("It costs Rs 500 crore to build", 15, "It costs…"),
        ("It costs Rs 500 crore to build", 17, "It costs…"),
        ("Dr. Rao said no. Others will agree with him", 24, "Dr. Rao said no."),
        ("They said “we will never give in” and left", 24, "They said “we will…”"),
        ("They said 'we will never give in' and left", 24, "They said 'we will…'"),
        ("They said ‘we will never give in’ and left", 24, "They said ‘we will…’"),
        ("The ministers' talks (in Puri and Delhi) ended", 30, "The ministers' talks…"),
        ('He said "go on then please" and left', 20, 'He said "go…"'),
        ("Er sagte „wir gehen jetzt weg“ und ging", 24, "Er sagte „wir gehen…“"),
        ("Mówił „idziemy” i poszedł do domu", 24, "Mówił „idziemy” i…"),
        ("Er rief „halt“ und lief dann los zu ihm", 24, "Er rief „halt“ und lief…"),
        ("Japan Willing To Resume Peace Talks With Russia", 45, "Japan Willing To Resume Peace Talks…"),
        ("東京でＧ７外相会談が開かれ、各国は停戦", 12, "東京でＧ７外相会談が開…"),
        ("ବର୍ଷା ପାଇଁ ସତର୍କ ସୂଚନା ଜାରି", 11, "ବର୍ଷା ପାଇଁ ସତର୍କ…"),
        ("Prices rose by 5 per cent again", 25, "Prices rose…"),
        ("Japan Seeks Peace Deal Russia Border", 22, "Japan Seeks Peace Deal…"[:17] + "…"),
        ("      ", 3, ""),
        ("Incomprehensibilities", 10, "Incompreh…"),
        ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 2, "👨‍👩‍👧‍👦…"),
    ],
)
def test_a_text_ends_where_a_reader_would_pause(text: str, limit: int, expected: str) -> None:
    assert fit(text, limit, count=weighing.graphemes).text == expected


@pytest.mark.parametrize(
    "text",
    [
        f"A long headline about the rain in the whole of the state {LINK}",
        f"{LINK} A long headline about the rain in the whole of the state",
        f"A long headline ({LINK}) about the rain in the whole of the state",
        f"A long headline about the rain\n\n{LINK}\n\nand about all the state",
    ],
)
def test_the_link_stays_wherever_it_stood(text: str) -> None:
    fitted = fit(text, 40, count=weighing.x_length)

    assert LINK in fitted.text
    assert fitted.length <= 40
    assert "state" in fitted.removed


def test_what_went_is_told() -> None:
    fitted = fit("Heavy rain hits the coast of the state", 24, count=len)

    assert fitted.removed == "the coast of the state"
    assert fitted.length == len(fitted.text)


def test_a_link_that_is_too_long_alone_is_bad_input() -> None:
    with pytest.raises(BadInput, match="The link alone"):
        fit(f"Rain {LINK}", 10, count=len)
    with pytest.raises(BadInput, match="The link alone"):
        fit(LINK, 10, count=len)


@given(TEXTS, st.integers(1, 120), COUNTS)
def test_fitted_text_is_within_its_limit_whole_and_stable(text: str, limit: int, count: Callable[[str], int]) -> None:
    try:
        fitted = fit(text, limit, count=count)
    except BadInput:
        return
    assert count(fitted.text) <= limit
    assert fit(fitted.text, limit, count=count).text == fitted.text
    assert fitted.text.count(LINK) == text.count(LINK)
    assert unclosed(fitted.text) == "" or unclosed(text) != "" or fitted.text == text


@given(TEXTS, st.integers(70, 150), COUNTS)
def test_every_letter_stays_or_is_told_as_gone(text: str, limit: int, count: Callable[[str], int]) -> None:
    plain = text.replace(LINK, "")
    fitted = fit(plain, limit, count=count)

    assert _letters(fitted.text) + _letters(fitted.removed) == _letters(plain)


def _letters(text: str) -> str:
    return "".join(regex.findall(r"[\p{L}\p{M}\p{N}\p{Emoji_Presentation}]", text))


@given(st.lists(st.sampled_from([*NAMES, *PROSE]), min_size=2, max_size=14), st.integers(14, 90))
def test_a_name_and_an_amount_stay_whole_or_go_whole(words: list[str], limit: int) -> None:
    text = " , ".join([" ".join(["today", *words])]).replace(" ,", ",")
    fitted = fit(text, limit, count=weighing.graphemes).text

    for name in NAMES:
        for part in name.split():
            if part[0].isupper() or part[0].isdigit():
                assert fitted.count(part) <= sum(fitted.count(whole) for whole in NAMES if part in whole.split())


@given(
    st.lists(
        st.sampled_from([*PROSE, "“we", "will”", "(see", "it)", "„ja", "nein“", "«a", "b»", '"so', 'so"']), max_size=14
    ),
    st.integers(8, 60),
)
def test_what_is_opened_is_closed(words: list[str], limit: int) -> None:
    text = " ".join(words)
    fitted = fit(text, limit, count=len).text

    assert unclosed(fitted) == "" or fitted == text


@given(TEXTS, st.integers(2, 60))
def test_no_grapheme_is_split(text: str, limit: int) -> None:
    plain = text.replace(LINK, "")
    fitted = fit(plain, limit, count=weighing.graphemes).text
    kept = fitted.partition(ELLIPSIS)[0] if fitted != plain else plain
    edges = {0, *(found.end() for found in regex.finditer(r"\X", plain))}
    start = len(plain) - len(plain.lstrip())

    closers = "”’)'\"“"
    assert any(
        plain.startswith(k, start) and start + len(k) in edges for k in (kept, kept.rstrip(closers), kept.strip())
    )


@given(st.text(max_size=200), st.integers(1, 80))
def test_any_text_fits_or_is_bad_input(text: str, limit: int) -> None:
    try:
        assert fit(text, limit, count=weighing.x_length).length <= limit
    except BadInput:
        assert "http" in text.lower()


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize(
    "text", ["x" * 100_000, "rain " * 20_000, "Rain " * 20_000, "e\u0301" * 50_000, "日" * 100_000]
)
def test_a_very_long_title_is_fitted_soon(text: str) -> None:
    assert fit(text, 280, count=weighing.x_length).length <= 280
