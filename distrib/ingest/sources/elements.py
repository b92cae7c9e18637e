"""What feedparser makes of single elements and attributes, as plain functions."""

import re
from collections.abc import Mapping
from typing import Any

from feedparser.html import _cp1252

from distrib.ingest.sources.naming import Unfit

Row = dict[str, Any]

HTML = "text/html"
_TYPES = {"text": "text/plain", "plain": "text/plain", "html": HTML, "text/plain": "text/plain", HTML: HTML}
HTML_LINKS = {"html", "xhtml", HTML, "application/xhtml+xml"}
_C1 = re.compile("[\x80-\x9f]")
REFERENCE = re.compile("&([A-Za-z0-9_]+);")
_ADDRESS = re.compile(
    r"(([a-zA-Z0-9\_\-\.\+]+)@((\[[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.)|(([a-zA-Z0-9\-]+\.)+))([a-zA-Z]{2,4}|[0-9]{1,3})(\]?))(\?subject=\S+)?"
)
MOST_TAGS, LONGEST_AUTHOR = 300, 500  #: of an entry: beyond, looking through them would take their number squared
ITUNES = "http://www.itunes.com/"
MEDIA_SCHEME = "http://search.yahoo.com/mrss/category_schema"


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


def kind_of(found: Mapping[str, str], usual: str) -> str:
    """Return the type of an element's text. Raises Unfit for one that is neither plain nor HTML."""
    kind = _TYPES.get(found.get("type", usual))
    if kind is None or found.get("mode") == "base64":
        raise Unfit
    return kind


def one_href(found: dict[str, str]) -> None:
    """Name the address `href`, whichever of its three names it has."""
    href = found.get("url", found.get("uri", found.get("href")))
    if href:
        found.pop("url", None)
        found.pop("uri", None)
        found["href"] = href


def add_tag(row: Row, term: str | None, scheme: str | None, label: str | None) -> None:
    """Add a tag that the row does not have yet."""
    tags = row.setdefault("tags", [])
    if (term or scheme or label) and len(tags) < MOST_TAGS:
        tag = {"term": term, "scheme": scheme, "label": label}
        if tag not in tags:
            tags.append(tag)


def save_author(row: Row, key: str, value: str) -> None:
    """Note a part of the last author."""
    row.setdefault("author_detail", {})[key] = value
    sync_author(row)
    row["authors"][-1][key] = value


def sync_author(row: Row) -> None:
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
