"""A human looks at what a suspicious batch brought: it is released, or dropped; both are written down."""

from collections.abc import Callable, Collection

from sqlmodel import Session

from distrib.errors import NotFound
from distrib.pipeline.parts import Parts
from distrib.store import audit, quarantine, sources


def release(parts: Parts, which: str, *, by: str, story_ids: Collection[int] = ()) -> int:
    """Let the waiting stories of a source (id or name) be candidates by their own dates; return how many."""
    return _decide(parts, which, "release", quarantine.release, by=by, story_ids=story_ids)


def drop(parts: Parts, which: str, *, by: str, story_ids: Collection[int] = ()) -> int:
    """Let them never be candidates: they stay as stories that we stopped. Return how many."""
    return _decide(parts, which, "drop", quarantine.drop, by=by, story_ids=story_ids)


def _decide(
    parts: Parts,
    which: str,
    verb: str,
    decide: Callable[[Session, int, Collection[int]], int],
    *,
    by: str,
    story_ids: Collection[int],
) -> int:
    with parts.database.writing() as session:
        source = sources.find(session, which)
        number = decide(session, source.id or 0, story_ids)
        if not number:
            raise NotFound(f"Nothing of {source.name} waits in quarantine{' under this number' if story_ids else ''}.")
        audit.record(
            session,
            at=parts.clock(),
            by=by,
            verb=f"sources quarantine {verb}",
            subject=f"s{source.id}",
            facts={"stories": number},
        )
    return number
