"""Emoji as one reads them: families, flags, keycaps and skin tones are one each, in today's Unicode.

X counts any such sequence as two; its own tables end with older years. A sequence followed by the text selector
(U+FE0E) is no emoji, and ©, ® and ™ are emoji only with the picture selector (U+FE0F).
"""

import re

import regex

_REGIONS = (  # ISO 3166 and the reserved codes that Unicode draws as flags
    "AC AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CP CQ CR CU CV CW CX CY CZ DE DG DJ DK DM DO DZ EA EC EE EG EH ER ES ET "
    "EU FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU IC ID IE IL IM "
    "IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF "
    "MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK "
    "PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC "
    "TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM UN US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
_LETTER_A = 0x1F1E6


def _letter(letter: str) -> str:
    return chr(_LETTER_A + ord(letter) - ord("A"))


def _flags() -> str:
    """Return a pattern for the flags: a first letter and those that make a region with it."""
    seconds: dict[str, str] = {}
    for first, second in map(tuple, _REGIONS.split()):
        seconds[first] = seconds.get(first, "") + _letter(second)
    return "|".join(f"{_letter(first)}[{letters}]" for first, letters in seconds.items())


_LOOKED_AT = "".join(map(chr, (*range(0xA9, 0xAF), *range(0x2030, 0x3300), *range(0x1F000, 0x1FB00))))


def _characters(which: str) -> str:
    """Return the characters of a Unicode set, as `regex` knows them, written for a set of `re`, which is faster.

    `re` needs a sixth of the time, but knows no properties.
    """
    ranges: list[list[int]] = []
    for code in map(ord, regex.findall(f"(?V1){which}", _LOOKED_AT)):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    ranges.sort(key=lambda ends: ends[0] - ends[1])  # `re` tries one after the other: the widest first
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


_BASE = _characters(
    r"[[[\p{Emoji}&&\p{Extended_Pictographic}]||[\p{Extended_Pictographic}&&[\U0001F000-\U0001FAFF]]]--[©®™]]"
)
_PERSON = _characters(r"\p{Emoji_Modifier_Base}")
_TONE = "[\U0001f3fb-\U0001f3ff]"
_ELEMENT = (
    rf"(?:[{_BASE}](?![\ufe0e\ufe0f{_TONE[1:-1]}\U000E0020-\U000E007E])"  # most are nothing more
    rf"|[{_PERSON}](?:{_TONE}\ufe0f?+|\ufe0f{_TONE})"
    rf"|[{_BASE}](?:\ufe0f\u20e3?+|[\U000E0020-\U000E007E]++\U000E007F|(?!\ufe0e))"
    rf"|[©®™]\ufe0f)"
)
_BEGINS = "[\u203c-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_LETTERS = "[\U0001f1e6-\U0001f1ff]"
SEQUENCE = re.compile(
    rf"[0-9#*]\ufe0f?+\u20e3"
    rf"|(?=[©®{_BEGINS[1:-1]}])(?:(?={_LETTERS})(?:{_flags()}|{_LETTERS})|{_ELEMENT}(?:\u200d{_ELEMENT})*+|{_TONE})"
)
"""One emoji of however many code points."""

BEGINS = re.compile(_BEGINS)
"""What an emoji begins with, but for keycaps, © and ®."""
