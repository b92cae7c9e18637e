"""Fit, don't cut: a text made shorter where a reader would pause, with its links and its closing quotes.

The same text, limit and count give the same words; what fits already is left alone, so fitting twice is fitting once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import regex

from distrib.errors import BadInput
from distrib.wording.pausing import Word, begins, pause, sentence_ends, title_case, unclosed

ELLIPSIS = "…"
_GRAPHEME = regex.compile(r"\X")
_EACH_ITS_OWN = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"  # written without spaces
_WORD = regex.compile(rf"(\s*+)((?=[{_EACH_ITS_OWN}])\X[、。，！？：；」』）》〉】]*+|(?:(?![{_EACH_ITS_OWN}])\S)++)")
_LINK = regex.compile(rf"https?://[^\s<>\"“”{_EACH_ITS_OWN}]+", regex.IGNORECASE)  # also hosts no network knows yet
_DANGLING = " \t\r\n,;:–—-/|([{“‘«„‹「『（《\"'#@"
_WORTH = 0.5  # a sentence's end is preferred while it keeps this part of what would fit
_PROSE = 20  # of more than this many times the limit, nothing can remain: it need not be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A text that fits, its length as the network counts, and the words that went."""

    text: str
    length: int
    removed: str = ""


def fit(text: str, limit: int, *, count: Callable[[str], int]) -> Fitted:
    """Return `text` no longer than `limit`, as `count` counts.

    Ends at a sentence where that keeps half of what would fit, else between words that belong to no name, with an
    ellipsis and the closing quote; inside a word, between graphemes, only when the first word alone is too long.
    Links (with http://) stay, wherever they stood. Raises BadInput when the links alone are too long.
    """
    length = count(text)
    if length <= limit:
        return Fitted(text=text, length=length)
    cut = _Cut(text, limit, count)
    if not cut.fits(0, ""):
        raise BadInput(f"The link alone is longer than the {limit} characters there are.")
    kept = cut.words_that_fit()
    shown, dropped = cut.best(kept) if kept else cut.inside_first()
    return Fitted(text=shown, length=count(shown), removed=dropped)


class _Cut:
    """One text being shortened: its words, which of them must stay, and how it looks cut at each."""

    def __init__(self, text: str, limit: int, count: Callable[[str], int]) -> None:
        self.limit, self.count = limit, count
        self.words = _words(text, limit * _PROSE)
        self.links = [word for word in self.words if word.fixed]
        self.before = _links_before(self.words)

    def shown(self, kept: int, prose: str, mark: str = ELLIPSIS) -> str:
        """Return `prose` (the first `kept` words) closed, and the links that come after them."""
        prose = prose.rstrip()
        if mark:
            prose = prose.rstrip(_DANGLING)
        ended = prose + (mark if prose else "") + unclosed(prose)
        for word in self.links[self.before[kept] :]:
            gap = word.space or " "
            ended = f"{ended}{gap}{word.text}" if ended else word.text
        return ended

    def prose(self, kept: int) -> str:
        return "".join(word.space + word.text for word in self.words[:kept]).lstrip()

    def fits(self, kept: int, prose: str, mark: str = ELLIPSIS) -> bool:
        return self.count(self.shown(kept, prose, mark)) <= self.limit

    def words_that_fit(self) -> int:
        """Return how many words fit at most, the last of them no link."""
        low, high = 0, len(self.words) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.fits(middle, self.prose(middle)) else (low, middle - 1)
        while low and not self.fits(low, self.prose(low)):
            low -= 1  # lengths need not grow with every word: a cut may make or break a link
        return low

    def best(self, most: int) -> tuple[str, str]:
        """Return the text cut at the best place of the first `most`, and what went."""
        whole = len(self.prose(most))
        for kept in range(most, 0, -1):
            if sentence_ends(self.words, kept):
                prose = self.prose(kept)
                if len(prose) >= whole * _WORTH and self.fits(kept, prose, ""):
                    return self.shown(kept, prose, ""), self.dropped(kept)
                break
        kept = self._last_pause(most)
        return self.shown(kept, self.prose(kept)), self.dropped(kept)

    def _last_pause(self, most: int) -> int:
        """Return after how many words the text may end; in a run of capitals, after its first."""
        rules = [pause] if title_case(self.words) else [pause, begins]
        for rule in rules:
            for kept in range(most, 0, -1):
                if rule(self.words, kept) and self.fits(kept, self.prose(kept)):
                    return kept
        return most

    def inside_first(self) -> tuple[str, str]:
        """Return as many graphemes of the first words as fit: even one word is too long."""
        place = next((i for i, word in enumerate(self.words) if not word.fixed), None)
        if place is None:
            return self.shown(0, ""), ""
        letters = _GRAPHEME.findall(self.words[place].text[: self.limit * _PROSE])
        lead = self.prose(place) + (" " if place else "")
        low, high = 0, len(letters)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self._letters_fit(place, lead, letters, middle) else (low, middle - 1)
        while low and not self._letters_fit(place, lead, letters, low):
            low -= 1
        prose = lead + "".join(letters[:low]) if low else ""
        gone = self.words[place].text[len("".join(letters[:low])) :]
        after = self.dropped(place + 1)
        return self.shown(place if low else 0, prose), f"{gone} {after}".strip()

    def _letters_fit(self, place: int, lead: str, letters: list[str], number: int) -> bool:
        return self.fits(place, lead + "".join(letters[:number]))

    def dropped(self, kept: int) -> str:
        return "".join(word.space + word.text for word in self.words[kept:] if not word.fixed).strip()


def _words(text: str, most: int) -> list[Word]:
    """Return the words of a text, its links among them as words that must stay."""
    words: list[Word] = []
    position = 0
    for link in _LINK.finditer(text):
        prose = text[position : link.start()]
        _add_prose(words, prose[:most])
        words.append(Word(space=prose[len(prose.rstrip()) :], text=link[0], fixed=True))
        position = link.end()
    _add_prose(words, text[position:][:most])
    return words


def _add_prose(words: list[Word], prose: str) -> None:
    words += [Word(space=found[1], text=found[2]) for found in _WORD.finditer(prose)]


def _links_before(words: list[Word]) -> list[int]:
    """Return, for each number of words kept, how many links are among them."""
    numbers = [0]
    for word in words:
        numbers.append(numbers[-1] + word.fixed)
    return numbers
