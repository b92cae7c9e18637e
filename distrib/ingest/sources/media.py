"""What `media:` says of an entry's pictures and films, for the strict reader."""

from typing import Any

from distrib.ingest.sources.elements import MEDIA_SCHEME, Row, leaf, mended
from distrib.ingest.sources.handlers import category, keywords
from distrib.ingest.sources.naming import Unfit, attributes
from distrib.ingest.sources.stating import Handler, State

_SAID = frozenset({"media_description", "media_credit", "media_title"})


def media_category(state: State, row: Row, element: Any) -> None:
    """Take a category of a film or picture."""
    found = attributes(element)
    if "scheme" not in found and "domain" in found:
        raise Unfit
    category(state, row, element, MEDIA_SCHEME)


def media_group(state: State, row: Row, element: Any) -> None:
    """Take what stands in a group as if it stood in the entry."""
    for child in element:
        name = state.names.of(child.tag)
        if handler := MEDIA.get(name):
            handler(state, row, child)
        else:
            state.pass_over(child, name)


def media_content(state: State, row: Row, element: Any) -> None:
    """Take a picture, film or sound, and what is said of it."""
    found: Row = dict(attributes(element))
    row.setdefault("media_content", []).append(found)
    for child in element:
        name = state.names.of(child.tag)
        if name in _SAID:
            _said(found, child, name)
        elif name != "media_content" and (handler := MEDIA.get(name)):
            handler(state, row, child)
        else:
            state.pass_over(child, name)


def media_thumbnail(state: State, row: Row, element: Any) -> None:
    """Take a small picture."""
    found, value = attributes(element), leaf(element)
    row.setdefault("media_thumbnail", []).append(found)
    if value:
        found.setdefault("url", mended(state.absolute(value, found)))


def said(state: State, row: Row, element: Any) -> None:
    """Take what is said of an entry's picture or film."""
    _said(row, element, state.names.of(element.tag))


def _said(row: Row, element: Any, name: str) -> None:
    if value := leaf(element):
        row.setdefault(name, value)


MEDIA: dict[str, Handler] = {
    "media_keywords": keywords,
    "media_category": media_category,
    "media_group": media_group,
    "media_content": media_content,
    "media_thumbnail": media_thumbnail,
    **dict.fromkeys(_SAID, said),
}
