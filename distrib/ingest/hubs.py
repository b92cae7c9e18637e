"""Where a feed lets itself be pushed from: its WebSub hub, and the address it goes by there (the topic)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from distrib.errors import Unreadable
from distrib.ingest.cleaning import web_url
from distrib.ingest.linkheader import links
from distrib.ingest.sources import jsonfeed
from distrib.ingest.unpacking import unpacked

_HEAD = 65_536  # hub and self stand before the first entry
_ENTRIES = frozenset({"item", "entry"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A hub and the topic to subscribe to there."""

    hub: str
    topic: str


def offered(body: bytes, *, url: str, headers: Mapping[str, str]) -> Offer | None:
    """Return what a feed that was found at `url` offers. Its Link header counts before its body (WebSub, 4)."""
    said: dict[str, str] = {}
    for link in links(headers.get("link", ""), url):
        for relation in link.relations & {"hub", "self"}:
            said.setdefault(relation, link.url)
    if "hub" not in said:
        for relation, address in _in_body(body):
            if found := web_url(address, url):
                said.setdefault(relation, found)
    return Offer(hub=said["hub"], topic=said.get("self", url)) if "hub" in said else None


def _in_body(body: bytes) -> list[tuple[str, str]]:
    try:
        plain = unpacked(body).lstrip(b"\xef\xbb\xbf \t\r\n")
    except Unreadable:
        return []
    return _in_json(plain) if jsonfeed.looks_like_one(plain) else _in_xml(plain[:_HEAD])


def _in_json(plain: bytes) -> list[tuple[str, str]]:
    try:
        feed = json.loads(plain.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return []
    if not isinstance(feed, dict):
        return []
    hubs = feed.get("hubs")
    found = [
        ("hub", hub["url"])
        for hub in (hubs if isinstance(hubs, list) else [])
        if isinstance(hub, dict) and isinstance(hub.get("url"), str) and str(hub.get("type", "")).lower() == "websub"
    ]
    return found + ([("self", feed["feed_url"])] if isinstance(feed.get("feed_url"), str) else [])


def _in_xml(head: bytes) -> list[tuple[str, str]]:
    """Return the links before the first entry. The head may be cut or broken: what stands before that is read."""
    if re.search(rb"<!ENTITY", head, re.IGNORECASE):
        return []
    parser = etree.XMLPullParser(
        events=("start",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    found = []
    try:
        parser.feed(head)
        for _, element in parser.read_events():
            name = etree.QName(element).localname.lower()
            if name in _ENTRIES:
                break
            relations = str(element.get("rel") or "").lower().split() if name == "link" else []
            found += [(relation, element.get("href") or "") for relation in relations if relation in {"hub", "self"}]
    except (etree.LxmlError, ValueError):
        return found
    return found
