"""A change is shown word by word, and what stayed is short."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.wording import differing


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("Two hurt in fire", "Three hurt in fire", "[-Two-] {+Three+} hurt in fire"),
        ("Two hurt", "Two hurt badly", "Two hurt {+badly+}"),
        ("Two badly hurt", "Two hurt", "Two [-badly-] hurt"),
        ("", "New", "{+New+}"),
        ("Same  words", "Same words", "Same words"),
        ("ପୁରୀରେ ବର୍ଷା", "ପୁରୀରେ ପ୍ରବଳ ବର୍ଷା", "ପୁରୀରେ {+ପ୍ରବଳ+} ବର୍ଷା"),
    ],
)
def test_a_change_is_marked(before: str, after: str, shown: str) -> None:
    assert differing.shown(before, after) == shown


def test_long_stretches_that_stayed_are_left_out() -> None:
    words = [str(n) for n in range(60)]
    changed = [*words[:20], "new", *words[20:40], "too", *words[40:]]

    shown = differing.shown(" ".join(words), " ".join(changed))

    assert shown == "… 14 15 16 17 18 19 {+new+} 20 21 22 23 24 25 … 34 35 36 37 38 39 {+too+} 40 41 42 43 44 45 …"


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_out_of_it(before: str, after: str) -> None:
    shown = differing.shown(before, after)
    old = re.sub(r"\{\+.*?\+\}", "", re.sub(r"\[-(.*?)-\]", r"\1", shown))
    new = re.sub(r"\[-.*?-\]", "", re.sub(r"\{\+(.*?)\+\}", r"\1", shown))

    assert (old.split(), new.split()) == (before.split(), after.split())
