"""A story that stands no longer leaves every coming edition, and none that holds one is approved or leaves."""

from datetime import timedelta

import pytest

from distrib.errors import NotAllowed
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import IfMissing, MailingList
from distrib.model.stories import Story, StoryState
from distrib.pipeline import due, repicking, retracting
from distrib.pipeline import send as sending
from distrib.pipeline.approve import approve
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.parts import Parts
from distrib.pipeline.start import start
from distrib.store import audit, picks
from tests.factories import NOON, a_cluster, a_story
from tests.pipeline.sending_scenes import Scene, a_scene, mails, to_the_outbox


@pytest.fixture
def scene(sqlite_parts: Parts) -> Scene:
    """An approved edition of three stories, for one reader."""
    return to_the_outbox(a_scene(sqlite_parts, readers=1))


def held(scene: Scene) -> list[int]:
    with scene.parts.database.reading() as session:
        return [pick.story_id for pick in picks.of(session, scene.edition_id)]


def title(scene: Scene, story_id: int) -> str:
    with scene.parts.database.reading() as session:
        return session.get_one(Story, story_id).title


def taken_back_behind(scene: Scene, story_id: int) -> None:
    """Take it back as a process would that died before it picked anew."""
    scene.change(Story, story_id, state=StoryState.RETRACTED, retraction_why="False.")


def a_draft(scene: Scene) -> None:
    scene.change(Edition, scene.edition_id, state=EditionState.DRAFT, approved_hash=None, approved_by=None)


def sent(scene: Scene) -> bytes:
    (mail,) = mails(scene.parts.home).values()
    return mail.replace(b"=\r\n", b"")


def test_what_is_taken_back_leaves_an_approved_edition_which_must_be_approved_again(scene: Scene) -> None:
    gone, *rest = held(scene)  # alike, so that they may become one event

    run = retracting.retract(scene.parts, gone, why="False.", by="cli")

    assert held(scene)
    assert set(held(scene)) <= set(rest)
    assert (scene.edition.state, scene.edition.approved_hash) == (EditionState.DRAFT, None)
    assert f"story {gone} “{title(scene, gone)}” was taken back" in (scene.edition.reason or "")
    assert "its approval was dropped, and it was picked anew: approve it again." in run.problems[-1]
    with scene.parts.database.reading() as session:
        assert "approval dropped" in [entry.verb for entry in audit.recent(session, subject=f"e{scene.edition_id}")]
    with pytest.raises(NotAllowed, match="not approved yet"):
        sending.send(scene.parts, scene.edition_id)
    assert mails(scene.parts.home) == {}

    approve(scene.parts, scene.edition_id, "u1")
    sending.send(scene.parts, scene.edition_id)

    assert title(scene, gone).encode() not in sent(scene)
    assert title(scene, held(scene)[0]).encode() in sent(scene)


def test_what_the_machine_approves_is_picked_anew_first(scene: Scene) -> None:
    a_draft(scene)
    scene.change(MailingList, scene.list_id, if_missing=IfMissing.SEND)
    gone = held(scene)[0]
    taken_back_behind(scene, gone)

    due.advance_editions(scene.parts)
    due.send_due(scene.parts)

    assert scene.edition.state is EditionState.SENT
    assert title(scene, gone).encode() not in sent(scene)


def test_what_was_dropped_and_not_approved_again_says_both_when_it_is_skipped(scene: Scene) -> None:
    retracting.retract(scene.parts, held(scene)[0], why="False.", by="cli")

    due.advance_editions(scene.parts)

    assert scene.edition.state is EditionState.SKIPPED
    assert (scene.edition.reason or "").startswith("Nobody approved it in time. Its approval was dropped: story ")


def test_an_edition_of_which_nothing_is_left_is_skipped(scene: Scene) -> None:
    first, second, last = held(scene)
    taken_back_behind(scene, first)
    taken_back_behind(scene, second)

    run = retracting.retract(scene.parts, last, why="False.", by="cli")

    assert scene.edition.state is EditionState.SKIPPED
    assert f"Edition {scene.edition_id} was skipped: story {first}" in run.problems[-1]
    assert "(and 2 more)" in run.problems[-1]


