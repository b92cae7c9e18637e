"""Pages and feeds of the sample site, as bytes."""

import json
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime as rfc822
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode

from babel.dates import format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from distrib.demo.linked import graph
from distrib.demo.paper import LANGUAGES, NAMES, OWN, SECTIONS, ZONE, Piece, Shown

LABELS = {
    "en": {"by": "By", "related": "Related stories", "previous": "Previous", "next": "Next", "tags": "Tags"},
    "or": {"by": "ଲେଖା:", "related": "ସମ୍ପର୍କିତ ଖବର", "previous": "ପୂର୍ବ ଖବର", "next": "ପର ଖବର", "tags": "ବିଷୟ"},
    "hi": {"by": "लेखक:", "related": "संबंधित ख़बरें", "previous": "पिछली ख़बर", "next": "अगली ख़बर", "tags": "विषय"},
    "ur": {"by": "تحریر:", "related": "متعلقہ خبریں", "previous": "پچھلی خبر", "next": "اگلی خبر", "tags": "موضوعات"},
}
SIZES = {"lead": "1280x720", "card": "640x360", "thumb": "400x320"}


def page(template: str, *, host: str, **given: object) -> bytes:
    """Return the HTML page `template`, in the language `given` names."""
    language = str(given.pop("language", "en"))
    words = (
        _templates()
        .get_template(template)
        .render(
            host=host,
            name=NAMES[host],
            sections=SECTIONS if host == OWN else {},
            languages=LANGUAGES if host == OWN else {},
            language=language,
            direction="rtl" if language == "ur" else "ltr",
            labels=LABELS[language],
            **given,
        )
    )
    return words.encode()


def article(
    told: Piece, *, versions: Sequence[Piece], related: Sequence[Piece], around: tuple[Piece | None, Piece | None]
) -> bytes:
    """Return a story's page; `around` is the story before and the one after it."""
    return page(
        "article.html",
        host=told.host,
        language=told.language,
        story=told,
        versions=versions,
        related=related,
        previous=around[0],
        following=around[1],
        shares=_shares(told),
        linked=json.dumps(graph(told), ensure_ascii=False, indent=1).replace("<", "\\u003c"),
    )


def feed(template: str, *, host: str, title: str, path: str, language: str, stories: Sequence[Piece]) -> bytes:
    """Return a feed or a sitemap."""
    newest = max((told.modified for told in stories), default=None)
    return (
        _templates()
        .get_template(template)
        .render(host=host, name=NAMES[host], title=title, path=path, language=language, stories=stories, newest=newest)
        .encode()
    )


def json_feed(*, host: str, title: str, path: str, stories: Sequence[Piece]) -> bytes:
    """Return the stories as a JSON Feed, version 1.1."""
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"https://{host}/",
        "feed_url": f"https://{host}{path}",
        "items": [
            {
                "id": f"https://{host}/?p={told.number}",
                "url": told.url,
                "title": told.title,
                "summary": told.dek,
                "content_text": "\n\n".join(told.paragraphs),
                "image": picture(told.pictures[0], host),
                "date_published": told.published.isoformat(),
                "date_modified": told.modified.isoformat(),
                "authors": [{"name": name} for name in told.authors or (told.credit,)],
                "tags": [told.section, *told.tags],
                "language": told.language,
            }
            for told in stories
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def picture(shown: Shown, host: str, size: str = "lead") -> str:
    """Return a picture's address."""
    return f"https://{host}/media/{shown.name}-{SIZES[size]}.jpg"


def tag_slug(tag: str) -> str:
    """Return the part of an address that stands for a tag."""
    return tag.casefold().replace(" & ", "-").replace(" ", "-")


@cache
def _templates() -> Environment:
    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["picture"] = picture
    found.filters["rfc822"] = lambda moment: rfc822(moment.astimezone(ZONE))
    found.filters["iso"] = lambda moment: moment.astimezone(ZONE).isoformat()
    found.filters["shown"] = _shown
    found.filters["tag_slug"] = lambda tag: quote(tag_slug(tag))
    found.filters["length"] = len
    return found


def _shown(moment: datetime, language: str) -> str:
    return format_datetime(moment.astimezone(ZONE), "d MMMM y, h:mm a", locale=language)


def _shares(told: Piece) -> list[tuple[str, str, str]]:
    """Return the row under a story: (class, word, address)."""
    url, title = told.url, told.title
    first = picture(told.pictures[0], told.host)
    return [
        ("facebook", "Share", "https://www.facebook.com/sharer.php?" + urlencode({"u": url})),
        ("x", "Tweet", "https://x.com/intent/post?" + urlencode({"text": title, "url": url})),
        ("whatsapp", "Send", "https://api.whatsapp.com/send?" + urlencode({"text": f"{title}\n{url}"})),
        ("linkedin", "Share", "https://www.linkedin.com/sharing/share-offsite/?" + urlencode({"url": url})),
        (
            "pinterest",
            "Pin",
            "https://www.pinterest.com/pin/create/button/?"
            + urlencode({"url": url, "media": first, "description": title}),
        ),
        ("telegram", "Share", "https://t.me/share/url?" + urlencode({"url": url, "text": title})),
        ("email", "Send", "mailto:?" + urlencode({"subject": title, "body": url}, quote_via=quote)),
    ]
