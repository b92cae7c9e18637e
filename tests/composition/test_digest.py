import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from distrib.composition.digest import LinkFact, compile_digest, renumbered, unpack
from distrib.composition.templates import Templates
from distrib.errors import BadInput, TemplateProblem
from tests.composition.pages import a_page, an_identity, assembler, compiled, facts, some_blanks, templates


def test_a_digest_comes_back_from_its_bytes() -> None:
    links = (LinkFact(number=1, url="https://paper.example/1", story_id=1),)
    made = compiled(links=links, version=3)

    assert unpack(made.pack()) == made
    assert unpack(made.pack()).hash == made.hash


def test_the_same_content_has_the_same_hash_in_every_version() -> None:
    assert compiled().hash == compiled().hash
    assert renumbered(compiled(), 7).hash == compiled().hash
    assert unpack(renumbered(compiled(), 7).pack()).version == 7


@pytest.mark.parametrize(
    "other",
    [
        lambda: compiled(a_page(intro="Another morning.")),
        lambda: compiled(identity=an_identity(from_name="Another Post")),
        lambda: compiled(links=(LinkFact(number=1, url="https://paper.example/1", story_id=1),)),
        lambda: compiled(a_page(stories=[("odisha", "Odisha", [facts(1)])])),
    ],
    ids=["intro", "sender", "link", "stories"],
)
def test_whatever_a_reader_could_notice_changes_the_hash(other: object) -> None:
    assert callable(other)
    assert other().hash != compiled().hash


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"distrib digest 1 1\nnot packed", b"distrib digest 9 1\n" + zlib.compress(b"{}")],
)
def test_bytes_that_are_no_digest_are_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        unpack(content)


def test_a_digest_that_lacks_a_part_is_refused() -> None:
    with pytest.raises(BadInput):
        unpack(b"distrib digest 1 1\n" + zlib.compress(b'{"format":1}'))


@pytest.mark.parametrize("language", ["en", "or", "hi", "ur"])
@pytest.mark.parametrize("look", sorted(templates().looks()))
def test_twelve_stories_weigh_less_than_seventy_kilobytes(language: str, look: str) -> None:
    made = assembler(language, look)
    html = made.html(made.plan(None), some_blanks())

    assert len(html.encode()) <= 70_000


def test_an_unknown_look_is_refused_by_name() -> None:
    with pytest.raises(TemplateProblem, match="no look called opera"):
        compiled(a_page(look="opera"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{ page.nobody }}", "digest/mine/body.html"),
        ("{% if %}", "line 1"),
        ("{{ 1 / 0 }}", "can't be drawn"),
        ("{{ cut('a') }}{{ cut('a') }}", "two pieces called a"),
    ],
    ids=["unknown field", "syntax", "arithmetic", "double piece"],
)
def test_a_broken_template_ends_as_one_sentence(tmp_path: Path, body: str, words: str) -> None:
    folder = tmp_path / "digest" / "mine"
    folder.mkdir(parents=True)
    for name, text in (("body.html", f"<html><body>{body}</body></html>"), ("body.txt", ""), ("subject.txt", "x")):
        (folder / name).write_text(text)
    with pytest.raises(TemplateProblem, match=words) as caught:
        compile_digest(a_page(look="mine"), templates=Templates([tmp_path]), identity=an_identity())
    assert "\n" not in str(caught.value)


def test_a_newsrooms_own_look_may_extend_a_shipped_one(tmp_path: Path) -> None:
    folder = tmp_path / "digest" / "broadsheet"
    folder.mkdir(parents=True)
    (folder / "body.html").write_text(
        '{% extends "shipped:digest/broadsheet/body.html" %}{% block outlook %}td{color:red}{% endblock %}'
    )
    made = compile_digest(a_page(), templates=Templates([tmp_path]), identity=an_identity())

    assert "td{color:red}" in made.html["head"]


def test_every_picture_is_named_in_the_digest() -> None:
    assert len(compiled().pictures) == 8
    assert replace(compiled(), pictures=()).hash != compiled().hash


def test_a_template_that_was_changed_is_drawn_as_it_is_now(tmp_path: Path) -> None:
    own = tmp_path / "digest" / "broadsheet" / "subject.txt"
    own.parent.mkdir(parents=True)
    subjects = []
    for text in ("One: {{ card.title }}", "Two: {{ card.title }}", "Two: {{ card.title }}"):
        own.write_text(text)
        made = compile_digest(a_page(), templates=Templates([tmp_path]), identity=an_identity())
        subjects.append(made.cards[0].subject.partition(":")[0])

    assert subjects == ["One", "Two", "Two"]
