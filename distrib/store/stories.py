"""Stories: found by what they are known by, kept with their earlier texts, walked by date."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, and_, col, func, not_, or_, select, update

from distrib.errors import NotFound
from distrib.model.stories import Revision, Story, StoryState

_AT_ONCE = 400  # SQLite takes a limited number of values in one question
_TEXTS = ("title", "summary", "body_text", "image_url")
_T = TypeVar("_T")


def get(session: Session, story_id: int) -> Story:
    """Return the story. Raises NotFound."""
    row = session.get(Story, story_id)
    if row is None:
        raise NotFound(f"There is no story {story_id}.")
    return row


def by_urls(session: Session, urls: Iterable[str]) -> dict[str, Story]:
    """Return the stories with these canonical addresses."""
    found: dict[str, Story] = {}
    for some in _batches(urls):
        found |= {row.url: row for row in session.exec(select(Story).where(col(Story.url).in_(some)))}
    return found


def by_guids(session: Session, source_id: int, guids: Iterable[str]) -> dict[str, Story]:
    """Return a source's stories with these guids; of several with one guid, the newest."""
    found: dict[str, Story] = {}
    for some in _batches(guids):
        query = select(Story).where(col(Story.source_id) == source_id, col(Story.guid).in_(some))
        found |= {row.guid: row for row in session.exec(query.order_by(col(Story.id))) if row.guid}
    return found


def by_keys(session: Session, keys: Iterable[str], limit: int = 2000) -> dict[str, list[Story]]:
    """Return the stories whose addresses compare as these, newest first."""
    found: dict[str, list[Story]] = {}
    for some in _batches(keys):
        query = select(Story).where(col(Story.key).in_(some)).order_by(col(Story.id).desc()).limit(limit)
        for row in session.exec(query):
            found.setdefault(row.key, []).append(row)
    return found


def by_guids_elsewhere(session: Session, source_id: int, guids: Iterable[str]) -> dict[str, list[Story]]:
    """Return the stories of other sources with these guids, oldest first."""
    found: dict[str, list[Story]] = {}
    for some in _batches(guids):
        query = select(Story).where(col(Story.source_id) != source_id, col(Story.guid).in_(some))
        for row in session.exec(query.order_by(col(Story.id))):
            found.setdefault(row.guid or "", []).append(row)
    return found


def told_at(
    session: Session, moments: Iterable[datetime], *, wanted: Callable[[str], bool] = lambda _: True
) -> list[Story]:
    """Return the stories of every source with exactly these dates of their own and a wanted headline, oldest first."""
    ids: list[int] = []
    for some in _batches(moments):
        query = select(Story.id, Story.title).where(col(Story.published_at).in_(some)).order_by(col(Story.id))
        ids += [story_id or 0 for story_id, title in session.exec(query) if wanted(title)]
    return _by_ids(session, ids)


def lately(
    session: Session,
    source_id: int,
    since: datetime,
    *,
    wanted: Callable[[str], bool] = lambda _: True,
    limit: int = 2000,
) -> list[Story]:
    """Return a source's stories first met since then with a wanted headline, newest first.

    They tell a story by its title when a feed moved. Headlines are looked at first: whole stories are many megabytes.
    """
    query = select(Story.id, Story.title).where(col(Story.source_id) == source_id, col(Story.seen_at) >= since)
    rows = session.exec(query.order_by(col(Story.id).desc()).limit(limit)).all()
    return _by_ids(session, [story_id or 0 for story_id, title in rows if wanted(title)])


def _by_ids(session: Session, ids: Iterable[int]) -> list[Story]:
    """Return the stories with these ids, in their order."""
    whole, found = list(ids), dict[int | None, Story]()
    for some in _batches(whole):
        found |= {row.id: row for row in session.exec(select(Story).where(col(Story.id).in_(some)))}
    return [found[story_id] for story_id in dict.fromkeys(whole)]


def add(session: Session, fields: Mapping[str, Any]) -> Story:
    """Return a new story made of `fields`. It gets its id when the session is next flushed: many at once."""
    row = Story(**fields)
    session.add(row)
    return row


