"""Addresses: one form for one page, campaign parameters beside what is there, and a sentence for what is none."""

import random
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.wording import urls

PATHS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
ADDRESSES = st.builds("https://news.example/{}?{}#{}".format, PATHS, PATHS, PATHS).filter(urls.is_web)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTPS://News.Example/A", "https://news.example/A"),
        ("https://news.example", "https://news.example/"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("http://news.example:80/a", "http://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example/a/./b/../c", "https://news.example/a/c"),
        ("https://news.example/a/b/..", "https://news.example/a/"),
        ("https://news.example/../../a", "https://news.example/a"),
        ("https://news.example/%7Eme/%e0%ac%96%2f", "https://news.example/~me/%E0%AC%96%2F"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example/ଖବର?q=a b", "https://news.example/%E0%AC%96%E0%AC%AC%E0%AC%B0?q=a%20b"),
        ("https://пример.рф/a", "https://xn--e1afmkfd.xn--p1ai/a"),
        ("http://[::0001]/a", "http://[::1]/a"),
        ("https://news.example/a#top", "https://news.example/a"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://news.example/a?&&id=1&", "https://news.example/a?id=1"),
        ("https://news.example/a?utm_source=x&id=1&fbclid=2&gclid=3&mc_cid=4", "https://news.example/a?id=1"),
        ("https://news.example/a?UTM_Source=x&b=utm_source", "https://news.example/a?b=utm_source"),
        ("  https://news.example/a \n", "https://news.example/a"),
        ("https://news.example/a?q=1+2%2B3", "https://news.example/a?q=1+2%2B3"),
    ],
)
def test_a_page_has_one_form(given: str, expected: str) -> None:
    assert urls.canonical(given) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://news.example/2026/rain-in-puri/amp/", "https://news.example/2026/rain-in-puri/"),
        ("https://news.example/2026/rain-in-puri/amp", "https://news.example/2026/rain-in-puri/"),
        ("https://news.example/rain-in-puri.amp.html", "https://news.example/rain-in-puri.html"),
        ("https://news.example/uk-123.amp", "https://news.example/uk-123"),
        ("https://news.example/rain?amp=1&id=2", "https://news.example/rain?id=2"),
        ("https://news.example/rain?outputType=amp", "https://news.example/rain"),
        ("https://www.google.com/amp/s/news.example/rain-1/amp/", "https://news.example/rain-1/"),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/rain?x=1", "https://news.example/rain?x=1"),
        ("https://news-example.cdn.ampproject.org/v/news.example", "http://news.example/"),
        ("https://or.m.wikipedia.org/wiki/Puri", "https://or.wikipedia.org/wiki/Puri"),
        ("https://amp.theguardian.com/world/a", "https://www.theguardian.com/world/a"),
    ],
)
def test_copies_for_small_screens_are_folded_into_their_page(given: str, expected: str) -> None:
    assert urls.canonical(given) == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/products/amp",
        "https://m.news.example/a",
        "https://www.google.com/search?q=amp",
        "https://x.cdn.ampproject.org/rtv/012",
        "https://news.example/rain?amp=maybe",
    ],
)
def test_what_might_not_be_a_copy_is_left_alone(url: str) -> None:
    assert urls.canonical(url) == url


def test_a_twin_brings_together_what_a_link_must_not() -> None:
    addresses = [
        "http://www.news.example/a-1/",
        "https://m.news.example/a-1",
        "https://amp.news.example/a-1?utm_source=x",
        "https://news.example/a-1/amp/",
    ]

    assert {urls.twin(address) for address in addresses} == {"news.example/a-1"}
    assert urls.twin("https://news.example/a?id=1") != urls.twin("https://news.example/a?id=2")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://news.example/a;jsessionid=0A1B.node1?id=2", "https://news.example/a?id=2"),
        ("https://news.example/a?PHPSESSID=abc&id=2", "https://news.example/a?id=2"),
        ("https://news.example/(S(lit3py55t21z5v55vlm25s55))/a.aspx", "https://news.example/a.aspx"),
        ("https://news.example/a?sid=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "https://news.example/a"),
        ("https://news.example/a?sid=4711", "https://news.example/a?sid=4711"),
        ("https://news.example/a?s=rain-reaches-the-coast-at-dawn", "https://news.example/a?s=rain-reaches-the-coast-at-dawn"),
        ("https://www.google.com/url?rct=j&sa=t&url=https://paper.example/rain-1&ct=ga", "https://paper.example/rain-1"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fpaper.example%2Frain%3Fid%3D1%26utm_source%3Dx", "https://paper.example/rain?id=1"),
        ("http://www.bing.com/news/apiclick.aspx?ref=x&url=https%3a%2f%2fpaper.example%2frain", "https://paper.example/rain"),
        ("https://www.google.com/url?url=javascript:alert(1)", "https://www.google.com/url?url=javascript:alert(1)"),
        ("https://www.google.com/url?url=https://me@evil.example/", "https://www.google.com/url?url=https://me@evil.example/"),
        ("https://www.google.com/url?url=https://[1/", "https://www.google.com/url?url=https://%5B1/"),
    ],
)  # fmt: skip
def test_sessions_and_click_counters_are_no_part_of_an_address(given: str, expected: str) -> None:
    assert urls.canonical(given) == expected


