"""How much each pair of stories speaks for one event: a small trained model over what the two have in common.

A pair is judged by its likeness, by the days between, and beside the best neighbours of the two: where either
resembles something else more, the same likeness says less. Without bodies another model judges, which also knows how
crowded the window is: on a day with a few events told by dozens, a few words in common say more.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from distrib.selection import pair_model
from distrib.selection.neighbours import Pairs
from distrib.selection.texts import DAY, Floats, Ints, Texts

Reals = NDArray[np.float32]  # half the memory of the others; a hundred thousand stories have a million pairs

FADE_DAYS = 2.0  # likeness falls by e in so many days
LIKE = 0.2  # from here on two stories resemble each other when one counts how crowded a window is
THIRD, LEAST_THIRD = 2, 0.03
SAME_DAY = 0.6  # days
MOST_FIGURES = 2
HEADROOM = 2.0
"""Without bodies a pair is hardly ever sure: it counts softly, from odds of e^-2 upwards, without an upper end."""
SOFTLY = 0.217
LATE, LATE_FADE = 1.2, 1.5  # days: what is told so much later goes on, it is linked rather than merged


def values(texts: Texts, pairs: Pairs, crowd: float | None = None) -> Floats:
    """Return how much each pair counts towards one event: with bodies its probability.

    `crowd` is how many others a story of the window resembles, where `texts` is but a part of the window.
    """
    full = np.full(len(pairs), pair_model.FULL["one"])
    bare = np.full(len(pairs), pair_model.BARE["one"])
    for name, column in features(texts, pairs, crowd):
        full += pair_model.FULL.get(name, 0.0) * column
        bare += pair_model.BARE.get(name, 0.0) * column
    both = texts.has_body[pairs.i] & texts.has_body[pairs.j]
    softly = np.logaddexp(0.0, bare + HEADROOM) * SOFTLY
    gap = _days(texts, pairs)
    late = np.exp(-np.maximum(gap - LATE, 0.0) / LATE_FADE)
    counted: Floats = np.where(both, np.exp(-np.logaddexp(0.0, -full)), softly) * late
    return counted


def features(texts: Texts, pairs: Pairs, crowd: float | None = None) -> Iterator[tuple[str, Reals]]:
    """Yield what the model knows of each pair, name by name."""
    cosine = pairs.cosine
    gap = _days(texts, pairs)
    yield "likeness", cosine
    yield "log likeness", np.log(cosine + 0.001)
    yield "days", np.minimum(gap, 5.0)
    yield "another day", (gap > SAME_DAY).astype(np.float32)
    yield "log title", np.log(pairs.title + np.float32(0.05))
    yield "titles share nothing", (pairs.title == 0).astype(np.float32)
    yield "log words", np.log(pairs.shared.astype(np.float32))
    yield "one word's part", pairs.top / pairs.cosine
    yield "figures", np.minimum(pairs.figures, MOST_FIGURES).astype(np.float32)
    some = _figures(texts)
    yield "other figures", ((some[pairs.i] > 0) & (some[pairs.j] > 0) & (pairs.figures == 0)).astype(np.float32)
    faded = cosine * np.exp(-gap / FADE_DAYS)
    yield from _beside(texts, pairs, faded)
    if crowd is None:
        crowd = 2 * float((faded >= LIKE).sum()) / max(len(texts), 1)
    yield "crowd", np.full(len(pairs), np.float32(np.log1p(crowd)), np.float32)


def _days(texts: Texts, pairs: Pairs) -> Reals:
    """Return the days between the two of each pair."""
    days: Reals = (np.abs(texts.at[pairs.j] - texts.at[pairs.i]) / DAY).astype(np.float32)
    return days


def _beside(texts: Texts, pairs: Pairs, faded: Reals) -> Iterator[tuple[str, Reals]]:
    """Yield how the pair stands beside the other neighbours of the two."""
    best = best_of(texts, pairs, faded)
    one, other = best[pairs.i], best[pairs.j]
    yield "log beside the lesser best", np.log(faded / np.minimum(one, other) + 0.001)
    yield "log beside the better best", np.log(faded / np.maximum(one, other) + 0.001)
    title: Reals = np.maximum(best_of(texts, pairs, pairs.title), np.float32(1e-6))
    beside: Reals = pairs.title / title[pairs.i] * (pairs.title / title[pairs.j])
    yield "title beside the best", beside
    third = np.maximum(_third(texts, pairs, faded), LEAST_THIRD)
    one, other = third[pairs.i], third[pairs.j]
    yield "log beside the lesser third", np.log(faded / np.minimum(one, other))
    yield "log beside the better third", np.log(faded / np.maximum(one, other))


def best_of(texts: Texts, pairs: Pairs, value: Reals) -> Reals:
    """Return, per story, the highest value of its pairs."""
    best = np.zeros(len(texts), np.float32)
    np.maximum.at(best, pairs.i, value)
    np.maximum.at(best, pairs.j, value)
    return best


def _third(texts: Texts, pairs: Pairs, value: Reals) -> Reals:
    """Return, per story, the third highest value of its pairs; 0 where it has fewer."""
    who = np.concatenate([pairs.i, pairs.j]).astype(np.int64)
    whole = np.concatenate([value, value])
    order = np.lexsort((-whole, who))
    who, whole = who[order], whole[order]
    place = np.searchsorted(who, np.arange(len(texts))) + THIRD
    there = np.flatnonzero(place < np.searchsorted(who, np.arange(len(texts)), side="right"))
    third = np.zeros(len(texts), np.float32)
    third[there] = whole[place[there]]
    return third


def _figures(texts: Texts) -> Ints:
    """Return how many different numbers each story gives."""
    figures = np.concatenate([[0], np.cumsum(texts.figures[texts.terms])])
    given: Ints = figures[texts.starts[1:]] - figures[texts.starts[:-1]]
    return given
