"""One thing in a feed, sitemap or page, as found: hostile parts removed, nothing else changed."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture that an entry or a page shows."""

    url: str
    width: int | None = None
    height: int | None = None
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that comes with an entry: sound, film, picture."""

    url: str
    type: str | None = None
    medium: str | None = None
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `url` is absolute and otherwise as found; text is plain but for `content_html`, which is safe."""

    id: str | None = None
    url: str | None = None
    title: str | None = None
    summary: str | None = None
    content_html: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: Image | None = None
    media: tuple[Media, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed as read: what it says of itself, its entries in order, and what is odd about it."""

    format: str
    title: str | None = None
    url: str | None = None  #: the site it belongs to
    language: str | None = None
    hub: str | None = None  #: WebSub
    entries: tuple[Entry, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One address in a sitemap."""

    url: str
    lastmod: datetime | None = None
    title: str | None = None
    published: datetime | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    videos: tuple[Media, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """A sitemap (`urlset`) or an index of sitemaps, as read."""

    kind: str
    entries: tuple[Place, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An article page as read. `published` stands in the page's own zone; a date without time stays a date."""

    url: str | None = None
    canonical_url: str | None = None
    title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    credit: str | None = None  #: the agency it came from
    dateline: str | None = None
    published: datetime | date | None = None
    modified: datetime | date | None = None
    section: str | None = None
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: Image | None = None
    kind: str = "article"
    language: str | None = None
    direction: str = "ltr"
    paywalled: bool | None = None
    related: tuple[str, ...] = ()
    previous: str | None = None
    next: str | None = None
    body_text: str = ""
    words: int = 0
    minutes: int = 0
    share_image: Image | None = None  #: the one for social networks: plain JPEG where the lead picture is none
    translations: dict[str, str] = field(default_factory=dict)  #: language -> address of the same story
    media_seconds: int | None = None
    media_count: int | None = None
    noindex: bool = False  #: it asks not to be listed
    removed: bool = False  #: it says that its story was taken back
