"""An editor's hand on an edition: pin, move, set aside, exclude, replace, sponsored, breaking; each can be undone.

The mark is stored first, then the edition is picked and compiled anew from the news it had. An edit drops an approval;
a breaking mark alone carries it over to the new digest, in the name of who set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session

from distrib.errors import BadInput, NotAllowed
from distrib.model.editions import Edition, EditionState, Mark, MarkKind
from distrib.model.lists import Section
from distrib.model.stories import Story, StoryState
from distrib.model.users import Run
from distrib.pipeline import prepare as preparing
from distrib.pipeline import repicking
from distrib.pipeline.parts import Parts
from distrib.selection import fits
from distrib.store import audit, clusters, editions, lists, marks, picks, stories

OPEN = (EditionState.PLANNED, EditionState.DRAFT, EditionState.APPROVED)
MOST_RANK = 50
_PLACING = {MarkKind.PIN, MarkKind.MOVE, MarkKind.BREAKING, MarkKind.SPONSORED}


class Reach(StrEnum):
    """How far an exclusion goes."""

    EDITION = "edition"
    LIST = "list"
    EVERYWHERE = "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an editor asks for one story of an edition."""

    kind: MarkKind
    story_id: int
    section: str | None = None  #: slug; None: where it is, else the first that it fits
    rank: int | None = None  #: for pins, from 1
    instead_of: int | None = None  #: the story that a pin replaces: it takes its section and rank
    note: str | None = None  #: who paid, for sponsored
    reach: Reach = Reach.EDITION  #: for exclusions


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What came of it: the mark, the edition as it is now, and how the new picks went (None: nothing is picked yet)."""

    mark: Mark
    edition: Edition
    run: Run | None = None
    carried: bool = False  #: the approval stands, for the new digest


def mark(parts: Parts, edition_id: int, wanted: Wanted, by: str) -> Marked:
    """Store the mark and pick the edition anew. Raises NotFound, BadInput, and NotAllowed once it is leaving."""
    now = parts.clock()
    with parts.database.writing() as session:
        edition = _open(session, edition_id)
        story = stories.get(session, wanted.story_id)
        _check(wanted, story)
        wanted = _beside(session, edition, wanted)
        cluster = _cluster(session, story, parts)
        pair = _taken_out(session, edition, wanted, by, parts)
        section = _section(session, edition, wanted, cluster)
        row = marks.make(
            session,
            kind=wanted.kind,
            cluster_id=cluster,
            by=by,
            at=now,
            edition_id=edition_id if wanted.reach is Reach.EDITION else None,
            list_id=None if wanted.reach is Reach.EVERYWHERE else edition.list_id,
            section_id=section,
            rank=wanted.rank,
            note=(wanted.note or "").strip()[:80] or None,
            pair_id=pair,
        )
        facts = {"story": story.id, "kind": wanted.kind.value, "reach": wanted.reach.value, "mark": row.id}
        facts |= {"rank": wanted.rank, "section": section, "instead_of": wanted.instead_of, "note": row.note}
        given = {name: value for name, value in facts.items() if value is not None}
        verb = f"mark {wanted.kind.value.replace('_', ' ')}"
        audit.record(session, at=now, by=by, verb=verb, subject=f"e{edition_id}", facts=given)
        others = [] if wanted.reach is Reach.EDITION else marks.touched(session, [cluster], row.list_id)
    try:
        run, carried = repicking.again(parts, edition_id, by, keep_approval=wanted.kind is MarkKind.BREAKING)
    except NotAllowed:
        with parts.database.writing() as session:  # what could not be done is not wished for any more either
            marks.undo(session, row.id or 0, now, by)
        raise
    for other in others:
        if other != edition_id:
            repicking.again(parts, other, by)
    return Marked(mark=row, edition=_now(parts, edition_id), run=run, carried=carried)


def undo(parts: Parts, mark_id: int, by: str, *others: int) -> list[Mark]:
    """Take a mark back, with the other half of a replacement, and pick anew what it touched. Twice changes nothing.

    `others` go with it, such as every pin of one story. Raises NotFound, and NotAllowed when the edition that one is on
    is leaving already.
    """
    now = parts.clock()
    with parts.database.writing() as session:
        rows: list[Mark] = []
        again: dict[int, None] = {}  # each once, in order
        for one in (mark_id, *others):
            more, touched = _taken_back(session, one, now, by)
            rows += more
            again |= dict.fromkeys(touched)
    for edition_id in again:
        repicking.again(parts, edition_id, by)
    return rows


def _taken_back(session: Session, mark_id: int, now: datetime, by: str) -> tuple[list[Mark], list[int]]:
    """Return the marks undone, and the editions that are to be picked anew for it."""
    first = marks.get(session, mark_id)
    if first.undone_at is not None:
        return [first], []
    if first.edition_id is not None:
        _open(session, first.edition_id)
    rows = marks.undo(session, mark_id, now, by)
    subject = f"e{first.edition_id}" if first.edition_id else f"m{mark_id}"
    audit.record(session, at=now, by=by, verb="undo mark", subject=subject, facts={"mark": mark_id})
    # Who was kept out of a list, or everywhere, may come in wherever an edition is open.
    return rows, [first.edition_id] if first.edition_id is not None else marks.drafts(session, first.list_id)


# -- what is asked -----------------------------------------------------------------------------------------------


def _open(session: Session, edition_id: int) -> Edition:
    edition = editions.get(session, edition_id)
    if edition.state not in OPEN:
        raise NotAllowed(f"Edition {edition_id} is {edition.state}: its picks stand.")
    return edition


def _check(wanted: Wanted, story: Story) -> None:
    if wanted.reach is not Reach.EDITION and wanted.kind is not MarkKind.EXCLUDE:
        raise BadInput("Only an exclusion can go beyond this edition.")
    if wanted.instead_of is not None and wanted.kind is not MarkKind.PIN:
        raise BadInput("A story is replaced by pinning another in its place.")
    if wanted.instead_of == wanted.story_id:
        raise BadInput("A story can't take its own place.")
    if wanted.rank is not None and not 1 <= wanted.rank <= MOST_RANK:
        raise BadInput(f"A rank is a number from 1 to {MOST_RANK}.")
    if wanted.kind is MarkKind.SPONSORED and not (wanted.note or "").strip():
        raise BadInput("A sponsored story says who paid for it.")
    if wanted.kind is MarkKind.MOVE and not wanted.section:
        raise BadInput("Moving a story needs the section it moves to.")
    if wanted.kind in _PLACING and story.state is not StoryState.LIVE:
        raise NotAllowed(f"Story {story.id} is {story.state}: it can't be in an edition.")


def _beside(session: Session, edition: Edition, wanted: Wanted) -> Wanted:
    """Return the wish with section and rank of the story that it replaces."""
    if wanted.instead_of is None:
        return wanted
    other = next((pick for pick in picks.of(session, edition.id or 0) if pick.story_id == wanted.instead_of), None)
    if other is None:
        raise BadInput(f"Story {wanted.instead_of} is not in edition {edition.id}.")
    slug = next(each.slug for each in lists.sections(session, edition.list_id) if each.id == other.section_id)
    return replace(wanted, section=wanted.section or slug, rank=wanted.rank or other.rank)


def _taken_out(session: Session, edition: Edition, wanted: Wanted, by: str, parts: Parts) -> int | None:
    """Keep the replaced story out of this edition; return the mark that does."""
    if wanted.instead_of is None:
        return None
    cluster = _cluster(session, stories.get(session, wanted.instead_of), parts)
    return marks.make(
        session, kind=MarkKind.EXCLUDE, cluster_id=cluster, by=by, at=parts.clock(),
        edition_id=edition.id, list_id=edition.list_id,
    ).id  # fmt: skip


def _cluster(session: Session, story: Story, parts: Parts) -> int:
    """Return the story's cluster, made of it alone when it was never grouped."""
    if story.cluster_id is None:
        (story.cluster_id,) = clusters.make(session, [story.seen_at], parts.clock())
        row = clusters.get(session, story.cluster_id)
        row.size, row.representative_id = 1, story.id
        session.add_all([story, row])
        session.flush()
    return story.cluster_id


