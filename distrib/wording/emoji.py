"""Emoji as one reads them: families, flags, keycaps and skin tones are one each, in today's Unicode.

X counts any such sequence as two; its own tables end with older years. A sequence followed by the text selector
(U+FE0E) is no emoji, and ©, ® and ™ are emoji only with the picture selector (U+FE0F).
"""

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
_FLAGS = "|".join("".join(chr(_LETTER_A + ord(letter) - ord("A")) for letter in code) for code in _REGIONS.split())

_BASE = r"[[[\p{Emoji}&&\p{Extended_Pictographic}]||[\p{Extended_Pictographic}&&[\U0001F000-\U0001FAFF]]]--[©®™]]"
_ELEMENT = (
    rf"(?:\p{{Emoji_Modifier_Base}}\p{{Emoji_Modifier}}\ufe0f?+"
    rf"|\p{{Emoji_Modifier_Base}}\ufe0f\p{{Emoji_Modifier}}"
    rf"|[©®™]\ufe0f"
    rf"|{_BASE}\ufe0f\u20e3"
    rf"|{_BASE}(?:\ufe0f|[\U000E0020-\U000E007E]++\U000E007F|(?!\ufe0e)))"
)
_BEGINS = "(?=[©®\u203c-\u3299\U0001f000-\U0001faff])"  # saves trying all that follows at every letter
SEQUENCE = regex.compile(
    rf"(?V1)(?=[0-9#*])[0-9#*]\ufe0f?+\u20e3"
    rf"|{_BEGINS}(?:{_FLAGS}|[\U0001F1E6-\U0001F1FF]|{_ELEMENT}(?:\u200d{_ELEMENT})*+|\p{{Emoji_Modifier}})"
)
"""One emoji of however many code points."""
