"""How a source is, in plain words: judged by its row, its days, its sections and what waits in quarantine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from distrib.ingest.suspicion import FLOOD
from distrib.model.sources import Source, SourceDay

DAY = timedelta(days=1)
WEEK = 7 * DAY
LATELY = 28 * DAY  #: of whose stories a section's rhythm is told
_FEW_FAILURES = 3
_MISSED = 5  # stories that should have come meanwhile: by chance it happens once in 150 times
_QUIET_AT_LEAST = 2 * DAY
_FEW_HEARD = 4
_FEW_GUIDS = 10
_FEW_AHEAD, _SHARE_AHEAD = 3, 0.2
_FEW_REFUSED = 5
_SLOW_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A section (None: the source as a whole) and how it was heard of lately."""

    section: str | None
    stories: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a source is judged by."""

    source: Source
    days: Sequence[SourceDay] = ()  #: the last seven, oldest first
    sections: Sequence[Silence] = ()
    waiting: int = 0  #: stories in quarantine
    waiting_why: str = ""
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that is not as it should be. `weight` orders them; a human must act on the ones that need one."""

    what: str
    weight: int
    sentence: str
    type_this: str | None = None
    needs_human: bool = False


def troubles(facts: Facts) -> list[Trouble]:
    """Return what is wrong with a source, the worst first."""
    if not facts.source.enabled and facts.source.gone_since is None:
        return []
    found = [trouble for judge in _JUDGES if (trouble := judge(facts)) is not None]
    return sorted(found, key=lambda trouble: -trouble.weight)


def gone(facts: Facts) -> Trouble | None:
    """It says 410."""
    source = facts.source
    if source.gone_since is None:
        return None
    if source.enabled:
        return Trouble(
            what="gone", weight=60, sentence=f"It says since {_day(source.gone_since)} that it is gone (410)."
        )
    return Trouble(
        what="gone",
        weight=100,
        sentence=source.problem or "It is gone for good (410), so it is asked no more.",
        type_this=f"distrib sources change {source.id} --url NEW_ADDRESS",
        needs_human=True,
    )


def failing(facts: Facts) -> Trouble | None:
    """It could not be read, several times or for a day."""
    source = facts.source
    if not source.failures or not source.enabled or source.gone_since is not None:
        return None
    since = source.last_success_at
    long = source.failures >= _FEW_FAILURES or (since is not None and facts.now - since >= DAY)
    times = "once" if source.failures == 1 else f"{source.failures} times in a row"
    fine = f"; it was last fine {_ago(since, facts.now)}" if since else "; it was never read"
    return Trouble(
        what="failing",
        weight=90 if long else 30,
        sentence=f"It failed {times}{fine}. {source.problem or ''}".strip(),
        type_this=f"distrib sources check {source.id}",
        needs_human=long,
    )


def quarantined(facts: Facts) -> Trouble | None:
    """Stories wait for a human."""
    if not facts.waiting:
        return None
    noun, verb = ("story", "waits") if facts.waiting == 1 else ("stories", "wait")
    return Trouble(
        what="quarantined",
        weight=80,
        sentence=f"{facts.waiting} {noun} {verb} for a human. {facts.waiting_why}".strip(),
        type_this=f"distrib sources quarantine list {facts.source.id}",
        needs_human=True,
    )


def silent(facts: Facts) -> Trouble | None:
    """It is read without trouble and has had nothing new for unusually long."""
    source, heard = facts.source, [each.last_at for each in facts.sections]
    if not heard or source.failures or not source.usual_per_day:
        return None
    quiet = facts.now - max(heard)
    if quiet < _QUIET_AT_LEAST or quiet / DAY * source.usual_per_day < _MISSED:
        return None
    return Trouble(
        what="silent",
        weight=70,
        sentence=f"Nothing new since {_day(max(heard))}; {_number(source.usual_per_day)} stories a day are usual.",
        type_this=f"distrib sources check {source.id}",
        needs_human=True,
    )


def silent_sections(facts: Facts) -> list[Silence]:
    """Return the sections that usually have stories and have had none for unusually long, the longest silent first."""
    found = []
    for each in facts.sections:
        quiet, per_day = facts.now - each.last_at, each.stories / (LATELY / DAY)
        if each.section and each.stories >= _FEW_HEARD and quiet >= max(_QUIET_AT_LEAST, _MISSED / per_day * DAY):
            found.append(each)
    return sorted(found, key=lambda each: each.last_at)


def quiet_sections(facts: Facts) -> Trouble | None:
    """Sections are silent while the source as a whole is not."""
    found = silent_sections(facts)
    if not found or facts.source.failures or silent(facts) is not None:
        return None
    told = ", ".join(f"{each.section} (since {_day(each.last_at)})" for each in found[:5])
    return Trouble(
        what="silent sections",
        weight=50,
        sentence=f"Unusually silent: {told}.",
        type_this=f"distrib stories list --source {facts.source.id}",
        needs_human=True,
    )


