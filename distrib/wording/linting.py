"""What an editor would not want to find out from readers: accidental links, mentions and hidden characters."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from distrib.wording.domains import INVALID
from distrib.wording.networks import TITLES
from distrib.wording.scanning import Scan, Span

_NUMBER_TAG = re.compile(r"(?<![\w&/])[#＃](\d+)\b")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_OVERRIDE = re.compile("[\u202d\u202e]")
_OPENERS, _ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
_THREADS_LINKS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A text, whose network it is for, and what was found in it."""

    network: str
    text: str
    found: Scan

    @property
    def site(self) -> str:
        return TITLES.get(self.network, self.network)


Lint = Callable[[_Seen], list[str]]


def lints(network: str, text: str, found: Scan) -> tuple[str, ...]:
    """Return a sentence for each thing in `text` that `network` would show otherwise than meant."""
    seen = _Seen(network=network, text=text, found=found)
    return tuple(sentence for lint in _LINTS for sentence in lint(seen))


def _accidental_links(seen: _Seen) -> list[str]:
    return [_about_link(seen.text, link, seen.site) for link in seen.found.urls if not link.protocol]


def _about_link(text: str, link: Span, site: str) -> str:
    name, _, last = link.text.split("/", 1)[0].rpartition(".")
    runs_on = name and (name[-1].isdigit() or last[:1].isupper() or text[max(link.start - 1, 0)] == ".")
    advice = "put a space after the full stop" if runs_on else "write it with https:// if that is meant"
    return f"“{link.text}” becomes a link on {site}: {advice}."


def _mentions(seen: _Seen) -> list[str]:
    return [
        f"“@{span.text}” mentions an account on {seen.site}: is it the right one?" for span in seen.found.mentions
    ] + [f"“@{span.text}” names a list on {seen.site}: is it the right one?" for span in seen.found.lists]


def _number_tags(seen: _Seen) -> list[str]:
    return [f"“#{tag}” is only a number and becomes no hashtag." for tag in _NUMBER_TAG.findall(seen.text)]


def _cashtags(seen: _Seen) -> list[str]:
    if seen.network != "x" or len(seen.found.cashtags) < 2:  # noqa: PLR2004 - one is allowed, two are not
        return []
    names = " and ".join(f"“${span.text}”" for span in seen.found.cashtags[:2])
    return [f"X takes one cashtag in a post, here are {len(seen.found.cashtags)}, such as {names}."]


def _directions(seen: _Seen) -> list[str]:
    if _OVERRIDE.search(seen.text):
        return ["A hidden character (U+202D or U+202E) turns the reading direction round: take it out."]
    opened = sum(seen.text.count(mark) for mark in _OPENERS) - seen.text.count("\u202c")
    isolated = sum(seen.text.count(mark) for mark in _ISOLATES) - seen.text.count("\u2069")
    if opened > 0 or isolated > 0:
        return ["A hidden character begins a reading direction and nothing ends it: take it out."]
    return []


def _hidden(seen: _Seen) -> list[str]:
    sentences = []
    if seen.network == "x" and any(mark in seen.text for mark in INVALID):
        sentences.append("X refuses the text: it holds a character that is none (U+FFFE, U+FFFF or U+FEFF).")
    if any("\ud800" <= c <= "\udfff" for c in seen.text):
        sentences.append("The text holds half a character (a lone surrogate): write that word again.")
    return sentences


def _entities(seen: _Seen) -> list[str]:
    return [
        f"“{code}” stands in the text as code: write the character itself."
        for code in dict.fromkeys(_ENTITY.findall(seen.text))
    ]


def _too_many_links(seen: _Seen) -> list[str]:
    links = {link.text for link in seen.found.urls}
    if seen.network != "threads" or len(links) <= _THREADS_LINKS:
        return []
    return [f"Threads takes {_THREADS_LINKS} different links in a post, here are {len(links)}."]


_LINTS: tuple[Lint, ...] = (
    _accidental_links,
    _mentions,
    _number_tags,
    _cashtags,
    _directions,
    _hidden,
    _entities,
    _too_many_links,
)
