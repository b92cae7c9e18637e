"""Feeds of any quality by feedparser: what the strict reader refuses is read here.

Two things are other than feedparser does by itself: what `media:` says of a picture stays with the picture, and the
modules that distrib does not use are passed over (some of their handlers fail on what others write).
"""

import io
import re
import xml.sax
from collections.abc import Callable
from typing import Any
from xml.sax import SAXException
from xml.sax.xmlreader import AttributesNSImpl

from feedparser import api
from feedparser.mixin import _FeedParserMixin as Parser
from feedparser.sanitizer import replace_doctype
from feedparser.urls import make_safe_absolute_uri

from distrib.ingest.sources.elements import LONGEST_AUTHOR, MOST_TAGS
from distrib.ingest.sources.entries import Raw

_DOCTYPE = re.compile(rb"<!DOCTYPE feed \[[^\]]*\]>")  # as replace_doctype writes it
_ELEMENT, _SPACES = re.compile(rb"<\w"), re.compile(rb"\s{2,}")
_MOST_ATTRIBUTES, _DEEPEST = 200, 1000
_LONGEST_HEAD = 16_384
_LONGEST_ENTITY = 32
_PASSED_OVER = re.compile(r"_(?:start|end)_(?:geo|georss|gml|psc|where)\w*")


class _Media:
    """What feedparser's parsers do on meeting `media:`, mixed in before its own handlers."""

    push: Callable[[str, int], None]
    pop: Callable[[str], str | None]
    _get_context: Callable[[], dict[str, Any]]
    media_row: dict[str, Any] | None = None

    def _add_tag(self, term: str | None, scheme: str | None, label: str | None) -> None:
        if len(self._get_context().get("tags") or ()) < MOST_TAGS:
            Parser._add_tag(self, term, scheme, label)  # noqa: SLF001 - what theirs does, for so many

    def _sync_author_detail(self, key: str = "author") -> None:
        context = self._get_context()
        if len(context.get(key) or "") > LONGEST_AUTHOR:
            context[key] = context[key][:LONGEST_AUTHOR]
        Parser._sync_author_detail(self, key)  # noqa: SLF001 - what theirs does, for a short one

    def _start_media_content(self, attributes: dict[str, Any]) -> None:
        self.media_row = attributes
        self._get_context().setdefault("media_content", []).append(attributes)

    def _end_media_content(self) -> None:
        self.media_row = None

    def _said(self, name: str) -> None:
        row = self._get_context() if self.media_row is None else self.media_row
        if words := self.pop(name):
            row.setdefault(name, words)

    def _start_media_description(self, attributes: dict[str, Any]) -> None:
        self.push("media_description", 0)

    def _end_media_description(self) -> None:
        self._said("media_description")

    def _start_media_credit(self, attributes: dict[str, Any]) -> None:
        self.push("media_credit", 0)

    def _end_media_credit(self) -> None:
        self._said("media_credit")

    def _start_media_title(self, attributes: dict[str, Any]) -> None:
        self.push("media_title", 0)

    def _end_media_title(self) -> None:
        self._said("media_title")


def _nothing(parser: object, attributes: object = None) -> None:
    """Pass an element over."""


def _start_element(parser: Any, name: object, qname: object, attributes: Any) -> None:
    """Start an element, without attributes where there are more than anyone writes: finding one takes time then."""
    if parser.depth > _DEEPEST:
        raise RecursionError
    few = attributes if len(attributes) <= _MOST_ATTRIBUTES else AttributesNSImpl({}, {})
    api.StrictFeedParser.startElementNS(parser, name, qname, few)


_NOT_OURS = {name: _nothing for name in dir(api.StrictFeedParser) if _PASSED_OVER.fullmatch(name)}
_Strict = type("_Strict", (_Media, api.StrictFeedParser), {**_NOT_OURS, "startElementNS": _start_element})
_Loose = type("_Loose", (_Media, api.LooseFeedParser), dict(_NOT_OURS))


def _with_short_head(data: bytes) -> bytes:
    """Return the feed with little before its first element: feedparser goes through that again and again."""
    start = _ELEMENT.search(data)
    at = start.start() if start else len(data)
    head = _SPACES.sub(b"\n", data[:at]) if at < _LONGEST_HEAD else b""
    return data if len(head) == at else head + data[at:]


def read(data: bytes, url: str | None) -> Raw:
    """Return the feed that UTF-8 bytes are. Raises nearly anything on hostile ones."""
    version, data, entities = replace_doctype(_with_short_head(data))
    if any(len(value) > _LONGEST_ENTITY for value in entities.values()):  # written often enough, it fills the memory
        data, entities = _DOCTYPE.sub(b"", data, count=1), {}
    base = make_safe_absolute_uri(url or "")
    parser, error = _Strict(base, None, "utf-8"), None
    parser.resolve_relative_uris = parser.sanitize_html = False
    reader = xml.sax.make_parser()  # noqa: S317 - replace_doctype took every entity that could grow or lead outside
    reader.setFeature(xml.sax.handler.feature_namespaces, True)  # noqa: FBT003 - their signature
    reader.setFeature(xml.sax.handler.feature_external_ges, False)  # noqa: FBT003 - their signature
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    try:
        reader.parse(io.BytesIO(data))
    except SAXException as found:
        error = found
        parser = _Loose(base, None, "utf-8", entities)
        parser.resolve_relative_uris = parser.sanitize_html = False
        parser.feed(data.decode("utf-8", "replace"))
    # As plain dicts: feedparser's own would answer with another field, and a warning, where one is missing.
    return Raw(
        version=version or parser.version,
        feed=parser.feeddata,
        entries=[dict(each) for each in parser.entries],
        broken=error is not None,
    )
