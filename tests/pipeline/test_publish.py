import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from distrib.clock import stopped
from distrib.errors import NotAllowed, NotFound, SenderProblem
from distrib.model.editions import Edition, Pick
from distrib.model.lists import Newsroom
from distrib.model.placing import Placed, PlaceOutcome, Placing
from distrib.model.posts import Channel, Post, PostState, Publication, PublicationState, Slot, Via, Wording
from distrib.model.stories import Story, StoryState
from distrib.model.users import RunState
from distrib.pipeline import seats
from distrib.pipeline.offer import content_hash, offer
from distrib.pipeline.parts import Parts
from distrib.pipeline.publish import publish
from distrib.pipeline.queue import approve, cancel, queue
from distrib.store import audit, posts, runs
from tests import factories
from tests.factories import NOON
from tests.fakes import FakeNetwork
from tests.sending.scenes import Killed

B = PublicationState


@dataclass
class Desk:
    parts: Parts
    network: FakeNetwork
    edition_id: int

    def later(self, **passed: Any) -> Parts:
        return replace(self.parts, clock=stopped(NOON + timedelta(**passed)))

    def posts(self) -> list[Post]:
        with self.parts.database.reading() as session:
            return list(posts.of_edition(session, self.edition_id))

    def words(self, post_id: int) -> list[Wording]:
        with self.parts.database.reading() as session:
            return list(posts.wordings(session, post_id))

    def publications(self) -> list[Publication]:
        with self.parts.database.reading() as session:
            found = posts.publications(session, [post.id or 0 for post in self.posts()])
        return [one for rows in found.values() for one in rows]

    def states(self) -> list[str]:
        return [one.state.value for one in self.publications()]

    def change(self, kind: type, key: int, **values: Any) -> None:
        with self.parts.database.writing() as session:
            row = session.get_one(kind, key)
            for name, value in values.items():
                setattr(row, name, value)
            session.add(row)

    def channel(self, *times: tuple[int, int], **given: Any) -> int:
        with self.parts.database.writing() as session:
            channel = factories.a_channel(session, **given)
            for weekday, hour in times:
                session.add(Slot(channel_id=channel.id or 0, weekday=weekday, at=time(hour), zone="Asia/Kolkata"))
            return channel.id or 0

    def queued(self) -> list[int]:
        """Offer, approve and queue, and return the posts' ids."""
        ids = [post.id or 0 for post in offer(self.parts, self.edition_id, "u1")]
        for post_id in ids:
            approve(self.parts, post_id, "u2")
            queue(self.parts, post_id)
        return ids


def a_desk(parts: Parts) -> Desk:
    """Store an edition with a lead and two more picks of two sections."""
    with parts.database.writing() as session:
        factories.a_newsroom(session)
        mailing_list = factories.a_list(session)
        odisha, sports = factories.a_section(session, mailing_list), factories.a_section(session, mailing_list)
        edition = factories.an_edition(session, mailing_list)
        factories.a_pick(session, edition, odisha, lead=True)
        factories.a_pick(session, edition, odisha)
        factories.a_pick(session, edition, sports)
        network: Any = parts.network(Channel(slug="", network="", name=""))
        return Desk(parts=parts, network=network, edition_id=edition.id or 0)


@pytest.fixture
def desk(sqlite_parts: Parts) -> Desk:
    return a_desk(sqlite_parts)


# -- offering ----------------------------------------------------------------------------------------------------


def test_the_lead_and_the_first_of_each_section_are_offered_and_wait(parts: Parts) -> None:
    desk = a_desk(parts)
    desk.channel(network="x", language="en")
    desk.channel(network="facebook")

    made = offer(desk.parts, desk.edition_id, "u1")

    assert [(post.story_id, post.state, post.by) for post in made] == [
        (1, PostState.WAITING, "u1"),
        (3, PostState.WAITING, "u1"),
    ]
    words = desk.words(made[0].id or 0)
    assert len(words) == 2
    assert "Story number" in words[0].text
    assert "utm_source=x" in words[0].url
    assert words[0].length <= (words[0].limit or 0)


def test_offered_twice_adds_nothing(desk: Desk) -> None:
    desk.channel()
    offer(desk.parts, desk.edition_id, "u1")

    assert offer(desk.parts, desk.edition_id, "u1") == []
    assert [post.story_id for post in offer(desk.parts, desk.edition_id, "u1", every_pick=True)] == [2]


def test_what_was_paid_for_is_not_said_as_the_papers_own(desk: Desk) -> None:
    desk.channel()
    desk.change(Pick, 1, sponsor="Tara Bank")

    assert [post.story_id for post in offer(desk.parts, desk.edition_id, "u1", every_pick=True)] == [2, 3]


