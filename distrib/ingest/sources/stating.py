"""What feedparser's handlers make of a feed's elements, for those elements that the strict reader takes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from feedparser.html import _cp1252
from feedparser.mixin import _FeedParserMixin as Parser
from feedparser.urls import _urljoin, make_safe_absolute_uri
from feedparser.util import FeedParserDict

from distrib.ingest.cleaning import is_common_url
from distrib.ingest.sources.naming import Names, Unfit, attributes, language

Row = dict[str, Any]

_HTML = "text/html"
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": _HTML, "text/plain": "text/plain", _HTML: _HTML}
_HTML_LINKS = {"html", "xhtml", _HTML, "application/xhtml+xml"}
_C1 = re.compile("[\x80-\x9f]")
_REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_ADDRESS = re.compile(
    r"(([a-zA-Z0-9\_\-\.\+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)
MOST_TAGS, LONGEST_AUTHOR = 300, 500  #: of an entry: beyond, looking through them would take their number squared
_ITUNES = "http://www.itunes.com/"
_MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"

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
_OF_PEOPLE = frozenset({"name", "email", "uri", "url", "homepage"})
_OF_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_OF_INPUT = frozenset({"title", "link", "description", "name"})
_OF_SOURCE = frozenset("title id link updated subtitle category rights logo icon generator published".split())


def leaf(element: Any) -> str:
    """Return the text of an element without elements, stripped. Raises Unfit for any other."""
    if len(element):
        raise Unfit
    return (element.text or "").strip()


def mended(value: str) -> str:
    """Return text with what was taken for Latin-1 by mistake put right, as feedparser does."""
    if value.isascii():
        return value
    try:
        value = value.encode("iso-8859-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value
    return value.translate(_cp1252) if _C1.search(value) else value


def text(element: Any) -> str:
    """Return an element's text as it is stored."""
    return mended(leaf(element))


def known(name: str) -> bool:
    """Return whether feedparser does something of its own with the element."""
    return hasattr(Parser, f"_start_{name}") or hasattr(Parser, f"_end_{name}")


