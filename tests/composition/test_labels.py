"""What was paid for is never mistaken for news, in whatever form and wherever its headline stands."""

import re

import pytest

from distrib.composition.assembling import Assembler
from distrib.model.cards import StoryFacts
from tests.composition.pages import a_page, compiled, facts, pictured, some_blanks, templates

LOOKS = sorted(templates().looks())
WORDS = {
    "en": ("Sponsored", "Breaking"),
    "hi": ("प्रायोजित", "ब्रेकिंग"),
    "or": ("ପ୍ରାୟୋଜିତ", "ବ୍ରେକିଂ"),
    "ur": ("اشتہار", "بریکنگ"),
}


def drawn(look: str, *stories: StoryFacts, language: str = "en") -> Assembler:
    return Assembler(compiled(a_page(language, stories=[("odisha", "Odisha", stories)], look=look)))


def pieces(made: Assembler, key: str) -> dict[str, str]:
    """Return the HTML of every piece that draws the card, by the name of its form."""
    found = {name: piece for name, piece in made.compiled.html.items() if name.endswith(f".{key}")}
    assert {"lead", "standard", "headline"} <= {name.split(".")[0] for name in found}
    return found


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("look", LOOKS)
def test_every_form_says_that_it_was_paid_for(look: str, language: str) -> None:
    made = drawn(look, pictured(1, sponsor="Tara <Bank>"), facts(2, sponsor="Tara <Bank>"), language=language)

    for key in ("c1", "c2"):
        for name, piece in pieces(made, key).items():
            assert WORDS[language][0] in piece, name
            assert "Tara <Bank>" not in piece
            if not name.startswith("contents"):  # a line of the contents says what it is; by whom, the card
                assert "Tara &lt;Bank&gt;" in piece, name


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["article", "video", "gallery"])
def test_only_what_was_paid_for_stands_in_a_box(look: str, kind: str) -> None:
    made = drawn(look, pictured(1, kind=kind, sponsor="Tara Bank"), pictured(2, kind=kind, breaking=True))
    edge = re.compile(r"border:1px solid #(a89e8d|8fa39c)")

    for form in ("lead", "standard"):
        assert edge.search(made.compiled.html[f"{form}.c1"])
        assert not edge.search(made.compiled.html[f"{form}.c2"])


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("look", LOOKS)
def test_breaking_stands_over_the_headline_in_every_form(look: str, language: str) -> None:
    made = drawn(look, pictured(1, breaking=True), facts(2, breaking=True), facts(3), language=language)

    for key in ("c1", "c2"):
        assert all(WORDS[language][1] in piece for piece in pieces(made, key).values())
    assert not any(word in piece for piece in pieces(made, "c3").values() for word in WORDS[language])


@pytest.mark.parametrize("look", LOOKS)
def test_plain_text_subject_and_preheader_say_it_too(look: str) -> None:
    made = drawn(look, facts(1, breaking=True, summary=""), facts(2, sponsor="Tara Bank"), facts(3))
    plan = made.plan(None)
    text = made.text(plan, some_blanks())

    assert made.subject(plan) == "Breaking: Story number 1 of the day"
    assert "Sponsored · Tara Bank: Story number 2 of the day" in made.preheader(plan)
    assert "[Breaking]\nStory number 1 of the day" in text
    assert "[Sponsored · Tara Bank]\nStory number 2 of the day" in text
    assert "* [Sponsored · Tara Bank] Story number 2" in made.compiled.text["headline.c2"]


@pytest.mark.parametrize("look", LOOKS)
def test_a_copy_that_begins_with_what_was_paid_for_says_so_in_its_subject(look: str) -> None:
    made = drawn(look, facts(1, sponsor="Tara Bank"))

    assert made.subject(made.plan(None)) == "Sponsored · Tara Bank: Story number 1 of the day"
