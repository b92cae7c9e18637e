"""Where a site's feeds, sitemaps and sections may be: read from its front page and its robots.txt. Nothing is asked."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from distrib.ingest.cleaning import line, web_url
from distrib.ingest.languages import language_tag
from distrib.ingest.linkheader import links
from distrib.ingest.sites import belongs, site_of
from distrib.ingest.sources.html import tree_of

FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "text/rss+xml"}
)
WELL_KNOWN_FEEDS = ("/feed/", "/feed", "/rss", "/rss.xml", "/feed.xml", "/index.xml", "/atom.xml", "/feed.json")
WELL_KNOWN_SITEMAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_index.xml", "/sitemap.xml")

_MOST = 40
_FEED_PATH = re.compile(
    r"(?:^|/)(?:feed|rss|atom)(?:/|\.xml|\.json)?$|\.(?:rss|atom)$|/(?:feeds?|rss)/[^?]*\.xml$", re.IGNORECASE
)
_FEED_WORDS = re.compile(r"^(?:rss|rss feeds?|feeds?|subscribe by rss)$", re.IGNORECASE)
_MENU = re.compile(r"menu|nav", re.IGNORECASE)
_NO_SECTION = re.compile(
    r"/(?:about|contact|privacy|terms|login|signin|sign-in|register|account|subscri\w*|newsletters?|search|tags?|authors?|"
    r"advert\w*|jobs|careers|shop|store|e-?paper|cookies?|imprint|impressum|feeds?|rss|sitemap|page|cart|help|faq|donate|"
    r"wp-\w+)(?:[/.-]|$)",
    re.IGNORECASE,
)
_LONGEST_NAME, _DEEPEST, _MOST_HYPHENS = 32, 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address worth asking, why, and what it is called there."""

    url: str
    how: str
    title: str | None = None
    section: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """What one page leads to."""

    title: str | None = None
    language: str | None = None
    feeds: tuple[Lead, ...] = ()  #: declared by the page or linked from it
    sections: tuple[Lead, ...] = ()  #: of its menu
    lists: tuple[str, ...] = ()  #: pages that list its feeds


def of_page(data: bytes, *, url: str, content_type: str = "", link_header: str = "") -> Leads:
    """Return the leads of a web page. Raises Unreadable."""
    root = tree_of(data, content_type)
    base = web_url(next((each.get("href") for each in root.iter("base")), None), url) or url
    language = language_tag(root.get("lang"))
    linked, lists = _linked(root, base, site_of(url))
    return Leads(
        title=_title(root),
        language=language,
        feeds=_once([*_in_header(link_header, url), *_declared(root, base), *linked]),
        sections=_once(_menu(root, base, site_of(url), language)),
        lists=lists,
    )


def sitemaps_named(robots: bytes, base: str) -> tuple[str, ...]:
    """Return the sitemaps that a robots.txt names, news first."""
    words = robots[:512_000].decode("utf-8", "replace")
    named = [web_url(found, base) for found in re.findall(r"(?im)^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", words)]
    found = list(dict.fromkeys(each for each in named if each))[:_MOST]
    return tuple(sorted(found, key=lambda each: "news" not in urlsplit(each).path.lower()))


def well_known(base: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Return these paths at the root of the site that `base` stands on."""
    return tuple(urljoin(base, path) for path in paths)


def section_feed(section: str, main_feed: str) -> str | None:
    """Return where a section's feed is by the main feed's own habit (WordPress), or None where that says nothing."""
    path = urlsplit(main_feed).path
    if path not in {"/feed/", "/feed"}:
        return None
    return section.rstrip("/") + path


# -- what a page says --------------------------------------------------------------------


def _title(root: Any) -> str | None:
    for meta in root.iter("meta"):
        if (meta.get("property") or "").lower() == "og:site_name" and (found := line(meta.get("content"), 100)):
            return found
    title = next((line(each.text_content(), 200) for each in root.iter("title")), None)
    return re.split(r"\s[|–—-]\s", title)[0] if title else None


def _in_header(header: str, base: str) -> Iterator[Lead]:
    for link in links(header, base):
        if "alternate" in link.relations and link.type in FEED_TYPES:
            yield Lead(url=link.url, how="its Link header names it", title=link.title)


def _declared(root: Any, base: str) -> Iterator[Lead]:
    for link in root.iter("link"):
        relations = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if {"alternate", "feed"} & set(relations) and kind in FEED_TYPES and (url := web_url(link.get("href"), base)):
            yield Lead(url=url, how="the page declares it", title=line(link.get("title"), 100))


def _linked(root: Any, base: str, site: str) -> tuple[list[Lead], tuple[str, ...]]:
    """Return the feeds that the page links to in its text, and pages of this site that list feeds."""
    feeds: list[Lead] = []
    lists: list[str] = []
    for link in root.iter("a"):
        url = web_url(link.get("href"), base)
        if url is None or not belongs(url, site):
            continue
        words = line(link.text_content(), 100)
        if _FEED_PATH.search(urlsplit(url).path):
            name = words if words and not re.search(r"rss|feed|xml", words, re.IGNORECASE) else None
            feeds.append(Lead(url=url, how="the page links to it", title=name))
        elif words and _FEED_WORDS.match(words):
            lists.append(url.partition("#")[0])
    return feeds, tuple(dict.fromkeys(lists))[:2]


def _menu(root: Any, base: str, site: str, language: str | None) -> Iterator[Lead]:
    home = urlsplit(base).path.rstrip("/")
    for link in root.iter("a"):
        url = web_url(link.get("href"), base)
        if url is None or not belongs(url, site) or not _in_menu(link):
            continue
        name, parts = line(link.text_content(), 100), urlsplit(url)
        steps = [step for step in parts.path.split("/") if step]
        if not name or len(name) > _LONGEST_NAME or parts.query or not 1 <= len(steps) <= _DEEPEST:
            continue
        if _NO_SECTION.search(parts.path) or "." in steps[-1] or parts.path.rstrip("/") == home:
            continue
        if steps[-1].count("-") > _MOST_HYPHENS or sum(mark.isdigit() for mark in steps[-1]) > _MOST_HYPHENS:
            continue  # a story that the menu shows
        other = language_tag(link.get("hreflang") or link.get("lang"))
        edition = other if other and other != language else None
        yield Lead(
            url=url.partition("#")[0],
            how="it is in the menu",
            title=name,
            section=None if edition else name,
            language=edition,
        )


def _in_menu(link: Any) -> bool:
    for above in link.iterancestors():
        if above.tag in {"nav", "header"} or above.get("role") in {"navigation", "menubar"}:
            return True
        if _MENU.search(f"{above.get('class') or ''} {above.get('id') or ''}") and above.tag != "body":
            return True
    return False


def _once(found: Iterable[Lead]) -> tuple[Lead, ...]:
    once: dict[str, Lead] = {}
    for lead in found:
        once.setdefault(lead.url.rstrip("/"), lead)
    return tuple(once.values())[:_MOST]
