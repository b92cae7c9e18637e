"""The words of a story as grouping compares them: cut right in every script, plain forms, without the empty ones."""

import unicodedata
from functools import lru_cache

import regex

# A letter keeps its combining marks: Odia, Hindi and Urdu vowels are marks, and a word cut at them is no word.
# Joiners (U+200C, U+200D) stand inside words of these scripts and change nothing about which word it is.
_WORD = regex.compile(r"\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*")
_JOINERS = regex.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_PRINTED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": " ", "\u00a0": " "})
_GROUPING = regex.compile(r"(?<=\p{N}),(?=\p{N}{2,3})")

_EMPTY = """
    a about after again against all also am amid among an and any are as at be because been before being between both
    but by can could did do does doing down during each for from further get had has have having he her here hers him
    his how i if in into is it its just like may me more most my new no not now of off on once only or other our out
    over own said same says say she should so some such than that the their them then there these they this those
    through to too under until up upon very was we were what when where which while who whom why will with would you
    your video watch live update updates latest breaking news report reports exclusive photos
    के का की में से को है और ने पर हैं था थे थी यह वह एक भी ही तो कर किया गया गई लिए साथ बाद
    ର ଓ ଏହି ଏବଂ ପାଇଁ ସହ ପରେ କରି କରିଛନ୍ତି ହୋଇଛି ଏକ ଯେ ନେଇ ଉପରେ ମଧ୍ୟ
    کے کا کی میں سے کو ہے اور نے پر ہیں تھا تھے تھی یہ وہ ایک بھی کر لیے بعد
"""
EMPTY = frozenset(_EMPTY.split())
"""Words that say nothing about an event. What is common in a day's news besides is told by counting, not by a list."""

LEAST_STEM = 3  # letters that must be left of a word without its ending

NEGATIONS = frozenset({"not", "no", "never", "without", "won't", "can't", "नहीं", "ନାହିଁ", "ନୁହେଁ", "نہیں"})


def plain(text: str) -> str:
    """Return `text` in one Unicode form, casefolded, without joiners and accents that only some writers type."""
    folded = unicodedata.normalize("NFKC", _JOINERS.sub("", text.translate(_PRINTED))).casefold()
    if folded.isascii():
        return folded
    return unicodedata.normalize("NFC", _latin_accents(unicodedata.normalize("NFD", folded)))


def _latin_accents(decomposed: str) -> str:
    """Drop the accents of Latin letters; marks of other scripts are letters of their own."""
    kept: list[str] = []
    latin = False
    for sign in decomposed:
        if unicodedata.combining(sign) and latin:
            continue
        latin = sign < "\u0250"
        kept.append(sign)
    return "".join(kept)


def words(text: str) -> list[str]:
    """Return every word of `text` in order, plain, numbers without grouping commas, English possessives cut."""
    found = _WORD.findall(_GROUPING.sub("", plain(text)))
    return [word.removesuffix("'s") for word in found]


def telling(text: str) -> list[str]:
    """Return the words of `text` that can tell one event from another, in their stems."""
    return [stem(word) for word in words(text) if word not in EMPTY and (len(word) > 1 or not word.isascii())]


def numbers(text: str) -> frozenset[str]:
    """Return the numbers written in `text`, in European digits."""
    return frozenset(digits(word) for word in words(text) if word[0].isdigit())


def digits(word: str) -> str:
    """Return `word` with the digits of any script as 0-9."""
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in word)


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return an English word without its commonest endings; any other word as it is, its digits European."""
    if word[0].isdigit():
        return digits(word)
    if not word.isascii() or len(word) <= LEAST_STEM:
        return word
    if word.endswith("ies") and len(word) > LEAST_STEM + 1:
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and not word.endswith(("ss", "us", "is")):
            cut = word.removesuffix(ending)
            if len(cut) < LEAST_STEM:
                continue
            if ending in {"ing", "ed"} and cut[-1] == cut[-2] and cut[-1] not in "lse":
                cut = cut[:-1]
            return cut.removesuffix("e")
    return word.removesuffix("e")