def test_what_came_since_fills_an_edition_of_which_nothing_is_left(scene: Scene) -> None:
    preparing_from = {"window_from": NOON - timedelta(days=1), "window_until": NOON - timedelta(minutes=90)}
    scene.change(Edition, scene.edition_id, **preparing_from)
    for story_id in held(scene):
        scene.change(Story, story_id, state=StoryState.RETRACTED)
    with scene.parts.database.writing() as session:
        fresh = a_story(session, published_at=NOON - timedelta(minutes=60))
        a_cluster(session, fresh)

    assert repicking.keep_up(scene.parts) is not None

    assert (held(scene), scene.edition.state) == ([fresh.id], EditionState.DRAFT)
    assert repicking.keep_up(scene.parts) is None


@pytest.mark.parametrize(("state", "words"), [
    (StoryState.RETRACTED, "was taken back"),
    (StoryState.KILLED, "was stopped by the newsroom"),
    (StoryState.EMBARGOED, "is under embargo now"),
])  # fmt: skip
def test_no_reason_approves_what_stands_no_longer(scene: Scene, state: StoryState, words: str) -> None:
    a_draft(scene)
    gone = held(scene)[1]
    scene.change(Story, gone, state=state)

    with pytest.raises(NotAllowed, match=rf"story {gone} “.*” {words}. Pick its stories anew"):
        approve(scene.parts, scene.edition_id, "u1", override="It is fine.")


def test_what_is_taken_back_while_preflight_looks_is_refused(scene: Scene) -> None:
    a_draft(scene)
    gone = held(scene)[0]

    def meanwhile(_: Parts, __: int) -> list[object]:
        taken_back_behind(scene, gone)
        return []

    with pytest.raises(NotAllowed, match="was taken back"):
        approve(scene.parts, scene.edition_id, "u1", preflight=meanwhile)  # type: ignore[arg-type]
    assert scene.edition.state is EditionState.DRAFT


def test_a_digest_that_still_carries_it_is_refused_though_the_picks_do_not(scene: Scene) -> None:
    a_draft(scene)
    gone = held(scene)[0]
    taken_back_behind(scene, gone)
    with scene.parts.database.writing() as session:
        session.delete(next(pick for pick in picks.of(session, scene.edition_id) if pick.story_id == gone))

    with pytest.raises(NotAllowed, match="was taken back"):
        approve(scene.parts, scene.edition_id, "u1")
    compile_edition(scene.parts, scene.edition_id)
    assert approve(scene.parts, scene.edition_id, "u1").state is EditionState.APPROVED


def test_nothing_that_was_taken_back_is_frozen(parts: Parts) -> None:
    scene = a_scene(parts, readers=1)
    taken_back_behind(scene, held(scene)[0])

    with pytest.raises(NotAllowed, match=r"can't leave: story .* was taken back"):
        start(scene.parts, scene.edition_id)

    assert (scene.edition.state, scene.edition.approved_hash, scene.rows()) == (EditionState.DRAFT, None, [])


def test_an_editors_own_subject_goes_with_its_story(scene: Scene) -> None:
    lead = held(scene)[0]
    scene.change(Edition, scene.edition_id, subject="Thousands dead")
    retracting.retract(scene.parts, lead, why="False.", by="cli")
    assert scene.edition.subject is None


def test_an_editors_own_subject_of_another_story_stays(scene: Scene) -> None:
    lead, other, _ = held(scene)
    scene.change(Edition, scene.edition_id, subject="Rain at last", subject_story_id=lead)
    retracting.retract(scene.parts, other, why="False.", by="cli")
    assert scene.edition.subject == "Rain at last"


def test_what_can_not_be_picked_anew_says_why_and_still_can_not_go_out(scene: Scene) -> None:
    gone = held(scene)[0]
    scene.change(MailingList, scene.list_id, look="no-such-look")

    run = retracting.retract(scene.parts, gone, why="False.", by="cli")

    assert "It could not be picked anew: There is no look called no-such-look" in run.problems[-1]
    with pytest.raises(NotAllowed, match="was taken back"):
        approve(scene.parts, scene.edition_id, "u1")


def test_what_has_left_is_not_picked_anew(scene: Scene) -> None:
    gone = held(scene)[0]
    sending.send(scene.parts, scene.edition_id)

    run = retracting.retract(scene.parts, gone, why="False.", by="cli")

    assert (scene.edition.state, len(run.problems)) == (EditionState.SENT, 1)
    assert repicking.without(scene.parts, scene.edition_id) == []
