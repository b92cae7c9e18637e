"""Share buttons: each payload decodes back to its title and link, fits its network, and dead networks are refused."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.model.shares import Shareable, SharePayload
from distrib.wording import networks, payloads, urls, weighing
from distrib.wording.cleaning import one_line
from distrib.wording.payloads import intent

DOCS = Path(__file__).parents[2] / "docs" / "sharing.md"
TITLES = [
    "Rain & wind: 40% of “Odisha” #1 + more?",
    "Ministers' 'talks' = nothing; a/b \\ c",
    "ବର୍ଷା ପାଇଁ ସତର୍କ ସୂଚନା, ପୁରୀରେ ବନ୍ୟା",
    "اردو خبر: بارش، ہوا اور سردی",
    "👩‍👩‍👧‍👦 family day 🇮🇳 100 %",
    "trailing % and %41 and +",
    "<b>bold</b> & <script>",
    "two\r\nlines\nand\ta tab",
    "“Don’t” 'won’t' \"will\" »so«",
    "עברית ו-English: 5+5",
    "Price: $5 @ 10% #sale; ?q=1&r=2",
    "日本語、한국어 🇯🇵🏴󠁧󠁢󠁥󠁮󠁧󠁿1️⃣",
]
LINKS = [
    "https://news.example/a?x=1&y=2#top",
    "https://news.example/ଖବର/ମୁଖ୍ୟ?q=a b",
    "https://news.example/p(1)?u=https%3A%2F%2Fo.example%2F%3Fa%3Db",
]
WITH_TITLE = [name for name in networks.NETWORKS if name not in {"facebook", "linkedin", "copy", "webshare"}]
ANY_TITLE = st.text(max_size=200)
ANY_LINK = st.builds("https://news.example/{}?{}".format, st.text(max_size=20), st.text(max_size=20)).filter(
    urls.is_web
)


def a_story(**given: object) -> Shareable:
    defaults: dict[str, object] = {
        "url": "https://news.example/rain",
        "title": "Heavy rain in Puri",
        "image": "https://news.example/rain.jpg",
    }
    return Shareable(**{**defaults, **given})  # type: ignore[arg-type]


def said(payload: SharePayload) -> str:
    """All that a payload's address carries, decoded as the other side would."""
    if payload.url is None:
        return payload.text
    query = payload.url.partition("?")[2]
    return "\n".join(unquote(pair.partition("=")[2], errors="strict") for pair in query.split("&"))


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("network", networks.NETWORKS)
def test_a_payload_decodes_back_to_its_title_and_link(network: str, title: str, link: str) -> None:
    (payload,) = payloads.payloads(a_story(url=link, title=title), networks=[network], campaign="digest-20261124")

    expected = urls.with_utm(link, source=network, medium="social_share", campaign="digest-20261124")
    assert expected in said(payload)
    if network in WITH_TITLE:
        assert one_line(title) in said(payload)


@given(ANY_TITLE, ANY_LINK)
def test_any_title_and_link_come_back(title: str, link: str) -> None:
    for payload in payloads.payloads(a_story(url=link, title=title)):
        assert urls.with_utm(link, source=payload.network, medium="social_share") in said(payload)
        if payload.url:
            assert payload.url.isascii()
            assert not any(mark in payload.url for mark in " +\n\r")
        if payload.network in WITH_TITLE and not any("shortened" in w or "longer" in w for w in payload.warnings):
            assert one_line(title) in said(payload)


def test_every_network_has_its_address() -> None:
    hosts = {p.network: urlsplit(p.url).netloc or "mailto" if p.url else None for p in payloads.payloads(a_story())}

    assert hosts == {
        "facebook": "www.facebook.com",
        "x": "x.com",
        "whatsapp": "wa.me",
        "linkedin": "www.linkedin.com",
        "pinterest": "www.pinterest.com",
        "telegram": "t.me",
        "email": "mailto",
        "reddit": "www.reddit.com",
        "bluesky": "bsky.app",
        "mastodon": "mastodon.social",
        "threads": "www.threads.com",
        "tumblr": "www.tumblr.com",
        "vk": "vk.com",
        "line": "social-plugins.line.me",
        "hackernews": "news.ycombinator.com",
        "copy": None,
        "webshare": None,
    }


