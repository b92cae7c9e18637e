"""What a page says of itself in JSON-LD: graphs, arrays, several types, references by @id."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from distrib.ingest.cleaning import line, number, web_url
from distrib.ingest.entry import Image
from distrib.ingest.sources.pages.said import Said

_ARTICLE = re.compile(r"Article$|BlogPosting$|^Report$|^Review$|^ClaimReview$|^CreativeWork$|^SocialMediaPosting$")
_KINDS = {
    "LiveBlogPosting": "live",
    "VideoObject": "video",
    "ImageGallery": "gallery",
    "MediaGallery": "gallery",
    "Movie": "video",
}
_MOST_NODES = 3000
_DEEPEST = 12
_LONGEST_SCRIPT, _LONGEST_WORDS, _MOST_NAMES = 2_000_000, 8_000, 100
_LAST_COMMA = re.compile(r",(\s*[}\]])")
_DURATION = re.compile(r"P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", re.IGNORECASE)

Node = Mapping[str, Any]


def read(root: Any, url: str | None) -> Said:
    """Return what the page's JSON-LD says about its article."""
    nodes = list(_nodes(root))
    known = {str(node["@id"]): node for node in nodes if len(node) > 1 and "@id" in node}
    said = Said()
    article = _article(nodes, url)
    if article is not None:
        _say_article(said, article, known, url)
    for node in nodes:
        kinds = _types(node)
        if "BreadcrumbList" in kinds and not said.sections:
            said.sections += _breadcrumb(node)
        if kinds & {"WebSite", "NewsMediaOrganization", "Organization"}:
            said.sites += _names(node.get("name"), known)
        if article is None and kinds & {"WebPage", "ItemPage"}:
            said.descriptions += _strings(node.get("description"))
            said.published += _strings(node.get("datePublished"))
            said.modified += _strings(node.get("dateModified"))
            said.images += _images(node.get("primaryImageOfPage") or node.get("image"), known, url)
    return said


def _say_article(said: Said, node: Node, known: Mapping[str, Node], url: str | None) -> None:
    kinds = _types(node)
    said.titles += _strings(node.get("headline")) or _strings(node.get("name"))
    said.descriptions += _strings(node.get("description")) + _strings(node.get("abstract"))
    said.authors += _names(node.get("author") or node.get("creator"), known)
    said.desks += _desks(node.get("author") or node.get("creator"), known)
    said.published += _strings(node.get("datePublished") or node.get("uploadDate") or node.get("dateCreated"))
    said.modified += _strings(node.get("dateModified"))
    said.sections += _strings(node.get("articleSection"))
    for words in _strings(node.get("keywords"))[:_MOST_NAMES]:
        said.tags += _keywords(words)
    said.images += _images(node.get("image"), known, url) + _images(node.get("thumbnailUrl"), known, url)
    said.kinds += [_KINDS[kind] for kind in _KINDS if kind in kinds]
    said.languages += _strings(node.get("inLanguage"))
    said.canonicals += _strings(node.get("url"))
    said.sites += _names(node.get("publisher"), known)
    said.paywalled = _paywalled(node)
    said.body = next(iter(_strings(node.get("articleBody"))), "")
    said.seconds = _seconds(node.get("duration"))
    said.count = max(_length(node.get(name)) for name in ("associatedMedia", "image", "hasPart"))


def _nodes(root: Any) -> Iterator[Node]:
    count = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _flat(_parsed(script.text_content()), 0):
            count += 1
            if count > _MOST_NODES:
                return
            yield node


