"""From a site's address to proposals: everything is really asked, politely and within bounds."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from distrib.clock import stopped
from distrib.config import Settings
from distrib.demo.site import Site
from distrib.errors import BadInput, Unreachable, Unreadable
from distrib.ingest.fetchers.web import WebFetcher
from distrib.ingest.fetching import Fetched
from distrib.model.sources import SourceKind
from distrib.pipeline import discovering, source_adding
from distrib.pipeline.discovering import Discovery
from distrib.pipeline.parts import Parts
from distrib.store import sources
from tests.factories import NOON, a_source
from tests.pipeline.test_gather import a_feed, an_item

HOME = "https://paper.example/"


def a_home(*links: str, menu: str = "") -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>The Paper</title>{''.join(links)}</head>"
        f"<body><nav>{menu}</nav></body></html>"
    ).encode()


def declared(path: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{path}">'


def recommended(found: Discovery) -> list[str]:
    return [each.candidate.url.removeprefix(HOME) for each in found.proposals if each.recommended]


def test_the_sample_newsrooms_sites_are_found_whole(sqlite_parts: Parts) -> None:
    with Site(NOON) as site:
        fetcher = WebFetcher(Settings().fetching, clock=stopped(NOON), hosts=site.hosts())
        found = discovering.find(replace(sqlite_parts, fetcher=fetcher), "tarinipost.example")

    chosen = [each.candidate for each in found.proposals if each.recommended]
    assert (found.name, found.direct, found.notes) == ("The Tarini Post", False, ())
    assert chosen[0].url == "https://tarinipost.example/feed.xml"
    assert {each.section for each in chosen} >= {"Odisha", "Sports", "Science & Tech"}
    assert {each.edition for each in chosen} == {None, "or", "hi", "ur"}
    assert all(each.newest and each.newest <= NOON + timedelta(days=1) for each in chosen)
    assert found.asked <= 40


def test_wordpress_is_found_by_its_habits(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(
            declared("/feed/"),
            declared("/comments/feed/"),
            menu='<a href="/category/odisha/">Odisha</a><a href="/category/sport/">Sport</a>',
        ),
        f"{HOME}feed/": a_feed(an_item(), an_item("sun", title="Sun over the coast, at last")),
        f"{HOME}comments/feed/": a_feed(an_item("c", title="By Asha"), title="Comments for The Paper"),
        f"{HOME}category/odisha/feed/": a_feed(an_item(), an_item("hail", title="Hail"), title="Odisha"),
        f"{HOME}robots.txt": b"Sitemap: https://paper.example/sitemap_index.xml",
        f"{HOME}sitemap_index.xml": (
            b"<sitemapindex><sitemap><loc>https://paper.example/news-sitemap2.xml</loc></sitemap></sitemapindex>"
        ),
        f"{HOME}news-sitemap2.xml": (
            b'<urlset xmlns:news="n"><url><loc>https://paper.example/new</loc><news:news><news:title>New</news:title>'
            b"<news:publication_date>2026-11-24</news:publication_date></news:news></url></urlset>"
        ),
    }

    found = discovering.find(sqlite_parts, HOME)

    assert recommended(found) == ["feed/", "category/odisha/feed/", "news-sitemap2.xml"]
    assert "category/odisha/" not in {url.removeprefix(HOME) for url in sqlite_parts.fetcher.asked}
    assert len(sqlite_parts.fetcher.asked) == len(set(sqlite_parts.fetcher.asked))
    names = [source_adding.name_of(each.candidate, found.name) for each in found.proposals if each.recommended]
    assert names == ["The Paper", "Odisha", "The Paper: news sitemap"]


def test_a_site_that_declares_nothing_is_asked_where_others_have_it(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(),
        f"{HOME}rss.xml": a_feed(an_item()),
        f"{HOME}atom.xml": b"<html>a page in place of a feed</html>",
        f"{HOME}index.xml": b"no feed",
    }

    found = discovering.find(sqlite_parts, HOME)

    assert recommended(found) == ["rss.xml"]
    assert found.notes == ()


def test_pages_that_list_feeds_are_read_too(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(menu='<a href="/feeds-of-ours">RSS feeds</a><a href="/odd">RSS</a>'),
        f"{HOME}feeds-of-ours": a_home(menu='<a href="/rss/world.xml">World</a>'),
        f"{HOME}odd": b"",
        f"{HOME}rss/world.xml": a_feed(an_item()),
    }

    assert recommended(discovering.find(sqlite_parts, HOME)) == ["rss/world.xml"]


def test_a_section_page_that_can_not_be_read_is_left_out(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(declared("/all.xml"), menu='<a href="/a/">Odisha</a><a href="/b/">Sport</a>'),
        f"{HOME}all.xml": a_feed(an_item()),
        f"{HOME}a/": b"",
        f"{HOME}b/": a_home(declared("/all.xml"), declared("/b.xml")),
        f"{HOME}b.xml": a_feed(an_item("goal", title="A goal in the last minute")),
    }

    found = discovering.find(sqlite_parts, HOME)

    assert recommended(found) == ["all.xml", "b.xml"]
    assert found.proposals[1].candidate.section == "Sport"


def test_the_front_page_is_the_last_resort(sqlite_parts: Parts) -> None:
    link = '<a href="/2026/rain-reaches-the-coast">Rain reaches the coast at dawn</a>'
    sqlite_parts.fetcher.pages[HOME] = a_home(menu=link)

    (one,) = discovering.find(sqlite_parts, HOME).proposals

    assert (one.recommended, one.candidate.kind) == (True, SourceKind.PAGE)


def test_a_feed_itself_is_the_only_proposal(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages[f"{HOME}feed"] = a_feed(an_item())

    found = discovering.find(sqlite_parts, f"{HOME}feed")

    assert (found.direct, found.name, recommended(found)) == (True, "The Paper", ["feed"])
    assert sqlite_parts.fetcher.asked == [f"{HOME}feed"]


def test_what_is_a_source_already_says_so(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        a_source(session, url=f"{HOME}feed", name="Ours")
    sqlite_parts.fetcher.pages |= {HOME: a_home(declared("/feed")), f"{HOME}feed": a_feed(an_item())}

    found = discovering.find(sqlite_parts, HOME)

    assert found.proposals[0].why == "It is a source already: Ours."
    assert recommended(found) == []


def test_a_site_that_asks_to_be_left_alone_is(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {
        HOME: a_home(declared("/feed")),
        f"{HOME}robots.txt": Fetched(url=f"{HOME}robots.txt", status=429, body=b""),
    }

    found = discovering.find(sqlite_parts, HOME)

    assert sqlite_parts.fetcher.asked == [HOME, f"{HOME}robots.txt"]
    assert found.notes == ("The site asked to be left alone, so the rest was not looked at: try again later.",)


def test_never_more_than_so_many_addresses_are_asked(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovering, "MOST_ASKED", 6)
    sqlite_parts.fetcher.pages[HOME] = a_home(*(declared(f"/{number}.xml") for number in range(30)))
    steps: list[tuple[int, int]] = []

    found = discovering.find(sqlite_parts, HOME, progress=lambda done, total: steps.append((done, total)))

    assert len(sqlite_parts.fetcher.asked) == found.asked == 6
    assert found.notes == ("It has more than 6 addresses to look at; the rest was left out.",)
    assert steps[-1] == (6, 6)


def test_nor_for_longer_than_a_minute_and_a_half(sqlite_parts: Parts) -> None:
    moments = [NOON]

    def clock() -> datetime:
        moments.append(moments[-1] + timedelta(seconds=40))
        return moments[-1]

    sqlite_parts.fetcher.pages[HOME] = a_home(declared("/feed"))

    discovering.find(replace(sqlite_parts, clock=clock), HOME)

    assert sqlite_parts.fetcher.asked == [HOME, f"{HOME}robots.txt"]  # which had the ten seconds that were left


def test_a_declared_feed_that_can_not_be_read_is_told(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages |= {HOME: a_home(declared("/feed")), f"{HOME}feed": b"no feed at all"}

    (note,) = discovering.find(sqlite_parts, HOME).notes

    assert note.startswith("https://paper.example/feed was left out. This is not a feed")


@pytest.mark.parametrize(
    ("url", "answer", "error"),
    [
        ("ftp://paper.example/", None, BadInput),
        ("paper.example/", None, Unreachable),
        (HOME, Fetched(url=HOME, status=500, body=b""), BadInput),
        (HOME, b"words", Unreadable),
    ],
)
def test_an_address_that_can_not_be_read_is_said_at_once(
    sqlite_parts: Parts, url: str, answer: bytes | Fetched | None, error: type[Exception]
) -> None:
    if answer is not None:
        sqlite_parts.fetcher.pages[HOME] = answer

    with pytest.raises(error):
        discovering.find(sqlite_parts, url)


def test_what_was_found_is_added_with_what_is_known_of_it(parts: Parts) -> None:
    parts.fetcher.pages |= {
        HOME: a_home(declared("/feed"), menu='<a href="/odisha">Odisha</a>'),
        f"{HOME}feed": a_feed(an_item()),
        f"{HOME}odisha/feed": a_feed(an_item("hail", title="Hail")),
    }
    found = discovering.find(parts, HOME)
    asked = len(parts.fetcher.asked)

    for each in found.proposals:
        if each.recommended:
            source_adding.add_found(parts, each.candidate, site=found.name, by="cli")

    with parts.database.reading() as session:
        rows = sources.every(session)
    assert [(row.name, row.section, row.language) for row in rows] == [
        ("The Paper", None, "en-IN"),
        ("The Paper: Odisha", "Odisha", "en-IN"),
    ]
    assert len(parts.fetcher.asked) == asked
