"""Which known cluster a group continues."""

from distrib.model.candidates import Group
from distrib.selection import keeping
from tests.selection.told import a_candidate, a_group


def group_of(*clusters: int | None) -> Group:
    return a_group(*(a_candidate(cluster=cluster) for cluster in clusters))


def kept(*groups: Group) -> list[tuple[int | None, tuple[int, ...]]]:
    return [(one.cluster, one.merged) for one in keeping.keep(groups)]


def test_a_merge_keeps_the_older_number() -> None:
    assert kept(group_of(9, 4, None)) == [(4, (9,))]


def test_a_new_group_has_no_number_yet() -> None:
    assert kept(group_of(None)) == [(None, ())]


def test_a_split_leaves_the_number_where_most_stories_are() -> None:
    assert kept(group_of(4), group_of(4, 4, None), group_of(7)) == [(None, ()), (4, ()), (7, ())]


def test_an_even_split_leaves_it_to_the_earlier_group() -> None:
    assert kept(group_of(4), group_of(4)) == [(4, ()), (None, ())]