def flooding(facts: Facts) -> Trouble | None:
    """Ten times the usual came today, and nothing of it waits any more."""
    today = _today(facts)
    usual, first = facts.source.usual_per_day, facts.source.first_gathered_at
    if today is None or facts.waiting or not usual or first is None or first.date() == facts.now.date():
        return None
    came = today.new + today.quarantined
    if came <= FLOOD * max(usual, 1.0):
        return None
    return Trouble(
        what="flooding",
        weight=55,
        sentence=f"{came} new stories came today; {_number(usual)} a day are usual.",
        type_this=f"distrib stories list --source {facts.source.id}",
    )


def ahead(facts: Facts) -> Trouble | None:
    """Its new stories are dated in the future."""
    dated = sum(day.ahead for day in facts.days)
    new = sum(day.new + day.quarantined for day in facts.days)
    if dated < _FEW_AHEAD or dated < _SHARE_AHEAD * new:
        return None
    zone = facts.source.zone
    return Trouble(
        what="future",
        weight=65,
        sentence=f"{dated} of {max(new, dated)} new stories of the last days were dated in the future: "
        + (f"is its zone not {zone}?" if zone else "its times may be those of another zone."),
        type_this=f"distrib sources change {facts.source.id} --zone Asia/Kolkata",
        needs_human=True,
    )


def guid_churn(facts: Facts) -> Trouble | None:
    """Known stories come again and again under other guids."""
    changed, most = sum(day.guids_changed for day in facts.days), max((day.entries for day in facts.days), default=0)
    if changed < max(_FEW_GUIDS, most / 2):
        return None
    sentence = f"{changed} stories came under other guids in the last days; they are known by address and headline."
    return Trouble(what="guids", weight=20, sentence=sentence)


def moved(facts: Facts) -> Trouble | None:
    """It leads on for good."""
    if not facts.source.moved_to:
        return None
    return Trouble(
        what="moved",
        weight=40,
        sentence=f"It has moved for good to {facts.source.moved_to}.",
        type_this=f"distrib sources change {facts.source.id} --url {facts.source.moved_to}",
    )


def refusing(facts: Facts) -> Trouble | None:
    """Much of what it gives can't become a story."""
    refused = sum(day.refused for day in facts.days)
    new = sum(day.new + day.quarantined for day in facts.days)
    if refused < max(_FEW_REFUSED, new):
        return None
    sentence = f"{refused} entries of the last days became no story, {new} did."
    return Trouble(
        what="refused", weight=35, sentence=sentence, type_this=f"distrib stories refused --source {facts.source.id}"
    )


def slow(facts: Facts) -> Trouble | None:
    """Its answers take long, day after day."""
    slowest = sorted(day.slowest_ms for day in facts.days if day.slowest_ms)
    if not slowest or (middle := slowest[len(slowest) // 2]) < _SLOW_MS:
        return None
    return Trouble(what="slow", weight=10, sentence=f"Its answers take up to {middle / 1000:.0f} seconds.")


def resting(facts: Facts) -> Trouble | None:
    """Its host asked to be left alone."""
    until = facts.source.wait_until
    if until is None or until <= facts.now:
        return None
    return Trouble(
        what="resting", weight=25, sentence=f"Its host asked to be left alone until {until:%-d %B %H:%M} UTC."
    )


def unasked(facts: Facts) -> Trouble | None:
    """It was never asked."""
    if facts.source.last_gathered_at is not None:
        return None
    return Trouble(what="new", weight=5, sentence="It was not asked yet.", type_this="distrib gather")


_JUDGES: Sequence[Callable[[Facts], Trouble | None]] = (
    gone, failing, quarantined, silent, quiet_sections, flooding, ahead, guid_churn, moved, refusing, slow, resting,
    unasked,
)  # fmt: skip


def _today(facts: Facts) -> SourceDay | None:
    return next((day for day in facts.days if day.day == facts.now.date()), None)


def _day(moment: datetime) -> str:
    return f"{moment:%-d %B}"


def _ago(moment: datetime, now: datetime) -> str:
    hours = (now - moment) / timedelta(hours=1)
    if hours < 1:
        return f"{max(round(hours * 60), 1)} minutes ago"
    return f"{round(hours)} hours ago" if round(hours) < 48 else f"{round(hours / 24)} days ago"  # noqa: PLR2004 - in words


def _number(per_day: float) -> str:
    return f"{per_day:.0f}" if per_day >= 10 else f"{per_day:.1f}"  # noqa: PLR2004 - in words
