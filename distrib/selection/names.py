"""Names in Latin letters and in the scripts of India, made comparable: their consonants in order, and vowels between.

The scripts of India share one layout: the letter k is the 21st place of each block. Hence one table serves them all.
"""

from dataclasses import dataclass

BLOCK = 0x80
FIRST, LAST = 0x0900, 0x0D80  # Devanagari up to Malayalam
LEAST = 2  # consonants of a name; with fewer anything is alike

_CONSONANTS = dict(enumerate("kkggnccjjnttddnttddnnppbbmyrrlllbsssh", start=0x15)) | {
    0x58: "k", 0x59: "k", 0x5A: "g", 0x5B: "j", 0x5C: "d", 0x5D: "d", 0x5E: "p", 0x5F: "y", 0x71: "b",
}  # fmt: skip
_VOWELS = {
    0x05: "A", 0x06: "A", 0x07: "I", 0x08: "I", 0x09: "U", 0x0A: "U", 0x0F: "I", 0x10: "I", 0x13: "U", 0x14: "U",
    0x3E: "A", 0x3F: "I", 0x40: "I", 0x41: "U", 0x42: "U", 0x47: "I", 0x48: "I", 0x4B: "U", 0x4C: "U",
}  # fmt: skip
_RI, _NASALS, _SILENCE, _NUKTA = {0x0B, 0x43}, {0x01, 0x02}, 0x4D, 0x3C
_FLAPS = {0x5C, 0x5D}  # written d or r in Latin letters

_LATIN = {
    "b": "b", "c": "k", "d": "d", "f": "p", "g": "g", "h": "h", "j": "j", "k": "k", "l": "l", "m": "m", "n": "n",
    "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "b", "w": "b", "y": "y", "z": "j",
}  # fmt: skip
_LATIN_VOWELS = {"a": "A", "e": "I", "i": "I", "o": "U", "u": "U"}
INHERENT = "?"  # the vowel that a letter of India has unless another is written: heard or not

_ODIA_ENDINGS = ("ଙ୍କଠାରୁ", "ଙ୍କଠାରେ", "ଙ୍କର", "ଙ୍କୁ", "ଙ୍କ", "ଠାରେ", "ଠାରୁ", "ରେ", "ରୁ", "କୁ", "ର")
_LEAST_LETTERS = 2  # signs that must be left of a word without its ending


@dataclass(frozen=True, slots=True)
class Name:
    """A word as it sounds: its consonants, and the vowels before, between and after them."""

    consonants: str
    vowels: tuple[str, ...]

    def same(self, other: "Name") -> bool:
        """Say whether the two could be one name: equal consonants, and vowels that do not contradict each other."""
        if self.consonants != other.consonants or len(self.consonants) < LEAST:
            return False
        apart = sum(not _agree(one, two) for one, two in zip(self.vowels, other.vowels, strict=True))
        return apart <= max(0, (len(self.consonants) - 2) // 2)


def _agree(one: str, other: str) -> bool:
    if one == other or INHERENT in (one, other):
        return True
    return bool(set(one) & set(other)) if one and other else False


def read(word: str) -> tuple[Name, ...]:
    """Return how `word`, plain, can be read: several ways where a sign has two values, none for other scripts."""
    if word.isascii():
        return (_latin(word),) if word.isalpha() else ()
    if not all(FIRST <= ord(sign) < LAST or sign in "\u200c\u200d" for sign in word):
        return ()
    forms = [word]
    for ending in _ODIA_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_LETTERS:
            forms.append(word.removesuffix(ending))
            break
    ways = [_indic(form, flap) for form in forms for flap in "dr"]
    return tuple(dict.fromkeys(ways))


def ended(word: str) -> bool:
    """Say whether `word` carries the ending of a case, so that a name ends with it."""
    return any(word.endswith(ending) for ending in _ODIA_ENDINGS if ending != "ର")


def _latin(word: str) -> Name:
    heard = word.replace("ngh", "n").replace("chh", "C").replace("ch", "C").replace("ck", "k").replace("x", "ks")
    sounds: list[str] = []
    for place, letter in enumerate(heard):
        before, after = heard[place - 1 : place], heard[place + 1 : place + 2]
        if letter == "C":
            sounds.append("c")
        elif letter == "c" and after in {"e", "i", "y"}:
            sounds.append("s")
        elif letter == "h" and (before in _LATIN and before not in "hy"):
            continue  # kh, bh, sh: one breathed letter
        elif letter == "w" and before == "o":
            continue
        elif letter == "e" and not after and before in _LATIN:
            sounds.append(INHERENT)  # heard in Pune, not in police
        elif letter in _LATIN_VOWELS:
            sounds.append(_LATIN_VOWELS[letter])
        elif letter in _LATIN:
            sounds.append(_LATIN[letter])
    return _name(sounds)


def _indic(word: str, flap: str) -> Name:
    sounds: list[str] = []
    offsets = [(ord(sign) - FIRST) % BLOCK for sign in word]
    for place, offset in enumerate(offsets):
        after = offsets[place + 1] if place + 1 < len(offsets) else None
        if after == _NUKTA:
            after = offsets[place + 2] if place + 2 < len(offsets) else None
            offset = {0x21: 0x5C, 0x22: 0x5D}.get(offset, offset)  # noqa: PLW2901 - the letter with its dot
        if offset in _CONSONANTS:
            sounds.append(flap if offset in _FLAPS else _CONSONANTS[offset])
            if after is None or (after not in _VOWELS and after not in _RI and after != _SILENCE):
                sounds.append(INHERENT)
        elif offset in _VOWELS:
            sounds.append(_VOWELS[offset])
        elif offset in _RI:
            sounds += ["r", "I"]
        elif offset in _NASALS and after is not None:
            sounds.append("n")
    if sounds[-1:] == [INHERENT]:
        sounds.pop()  # never heard at the end of a word
    return _name(sounds)


def _name(sounds: list[str]) -> Name:
    """Return the name of these sounds: y is half a vowel, doubled letters are one, m before p or b is n."""
    consonants: list[str] = []
    vowels = [""]
    for place, sound in enumerate(sounds):
        after = sounds[place + 1] if place + 1 < len(sounds) else ""
        if sound in "AIU" or sound == INHERENT:
            vowels[-1] = sound if vowels[-1] in ("", INHERENT) else vowels[-1] + sound
        elif sound == "y":
            vowels[-1] = "I" if vowels[-1] in ("", INHERENT) else vowels[-1] + "I"
        elif sound == "h" and (not after or (consonants and consonants[-1] == "n" and not vowels[-1])):
            continue
        else:
            heard = "n" if sound == "m" and after in {"p", "b"} else sound
            if consonants and consonants[-1] == heard and not vowels[-1]:
                continue
            consonants.append(heard)
            vowels.append("")
    return Name("".join(consonants), tuple(vowels))
