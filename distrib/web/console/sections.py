"""Lists: the sections of each, their order, quota and rule; edited here, in force from the next edition prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, RedirectResponse

from distrib.errors import BadInput
from distrib.model.lists import ListTime, MailingList, Section, Sender
from distrib.store import audit, lists
from distrib.web.console import visiting
from distrib.web.drawing import draw

KEYS = ("sections", "tags", "sources", "paths", "kinds", "languages")
MOST, LONGEST = 20, 200
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A section as the form shows it."""

    id: int
    name: str
    quota: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsPage:
    """All that `console/lists.html` may speak of."""

    list: MailingList
    every: Sequence[MailingList]
    readers: int
    times: Sequence[str]
    sender: Sender
    rows: tuple[Row, ...]
    keys: tuple[str, ...]


def page(request: Request, slug: str = "") -> HTMLResponse:
    """Return a list's sections, of the first list when none is named."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        frame = visiting.frame(request, session, "lists")
        every = lists.every(session)
        if not every:
            return draw("console/nothing.html", frame=frame, title="There is no list yet", text="Type distrib init.")
        one = lists.by_slug(session, slug) if slug else every[0]
        shown = ListsPage(
            list=one,
            every=every,
            readers=lists.readers(session).get(one.id or 0, 0),
            times=[_when(time) for time in lists.times(session, one.id)],
            sender=lists.sender(session, one.sender_id),
            rows=tuple(
                Row(id=row.id or 0, name=row.name, quota=row.quota, rule=written(row.rule))
                for row in lists.sections(session, one.id or 0)
            ),
            keys=KEYS,
        )
        return draw("console/lists.html", frame=frame, page=shown)


def keep(request: Request, slug: str) -> RedirectResponse:
    """Keep the sections as the form says, all or none."""
    visit = visiting.of(request)
    form: FormData = request.state.form
    now = visit.parts.clock()
    with visit.parts.database.writing() as session:
        one = lists.by_slug(session, slug)
        changed = _change(session, lists.sections(session, one.id or 0), form)
        if changed:
            audit.record(session, at=now, by=visit.by, verb="edit sections", subject=slug, facts={"changes": changed})
    return visiting.back(f"/console/lists/{slug}", "saved" if changed else "unchanged")


def _change(session: Session, found: Sequence[Section], form: FormData) -> list[str]:
    """Set what differs and return each change in words. Raises BadInput before anything is stored."""
    changed: list[str] = []
    places = []
    for section in found:
        name = str(form.get(f"name{section.id}", section.name)).strip()
        if not 0 < len(name) <= LONGEST:
            raise BadInput("A section needs a name.")
        quota = _number(str(form.get(f"quota{section.id}", section.quota)), name)
        rule = read(str(form.get(f"rule{section.id}", written(section.rule))), name)
        places.append((_place(str(form.get(f"place{section.id}", section.position)), name), section.position, section))
        for field, value in (("name", name), ("quota", quota), ("rule", rule)):
            if getattr(section, field) != value:
                changed.append(f"{section.slug}: {field}")
                setattr(section, field, value)
        session.add(section)
    for position, (_, __, section) in enumerate(sorted(places, key=lambda one: one[:2]), start=1):
        if section.position != position and [one.id for one in found].index(section.id) != position - 1:
            changed.append(f"{section.slug}: place")
        section.position = position
    return changed


def written(rule: Mapping[str, Sequence[str]]) -> str:
    """Return a rule as the form writes it: `sections: Odisha, Nation; tags: cricket`."""
    return "; ".join(f"{key}: {', '.join(values)}" for key, values in rule.items() if values)


def read(text: str, name: str) -> dict[str, list[str]]:
    """Return the rule that `written` wrote. Raises BadInput, saying what a rule may be made of."""
    rule: dict[str, list[str]] = {}
    for part in text.split(";"):
        key, colon, values = part.partition(":")
        if not part.strip():
            continue
        wanted = [value.strip() for value in values.split(",") if value.strip()]
        if not colon or key.strip() not in KEYS or not wanted or len(text) > LONGEST * 10:
            raise BadInput(
                f"The rule of {name} can't be read. Write it as `sections: Odisha; tags: floods, rain`; "
                f"it may name {', '.join(KEYS)}."
            )
        rule.setdefault(key.strip(), []).extend(wanted)
    return rule


def _number(text: str, name: str) -> int:
    if not (text.isascii() and text.strip().isdigit() and len(text) < 5 and int(text) <= MOST):  # noqa: PLR2004 - as below
        raise BadInput(f"{name}: at most is a number from 0 to {MOST}.")
    return int(text)


def _place(text: str, name: str) -> int:
    if not (text.isascii() and text.strip().isdigit() and len(text) < 5):  # noqa: PLR2004 - no paper has that many
        raise BadInput(f"{name}: its place is a number.")
    return int(text)


def _when(time: ListTime) -> str:
    days = sorted(time.weekdays)
    if days == list(range(7)):
        spoken = "every day"
    elif days == list(range(5)):
        spoken = "on weekdays"
    else:
        spoken = ", ".join(DAYS[day] for day in days)
    return f"{spoken} at {time.at:%H:%M}"
