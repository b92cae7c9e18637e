"""Social: the day by channel and slot, what waits for a second editor, what goes by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fastapi import Request
from sqlmodel import Session
from starlette.responses import HTMLResponse

from distrib.errors import BadInput
from distrib.model.editions import EditionState
from distrib.model.posts import Channel, PostState, Publication, PublicationState, Slot, Via
from distrib.model.shares import Shareable
from distrib.model.stories import Story
from distrib.store import console, console_social, editions, posts
from distrib.store.console_social import PostLine
from distrib.web.console import visiting
from distrib.web.console.timeline import Line
from distrib.web.drawing import draw, moment, spelled
from distrib.wording.networks import TITLES
from distrib.wording.payloads import payloads

DAY = timedelta(hours=24)
LABEL = 18  # letters beside a mark of the line
ROOM = 20.0  # per cent that they take


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A post or a free slot on a channel's line."""

    x: str
    words: str
    kind: str  #: done, due, free, unsure
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A channel's day."""

    channel: Channel
    words: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A link that says a waiting or queued post's story by hand."""

    network: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialPage:
    """All that `console/social.html` may speak of."""

    title: str
    line: Line
    now: datetime
    lanes: Sequence[Lane]
    waiting: Sequence[PostLine]
    drafts: Sequence[PostLine]
    queue: Sequence[PostLine]
    states: Mapping[int, tuple[str, str]]  #: post id -> (mark, words)
    by_hand: Mapping[int, Sequence[ByHand]]
    offers: Sequence[tuple[int, str]]  #: editions whose picks could be offered


def page(request: Request) -> HTMLResponse:
    """Return the social desk."""
    visit = visiting.of(request)
    now = visit.parts.clock()
    with visit.parts.database.reading() as session:
        frame = visiting.frame(request, session, "social")
        line = _day(now, frame.zone)
        waiting = console_social.in_states(session, PostState.WAITING)
        queue = console_social.in_states(session, PostState.QUEUED, PostState.APPROVED, since=now - 3 * DAY)
        queue.sort(key=lambda one: (one.due_at or now, one.post.id or 0))
        shown = [*waiting, *queue]
        page = SocialPage(
            title=_title(len(waiting), len(queue)),
            line=line,
            now=now,
            lanes=_lanes(session, line),
            waiting=waiting,
            drafts=console_social.in_states(session, PostState.DRAFT, since=now - 3 * DAY),
            queue=queue,
            states={one.post.id or 0: state_of(one) for one in shown},
            by_hand={one.post.id or 0: _by_hand(one) for one in shown},
            offers=_offers(session, now),
        )
        return draw("console/social.html", frame=frame, page=page)


def state_of(one: PostLine) -> tuple[str, str]:
    """Return a post's mark and words, read from its publications where there are any."""
    states = [said.publication.state for said in one.said if said.publication]
    if one.post.state is PostState.WAITING:
        return "person", "needs a second editor"
    if not states:
        return one.post.state.value, one.post.state.value
    for state in (PublicationState.UNCERTAIN, PublicationState.FAILED, PublicationState.LATE):
        if state in states:
            published = states.count(PublicationState.PUBLISHED)
            words = f"{published} published, {states.count(state)} {state.value}" if published else state.value
            return state.value, words
    if all(state is PublicationState.PUBLISHED for state in states):
        return "published", "published"
    return "queued", "queued"


def _title(waiting: int, queued: int) -> str:
    if waiting:
        return f"{spelled(waiting, 'post waits', 'posts wait')} for a second editor"
    return f"{spelled(queued, 'post', 'posts')} in the queue" if queued else "Nothing waits to be said"


def _day(now: datetime, zone: str) -> Line:
    start = now.astimezone(ZoneInfo(zone)).replace(hour=5, minute=0, second=0, microsecond=0)
    if now < start:
        start -= DAY
    return Line(start=start, end=start + timedelta(hours=18), zone=zone)


def _lanes(session: Session, line: Line) -> list[Lane]:
    slots, due = console_social.slots(session), console_social.publications(session, line.start, line.end)
    lanes = []
    for channel in posts.channels(session):
        mine = [(row, story) for row, story in due if row.channel_id == channel.id]
        free = [at for at in _slots(slots.get(channel.id or 0, []), line) if at not in {row.due_at for row, _ in mine}]
        marks = _marks(mine, line)
        marks += [Mark(x=line.x(at), words="", kind="free", anchor="start") for at in free]
        words = f"{len(mine)} of {len(mine) + len(free)} slots taken" if mine or free else "no slots today"
        lanes.append(Lane(channel=channel, words=words, marks=tuple(marks)))
    return lanes


def _marks(mine: Sequence[tuple[Publication, Story]], line: Line) -> list[Mark]:
    """Return a mark for each, with words only where those of the one before leave room."""
    marks, free_from = [], 0.0
    for row, story in mine:
        mark, at = _mark(row, story, line), line.share(row.due_at)
        marks.append(mark if at >= free_from else replace(mark, words=""))
        free_from = at + ROOM if at >= free_from else free_from
    return marks


def _mark(row: Publication, story: Story, line: Line) -> Mark:
    kinds = {
        PublicationState.PUBLISHED: "done",
        PublicationState.UNCERTAIN: "unsure",
        PublicationState.FAILED: "unsure",
    }
    words = story.title if len(story.title) <= LABEL else story.title[: LABEL - 1].rstrip() + "…"
    late = line.share(row.due_at) > 80  # noqa: PLR2004 - per cent: a label there would leave the line
    return Mark(x=line.x(row.due_at), words=words, kind=kinds.get(row.state, "due"), anchor="end" if late else "start")


def _slots(slots: Sequence[Slot], line: Line) -> list[datetime]:
    found = []
    for slot in slots:
        local = line.start.astimezone(ZoneInfo(slot.zone))
        for day in (0, 1):
            at = (local + timedelta(days=day)).replace(
                hour=slot.at.hour, minute=slot.at.minute, second=0, microsecond=0, fold=0
            )
            if at.weekday() == slot.weekday and line.holds(at):
                found.append(at)
    return found


def _by_hand(one: PostLine) -> list[ByHand]:
    """Return the intent links of the channels that a person clicks, for the words as they stand."""
    found = []
    for said in one.said:
        if said.channel.via is not Via.INTENT or said.channel.network not in TITLES:
            continue
        text, network = said.wording, said.channel.network
        shareable = Shareable(url=text.url, title=text.title or one.story.title, image=text.image_url)
        try:
            (payload,) = payloads(shareable, networks=(network,))
        except BadInput:
            continue
        if payload.url:
            found.append(ByHand(network=TITLES[network], title=one.story.title, url=payload.url))
    return found


def _offers(session: Session, now: datetime) -> list[tuple[int, str]]:
    open_states = (EditionState.DRAFT, EditionState.APPROVED, EditionState.SENDING, EditionState.SENT)
    found = [one for one in editions.between(session, now - DAY, now + DAY) if one.state in open_states]
    taken = console_social.offered(session, [one.id or 0 for one in found])
    return [
        (line.id, f"{line.mailing_list.name}, {moment(line.edition.due_at, line.mailing_list.zone)}")
        for line in console.lines(session, found)
        if line.picks and line.id not in taken
    ]