class State:
    """What is known of a feed at some point of reading it: feedparser's own state, as far as it matters."""

    def __init__(self, base: str) -> None:
        self.names = Names()
        self.feed: Row = {}
        self.atom = False
        self._bases = [base, base]  # of the root, of the channel
        self._base = base
        self._title_depth = -1
        self._has_content = False
        self._languages: list[str | None] = [None, None]  # of the root, of the channel
        self._channel: Any = None
        self._depth = 0
        self._above: str | None = None  # the language of what is around

    # ------------------------------------------------------------ the frame
    def begin(self, root: Any, *, atom: bool) -> None:
        """Take the root's attributes."""
        self.atom = atom
        found = attributes(root)
        said = language(found, None)
        self._base = self._based(found)
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
        self._bases[1] = self._based(found)

    def child(self, element: Any, depth: int) -> Row | None:
        """Take a child of the root (depth 2) or of the channel (depth 3); return the row if it is an entry."""
        name = self.names.of(element.tag)
        self._depth = depth
        self._above, self._base = self._languages[depth - 2], self._bases[depth - 2]
        if name in {"item", "entry"}:
            return self._entry(element)
        if name == "channel" and depth == 2:  # noqa: PLR2004 - of the root
            self.enter(element)
            for each in element:
                if self.child(each, 3) is not None:
                    raise Unfit  # pragma: no cover - entries of a channel come by themselves
            return None
        if depth == 2 and not self.atom and name not in {"image", "textinput"}:  # noqa: PLR2004 - beside the channel
            self._pass_over(element, name)
        elif handler := _HEAD.get(name):
            handler(self, self.feed, element)
        elif name == "author" and len(element):
            self._people(element, name)
        elif name in _OF_HEAD:
            leaf(element)
        else:
            self._pass_over(element, name)
        return None

    def _entry(self, element: Any) -> Row:
        found = attributes(element)
        if "lastmod" in found or "href" in found:
            raise Unfit
        self._title_depth = -1
        self._depth += 1
        row: Row = {}
        if about := found.get("rdf:about"):
            row["id"] = about
        self._above, self._base = language(found, self._above), self._based(found)
        of = self.names.of
        for child in element:
            name = of(child.tag)
            handler = _ENTRY.get(name)
            if handler is None:
                self._pass_over(child, name)
            else:
                handler(self, row, child)
        self._has_content = False
        return row

    def _pass_over(self, element: Any, name: str) -> None:
        """Raise Unfit unless nothing that is used comes of the element and what is in it."""
        if name in _TEXTS:
            leaf(element)
            return
        if name in _TAKEN or (known(name) and not _AREAS.match(name)):
            raise Unfit
        for child in element:
            self._pass_over(child, self.names.of(child.tag))

    def _people(self, element: Any, name: str) -> None:
        for child in element:
            if self.names.of(child.tag) in _OF_PEOPLE:
                leaf(child)
            else:
                self._pass_over(child, self.names.of(child.tag))

    def _parts(self, element: Any, allowed: frozenset[str]) -> None:
        for child in element:
            if self.names.of(child.tag) not in allowed:
                raise Unfit
            leaf(child)

    # ------------------------------------------------------------ one element each
    def title(self, row: Row, element: Any) -> None:
        value, found = text(element), attributes(element)
        kind = _kind(found, "text/plain")
        if not -1 < self._title_depth <= self._depth:
            row["title"] = value
            said = language(found, self._above)
            row["title_detail"] = {"type": kind, "language": said, "base": self._based(found)}
        if value:
            self._title_depth = self._depth

    def link(self, row: Row, element: Any) -> None:
        found = attributes(element)
        found.setdefault("rel", "alternate")
        found.setdefault("type", "application/atom+xml" if found["rel"] == "self" else _HTML)
        _one_href(found)
        links = row.setdefault("links", [])
        links.append(found)
        if "href" in found:
            leaf(element)
            found["href"] = self._absolute(found["href"], found)
            if found["rel"] == "alternate" and found["type"] in _HTML_LINKS:
                row["link"] = found["href"]
            return
        value = leaf(element)
        value = mended(self._absolute(value, found) if value else value)
        in_entry = row is not self.feed
        if "&" in value:
            value = _REFERENCE.sub(r"&\g<1>", value.replace("&amp;", "&") if in_entry else value)
        row["link"] = value
        if value or not in_entry:
            found["href"] = value

    def guid(self, row: Row, element: Any) -> None:
        found = attributes(element)
        is_link = found.get("ispermalink", "true") == "true"
        value = leaf(element)
        row["id"] = value = mended(self._absolute(value, found) if value and is_link else value)
        if is_link:
            row.setdefault("link", value)

    def published(self, row: Row, element: Any) -> None:
        row["published"] = text(element)

    def updated(self, row: Row, element: Any) -> None:
        row["updated"] = text(element)

    def language(self, row: Row, element: Any) -> None:
        row["language"] = text(element)

    def author(self, row: Row, element: Any) -> None:
        row.setdefault("authors", []).append({})
        pieces = [element.text or ""]
        for child in element:
            name = self.names.of(child.tag)
            if name in {"name", "email"}:
                _save_author(row, name, leaf(child))
            elif name in _OF_PEOPLE:
                leaf(child)
                _save_author(row, "href", text(child))
            else:
                self._pass_over(child, name)
                if len(child) or (child.text or "").strip():
                    raise Unfit
            pieces.append(child.tail or "")
        row["author"] = mended("".join(pieces).strip())
        _sync_author(row)

    def category(self, row: Row, element: Any, scheme: str | None = None, word: str = "term") -> None:
        found, value = attributes(element), text(element)
        _add_tag(row, found.get(word), found.get("scheme", found.get("domain", scheme)), found.get("label"))
        if value:
            tags = row["tags"]
            if tags and not tags[-1]["term"]:
                tags[-1]["term"] = value
            else:
                _add_tag(row, value, None, None)

    def media_category(self, row: Row, element: Any) -> None:
        found = attributes(element)
        if "scheme" not in found and "domain" in found:
            raise Unfit
        self.category(row, element, _MEDIA_SCHEME)

    def itunes_category(self, row: Row, element: Any) -> None:
        _add_tag(row, attributes(element).get("text"), _ITUNES, None)
        if value := text(element):
            raise Unfit(value)

    def keywords(self, row: Row, element: Any, scheme: str | None = None) -> None:
        value = text(element)
        if not element.attrib:
            for term in value.split(","):
                if term.strip():
                    _add_tag(row, term.strip(), scheme, None)

    def itunes_keywords(self, row: Row, element: Any) -> None:
        self.keywords(row, element, _ITUNES)

    def description(self, row: Row, element: Any) -> None:
        if "summary" in row and not self._has_content:
            self.content(row, element)
            return
        detail = self._detail(element, _HTML)
        if row is not self.feed:
            row["summary"], row["summary_detail"] = detail["value"], detail

    def summary(self, row: Row, element: Any) -> None:
        if "summary" in row and not self._has_content:
            self.content(row, element)
            return
        detail = self._detail(element, "text/plain")
        row["summary"], row["summary_detail"] = detail["value"], detail

    def content(self, row: Row, element: Any, kind: str = "text/plain") -> None:
        self._has_content = True
        detail = self._detail(element, kind)
        row.setdefault("content", []).append(detail)
        row.setdefault("summary", detail["value"])

    def content_encoded(self, row: Row, element: Any) -> None:
        self.content(row, element, _HTML)

    def _detail(self, element: Any, usual: str) -> Row:
        value, found = text(element), attributes(element)
        kind = _kind(found, usual)
        if kind == "text/plain" and not self.atom and Parser.looks_like_html(value):
            kind = _HTML
        said = language(found, self._above)
        return {"type": kind, "language": said, "base": self._based(found), "value": value}

    def enclosure(self, row: Row, element: Any) -> None:
        found = attributes(element)
        _one_href(found)
        found["rel"] = "enclosure"
        row.setdefault("links", []).append(found)
        leaf(element)

    def source(self, row: Row, element: Any) -> None:
        self._title_depth = -1
        for child in element:
            name = self.names.of(child.tag)
            if name == "author":
                self._people(child, name)
            elif name in _OF_SOURCE:
                leaf(child)
            else:
                self._pass_over(child, name)

    def contributor(self, row: Row, element: Any) -> None:
        self._people(element, "contributor")

    def image_of_entry(self, row: Row, element: Any) -> None:
        leaf(element)
        found = attributes(element)
        if href := found.get("href") or found.get("url"):
            row["image"] = {"href": href}

    # ------------------------------------------------------------ media
    def media_group(self, row: Row, element: Any) -> None:
        for child in element:
            name = self.names.of(child.tag)
            if name.startswith("media_") and (handler := _ENTRY.get(name)):
                handler(self, row, child)
            else:
                self._pass_over(child, name)

    def media_content(self, row: Row, element: Any) -> None:
        found: Row = dict(attributes(element))
        row.setdefault("media_content", []).append(found)
        for child in element:
            name = self.names.of(child.tag)
            if name in _SAID:
                self._said(found, child, name)
            elif name.startswith("media_") and name != "media_content" and (handler := _ENTRY.get(name)):
                handler(self, row, child)
            else:
                self._pass_over(child, name)

    def media_thumbnail(self, row: Row, element: Any) -> None:
        found, value = attributes(element), leaf(element)
        row.setdefault("media_thumbnail", []).append(found)
        if value:
            found.setdefault("url", mended(self._absolute(value, found)))

    def said(self, row: Row, element: Any) -> None:
        self._said(row, element, self.names.of(element.tag))

    def _said(self, row: Row, element: Any, name: str) -> None:
        if value := leaf(element):
            row.setdefault(name, value)

    # ------------------------------------------------------------ of the head alone
    def picture(self, row: Row, element: Any) -> None:
        self._title_depth = -1
        self._parts(element, _OF_IMAGE)
        self._inner_title(element)

    def text_input(self, row: Row, element: Any) -> None:
        self._title_depth = -1
        self._parts(element, _OF_INPUT)
        self._inner_title(element)

    def _inner_title(self, element: Any) -> None:
        for child in element:
            if self.names.of(child.tag) == "title" and leaf(child):
                self._title_depth = self._depth + 1

    def owner(self, row: Row, element: Any) -> None:
        self._parts(element, frozenset({"itunes_name", "itunes_email"}))

    def nested_category(self, row: Row, element: Any) -> None:
        for child in element:
            if self.names.of(child.tag) != "itunes_category":
                raise Unfit
            self.nested_category(row, child)

    def _absolute(self, value: str, found: Mapping[str, str]) -> str:
        # Most are: nothing would be changed.
        return value if is_common_url(value) else str(_urljoin(self._based(found), value))

    def _based(self, found: Mapping[str, str]) -> str:
        """Return the address by which those in an element with these attributes are made absolute."""
        said = found.get("xml:base", found.get("base"))
        if not said:
            return self._base
        if not self._base:
            return str(_urljoin("", said))
        return str(make_safe_absolute_uri(self._base, said) or self._base)


