"""What was changed in a text, word by word: [-taken out-] and {+put in+}."""

import re
from difflib import SequenceMatcher

_WORDS = re.compile(r"\S+")
_AROUND = 6  # words that stay, shown on either side of a change
_LONGEST = 20_000  # words: beyond it a comparison takes too long to be worth it


def shown(before: str, after: str) -> str:
    """Return the two texts as one, its changes marked; long stretches that stayed are an ellipsis."""
    old, new = _WORDS.findall(before)[:_LONGEST], _WORDS.findall(after)[:_LONGEST]
    told: list[str] = []
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (step, start, end, new_start, new_end) in enumerate(steps):
        if step == "equal":
            told += _shortened(old[start:end], first=number == 0, last=number == len(steps) - 1)
            continue
        if start < end:
            told.append(f"[-{' '.join(old[start:end])}-]")
        if new_start < new_end:
            told.append(f"{{+{' '.join(new[new_start:new_end])}+}}")
    return " ".join(told)


def _shortened(words: list[str], *, first: bool, last: bool) -> list[str]:
    if len(words) <= 2 * _AROUND:
        return words
    head = [] if first else words[:_AROUND]
    tail = [] if last else words[-_AROUND:]
    return [*head, "…", *tail]
