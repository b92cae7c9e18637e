"""What is to be settled: each with what happened, what it means, and where to do something about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.errors import NotFound
from distrib.model.editions import EditionState
from distrib.model.posts import PublicationState
from distrib.model.users import RunState
from distrib.store import console, console_social, editions, lists, sources
from distrib.web.drawing import clock, moment, plural

DAY = timedelta(hours=24)
PATIENCE = timedelta(minutes=15)
"""A notice is sent within seconds; one that has waited longer tells that nobody sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing to settle."""

    state: str  #: the mark before it
    title: str
    text: str
    link: str
    action: str


def troubles(session: Session, now: datetime, zone: str) -> list[Trouble]:
    """Return what is wrong now, the gravest first."""
    return [
        *_house(session, now),
        *_editions(session, now, zone),
        *_sources(session, zone),
        *_posts(session, zone),
        *_runs(session, now, zone),
    ]


def _house(session: Session, now: datetime) -> list[Trouble]:
    found = []
    try:
        if lists.newsroom(session).hold:
            text = "Nothing leaves the house until an admin has looked and lets it go on."
            found.append(
                Trouble(
                    state="paused", title="Sending is on hold.", text=text, link="/console/deliveries", action="Look"
                )
            )
    except NotFound:
        pass
    for sender in lists.senders(session):
        if sender.problem or sender.paused:
            title = (
                f"The sender {sender.name} has stopped." if sender.problem else f"The sender {sender.name} is paused."
            )
            text = sender.problem or "Somebody paused it; its mails wait."
            found.append(
                Trouble(state="failed", title=title, text=text, link="/console/deliveries", action="See what waits")
            )
    stuck = console.stuck_notices(session, now - PATIENCE)
    if stuck:
        title = f"{plural(stuck, 'small mail waits', 'small mails wait')} to be sent."
        text = "Confirmations and sign-in links go first. Is the sender process running?"
        found.append(Trouble(state="late", title=title, text=text, link="/console/deliveries", action="See deliveries"))
    return found


def _editions(session: Session, now: datetime, zone: str) -> list[Trouble]:
    found = []
    for edition_id, count in console.uncertain(session):
        one = console.line(session, edition_id)
        title = f"{plural(count, 'copy', 'copies')} of {one.mailing_list.name} may or may not have arrived."
        text = "The line broke after the last byte. distrib does not send these again by itself."
        link = f"/console/deliveries/{edition_id}?state=uncertain"
        found.append(Trouble(state="uncertain", title=title, text=text, link=link, action="See them"))
    for edition in editions.between(session, now - DAY, now):
        if edition.state in {EditionState.SKIPPED, EditionState.PAUSED}:
            name = lists.get(session, edition.list_id).name
            title = f"{name} of {moment(edition.due_at, zone)} was {edition.state.value}."
            text = edition.reason or "No reason was written down."
            link = f"/console/editions/{edition.id}"
            found.append(Trouble(state=edition.state.value, title=title, text=text, link=link, action="Open it"))
    return found


def _sources(session: Session, zone: str) -> list[Trouble]:
    found = []
    for source in sources.every(session, enabled_only=True):
        if source.failures:
            since = f" since {moment(source.last_success_at, zone)}" if source.last_success_at else ""
            title = f"{source.name} has been silent{since}."
            text = source.problem or "It does not answer."
            found.append(Trouble(state="failed", title=title, text=text, link="/console/sources", action="See sources"))
    return found


def _posts(session: Session, zone: str) -> list[Trouble]:
    found = []
    for publication, channel in console_social.unsettled(session):
        unsure = publication.state is PublicationState.UNCERTAIN
        title = f"One post on {channel.name} {'may or may not be out' if unsure else 'was refused'}."
        text = f"{publication.reason or 'It gave no reason.'} It was due {clock(publication.due_at, zone)}."
        found.append(
            Trouble(state=publication.state.value, title=title, text=text, link="/console/posts", action="See posts")
        )
    return found


def _runs(session: Session, now: datetime, zone: str) -> list[Trouble]:
    found = []
    for run in console.troubled_runs(session, now - DAY):
        failed = run.state is RunState.FAILED
        title = (
            f"{run.verb.capitalize()} at {clock(run.started_at, zone)} {'failed' if failed else 'did not all work'}."
        )
        text = " ".join(run.problems[:2]) or run.sentence
        link = "/console/deliveries" if run.verb in {"send", "notify"} else "/console/sources"
        found.append(Trouble(state=run.state.value, title=title, text=text, link=link, action="Look"))
    return found
