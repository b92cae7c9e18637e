"""What feedparser's handlers make of a feed's elements, for those elements that the strict reader takes."""

from typing import Any

from feedparser.mixin import _FeedParserMixin as Parser

from distrib.ingest.sources.elements import (
    HTML,
    HTML_LINKS,
    ITUNES,
    REFERENCE,
    Row,
    add_tag,
    kind_of,
    leaf,
    mended,
    one_href,
    save_author,
    sync_author,
    text,
)
from distrib.ingest.sources.naming import Unfit, attributes, language
from distrib.ingest.sources.stating import OF_IMAGE, OF_INPUT, OF_PEOPLE, OF_SOURCE, Handler, State


def title(state: State, row: Row, element: Any) -> None:
    """Take a title: the first that is not empty counts."""
    value, found = text(element), attributes(element)
    kind = kind_of(found, "text/plain")
    if not -1 < state.title_depth <= state.depth:
        row["title"] = value
        said = language(found, state.above)
        row["title_detail"] = {"type": kind, "language": said, "base": state.based(found)}
    if value:
        state.title_depth = state.depth


def link(state: State, row: Row, element: Any) -> None:
    """Take a link, whose address is an attribute or its text."""
    found = attributes(element)
    found.setdefault("rel", "alternate")
    found.setdefault("type", "application/atom+xml" if found["rel"] == "self" else HTML)
    one_href(found)
    links = row.setdefault("links", [])
    links.append(found)
    if "href" in found:
        leaf(element)
        found["href"] = state.absolute(found["href"], found)
        if found["rel"] == "alternate" and found["type"] in HTML_LINKS:
            row["link"] = found["href"]
        return
    value = leaf(element)
    value = mended(state.absolute(value, found) if value else value)
    in_entry = row is not state.feed
    if "&" in value:
        value = REFERENCE.sub(r"&\g<1>", value.replace("&amp;", "&") if in_entry else value)
    row["link"] = value
    if value or not in_entry:
        found["href"] = value


def guid(state: State, row: Row, element: Any) -> None:
    """Take an identity, which is the link too unless it says no."""
    found = attributes(element)
    is_link = found.get("ispermalink", "true") == "true"
    value = leaf(element)
    row["id"] = value = mended(state.absolute(value, found) if value and is_link else value)
    if is_link:
        row.setdefault("link", value)


def published(_state: State, row: Row, element: Any) -> None:
    """Take when it was published."""
    row["published"] = text(element)


def updated(_state: State, row: Row, element: Any) -> None:
    """Take when it was changed."""
    row["updated"] = text(element)


def own_language(_state: State, row: Row, element: Any) -> None:
    """Take the language of this entry or feed."""
    row["language"] = text(element)


def author(state: State, row: Row, element: Any) -> None:
    """Take an author: a text, or a name and an address."""
    row.setdefault("authors", []).append({})
    pieces = [element.text or ""]
    for child in element:
        name = state.names.of(child.tag)
        if name in {"name", "email"}:
            save_author(row, name, leaf(child))
        elif name in OF_PEOPLE:
            leaf(child)
            save_author(row, "href", text(child))
        else:
            state.pass_over(child, name)
            if len(child) or (child.text or "").strip():
                raise Unfit
        pieces.append(child.tail or "")
    row["author"] = mended("".join(pieces).strip())
    sync_author(row)


def category(_state: State, row: Row, element: Any, scheme: str | None = None, word: str = "term") -> None:
    """Take a category: attributes, or its text."""
    found, value = attributes(element), text(element)
    add_tag(row, found.get(word), found.get("scheme", found.get("domain", scheme)), found.get("label"))
    if value:
        tags = row["tags"]
        if tags and not tags[-1]["term"]:
            tags[-1]["term"] = value
        else:
            add_tag(row, value, None, None)


def itunes_category(_state: State, row: Row, element: Any) -> None:
    """Take a category of a podcast. Raises Unfit for text in it."""
    add_tag(row, attributes(element).get("text"), ITUNES, None)
    if value := text(element):
        raise Unfit(value)


def keywords(_state: State, row: Row, element: Any, scheme: str | None = None) -> None:
    """Take words with commas between as tags."""
    value = text(element)
    if not element.attrib:
        for term in value.split(","):
            if term.strip():
                add_tag(row, term.strip(), scheme, None)


def itunes_keywords(state: State, row: Row, element: Any) -> None:
    """Take a podcast's words with commas between."""
    keywords(state, row, element, ITUNES)


