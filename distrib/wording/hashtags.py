"""Hashtags that can still be read, from a story's tags."""

from collections.abc import Iterable

import regex

from distrib.wording import scanning
from distrib.wording.cleaning import one_line

LONGEST = 30  # a longer one is no word any more
_PARTS = regex.compile(r"[\p{L}\p{M}\p{Nd}\u200c\u200d]+")
_APOSTROPHES = regex.compile(r"(?<=\p{L})['’](?=\p{L})")


def hashtags(tags: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """Return up to `most` hashtags, without their sign, in the order of the tags; a tag that makes none is left out.

    Words are joined with capitals where their script has them (“peace talks”: PeaceTalks), else with an underscore.
    """
    made: list[str] = []
    seen: set[str] = set()
    for tag in tags:
        word = hashtag(tag)
        if word and word.casefold() not in seen:
            seen.add(word.casefold())
            made.append(word)
        if len(made) >= most:
            break
    return tuple(made[:most])


def hashtag(tag: str) -> str | None:
    """Return a tag as a hashtag without its sign; None when it makes none: only numbers, only signs, or too long."""
    parts = _PARTS.findall(_APOSTROPHES.sub("", one_line(tag[: LONGEST * 4])))
    word = ""
    for part in parts:
        cased = part[0].upper() != part[0].lower()
        joint = "_" if word and not (cased or part[0].isdigit()) else ""
        word += joint + (part[0].upper() + part[1:] if cased and len(parts) > 1 else part)
    if not word or len(regex.findall(r"\X", word)) > LONGEST or len(tag) > LONGEST * 4:
        return None
    found = scanning.scan(f"#{word}").hashtags
    return word if [span.text for span in found] == [word] else None
