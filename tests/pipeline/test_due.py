"""What the clock and the sender do when they are woken, early, late or twice."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from distrib import clock
from distrib.errors import NotAllowed
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import EditionState
from distrib.model.lists import Approval, IfMissing, Sender
from distrib.model.sources import Source
from distrib.model.users import RunState
from distrib.pipeline import approve, by_hand, due, explained
from distrib.pipeline.parts import Parts
from distrib.store import deliveries, editions, lists, runs
from tests import fakes
from tests.factories import NOON, a_list, a_newsroom, a_section, a_source, a_story, a_subscription, an_edition

HEADLINES = ("Ferry returns to the river", "Schools open an hour later", "Potters get a market of their own")


def at(parts: Parts, moment: datetime) -> Parts:
    """The same house, its clock at another moment."""
    return fakes.parts(parts.database, clock.stopped(moment), parts.signer, parts.home, parts.settings)


def a_morning(parts: Parts, **given: object) -> int:
    """A list with three stories, a reader and an edition due at noon."""
    with parts.database.writing() as session:
        a_newsroom(session)
        each = a_list(session, **given)
        a_section(session, each)
        source = a_source(session)
        for headline in HEADLINES:
            a_story(session, source_id=source.id, title=headline, summary=f"{headline}, it was said on Tuesday.")
        a_subscription(session, each)
        return an_edition(session, each).id or 0


def state(parts: Parts, edition_id: int) -> tuple[EditionState, str | None]:
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        return edition.state, edition.reason


def test_an_edition_is_drafted_an_hour_before_and_not_earlier(parts: Parts) -> None:
    edition_id = a_morning(parts)
    due.advance_editions(at(parts, NOON - timedelta(minutes=61)))
    assert state(parts, edition_id) == (EditionState.PLANNED, None)
    due.advance_editions(at(parts, NOON - timedelta(minutes=59)))
    assert state(parts, edition_id) == (EditionState.DRAFT, None)


def test_the_machine_approves_at_the_lock_what_needs_nobody(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts, approval=Approval.NONE)
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=30)))
    assert state(sqlite_parts, edition_id)[0] is EditionState.DRAFT
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=15)))
    assert state(sqlite_parts, edition_id)[0] is EditionState.APPROVED


def test_what_nobody_approved_in_time_is_skipped_and_says_so(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts)
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=1)))
    assert state(sqlite_parts, edition_id)[0] is EditionState.DRAFT
    due.advance_editions(at(sqlite_parts, NOON))
    assert state(sqlite_parts, edition_id) == (EditionState.SKIPPED, "Nobody approved it in time.")


def test_a_list_may_send_as_picked_where_nobody_approved(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts, if_missing=IfMissing.SEND)
    due.advance_editions(at(sqlite_parts, NOON))
    assert state(sqlite_parts, edition_id)[0] is EditionState.APPROVED


def test_what_is_too_late_to_be_useful_is_skipped_with_its_reason(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts)
    due.advance_editions(at(sqlite_parts, NOON + timedelta(hours=7)))
    assert state(sqlite_parts, edition_id) == (EditionState.SKIPPED, "It is too late for it to be useful.")


def test_one_lists_trouble_does_not_stop_the_others(sqlite_parts: Parts) -> None:
    broken = a_morning(sqlite_parts, look="no-such-look")
    with sqlite_parts.database.writing() as session:
        other = a_list(session, approval=Approval.NONE)
        a_section(session, other)
        good = an_edition(session, other).id or 0
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=10)))
    assert state(sqlite_parts, broken)[0] is EditionState.PLANNED
    assert state(sqlite_parts, good)[0] is EditionState.APPROVED


def test_an_approved_edition_leaves_when_it_is_due_and_once(parts: Parts) -> None:
    edition_id = a_morning(parts)
    due.advance_editions(at(parts, NOON - timedelta(minutes=30)))
    approve.approve(at(parts, NOON - timedelta(minutes=20)), edition_id, "u1")
    early, ready = at(parts, NOON - timedelta(minutes=1)), at(parts, NOON)
    due.send_due(early)
    assert state(parts, edition_id)[0] is EditionState.APPROVED
    due.send_due(ready)
    due.send_due(ready)
    assert state(parts, edition_id)[0] is EditionState.SENT
    assert len(ready.transport(Sender).taken) == 1  # type: ignore[attr-defined,arg-type]
    with parts.database.reading() as session:
        assert deliveries.counts(session, edition_id)[DeliveryState.SENT] == 1


def test_a_sender_that_can_hand_over_nothing_pauses_its_edition_and_the_round_goes_on(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts)
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=30)))
    approve.approve(at(sqlite_parts, NOON - timedelta(minutes=20)), edition_id, "u1")
    ready = at(sqlite_parts, NOON)
    ready.transport(Sender).broken = "The relay is away."  # type: ignore[attr-defined,arg-type]
    due.send_due(ready)
    assert state(sqlite_parts, edition_id)[0] is EditionState.PAUSED


def test_only_sources_that_are_due_are_asked(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        a_source(session, url="https://paper.example/now")
        a_source(session, url="https://paper.example/later", next_gather_at=NOON + timedelta(minutes=5))
    due.gather_due(sqlite_parts)
    assert sqlite_parts.fetcher.asked == ["https://paper.example/now"]  # type: ignore[attr-defined]
    with sqlite_parts.database.reading() as session:
        assert runs.recent(session, verb="gather")[0].state is RunState.PARTLY
        assert session.get_one(Source, 1).problem


def test_a_round_with_nothing_due_keeps_no_run(sqlite_parts: Parts) -> None:
    due.gather_due(sqlite_parts)
    due.send_due(sqlite_parts)
    due.publish_due(sqlite_parts)
    with sqlite_parts.database.reading() as session:
        assert runs.recent(session) == []


def test_an_edition_by_hand_takes_the_news_up_to_now(parts: Parts) -> None:
    a_morning(parts)
    run, edition = by_hand.prepare_now(parts, _slug(parts))
    assert edition.state is EditionState.DRAFT
    assert edition.window_until == NOON
    assert run.counts["picks"] == 3
    told = explained.explain(parts, edition.id or 0)
    assert {row["headline"] for row in told} == set(HEADLINES)
    assert all(str(row["why"]).endswith(".") for row in told)


def test_another_clock_is_refused_where_mail_leaves_the_house(sqlite_parts: Parts) -> None:
    a_morning(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        sender = session.get_one(Sender, 1)
        sender.transport = "smtp"
        session.add(sender)
    with pytest.raises(NotAllowed, match="--at is for lists whose mail goes to the outbox"):
        by_hand.prepare_now(sqlite_parts, _slug(sqlite_parts), stopped=True)


def test_every_edition_that_was_started_is_verified(sqlite_parts: Parts) -> None:
    edition_id = a_morning(sqlite_parts)
    assert by_hand.verify_all(sqlite_parts) == []
    due.advance_editions(at(sqlite_parts, NOON - timedelta(minutes=30)))
    approve.approve(at(sqlite_parts, NOON - timedelta(minutes=20)), edition_id, "u1")
    due.send_due(at(sqlite_parts, NOON))
    assert by_hand.verify_all(sqlite_parts)
    wrong = [finding.sentence for finding in by_hand.verify_all(sqlite_parts, edition_id) if finding.ok is False]
    assert len(wrong) == 1, "the fake transport wrote no file, and nothing else is amiss"
    assert "outbox" in wrong[0]


def _slug(parts: Parts) -> str:
    with parts.database.reading() as session:
        return lists.every(session)[0].slug


@pytest.mark.parametrize(
    ("minutes", "asked"),
    [(-81, False), (-79, True), (-60, False), (-36, False), (-34, True), (-15, False)],
    ids=["long before", "before the draft", "at the draft", "between", "before the lock", "at the lock"],
)
def test_before_an_edition_is_picked_every_source_is_asked_once_more(
    sqlite_parts: Parts, minutes: int, *, asked: bool
) -> None:
    a_morning(sqlite_parts)
    now = NOON + timedelta(minutes=minutes)
    with sqlite_parts.database.writing() as session:
        for row in session.exec(select(Source)):
            row.last_gathered_at, row.next_gather_at = now - timedelta(hours=2), now + timedelta(hours=2)
            session.add(row)
    early = at(sqlite_parts, now)
    due.gather_due(early)
    due.gather_due(early)
    assert len(early.fetcher.asked) == int(asked)  # type: ignore[attr-defined]
