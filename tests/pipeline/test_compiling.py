from typing import Any

import pytest

from distrib.composition.assembling import Assembler
from distrib.composition.digest import unpack
from distrib.errors import BadInput, NotAllowed, TemplateProblem
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import Measuring
from distrib.model.stories import StoryState
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.parts import Parts
from distrib.store import digests, editions
from distrib.wording.networks import THE_SEVEN
from tests import factories
from tests.composition.pages import some_blanks


def an_edition(parts: Parts, *, sender: dict[str, Any] | None = None, **given: Any) -> int:
    """Store an edition with two sections of two picks each, the second section's first pick leading."""
    with parts.database.writing() as session:
        factories.a_newsroom(session)
        row = factories.a_sender(session, **(sender or {}))
        mailing_list = factories.a_list(session, slug="tarini-morning", sender_id=row.id, **given)
        edition = factories.an_edition(session, mailing_list)
        for slug in ("odisha", "sports"):
            section = factories.a_section(session, mailing_list, slug=slug, name=slug.title())
            for number in (1, 2):
                story = factories.a_story(
                    session, title=f"{slug} {number}", url=f"https://paper.example/{slug}/{number}?a=1"
                )
                cluster = factories.a_cluster(session, story)
                factories.a_pick(
                    session, edition, section, story_id=story.id, cluster_id=cluster.id, rank=number,
                    lead=slug == "sports" and number == 1,
                )  # fmt: skip
        assert edition.id is not None
        return edition.id


def html(parts: Parts, edition_id: int) -> str:
    with parts.database.reading() as session:
        row = digests.newest(session, edition_id)
    assert row is not None
    made = Assembler(unpack(row.content))
    return made.html(made.plan(None), some_blanks())


def edition_of(parts: Parts, edition_id: int) -> Edition:
    with parts.database.reading() as session:
        return editions.get(session, edition_id)


def test_a_compiled_edition_holds_its_picks_with_the_lead_first(parts: Parts) -> None:
    edition_id = an_edition(parts)
    row = compile_edition(parts, edition_id)
    made = unpack(row.content)

    assert [card.title for card in made.cards] == ["sports 1", "sports 2", "odisha 1", "odisha 2"]
    assert (row.version, row.hash, made.version) == (1, made.hash, 1)
    assert edition_of(parts, edition_id).digest_version == 1


def test_links_are_counted_ones_of_ours_that_lead_to_the_story_with_its_campaign(parts: Parts) -> None:
    edition_id = an_edition(parts)
    compile_edition(parts, edition_id)
    with parts.database.reading() as session:
        table = digests.link_table(session, edition_id)

    assert [link.number for link in table] == [1, 2, 3, 4]
    assert table[0].url == (
        "https://paper.example/odisha/1?a=1&utm_source=tarini-morning&utm_medium=email&utm_campaign=2026-11-24"
    )
    token = parts.signer.sign("c", table[0].id or 0)
    assert f"https://mail.paper.example/c/{token}" in html(parts, edition_id)


def test_a_list_that_measures_nothing_links_to_the_publisher(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts, measuring=Measuring.NONE)
    compile_edition(sqlite_parts, edition_id)
    with sqlite_parts.database.reading() as session:
        assert list(digests.link_table(session, edition_id)) == []

    drawn = html(sqlite_parts, edition_id)
    assert "https://paper.example/odisha/1?a=1&amp;utm_source=tarini-morning" in drawn
    assert "/c/" not in drawn


def test_the_same_content_stays_the_same_version_and_keeps_its_approval(parts: Parts) -> None:
    edition_id = an_edition(parts)
    first = compile_edition(parts, edition_id)
    approve(parts, edition_id, first.hash)

    assert compile_edition(parts, edition_id).id == first.id
    assert edition_of(parts, edition_id).state is EditionState.APPROVED
    with parts.database.reading() as session:
        assert [version for version, _, _ in digests.versions(session, edition_id)] == [1]


