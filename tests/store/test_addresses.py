"""Other addresses of a story are remembered once, and lead to it."""

from distrib.store import addresses
from distrib.store.engine import Database
from tests.factories import NOON, a_story

OLD, LINK = "https://paper.example/old", "https://feeds.example/1"


def test_an_address_leads_to_its_story_and_stays_with_the_first(database: Database) -> None:
    with database.writing() as session:
        one, two = a_story(session), a_story(session)
        assert addresses.remember(session, one, LINK, how="The feed's link.", at=NOON)
        assert addresses.remember(session, one, OLD, how="Before it moved.", at=NOON)
        assert not addresses.remember(session, two, LINK, how="Another feed's link.", at=NOON)
        assert not addresses.remember(session, one, one.url, how="Its own.", at=NOON)

    with database.reading() as session:
        asked = [LINK, OLD, *(f"https://paper.example/{n}" for n in range(900))]
        assert {url: story.id for url, story in addresses.stories_at(session, asked).items()} == {
            LINK: one.id,
            OLD: one.id,
        }
        assert [each.url for each in addresses.of(session, one.id or 0)] == [LINK, OLD]
        assert addresses.of(session, two.id or 0) == []
