"""Today: which edition needs someone, the day on a line, and what is to be settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.model.deliveries import DeliveryState
from distrib.model.editions import EditionState
from distrib.model.posts import PostState
from distrib.model.sources import Source
from distrib.store import console, console_social, editions, sources
from distrib.store.console import EditionLine
from distrib.web.console import visiting
from distrib.web.console.problems import Trouble, troubles
from distrib.web.console.timeline import Line, around, left
from distrib.web.drawing import clock, day, draw, moment, number, plural

DAY = timedelta(hours=24)
SOON = 5  # posts shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A countdown: words above, the time left, words below."""

    above: str
    left: str
    until: int  #: seconds since 1970, for the script
    below: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """What the page says first."""

    title: str
    text: str
    edition: EditionLine | None
    hash: str | None
    clocks: tuple[Count, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spark:
    """A source's stories by the hour."""

    source: Source
    path: str
    state: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayPage:
    """All that `console/today.html` may speak of."""

    day: str
    lead: Lead
    line: Line
    now: datetime
    editions: Sequence[EditionLine]
    says: dict[int, str]
    drafted: dict[int, datetime]
    social: Sequence[console_social.PostLine]
    waiting: int
    clicked: Sequence[tuple[int, str, str, int]]
    troubles: Sequence[Trouble]
    sources: Sequence[Spark]


def page(request: Request) -> HTMLResponse:
    """Return the front page of the console."""
    visit = visiting.of(request)
    now = visit.parts.clock()
    draft = timedelta(minutes=visit.parts.settings.schedule.draft_minutes)
    with visit.parts.database.reading() as session:
        frame = visiting.frame(request, session, "today")
        found = console.lines(session, editions.between(session, now - DAY / 2, now + DAY))
        yesterday = [one.id or 0 for one in editions.between(session, now - DAY, now)]
        posts = console_social.in_states(session, PostState.WAITING, PostState.QUEUED, limit=20)
        shown = TodayPage(
            day=day(now, frame.zone),
            lead=_lead(session, found, now, frame.zone),
            line=around([one.edition.due_at for one in found], now, frame.zone),
            now=now,
            editions=found,
            says={one.id: says(one, draft) for one in found},
            drafted={one.id: one.edition.due_at - draft for one in found},
            social=sorted(posts, key=lambda one: (one.due_at or now, one.post.id or 0))[:SOON],
            waiting=console_social.count(session, PostState.WAITING),
            clicked=[(row[0], row[1], row[2] or "", row[3]) for row in console.clicked(session, yesterday)],
            troubles=troubles(session, now, frame.zone),
            sources=sparks(session, now, frame.zone),
        )
        return draw("console/today.html", frame=frame, page=shown)


def says(one: EditionLine, draft: timedelta) -> str:
    """Return an edition's state in a few words."""
    edition, zone = one.edition, one.mailing_list.zone
    at = clock(edition.due_at, zone)
    match edition.state:
        case EditionState.PLANNED:
            return f"Drafted at {clock(edition.due_at - draft, zone)}"
        case EditionState.DRAFT:
            return "Draft, needs approval" if one.needs_someone else f"Draft, sends {at}"
        case EditionState.APPROVED:
            return f"Approved, sends {at}"
        case EditionState.SENDING:
            return f"Sending, {number(one.counts.get(DeliveryState.SENT, 0))} of {number(one.readers)}"
        case EditionState.SENT:
            sent = number(one.counts.get(DeliveryState.SENT, 0))
            return f"Sent {clock(edition.sent_at or edition.due_at, zone)} to {sent}"
        case _:
            return edition.state.value.capitalize()


def _lead(session: Session, found: Sequence[EditionLine], now: datetime, zone: str) -> Lead:
    order = (EditionState.SENDING, EditionState.PAUSED, EditionState.APPROVED, EditionState.PLANNED, EditionState.DRAFT)
    wanted = [one for one in found if one.needs_someone]
    coming = [one for one in found if one.edition.state in order]
    one = next(iter(wanted or coming), None)
    if one is None:
        out = any(each.edition.state is EditionState.SENT for each in found)
        return Lead(
            title="All of today’s editions are out" if out else "Nothing is due today",
            text="The next editions stand here as soon as the clock has planned them.",
            edition=None,
            hash=None,
            clocks=(),
            note="",
        )
    name, state = one.mailing_list.name, one.edition.state
    at = clock(one.edition.due_at, one.mailing_list.zone)
    titles = {
        EditionState.DRAFT: f"{name} waits for your approval" if one.needs_someone else f"{name} goes out at {at}",
        EditionState.APPROVED: f"{name} goes out at {at}",
        EditionState.SENDING: f"{name} is on its way",
        EditionState.PAUSED: f"{name} was stopped on its way",
        EditionState.PLANNED: f"{name} is next, at {at}",
    }
    drafted = console.compiled_at(session, one.id)
    text = f"{plural(one.picks, 'pick', 'picks')} in {plural(one.sections, 'section', 'sections')}" if one.picks else ""
    text += f", drafted at {clock(drafted, zone)}." if drafted and text else "." if text else "Nothing is picked yet."
    if one.edition.reason:
        text = f"{text} {one.edition.reason}"
    note = ""
    if one.needs_someone:
        then = "it is skipped" if one.mailing_list.if_missing.value == "skip" else "it goes out as picked"
        note = f"If nobody approves by {at}, {then}."
    return Lead(
        title=titles[state],
        text=text,
        edition=one,
        hash=console.newest_hash(session, one.id),
        clocks=clocks(one, now),
        note=note,
    )


def clocks(one: EditionLine, now: datetime) -> tuple[Count, ...]:
    """Return an edition's countdowns to its lock and its send, while they lie ahead."""
    zone, due = one.mailing_list.zone, one.edition.due_at
    counts = []
    for verb, at, below in (
        ("Locks", one.locks_at, "picks and order freeze"),
        ("Sends", due, f"to {plural(one.readers, 'reader', 'readers')}"),
    ):
        if at > now:
            when = clock(at, zone) if at - now < DAY else moment(at, zone)
            counts.append(Count(above=f"{verb} {when}", left=left(at, now), until=int(at.timestamp()), below=below))
    return tuple(counts)


def sparks(session: Session, now: datetime, zone: str) -> list[Spark]:
    """Return every source with its stories of the last day by the hour, the unwell first."""
    by_hour = console.stories_by_hour(session, now - DAY, now)
    found = []
    for source in sources.every(session, enabled_only=True):
        hours = by_hour.get(source.id or 0, [])
        last = source.last_success_at
        if source.failures:
            words = f"Silent since {moment(last, zone)}" if last else "Has never answered"
            state = "failed"
        else:
            state, words = ("ok", clock(last, zone)) if last else ("planned", "not asked yet")
        found.append(Spark(source=source, path=_spark(hours), state=state, words=words))
    return sorted(found, key=lambda one: one.state != "failed")


def _spark(hours: Sequence[int]) -> str:
    most = max(hours, default=0)
    bars = [(at, round(20 * count / most)) for at, count in enumerate(hours[-24:]) if count]
    return "".join(f"M{4 * at} 20v-{max(2, height)}h3v{max(2, height)}z" for at, height in bars)