PAIRS = st.lists(st.sampled_from(["id=1", "page=2", "q=rain", "lang=or", "id=2"]), unique=True, max_size=5)
TRACKING = st.lists(st.sampled_from(["utm_source=x", "fbclid=1", "PHPSESSID=9", "amp=1", "gclid=3", ""]), max_size=4)


@given(PAIRS, TRACKING, st.randoms(use_true_random=False))
def test_where_a_reader_came_from_and_the_order_of_parameters_make_no_other_page(
    pairs: list[str], tracking: list[str], dice: random.Random
) -> None:
    mixed = pairs + tracking
    dice.shuffle(mixed)
    plain, other = f"https://news.example/a?{'&'.join(pairs)}", f"http://www.news.example/a/?{'&'.join(mixed)}"

    assert urls.twin(plain) == urls.twin(other)
    assert set(urlsplit(urls.canonical(other)).query.split("&")) == set(pairs or [""])


@given(st.sampled_from(["url", "q", "u", "x"]), ADDRESSES)
def test_what_leads_on_is_canonical_at_once(name: str, goal: str) -> None:
    once = urls.canonical(f"https://www.google.com/url?{name}={quote(goal, safe='')}")

    assert urls.canonical(once) == once


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("javascript:alert(1)", "does not begin with http"),
        ("mailto:a@b.example", "does not begin with http"),
        ("//news.example/a", "does not begin with http"),
        ("", "does not begin with http"),
        ("https://", "names no host"),
        ("https://:80/", "names no host"),
        ("https://news.example:0/", "names no host"),
        ("https://me:secret@news.example/", "user name or password"),
        ("https://good.example\\@evil.example/", "user name or password"),
        ("https://good.example\\evil/", "names no host"),
        ("https://news.example/a\nb", "control character"),
        ("https://news.example/\x00", "control character"),
        ("https://news.example/\ud800", "half a character"),
        ("https://news.example:99999/", "no web address"),
        ("https://[::1/", "no web address"),
        ("https://[::1::2]/", "no host name|no web address"),
        ("https://[v1.a]/", "names no host|no web address"),
        ("https://a b.example/", "no host name"),
        ("https://-a.example/", "no host name"),
        ("https://☃-.example/", "no host name"),
        ("https://" + "a" * 64 + ".example/", "no host name"),
        ("https://" + "a." * 130 + "example/", "no host name"),
        ("https://news.example/" + "a" * 9000, "longer than 8,000"),
    ],
)
def test_what_is_no_web_address_is_told_in_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        urls.canonical(url)
    assert not urls.is_web(url)


@given(ADDRESSES)
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    once = urls.canonical(url)

    assert urls.canonical(once) == once
    assert once.isascii()


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_bad_input(text: str) -> None:
    for url in (text, f"http://{text}", f"https://news.example/{text}"):
        if urls.is_web(url):
            assert urls.canonical(url)
        else:
            with pytest.raises(BadInput, match=r"\.$"):
                urls.canonical(url)


@given(ADDRESSES, st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_utm_comes_back_and_nothing_else_changes(url: str, source: str) -> None:
    tagged = urls.with_utm(url, source=source, medium="social_share", campaign="digest-20261124")
    before, after = urlsplit(urls.wire(url)), urlsplit(tagged)

    assert (before.netloc, before.path, before.fragment) == (after.netloc, after.path, after.fragment)
    assert after.query.startswith(before.query.rstrip("&"))
    if "utm_source" not in before.query.lower():
        assert ("utm_source", source) in parse_qsl(after.query, keep_blank_values=True)


def test_utm_that_is_there_already_is_kept() -> None:
    tagged = urls.with_utm("https://news.example/a?utm_source=rss&x=%2F#b", source="x", medium="m", campaign="c")

    assert tagged == "https://news.example/a?utm_source=rss&x=%2F&utm_medium=m&utm_campaign=c#b"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/a?b", "https://news.example/a?b"),
        ("../c", "https://news.example/c"),
        ("//cdn.example/d", "https://cdn.example/d"),
        ("https://other.example/E?utm_source=x", "https://other.example/E?utm_source=x"),
    ],
)
def test_a_link_on_a_page_becomes_a_full_address(url: str, expected: str) -> None:
    assert urls.absolute("https://news.example/x/y", url) == expected


@pytest.mark.parametrize("url", ["javascript:void(0)", "mailto:a@b.example", "http://[bad", "data:text/html,x"])
def test_a_link_that_leads_to_no_page_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput):
        urls.absolute("https://news.example/", url)
