"""A front page whose links are stories: for papers without a feed."""

import re
from urllib.parse import urlsplit

from distrib.ingest.cleaning import line, web_url
from distrib.ingest.entry import Entry
from distrib.ingest.sources.html import tree_of

MOST_ENTRIES = 200
_SHORTEST_TITLE = 20  # shorter ones are menus and buttons
_NOT_STORIES = re.compile(r"/(?:tag|tags|author|authors|category|page|login|search|about|contact|privacy)(?:/|$)")


def read(data: bytes, *, url: str | None = None) -> tuple[Entry, ...]:
    """Return the stories that a front page links to, in its order. Raises Unreadable."""
    root = tree_of(data)
    host = (urlsplit(url).hostname or "") if url else None
    found: dict[str, str] = {}
    for link in root.iter("a"):
        title, address = line(link.text_content(), 300), web_url(link.get("href"), url)
        if not title or not address or len(title) < _SHORTEST_TITLE:
            continue
        parts = urlsplit(address)
        deep = "-" in parts.path or any(mark.isdigit() for mark in parts.path)
        if deep and (host is None or parts.hostname == host) and not _NOT_STORIES.search(parts.path):
            found.setdefault(address.partition("#")[0], title)
    return tuple(Entry(url=address, title=title) for address, title in list(found.items())[:MOST_ENTRIES])
