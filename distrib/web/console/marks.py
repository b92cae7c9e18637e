"""An editor's hand at the desk: every button that marks a story, and the one that takes a mark back.

Each answers with the desk: at the row one was at, with a sentence that says what came of it, or why it can't be.
"""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Form, Request
from starlette.responses import RedirectResponse, Response

from distrib.errors import BadInput, DistribError, NotAllowed
from distrib.model.editions import Edition, EditionState, Mark, MarkKind, Pick
from distrib.pipeline import marking
from distrib.pipeline.marking import Reach, Wanted
from distrib.pipeline.parts import Parts
from distrib.store import editions, marks, picks
from distrib.web.console import desk, marked, visiting
from distrib.web.console.marked import Said
from distrib.web.troubles import status_of

Told = dict[str, int | str]
Field = Annotated[str, Form()]
STEPS = {"pin": 0, "up": -1, "down": 1}
PLAIN = {"breaking": MarkKind.BREAKING, "set_aside": MarkKind.SET_ASIDE}


def mark(
    request: Request,
    edition_id: int,
    do: Field = "",
    story: Field = "",
    rank: Field = "",
    section: Field = "",
    other: Field = "",
    paid_by: Field = "",
    reach: Field = Reach.EDITION.value,
) -> Response:
    """Mark a story as the button `do` says, and return to it."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        edition, before = editions.get(session, edition_id), picks.of(session, edition_id)
    try:
        wanted = _wanted(
            do, _number(story, "A story"), before, rank=rank, section=section, other=other, paid_by=paid_by, reach=reach
        )
        made = marking.mark(visit.parts, edition_id, wanted, visit.by)
    except DistribError as error:
        return _refused(request, edition_id, error, story)
    told: Told = {"mark": made.mark.id or 0, **_approval(edition, made.edition)}
    return _back(visit.parts, edition_id, made.mark, before, told, replaced=wanted.instead_of)


def undo(request: Request, edition_id: int, numbers: Annotated[Sequence[str], Form(alias="mark")] = ()) -> Response:
    """Take back a mark of this desk, or several of one story, and return to it."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        edition, before = editions.get(session, edition_id), picks.of(session, edition_id)
    try:
        row, *others = [
            _of_this_desk(visit.parts, edition, number) for number in [*numbers[-1:], *numbers[:-1]] or [""]
        ]
        marking.undo(visit.parts, row.id or 0, visit.by, *(other.id or 0 for other in others))
    except DistribError as error:
        return _refused(request, edition_id, error)
    with visit.parts.database.reading() as session:
        now = editions.get(session, edition_id)
    return _back(visit.parts, edition_id, row, before, {"undone": row.id or 0, **_approval(edition, now)})


# -- what is asked -----------------------------------------------------------------------------------------------


def _wanted(
    do: str, story: int, before: Sequence[Pick], *, rank: str, section: str, other: str, paid_by: str, reach: str
) -> Wanted:
    """Return what the button asks for. Raises BadInput with a sentence."""
    slug = section.strip() or None
    if do in PLAIN:
        return Wanted(kind=PLAIN[do], story_id=story)
    if do in STEPS:
        return Wanted(kind=MarkKind.PIN, story_id=story, rank=_step(story, STEPS[do], before))
    if do == "place":
        place = _number(rank, "A place") if rank.strip() else None
        return Wanted(kind=MarkKind.PIN if place else MarkKind.MOVE, story_id=story, section=slug, rank=place)
    if do == "replace":
        return Wanted(kind=MarkKind.PIN, story_id=_number(other, "The other story"), instead_of=story)
    if do == "exclude":
        return Wanted(kind=MarkKind.EXCLUDE, story_id=story, reach=_reach(reach))
    if do == "sponsored":
        return Wanted(kind=MarkKind.SPONSORED, story_id=story, note=paid_by)
    raise BadInput("What is to be done with the story was not said.")


def _step(story: int, by: int, before: Sequence[Pick]) -> int:
    """Return the rank that is `by` places further down in the story's section."""
    mine = next((pick for pick in before if pick.story_id == story), None)
    if mine is None:
        raise BadInput(f"Story {story} is not in this edition any more.")
    last = max(pick.rank for pick in before if pick.section_id == mine.section_id)
    if not 1 <= mine.rank + by <= last:
        raise BadInput(f"It is the {'first' if by < 0 else 'last'} of its section already.")
    return mine.rank + by


def _number(text: str, what: str) -> int:
    given = text.strip()
    if not (given.isascii() and given.isdigit() and len(given) <= 9):  # noqa: PLR2004 - ids of a 32-bit column
        raise BadInput(f"{what} is named by its number.")
    return int(given)


def _reach(text: str) -> Reach:
    if text not in set(Reach):
        raise BadInput(f"A story is excluded from the edition, the list or everywhere, not from {text[:40]}.")
    return Reach(text)


def _of_this_desk(parts: Parts, edition: Edition, number: str) -> Mark:
    """Return the mark of that number. Raises BadInput when it does not count here."""
    wanted = _number(number, "A mark")
    with parts.database.reading() as session:
        row = next((one for one in marks.on(session, edition, undone=True) if one.id == wanted), None)
    if row is None:
        raise BadInput(f"Mark {wanted} is not one of this edition.")
    return row


# -- what is answered --------------------------------------------------------------------------------------------


def _approval(before: Edition, now: Edition) -> dict[str, str]:
    if before.state is not EditionState.APPROVED:
        return {}
    return {"approval": "stands" if now.state is EditionState.APPROVED else "dropped"}


def _back(
    parts: Parts,
    edition_id: int,
    row: Mark,
    before: Sequence[Pick],
    told: Told,
    *,
    replaced: int | None = None,
) -> RedirectResponse:
    """Return to the row that one goes on from."""
    stood = next((pick for pick in before if pick.cluster_id == row.cluster_id), None)
    known = {row.cluster_id, *(pick.cluster_id for pick in before if pick.story_id == replaced)}
    with parts.database.reading() as session:
        now = picks.of(session, edition_id)
    told |= marked.changed(before, now, but=known)
    return RedirectResponse(
        f"/console/editions/{edition_id}?{urlencode(told)}#{marked.row(now, row.cluster_id, stood)}", status_code=303
    )


def _refused(request: Request, edition_id: int, error: DistribError, story: str = "") -> Response:
    """Return the desk with the sentence that says why not."""
    status = 409 if isinstance(error, NotAllowed) else status_of(error)
    focus = int(story) if story.isascii() and story.isdigit() and len(story) <= 9 else 0  # noqa: PLR2004 - as above
    return desk.show(request, edition_id, said=Said(text=str(error), bad=True), status=status, focus=focus)
