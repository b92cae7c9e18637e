"""Reasons in sentences that an editor would say, and reasons as they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from distrib.model.candidates import Reason

MARK = "mark"
TOLD_FIRST = {MARK, "evergreen", "follows"}  # they weigh nothing, they are said before what does
FIRST = 3  # reasons of one sentence: more are read in a second
LEAST = 0.05  # a reason that moves the score by less is not worth a word


def sentence(reasons: Iterable[Reason], *, most: int | None = None) -> str:
    """Return why a story stands where it does, as an editor would say it.

    First who put it there, then what speaks for it, strongest first, then what speaks against it. With `most`, only
    so many of each are said.
    """
    told = sorted(reasons, key=lambda reason: -abs(reason.contribution))
    by_hand = [reason.words for reason in told if reason.signal in TOLD_FIRST]
    for_it = [reason.words for reason in told if reason.contribution >= LEAST][:most]
    against = [reason.words for reason in told if reason.contribution <= -LEAST][:most]
    sentences = [_begun(_joined(part)) for part in (by_hand, for_it[:FIRST]) if part]
    if for_it[FIRST:]:
        sentences.append(_begun(", ".join(for_it[FIRST:])))
    if against:
        sentences.append(f"Against it: {_joined(against)}.")
    return " ".join(sentences) or "Nothing speaks for it or against it."


def why_not(said: str) -> str:
    """Return why a story was passed over, as a line beside those that are in."""
    return f"Not picked. {said}"


def _begun(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _joined(parts: Sequence[str]) -> str:
    """Return "A, B and C"; where a part holds a comma or an "and" itself, they stay apart: "A, B, and C and D"."""
    if len(parts) == 1:
        return parts[0]
    nested = any("," in part or " and " in part for part in parts)
    return f"{', '.join(parts[:-1])}{', and' if nested else ' and'} {parts[-1]}"


def stored(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    """Return the reasons as they are kept on a Pick, values rounded to what matters."""
    return [
        {
            "signal": reason.signal,
            "value": round(reason.value, 4),
            "weight": reason.weight,
            "contribution": round(reason.contribution, 4),
            "words": reason.words,
        }
        for reason in reasons
    ]


def read(kept: Iterable[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return the reasons of a stored Pick."""
    return tuple(
        Reason(
            signal=str(one["signal"]),
            value=float(one["value"]),
            weight=float(one["weight"]),
            contribution=float(one["contribution"]),
            words=str(one["words"]),
        )
        for one in kept
    )
