"""How the sources are, before the morning digest: each with what is wrong, the worst first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from distrib.ingest import health as judging
from distrib.ingest.health import Facts, Silence, Trouble
from distrib.model.sources import Source, SourceDay
from distrib.pipeline.parts import Parts
from distrib.store import health, sources

_DAYS = timedelta(days=6)  # before today


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source: how it is and by what that is told."""

    source: Source
    today: SourceDay | None
    waiting: int
    silent_sections: tuple[str, ...]
    troubles: tuple[Trouble, ...]

    @property
    def needs_human(self) -> bool:
        """Whether somebody should do something before the next edition."""
        return any(trouble.needs_human for trouble in self.troubles)

    @property
    def state(self) -> str:
        """Return it in one word: off, trouble, note or well."""
        if self.needs_human:
            return "trouble"
        if not self.source.enabled:
            return "off"
        return "note" if self.troubles else "well"


def look(parts: Parts) -> list[Health]:
    """Return how every source is, the worst first; those switched off last."""
    now = parts.clock()
    with parts.database.reading() as session:
        rows = sources.every(session)
        days = health.days(session, now.date() - _DAYS)
        waiting = health.waiting(session)
        heard: dict[int, list[Silence]] = {}
        for voice in health.voices(session, now, lately=judging.LATELY):
            silence = Silence(section=voice.section, stories=voice.stories, last_at=voice.last_at)
            heard.setdefault(voice.source_id, []).append(silence)
    found = []
    for row in rows:
        row_id = row.id or 0
        there = waiting.get(row_id)
        facts = Facts(
            source=row,
            days=days.get(row_id, ()),
            sections=heard.get(row_id, ()),
            waiting=there.stories if there else 0,
            waiting_why=there.why if there else "",
            now=now,
        )
        found.append(_health(facts, now))
    return sorted(found, key=_worst_first)


def _health(facts: Facts, now: datetime) -> Health:
    return Health(
        source=facts.source,
        today=next((day for day in facts.days if day.day == now.date()), None),
        waiting=facts.waiting,
        silent_sections=tuple(each.section or "" for each in judging.silent_sections(facts)),
        troubles=tuple(judging.troubles(facts)),
    )


def _worst_first(health: Health) -> tuple[bool, bool, int, int]:
    worst = max((trouble.weight for trouble in health.troubles), default=0)
    return not health.needs_human, not health.source.enabled, -worst, health.source.id or 0
