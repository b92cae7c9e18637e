"""Well-formed feeds, read at the speed of libxml2: the same rows that feedparser would give, or none at all.

Whatever feedparser treats in some way of its own (inline XHTML, document types, modules with handlers that
are not repeated here) makes a feed unfit for this reader; the tolerant one takes it then.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

from feedparser.urls import make_safe_absolute_uri
from lxml import etree

from distrib.ingest.sources.entries import Raw
from distrib.ingest.sources.handlers import HEAD, STORY
from distrib.ingest.sources.media import MEDIA
from distrib.ingest.sources.naming import Unfit
from distrib.ingest.sources.stating import State

LARGE = 4_000_000  #: bytes from which a feed is gone through twice, so that its entries are never all in memory
_NOT_COPIED = (re.compile(rb"\xc2[\x80-\x9f]"), re.compile(rb"&#0*1(?:2[89]|[34]\d|5\d);|&#[xX]0*[89]\w;"))
_VERSIONS = {"0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOM = "{http://www.w3.org/2005/Atom}feed"
_ATOM_03 = "{http://purl.org/atom/ns#}feed"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}RDF"
_ENTRY = {**STORY, **MEDIA}
_EVENTS = ("start-ns", "start", "end")
_TAGS = ("{*}item", "{*}entry", "{*}rss", "{*}RDF", "{*}feed")


class NotWellFormed(Unfit):
    """The bytes are no XML."""


def read(data: bytes, url: str | None) -> Raw:
    """Return the feed that UTF-8 bytes are, as feedparser names things. Raises Unfit."""
    if any(pattern.search(data) for pattern in _NOT_COPIED):
        raise Unfit
    reading = _Pass(data, url)
    if len(data) < LARGE:
        rows: Any = list(reading.rows())
    else:
        for _ in reading.rows():  # is it fit to the end, and what does its head say?
            pass
        rows = _Pass(data, url).rows()
    return Raw(version=reading.version, feed=reading.state.feed, entries=rows)


class _Pass:
    """One way through the bytes, each entry forgotten once it is read."""

    def __init__(self, data: bytes, url: str | None) -> None:
        self._data = data
        base = make_safe_absolute_uri(url or "")
        self.state = State(make_safe_absolute_uri(base, base) if base else "", head=HEAD, entry=_ENTRY)
        self.version = ""
        self._done: Any = None  # the entry that was read last

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the row of each entry. Raises Unfit."""
        # Small trees only, no entities, no network: libxml2's own limits on depth and on the length of a text hold.
        options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
        source = io.BytesIO(self._data)
        events = etree.iterparse(source, events=_EVENTS, tag=_TAGS, remove_comments=True, remove_pis=True, **options)
        try:
            for event, found in events:
                if event == "start-ns":
                    self.state.names.declare(*found)
                elif (parent := found.getparent()) is None:
                    if event == "start":
                        self._begin(found)
                elif event == "end":
                    yield self._entry(parent, found)
        except etree.LxmlError as error:
            raise NotWellFormed from error
        if not self.version:
            raise Unfit
        if self._done is not None:
            self._before(self._done.getparent(), None)
        self._before(events.root, None)

    def _begin(self, root: Any) -> None:
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unfit
        self.version = _version(root, self.state.names.version)
        self.state.begin(root, atom=self.version.startswith("atom"))

    def _entry(self, parent: Any, item: Any) -> dict[str, Any]:
        """Take what stands before the entry, then the entry."""
        root = parent.getparent()
        if not self.version or (root is not None and root.getparent() is not None):
            raise Unfit  # entries stand in the root or in its channel
        if root is not None:
            self._before(root, parent)
            self.state.enter(parent)
        self._before(parent, item)
        row = self.state.child(item, depth=2 if root is None else 3)
        if row is None:
            raise Unfit
        item.clear()
        self._done = item
        return row

    def _before(self, parent: Any, until: Any) -> None:
        """Take what stands before the element `until` in its parent; the tree does not keep it."""
        depth = 2 if parent.getparent() is None else 3
        while (child := next(parent.iterchildren(), until)) is not until:
            if child is not self._done and self.state.child(child, depth=depth) is not None:
                raise Unfit
            parent.remove(child)


def _version(root: Any, named: str) -> str:
    """Return feedparser's name of the format; `named` is what the namespaces say. Raises Unfit for unusual ones."""
    if root.tag == "rss":
        said = root.get("version", "")
        return named if named.startswith("rss") else _VERSIONS.get(said) or ("rss20" if said[:2] == "2." else "rss")
    if root.tag == _ATOM and named == "atom10":
        return named
    if root.tag == _ATOM_03 and not named and root.get("version") == "0.3":
        return "atom03"
    if root.tag == _RDF and named in {"rss10", "rss090"}:
        return named
    raise Unfit
