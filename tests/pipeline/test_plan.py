"""Editions are made ahead, once each; a missed slot is made all the same, with its reason."""

from datetime import UTC, datetime, time, timedelta

from distrib import clock
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import ListTime, MailingList, QuietDay
from distrib.pipeline import plan
from distrib.pipeline.parts import Parts
from distrib.store import editions
from tests import fakes
from tests.factories import a_list, an_edition

ZONE = "Asia/Kolkata"


def _at(parts: Parts, now: datetime) -> Parts:
    return fakes.parts(parts.database, clock.stopped(now), parts.signer, parts.home, parts.settings)


def _list(parts: Parts, *times: time, **given: object) -> int:
    with parts.database.writing() as session:
        each = a_list(session, zone=ZONE, **given)
        for at in times:
            session.add(ListTime(list_id=each.id or 0, at=at, zone=ZONE))
        return each.id or 0


def _made(parts: Parts) -> list[Edition]:
    with parts.database.reading() as session:
        return sorted(editions.recent(session), key=lambda edition: edition.due_at)


def test_a_new_list_begins_with_its_next_slot(parts: Parts) -> None:
    _list(parts, time(7, 0))
    plan.plan(parts)
    made = _made(parts)
    assert [edition.due_at for edition in made] == [datetime(2026, 11, 25, 1, 30, tzinfo=UTC)]
    assert (made[0].day.isoformat(), made[0].at, made[0].state) == ("2026-11-25", time(7, 0), EditionState.PLANNED)


def test_planning_twice_makes_one(parts: Parts) -> None:
    _list(parts, time(7, 0))
    plan.plan(parts)
    plan.plan(parts)
    assert len(_made(parts)) == 1


def test_two_times_a_day_are_two_editions(parts: Parts) -> None:
    _list(parts, time(7, 0), time(18, 30))
    plan.plan(parts)
    assert [edition.at for edition in _made(parts)] == [time(18, 30), time(7, 0), time(18, 30)]


def test_a_slot_missed_a_while_ago_is_made_and_still_useful(parts: Parts) -> None:
    list_id = _list(parts, time(7, 0))
    with parts.database.writing() as session:
        yesterday = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
        an_edition(session, session.get_one(MailingList, list_id), day=yesterday.date(), at=time(7), due_at=yesterday)
    plan.plan(_at(parts, datetime(2026, 11, 24, 3, 0, tzinfo=UTC)))
    today = next(edition for edition in _made(parts) if edition.day.isoformat() == "2026-11-24")
    assert today.state is EditionState.PLANNED


def test_a_slot_missed_too_long_ago_is_skipped_with_its_reason(parts: Parts) -> None:
    list_id = _list(parts, time(7, 0))
    with parts.database.writing() as session:
        before = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
        an_edition(session, session.get_one(MailingList, list_id), day=before.date(), at=time(7), due_at=before)
    plan.plan(_at(parts, datetime(2026, 11, 24, 12, 0, tzinfo=UTC)))
    missed = [edition for edition in _made(parts) if edition.state is EditionState.SKIPPED]
    assert [edition.day.day for edition in missed] == [21, 22, 23, 24]
    assert all("not running" in (edition.reason or "") for edition in missed)


def test_what_was_missed_weeks_ago_is_not_dug_up(parts: Parts) -> None:
    list_id = _list(parts, time(7, 0))
    with parts.database.writing() as session:
        before = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
        an_edition(session, session.get_one(MailingList, list_id), day=before.date(), at=time(7), due_at=before)
    plan.plan(parts)
    assert len(_made(parts)) <= 17


def test_a_quiet_day_is_skipped_with_its_reason(parts: Parts) -> None:
    list_id = _list(parts, time(7, 0))
    with parts.database.writing() as session:
        session.add(QuietDay(list_id=list_id, day=(datetime(2026, 11, 25, tzinfo=UTC)).date(), reason="Holiday"))
    plan.plan(parts)
    assert [(edition.state, edition.reason) for edition in _made(parts)] == [
        (EditionState.SKIPPED, "Holiday: the list stays silent on 2026-11-25.")
    ]


def test_a_paused_list_plans_nothing(parts: Parts) -> None:
    _list(parts, time(7, 0), paused=True)
    plan.plan(parts)
    assert _made(parts) == []


def test_only_the_lists_weekdays_count(parts: Parts) -> None:
    with parts.database.writing() as session:
        each = a_list(session, zone=ZONE)
        session.add(ListTime(list_id=each.id or 0, at=time(7), zone=ZONE, weekdays=[6]))
    plan.plan(parts)
    assert _made(parts) == []
    plan.plan(_at(parts, datetime(2026, 11, 28, 6, 30, tzinfo=UTC)))
    assert [edition.due_at.weekday() for edition in _made(parts)] == [6]


def test_after_a_week_off_each_day_has_its_row(parts: Parts, now: datetime) -> None:
    _list(parts, time(7, 0))
    plan.plan(parts)
    plan.plan(_at(parts, now + timedelta(days=7)))
    days = [edition.day for edition in _made(parts)]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


def test_where_nothing_is_to_make_no_run_is_kept(parts: Parts) -> None:
    _list(parts, time(7, 0))
    assert plan.plan(parts) is not None
    assert plan.plan(parts) is None


def test_an_edition_made_by_hand_hides_no_missed_slot(parts: Parts) -> None:
    list_id = _list(parts, time(7, 0))
    with parts.database.writing() as session:
        each = session.get_one(MailingList, list_id)
        before = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
        an_edition(session, each, day=before.date(), at=time(7), due_at=before)
        by_hand = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
        an_edition(session, each, day=by_hand.date(), at=time(8), due_at=by_hand)
    plan.plan(_at(parts, datetime(2026, 11, 24, 3, 0, tzinfo=UTC)))
    assert any(edition.at == time(7) and edition.day.day == 24 for edition in _made(parts))