def test_the_seven_say_what_the_buttons_say() -> None:
    made = payloads.payloads(a_story(), networks=payloads.THE_SEVEN)

    assert [payload.label for payload in made] == ["Share", "Tweet", "Send", "Share", "Pin", "Share", "Send"]


def test_a_mail_breaks_its_lines_as_mails_do() -> None:
    (mail,) = payloads.payloads(a_story(title="Rain + wind", summary="It rained."), networks=["e-mail"])

    assert mail.url is not None
    assert mail.url.startswith(
        "mailto:?subject=Rain%20%2B%20wind&body=Rain%20%2B%20wind%0D%0A%0D%0AIt%20rained.%0D%0A%0D%0A"
    )
    assert mail.length == len(mail.url)


@pytest.mark.parametrize(
    "title", ["Rain\r\nBcc: all@inbox.example", "Rain\nCc: a@b.example", "Rain&bcc=a@b.example&to=c@d.example"]
)
def test_no_title_adds_a_reader_to_a_mail(title: str) -> None:
    (mail,) = payloads.payloads(a_story(title=title, summary=title), networks=["email"])
    address, _, query = (mail.url or "").partition("?")

    assert address == "mailto:"
    assert [pair.partition("=")[0] for pair in query.split("&")] == ["subject", "body"]
    assert "\n" not in unquote(query.split("&")[0])
    body = unquote(query.split("&")[1])
    assert body.count("\n") == body.count("\r\n") == body.count("\r")


def test_a_links_own_campaign_and_fragment_stay() -> None:
    link = "https://news.com/a?utm_source=ours&q=%2B+x&q=2#part"
    for payload in payloads.payloads(a_story(url=link), campaign="digest-20261124"):
        told = (
            "https://news.com/a?utm_source=ours&q=%2B+x&q=2&utm_medium=social_share&utm_campaign=digest-20261124#part"
        )
        assert told in said(payload), payload.network


def test_a_mail_drops_its_summary_before_its_title() -> None:
    (mail,) = payloads.payloads(a_story(summary="ବର୍ଷା " * 200), networks=["email"])

    assert mail.length <= 2000
    assert "ବର୍ଷା" not in mail.text
    assert mail.warnings == ()


@pytest.mark.parametrize("network", ["x", "bluesky", "email", "hackernews", "reddit", "threads", "pinterest"])
def test_a_long_title_is_fitted_and_what_went_is_told(network: str) -> None:
    story = a_story(title="Heavy rain falls on the coast of the state again, " * 40)
    (payload,) = payloads.payloads(story, networks=[network])

    assert payload.limit is not None
    assert payload.length <= payload.limit
    assert "Heavy rain falls" in said(payload)
    assert any("was shortened" in warning for warning in payload.warnings)


def test_a_link_too_long_for_a_network_is_told_and_goes_alone() -> None:
    story = a_story(url="https://news.example/" + "a" * 2500)
    made = {payload.network: payload for payload in payloads.payloads(story)}

    for network in ("bluesky", "email", "threads"):
        assert "The link alone is longer" in made[network].warnings[0]
        assert made[network].length > (made[network].limit or 0)


def test_a_tweet_takes_two_hashtags_and_the_handle_while_they_fit() -> None:
    story = a_story(tags=("Odisha", "Heavy rain", "Puri"), via="@tarinipost")
    (tweet,) = payloads.payloads(story, networks=["x"])
    query = parse_qs(urlsplit(tweet.url or "").query)

    assert query["hashtags"] == ["Odisha,HeavyRain"]
    assert query["via"] == ["tarinipost"]
    assert tweet.text.endswith("via @tarinipost #Odisha #HeavyRain")
    full = payloads.payloads(a_story(title="rain " * 40, tags=("Odisha", "Heavy rain")), networks=["x"])[0]
    assert full.length <= 280
    assert "hashtags=" not in (full.url or "") or "#" in full.text


def test_a_tweet_with_a_real_host_counts_its_link_as_23() -> None:
    (tweet,) = payloads.payloads(a_story(url="https://news.com/" + "a" * 200, title="Rain"), networks=["x"])

    assert tweet.length == len("Rain ") + 23


def test_what_a_network_lacks_is_told() -> None:
    made = {p.network: p for p in payloads.payloads(a_story(image="javascript:x", title="", via="no handle"))}

    assert any("needs a picture" in warning for warning in made["pinterest"].warnings)
    assert any("no title" in warning for warning in made["x"].warnings)
    assert any("name their own server" in warning for warning in made["mastodon"].warnings)


