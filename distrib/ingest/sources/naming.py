"""Elements by the names that feedparser gives them, so that both readers mean the same by a name."""

from typing import Any

from feedparser.mixin import _FeedParserMixin as Parser

STANDARD = {uri.lower(): prefix for uri, prefix in Parser.namespaces.items()}
_XML = "http://www.w3.org/XML/1998/namespace"
_USERLAND = "backend.userland.com/rss"
# Prefixes that mean something to feedparser even where they are bound to an address it does not know.
_TELLING = {name.split("_")[2] for name in dir(Parser) if name.startswith(("_start_", "_end_")) and name.count("_") > 2}  # noqa: PLR2004 - `_start_dc_date`
_TELLING |= {"rdf", "xml"}
_PREFIXES = _TELLING | set(STANDARD.values()) - {""}
_VERSIONS = {"http://purl.org/rss/1.0/": "rss10", "http://www.w3.org/2005/atom": "atom10"}
_MOST_ATTRIBUTES = 200
_RSS_090 = "http://my.netscape.com/rdf/simple/0.9/"


class Unfit(Exception):
    """The feed is better read by the tolerant reader."""


class Names:
    """The namespaces that a feed declares, in the order in which it does."""

    def __init__(self) -> None:
        self.version = ""  #: the format as told by the first namespace that tells
        self._bound: dict[str, str] = {}
        self._first: dict[str, str] = {}
        self._bare: set[str] = set()  # those met before they had a prefix
        self._names: dict[str, str] = {}

    def declare(self, prefix: str, uri: str) -> None:
        """Note a declaration. Raises Unfit where feedparser would mistake one module for another."""
        if not uri:
            return
        known = _standard(uri)
        if prefix:
            if self._bound.setdefault(prefix, uri) != uri:
                raise Unfit
            if known != prefix and prefix in (_TELLING if known is None else _PREFIXES):
                raise Unfit
            if uri in self._bare:
                raise Unfit
            self._first.setdefault(uri, prefix.lower())
        if not self.version:
            self.version = _VERSIONS.get(uri.lower(), "")
            if not prefix and uri.lower() == _RSS_090:
                self.version = "rss090"

    def of(self, tag: str) -> str:
        """Return `title`, `dc_creator` … for an element's tag."""
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = self._of(tag)
        return name

    def _of(self, tag: str) -> str:
        if tag[0] != "{":
            return tag.lower()
        uri, local = tag[1:].split("}", 1)
        prefix = _standard(uri)
        if prefix is None:
            prefix = self._first.get(uri, "")
            if not prefix:
                self._bare.add(uri)
        return f"{prefix}_{local}".lower() if prefix else local.lower()


def _standard(uri: str) -> str | None:
    """Return the prefix by which feedparser knows the module; "" for the formats themselves, None for unknown ones."""
    plain = uri.lower()
    return "" if _USERLAND in plain else STANDARD.get(plain)


def attributes(element: Any) -> dict[str, str]:
    """Return the attributes as feedparser names them. Raises Unfit for more than anyone writes."""
    if len(element.attrib) > _MOST_ATTRIBUTES:  # lxml's time for listing them goes by the square of their number
        raise Unfit
    found: dict[str, str] = {}
    foreign: dict[str, str] = {}
    for key, value in element.attrib.items():
        name, into = key.lower(), found
        if key[0] == "{":
            uri, name = key[1:].lower().split("}", 1)
            if prefix := _standard(uri):
                name = f"{prefix}:{name}"
            else:  # of other modules it takes the bare name, where no plain attribute has it
                into = foreign
        into[name] = value.lower() if name in {"rel", "type"} else value
    return {**foreign, **found} if foreign else found


def language(found: dict[str, str], above: str | None) -> str | None:
    """Return the language of an element with these attributes."""
    said = found.get("xml:lang", found.get("lang"))
    return above if said is None else said or None
