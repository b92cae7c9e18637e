import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput
from distrib.model.cards import Form
from distrib.model.plans import Plan

CARDS = st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(list(Form))), max_size=30)


@given(version=st.integers(1, 10**6), cards=CARDS, arm=st.sampled_from(["", "a", "b"]))
def test_a_plan_is_read_from_its_own_key(version: int, cards: list[tuple[int, Form]], arm: str) -> None:
    plan = Plan(digest_version=version, cards=tuple(cards), arm=arm)

    assert Plan.read(plan.key) == plan


@pytest.mark.parametrize("key", ["", "v", "vx:1L", "v1:L", "v1:1X", "v1:1L,,x"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(BadInput):
        Plan.read(key)
