"""What a page says in its head: OpenGraph, Twitter cards, meta names, links; and in microdata."""

import re
from collections import defaultdict
from typing import Any

from distrib.ingest.cleaning import line, number, web_url
from distrib.ingest.entry import Image
from distrib.ingest.sources.pages.said import Said

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date.issued", "dcterms.created",
    "dc.date", "dcterms.date", "sailthru.date", "parsely-pub-date", "pubdate", "publishdate", "publish-date",
    "article.published", "published-date", "publication_date", "cxenseparse:recs:publishtime", "last_published",
    "publisheddate", "dc.date.created", "vr:published_time", "shareaholic:article_published_time",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod")
_AUTHORS = (
    "author", "article:author", "article:author_name", "dc.creator", "dcterms.creator", "sailthru.author",
    "parsely-author", "byl", "cxenseparse:author", "article.author", "og:article:author", "dc.contributor",
)  # fmt: skip
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section", "cxenseparse:category")
_TITLES = ("og:title", "twitter:title", "title", "dc.title", "parsely-title", "sailthru.title")
_DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
_TAGS = (
    "article:tag",
    "og:article:tag",
    "news_keywords",
    "parsely-tags",
    "sailthru.tags",
    "classification-tags",
    "cxenseparse:keywords",
    "keywords",
)
_LONGEST_NAME, _MOST_TOLD = 80, 100
_KINDS = {"video": "video", "video.other": "video", "video.episode": "video", "video.movie": "video"}


def read(root: Any, url: str | None) -> Said:
    """Return what the head and the microdata say."""
    names = names_of(root)
    said = Said()
    for name in _TITLES:
        said.titles += names[name]
    for name in _DESCRIPTIONS:
        said.descriptions += names[name]
    for name in _AUTHORS:
        said.authors += names[name]
    for name in _PUBLISHED:
        said.published += names[name]
    for name in _MODIFIED:
        said.modified += names[name]
    for name in _SECTIONS:
        said.sections += names[name]
    for name in _TAGS:
        # Plain keywords are a search engine's; they count only where nothing better is said.
        if name != "keywords" or not said.tags:
            said.tags += [part for words in names[name] for part in words.split(",")]
    said.images = _images(names, url)
    said.kinds = [_KINDS[kind] for kind in names["og:type"] if kind in _KINDS]
    said.languages = names["og:locale"] + names["content-language"] + names["dc.language"]
    said.canonicals = _links(root, "canonical") + names["og:url"]
    said.sites = names["og:site_name"] + names["application-name"] + names["twitter:site"]
    tier = [tier.lower() for tier in names["article:content_tier"]]
    said.paywalled = {"locked": True, "metered": True, "free": False}.get(tier[0]) if tier else None
    _microdata(root, said, url)
    return said


def translations(root: Any, url: str | None) -> dict[str, str]:
    """Return the addresses of the same story in other languages (`hreflang`)."""
    found = {}
    for link in root.iter("link"):
        address = web_url(link.get("href"), url)
        if "alternate" in (link.get("rel") or "").lower().split() and link.get("hreflang") and address:
            found[str(link.get("hreflang")).lower()] = address
    found.pop("x-default", None)
    return found


def neighbours(root: Any, url: str | None) -> tuple[str | None, str | None]:
    """Return the previous and the next story, as the head names them."""
    before, after = _links(root, "prev"), _links(root, "next")
    return web_url(before[0], url) if before else None, web_url(after[0], url) if after else None


def names_of(root: Any) -> dict[str, list[str]]:
    """Return what the page's meta elements say, by their names in lower case."""
    names: dict[str, list[str]] = defaultdict(list)
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or meta.get("itemprop")
        content = (meta.get("content") or meta.get("value") or "").strip()
        if name and content and len(told := names[name.strip().lower()]) < _MOST_TOLD and content not in told:
            told.append(content[:5000])
    return names


def _links(root: Any, rel: str) -> list[str]:
    return [
        link.get("href")
        for link in root.iter("link")
        if rel in (link.get("rel") or "").lower().split() and link.get("href")
    ]


def _images(names: dict[str, list[str]], url: str | None) -> list[Image]:
    found = []
    for place, value in enumerate(names["og:image"] + names["og:image:url"] + names["og:image:secure_url"]):
        if address := web_url(value, url):
            first = place == 0
            found.append(
                Image(
                    url=address,
                    width=number(names["og:image:width"][0]) if first and names["og:image:width"] else None,
                    height=number(names["og:image:height"][0]) if first and names["og:image:height"] else None,
                    alt=line(names["og:image:alt"][0]) if first and names["og:image:alt"] else None,
                )
            )
    rest = names["twitter:image"] + names["twitter:image:src"] + names["image"] + names["thumbnailurl"]
    return found + [Image(url=address) for value in rest if (address := web_url(value, url))]


def noindex(root: Any) -> bool:
    """Return whether the page asks search engines to forget it."""
    names = names_of(root)
    rules = ",".join(names["robots"] + names["googlebot"] + names["googlebot-news"] + names["x-robots-tag"]).lower()
    return bool({"noindex", "none"} & {rule.strip() for rule in re.split(r"[,;\s]+", rules)})


def _microdata(root: Any, said: Said, url: str | None) -> None:
    """Add what microdata and RDFa mark among the page's own words."""
    for element in root.xpath("//*[@itemprop] | //body//*[@property]"):
        words = (
            element.get("content")
            or element.get("datetime")
            or (element.get("title") or "" if element.tag == "abbr" else "")
        )
        for name in f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split():
            _property(said, element, name.rpartition(":")[2], words, url)


def _property(said: Said, element: Any, name: str, words: str, url: str | None) -> None:
    if name == "headline":
        said.titles.append(words or element.text_content())
    elif name in {"datepublished", "created", "issued"} and words:
        said.published.append(words)
    elif name in {"datemodified", "modified"} and words:
        said.modified.append(words)
    elif name in {"author", "creator"} and not said.authors:
        named = element.xpath(
            ".//*[@itemprop='name' or @property='name' or @property='foaf:name' or @property='schema:name']"
        )
        whole = [words or element.text_content()] if len(element.text_content()) < _LONGEST_NAME else []
        said.authors += [(each.get("content") or each.text_content()) for each in named] or whole
    elif name == "articlesection" and not said.sections:
        said.sections.append(words or element.text_content())
    elif name == "keywords" and not said.tags:
        said.tags += (words or element.text_content()).split(",")
    elif name == "image" and not said.images:
        address = web_url(words or element.get("src") or element.get("href"), url)
        said.images += [Image(url=address)] if address else []