def test_a_channel_speaks_its_own_language_and_a_pin_needs_a_picture(desk: Desk) -> None:
    desk.channel(network="x", language="or")
    desk.channel(network="pinterest")
    desk.channel(network="x", paused=True)
    assert offer(desk.parts, desk.edition_id, "u1") == []

    desk.change(Story, 1, image_url="https://paper.example/1.jpg", image_alt="A bridge")
    [post] = offer(desk.parts, desk.edition_id, "u1")
    [word] = desk.words(post.id or 0)
    assert (word.image_url, word.image_alt) == ("https://paper.example/1.jpg", "A bridge")


def test_a_story_that_may_not_be_told_is_not_offered(desk: Desk) -> None:
    desk.channel()
    desk.change(Story, 1, state=StoryState.KILLED)

    assert [post.story_id for post in offer(desk.parts, desk.edition_id, "u1")] == [2, 3]


def test_a_channels_own_template_is_used(desk: Desk) -> None:
    folder = desk.parts.home / "templates" / "social"
    folder.mkdir(parents=True)
    (folder / "short.txt").write_text("Read: $title $url\n", "utf-8")
    desk.channel(template="../../short.txt")

    made = offer(desk.parts, desk.edition_id, "u1")

    assert desk.words(made[0].id or 0)[0].text.startswith("Read: Story number")


def test_a_template_that_is_missing_is_told_and_the_other_channels_go_on(desk: Desk) -> None:
    desk.channel(template="missing.txt", name="X of the paper")
    desk.channel()

    made = offer(desk.parts, desk.edition_id, "u1")

    assert [len(desk.words(post.id or 0)) for post in made] == [1, 1]
    with desk.parts.database.reading() as session:
        [run] = runs.recent(session, verb="offer")
    assert run.problems == ["X of the paper: There is no template templates/social/missing.txt."]


# -- approving and queueing ----------------------------------------------------------------------------------------


def test_nobody_approves_their_own(desk: Desk) -> None:
    desk.channel()
    post, _ = offer(desk.parts, desk.edition_id, "u1")
    with pytest.raises(NotAllowed, match="their own"):
        approve(desk.parts, post.id or 0, "u1")

    approved = approve(desk.parts, post.id or 0, "u2")
    again = approve(desk.parts, post.id or 0, "u3")

    assert (approved.state, approved.approved_by, again.approved_by) == (PostState.APPROVED, "u2", "u2")
    with desk.parts.database.reading() as session:
        assert [entry.verb for entry in audit.recent(session)] == ["approve", "offer"]


def test_words_changed_after_the_approval_are_not_queued(desk: Desk) -> None:
    desk.channel()
    post, _ = offer(desk.parts, desk.edition_id, "u1")
    approve(desk.parts, post.id or 0, "u2")
    desk.change(Wording, 1, text="Something else")

    with pytest.raises(NotAllowed, match="changed"):
        queue(desk.parts, post.id or 0)


def test_what_was_not_approved_or_is_over_goes_no_further(desk: Desk) -> None:
    desk.channel()
    post, other = offer(desk.parts, desk.edition_id, "u1")
    with pytest.raises(NotAllowed, match="needs an approval"):
        queue(desk.parts, post.id or 0)
    cancel(desk.parts, other.id or 0, "u1")
    with pytest.raises(NotAllowed, match="cancelled"):
        approve(desk.parts, other.id or 0, "u2")
    with pytest.raises(NotFound):
        queue(desk.parts, 99)


def test_each_post_gets_its_channels_next_free_time(parts: Parts) -> None:
    desk = a_desk(parts)
    desk.channel((1, 13), (1, 18))
    desk.channel()

    first, second = desk.queued()
    queue(desk.parts, first)

    assert [(one.post_id, one.channel_id, one.due_at) for one in desk.publications()] == [
        (first, 1, datetime(2026, 11, 24, 7, 30, tzinfo=UTC)),
        (first, 2, NOON),
        (second, 1, datetime(2026, 11, 24, 12, 30, tzinfo=UTC)),
        (second, 2, NOON),
    ]


def test_a_post_that_may_not_be_out_before_a_time_waits_for_it(desk: Desk) -> None:
    desk.channel()
    post, _ = offer(desk.parts, desk.edition_id, "u1")
    desk.change(Post, post.id or 0, not_before=NOON + timedelta(hours=3))
    approve(desk.parts, post.id or 0, "u2")

    queue(desk.parts, post.id or 0)

    assert [one.due_at for one in desk.publications()] == [NOON + timedelta(hours=3)]


