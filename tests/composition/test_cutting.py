import pytest

from distrib.composition.cutting import Marks
from distrib.errors import TemplateProblem


def test_a_page_is_cut_where_its_marks_stand() -> None:
    marks = Marks.of("content")
    page = f"top{marks.cut('a')}one{marks.cut('b.c1')}two"

    assert marks.pieces(page) == {"head": "top", "a": "one", "b.c1": "two"}


def test_blanks_split_a_text() -> None:
    marks = Marks.of("content")

    assert marks.segments(f"to {marks.blank('name')}{marks.blank('view')}!") == ["to ", ("name",), ("view",), "!"]


def test_content_can_not_forge_a_mark() -> None:
    forged = str(Marks.of("old").cut("a"))

    assert Marks.of(forged).pieces(forged) == {"head": forged}


def test_a_piece_cut_twice_is_an_error() -> None:
    marks = Marks.of("content")
    with pytest.raises(TemplateProblem, match="two pieces called a"):
        marks.pieces(f"{marks.cut('a')}{marks.cut('a')}")
