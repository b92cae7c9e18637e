"""Who the visible page says wrote it: by links, by classes, by "By ..." near the headline, by a label."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from distrib.ingest.cleaning import line
from distrib.ingest.sources.pages import people
from distrib.ingest.sources.pages.blocks import classes, named
from distrib.ingest.sources.pages.wording import plain

_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|author(?:s|-?name|-?link|-?info|-?zeile)?|jeg_meta_author|article-?author|post-?author"
    r"|entry-?author"
    r"|document-?(?:author|by-?line)|writer|reporter|field-contributor|autor(?:en|es|ia|zeile|enzeile)?|auteurs?"
    r"|verfasser|redakteur|submitted|documentAuthor|documentByLine"
    r"|posted-?by|wrote_by|written-?by|creator)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"comment|respond|related|recommend|sidebar|most-?read|trending|popular|reply|login|follow", re.IGNORECASE
)
_NOT_HERE = frozenset(
    {"form", "nav", "aside", "figure", "figcaption", "noscript", "textarea", "label", "script", "style"}
)
_STARTS = re.compile(
    r"(?:by|von|vom|par|por|di|texte?|text:|text von|autor(?:in)?|auteur|author|reporter|redaktion|written by"
    r"|reported by|story by"
    r"|autorin/autor)\b\s*:?\s+\S",
    re.IGNORECASE,
)
_LABELS = re.compile(r"(?:autorin/autor|autor(?:in|en)?|auteur|author|writer|reporter|by)\s*:?", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:autorin/autor|autor(?:in)?|auteur|author|redaktion|text|von|by)\s*:\s*\S.{2,50}", re.IGNORECASE
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es)?|auteurs?|profile|people|person|redakteur|journalist|columnists?|reporters?"
    r"|writers?)/[^/?#]+",
    re.IGNORECASE,
)
_LONGEST = 90
_NEAR = 25
_MOST_WORDS = 5
_MOST_TRIED = 50


def read(root: Any, first_lines: list[str], papers: set[str]) -> list[str]:
    """Return the bylines of the page; `first_lines` begin its text, `papers` are names that are no person's."""
    body = root.find("body")
    top = body if body is not None else root
    beside = _beside(top)
    elements = [each for each in top.iter() if isinstance(each.tag, str) and each not in beside]
    desks: list[str] = []
    for way in (_linked, _classed, _labelled, _near_headline):
        found = [words for words in islice(way(elements), _MOST_TRIED) if words]
        names = people.names(found)
        if any(people.looks_personal(name) and plain(name) not in papers for name in names):
            return found
        desks = desks or (found if names else [])
    return _signed(first_lines) or desks


def _beside(top: Any) -> set[Any]:
    """Return the elements in which a name is somebody else's."""
    found: set[Any] = set()
    for element in top.iter():
        if not isinstance(element.tag, str):
            continue
        if (
            element.getparent() in found
            or element.tag in _NOT_HERE
            or (element.tag not in {"body", "article", "main"} and _BESIDE.search(named(element)))
        ):
            found.add(element)
    return found


def spaced(element: Any) -> str:
    """Return an element's text with its pieces apart: a name and what is said of it often touch."""
    return line(" ".join(element.itertext()), 300) or ""


def _linked(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if element.tag == "a" and "author" in (element.get("rel") or "").lower().split():
            yield _short(element)


def _classed(elements: list[Any]) -> Iterator[str]:
    """Give what stands in the first thing that is called a byline, or the names that it links."""
    called = (each for each in elements if each.tag == "byline" or _CLASS.search(classes(each)))
    for element in islice(called, _MOST_TRIED):
        links = [spaced(link) for link in element.iter("a") if _PROFILE.search(link.get("href") or "") and spaced(link)]
        whole = _short(element)
        if links and all(len(each) <= _LONGEST for each in links):
            yield from links
            return
        names = people.names([whole])
        if names and all(len(name.split()) <= _MOST_WORDS for name in names):
            yield whole
            return


def _labelled(elements: list[Any]) -> Iterator[str]:
    """Give the name after a label such as "Author:"."""
    for element in elements:
        words = (element.text or "").strip()
        if _LABELLED.fullmatch(words) and people.looks_personal(next(iter(people.names([words])), "")):
            yield words
            return
        if words and _LABELS.fullmatch(words):
            after = line(element.tail, _LONGEST) or next((spaced(each) for each in element if spaced(each)), "")
            following = element.getnext()
            after = after or (spaced(following) if following is not None else "")
            if after and len(after) <= _LONGEST and people.looks_personal(next(iter(people.names([after])), "")):
                yield after
                return


def _near_headline(elements: list[Any]) -> Iterator[str]:
    """Give the short lines around the headline that begin as a byline does."""
    lines = [
        (element, words)
        for element in elements
        for words in (line(element.text), line(element.tail))
        if words and len(words) <= _LONGEST
    ]
    at = next((place for place, (element, _) in enumerate(lines) if element.tag == "h1"), 0)
    for element, words in lines[at : at + _NEAR]:
        whole = spaced(element) if _LABELS.fullmatch(words) else words
        if _STARTS.match(whole) and people.looks_personal(next(iter(people.names([whole])), "")):
            yield whole
            return


def _signed(first_lines: list[str]) -> list[str]:
    """Return a text's first line when it is a name, and nothing else."""
    for words in first_lines[:2]:
        parts = [part.strip() for part in re.split(r"[/,&]| and | und ", words) if part.strip()]
        if (
            len(words) <= _LONGEST
            and parts
            and all(people.looks_personal(part) and not re.search(r"[.!?:\d]", part) for part in parts)
        ):
            return [words]
    return []


def _short(element: Any) -> str:
    words = spaced(element)
    return words if len(words) <= _LONGEST else ""
