"""What is remembered when an edition is ranked: what earlier readers read, and which headlines come back."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from distrib import walltime
from distrib.model.candidates import Past
from distrib.selection import clicks, columns, priors
from distrib.selection.ranking import Background
from distrib.store import clusters, engagement

HEADLINES = timedelta(days=14)  # in which a recurring column shows itself
READERS = timedelta(days=60)  # what they read before that is another time
MOST = 20_000  # figures of stories, the newest: memory and time have an end


def background(session: Session, *, day: date, zone: str, until: datetime) -> Background:
    """Return what was known before the edition's `day` began; headlines count up to `until`."""
    known = columns.learn(clusters.headlines(session, until - HEADLINES, until))
    return Background(priors=priors.learn(_history(session, day, zone)), columns=known)


def _history(session: Session, day: date, zone: str) -> Sequence[Past]:
    before = walltime.moment(day, time(), zone)
    since = before - READERS
    read = engagement.read_lately(session, since=since, before=before, day=day, most=MOST)
    clicked = engagement.clicked_lately(session, since=since, before=before, most=MOST - len(read))
    return [*read, *clicks.history(clicked)]
