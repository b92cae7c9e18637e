"""Whether readers already had a story, and whether it truly developed since."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from distrib.model.candidates import Candidate, Group, Reason, Sent
from distrib.selection import clustering, diversity


def news_since(group: Group, open_to: Sequence[Candidate], sent: Sent, now: datetime) -> list[Candidate]:
    """Return the stories of `open_to` that tell more than readers got; empty when nothing truly developed.

    A late copy by another source is no development. It is one when a source that had told of the event tells of it
    anew, or rewrites its own story under another headline.
    """
    had = {member.voice for member in group.members if clustering.moment(member, now) <= sent.at}
    return [
        story
        for story in open_to
        if not diversity.near(story.title, sent.title)
        and (
            (clustering.moment(story, now) > sent.at and story.voice in had)
            or (story.revision > 1 and story.updated is not None and story.updated > sent.at)
        )
    ]


def goes_on(group: Group, groups: Sequence[Group], sent: Mapping[int, Sent]) -> Sent | None:
    """Return what readers had of the nearest earlier event that `group` goes on from, if they had one.

    A follow-up is a story of its own, so it may come the day after; that it goes on is said.
    """
    one = group
    for _ in groups:  # a chain is no longer than there are groups
        if one.follows is None or not 0 <= one.follows < len(groups):
            return None
        one = groups[one.follows]
        cluster = one.representative.cluster
        if isinstance(cluster, int) and cluster in sent:
            return sent[cluster]
    return None


def reason(had: Sent) -> Reason:
    """Return how it is said that a story goes on from what readers had."""
    words = f"it goes on from “{had.title}”, which readers had on {had.at:%-d %B}"
    return Reason(signal="follows", value=1.0, weight=0.0, contribution=0.0, words=words)
