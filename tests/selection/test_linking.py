"""Average linking: the same groups as merging the best pair first, caps, and pairs kept apart."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from distrib.selection import linking
from distrib.selection.linking import Caps, grow


def best_first(number: int, table: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """The definition, slowly: merge the two groups most alike on average until none reach the threshold."""
    groups = [[place] for place in range(number)]

    def mean(one: list[int], other: list[int]) -> float:
        return sum(table.get((min(i, j), max(i, j)), 0.0) for i in one for j in other) / len(one) / len(other)

    while len(groups) > 1:
        one, other = max(combinations(groups, 2), key=lambda pair: mean(*pair))
        if mean(one, other) < threshold:
            break
        groups = [group for group in groups if group not in (one, other)] + [sorted(one + other)]
    return sorted(groups)


@given(st.data())
def test_the_chain_gives_what_best_first_gives(data: st.DataObject) -> None:
    number = data.draw(st.integers(1, 7))
    every = list(combinations(range(number), 2))
    # Distinct values without sums that meet: ties may go either way.
    order = data.draw(st.permutations(range(len(every))))
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    table = {pair: 0.1 + 0.9 * 0.731 ** (order[every.index(pair)] + 1) for pair in chosen}

    assert sorted(grow(number, table, 0.2).groups) == best_first(number, table, 0.2)


def test_a_chain_of_single_links_does_not_make_one_group() -> None:
    table = {(n, n + 1): 0.5 for n in range(9)}

    assert max(len(group) for group in grow(10, table, 0.4).groups) == 2


def test_two_kept_apart_are_never_together() -> None:
    table = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): linking.APART}

    assert grow(3, table, 0.1).groups == [[0, 1], [2]]


def test_a_group_at_its_cap_only_takes_what_is_truly_alike_and_is_reported() -> None:
    loose = dict.fromkeys(combinations(range(6), 2), 0.15)
    tight = dict.fromkeys(combinations(range(6), 2), 0.5)

    capped = grow(6, loose, 0.1, Caps(stories=4))
    assert max(len(group) for group in capped.groups) <= 4
    assert capped.capped
    assert grow(6, tight, 0.1, Caps(stories=4)).groups == [[0, 1, 2, 3, 4, 5]]


def test_a_large_part_of_a_full_day_is_a_cap_too() -> None:
    table = dict.fromkeys(combinations(range(40), 2), 0.15)

    assert max(len(group) for group in grow(40, table, 0.1, day=50).groups) <= 25
    assert grow(40, table, 0.1).groups == [list(range(40))]


def test_a_capped_group_that_is_taken_in_is_still_reported() -> None:
    table = dict.fromkeys(combinations(range(4), 2), 0.15) | {(0, 4): 0.12}
    growing = linking._Growing(2, {(0, 1): 0.5}, 0.1, 10)
    growing.capped = {1}
    growing.run(2.0)

    assert growing.capped == {0, 1}
    assert grow(5, table, 0.1).groups == [[0, 1, 2, 3], [4]]


def test_nothing_makes_no_groups() -> None:
    assert grow(0, {}, 0.1).groups == []
