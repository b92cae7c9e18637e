"""Whose story it is: one on our own site is our own source's, whoever told it first.

Else a feed from outside that is quick enough, or bold enough to guess an address, would put its own headline on it
for good.
"""

from collections.abc import Iterable

from sqlmodel import Session

from distrib.model.sources import Source
from distrib.model.stories import Story
from distrib.pipeline import hear
from distrib.store import sources

WHY = "It stands on our own site, and our own source tells it now: the source that told it first is another."


def outsiders(session: Session, source: Source, known: Iterable[Story]) -> frozenset[int]:
    """Return the sources of these stories that are not our own; none where `source` is not our own either."""
    if not source.own:
        return frozenset()
    ids = {story.source_id for story in known} - {source.id}
    return frozenset(each.id or 0 for each in sources.chosen(session, ids) if not each.own) if ids else frozenset()


def on_own_site(session: Session, source: Source, addresses: Iterable[str]) -> frozenset[str]:
    """Return the addresses that `source` may speak of as its own."""
    home = hear.home(session)
    return frozenset(url for url in addresses if hear.on_site(url, source, home))


def takes_over(session: Session, source: Source, story: Story, url: str) -> bool:
    """Tell whether a story that `source` gives under `url` becomes its own now."""
    if story.source_id == source.id or not outsiders(session, source, [story]):
        return False
    return bool(on_own_site(session, source, [url]))