def _parsed(words: str) -> Any:
    """Return the JSON in a script, also where it is wrapped in a comment or ends its lists with a comma."""
    text = _unwrapped(words[:_LONGEST_SCRIPT])
    for attempt in (text, _LAST_COMMA.sub(r"\1", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _unwrapped(words: str) -> str:
    """Return a script without the comment or CDATA marks around it."""
    text = words.strip().removeprefix("<!--").removesuffix("-->").strip()
    for mark in ("//", "/*", "<![CDATA[", "*/"):
        text = text.removeprefix(mark).lstrip()
    for mark in ("*/", "]]>", "//", "/*"):
        text = text.removesuffix(mark).rstrip()
    return text.rstrip("; \n")


def _flat(value: Any, depth: int) -> Iterator[Node]:
    """Give every node that could be the article: of graphs and lists, and what pages hold as their main thing."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _flat(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart", "breadcrumb", "video"):
            if isinstance(value.get(key), dict | list):
                yield from _flat(value[key], depth + 1)


def _types(node: Node) -> set[str]:
    return {each.rsplit("/", 1)[-1] for each in _strings(node.get("@type"))}


def _article(nodes: list[Node], url: str | None) -> Node | None:
    """Return the node that is this page's article: the fullest one, one that names this page first."""
    best, best_score = None, 0.0
    for place, node in enumerate(nodes):
        kinds = _types(node)
        main = any(_ARTICLE.search(kind) or kind == "LiveBlogPosting" for kind in kinds)
        if not main and not kinds & _KINDS.keys():
            continue
        score = (10.0 if main else 2.0) - place * 0.01
        score += 3.0 if node.get("headline") else 0.0
        score += 1.0 if node.get("datePublished") else 0.0
        score += 1.0 if node.get("author") else 0.0
        score += 4.0 if url and _path(url) in _addresses(node) else 0.0
        if not (node.get("headline") or node.get("name") or node.get("datePublished")):
            continue
        if score > best_score:
            best, best_score = node, score
    return best


def _path(url: str) -> str:
    return url.partition("://")[2].partition("?")[0].rstrip("/").removeprefix("www.")


def _addresses(node: Node) -> set[str]:
    found = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    found += [each.get("@id") for each in found if isinstance(each, dict)]
    return {_path(each.partition("#")[0]) for each in found if isinstance(each, str)}


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [str(value)]
    if isinstance(value, list):
        return [words for each in value[:_MOST_NAMES] for words in _strings(each)]
    if isinstance(value, dict):
        return _strings(value.get("@value") or value.get("name"))
    return []


def _names(value: Any, known: Mapping[str, Node], depth: int = 0) -> list[str]:
    if depth > 3:  # noqa: PLR2004 - a reference to a reference is enough
        return []
    if isinstance(value, list):
        return [name for each in value[:_MOST_NAMES] for name in _names(each, known, depth + 1)]
    if isinstance(value, dict):
        if value.get("name"):
            return _strings(value["name"])
        target = known.get(str(value.get("@id")))
        return _names(target, known, depth + 1) if target is not None else []
    return _strings(value)


def _desks(value: Any, known: Mapping[str, Node]) -> list[str]:
    """Return the names of authors that are organisations."""
    nodes = [
        known.get(str(each.get("@id")), each)
        for each in (value if isinstance(value, list) else [value])
        if isinstance(each, dict)
    ]
    return [
        name for node in nodes if any("Organization" in kind for kind in _types(node)) for name in _names(node, known)
    ]


def _keywords(words: str) -> list[str]:
    words = words[:_LONGEST_WORDS]
    mark = ";" if ";" in words and "," not in words else ","
    return [part.strip() for part in words.split(mark) if part.strip()]


def _images(value: Any, known: Mapping[str, Node], url: str | None, depth: int = 0) -> list[Image]:
    if depth > 3:  # noqa: PLR2004 - as above
        return []
    if isinstance(value, list):
        return [image for each in value[:10] for image in _images(each, known, url, depth + 1)]
    if isinstance(value, str):
        address = web_url(value, url)
        return [Image(url=address)] if address else []
    return _image_of(value, known, url, depth) if isinstance(value, dict) else []


def _image_of(value: Node, known: Mapping[str, Node], url: str | None, depth: int) -> list[Image]:
    address = next((web_url(each, url) for each in _strings(value.get("url") or value.get("contentUrl"))), None)
    if address is None:
        target = known.get(str(value.get("@id")))
        return _images(target, known, url, depth + 1) if target is not None and target is not value else []
    return [
        Image(
            url=address,
            width=number(next(iter(_strings(value.get("width"))), None)),
            height=number(next(iter(_strings(value.get("height"))), None)),
            caption=line(next(iter(_strings(value.get("caption") or value.get("description"))), None)),
            credit=line(next(iter(_names(value.get("creditText") or value.get("copyrightHolder"), known)), None), 200),
        )
    ]


def _paywalled(node: Node) -> bool | None:
    free = node.get("isAccessibleForFree")
    if free is None:
        return None
    return str(free).strip().rsplit("/", 1)[-1].lower() in {"false", "0", "no"}


def _breadcrumb(node: Node) -> list[str]:
    """Return the sections on the way to the page: without home, and without the page itself."""
    rows = [row for row in node.get("itemListElement") or [] if isinstance(row, dict)]
    names = []
    for row in rows:
        item = row.get("item")
        names.append(next(iter(_strings(row.get("name")) or _strings(item if isinstance(item, dict) else None)), ""))
    return [name for name in names[1:-1] if name.strip()]


def _length(value: Any) -> int:
    return len(value) if isinstance(value, list) else 0


def _seconds(value: Any) -> int | None:
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return number(((days * 24 + hours) * 60 + minutes) * 60 + seconds)
