"""The day's picks become posts: worded per channel, waiting for an editor."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import PurePath

from distrib.errors import BadInput
from distrib.model.editions import Edition, Pick
from distrib.model.lists import MailingList, Section
from distrib.model.posts import Channel, Post, PostState, Wording
from distrib.model.shares import Shareable
from distrib.model.stories import Story, StoryState
from distrib.pipeline import runs
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running
from distrib.resources import shipped
from distrib.store import audit, digests, editions, lists, posts
from distrib.wording.posts import compose

NEEDS_PICTURE = frozenset({"pinterest"})


def offer(parts: Parts, edition_id: int, by: str, *, every_pick: bool = False) -> list[Post]:
    """Return the new posts about an edition's lead and the first story of each section, or about every pick.

    Each waits for somebody else than `by`. A story that a post speaks of already gets no second one, so offering
    twice adds nothing.
    """
    with runs.running(parts, "offer", f"e{edition_id}") as run:
        with parts.database.reading() as session:
            edition = editions.get(session, edition_id)
            mailing_list = lists.get(session, edition.list_id)
            picked = [row for row in digests.picked(session, edition_id) if _is_news(*row)]
            told = posts.told(session, [story.id or 0 for _, _, story in picked])
            channels = [channel for channel in posts.channels(session) if not channel.paused]
        wanted = [story for story in _chosen(picked, every_pick=every_pick) if story.id not in told]
        worded = [(story, _words(parts, run, story, edition, mailing_list, channels)) for story in wanted]
        made = _store(parts, edition_id, by, [(story, words) for story, words in worded if words])
        run.count("posts", len(made))
        run.sentence = f"{len(made)} {'post' if len(made) == 1 else 'posts'} offered."
    return made


def content_hash(wordings: Sequence[Wording]) -> str:
    """Return what an approval binds to: every word, link and picture of a post, channel by channel."""
    facts = [
        [one.channel_id, one.text, one.url, one.title, one.image_url, one.image_alt]
        for one in sorted(wordings, key=lambda one: one.channel_id)
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _is_news(pick: Pick, _: Section, story: Story) -> bool:
    """Say whether our channels may say it as ours: what was paid for is not."""
    return story.state is StoryState.LIVE and pick.sponsor is None


def _chosen(picked: Sequence[tuple[Pick, Section, Story]], *, every_pick: bool) -> list[Story]:
    if every_pick:
        return [story for _, _, story in picked]
    seen: set[int] = set()
    chosen = [story for pick, _, story in picked if pick.lead]
    for pick, _, story in picked:
        if pick.section_id not in seen and not pick.lead:
            chosen.append(story)
        seen.add(pick.section_id)
    return chosen


def _words(
    parts: Parts, run: Running, story: Story, edition: Edition, mailing_list: MailingList, channels: Sequence[Channel]
) -> list[Wording]:
    """Return the story's words for every channel that speaks its language."""
    language = story.language or mailing_list.language
    found = []
    for channel in channels:
        if channel.language not in {None, language} or (channel.network in NEEDS_PICTURE and not story.image_url):
            continue
        try:
            found.append(_wording(parts, story, language, edition, channel))
        except BadInput as error:
            run.problem(f"{channel.name}: {error}")
    return found


def _wording(parts: Parts, story: Story, language: str, edition: Edition, channel: Channel) -> Wording:
    said = compose(
        channel.network,
        Shareable(
            url=story.url,
            title=story.title,
            summary=story.summary,
            image=story.image_url,
            image_alt=story.image_alt,
            tags=tuple(story.tags),
            via=channel.handle,
            language=language,
        ),
        template=_template(parts, channel),
        campaign=edition.day.isoformat(),
    )
    return Wording(
        post_id=0,
        channel_id=channel.id or 0,
        text=said.text,
        url=said.url,
        title=said.title,
        image_url=said.image,
        image_alt=said.image_alt,
        length=said.length,
        limit=said.limit,
    )


def _template(parts: Parts, channel: Channel) -> str | None:
    """Return a channel's own template: the newsroom's file, else the one that ships. Raises BadInput."""
    if channel.template is None:
        return None
    name = PurePath(channel.template).name
    for folder in (parts.home / "templates", shipped("templates")):
        path = folder / "social" / name
        if path.is_file():
            return path.read_text("utf-8").strip()
    raise BadInput(f"There is no template templates/social/{name}.")


def _store(parts: Parts, edition_id: int, by: str, worded: Sequence[tuple[Story, list[Wording]]]) -> list[Post]:
    now = parts.clock()
    with parts.database.writing() as session:
        told = posts.told(session, [story.id or 0 for story, _ in worded])  # somebody may have been faster
        made = [
            posts.add(
                session,
                Post(
                    story_id=story.id or 0,
                    edition_id=edition_id,
                    state=PostState.WAITING,
                    made_at=now,
                    moved_at=now,
                    by=by,
                ),
                words,
            )
            for story, words in worded
            if story.id not in told
        ]
        if made:
            facts = {"posts": [post.id for post in made]}
            audit.record(session, at=now, by=by, verb="offer", subject=f"e{edition_id}", facts=facts)
    return made
