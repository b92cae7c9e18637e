"""Whether readers already had a story, and whether it truly developed since."""

from collections.abc import Sequence
from datetime import datetime

from distrib.model.candidates import Candidate, Group, Sent
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
