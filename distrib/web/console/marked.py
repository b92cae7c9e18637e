"""What people did at the desk, in words: its list of marks, and what came of the step that was just taken."""

import textwrap
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import Request
from sqlmodel import Session

from distrib.model.editions import Edition, EditionState, Mark, MarkKind, Pick
from distrib.model.stories import Story
from distrib.store import lists, marks, stories
from distrib.store.console_desk import Found, MarkLine, mark_lines
from distrib.store.users import every as every_user

TITLE = 52  # characters of a headline in a sentence
WIDE = 20  # marks on the list or everywhere that are listed
REFUSING = (MarkKind.EXCLUDE, MarkKind.SET_ASIDE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMark:
    """A mark as the desk shows it: `who` `did` the headline `then`."""

    mark: Mark
    who: str
    did: str
    then: str
    title: str
    story: Story | None
    short: str  #: beside its story: "Pinned to place 1 by Asha"

    @property
    def id(self) -> int:
        """The mark's number."""
        return self.mark.id or 0

    @property
    def refuses(self) -> bool:
        """Whether it keeps the story out."""
        return self.mark.kind in REFUSING


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The edition's marks, newest first."""

    here: tuple[ShownMark, ...] = ()  #: on this edition
    wide: tuple[ShownMark, ...] = ()  #: on the list, or everywhere
    undone: tuple[ShownMark, ...] = ()
    mine: ShownMark | None = None  #: the reader's own last step
    people: int = 0
    by_cluster: Mapping[int, tuple[ShownMark, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What came of the last step, as the dock says it."""

    text: str
    bad: bool = False
    undo: int = 0  #: the mark that takes it back


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was searched for, for which story's place if for one, and what was found."""

    words: str = ""
    instead_of: int = 0
    found: Sequence[Found] = ()


def of_edition(session: Session, edition: Edition, by: str) -> Marks:
    """Return the marks of an edition as `by` reads them."""
    names = named(session) | {by: "You"}
    sections = {section.id: section.name for section in lists.sections(session, edition.list_id)}
    lines = mark_lines(session, edition)
    shown = [(line, _shown(line, names, sections)) for line in lines]
    counting = [(line, one) for line, one in shown if one.mark.undone_at is None]
    last = marks.last_by(session, edition.id or 0, by)
    grouped: dict[int, list[ShownMark]] = {}
    for _, one in counting:
        grouped.setdefault(one.mark.cluster_id, []).append(one)
    return Marks(
        here=tuple(one for line, one in counting if line.reach == 0),
        wide=tuple(one for line, one in counting if line.reach)[:WIDE],
        undone=tuple(one for _, one in shown if one.mark.undone_at is not None)[:WIDE],
        mine=next((one for _, one in counting if last is not None and one.id == last.id), None),
        people=len({one.mark.by for line, one in counting if line.reach == 0}),
        by_cluster={cluster: tuple(found) for cluster, found in grouped.items()},
    )


def named(session: Session) -> dict[str, str]:
    """Return how those are called who do something with an edition."""
    people = {f"u{user.id}": user.name for user in every_user(session)}
    return people | {"machine": "The machine", "cli": "Somebody at the command line"}


def said(request: Request, session: Session, edition: Edition, shown: Marks) -> Said | None:
    """Return what came of the step that led here: `mark` or `undone`, `approval`, `came` and `went` in the address."""
    asked = request.query_params
    every = {one.id: one for one in (*shown.here, *shown.wide, *shown.undone)}
    made = every.get(_id(asked.get("mark", "")))
    taken_back = every.get(_id(asked.get("undone", "")))
    parts: list[str] = []
    if made:
        parts.append(_told(made))
        if edition.state is EditionState.PLANNED:
            parts.append("It counts when the edition is drafted.")
    elif taken_back and taken_back.mark.undone_at:
        parts.append(f"Taken back: {_told(taken_back)}")
    else:
        return None
    titles = stories.titles(session, [_id(asked.get(name, "")) for name in ("came", "went")])
    parts += [
        f"“{_short(titles[_id(asked[name])])}” {words}."
        for name, words in (("came", "came in"), ("went", "made room"))
        if _id(asked.get(name, "")) in titles
    ]
    if asked.get("approval") == "dropped" and edition.state is EditionState.DRAFT:
        parts.append("The approval was dropped: somebody approves the new digest before it goes out.")
    if asked.get("approval") == "stands" and edition.state is EditionState.APPROVED:
        parts.append("The approval stands, for the new digest.")
    return Said(text=" ".join(parts), undo=made.id if made and made.mark.undone_at is None else 0)


def in_force(mine: Sequence[ShownMark]) -> tuple[ShownMark, ...]:
    """Return the marks of one event that its place comes from: the last about its place, the last about who paid.

    Given newest first; one on this edition stands over one on the list or everywhere.
    """
    place = [one for one in mine if one.mark.kind is not MarkKind.SPONSORED]
    paid = [one for one in mine if one.mark.kind is MarkKind.SPONSORED]
    nearest = min(place, key=lambda one: marks.reach(one.mark), default=None)
    return tuple(one for one in (nearest, *paid[:1]) if one is not None)


def row(now: Sequence[Pick], cluster: int, stood: Pick | None) -> str:
    """Return the name of the row where one goes on: the story's own, else what has its place now, else its section."""
    mine = next((pick for pick in now if pick.cluster_id == cluster), None)
    if mine is None and stood is not None:
        beside = [pick for pick in now if pick.section_id == stood.section_id]
        mine = min(beside, key=lambda pick: (abs(pick.rank - stood.rank), -pick.rank), default=None)
    if mine is not None:
        return f"story-{mine.story_id}"
    return f"s{stood.section_id}" if stood is not None else "marks"


def changed(before: Iterable[Pick], now: Iterable[Pick], *, but: Collection[int]) -> dict[str, int]:
    """Return the story that came in and the one that went, but for those of the mark itself, for `said`.

    Where more changed, one of them would say too little.
    """
    old, new = ({pick.cluster_id: pick.story_id for pick in these} for these in (before, now))
    came = [story for cluster, story in new.items() if cluster not in old and cluster not in but]
    went = [story for cluster, story in old.items() if cluster not in new and cluster not in but]
    if len(came) > 1 or len(went) > 1:
        return {}
    return {name: one[0] for name, one in (("came", came), ("went", went)) if one}


def _told(made: ShownMark) -> str:
    return f"{made.who} {made.did} “{_short(made.title)}”{made.then}."


def _short(title: str) -> str:
    """Return a headline as a sentence quotes it."""
    return textwrap.shorten(title, TITLE, placeholder="…") if len(title) > TITLE else title


def _shown(line: MarkLine, names: Mapping[str, str], sections: Mapping[int | None, str]) -> ShownMark:
    mark, who = line.mark, names.get(line.mark.by, line.mark.by)
    did, then = _deed(line, sections.get(mark.section_id, "another section"))
    by = "you" if who == "You" else who
    beside = {
        MarkKind.PIN: f"Pinned to place {mark.rank}" if mark.rank else "Pinned",
        MarkKind.MOVE: f"Put into {sections.get(mark.section_id, 'another section')}",
        MarkKind.BREAKING: "Breaking, marked",
        MarkKind.SPONSORED: f"Paid for by {mark.note}, marked",
    }
    return ShownMark(
        mark=mark,
        who=who,
        did=did,
        then=then,
        title=line.story.title if line.story else "a story that is gone",
        story=line.story,
        short=f"{beside.get(mark.kind, f'{did.capitalize()}{then},')} by {by}",
    )


def _deed(line: MarkLine, section: str) -> tuple[str, str]:
    """Return what was done before its headline and after it."""
    mark = line.mark
    if line.instead_of is not None:
        return "put", f" in the place of “{_short(line.instead_of.title)}”"
    return {
        MarkKind.PIN: ("pinned", f" to place {mark.rank}" if mark.rank else " to the top"),
        MarkKind.MOVE: ("put", f" into {section}"),
        MarkKind.SET_ASIDE: ("set aside", ""),
        MarkKind.EXCLUDE: ("excluded", ("", " from the list", " everywhere")[line.reach]),
        MarkKind.BREAKING: ("marked", " breaking"),
        MarkKind.SPONSORED: ("marked", f" as paid for by {mark.note}"),
    }[mark.kind]


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0  # noqa: PLR2004 - ids of a 32-bit column