def _kind(found: Mapping[str, str], usual: str) -> str:
    kind = _TYPES.get(found.get("type", usual))
    if kind is None or found.get("mode") == "base64":
        raise Unfit
    return kind


def _one_href(found: dict[str, str]) -> None:
    href = found.get("url", found.get("uri", found.get("href")))
    if href:
        found.pop("url", None)
        found.pop("uri", None)
        found["href"] = href


def _add_tag(row: Row, term: str | None, scheme: str | None, label: str | None) -> None:
    tags = row.setdefault("tags", [])
    if (term or scheme or label) and len(tags) < MOST_TAGS:
        tag = {"term": term, "scheme": scheme, "label": label}
        if tag not in tags:
            tags.append(tag)


def _save_author(row: Row, key: str, value: str) -> None:
    row.setdefault("author_detail", {})[key] = value
    _sync_author(row)
    row["authors"][-1][key] = value


def _sync_author(row: Row) -> None:
    """Fill an author's name and address from each other, as feedparser does."""
    detail = row["authors"][-1]
    if len(row.get("author") or "") > LONGEST_AUTHOR:
        row["author"] = row["author"][:LONGEST_AUTHOR]
    if detail:
        name, email = detail.get("name"), detail.get("email")
        if name and email:
            row["author"] = f"{name} ({email})"
        elif name or email:
            row["author"] = name or email
        return
    author = row.get("author")
    if not author:
        return
    found = _ADDRESS.search(author) if "@" in author else None
    if found:
        author = author.replace(found[0], "").replace("()", "").replace("<>", "").replace("&lt;&gt;", "").strip()
        author = author.removeprefix("(").removesuffix(")").strip()
        detail["email"] = found[0]
    row.setdefault("author_detail", detail)  # the same one: what is said of the next author may change it
    if author:
        detail["name"] = author