def test_another_content_is_another_version_and_drops_the_approval(parts: Parts) -> None:
    edition_id = an_edition(parts)
    approve(parts, edition_id, compile_edition(parts, edition_id).hash)
    with parts.database.writing() as session:
        editions.get(session, edition_id).intro = "Something else."
    second = compile_edition(parts, edition_id)
    edition = edition_of(parts, edition_id)

    assert second.version == 2
    assert (edition.state, edition.digest_version, edition.approved_hash) == (EditionState.DRAFT, 2, None)
    with parts.database.reading() as session:
        assert digests.get(session, edition_id, 1).hash != second.hash


def test_an_edition_that_is_leaving_keeps_its_digest(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    approve(sqlite_parts, edition_id, compile_edition(sqlite_parts, edition_id).hash)
    with sqlite_parts.database.writing() as session:
        editions.get(session, edition_id).move(EditionState.SENDING, sqlite_parts.clock())
    with pytest.raises(NotAllowed, match="its digest stands"):
        compile_edition(sqlite_parts, edition_id)


def test_a_template_that_can_not_be_drawn_leaves_the_edition_what_it_had(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    first = compile_edition(sqlite_parts, edition_id)
    folder = sqlite_parts.home / "templates" / "digest" / "broadsheet"
    folder.mkdir(parents=True)
    (folder / "body.html").write_text("{{ page.nobody }}")
    with pytest.raises(TemplateProblem, match="broadsheet"):
        compile_edition(sqlite_parts, edition_id)

    assert edition_of(sqlite_parts, edition_id).digest_version == first.version


def test_retracted_stories_are_left_out_and_nothing_left_is_said(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        for number, (_, _, story) in enumerate(digests.picked(session, edition_id)):
            story.state = StoryState.RETRACTED if number else StoryState.LIVE
    assert len(unpack(compile_edition(sqlite_parts, edition_id).content).cards) == 1
    with sqlite_parts.database.writing() as session:
        for _, _, story in digests.picked(session, edition_id):
            story.state = StoryState.KILLED
    with pytest.raises(BadInput, match="no picks"):
        compile_edition(sqlite_parts, edition_id)


def test_without_a_public_host_shares_are_whatsapp_and_mail_only(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts, sender={"public_url": None})
    compile_edition(sqlite_parts, edition_id)
    drawn = html(sqlite_parts, edition_id)

    assert "https://wa.me/?text=" in drawn or "https://api.whatsapp.com/send" in drawn
    assert "mailto:?subject=" in drawn
    assert "/s/" not in drawn
    assert "/static/marks/" not in drawn


def test_the_lead_carries_the_seven_share_buttons_and_every_card_its_share_page(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    cards = unpack(compile_edition(sqlite_parts, edition_id).content).cards
    drawn = html(sqlite_parts, edition_id)

    lead = cards[0].story_id
    for network in THE_SEVEN:
        assert f'href="https://mail.paper.example/s/{lead}/{network}"' in drawn
    for card in cards:
        assert f"https://mail.paper.example/s/{card.story_id}" in drawn


def test_an_editors_subject_speaks_of_the_lead_unless_they_say_so(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        editions.get(session, edition_id).subject = "Two sisters,\none goal"
    made = Assembler(unpack(compile_edition(sqlite_parts, edition_id).content))

    assert made.subject(made.plan(None)) == "Two sisters, one goal"
    assert made.subject(made.plan(frozenset({"odisha"}))) == "odisha 1"


@pytest.mark.parametrize(("hour", "words"), [(5, "Morning"), (13, "Midday"), (19, "Evening"), (2, "Evening")])
def test_an_edition_is_named_by_its_hour(sqlite_parts: Parts, hour: int, words: str) -> None:
    edition_id = an_edition(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        edition.at = edition.at.replace(hour=hour)
    compile_edition(sqlite_parts, edition_id)

    assert f"{words} edition" in html(sqlite_parts, edition_id)


def approve(parts: Parts, edition_id: int, hash_: str) -> None:
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state is EditionState.PLANNED:
            edition.move(EditionState.DRAFT, parts.clock())
        edition.move(EditionState.APPROVED, parts.clock())
        edition.approved_hash = hash_
