"""Posts: a template per network, hashtags that can be read, and what gives way when a text must shrink."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.model.shares import Shareable
from distrib.wording import networks, weighing
from distrib.wording.hashtags import hashtag, hashtags
from distrib.wording.posts import DEFAULT_TEMPLATE, TEMPLATES, compose

STORY = Shareable(
    url="https://news.example/rain",
    title="Heavy rain in Puri",
    summary="It rained for two days. Schools stay closed until Friday.",
    tags=("Odisha", "heavy rain", "2026"),
    image="https://news.example/rain.jpg",
    image_alt="A flooded street",
    via="tarinipost",
)
LONG = "The rain went on for hours and the river rose above its banks. " * 20


def changed(**given: object) -> Shareable:
    fields = {name: getattr(STORY, name) for name in STORY.__slots__}
    return Shareable(**{**fields, **given})


def test_a_post_says_title_tags_and_link() -> None:
    post = compose("x", STORY, campaign="day")

    link = "https://news.example/rain?utm_source=x&utm_medium=social&utm_campaign=day"
    assert post.text == f"Heavy rain in Puri #Odisha #HeavyRain\n{link}"
    assert post.url == link
    assert (post.title, post.image, post.image_alt) == (STORY.title, STORY.image, STORY.image_alt)
    assert (post.length, post.limit, post.removed) == (len(post.text), 280, ())


@pytest.mark.parametrize("network", networks.NETWORKS)
def test_a_post_fits_every_network(network: str) -> None:
    post = compose(network, changed(title="Heavy rain falls " * 40, summary=LONG))

    assert weighing.weigh(network, post.text).valid
    assert post.length == weighing.weigh(network, post.text).length


def test_the_summary_gives_way_first_then_tags_then_the_title() -> None:
    template = "$title\n$summary\n$tags\n$url"
    roomy = compose("mastodon", changed(summary=LONG), template=template)
    tight = compose("mastodon", changed(summary=LONG), template=template, limit=98)
    tightest = compose("mastodon", STORY, template=template, limit=78)

    assert "above its banks." in roomy.text
    assert roomy.text.startswith(STORY.title)
    assert "#HeavyRain" in roomy.text
    assert tight.removed[0].startswith("The rain went on")
    assert tight.removed[1:] == ("#HeavyRain",)
    assert tightest.removed[1:] == ("#HeavyRain", "#Odisha", "in Puri")
    assert tightest.text == f"Heavy rain…\n\n{tightest.url}"


def test_empty_fields_leave_no_gaps() -> None:
    post = compose("mastodon", changed(summary="", tags=()))

    assert post.text == f"Heavy rain in Puri\n\n{post.url}"


def test_a_channel_may_have_its_own_template() -> None:
    post = compose("telegram", STORY, template="$$5: $title ${via} $url")

    assert post.text == f"$5: Heavy rain in Puri @tarinipost {post.url}"


@pytest.mark.parametrize("template", ["$headline", "${title", "100 $", "$title $Summary"])
def test_a_template_that_speaks_of_something_else_is_bad_input(template: str) -> None:
    with pytest.raises(BadInput, match=r"it may speak of \$title"):
        compose("x", STORY, template=template)


def test_a_template_without_room_is_bad_input() -> None:
    with pytest.raises(BadInput, match="template's own words"):
        compose("x", STORY, template="much " * 80 + "$title $url")


def test_a_picture_without_words_is_told() -> None:
    assert "no description" in compose("x", changed(image_alt=None)).warnings[0]
    assert compose("x", changed(image=None, image_alt=None)).warnings == ()


@given(st.text(max_size=300), st.text(max_size=600), st.lists(st.text(max_size=40), max_size=5))
def test_any_story_becomes_a_post_that_fits(title: str, summary: str, tags: list[str]) -> None:
    story = changed(title=title, summary=summary, tags=tuple(tags))
    for network in ("x", "bluesky", "threads", "hackernews"):
        post = compose(network, story)
        assert post.length <= (post.limit or 0)
        assert post.url in post.text or network == "hackernews"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("Odisha", "Odisha"),
        ("odisha", "odisha"),
        ("peace talks", "PeaceTalks"),
        ("G7 nations", "G7Nations"),
        ("US-China", "USChina"),
        ("Women's Cup", "WomensCup"),
        ("#Puri", "Puri"),
        ("COVID 19", "COVID19"),
        ("ଓଡ଼ିଶା ବର୍ଷା", "ଓଡ଼ିଶା_ବର୍ଷା"),
        ("हिन्दी समाचार", "हिन्दी_समाचार"),
        ("اردو خبر", "اردو_خبر"),
        ("2026", None),
        ("!!!", None),
        ("😀", None),
        ("", None),
        ("a tag that is a whole sentence and more", None),
        ("x" * 1000, None),
    ],
)
def test_a_tag_becomes_a_hashtag_one_can_read(tag: str, expected: str | None) -> None:
    assert hashtag(tag) == (unicodedata.normalize("NFC", expected) if expected else None)


def test_hashtags_come_once_each_and_few() -> None:
    assert hashtags(["Rain", "rain", "1", "Puri", "Odisha", "India"], 3) == ("Rain", "Puri", "Odisha")
    assert hashtags(["Rain"], 0) == ()


@given(st.text(max_size=60))
def test_a_hashtag_is_one_to_the_network_too(tag: str) -> None:
    made = hashtag(tag)

    if made:
        (found,) = weighing.examine("x", f"#{made}").found.hashtags
        assert found.text == made


@pytest.mark.parametrize("network", networks.NETWORKS)
@pytest.mark.parametrize("words", ["http://a.co " * 8_000, "\ud800" * 9_000, "\u0301" * 9_000, "#a @b $c " * 900, ""])
def test_a_nasty_story_makes_a_post_all_the_same(network: str, words: str) -> None:
    story = Shareable(url="https://news.com/rain", title=words, summary=words, tags=(words, "!!!", "1", "  "))
    post = compose(network, story)

    assert post.limit is None or post.length <= post.limit
    assert post.url in post.text or "$url" not in TEMPLATES.get(network, DEFAULT_TEMPLATE)
