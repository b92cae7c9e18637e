"""Where a text may end early: after a sentence, between words, never inside a name, a number or a quotation."""

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from distrib.wording.tables import words as table


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and the space before it; `fixed`: it must stay, as a link must."""

    space: str
    text: str
    fixed: bool = False


_SENTENCE_END = regex.compile(r"[.!?…।॥۔؟。！？]+[\"'”’»›)\]」』）]*$")
_PAUSE_END = regex.compile(r"[,;:.!?…।॥۔؟،؛。、！？—–)\]”’»」』）]$")
_EDGES = "\"'“”‘’«»„‚()[]{}<>,.;:!?…—–-।॥۔"
_INITIAL = regex.compile(r"(?:\p{Lu}\.)+$")
_TITLE_CASE = 0.9  # the rest may be names written small, such as iPhone

_PAIRS = {
    '"': '"',
    "“": "”",
    "„": "“",
    "«": "»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "[": "]",
    "《": "》",
}
_SINGLE_OPEN = regex.compile(r"(?<![\p{L}\p{N}])(‘|')(?=\S)")
_SINGLE_CLOSE = regex.compile(r"(?<=\S)(’|')(?![\p{L}\p{N}])")


def sentence_ends(words: Sequence[Word], kept: int) -> bool:
    """Tell whether a sentence ends with the last of the first `kept` words."""
    last = words[kept - 1]
    if last.fixed or not _SENTENCE_END.search(last.text):
        return False
    return not _abbreviated(last.text)


def pause(words: Sequence[Word], kept: int) -> bool:
    """Tell whether a text may end after its first `kept` words and tear nothing apart."""
    last, after = words[kept - 1], words[kept]
    if last.fixed or after.fixed or _abbreviated(last.text):
        return last.fixed or after.fixed
    if _PAUSE_END.search(last.text):
        return True
    return not (_of_a_number(last, after) or _dangling(last) or _of_a_name(words, kept))


def unclosed(text: str) -> str:
    """Return the marks that close what `text` opens and leaves open, innermost first."""
    open_: list[str] = []
    for mark in text:
        closes = "“" if mark == "”" and mark not in open_ else mark  # „so“ in German, „so” in Polish
        if closes in open_:
            del open_[len(open_) - 1 - open_[::-1].index(closes) :]
        elif mark in _PAIRS:
            open_.append(_PAIRS[mark])
    return "".join(reversed(open_)) + _single(text)


def _single(text: str) -> str:
    """Return the closing single quote where one is open; an apostrophe opens nothing."""
    opened = _SINGLE_OPEN.findall(text)
    if len(opened) <= len(_SINGLE_CLOSE.findall(text)):
        return ""
    return "’" if opened[-1] == "‘" else "'"


def _bare(word: Word) -> str:
    return word.text.strip(_EDGES)


def _abbreviated(word: str) -> bool:
    word = word.lstrip(_EDGES)
    return word.lower() in table("abbreviations") or _INITIAL.fullmatch(word) is not None


def _of_a_number(last: Word, after: Word) -> bool:
    left, right = _bare(last), _bare(after)
    if left[-1:].isdigit() and (right.lower() in table("units") or right[:1].isdigit()):
        return True
    if left.lower() in table("units") and right.lower() in table("units"):
        return True
    introduces = {last.text.lower(), left.lower()} & table("before numbers")
    return bool(introduces) and right[:1].isdigit()


def _dangling(last: Word) -> bool:
    return _bare(last).lower() in table("function words")


def _of_a_name(words: Sequence[Word], kept: int) -> bool:
    """Tell whether a cut may leave half a name: between capitals, or beside a particle such as “van”."""
    before, after = kept - 1, kept
    while before > 0 and _particle(words[before]):
        before -= 1
    while after < len(words) - 1 and _particle(words[after]):
        after += 1
    if not _capital(words[before]):
        return False
    # A capitalised “To” or “With” is no part of a name: the headline capitalises everything.
    return (_capital(words[after]) and not _dangling(words[after])) or _bare(words[after])[:1].isdigit()


def _particle(word: Word) -> bool:
    return _bare(word).lower() in table("particles")


def _capital(word: Word) -> bool:
    return _bare(word)[:1].isupper()


def begins(words: Sequence[Word], kept: int) -> bool:
    """Tell whether the last of the first `kept` words begins its sentence, so that its capital tells nothing."""
    return kept == 1 or sentence_ends(words, kept - 1)


def title_case(words: Sequence[Word]) -> bool:
    """Tell whether a text capitalises nearly every word, as headlines do, so that capitals show no names."""
    telling = [word for word in words if _bare(word)[:1].isalpha() and not _dangling(word) and not word.fixed]
    return bool(telling) and sum(map(_capital, telling)) >= _TITLE_CASE * len(telling)
