"""Where one new story belongs, without grouping the days anew: for what must know at once, such as breaking news."""

from collections import Counter
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.model.candidates import Candidate
from distrib.pipeline.parts import Parts
from distrib.selection import clustering
from distrib.selection.neighbours import Search
from distrib.selection.placing import Window
from distrib.store import clusters

BACK = timedelta(days=Search().window_days)


def window(parts: Parts, now: datetime) -> Window:
    """Return the stories of the last days, ready to place others among them; seconds for a full newsroom."""
    with parts.database.reading() as session:
        stories = clusters.candidates(session, now - BACK, now)
    told = sorted(
        ((story, clustering.moment(story, now)) for story in stories), key=lambda one: (one[1], str(one[0].id))
    )
    return Window.of(told)


def place(session: Session, among: Window, story: Candidate, now: datetime) -> int | None:
    """Return the cluster that `story` joins, as it is numbered now; None where it begins one of its own.

    Nothing is stored: the next edition groups the days anew and may find better.
    """
    found = among.place(story, clustering.moment(story, now))
    if found is None:
        return None
    homes = Counter(clusters.of_stories(session, [int(one) for one in found.beside]).values())
    return min(homes, key=lambda cluster: (-homes[cluster], cluster), default=None)
