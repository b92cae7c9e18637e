"""The text of an article: the block that holds the story's paragraphs, without what stands around them."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from distrib.ingest.cleaning import line

_NOISE_TAGS = frozenset(
    {"script", "style", "noscript", "template", "iframe", "svg", "nav", "footer", "form", "button", "figure", "select",
     "figcaption", "picture", "video", "audio", "object", "dialog", "menu", "textarea", "label", "canvas"}
)  # fmt: skip
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|promo\w*|newsletter\w*|sidebar|share\w*|social\w*|comment\w*|advert\w*|ad|ads|sponsor\w*"
    r"|taboola|outbrain|breadcrumbs?|byline|author\w*|tags?|menu|nav\w*|footer|caption|credit\w*|copyright|subscri\w*|paywall\w*"
    r"|signup|cookie\w*|consent\w*|popular|trending|most-?read|more-?stories|read-?more|readmore|also-?read|teasers?|widget\w*|gallery"
    r"|player|video\w*|podcast|hidden|sr-only|visually-?hidden|screen-?reader\w*|toolbar|meta|timestamp|date|disclaimer|notice"
    r"|jeg_share\w*|jnews_\w+|inline_related\w*|jp-relatedposts|print-only|popup|modal|login)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"(?:^|[\s_-])(?:article-?_*body|articlebody|story-?_*body|storybody|entry-?content|post-?content|article-?_*content|content-?inner"
    r"|story-?content|articletext|article-?_*text|body-?text|main-?content|rich-?text|news-?text|paragraphs?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "dd", "dt"})
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_SHORTEST = 25
_MOST_LINKED = 0.6
_MOST_NOISE = 0.4


def paragraphs(root: Any) -> list[str]:
    """Return the paragraphs and headings of the article, top to bottom."""
    body = root.find("body")
    top = body if body is not None else root
    noise = _noise(top)
    container = _container(top, _lengths(top, noise))
    if container is None:
        return []
    found: list[str] = []
    for words, heading in _blocks(container, noise):
        if words and (not found or found[-1] != words) and not (heading and len(words) > 200):  # noqa: PLR2004
            found.append(words)
    return found


def _noise(top: Any) -> set[Any]:
    """Return the elements that stand around a story.

    Their classes say so, and are not believed of an element that holds much of the page's text: themes give odd names
    to whole pages.
    """
    held: dict[Any, int] = defaultdict(int)
    whole = 0
    for paragraph in top.iter("p"):
        length = len(" ".join(paragraph.itertext()))
        whole += length
        for above in paragraph.iterancestors():
            held[above] += length
            if above is top:
                break
    return {
        element
        for element in top.iter()
        if isinstance(element.tag, str)
        and (element.tag in _NOISE_TAGS or (_said_noise(element) and held[element] <= whole * _MOST_NOISE))
    }


def _said_noise(element: Any) -> bool:
    if element.tag in {"body", "html", "article", "main"}:
        return False
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_NOISE.search(named)) and not _BODY.search(named)


def _text(element: Any) -> str:
    return line(element.text_content(), 20_000) or ""


def _linked(element: Any, length: int) -> float:
    inside = sum(len(_text(link)) for link in element.iter("a"))
    return inside / length if length else 0.0


def _lengths(top: Any, noise: set[Any]) -> list[tuple[Any, int]]:
    """Return each paragraph that could be the story's, with the length of its text."""
    found = []
    for element in _walk(top, noise):
        if element.tag == "p" or (element.tag in {"div", "span"} and _bare(element)):
            length = len(_text(element))
            if length >= _SHORTEST and _linked(element, length) < _MOST_LINKED:
                found.append((element, length))
    return found


def _bare(element: Any) -> bool:
    """Whether a div holds text itself, as a paragraph would."""
    return len((element.text or "").strip()) >= _SHORTEST and element.find(".//p") is None


def _walk(element: Any, noise: set[Any]) -> Iterator[Any]:
    """Give the elements below, without what is not the story."""
    for child in element:
        if isinstance(child.tag, str) and child not in noise:
            yield child
            yield from _walk(child, noise)


def _container(top: Any, lengths: list[tuple[Any, int]]) -> Any:
    """Return the element that holds most of the text and little else."""
    if not lengths:
        return None
    scores: dict[Any, float] = defaultdict(float)
    for element, length in lengths:
        share = 1.0
        for above in element.iterancestors():
            scores[above] += length * share
            share *= 0.75
            if above is top:
                break
    for element in scores:
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.get("itemprop") == "articleBody" or _BODY.search(named):
            scores[element] *= 1.3
        elif element.tag == "article":
            scores[element] *= 1.15
    return max(scores, key=lambda element: scores[element])


def _blocks(container: Any, noise: set[Any]) -> Iterator[tuple[str, bool]]:
    for child in _walk_blocks(container, noise):
        words = _text(child)
        heading = child.tag in _HEADINGS
        if child.tag == "li" and (len(words) < _SHORTEST or _linked(child, len(words)) > _MOST_LINKED):
            continue
        if not heading and _linked(child, len(words)) > 0.8:  # noqa: PLR2004 - a line of links is a menu
            continue
        yield words, heading


def _walk_blocks(element: Any, noise: set[Any]) -> Iterator[Any]:
    for child in element:
        if not isinstance(child.tag, str) or child in noise or child.tag == "aside":
            continue
        if child.tag in _BLOCKS or (child.tag in {"div", "span", "section"} and _bare(child)):
            yield child
        else:
            yield from _walk_blocks(child, noise)
