"""Leads: where a site's own pages say that its feeds, sitemaps and sections are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.ingest import leads, sites
from distrib.ingest.linkheader import links

HOME = "https://www.paper.example/"


def read(head: str = "", body: str = "", **given: str) -> leads.Leads:
    html = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
    return leads.of_page(html.encode(), url=HOME, **given)


def test_feeds_that_a_page_declares_are_found_in_its_order() -> None:
    found = read(
        '<base href="/start/">'
        '<link rel="alternate" type="application/rss+xml" title="All" href="feed">'
        '<link rel="ALTERNATE feed" type="application/feed+json; charset=utf-8" href="//cdn.example/f.json">'
        '<link rel="alternate" type="application/json" href="/wp-json/">'
        '<link rel="alternate" hreflang="or" href="/or/">'
        '<link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">'
    )

    assert [(each.url, each.title) for each in found.feeds] == [
        ("https://www.paper.example/start/feed", "All"),
        ("https://cdn.example/f.json", None),
    ]


def test_a_link_header_declares_feeds_too() -> None:
    found = read(link_header='</feed/>; rel="alternate"; type="application/rss+xml"; title="News", </x>; rel=next')

    assert [(each.url, each.title) for each in found.feeds] == [("https://www.paper.example/feed/", "News")]


def test_feeds_linked_in_the_text_and_pages_that_list_feeds_are_found() -> None:
    found = read(
        body='<a href="/feeds/sport.xml">Sport</a><a href="/rss.xml">RSS</a><a href="/our-feeds">RSS Feeds</a>'
        '<a href="https://other.example/feed/">Elsewhere</a><a href="/news/a-feed-for-birds">A feed for birds</a>'
    )

    assert [(each.url, each.title) for each in found.feeds] == [
        ("https://www.paper.example/feeds/sport.xml", "Sport"),
        ("https://www.paper.example/rss.xml", None),
    ]
    assert found.lists == ("https://www.paper.example/our-feeds",)


def test_sections_are_what_the_menu_shows_and_nothing_else() -> None:
    found = read(
        body='<nav><a href="/category/odisha/">Odisha</a><a href="/sports">Sports</a><a href="/sports/">Games</a>'
        '<a href="/">Home</a><a href="/about-us/">Us</a><a href="/login">Sign in</a><a href="/cartoons/">Cartoons</a>'
        '<a href="/x/?p=1">Query</a><a href="/pdf/today.pdf">Paper</a><a href="https://other.example/a/">Other</a>'
        '<a href="/a/b/c/d/">Too deep</a><a href="/two-hurt-as-bus-turns/">A story</a><a href="/20261124/">Day</a>'
        '<a href="/or/" hreflang="or">ଓଡ଼ିଆ</a><a href="/empty/"></a></nav>'
        '<div class="main-menu"><a href="/world/">World</a></div><main><a href="/inside/">Inside</a></main>'
    )

    assert [(each.url.removeprefix(HOME), each.section, each.language) for each in found.sections] == [
        ("category/odisha/", "Odisha", None),
        ("sports", "Sports", None),
        ("cartoons/", "Cartoons", None),
        ("or/", None, "or"),
        ("world/", "World", None),
    ]


def test_a_site_is_called_by_its_own_name() -> None:
    assert read('<meta property="og:site_name" content="The Paper"><title>x</title>').title == "The Paper"
    assert read("<title>The Paper | News from the coast</title>").title == "The Paper"
    assert read().title is None
    with pytest.raises(Unreadable):
        leads.of_page(b"", url=HOME)


def test_robots_name_sitemaps_news_first() -> None:
    robots = (
        b"User-agent: *\nDisallow: /x\nSitemap: /a.xml\n sitemap :https://paper.example/news.xml\nSitemap: ftp://x/y"
    )

    assert leads.sitemaps_named(robots, HOME) == (
        "https://paper.example/news.xml",
        "https://www.paper.example/a.xml",
    )


@pytest.mark.parametrize(
    ("main", "feed"),
    [
        ("https://p.example/feed/", "https://p.example/category/x/feed/"),
        ("https://p.example/feed", "https://p.example/category/x/feed"),
        ("https://p.example/feed.xml", None),
    ],
)
def test_a_sections_feed_is_guessed_by_the_sites_own_habit(main: str, feed: str | None) -> None:
    assert leads.section_feed("https://p.example/category/x/", main) == feed


@pytest.mark.parametrize(
    ("url", "site", "belongs"),
    [
        ("https://www.paper.example/a", "paper.example", True),
        ("https://m.paper.example/a", "paper.example", True),
        ("https://sport.paper.example/a", "paper.example", True),
        ("https://PAPER.example./a", "paper.example", True),
        ("https://evilpaper.example/a", "paper.example", False),
        ("https://paper.example.evil.example/a", "paper.example", False),
        ("https://example/a", "paper.example", False),
        ("https://[::1", "paper.example", False),
        ("no address", "", False),
    ],
)
def test_an_address_belongs_to_a_site_or_does_not(url: str, site: str, *, belongs: bool) -> None:
    assert sites.belongs(url, site) is belongs


@given(st.text(max_size=300))
def test_no_link_header_breaks_the_reader(header: str) -> None:
    for link in links(header, HOME):
        assert link.url.startswith(("http://", "https://"))


def test_a_link_header_is_read_with_all_its_oddities() -> None:
    header = (
        '<https://hub.example/>; rel=hub, </feed>; REL="self alternate"; rel=ignored, <javascript:x>; rel=hub, junk'
    )

    assert [(each.url, set(each.relations)) for each in links(header, HOME)] == [
        ("https://hub.example/", {"hub"}),
        ("https://www.paper.example/feed", {"self", "alternate"}),
    ]
