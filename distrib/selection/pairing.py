"""How much each pair of stories counts: their likeness, the days between, and what else resembles them."""

import math

import numpy as np

from distrib.selection.neighbours import Pairs
from distrib.selection.texts import DAY, Floats, Texts

FADE_DAYS = 2.0  # likeness falls by e in so many days
FLOOR = 0.10  # less alike than this (after fading) is not alike at all
RELATIVE = 0.25  # power of s/best: how much a story's better neighbours count
LIKE = 0.2  # from here on two stories resemble each other when one counts how crowded a window is
CROWD, MOST_BARE = 0.8, 4.0
"""Without bodies two tellings of one event share few words. Where each story resembles many others, as on a day with
a few events told by dozens, a bare likeness counts up to four times; where most stories are alone it counts once."""


def values(texts: Texts, pairs: Pairs) -> Floats:
    """Return how much each pair counts towards one event."""
    gap = np.abs(texts.at[pairs.j] - texts.at[pairs.i]) / DAY
    fresh = pairs.cosine * np.exp(-gap / FADE_DAYS)
    both = texts.has_body[pairs.i] & texts.has_body[pairs.j]
    value = np.where(both, fresh, fresh * bareness(fresh, len(texts)))
    value[value < FLOOR] = 0.0
    best = best_of(texts, pairs, value)
    around = np.maximum(best[pairs.i] * best[pairs.j], 1e-12)
    counted: Floats = value * (value * value / around) ** RELATIVE
    return counted


def bareness(likeness: Floats, number: int) -> float:
    """Return how many times the likeness of a pair without bodies counts: more, the more crowded the window is."""
    crowd = 2 * int((likeness >= LIKE).sum()) / max(number, 1)
    return min(1 + CROWD * math.log(max(crowd, 1.0)), MOST_BARE)


def best_of(texts: Texts, pairs: Pairs, value: Floats) -> Floats:
    """Return, per story, the highest value of its pairs."""
    best = np.zeros(len(texts))
    np.maximum.at(best, pairs.i, value)
    np.maximum.at(best, pairs.j, value)
    return best
