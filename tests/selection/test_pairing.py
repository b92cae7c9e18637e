"""What a pair counts towards one event."""

from datetime import timedelta

import numpy as np

from distrib.selection import neighbours, pair_model, pairing
from distrib.selection.neighbours import Pairs, Search
from distrib.selection.texts import Reader, Texts
from tests.selection.told import NOON


def told(*stories: tuple[str, str, float]) -> tuple[Texts, Pairs]:
    reader = Reader()
    for title, body, days in stories:
        reader.add(title, body, NOON + timedelta(days=days))
    texts = reader.texts()
    return texts, neighbours.find(texts, Search())


NEWS = [
    (f"council {n} votes on road tax", f"members of ward {n} spoke for {n + 2} hours about tolls{n}", 0.0)
    for n in range(12)
]


def value_of_first_two(*stories: tuple[str, str, float]) -> float:
    texts, pairs = told(*stories, *NEWS)
    value = pairing.values(texts, pairs)
    (place,) = np.flatnonzero((pairs.i == 0) & (pairs.j == 1))
    return float(value[place])


FLOOD = ("flood reaches puri market", "water stands in the market since dawn, boats carry people", 0.0)
SAME = ("puri market under water", "boats carry people from the market after the flood", 0.0)


def test_every_weight_has_its_feature_and_each_feature_its_column() -> None:
    texts, pairs = told(FLOOD, SAME, *NEWS)
    columns = dict(pairing.features(texts, pairs))

    assert {*pair_model.FULL, *pair_model.BARE} - {"one"} <= set(columns)
    assert {len(column) for column in columns.values()} == {len(pairs)}
    assert all(np.isfinite(column).all() for column in columns.values())


def test_days_between_two_tellings_count_against_them() -> None:
    values = [value_of_first_two((*FLOOD[:2], -days), SAME) for days in (0.0, 1.0, 3.0)]

    assert values == sorted(values, reverse=True)
    assert values[0] > 0.5


def test_what_resembles_others_more_counts_less() -> None:
    nearer = (SAME[0], FLOOD[1], 0.0)

    assert value_of_first_two(FLOOD, SAME, nearer) < value_of_first_two(FLOOD, SAME)


def test_the_third_best_is_that_of_each_story() -> None:
    texts, pairs = told(FLOOD, SAME, *NEWS)
    value = np.arange(1.0, len(pairs) + 1)
    third = pairing._third(texts, pairs, value)

    for row in range(len(texts)):
        own = sorted(value[(pairs.i == row) | (pairs.j == row)], reverse=True)
        assert third[row] == (own[2] if len(own) > 2 else 0.0)


def test_without_pairs_there_are_no_values() -> None:
    assert len(pairing.values(*told())) == 0