def _section(session: Session, edition: Edition, wanted: Wanted, cluster: int) -> int | None:
    """Return the section a placed story belongs to: the one named, the one it is in, else the list's first."""
    if wanted.kind not in _PLACING:
        return None
    every = lists.sections(session, edition.list_id)
    if not every:
        raise BadInput("The list has no sections.")
    if wanted.section is not None:
        return _named(every, wanted.section).id
    here = next((pick for pick in picks.of(session, edition.id or 0) if pick.cluster_id == cluster), None)
    return here.section_id if here else _home(session, edition, every, cluster)


def _home(session: Session, edition: Edition, every: Sequence[Section], cluster: int) -> int | None:
    """Return the first section whose rule a story of the cluster meets, else the list's first."""
    language = lists.get(session, edition.list_id).language
    members = [
        one for one in clusters.candidates(session, edition.due_at, edition.due_at, [cluster]) if one.cluster == cluster
    ]
    rules = ((each, preparing.rule(each)) for each in every)
    fitting = (each for each, rule in rules if any(fits.fits(member, rule, language) for member in members))
    return next(fitting, every[0]).id


def _named(every: Sequence[Section], slug: str) -> Section:
    found = next((each for each in every if slug in {each.slug, each.name}), None)
    if found is None:
        raise BadInput(f"The list has no section {slug}; it has {', '.join(each.slug for each in every)}.")
    return found


# -- what follows ------------------------------------------------------------------------------------------------


def _now(parts: Parts, edition_id: int) -> Edition:
    with parts.database.reading() as session:
        return editions.get(session, edition_id)
