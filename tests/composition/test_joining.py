import re

import pytest

from distrib.composition import joining
from distrib.composition.assembling import Assembler
from tests.composition.pages import a_page, assembler, compiled, facts, some_blanks


@pytest.mark.parametrize("sections", [None, frozenset({"odisha"}), frozenset({"business", "videos"})])
def test_the_minutes_of_the_sections_make_the_whole(sections: frozenset[str] | None) -> None:
    made = assembler()
    plan = made.plan(sections)
    said = joining.words(made.compiled, plan)

    each = [int(re.sub(r"\D", "", words) or 0) for name, words in said.items() if name.startswith("minutes.")]
    assert said["minutes"] == f"{sum(each)} min"
    assert sum(each) == sum(card.minutes for card in joining.chosen(made.compiled, plan))


@pytest.mark.parametrize("look", ["broadsheet", "brief"])
def test_the_head_of_both_parts_counts_as_the_sections_do(look: str) -> None:
    made = assembler(look=look)
    plan = made.plan(frozenset({"odisha"}))
    said = joining.words(made.compiled, plan)

    assert said["count"] == said["count.s0"] == "3 stories, 9 min"
    assert "3 stories, 9 min" in made.html(plan, some_blanks())
    assert "3 stories, 9 min" in made.text(plan, some_blanks())


@pytest.mark.parametrize("look", ["broadsheet", "brief"])
def test_what_is_only_watched_takes_no_minutes(look: str) -> None:
    page = a_page(stories=[("videos", "Videos", [facts(1, kind="video"), facts(2, kind="gallery")])], look=look)
    made = Assembler(compiled(page))
    plan = made.plan(None)

    assert joining.words(made.compiled, plan)["count"] == "2 stories"
    for part in (made.html(plan, some_blanks()), made.text(plan, some_blanks())):
        assert "2 stories" in part
        assert "2 stories," not in part
        assert " min" not in re.sub(r"<style.*?</style>", "", part, flags=re.DOTALL)
