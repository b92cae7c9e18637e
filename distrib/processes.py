"""HOW MANY: the supervisor of web, clock and sender: starts them, starts again what died, and drains them.

Separate processes, because one busy thread makes every other thread of its interpreter wait.
"""

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

from distrib.logs import logger

log = logger("processes")
DRAIN_SECONDS = 30.0
PAUSE_SECONDS = 1.0  # before a process that died is started again; doubled each time up to the next line
LONGEST_PAUSE = 60.0
_STEADY = 60.0  # a process that lived this long is forgiven its earlier deaths


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A process: its name and the function (of a module, not a closure) that it runs until it is told to stop."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...] = ()


class _Seat:
    """One worker's place: the process in it, when it began, how long to wait before the next."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.context = multiprocessing.get_context("spawn")  # fork would copy locks and connections
        self.pause = PAUSE_SECONDS
        self.due = 0.0
        self.process: Any = None
        self.began = 0.0

    def start(self) -> None:
        self.process = self.context.Process(
            target=self.worker.target, args=self.worker.arguments, name=f"distrib-{self.worker.name}"
        )
        self.process.start()
        self.began = time.monotonic()
        log.info("started", worker=self.worker.name, pid=self.process.pid)

    def look(self) -> None:
        """Start the process again when it died, after a pause that grows with each early death."""
        if self.process.is_alive():
            return
        now = time.monotonic()
        if self.due == 0.0:
            if now - self.began > _STEADY:
                self.pause = PAUSE_SECONDS
            self.due, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)
            log.warning("died", worker=self.worker.name, status=self.process.exitcode)
        elif now >= self.due:
            self.due = 0.0
            self.start()


def supervise(workers: Sequence[Worker], *, stop: threading.Event | None = None) -> None:
    """Run the workers until SIGTERM, SIGINT or `stop`; then ask each to end, wait 30 s, and end what still runs."""
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread():
        on_signals(stop)
    seats = [_Seat(worker) for worker in workers]
    for seat in seats:
        seat.start()
    while not stop.wait(0.5):
        for seat in seats:
            seat.look()
    _drain(seats)


def on_signals(stop: threading.Event) -> None:
    """Let SIGTERM and SIGINT set `stop`: for the main thread of a process."""

    def told(number: int, _: FrameType | None) -> None:
        log.info("told to stop", signal=signal.Signals(number).name)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)


def _drain(seats: Sequence[_Seat]) -> None:
    for seat in seats:
        if seat.process.is_alive():
            seat.process.terminate()
    until = time.monotonic() + DRAIN_SECONDS
    for seat in seats:
        seat.process.join(max(0.0, until - time.monotonic()))
        if seat.process.is_alive():
            log.warning("killed", worker=seat.worker.name)
            seat.process.kill()
            seat.process.join()
        log.info("stopped", worker=seat.worker.name)
