"""A draft is picked and compiled anew from the news it had: after a mark, or since a story of it stands no longer."""

from distrib.errors import DistribError, NotAllowed
from distrib.model.editions import EditionState
from distrib.model.users import Run
from distrib.pipeline import approve as approving
from distrib.pipeline import prepare as preparing
from distrib.pipeline import standing
from distrib.pipeline.approve import MACHINE
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.store import editions, outings

_PICKED = (EditionState.DRAFT, EditionState.APPROVED)


def again(parts: Parts, edition_id: int, by: str, *, keep_approval: bool = False) -> tuple[Run | None, bool]:
    """Pick and compile a draft anew from the news it had; return the Run and whether an approval was carried over."""
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state not in _PICKED:
            return None, False  # nothing is picked yet: the mark waits for the draft
        approved = edition.state is EditionState.APPROVED
        if approved:
            standing.drop_approval(session, edition, by=by, at=parts.clock())
    run = preparing.prepare(parts, edition_id, same_news=True)
    if not (approved and keep_approval):
        return run, False
    approving.approve(parts, edition_id, by)
    return run, True


def keep_up(parts: Parts) -> Run | None:
    """Pick anew every coming edition that holds a story which stands no longer; None when there is none."""
    if not _holding(parts):
        return None
    with running(parts, "repick") as run:
        without_the_fallen(parts, run)
        run.sentence = f"{run.counts['repicked']} editions held a story that stands no longer."
    return run.row


def without_the_fallen(parts: Parts, run: Running, *, by: str = MACHINE) -> None:
    """Pick anew every coming edition that holds a story which stands no longer, and say so loudly on the Run."""
    for edition_id in _holding(parts):
        run.count("repicked", 1)
        for sentence in without(parts, edition_id, by=by):
            run.problem(sentence)


def without(parts: Parts, edition_id: int, *, by: str = MACHINE) -> list[str]:
    """Drop the approval of an edition whose stories do not all stand and pick it anew; return what is to be said."""
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        gone = standing.fallen(session, edition_id) if edition.state in _PICKED else ()
        if not gone:
            return []
        approved = standing.withdraw_approval(session, edition, gone, by=by, at=parts.clock())
    told = standing.told(gone)
    try:
        _picked_anew(parts, edition_id)
    except DistribError as error:
        return [f"Edition {edition_id} can't go out: {told}. It could not be picked anew: {error}"]
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
    if edition.state is EditionState.SKIPPED:
        return [f"Edition {edition_id} was skipped: {told}. {edition.reason or ''}".rstrip()]
    what = "its approval was dropped, and it was picked anew: approve it again" if approved else "it was picked anew"
    return [f"Edition {edition_id} held what stands no longer: {told}; {what}."]


def _picked_anew(parts: Parts, edition_id: int) -> None:
    try:
        preparing.prepare(parts, edition_id, same_news=True)
    except NotAllowed:  # nothing is left of its news: what came since may fill it, else it is skipped
        preparing.prepare(parts, edition_id)


def _holding(parts: Parts) -> list[int]:
    with parts.database.reading() as session:
        return outings.with_fallen(session)
