"""What the sample site answers to an address: pages, feeds, sitemaps and pictures."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from urllib.parse import parse_qs, unquote, urlsplit

from distrib.demo import markup
from distrib.demo.desk import Desk
from distrib.demo.paper import LANGUAGES, NAMES, OWN, SECTIONS, Piece
from distrib.demo.pictures import jpeg

HTML, XML, PLAIN = "text/html; charset=utf-8", "application/xml; charset=utf-8", "text/plain; charset=utf-8"
RSS, ATOM, JSON = "application/rss+xml; charset=utf-8", "application/atom+xml; charset=utf-8", "application/feed+json"
IN_FEED, ON_FRONT, NEWS_DAYS = 40, 4, 2
_PICTURE = re.compile(r"/media/(.+)-(1280|640|400)x(720|360|320)\.jpg")
_FILM = re.compile(r"/media/(.+)\.mp4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer, before it is made conditional."""

    body: bytes = b""
    content_type: str = HTML
    status: HTTPStatus = HTTPStatus.OK
    modified: datetime | None = None
    location: str | None = None


Route = Callable[[list[Piece]], Answer]


def answer(desk: Desk, host: str, target: str) -> Answer:
    """Return what `host` says to the address `target` now."""
    if host not in NAMES:
        return Answer(status=HTTPStatus.NOT_FOUND, content_type=PLAIN, body=b"No such site here.\n")
    parts = urlsplit(target)
    path, out = unquote(parts.path), desk.out(host)
    number = parse_qs(parts.query).get("p", [""])[0]
    if path == "/" and number:
        found = next((told for told in out if str(told.number) == number), None)
        return _missing(host) if found is None else Answer(status=HTTPStatus.MOVED_PERMANENTLY, location=found.path)
    fixed = _routes(host).get(path)
    if fixed:
        return fixed(out)
    if path.startswith("/media/"):
        return _media(desk, host, path)
    if path.startswith("/tag/"):
        return _tag(host, path, out)
    told = desk.at(host, path)
    return _story(told, out) if told else _missing(host)


def _routes(host: str) -> Mapping[str, Route]:
    """Return the addresses that are always there."""
    name = NAMES[host]
    routes: dict[str, Route] = {
        "/": partial(_front, host),
        "/robots.txt": lambda _: _robots(host),
        "/feed.xml": partial(_feed, host, "rss.xml", RSS, name, "/feed.xml", "en"),
        "/atom.xml": partial(_feed, host, "atom.xml", ATOM, name, "/atom.xml", "en"),
        "/feed.json": partial(_json_feed, host),
        "/sitemap.xml": partial(_feed, host, "sitemap-index.xml", XML, name, "/sitemap.xml", "en"),
        "/page-sitemap.xml": partial(_feed, host, "page-sitemap.xml", XML, name, "/page-sitemap.xml", "en"),
        "/news-sitemap.xml": partial(_news_sitemap, host),
    }
    if host != OWN:
        return routes
    for section, slug in SECTIONS.items():
        path = f"/feed/{slug}.xml"
        routes[f"/{slug}/"] = partial(_list, section, f"/{slug}/", path, "en", section)
        routes[path] = partial(_section_feed, section, path)
    for code, word in LANGUAGES.items():
        routes[f"/{code}/"] = partial(_list, word, f"/{code}/", f"/{code}/feed.xml", code, None)
        routes[f"/{code}/feed.xml"] = partial(_language_feed, word, code)
    routes["/feed/broken.xml"] = partial(_broken, host)
    return routes


def _front(host: str, out: list[Piece]) -> Answer:
    out = [told for told in out if not told.embargo]
    if host != OWN:
        blocks: list[tuple[str, str, list[Piece]]] = [("Latest", "", out)]
    else:
        blocks = [
            (section, slug, [told for told in out if told.section == section][:ON_FRONT])
            for section, slug in SECTIONS.items()
        ]
        blocks += [
            (word, code, [told for told in out if told.language == code][:ON_FRONT])
            for code, word in LANGUAGES.items()
            if code != "en"
        ]
    return Answer(body=markup.page("front.html", host=host, blocks=blocks), modified=_newest(out))


def _list(title: str, path: str, feed: str, language: str, section: str | None, out: list[Piece]) -> Answer:
    ours = [told for told in out if told.language == language and not told.embargo]
    stories = [told for told in ours if section in (None, told.section)]
    body = markup.page(
        "list.html", host=OWN, language=language, title=title, path=path, feed=feed, stories=stories[:IN_FEED]
    )
    return Answer(body=body, modified=_newest(stories))


