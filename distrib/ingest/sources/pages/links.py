"""What a page links: its section and tags, related stories, the one before and the one after."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from distrib.ingest.cleaning import web_url
from distrib.ingest.sources.pages.blocks import named
from distrib.ingest.sources.pages.bylines import spaced

_RELATED = re.compile(r"related|yarpp", re.IGNORECASE)
_LISTED = re.compile(
    r"jeg_postblock|more-?stories|also-?read|recommended|read-?next|read-?more|you-?may-?like", re.IGNORECASE
)
_BLOCKS = frozenset({"div", "section", "aside", "ul", "nav"})
_DEEP, _SHORTEST_TITLE = 6, 15
_TITLES = ("h2", "h3", "h4", "h5", "h6", "li")
_OTHERS = re.compile(
    r"related|recommend|sidebar|comment|respond|most-?read|trending|popular|teaser|menu|nav-|navigation|site-footer"
    r"|page-?footer",
    re.IGNORECASE,
)
_TAGGED = re.compile(
    r"(?:^|[\s_-])(?:jeg_post_tags|(?:post|article|entry|story|page|content)?[_-]*(?:tags|topics|keywords|themen"
    r"|schlagworte|schlagwoerter|stichworte|temas|etiquetas"
    r"|labels|tag-?list|tag-?cloud|mots-?cles|sujets|tagi|trefwoorden))(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAG_URL = re.compile(
    r"/(?:tags?|topics?|thema|themen|temas?|etiquetas?|schlagwort(?:e)?|stichwort(?:e)?|keywords?|sujets?|label"
    r"|search/label|t)/[^/?#]+/?(?:$|[?#])",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:tags?|topics?|related topics|keywords|themen|(?:mehr|alles) zum thema|schlag(?:worte|wörter)|stichworte"
    r"|temas|etiquetas|sujets|mots-clés"
    r"|argomenti|onderwerpen|टैग|विषय|ଟ୍ୟାଗ|ٹیگز)\s*:?",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"(?:^|[\s_-])(?:prev(?:ious)?|older)(?:$|[\s_-])")
_AFTER = re.compile(r"(?:^|[\s_-])(?:next|newer)(?:$|[\s_-])")


def own_links(root: Any) -> list[Any]:
    """Return the links that belong to the story: not those of menus, of lists of other stories, of comments."""
    headed = {above for headline in root.iter("h1") for above in headline.iterancestors()}
    outside: set[Any] = set()
    found = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if (
            element.getparent() in outside
            or (element.tag in {"nav", "header", "aside"} and element not in headed)
            or (element.tag not in {"body", "html", "article", "main"} and _OTHERS.search(named(element)))
        ):
            outside.add(element)
        elif element.tag == "a":
            found.append(element)
    return found


def categories(links: list[Any]) -> list[str]:
    """Return the sections that the story's own lines link."""
    return [spaced(each) for each in links if "category" in (each.get("rel") or "").lower().split()][:4]


def tags(links: list[Any]) -> list[str]:
    """Return the tags that the page shows: by `rel`, by where they stand, by the address they lead to."""
    rels = [(each, (each.get("rel") or "").lower().split()) for each in links]
    found = [each for each, rel in rels if "tag" in rel and "category" not in rel]
    found = found or [each for each in links if any(_TAGGED.search(named(above)) for above in _near(each))]
    found = found or _labelled(links)
    found = found or [
        each
        for each in links
        if _TAG_URL.search(each.get("href") or "") and not any(above.tag == "p" for above in _near(each))
    ]
    return [words for each in found[:40] if 1 < len(words := spaced(each).lstrip("#")) <= 60]  # noqa: PLR2004


def _labelled(links: list[Any]) -> list[Any]:
    """Return the links of the first list that stands beside a label such as "Topics:"."""
    own = set(links)
    for link in links:
        for above in _near(link):
            label = (above.text or "").strip() or (above[0].text or "").strip()
            if _LABEL.fullmatch(label):
                return [each for each in above.iter("a") if each in own]
    return []


def _way(link: Any) -> str | None:
    """Return whether a link leads to the story before or after: as it says, or what stands around it alone."""
    for element in (link, *islice(link.iterancestors(), 3)):
        words = f"{element.get('rel') or ''} {named(element)}".lower()
        ways = [name for name, form in (("before", _BEFORE), ("after", _AFTER)) if form.search(words)]
        if len(ways) == 1:
            return ways[0]
    return None


def _near(element: Any) -> list[Any]:
    return list(islice(element.iterancestors(), 4))


def related(root: Any, url: str | None, most: int = 20) -> tuple[str, ...]:
    """Return the addresses of the stories that the page calls related, in order."""
    own = (url or "").partition("#")[0]
    for kind in (_RELATED, _LISTED):
        found: dict[str, None] = {}
        for link in _inside(root, kind):
            address = web_url(link.get("href"), url) if _titled(link) else None
            if address and address.partition("#")[0] != own:
                found[address] = None
            if len(found) == most:
                break
        if found:
            return tuple(found)
    return ()


def _inside(root: Any, kind: re.Pattern[str]) -> Iterator[Any]:
    """Give the links in the blocks whose class or id is of a kind."""
    inside: set[Any] = set()
    body = root.find("body")
    for element in body.iter() if body is not None else ():
        if not isinstance(element.tag, str):
            continue
        if element.getparent() in inside or (element.tag in _BLOCKS and kind.search(named(element))):
            inside.add(element)
            if element.tag == "a":
                yield element


def _titled(link: Any) -> bool:
    """Whether a link is a story's title, not a label."""
    heading = any(above.tag in _TITLES for above in islice(link.iterancestors(), _DEEP)) or any(
        True for _ in link.iter(*_TITLES)
    )
    return heading and len(spaced(link)) >= _SHORTEST_TITLE


def neighbours(root: Any, url: str | None) -> tuple[str | None, str | None]:
    """Return the addresses behind the page's "previous" and "next" links."""
    before = after = None
    own = (url or "").partition("#")[0]
    for link in root.iter("a"):
        way = _way(link)
        if way is None or (link.get("href") or "#").startswith("#"):
            continue
        address = web_url(link.get("href"), url)
        if address is None or address.partition("#")[0] == own:
            continue
        if way == "before":
            before = before or address
        else:
            after = after or address
    return before, after
