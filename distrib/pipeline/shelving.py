"""The older stories that may fill a list's thin day, each an event of its own, none that its readers had."""

from dataclasses import replace
from datetime import datetime, timedelta

from distrib.model.candidates import Candidate, Group
from distrib.model.editions import Edition
from distrib.model.lists import MailingList
from distrib.pipeline.parts import Parts
from distrib.selection import evergreen
from distrib.selection.evergreen import Evergreen
from distrib.store import clusters, picks

MOST = 50  # stories to choose from, the newest


def shelf(
    parts: Parts, rule: Evergreen, *, edition: Edition, mailing_list: MailingList, before: datetime, now: datetime
) -> list[Group]:
    """Return what may fill the edition: told before the window opened, but within the list's `days`.

    What readers of the list had within those days (or within no_repeat_days, if they are more) is not offered again.
    """
    days = timedelta(days=max(rule.days, mailing_list.no_repeat_days))
    with parts.database.reading() as session:
        had = picks.sent_lately(session, mailing_list.id or 0, edition.due_at - days, edition.due_at)
        found = clusters.standing(
            session,
            since=edition.due_at - timedelta(days=rule.days),
            before=before,
            wanted=lambda tags, sections: evergreen.stands(rule, tags, sections),
            language=mailing_list.language,
            most=MOST + len(had),
        )
    fresh = [story for story in found if story.cluster not in had][:MOST]
    return [Group(members=(story,), representative=story) for story in _with_clusters(parts, fresh, now)]


def _with_clusters(parts: Parts, stories: list[Candidate], now: datetime) -> list[Candidate]:
    """Return the stories with their cluster's number: what was never grouped, as of a first gather, gets one."""
    alone = [story for story in stories if story.cluster is None]
    if not alone:
        return stories
    with parts.database.writing() as session:
        made = clusters.make(session, [story.seen or now for story in alone], now)
        numbers = {story.id: number for story, number in zip(alone, made, strict=True)}
        for story in alone:
            clusters.place(session, numbers[story.id], [int(story.id)])
            clusters.represent(session, numbers[story.id], int(story.id))
    return [replace(story, cluster=numbers.get(story.id, story.cluster)) for story in stories]