def _tag(host: str, path: str, out: list[Piece]) -> Answer:
    slug = path.removeprefix("/tag/").strip("/")
    stories = [told for told in out if slug in map(markup.tag_slug, told.tags)]
    if not stories:
        return _missing(host)
    title = next(tag for tag in stories[0].tags if markup.tag_slug(tag) == slug)
    language = stories[0].language
    body = markup.page(
        "list.html", host=host, language=language, title=title, path=path, feed=None, stories=stories[:IN_FEED]
    )
    return Answer(body=body, modified=_newest(stories))


def _story(told: Piece, out: list[Piece]) -> Answer:
    beside = [other for other in out if other.language == told.language]
    places = [place for place, other in enumerate(beside) if other.url == told.url]
    before = beside[places[0] + 1] if places and places[0] + 1 < len(beside) else None
    after = beside[places[0] - 1] if places and places[0] > 0 else None
    versions = [other for other in out if told.translation and other.translation == told.translation]
    related = [other for other in beside if other.section == told.section and other.url != told.url][:ON_FRONT]
    return Answer(
        body=markup.article(told, versions=versions, related=related, around=(before, after)), modified=told.modified
    )


def _feed(host: str, template: str, kind: str, title: str, path: str, language: str, out: list[Piece]) -> Answer:
    stories = out if template.endswith("sitemap.xml") else out[:IN_FEED]
    body = markup.feed(template, host=host, title=title, path=path, language=language, stories=stories)
    return Answer(body=body, content_type=kind, modified=_newest(stories))


def _section_feed(section: str, path: str, out: list[Piece]) -> Answer:
    stories = [told for told in out if told.section == section]
    return _feed(OWN, "rss.xml", RSS, f"{section} | {NAMES[OWN]}", path, "en", stories)


def _language_feed(word: str, code: str, out: list[Piece]) -> Answer:
    stories = [told for told in out if told.language == code]
    return _feed(OWN, "rss.xml", RSS, f"{NAMES[OWN]}: {word}", f"/{code}/feed.xml", code, stories)


def _news_sitemap(host: str, out: list[Piece]) -> Answer:
    newest = _newest(out)
    recent = [told for told in out if newest and told.published > newest - timedelta(days=NEWS_DAYS)]
    return _feed(host, "news-sitemap.xml", XML, NAMES[host], "/news-sitemap.xml", "en", recent)


def _json_feed(host: str, out: list[Piece]) -> Answer:
    body = markup.json_feed(host=host, title=NAMES[host], path="/feed.json", stories=out[:IN_FEED])
    return Answer(body=body, content_type=JSON, modified=_newest(out))


def _broken(host: str, out: list[Piece]) -> Answer:
    """Return a feed that stops in the middle of a word: what a full disk on the other side makes of one."""
    whole = _feed(host, "rss.xml", RSS, NAMES[host], "/feed/broken.xml", "en", out)
    return Answer(body=whole.body[:220].replace(b"<title>", b"<title><", 1), content_type=RSS)


def _robots(host: str) -> Answer:
    words = f"User-agent: *\nDisallow: /desk/\n\nSitemap: https://{host}/sitemap.xml\n"
    return Answer(body=words.encode(), content_type=PLAIN)


def _media(desk: Desk, host: str, path: str) -> Answer:
    picture, film = _PICTURE.fullmatch(path), _FILM.fullmatch(path)
    found = picture or film
    told = desk.media(host, found[1]) if found else None
    shown = next((shown for shown in told.pictures if found and shown.name == found[1]), None) if told else None
    if picture and told and shown:
        width, height = int(picture[2]), int(picture[3])
        return Answer(body=jpeg(shown.drawing, (width, height)), content_type="image/jpeg", modified=told.published)
    if film and told and told.kind == "video":
        return Answer(body=_EMPTY_FILM, content_type="video/mp4", modified=told.published)
    return _missing(host)


def _missing(host: str) -> Answer:
    return Answer(status=HTTPStatus.NOT_FOUND, body=markup.page("missing.html", host=host))


def _newest(stories: list[Piece]) -> datetime | None:
    return max((told.modified for told in stories if not told.embargo), default=None)


_BRAND = b"isom\x00\x00\x02\x00isommp41"
_EMPTY_FILM = (8 + len(_BRAND)).to_bytes(4, "big") + b"ftyp" + _BRAND + (8).to_bytes(4, "big") + b"mdat"
"""An MP4 file without a picture in it: the sample site has stills only, but its links lead somewhere."""
