"""An editor's hand at the desk: every button, who may press it, what is said of it, and how it is taken back."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from distrib.model.editions import Edition, EditionState, Mark, MarkKind, Pick
from distrib.model.stories import StoryState
from distrib.model.users import Role
from distrib.pipeline import approve as approving
from distrib.pipeline import explained
from distrib.pipeline import prepare as preparing
from distrib.pipeline.parts import Parts
from distrib.store import picks
from tests import factories
from tests.pipeline.test_prepare import a_day
from tests.web import scenes

HOSTILE = "Bank \"><script>alert(1)</script> 'Tara' & Co \u202e"


@dataclass
class Desk:
    """A signed-in visitor of the desk of a draft with three of six stories."""

    client: TestClient
    parts: Parts
    edition: int
    stories: list[int]
    csrf: str

    @property
    def path(self) -> str:
        return f"/console/editions/{self.edition}"

    def post(self, do: str, story: Any, **given: Any) -> Any:
        return self.client.post(f"{self.path}/marks", data={"csrf": self.csrf, "do": do, "story": story, **given})

    def undo(self, *marks: Any) -> Any:
        return self.client.post(f"{self.path}/marks/undo", data={"csrf": self.csrf, "mark": list(marks)})

    def order(self) -> list[int]:
        with self.parts.database.reading() as session:
            return [pick.story_id for pick in picks.of(session, self.edition)]

    def pick(self, story: int) -> Pick:
        with self.parts.database.reading() as session:
            return next(pick for pick in picks.of(session, self.edition) if pick.story_id == story)

    def state(self) -> EditionState:
        with self.parts.database.reading() as session:
            return session.get_one(Edition, self.edition).state

    def marks(self) -> list[Mark]:
        with self.parts.database.reading() as session:
            return list(session.exec(select(Mark).order_by(Mark.id)).all())  # type: ignore[arg-type]

    def page(self, answer: Any = None) -> str:
        """Return the desk, after a step the one that the step leads to."""
        where = answer.headers["location"] if answer is not None else self.path
        return self.client.get(where.partition("#")[0]).text

    def said(self, answer: Any) -> str:
        """Return the sentence about a step."""
        page = self.page(answer) if answer.status_code == 303 else answer.text
        found = re.search(r'<p id="said"[^>]*>(.*?)</p>', page)
        assert found is not None
        return unescape(re.sub(r"<[^>]+>", "", found[1]))

    def approve(self) -> None:
        approving.approve(self.parts, self.edition, "u1", preflight=lambda *_: [])


def a_desk(client: TestClient, parts: Parts, role: Role = Role.EDITOR) -> Desk:
    with parts.database.writing() as session:
        mailing_list, _, edition, told = _a_day(session)
        factories.a_section(
            session, mailing_list, name="Nation", slug="nation", position=9999, rule={"sections": ["Nation"]}
        )
        ids = [story.id or 0 for story in told]
    preparing.prepare(parts, edition.id or 0)
    csrf = scenes.signed_in(client, parts, role, name="Asha Patnaik")
    return Desk(client=client, parts=parts, edition=edition.id or 0, stories=ids, csrf=csrf)


def _a_day(session: Session) -> Any:
    return a_day(session, 6)


@pytest.fixture
def desk(client: TestClient, sqlite_parts: Parts) -> Desk:
    return a_desk(client, sqlite_parts)


@pytest.fixture
def client(sqlite_parts: Parts) -> Any:
    from distrib.web.app import create_app  # noqa: PLC0415 - a web of this module's own newsroom

    with TestClient(create_app(sqlite_parts), base_url="http://mail.test", follow_redirects=False) as opened:
        yield opened


# -- the buttons -------------------------------------------------------------------------------------------------


def test_a_story_goes_up_and_down_and_the_page_returns_to_it(desk: Desk) -> None:
    first, second, third = desk.order()

    answer = desk.post("up", second)

    assert desk.order() == [second, first, third]
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).fragment == f"story-{second}"
    assert desk.said(answer) == "You pinned “Assembly passes teachers bill” to place 1. Undo".removesuffix(" Undo")
    assert desk.post("down", second).status_code == 303
    assert desk.order() == [first, second, third]


def test_a_pin_keeps_a_story_where_it_stands_and_unpin_lets_go_of_every_pin(desk: Desk) -> None:
    first, second, third = desk.order()
    desk.post("up", third)
    desk.post("up", third)
    desk.post("pin", third)
    assert desk.order() == [third, first, second]
    pins = [mark.id for mark in desk.marks()]
    page = desk.page()
    assert "Unpin" in page
    assert "Pinned to place 1 by you" in page

    answer = desk.undo(*pins)

    assert desk.order() == [first, second, third]
    assert all(mark.undone_at for mark in desk.marks())
    assert "Taken back: You pinned" in desk.said(answer)


def test_what_is_set_aside_makes_room_and_one_goes_on_at_its_place(desk: Desk) -> None:
    first, second, third = desk.order()

    answer = desk.post("set_aside", first)

    assert desk.order()[:2] == [second, third]
    assert urlsplit(answer.headers["location"]).fragment == f"story-{second}"
    assert "You set aside “Cyclone nears Puri coast”. “Metro work stalls at Bhubaneswar” came in." in desk.said(answer)
    assert "It was set aside by Asha Patnaik." in desk.page()
    assert "Bring back" in desk.page()


def test_a_story_is_replaced_by_another_and_both_come_back_with_one_undo(desk: Desk) -> None:
    first, second, third = before = desk.order()
    other = next(story for story in desk.stories if story not in before)

    answer = desk.post("replace", second, other=other)

    assert desk.order() == [first, other, third]
    assert "in the place of “Assembly passes teachers bill”" in desk.said(answer)
    (undo,) = set(re.findall(r'name="mark" value="(\d+)">Undo</button>', desk.page(answer)))
    desk.undo(undo)
    assert desk.order() == before


def test_the_next_in_line_is_put_in_where_its_score_puts_it(desk: Desk) -> None:
    before = desk.order()
    other = next(story for story in desk.stories if story not in before)

    answer = desk.post("place", other, section="odisha")

    assert desk.order() == [*before[:2], other]
    assert "into Odisha. “Paddy procurement begins in Bargarh” made room." in desk.said(answer)


def test_a_story_moves_to_another_section_or_to_a_place_in_it(desk: Desk) -> None:
    first, second, _ = desk.order()
    desk.post("place", first, section="nation")
    desk.post("place", second, section="nation", rank="1")

    assert desk.order()[-2:] == [second, first]


def test_excluding_reaches_the_edition_the_list_or_everything(desk: Desk) -> None:
    first, second, third = desk.order()
    for story, reach in ((first, "edition"), (second, "list"), (third, "everywhere")):
        assert desk.post("exclude", story, reach=reach).status_code == 303
    assert not {first, second, third} & set(desk.order())
    assert [(mark.edition_id, mark.list_id is None) for mark in desk.marks()] == [
        (desk.edition, False), (None, False), (None, True),
    ]  # fmt: skip
    page = desk.page()
    assert "On the list, or everywhere: 2" in page
    assert " everywhere" in page


def test_what_was_paid_for_is_labelled_on_the_desk_and_in_the_mail(desk: Desk) -> None:
    story = desk.order()[1]

    answer = desk.post("sponsored", story, paid_by="Tara Bank")

    assert desk.pick(story).sponsor == "Tara Bank"
    assert "as paid for by Tara Bank" in desk.said(answer)
    assert "<b>Sponsored</b> · <bdi>Tara Bank</bdi>" in desk.page()
    mail = desk.client.get(f"{desk.path}/preview").text
    assert "Sponsored" in mail
    assert "Tara Bank" in mail


def test_names_and_searches_that_mean_harm_stay_words(desk: Desk) -> None:
    story = desk.order()[0]
    answer = desk.post("sponsored", story, paid_by=HOSTILE)
    for page in (desk.page(answer), desk.client.get(desk.path, params={"words": HOSTILE, "replace": story}).text):
        assert "<script>alert" not in page
    assert "<script>alert" not in desk.client.get(f"{desk.path}/preview").text
    wrong = desk.post("<script>alert(1)</script>", story, section=HOSTILE, reach=HOSTILE)
    assert (wrong.status_code, "<script>alert" in wrong.text) == (400, False)


# -- approvals ---------------------------------------------------------------------------------------------------


def test_an_edit_drops_the_approval_and_says_so_and_breaking_keeps_it(desk: Desk) -> None:
    desk.approve()
    page = desk.page()
    assert "drops the approval" in page
    assert "Breaking</em> is the one mark that keeps it" in page

    kept = desk.post("breaking", desk.stories[5])
    assert desk.state() is EditionState.APPROVED
    assert desk.order()[0] == desk.stories[5]
    assert "The approval stands, for the new digest." in desk.said(kept)
    assert "<b>Breaking</b>" in desk.page()

    dropped = desk.post("pin", desk.order()[1])
    assert desk.state() is EditionState.DRAFT
    assert "The approval was dropped: somebody approves the new digest" in desk.said(dropped)


def test_what_the_address_claims_of_an_approval_is_not_believed(desk: Desk) -> None:
    desk.post("pin", desk.order()[0])
    (made,) = desk.marks()
    page = desk.client.get(f"{desk.path}?mark={made.id}&approval=stands&came=999999&went=abc").text
    assert "The approval stands" not in page
    assert "You pinned" in page


def test_an_edition_on_its_way_shows_its_marks_and_takes_no_more(desk: Desk) -> None:
    desk.post("pin", desk.order()[0])
    (made,) = desk.marks()
    with desk.parts.database.writing() as session:
        row = session.get_one(Edition, desk.edition)
        row.state = EditionState.SENT
        session.add(row)

    for answer in (desk.post("set_aside", desk.order()[0]), desk.undo(made.id)):
        assert answer.status_code == 409
        assert "is sent: its picks stand." in desk.said(answer)
    page = desk.page()
    assert "data-key=" not in re.sub(r"<(header|details class=\"keys).*?</(header|details)>", "", page, flags=re.DOTALL)
    assert "It is sent: its picks stand." in page


# -- taking back -------------------------------------------------------------------------------------------------


def test_the_last_step_is_ones_own_also_when_it_reached_further_than_this_edition(desk: Desk) -> None:
    before = desk.order()
    desk.post("pin", before[1])
    desk.post("exclude", before[0], reach="everywhere")
    last = re.search(r'name="mark" value="(\d+)" data-key="z"', desk.page())
    assert last is not None
    assert int(last[1]) == desk.marks()[-1].id

    desk.undo(last[1])
    assert set(desk.order()) == set(before)
    last = re.search(r'name="mark" value="(\d+)" data-key="z"', desk.page())
    assert last is not None
    assert int(last[1]) == desk.marks()[0].id


def test_the_desk_tells_who_did_what_and_who_took_it_back(desk: Desk) -> None:
    story = desk.order()[1]
    desk.post("pin", story)
    desk.csrf = scenes.signed_in(desk.client, desk.parts, Role.ADMIN, address="b@paper.example", name="Bijay Das")
    page = desk.page()
    assert 'Asha Patnaik pinned <b dir="auto">Assembly passes teachers bill</b> to place 2' in page
    assert 'data-key="z"' not in page  # Bijay has done nothing yet
    desk.undo(desk.marks()[0].id)
    assert "taken back by Bijay Das" in desk.page()


# -- what can't be -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "story", "given", "status", "sentence"),
    [
        ("up", 0, {}, 400, "It is the first of its section already."),
        ("down", 2, {}, 400, "It is the last of its section already."),
        ("up", 5, {}, 400, "is not in this edition any more."),
        ("replace", 0, {"other": "no number"}, 400, "The other story is named by its number."),
        ("replace", 0, {"other": "777777"}, 404, "There is no story 777777."),
        ("place", 0, {"section": "weather"}, 400, "The list has no section weather"),
        ("place", 0, {"section": "odisha", "rank": "-1"}, 400, "A place is named by its number."),
        ("place", 0, {"section": "odisha", "rank": "99"}, 400, "A rank is a number from 1 to 50."),
        ("place", 0, {}, 400, "Moving a story needs the section it moves to."),
        ("exclude", 0, {"reach": "the planet"}, 400, "not from the planet."),
        ("sponsored", 0, {"paid_by": "  "}, 400, "A sponsored story says who paid for it."),
        ("applaud", 0, {}, 400, "What is to be done with the story was not said."),
    ],
)
def test_what_cant_be_done_is_a_sentence_on_the_desk(
    desk: Desk, do: str, story: int, given: dict[str, str], status: int, sentence: str
) -> None:
    before = desk.order()
    answer = desk.post(do, desk.stories[story], **given)
    assert answer.status_code == status
    assert sentence in desk.said(answer)
    assert desk.said(answer).startswith("Not done.")
    assert "Marks so far" in answer.text
    assert (desk.order(), desk.marks()) == (before, [])


@pytest.mark.parametrize("story", ["", "abc", "-1", "9" * 40, "²", "1.5"])
def test_a_wrong_number_is_told(desk: Desk, story: str) -> None:
    answer = desk.post("pin", story)
    assert answer.status_code == 400
    assert "A story is named by its number." in desk.said(answer)
    assert desk.client.get(desk.path, params={"words": story, "replace": story, "mark": story}).status_code == 200


def test_the_last_story_is_not_taken_out_and_one_that_was_withdrawn_does_not_come_in(desk: Desk) -> None:
    with desk.parts.database.writing() as session:
        story = factories.a_story(session, title="A withdrawn claim", state=StoryState.KILLED)
    answer = desk.post("pin", story.id)
    assert answer.status_code == 400  # not a pick: nowhere to pin it
    assert "can't be in an edition" in desk.said(desk.post("place", story.id, section="odisha"))

    for one in desk.stories[:5]:
        desk.post("exclude", one)
    answer = desk.post("exclude", desk.stories[5])
    assert answer.status_code == 409
    assert "without any story" in desk.said(answer)


@pytest.mark.parametrize("number", ["", "x", "4711"])
def test_only_marks_of_this_desk_are_taken_back_here(desk: Desk, number: str) -> None:
    answer = desk.undo(number)
    assert answer.status_code == 400
    assert "mark" in desk.said(answer).lower()


def test_a_mark_of_another_edition_stays_where_it_was_made(desk: Desk) -> None:
    with desk.parts.database.writing() as session:
        elsewhere = factories.an_edition(session, factories.a_list(session))
        pick = picks.of(session, desk.edition)[0]
        mark = Mark(
            kind=MarkKind.PIN, cluster_id=pick.cluster_id, edition_id=elsewhere.id, by="u9", made_at=factories.NOON
        )
        factories.stored(session, mark)
    assert desk.undo(mark.id).status_code == 400
    assert desk.marks()[0].undone_at is None
    assert desk.client.post("/console/editions/4711/marks", data={"csrf": desk.csrf, "do": "pin"}).status_code == 404


# -- who may -----------------------------------------------------------------------------------------------------


def test_an_analyst_looks_and_marks_nothing(client: TestClient, sqlite_parts: Parts) -> None:
    desk = a_desk(client, sqlite_parts, Role.ANALYST)
    page = desk.page()
    assert "Marks so far" in page
    assert "An editor or admin marks stories." in page
    for word in ("Set aside", "Put in", "/marks"):
        assert word not in page
    for answer in (desk.post("pin", desk.order()[0]), desk.undo("1")):
        assert answer.status_code == 403
        assert "This needs an admin or editor" in answer.text
    assert desk.client.get(f"{desk.path}/explain.json").status_code == 200


def test_a_form_without_our_token_or_from_elsewhere_marks_nothing(desk: Desk) -> None:
    story = desk.order()[0]
    data = {"do": "set_aside", "story": story}
    assert desk.client.post(f"{desk.path}/marks", data=data).status_code == 403
    assert desk.client.post(f"{desk.path}/marks", data={**data, "csrf": "x" * 40}).status_code == 403
    theirs = {"Origin": "https://evil.example"}
    assert desk.client.post(f"{desk.path}/marks", data={**data, "csrf": desk.csrf}, headers=theirs).status_code == 403
    assert desk.client.get(f"{desk.path}/marks").status_code == 405
    assert desk.marks() == []


# -- searching and explaining ------------------------------------------------------------------------------------


def test_another_story_is_found_by_words_or_by_number_and_put_in(desk: Desk) -> None:
    other = desk.stories[5]
    found = desk.client.get(desk.path, params={"words": "TEMPLE inventory"}).text
    assert f'name="story" value="{other}"' in found.partition('id="find"')[2]
    by_number = desk.client.get(desk.path, params={"words": str(other)}).text
    assert f"story {other}" in by_number
    assert "it is in" in desk.client.get(desk.path, params={"words": "cyclone"}).text
    assert "No story has “100%_” in its headline" in desk.client.get(desk.path, params={"words": "100%_"}).text

    for_a_place = desk.client.get(desk.path, params={"words": "temple", "replace": desk.order()[0]}).text
    assert f'<optgroup label="Found"><option value="{other}">' in for_a_place

    assert desk.post("place", other, section="odisha", rank="2").status_code == 303
    assert desk.order()[1] == other


def test_json_command_line_and_desk_explain_with_the_same_words(desk: Desk) -> None:
    desk.post("pin", desk.order()[2])
    answer = desk.client.get(f"{desk.path}/explain.json")
    assert answer.headers["content-type"] == "application/json"
    told = answer.json()["stories"]
    assert told == explained.explain(desk.parts, desk.edition)
    page = unescape(desk.page())
    signals = [signal for row in told for signal in row["signals"]]
    assert {"signal", "value", "weight", "contribution", "words"} == set(signals[0])
    for row in told:
        assert row["headline"] in page
        if row["place"] is None:
            assert row["why"].removeprefix("Not picked. ") in page
        for signal in row["signals"]:
            if signal["signal"] != "mark":
                assert signal["words"][1:] in page
    assert told[2]["why"].startswith("Pinned to place 3 by Asha Patnaik. Published")


def test_a_step_leads_back_with_numbers_and_never_with_words(desk: Desk) -> None:
    answer = desk.post("sponsored", desk.order()[0], paid_by=HOSTILE)
    for values in parse_qs(urlsplit(answer.headers["location"]).query).values():
        assert all(re.fullmatch(r"\d+|stands|dropped", value) for value in values)
