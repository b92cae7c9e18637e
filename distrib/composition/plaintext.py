"""Text made safe to stand on one line, cut at a word, and laid out for the plain part of a mail."""

import re
import unicodedata

_BIDI = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"))
_SPACE = re.compile(r"\s+")
ELLIPSIS = "…"


def one_line(text: str) -> str:
    """Return `text` on one line: no controls, no direction overrides, no private-use or broken characters.

    A headline that turns the reading direction of everything behind it, or breaks a header, comes from outside.
    """
    if text.isprintable():  # none of those, as most texts
        return " ".join(text.split())
    plain = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in text.translate(_BIDI)
        if unicodedata.category(letter) not in {"Cs", "Co", "Cn"}
    )
    return _SPACE.sub(" ", plain).strip()


def clip(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, cut at a word and ended by an ellipsis if it was longer."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rpartition(" ")[0]
    if len(at_word) >= limit // 2:
        cut = at_word
    else:  # no blank to cut at: at least not between a letter and its vowel sign
        while cut and unicodedata.category(text[len(cut)]) in {"Mn", "Mc"}:
            cut = cut[:-1]
    return cut.rstrip(" ,;:.-–—\u200d\u200c") + ELLIPSIS


def first_sentences(text: str, limit: int) -> str:
    """Return as many whole sentences as fit in `limit` characters, or the first one cut at a word."""
    kept = ""
    for sentence in re.split(r"(?<=[.!?।۔])\s+", text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept or clip(text, limit)


def tidy(text: str) -> str:
    """Return a drawn text without blanks at line ends and with at most one empty line in a row."""
    return close_up("\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")))


def close_up(text: str) -> str:
    """Return `text` with at most one empty line in a row."""
    return re.sub(r"\n{3,}", "\n\n", text)
