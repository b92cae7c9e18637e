"""What is remembered when an edition is picked: what readers read, which headlines come back, what people marked."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import Session

from distrib import walltime
from distrib.model.candidates import Past, Wish
from distrib.model.editions import Edition
from distrib.selection import clicks, columns, priors
from distrib.selection.ranking import Background
from distrib.store import clusters, engagement, marks, users

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


def marked(session: Session, edition: Edition) -> list[Wish]:
    """Return the marks that count for the edition as picking sees them, with the names of those who made them."""
    names = {f"u{user.id}": user.name for user in users.every(session)} | {"cli": "somebody at the command line"}
    return [
        Wish(
            kind=one.kind.value,
            cluster=one.cluster_id,
            section_id=one.section_id,
            rank=one.rank,
            by=one.by,
            name=names.get(one.by, one.by),
            reach=marks.reach(one),
            mark=one.id or 0,
            note=one.note,
        )
        for one in marks.on(session, edition)
    ]
