"""Many asked at a time, and politely: few requests at one host, a breath between them, none while it wants rest."""

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from distrib.errors import Unreachable

_LOOK_AHEAD = 256  # waiting ones among which a free host is looked for
_T = TypeVar("_T")
_A = TypeVar("_A")


class Resting(Unreachable):
    """The host asked to be left alone for a while."""

    def __init__(self, host: str, until: datetime | None) -> None:
        self.until = until
        super().__init__(f"{host} asked to be left alone " + (f"until {until:%H:%M} UTC." if until else "for a while."))


@dataclass(slots=True)
class _Host:
    busy: int = 0
    free_at: float = 0.0
    rests: bool = False
    rests_until: datetime | None = None


class Turns:
    """At one host never more than so many requests at a time, a gap between them, and none while it wants rest."""

    def __init__(self, per_host: int, *, gap_seconds: float = 0.0) -> None:
        self._per_host = per_host
        self._gap = gap_seconds
        self._changed = threading.Condition()
        self._hosts: dict[str, _Host] = defaultdict(_Host)

    @contextmanager
    def at(self, url: str) -> Iterator[None]:
        """Wait for a turn at the host of `url`. Raises Resting when the host asked to be left alone."""
        name = host_of(url)
        with self._changed:
            host = self._hosts[name]
            while (wait := self._wait(host)) is None or wait > 0:
                self._changed.wait(wait)
            if host.rests:
                raise Resting(name, host.rests_until)
            host.busy += 1
            host.free_at = time.monotonic() + self._gap
        try:
            yield
        finally:
            with self._changed:
                host.busy -= 1
                self._changed.notify_all()

    def free(self, url: str) -> bool:
        """Tell whether a request at the host of `url` could begin now."""
        with self._changed:
            return self._wait(self._hosts[host_of(url)]) == 0

    def rest(self, url: str, until: datetime | None) -> None:
        """Leave the host of `url` alone: it said so, perhaps until when. Who waits for a turn there is told."""
        with self._changed:
            host = self._hosts[host_of(url)]
            host.rests = True
            host.rests_until = max(until, host.rests_until or until) if until else host.rests_until
            self._changed.notify_all()

    def resting(self) -> dict[str, datetime | None]:
        """Return the hosts that asked to be left alone, and until when."""
        with self._changed:
            return {name: host.rests_until for name, host in self._hosts.items() if host.rests}

    def _wait(self, host: _Host) -> float | None:
        """Return the seconds until a request may begin; None: when another ends."""
        if host.rests:
            return 0
        if host.busy >= self._per_host:
            return None
        return max(host.free_at - time.monotonic(), 0)


def host_of(url: str) -> str:
    """Return the host of an address as politeness counts it; "" when it names none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def in_order(
    ask: Callable[[_A], _T],
    asked: Sequence[_A],
    *,
    threads: int,
    ahead: int = 64,
    ready: Callable[[_A], bool] = lambda _: True,
    weight: Callable[[_T], int] = lambda _: 0,
    most: int = 1,
) -> Iterator[_T | Exception]:
    """Give an answer for each, in order; what was raised stands in its place, so that the rest goes on.

    Answers wait for whoever takes them: `ahead` of them at most, and no more are asked while they weigh `most`.
    Those that are `ready` are asked before the others: one slow host does not keep all threads waiting.
    """
    pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="gather")
    row = _Row(ask, asked, ready, weight)
    changed = threading.Condition()

    def more() -> None:
        """Begin as many as there is room for; called with the lock held."""
        while row.waiting and row.running < threads:
            full = row.held >= most or row.running + len(row.answers) >= ahead
            if full and row.next != row.waiting[0]:  # the one that all wait for is asked in any case
                return
            row.running += 1
            pool.submit(work, row.pick(first=full))

    def work(number: int) -> None:
        answer = row.answer(number)
        with changed:
            row.finish(number, answer)
            more()
            changed.notify_all()

    try:
        with changed:
            more()
        for _ in asked:
            with changed:
                while row.next not in row.answers:
                    changed.wait()
                answer = row.take()
                more()
            if isinstance(answer, BaseException) and not isinstance(answer, Exception):
                raise answer
            yield answer
    finally:
        with changed:
            row.waiting.clear()
        pool.shutdown(cancel_futures=True)


class _Row(Generic[_A, _T]):
    """Who waits to be asked, who is being asked, and which answers wait to be taken."""

    def __init__(
        self, ask: Callable[[_A], _T], asked: Sequence[_A], ready: Callable[[_A], bool], weight: Callable[[_T], int]
    ) -> None:
        self._ask, self._asked, self._ready, self._weight = ask, asked, ready, weight
        self.waiting = deque(range(len(asked)))
        self.answers: dict[int, tuple[_T | BaseException, int]] = {}
        self.running = self.held = self.next = 0

    def pick(self, *, first: bool) -> int:
        """Return the next one to ask: the first that is ready, else the first."""
        some = islice(self.waiting, 0 if first else _LOOK_AHEAD)
        number = next((each for each in some if self._ready(self._asked[each])), self.waiting[0])
        self.waiting.remove(number)
        return number

    def answer(self, number: int) -> tuple[_T | BaseException, int]:
        """Return the answer and its weight."""
        try:
            answer = self._ask(self._asked[number])
            return answer, self._weight(answer)
        except BaseException as error:  # noqa: BLE001 - raised again by whoever takes the answers
            return error, 0

    def finish(self, number: int, answer: tuple[_T | BaseException, int]) -> None:
        self.running -= 1
        self.answers[number] = answer
        self.held += answer[1]

    def take(self) -> _T | BaseException:
        answer, weight = self.answers.pop(self.next)
        self.held -= weight
        self.next += 1
        return answer