def test_a_mastodon_server_can_be_chosen() -> None:
    story = a_story()
    (toot,) = payloads.payloads(story, networks=["mastodon"], mastodon_instance="https://Mastodon.Example/")

    assert (toot.url or "").startswith("https://mastodon.example/share?text=Heavy%20rain%20in%20Puri%0Ahttps%3A")
    assert toot.warnings == ()
    for wrong in ("no server", "localhost", "a/b", "me@evil.example"):
        with pytest.raises(BadInput, match="is no Mastodon server"):
            payloads.payloads(story, networks=["mastodon"], mastodon_instance=wrong)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("pocket", "Pocket was shut down in July 2025"),
        ("GooglePlus", "Google\\+ was shut down"),
        ("stumbleupon", "StumbleUpon was shut down"),
        ("del.icio.us", "Delicious was shut down"),
        ("myspace", "is no network distrib knows"),
        ("", "is no network distrib knows"),
    ],
)
def test_dead_and_unknown_networks_are_refused_by_name(name: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        payloads.payloads(a_story(), networks=[name])


def test_networks_come_once_each_under_their_own_names() -> None:
    made = payloads.payloads(a_story(), networks=["twitter", "x", "HN"])

    assert [payload.network for payload in made] == ["x", "hackernews"]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://a:b@news.example/", "not a url", "https://x/\ud800"])
def test_a_story_without_a_web_address_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput):
        payloads.payloads(a_story(url=url))


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize(
    "title",
    [
        "x" * 100_000,
        "rain " * 20_000,
        "\ud800\udfff \ud800",
        "👩‍👩‍👧‍👦" * 500,
        "\u0301" * 500,
        "&#8217;&amp;",
        "\x00\x07",
    ],
)
def test_a_nasty_title_stops_nothing(title: str) -> None:
    made = payloads.payloads(a_story(title=title))

    assert len(made) == len(networks.NETWORKS)
    assert all(payload.limit is None or payload.length <= payload.limit for payload in made)


def test_entities_are_read_before_they_are_encoded() -> None:
    (tweet,) = payloads.payloads(a_story(title="Don&#8217;t &amp; won&rsquo;t"), networks=["x"])

    assert "text=Don%E2%80%99t%20%26%20won%E2%80%99t&" in (tweet.url or "")


def test_an_editors_words_open_as_they_are() -> None:
    link = "https://news.example/rain?utm_source=x"

    assert intent("x", f"Our words\n{link}", link) == (
        "https://x.com/intent/tweet?text=Our%20words&url=https%3A%2F%2Fnews.example%2Frain%3Futm_source%3Dx"
    )
    assert intent("bluesky", "Our words", link) == (
        "https://bsky.app/intent/compose?text=Our%20words%0Ahttps%3A%2F%2Fnews.example%2Frain%3Futm_source%3Dx"
    )
    assert intent("reddit", link, link) == "https://www.reddit.com/submit?url=" + weighing_quoted(link)
    assert intent("copy", "Our words", link) is None


def weighing_quoted(link: str) -> str:
    return link.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("=", "%3D")


def test_lengths_are_those_of_the_text_a_reader_would_post() -> None:
    for payload in payloads.payloads(a_story(tags=("Odisha",))):
        if payload.network not in {"email", "facebook", "linkedin"}:
            assert payload.length == weighing.weigh(payload.network, payload.text).length


def test_the_docs_list_every_network_with_the_address_and_limit_it_has() -> None:
    lines = (line.split("|")[1:-1] for line in DOCS.read_text("utf-8").splitlines())
    rows = {cells[0].strip(" `"): cells for cells in lines if len(cells) == 6 and cells[0].startswith(" `")}

    assert list(rows) == list(networks.NETWORKS)
    for payload in payloads.payloads(a_story(), mastodon_instance="social.example"):
        _, label, address, *_ = rows[payload.network]
        assert label.strip() == payload.label
        if payload.url:
            written = address.strip("` ").replace("<server>", "social.example")
            assert payload.url.partition("?")[0] == written
        if payload.limit and payload.network not in {"facebook", "linkedin"}:
            assert f"{payload.limit:,}" in rows[payload.network][4]