def change(session: Session, story: Story, fields: Mapping[str, Any], *, at: datetime, why: str = "") -> bool:
    """Give a story new fields; return whether a reader sees another text, which is then a new revision.

    The earlier text is kept as a Revision; `why` says by what the new one was known to be this story. Another query
    behind a picture's address is no other picture.
    """
    before = {name: getattr(story, name) for name in _TEXTS}
    for name, value in fields.items():
        if getattr(story, name) != value:
            setattr(story, name, value)
    changed = any(_seen(name, getattr(story, name)) != _seen(name, value) for name, value in before.items())
    if changed:
        session.add(
            Revision(
                story_id=story.id or 0,
                number=story.revision,
                title=before["title"],
                summary=before["summary"],
                body_text=before["body_text"],
                image_url=before["image_url"],
                seen_at=at,
                why=why,
            )
        )
        story.revision += 1
    session.add(story)
    session.flush()
    return changed


def _seen(name: str, value: str | None) -> str | None:
    return value.partition("?")[0] if value and name == "image_url" else value


def revisions(session: Session, story_id: int) -> Sequence[Revision]:
    """Return a story's earlier texts, oldest first."""
    return session.exec(select(Revision).where(col(Revision.story_id) == story_id).order_by(col(Revision.number))).all()


def release(session: Session, now: datetime) -> int:
    """Let the stories go whose embargo has passed; return how many."""
    waiting = and_(col(Story.state) == StoryState.EMBARGOED, col(Story.published_at) <= now)
    return int(session.exec(update(Story).where(waiting).values(state=StoryState.LIVE)).rowcount)


def between(session: Session, since: datetime, until: datetime, *, batch: int = 500) -> Iterator[Sequence[Story]]:
    """Give the live stories of a window in batches, by id: the ones that may be candidates.

    A story stands at its own date, else where we first met it; backlog without a date of its own stands nowhere, and
    neither does what waits for a human.
    """
    at = func.coalesce(Story.published_at, Story.seen_at)
    inside = and_(
        col(Story.state) == StoryState.LIVE,
        col(Story.quarantined_at).is_(None),
        at >= since,
        at < until,
        not_(and_(col(Story.backlog), col(Story.published_at).is_(None))),
    )
    last = 0
    while rows := session.exec(
        select(Story).where(inside, col(Story.id) > last).order_by(col(Story.id)).limit(batch)
    ).all():
        yield rows
        last = rows[-1].id or 0


def recent(
    session: Session, *, section: str | None = None, source_id: int | None = None, words: str = "", limit: int = 50
) -> Sequence[Story]:
    """Return the newest stories by their own date, of a section or source, or with `words` in their title."""
    query = select(Story).order_by(func.coalesce(Story.published_at, Story.seen_at).desc(), col(Story.id).desc())
    if section:
        query = query.where(col(Story.section) == section)
    if source_id is not None:
        query = query.where(col(Story.source_id) == source_id)
    if words:
        pattern = f"%{words.lower()}%"
        query = query.where(or_(func.lower(Story.title).like(pattern), func.lower(Story.summary).like(pattern)))
    return session.exec(query.limit(limit)).all()


def titles(session: Session, story_ids: Iterable[int]) -> dict[int, str]:
    """Return story id -> headline."""
    found: dict[int, str] = {}
    for some in _batches(story_ids):
        rows = session.exec(select(Story.id, Story.title).where(col(Story.id).in_(some))).all()
        found |= {story_id: title for story_id, title in rows if story_id is not None}
    return found


def count(session: Session, source_id: int | None = None) -> int:
    """Return how many stories there are, of one source if it is given."""
    query = select(func.count(col(Story.id)))
    return session.exec(query if source_id is None else query.where(col(Story.source_id) == source_id)).one()


def _batches(values: Iterable[_T]) -> Iterator[list[_T]]:
    whole = list(dict.fromkeys(values))
    for start in range(0, len(whole), _AT_ONCE):
        yield whole[start : start + _AT_ONCE]
