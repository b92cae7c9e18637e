"""Headlines that read as one are found without comparing each with each."""

from hypothesis import given
from hypothesis import strategies as st

from distrib.selection import diversity, words
from distrib.selection.diversity import Headlines

WORDS = "cyclone budget hockey metro temple river paddy school the in of".split()
titles = st.lists(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join), max_size=12)


def plainly_near(one: str, other: str) -> bool:
    mine, theirs = frozenset(words.telling(one)), frozenset(words.telling(other))
    if not mine or not theirs:
        return words.plain(one).strip() == words.plain(other).strip()
    return len(mine & theirs) / len(mine | theirs) >= diversity.NEAR


@given(titles, st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
def test_the_first_headline_that_reads_as_one_is_found(kept: list[str], asked: str) -> None:
    headlines = Headlines()
    for title in kept:
        headlines.add(title)

    assert headlines.like(asked) == next((title for title in kept if plainly_near(title, asked)), None)


def test_a_headline_told_thousands_of_times_is_kept_once() -> None:
    headlines = Headlines()
    for _ in range(3000):
        headlines.add("Gold price today in Cuttack")
        headlines.add("!!!")

    assert len(headlines._told) == 1
    assert len(headlines._bare) == 1
    assert headlines.like("Gold price today in Cuttack!") == "Gold price today in Cuttack"