def description(state: State, row: Row, element: Any) -> None:
    """Take a description; a second one is content."""
    if "summary" in row and not state.has_content:
        content(state, row, element)
        return
    detail = _detail(state, element, HTML)
    if row is not state.feed:
        row["summary"], row["summary_detail"] = detail["value"], detail


def summary(state: State, row: Row, element: Any) -> None:
    """Take a summary; a second one is content."""
    if "summary" in row and not state.has_content:
        content(state, row, element)
        return
    detail = _detail(state, element, "text/plain")
    row["summary"], row["summary_detail"] = detail["value"], detail


def content(state: State, row: Row, element: Any, kind: str = "text/plain") -> None:
    """Take content, which is the summary too where there is none."""
    state.has_content = True
    detail = _detail(state, element, kind)
    row.setdefault("content", []).append(detail)
    row.setdefault("summary", detail["value"])


def content_encoded(state: State, row: Row, element: Any) -> None:
    """Take content in HTML."""
    content(state, row, element, HTML)


def _detail(state: State, element: Any, usual: str) -> Row:
    value, found = text(element), attributes(element)
    kind = kind_of(found, usual)
    if kind == "text/plain" and not state.atom and Parser.looks_like_html(value):
        kind = HTML
    said = language(found, state.above)
    return {"type": kind, "language": said, "base": state.based(found), "value": value}


def enclosure(_state: State, row: Row, element: Any) -> None:
    """Take a file that comes with the entry."""
    found = attributes(element)
    one_href(found)
    found["rel"] = "enclosure"
    row.setdefault("links", []).append(found)
    leaf(element)


def source(state: State, _row: Row, element: Any) -> None:
    """Pass the feed over from which an entry was taken."""
    state.title_depth = -1
    for child in element:
        name = state.names.of(child.tag)
        if name == "author":
            state.people(child, name)
        elif name in OF_SOURCE:
            leaf(child)
        else:
            state.pass_over(child, name)


def contributor(state: State, _row: Row, element: Any) -> None:
    """Pass people over who are not authors."""
    state.people(element, "contributor")


def image_of_entry(_state: State, row: Row, element: Any) -> None:
    """Take the picture of a podcast's entry."""
    leaf(element)
    found = attributes(element)
    if href := found.get("href") or found.get("url"):
        row["image"] = {"href": href}


def picture(state: State, _row: Row, element: Any) -> None:
    """Pass the feed's own picture over."""
    state.title_depth = -1
    state.parts(element, OF_IMAGE)
    _inner_title(state, element)


def text_input(state: State, _row: Row, element: Any) -> None:
    """Pass a feed's search box over."""
    state.title_depth = -1
    state.parts(element, OF_INPUT)
    _inner_title(state, element)


def _inner_title(state: State, element: Any) -> None:
    for child in element:
        if state.names.of(child.tag) == "title" and leaf(child):
            state.title_depth = state.depth + 1


def owner(state: State, _row: Row, element: Any) -> None:
    """Pass a podcast's owner over."""
    state.parts(element, frozenset({"itunes_name", "itunes_email"}))


def nested_category(state: State, row: Row, element: Any) -> None:
    """Pass a podcast's categories over, one in another."""
    for child in element:
        if state.names.of(child.tag) != "itunes_category":
            raise Unfit
        nested_category(state, row, child)


_BOTH: dict[str, Handler] = {
    **dict.fromkeys(("title", "dc_title"), title),
    "link": link,
    **dict.fromkeys(("guid", "id"), guid),
    **dict.fromkeys(("language", "dc_language"), own_language),
    **dict.fromkeys(("description", "dc_description"), description),
    **dict.fromkeys(("summary", "itunes_summary"), summary),
}
HEAD: dict[str, Handler] = {
    **_BOTH,
    "image": picture,
    "textinput": text_input,
    "itunes_owner": owner,
    "itunes_category": nested_category,
    "contributor": contributor,
}
STORY: dict[str, Handler] = {
    **_BOTH,
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), published),
    **dict.fromkeys(("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), updated),
    **dict.fromkeys(("author", "managingeditor", "dc_author", "dc_creator", "itunes_author"), author),
    **dict.fromkeys(("category", "keywords", "dc_subject"), category),
    "itunes_category": itunes_category,
    "itunes_keywords": itunes_keywords,
    "content": content,
    "content_encoded": content_encoded,
    "enclosure": enclosure,
    "source": source,
    **dict.fromkeys(("contributor", "dc_contributor"), contributor),
    **dict.fromkeys(("itunes_image", "itunes_link"), image_of_entry),
}