def test_an_approval_binds_every_word_and_picture() -> None:
    one = Wording(post_id=1, channel_id=1, text="a", url="u")
    hashes = {content_hash([one])}
    for field in ("text", "url", "title", "image_url", "image_alt"):
        hashes.add(content_hash([Wording(**{**one.model_dump(), field: "another"})]))
    assert len(hashes) == 6
    assert all(len(each) == len(hashlib.sha256().hexdigest()) for each in hashes)


# -- publishing ----------------------------------------------------------------------------------------------------


def test_what_is_due_is_said_once(parts: Parts) -> None:
    desk = a_desk(parts)
    desk.channel((1, 13))
    desk.channel(handle="paper")
    desk.queued()

    run = publish(desk.parts)
    again = publish(desk.parts)

    assert [placing.key for placing in desk.network.placed] == ["p2", "p4"]
    assert desk.states() == ["pending", "published", "pending", "published"]
    assert (run.state, run.sentence, again.sentence) == (RunState.DONE, "2 posts published.", "Nothing was due.")
    assert {one.remote_id for one in desk.publications()} == {None, "r-p2", "r-p4"}
    assert desk.network.placed[0].share_url is not None
    assert desk.network.placed[0].share_url.startswith("https://x.com/intent/")

    publish(desk.parts, NOON + timedelta(hours=2))
    assert [placing.key for placing in desk.network.placed] == ["p2", "p4", "p1"]


def test_what_a_network_answers_becomes_a_state(desk: Desk) -> None:
    desk.channel(name="X of the paper")
    desk.queued()
    for minutes, outcome, state, problems in (
        (0, PlaceOutcome.TRY_LATER, "pending", False),
        (5, PlaceOutcome.REFUSED, "failed", True),
    ):
        desk.network.outcome = outcome
        run = publish(desk.later(minutes=minutes))
        assert desk.states() == [state, state]
        assert bool(run.problems) is problems
    assert desk.network.placed == []


def test_one_put_off_too_often_fails(desk: Desk) -> None:
    desk.channel()
    desk.queued()
    desk.network.outcome = PlaceOutcome.TRY_LATER
    for hours in range(8):
        publish(desk.later(hours=3 * hours))

    assert desk.states() == ["failed", "failed"]
    assert [one.attempts for one in desk.publications()] == [6, 6]


class Reconciling(FakeNetwork):
    def __init__(self, found: Placed | None) -> None:
        super().__init__()
        self.outcome, self.found = PlaceOutcome.UNSURE, found

    def reconcile(self, placing: Placing) -> Placed | None:
        return self.found


@pytest.mark.parametrize(
    ("found", "state"),
    [(Placed(outcome=PlaceOutcome.PLACED, remote_id="7"), "published"), (None, "uncertain")],
    ids=["the network knows", "nobody knows"],
)
def test_when_it_is_unsure_the_network_is_asked(desk: Desk, found: Placed | None, state: str) -> None:
    desk.channel()
    desk.queued()

    publish(replace(desk.parts, network=lambda _: Reconciling(found)))
    publish(desk.parts)

    assert desk.states() == [state, state]
    assert desk.network.placed == []


def test_an_account_that_can_not_be_used_keeps_its_posts_and_others_go_on(desk: Desk) -> None:
    broken, good = desk.channel(name="X of the paper"), desk.channel()
    desk.queued()

    class Broken(FakeNetwork):
        def place(self, placing: Placing) -> Placed:
            raise SenderProblem("The token was revoked.")

    def network(channel: Channel) -> FakeNetwork:
        return Broken() if channel.id == broken else desk.network

    run = publish(replace(desk.parts, network=network))

    assert run.problems == ["X of the paper: The token was revoked."]
    assert {(one.channel_id, one.state) for one in desk.publications()} == {(broken, B.PENDING), (good, B.PUBLISHED)}


def test_a_useful_time_that_passed_makes_a_post_late(desk: Desk) -> None:
    desk.channel()
    first, _ = desk.queued()
    desk.change(Post, first, useful_until=NOON + timedelta(minutes=10))

    publish(desk.later(minutes=20))

    assert desk.states() == ["late", "published"]


def test_a_person_clicks_intents_and_the_machine_leaves_them_alone(desk: Desk) -> None:
    desk.channel(via=Via.INTENT)
    desk.channel(paused=False)
    desk.queued()
    with desk.parts.database.reading() as session:
        assert posts.due_count(session, NOON) == 2

    publish(desk.parts)

    assert [one.state for one in desk.publications() if one.channel_id == 1] == [B.PENDING, B.PENDING]


