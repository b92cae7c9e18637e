"""The sample site's feeds and sitemaps are well formed and lead to its pages."""

import json
from collections.abc import Iterator

import feedparser
import pytest
from lxml import etree

from distrib.demo.paper import SECTIONS
from distrib.demo.site import Site
from tests.demo.asking import COAST, DELTA, OWN, ask
from tests.demo.test_site import BRIDGE, DAY


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(DAY) as opened:
        yield opened


FEEDS = [(OWN, f"/feed/{slug}.xml") for slug in SECTIONS.values()] + [
    (OWN, "/feed.xml"),
    (OWN, "/atom.xml"),
    (OWN, "/en/feed.xml"),
    (OWN, "/or/feed.xml"),
    (OWN, "/hi/feed.xml"),
    (OWN, "/ur/feed.xml"),
    (COAST, "/feed.xml"),
    (DELTA, "/atom.xml"),
]


@pytest.mark.parametrize(("host", "path"), FEEDS)
def test_a_feed_is_well_formed_and_its_links_lead_to_pages(site: Site, host: str, path: str) -> None:
    got = ask(site, path, host)
    feed = feedparser.parse(got.body, response_headers={"content-type": got.headers["content-type"]})
    assert not feed.bozo
    assert bool(feed.entries) == (path != "/feed/odisha-special.xml")
    for entry in feed.entries[:3]:
        assert entry.title
        assert entry.summary
        assert entry.content
        assert entry.media_content
        assert ask(site, entry.link.removeprefix(f"https://{host}"), host).status == 200


def test_the_first_category_is_the_section_and_the_rest_are_tags(site: Site) -> None:
    entry = feedparser.parse(ask(site, "/feed/sports.xml").body).entries[0]
    assert entry.tags[0] == {"term": "Sports", "scheme": None, "label": None}
    assert {tag.scheme for tag in entry.tags[1:]} == {"https://tarinipost.example/tag/"}


def test_the_json_feed_is_one(site: Site) -> None:
    whole = json.loads(ask(site, "/feed.json").body)
    assert whole["version"] == "https://jsonfeed.org/version/1.1"
    assert len(whole["items"]) == 40


def test_the_broken_feed_is_broken(site: Site) -> None:
    assert feedparser.parse(ask(site, "/feed/broken.xml").body).bozo


def test_the_news_sitemap_names_every_story_of_the_last_days(site: Site) -> None:
    tree = etree.fromstring(ask(site, "/news-sitemap.xml").body)
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}
    assert f"https://{OWN}{BRIDGE}" in tree.xpath("//s:loc/text()", namespaces=names)
    assert {"en", "or", "hi", "ur"} == set(tree.xpath("//n:language/text()", namespaces=names))


def test_the_sitemap_index_leads_to_both_sitemaps(site: Site) -> None:
    tree = etree.fromstring(ask(site, "/sitemap.xml").body)
    places = [element.text for element in tree.iter("{*}loc")]
    assert places == [f"https://{OWN}/news-sitemap.xml", f"https://{OWN}/page-sitemap.xml"]
    assert all(ask(site, place.removeprefix(f"https://{OWN}")).status == 200 for place in places)


def test_robots_txt_points_to_the_sitemap(site: Site) -> None:
    assert b"Sitemap: https://tarinipost.example/sitemap.xml" in ask(site, "/robots.txt").body
