"""The scheduler only wakes us: jobs are called, alone where they must be, and whatever breaks the next round comes."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from distrib import clock, schedule
from distrib.errors import Unreachable
from distrib.pipeline.parts import Parts
from distrib.schedule import Job
from distrib.store import leaders


def _run(parts: Parts, job: Job, until: Callable[[], bool]) -> None:
    live = replace(parts, clock=clock.system)
    stop = threading.Event()
    thread = threading.Thread(target=schedule.keep_going, args=(live, [job], stop))
    thread.start()
    end = time.monotonic() + 20
    while not until() and time.monotonic() < end:
        time.sleep(0.02)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_a_job_is_called_at_once_and_again(sqlite_parts: Parts) -> None:
    calls: list[int] = []
    _run(sqlite_parts, Job(id="one", seconds=1, call=lambda _: calls.append(1)), lambda: len(calls) >= 2)
    assert len(calls) >= 2


def test_a_job_that_fails_or_breaks_is_called_again(sqlite_parts: Parts) -> None:
    calls: list[int] = []

    def troubled(_: Parts) -> None:
        calls.append(1)
        raise Unreachable if len(calls) == 1 else KeyError("reader@inbox.example")

    _run(sqlite_parts, Job(id="one", seconds=1, call=troubled), lambda: len(calls) >= 3)
    assert len(calls) >= 3


def test_what_only_one_may_do_waits_while_another_leads(sqlite_parts: Parts) -> None:
    with sqlite_parts.database.writing() as session:
        leaders.hold(session, name="gather", owner="another", at=clock.system(), seconds=600)
    calls: list[int] = []
    began = time.monotonic()
    job = Job(id="gather", seconds=1, call=lambda _: calls.append(1), alone="gather")
    _run(sqlite_parts, job, lambda: time.monotonic() - began > 1.5)
    assert calls == []


def test_a_leader_that_stops_lets_go_at_once(sqlite_parts: Parts) -> None:
    calls: list[int] = []
    job = Job(id="gather", seconds=60, call=lambda _: calls.append(1), alone="gather")
    _run(sqlite_parts, job, lambda: bool(calls))
    with sqlite_parts.database.writing() as session:
        assert leaders.hold(session, name="gather", owner="another", at=clock.system(), seconds=1)


def test_clock_and_sender_have_the_jobs_of_the_day(sqlite_parts: Parts) -> None:
    assert [job.id for job in schedule.clock_jobs(sqlite_parts)] == ["gather", "pushes", "editions", "publish", "tidy"]
    assert [job.id for job in schedule.sender_jobs(sqlite_parts)] == ["send"]
    assert all(job.alone for job in schedule.clock_jobs(sqlite_parts))
