"""What is out when."""

from datetime import UTC, datetime, timedelta

from distrib.clock import stopped
from distrib.demo.desk import SHOWN, Desk
from distrib.demo.paper import COAST_WIRE, OWN

LOCK = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)


def test_the_newest_stands_first() -> None:
    published = [told.published for told in Desk(LOCK, stopped(LOCK)).out(OWN)]
    assert published == sorted(published, reverse=True)


def test_a_story_of_tomorrow_is_not_out_unless_it_is_embargoed() -> None:
    early = Desk(LOCK, stopped(LOCK - timedelta(hours=12))).out(OWN)
    ahead = [told for told in early if told.published > LOCK - timedelta(hours=12)]
    assert [told.embargo for told in ahead] == [True]


def test_a_correction_comes_at_its_hour() -> None:
    before = Desk(LOCK, stopped(LOCK - timedelta(hours=2))).at(
        OWN, "/odisha/phulbani-night-bus-waits-for-last-patient/"
    )
    after = Desk(LOCK, stopped(LOCK)).at(OWN, "/odisha/phulbani-night-bus-waits-for-last-patient/")
    assert before is not None
    assert after is not None
    assert before.note is None
    assert after.note is not None


def test_without_trickle_nothing_comes_in() -> None:
    still, running = Desk(LOCK, stopped(LOCK)), Desk(LOCK, stopped(LOCK + timedelta(days=9)))
    assert {told.url for told in still.out(OWN)} == {told.url for told in running.out(OWN)}


def test_a_trickling_desk_has_one_more_story_every_few_minutes_with_today_s_dates() -> None:
    now = LOCK + timedelta(days=2)
    first, second = (Desk(LOCK, stopped(at), trickle=5).out(OWN) for at in (now, now + timedelta(minutes=5)))
    (added,) = {told.url for told in second} - {told.url for told in first}
    assert second[1].url == added or second[0].url == added
    fresh = [told for told in first if now - timedelta(hours=24) < told.published <= now]
    assert len(fresh) == SHOWN
    assert len({told.title for told in fresh}) == SHOWN
    assert not any("{" in told.title + told.dek + "".join(told.paragraphs) for told in fresh)


def test_later_stories_are_the_same_whoever_asks() -> None:
    one, other = (Desk(LOCK, stopped(LOCK), trickle=3).out(OWN) for _ in range(2))
    assert one == other


def test_a_later_story_stays_readable_after_it_has_left_the_feeds() -> None:
    newest = next(told for told in Desk(LOCK, stopped(LOCK), trickle=5).out(OWN) if not told.embargo)
    much_later = Desk(LOCK, stopped(LOCK + timedelta(days=30)), trickle=5)
    assert newest not in much_later.out(OWN)
    assert much_later.at(OWN, newest.path) == newest
    assert much_later.media(OWN, newest.pictures[0].name) == newest


def test_a_story_that_is_not_yet_written_is_not_there() -> None:
    assert Desk(LOCK, stopped(LOCK), trickle=5).at(OWN, "/odisha/school-well-water-meter-99999999/") is None
    assert Desk(LOCK, stopped(LOCK)).at(OWN, "/odisha/school-well-water-meter-99999/") is None


def test_agencies_do_not_trickle() -> None:
    still = Desk(LOCK, stopped(LOCK))
    assert Desk(LOCK, stopped(LOCK), trickle=5).out(COAST_WIRE) == still.out(COAST_WIRE)
