"""Pairs that are alike: the same likeness as comparing everything with everything, found through rare words."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.selection import neighbours
from distrib.selection.neighbours import Search
from distrib.selection.texts import Reader, Texts
from tests.selection.told import NOON

WORDS = [f"word{chr(97 + n)}" for n in range(12)]


def read(*stories: tuple[str, str, float]) -> Texts:
    reader = Reader()
    for title, body, days in stories:
        reader.add(title, body, NOON + timedelta(days=days))
    return reader.texts()


def dense(texts: Texts) -> np.ndarray:
    table = np.zeros((len(texts), max(len(texts.rarity), 1)))
    for row in range(len(texts)):
        some = slice(texts.starts[row], texts.starts[row + 1])
        table[row, texts.terms[some]] = texts.weights[some]
    return table


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=8), min_size=1, max_size=12))
def test_every_pair_that_is_alike_is_found_with_its_cosine(stories: list[list[str]]) -> None:
    texts = read(*((" ".join(some[:3]), " ".join(some[3:]), place / 9) for place, some in enumerate(stories)))
    search = Search(part=0.0, floor=0.1, bare_floor=0.1, least_shared=1, bare_shared=1)

    pairs = neighbours.find(texts, search)

    whole = dense(texts) @ dense(texts).T
    wanted = {(i, j) for j in range(len(texts)) for i in range(j) if whole[i, j] >= 0.1001}
    found = list(zip(pairs.i.tolist(), pairs.j.tolist(), strict=True))
    assert wanted <= set(found)
    assert found == sorted(found, key=lambda pair: (pair[1], pair[0]))
    np.testing.assert_allclose(pairs.cosine, [whole[pair] for pair in found], atol=1e-5)


def test_many_small_blocks_give_what_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = read(*((f"flood {n % 7} river {n % 5} bridge {n % 3}", f"water {n % 4} rose", n / 30) for n in range(90)))
    whole = neighbours.find(texts, Search())
    monkeypatch.setattr(neighbours, "GATHERED", 50)
    monkeypatch.setattr(neighbours, "COMPARED_ROWS", 3)
    monkeypatch.setattr(neighbours, "COMPARED", 5)

    parts = neighbours.find(texts, Search())

    for name in neighbours.Pairs.__slots__:
        np.testing.assert_array_equal(getattr(whole, name), getattr(parts, name))


def test_a_story_is_compared_in_full_with_its_nearest_only() -> None:
    texts = read(*(("flood river bridge", f"water rose day{'x' * n}", 0) for n in range(9)))

    assert max(np.bincount(neighbours.find(texts, Search(most=2)).j)) == 2


@pytest.mark.parametrize("stories", [(), (("flood river bridge", "", 0),), (("a", "", 0), ("a", "", 0))])
def test_without_two_that_tell_something_there_are_no_pairs(stories: tuple[tuple[str, str, float], ...]) -> None:
    assert len(neighbours.find(read(*stories), Search())) == 0


def test_days_apart_are_not_compared() -> None:
    same = ("flood river bridge", "water rose quickly")

    assert len(neighbours.find(read((*same, 0), (*same, 6)), Search())) == 0
    assert len(neighbours.find(read((*same, 0), (*same, 4)), Search())) == 1


def test_what_two_share_is_counted() -> None:
    texts = read(
        ("flood kills 345 in puri", "water rose", 0), ("puri flood 345 dead", "the river rose", 0), ("a b c d", "", 0)
    )

    pairs = neighbours.find(texts, Search())

    assert (pairs.shared.tolist(), pairs.figures.tolist()) == ([4], [1])
    assert 0 < pairs.top[0] < pairs.cosine[0]
    assert pairs.title[0] > 0