def test_on_hold_nothing_is_said(desk: Desk) -> None:
    desk.channel()
    desk.queued()
    desk.change(Newsroom, 1, hold=True)

    assert publish(desk.parts).problems
    assert desk.network.placed == []


def test_the_demo_publishes_nothing_outside_the_outbox(desk: Desk) -> None:
    desk.channel(via=Via.API)
    desk.channel()
    desk.queued()
    desk.change(Newsroom, 1, demo=True)

    run = publish(desk.parts)

    assert "demo" in run.problems[0]
    assert len(desk.network.placed) == 2


def test_cancelled_in_between_it_is_not_said(desk: Desk) -> None:
    desk.channel()
    first, second = desk.queued()
    cancel(desk.parts, first, "u1")
    real = desk.parts.network

    def cancelling(channel: Channel) -> Any:
        cancel(desk.parts, second, "u1")
        return real(channel)

    publish(replace(desk.parts, network=cancelling))

    assert desk.states() == ["cancelled", "cancelled"]
    assert desk.network.placed == []
    assert cancel(desk.parts, second, "u1").state is PostState.CANCELLED


def test_a_fault_of_ours_leaves_the_post_uncertain(desk: Desk) -> None:
    desk.channel()
    desk.queued()

    class Faulty(FakeNetwork):
        def place(self, placing: Placing) -> Placed:
            raise KeyError("ours")

    with pytest.raises(KeyError):
        publish(replace(desk.parts, network=lambda _: Faulty()))

    assert desk.states() == ["uncertain", "pending"]


@pytest.mark.parametrize("step", ["claimed", "said"])
@pytest.mark.parametrize("found", [PlaceOutcome.PLACED, PlaceOutcome.TRY_LATER, None])
def test_killed_at_any_step_nothing_is_said_twice(parts: Parts, step: str, found: PlaceOutcome | None) -> None:
    desk = a_desk(parts)
    desk.channel()
    desk.queued()

    class Dying(FakeNetwork):
        def place(self, placing: Placing) -> Placed:
            raise Killed

    def dying(_: Channel) -> FakeNetwork:
        if step == "claimed":
            raise Killed
        return Dying()

    with pytest.raises(Killed):
        publish(replace(desk.parts, network=dying))
    answer = None if found is None else Placed(outcome=found, remote_id="7")
    asked = Reconciling(answer)
    asked.outcome = PlaceOutcome.PLACED

    publish(replace(desk.later(minutes=6), network=lambda _: asked))

    said = len(asked.placed)
    if step == "claimed":
        assert (desk.states(), said) == (["published", "published"], 2)
    elif found is PlaceOutcome.TRY_LATER:
        assert sorted(desk.states()) == ["pending", "published"]
    else:
        assert said == 1, "what may be out was said again"
        assert desk.states() == ["published" if found else "uncertain", "published"]


def test_another_hosts_posts_are_settled_when_it_is_long_gone_and_never_while_it_lives(desk: Desk) -> None:
    desk.channel()
    desk.queued()
    with desk.parts.database.writing() as session:
        for owner in ("elsewhere:publish-0", "test-host:publish-0"):
            posts.claim_next(session, owner=owner, at=NOON, due_by=NOON, until=NOON + timedelta(minutes=5))
    with seats.any_seat(desk.parts, "publish"):
        publish(desk.later(minutes=6))
        assert desk.states() == ["claimed", "claimed"]
        publish(desk.later(minutes=16))

    assert desk.states() == ["published", "claimed"]


def test_a_network_that_can_not_be_asked_after_a_crash_leaves_it_uncertain(desk: Desk) -> None:
    desk.channel()
    desk.queued()
    with desk.parts.database.writing() as session:
        posts.claim_next(session, owner="test-host:publish-0", at=NOON, due_by=NOON, until=NOON)
        assert posts.begin(session, 1, owner="test-host:publish-0")

    def unusable(_: Channel) -> Any:
        raise SenderProblem("The token was revoked.")

    publish(replace(desk.parts, network=unusable))

    assert desk.states() == ["uncertain", "pending"]


def test_an_edition_is_read_for_its_day(desk: Desk) -> None:
    desk.channel()
    desk.change(Edition, desk.edition_id, day=datetime(2026, 11, 25, tzinfo=UTC).date())

    post, _ = offer(desk.parts, desk.edition_id, "u1")

    assert "utm_campaign=2026-11-25" in desk.words(post.id or 0)[0].url
