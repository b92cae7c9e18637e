"""The standfirst: the sentences between headline and text that many pages keep apart from the text."""

import re
from typing import Any

from distrib.ingest.cleaning import line
from distrib.ingest.sources.pages.blocks import NOISE_TAGS, named

_NAMED = re.compile(
    r"(?:^|[\s_-]|article|story|content|text|post|entry|news|page)(?:lead|lede|lead-?text|lead-?in|intro"
    r"|introduction|intro-?text|standfirst|stand-first|dek"
    r"|deck|summary|sub-?title|sub-?head|sub-?headline|sub-?heading|subtitulo|sapo|chapeau|chapo|ingress|excerpt"
    r"|abstract|vorspann|bajada"
    r"|copete|entradilla|volanta|sommario|occhiello|catenaccio|leader|hero_*-?text|strapline|perex|einleitung"
    r"|anreisser|teaser-?text|teaser|description|synopsis|preamble|kicker-?text)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"related|recommend|sidebar|most-?read|more-stor|newsletter|author|widget|comment|(?:^|[\s_-])(?:bio|cards?)(?:$"
    r"|[\s_-])",
    re.IGNORECASE,
)
_SHORTEST, _LONGEST = 40, 1500
_WHOLE = 80
_MOST, _FEW = 2, 3
_SAME = 0.8


def read(top: Any, container: Any, story: list[str], description: str | None) -> list[str]:
    """Return the sentences that stand between the headline and the story's text and belong to it."""
    told = " ".join(story)
    found: list[str] = []
    for element in _between(top, container):
        if not (_says_so(element) or (element.tag in {"p", "div", "h2", "strong"} and len(element) <= _FEW)):
            continue
        words = line("".join(element.itertext()), _LONGEST + 1) or ""
        if (
            not _SHORTEST <= len(words) <= _LONGEST
            or _known(words, story, told)
            or any(words in each or each in words for each in found)
        ):
            continue
        told_so = _says_so(element) or _sentence(element, words)
        if (told_so and _fits(element, words)) or _repeats(words, description):
            found.append(words)
            if len(found) == _MOST:
                break
    return found


def _sentence(element: Any, words: str) -> bool:
    """Whether a paragraph by itself above the text is one of sentences."""
    return element.tag == "p" and len(words) >= _WHOLE and words[-1] in '.!?…»”"।۔。'


def _known(words: str, story: list[str], told: str) -> bool:
    """Whether the story says so already, or the words hold a paragraph of it."""
    return words[:60] in told or any(each in words for each in story if len(each) >= _SHORTEST)


def _between(top: Any, container: Any) -> list[Any]:
    """Return the elements from the headline to the first of the container's paragraphs."""
    found: list[Any] = []
    headed = not _headed_before(top, container)
    inside = False
    beside: set[Any] = set()
    for element in top.iter():
        if not isinstance(element.tag, str) or element.tag in NOISE_TAGS or element.getparent() in beside:
            beside.add(element)
            continue
        if element is container:
            inside = True
        if element.tag == "h1":
            headed, found = True, []
        elif headed and element is not container:
            if inside and element.tag == "p" and not _says_so(element) and not _says_so(element.getparent()):
                break
            found.append(element)
        if not headed and inside and element.tag == "p":
            break
    return found[:400]


def _headed_before(top: Any, container: Any) -> bool:
    for element in top.iter("h1", container.tag):
        if element.tag == "h1":
            return True
        if element is container:
            return container.find(".//h1") is not None
    return False


def _says_so(element: Any) -> bool:
    return element.get("itemprop") in {"description", "alternativeHeadline"} or bool(_NAMED.search(named(element)))


def _fits(element: Any, words: str) -> bool:
    linked = sum(len("".join(link.itertext())) for link in element.iter("a"))
    if linked > len(words) * 0.4:
        return False
    above = [element, *list(element.iterancestors())[:6]]
    return not any(
        each.tag in {"nav", "footer", "aside", "li"} or _BESIDE.search(named(each))
        for each in above
        if each.tag not in {"body", "html"}
    )


def _repeats(words: str, description: str | None) -> bool:
    """Whether the words are the page's description, or begin with it."""
    if not description or len(description) < _SHORTEST:
        return False
    bare = description.rstrip(" .…")
    return words.startswith(bare[: int(len(bare) * _SAME)])
