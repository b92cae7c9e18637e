"""What was picked, passed over, marked and sent, as the store tells it."""

from datetime import timedelta

from distrib.model.editions import EditionState, PassedOver
from distrib.model.stories import Revision
from distrib.store import picks
from distrib.store.engine import Database
from tests.factories import NOON, a_cluster, a_list, a_pick, a_section, a_story, an_edition

DAY = timedelta(days=1)


def test_picks_and_passed_over_come_in_the_order_of_the_paper(database: Database) -> None:
    with database.writing() as session:
        mailing_list = a_list(session)
        low, high = a_section(session, mailing_list, position=2), a_section(session, mailing_list, position=1)
        edition = an_edition(session, mailing_list)
        last = a_pick(session, edition, low, rank=1)
        second, first = a_pick(session, edition, high, rank=2), a_pick(session, edition, high, rank=1)
        story = a_story(session)
        cluster = a_cluster(session, story)
        passed = [
            PassedOver(edition_id=edition.id, section_id=high.id, story_id=story.id, cluster_id=cluster.id, score=score,
                       why="why")
            for score in (1.0, 2.0)
        ]  # fmt: skip
        session.add_all(passed)

    with database.reading() as session:
        assert [pick.id for pick in picks.of(session, edition.id or 0)] == [first.id, second.id, last.id]
        assert [each.score for each in picks.passed_over(session, edition.id or 0)] == [2.0, 1.0]
    with database.writing() as session:
        picks.replace(session, edition.id or 0, [], [])
    with database.reading() as session:
        assert not picks.of(session, edition.id or 0)
        assert not picks.passed_over(session, edition.id or 0)


def test_what_readers_had_is_told_by_todays_cluster_and_the_headline_of_then(database: Database) -> None:
    with database.writing() as session:
        mailing_list = a_list(session)
        section = a_section(session, mailing_list)
        sent = an_edition(session, mailing_list, due_at=NOON - DAY, day=(NOON - DAY).date(), state=EditionState.SENT,
                          window_until=NOON - DAY - timedelta(minutes=15))  # fmt: skip
        draft = an_edition(session, mailing_list, due_at=NOON - DAY / 2, state=EditionState.DRAFT)
        story = a_story(session, title="Strike ends", revision=2)
        old, new = a_cluster(session, story), a_cluster(session, story)
        session.add(Revision(story_id=story.id, number=1, title="Strike begins", seen_at=NOON - timedelta(hours=2)))
        a_pick(session, sent, section, story_id=story.id, cluster_id=old.id)
        a_pick(session, draft, section)
        touched = a_story(session, title="Touched before", revision=2)
        a_pick(session, sent, section, story_id=touched.id, cluster_id=a_cluster(session, touched).id)

    with database.reading() as session:
        found = picks.sent_lately(session, mailing_list.id or 0, NOON - 3 * DAY, NOON)
        assert picks.sent_lately(session, mailing_list.id or 0, NOON - DAY / 2, NOON) == {}

    assert set(found) == {old.id, new.id, touched.cluster_id}
    assert found[new.id or 0].title == "Strike begins"
    assert found[new.id or 0].at == NOON - DAY - timedelta(minutes=15)
    assert found[touched.cluster_id or 0].title == "Touched before"
