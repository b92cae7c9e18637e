"""Reasons in sentences that an editor would say, and reasons as they are stored."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from distrib.model.candidates import Reason

LEAST = 0.05  # a reason that moves the score by less is not worth a word


def sentence(reasons: Iterable[Reason], *, most: int | None = None) -> str:
    """Return why a story stands where it does: what speaks for it, strongest first, then what speaks against it.

    With `most`, only so many of each are said.
    """
    told = sorted(reasons, key=lambda reason: -abs(reason.contribution))
    for_it = [reason.words for reason in told if reason.contribution >= LEAST or reason.signal == "mark"]
    against = [reason.words for reason in told if reason.contribution <= -LEAST]
    sentences = [_listed(for_it[:most])] if for_it else []
    if against:
        sentences.append(f"Against it: {_joined(against[:most])}.")
    return " ".join(sentences) or "Nothing speaks for it or against it."


def _listed(parts: Sequence[str]) -> str:
    text = _joined(parts)
    return f"{text[0].upper()}{text[1:]}."


def _joined(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{'; '.join(parts[:-1])}; and {parts[-1]}"


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
