"""An entry of a paper, its source, and a story that it could be."""

from distrib.ingest import identity
from distrib.ingest.entry import Entry
from distrib.ingest.identity import Found
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Story
from tests.factories import NOON

SOURCE = Source(
    id=1, name="The Paper", kind=SourceKind.FEED, url="https://paper.example/feed", section="Odisha", language="or"
)


def an_entry(**given: object) -> Entry:
    return Entry(**{"id": "1", "url": "https://paper.example/rain", "title": "Rain", "summary": "It rains.", **given})


def found(entry: Entry | None = None) -> Found:
    (one,), _ = identity.identify([entry or an_entry()])
    return one


def a_story(**given: object) -> Story:
    one = found()
    values = {
        "id": 7,
        "source_id": 1,
        "url": one.url,
        "key": one.key,
        "guid": "1",
        "title": "Rain",
        "summary": "It rains.",
        "seen_at": NOON,
    }
    return Story(**{**values, "fingerprint": one.fingerprint, **given})
