"""WHEN: the only file that knows APScheduler. It only wakes us; what is due stands in our own rows.

So a missed, doubled or late wake-up does no harm, and nothing is kept in the scheduler's own store.
"""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from distrib.errors import DistribError
from distrib.logs import logger
from distrib.pipeline import due
from distrib.pipeline.parts import Parts
from distrib.store import leaders

log = logger("schedule")
LEASE = 30  # seconds a leader may be silent before another takes over


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One verb and how often it is called."""

    id: str
    seconds: int
    call: Callable[[Parts], None]
    alone: str | None = None  #: the lease under which only one process calls it


def clock_jobs(parts: Parts) -> Sequence[Job]:
    """Return what the clock process does."""
    tick = parts.settings.schedule.tick_seconds
    return (
        Job(id="gather", seconds=max(tick, 30), call=due.gather_due, alone="gather"),
        Job(id="pushes", seconds=tick, call=due.pushes_due, alone="pushes"),
        Job(id="editions", seconds=tick, call=due.advance_editions, alone="editions"),
        Job(id="publish", seconds=tick, call=due.publish_due, alone="publish"),
        Job(id="tidy", seconds=3600, call=due.tidy_due, alone="tidy"),
    )


def sender_jobs(parts: Parts) -> Sequence[Job]:
    """Return what the sender process does. Not alone: deliveries are claimed row by row."""
    return (Job(id="send", seconds=min(parts.settings.schedule.tick_seconds, 5), call=due.send_due),)


def keep_going(parts: Parts, jobs: Sequence[Job], stop: threading.Event) -> None:
    """Call each job at once and then again and again, until `stop` is set; a job under way is finished first."""
    scheduler = BackgroundScheduler(timezone=UTC)
    for job in jobs:
        scheduler.add_job(
            _once,
            "interval",
            args=(parts, job),
            seconds=job.seconds,
            id=job.id,
            replace_existing=True,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=parts.clock() + timedelta(milliseconds=50),
        )
    scheduler.start()
    stop.wait()
    scheduler.shutdown(wait=True)
    _let_go(parts, jobs)


def _once(parts: Parts, job: Job) -> None:
    """Call the job if it is ours; whatever goes wrong is logged and the next round comes."""
    try:
        if job.alone is None or _leads(parts, job.alone):
            job.call(parts)
    except DistribError as error:
        log.warning("job failed", job=job.id, error=str(error))
    except Exception as error:  # noqa: BLE001 - the outermost loop: the clock must go on
        log.error("job broke", job=job.id, error=type(error).__name__)  # noqa: TRY400 - a traceback may hold addresses


def _leads(parts: Parts, name: str) -> bool:
    with parts.database.writing() as session:
        return leaders.hold(session, name=name, owner=_owner(parts), at=parts.clock(), seconds=LEASE)


def _let_go(parts: Parts, jobs: Sequence[Job]) -> None:
    with parts.database.writing() as session:
        for job in jobs:
            if job.alone is not None:
                leaders.let_go(session, name=job.alone, owner=_owner(parts), at=parts.clock())


def _owner(parts: Parts) -> str:
    return f"{parts.host_id}:{os.getpid()}"