_Handler = Callable[[State, Row, Any], None]
_SAID = frozenset({"media_description", "media_credit", "media_title"})
_BOTH: dict[str, _Handler] = {
    **dict.fromkeys(("title", "dc_title"), State.title),
    "link": State.link,
    **dict.fromkeys(("guid", "id"), State.guid),
    **dict.fromkeys(("language", "dc_language"), State.language),
    **dict.fromkeys(("description", "dc_description"), State.description),
    **dict.fromkeys(("summary", "itunes_summary"), State.summary),
}
_HEAD: dict[str, _Handler] = {
    **_BOTH,
    "image": State.picture,
    "textinput": State.text_input,
    "itunes_owner": State.owner,
    "itunes_category": State.nested_category,
    "contributor": State.contributor,
}
_ENTRY: dict[str, _Handler] = {
    **_BOTH,
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), State.published),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), State.updated),
    **dict.fromkeys(("author", "managingeditor", "dc_author", "dc_creator", "itunes_author"), State.author),
    **dict.fromkeys(("category", "keywords", "dc_subject"), State.category),
    "itunes_category": State.itunes_category,
    "itunes_keywords": State.itunes_keywords,
    "content": State.content,
    "content_encoded": State.content_encoded,
    "enclosure": State.enclosure,
    "source": State.source,
    **dict.fromkeys(("contributor", "dc_contributor"), State.contributor),
    **dict.fromkeys(("itunes_image", "itunes_link"), State.image_of_entry),
    "media_keywords": State.keywords,
    "media_category": State.media_category,
    "media_group": State.media_group,
    "media_content": State.media_content,
    "media_thumbnail": State.media_thumbnail,
    **dict.fromkeys(_SAID, State.said),
}
