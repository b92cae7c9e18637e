"""Where the strict reader stands in a feed: feedparser's own state, as far as it matters."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from feedparser.mixin import _FeedParserMixin as Parser
from feedparser.urls import _urljoin, make_safe_absolute_uri
from feedparser.util import FeedParserDict

from distrib.ingest.cleaning import is_common_url
from distrib.ingest.sources.elements import Row, leaf
from distrib.ingest.sources.naming import Names, Unfit, attributes, language

# Fields of a row that are used: an unknown element of such a name would become one.
_USED = frozenset(
    "id link links title title_detail summary summary_detail content authors author author_detail published updated "
    "tags media_content media_thumbnail image media_description media_credit media_title language version".split()
)
_TAKEN = _USED | {
    key
    for key, target in FeedParserDict.keymap.items()
    if _USED.intersection([target] if isinstance(target, str) else target)
}
# Elements with a handler of which nothing that is used comes; those of text may hold no elements.
_TEXTS = frozenset(
    "rights copyright dc_rights generator webmaster dc_publisher created dcterms_created dcterms_valid expirationdate "
    "cc_license creativecommons_license itunes_subtitle subtitle tagline itunes_block itunes_explicit itunes_name "
    "itunes_email media_player media_rating media_license media_restriction feedburner_browserfriendly info cloud "
    "width height url uri homepage name email newlocation".split()
)
_AREAS = re.compile(r"(?:georss|gml|geo|psc)_|where$")
_OF_HEAD = _TEXTS | frozenset(
    "author managingeditor dc_author dc_creator itunes_author category keywords dc_subject itunes_keywords "
    "media_keywords media_category enclosure pubdate published issued dcterms_issued updated modified lastbuilddate "
    "dc_date dcterms_modified media_thumbnail media_content media_credit media_description media_title itunes_image "
    "itunes_link dc_contributor".split()
)
OF_PEOPLE = frozenset({"name", "email", "uri", "url", "homepage"})
OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
OF_INPUT = frozenset({"title", "link", "description", "name"})
OF_SOURCE = frozenset("title id link updated subtitle category rights logo icon generator published".split())


Handler = Callable[["State", Row, Any], None]
Handlers = Mapping[str, Handler]


@lru_cache(maxsize=1024)
def known(name: str) -> bool:
    """Return whether feedparser does something of its own with the element."""
    return hasattr(Parser, f"_start_{name}") or hasattr(Parser, f"_end_{name}")


class State:
    """What is known of a feed at some point of reading it: feedparser's own state, as far as it matters."""

    def __init__(self, base: str, *, head: Handlers, entry: Handlers) -> None:
        self._head, self._items = head, entry
        self.names = Names()
        self.feed: Row = {}
        self.atom = False
        self._bases = [base, base]  # of the root, of the channel
        self._base = base
        self.title_depth = -1
        self.has_content = False
        self._languages: list[str | None] = [None, None]  # of the root, of the channel
        self._channel: Any = None
        self.depth = 0
        self.above: str | None = None  # the language of what is around

    def begin(self, root: Any, *, atom: bool) -> None:
        """Take the root's attributes."""
        self.atom = atom
        found = attributes(root)
        said = language(found, None)
        self._base = self.based(found)
        self._bases = [self._base, self._base]
        if said and self.names.of(root.tag) in {"feed", "rss"}:
            self.feed["language"] = said
        self._languages = [said, said]

    def enter(self, channel: Any) -> None:
        """Take the channel's attributes, once."""
        if self._channel is channel:
            return
        if self._channel is not None or self.names.of(channel.tag) != "channel":
            raise Unfit
        found = attributes(channel)
        if "lastmod" in found or "href" in found:
            raise Unfit
        self._channel = channel
        self._languages[1] = language(found, self._languages[0])
        self._base = self._bases[0]
        self._bases[1] = self.based(found)

    def child(self, element: Any, depth: int) -> Row | None:
        """Take a child of the root (depth 2) or of the channel (depth 3); return the row if it is an entry."""
        name = self.names.of(element.tag)
        self.depth = depth
        self.above, self._base = self._languages[depth - 2], self._bases[depth - 2]
        if name in {"item", "entry"}:
            return self._entry(element)
        if name == "channel" and depth == 2:  # noqa: PLR2004 - of the root
            self.enter(element)
            for each in element:
                if self.child(each, 3) is not None:
                    raise Unfit  # pragma: no cover - entries of a channel come by themselves
            return None
        if depth == 2 and not self.atom and name not in {"image", "textinput"}:  # noqa: PLR2004 - beside the channel
            self.pass_over(element, name)
        elif handler := self._head.get(name):
            handler(self, self.feed, element)
        elif name == "author" and len(element):
            self.people(element, name)
        elif name in _OF_HEAD:
            leaf(element)
        else:
            self.pass_over(element, name)
        return None

    def _entry(self, element: Any) -> Row:
        found = attributes(element)
        if "lastmod" in found or "href" in found:
            raise Unfit
        self.title_depth = -1
        self.depth += 1
        row: Row = {}
        if about := found.get("rdf:about"):
            row["id"] = about
        self.above, self._base = language(found, self.above), self.based(found)
        of = self.names.of
        for child in element:
            name = of(child.tag)
            handler = self._items.get(name)
            if handler is None:
                self.pass_over(child, name)
            else:
                handler(self, row, child)
        self.has_content = False
        return row

    def pass_over(self, element: Any, name: str) -> None:
        """Raise Unfit unless nothing that is used comes of the element and what is in it."""
        if name in _TEXTS:
            leaf(element)
            return
        if name in _TAKEN or (known(name) and not _AREAS.match(name)):
            raise Unfit
        for child in element:
            self.pass_over(child, self.names.of(child.tag))

    def people(self, element: Any, name: str) -> None:
        for child in element:
            if self.names.of(child.tag) in OF_PEOPLE:
                leaf(child)
            else:
                self.pass_over(child, self.names.of(child.tag))

    def parts(self, element: Any, allowed: frozenset[str]) -> None:
        for child in element:
            if self.names.of(child.tag) not in allowed:
                raise Unfit
            leaf(child)

    def absolute(self, value: str, found: Mapping[str, str]) -> str:
        # Most are: nothing would be changed.
        return value if is_common_url(value) else str(_urljoin(self.based(found), value))

    def based(self, found: Mapping[str, str]) -> str:
        """Return the address by which those in an element with these attributes are made absolute."""
        said = found.get("xml:base", found.get("base"))
        if not said:
            return self._base
        if not self._base:
            return str(_urljoin("", said))
        return str(make_safe_absolute_uri(self._base, said) or self._base)
