"""A page's text as blocks: each paragraph, heading, list item or bare run of words, with where it stands."""

import re
from dataclasses import dataclass, field
from typing import Any

from distrib.ingest.cleaning import line

NOISE_TAGS = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "nav", "footer", "button", "figure", "select",
     "figcaption", "picture", "video", "audio", "object", "dialog", "menu", "textarea", "label", "canvas", "head"}
)  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
     "i", "img", "ins", "kbd", "mark", "meta", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span",
     "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "link", "input", "amp-img"}
)  # fmt: skip
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter\w*|sidebar|share\w*|social\w*|comment\w*|advert\w*|ad"
    r"|ads|sponsor\w*"
    r"|taboola|outbrain|breadcrumbs?|byline|author\w*|tags?|menu|nav\w*|footer|caption|credit\w*|copyright"
    r"|subscri\w*|paywall\w*"
    r"|signup|cookie\w*|consent\w*|gdpr|onetrust|cmp|ccm|popular|trending|most-?read|more-?stories|read-?more"
    r"|readmore|also-?read|teasers?|widget\w*|gallery"
    r"|player|video\w*|podcast|(?<!label-)hidden|sr-only|visually-?hidden|screen-?reader\w*|toolbar|meta|timestamp"
    r"|date|disclaimer|notice"
    r"|twitter-tweet|instagram-media|tiktok-embed|regwall|register\w*|sign-?in|unlock|piano\w*|jeg_share\w*"
    r"|jnews_\w+|inline_related\w*|jp-relatedposts|print-only|popup|modal|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
BODY = re.compile(
    r"(?:^|[\s_-])(?:article-?_*body|articlebody|story-?_*body|storybody|entry-?content|post-?content"
    r"|article-?_*content|content-?inner"
    r"|story-?content|articletext|article-?_*text|body-?text|main-?content|rich-?text|news-?text|paragraphs?)(?:$"
    r"|[\s_-])",
    re.IGNORECASE,
)
_POST = re.compile(r"(?:^|\s)(?:hentry|type-post)(?:$|\s)")  # WordPress names a story's tags among its classes
_LONGEST_NAME = 400
_MOST_NOISE = 0.4
_SHORTEST_NOISE = 25


@dataclass(slots=True)
class Block:
    """One run of words: `owner` is the nearest element that starts a line of its own."""

    owner: Any
    tag: str
    words: str = ""
    linked: float = 0.0
    pieces: list[str] = field(default_factory=list)


def named(element: Any) -> str:
    """Return an element's classes and id, as one text."""
    return f"{classes(element)} {(element.get('id') or '')[:_LONGEST_NAME]}"


def classes(element: Any) -> str:
    """Return an element's classes; of endless ones, the beginning."""
    return (element.get("class") or "")[:_LONGEST_NAME]


def blocks(top: Any, noise_of: set[Any]) -> list[Block]:
    """Return the blocks below `top` in order, without those in the elements of `noise_of`."""
    return _Collector(noise_of).collected(top)


def noise_by_tag(top: Any) -> set[Any]:
    """Return the elements that never hold a story's words."""
    return {element for element in top.iter() if element.tag in NOISE_TAGS}


def noise(top: Any) -> set[Any]:
    """Return the elements that stand around a story.

    Their classes say so, and are not believed of an element that holds much of the page's text: themes give odd names
    to whole pages.
    """
    held = _held(top)
    whole = held.get(top, 0)
    return {
        element
        for element in top.iter()
        if isinstance(element.tag, str)
        and (element.tag in NOISE_TAGS or (_said_noise(element) and held.get(element, 0) <= whole * _MOST_NOISE))
    }


def _held(top: Any) -> dict[Any, int]:
    """Return how much running text each element holds; from the last to the first, so that children come first."""
    held: dict[Any, int] = {}
    for element in reversed(list(top.iter())):
        if not isinstance(element.tag, str) or element.tag in NOISE_TAGS:
            continue
        own = held.get(element, 0) + _running(element.text)
        held[element] = own
        above = element.getparent()
        if above is not None and element is not top:
            held[above] = held.get(above, 0) + own + _running(element.tail)
    return held


def _running(words: str | None) -> int:
    length = len(words) if words else 0
    return length if length >= _SHORTEST_NOISE else 0  # shorter is a label


def _said_noise(element: Any) -> bool:
    if element.tag in {"body", "html", "article", "main"} or _POST.search(classes(element)):
        return False
    if element.tag == "form" or element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    words = named(element)
    return bool(_NOISE.search(words)) and not BODY.search(words)


class _Collector:
    """Walks the tree once, without recursion, and cuts its text where lines begin."""

    def __init__(self, noise_of: set[Any]) -> None:
        self.noise = noise_of
        self.found: list[Block] = []
        self.current: Block | None = None
        self.links = 0
        self.linked = 0

    def collected(self, top: Any) -> list[Block]:
        owners = [top]
        stack = [(top, False)]
        while stack:
            element, leaving = stack.pop()
            if leaving:
                self._leave(element, owners)
                if element is not top:
                    self._add(element.tail, owners)
                continue
            if not isinstance(element.tag, str) or element in self.noise:
                if element.tag not in _INLINE:
                    self._cut()
                self._add(element.tail, owners)
                continue
            self._enter(element, owners)
            stack.append((element, True))
            stack.extend((child, False) for child in reversed(element))
        self._cut()
        return self.found

    def _enter(self, element: Any, owners: list[Any]) -> None:
        if element.tag == "a":
            self.links += 1
        elif element.tag == "br":
            self._break(element, owners)
        elif element.tag not in _INLINE:
            self._cut()
            owners.append(element)
        self._add(element.text, owners)

    def _leave(self, element: Any, owners: list[Any]) -> None:
        if element.tag == "a":
            self.links -= 1
        elif element.tag not in _INLINE:
            self._cut()
            owners.pop()

    def _break(self, element: Any, owners: list[Any]) -> None:
        """Two breaks with nothing between them end a paragraph; one is a space."""
        before = element.getprevious()
        if before is not None and before.tag == "br" and not (before.tail or "").strip():
            self._cut()
        else:
            self._add(" ", owners)

    def _add(self, words: str | None, owners: list[Any]) -> None:
        if not words:
            return
        if self.current is None:
            self.current = Block(owner=owners[-1], tag=owners[-1].tag)
        self.current.pieces.append(words)
        if self.links:
            self.linked += len(words.strip())

    def _cut(self) -> None:
        block, self.current = self.current, None
        linked, self.linked = self.linked, 0
        if block is None:
            return
        block.words = line("".join(block.pieces), 20_000) or ""
        block.pieces = []
        if block.words:
            block.linked = min(1.0, linked / len(block.words))
            self.found.append(block)
