"""The supervisor starts, starts again what died, and drains."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from distrib import processes
from distrib.processes import Worker, supervise


def note_and_wait(path: str) -> None:
    """Write a line, then wait for SIGTERM."""
    stop = threading.Event()
    processes.on_signals(stop)
    with Path(path).open("a") as stream:
        stream.write(f"{os.getpid()}\n")
    stop.wait(30)
    with Path(path).open("a") as stream:
        stream.write("drained\n")


def note_and_die(path: str) -> None:
    """Write a line and end with an error."""
    with Path(path).open("a") as stream:
        stream.write("died\n")
    os._exit(3)


def deaf(path: str) -> None:
    """Ignore SIGTERM."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Path(path).write_text("deaf\n")
    time.sleep(60)


def _lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


def _until(condition: object, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def _supervised(workers: list[Worker]) -> tuple[threading.Event, threading.Thread]:
    stop = threading.Event()
    thread = threading.Thread(target=supervise, args=(workers,), kwargs={"stop": stop})
    thread.start()
    return stop, thread


def test_a_worker_is_asked_to_end_and_ends_in_its_own_time(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    stop, thread = _supervised([Worker(name="one", target=note_and_wait, arguments=(str(path),))])
    _until(lambda: len(_lines(path)) == 1)
    stop.set()
    thread.join(20)
    assert _lines(path)[-1] == "drained"


def test_a_worker_that_died_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PAUSE_SECONDS", 0.05)
    path = tmp_path / "notes"
    stop, thread = _supervised([Worker(name="one", target=note_and_die, arguments=(str(path),))])
    _until(lambda: len(_lines(path)) >= 2)
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_a_worker_that_does_not_listen_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "DRAIN_SECONDS", 0.5)
    path = tmp_path / "notes"
    stop, thread = _supervised([Worker(name="one", target=deaf, arguments=(str(path),))])
    _until(lambda: _lines(path) == ["deaf"])
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def whole(path: str) -> None:
    """Supervise one worker in a process of its own, as `distrib run` does."""
    supervise([Worker(name="one", target=note_and_wait, arguments=(path,))])


def test_sigterm_ends_the_supervisor_and_its_workers(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    process = multiprocessing.get_context("spawn").Process(target=whole, args=(str(path),))
    process.start()
    _until(lambda: len(_lines(path)) == 1)
    os.kill(process.pid or 0, signal.SIGTERM)
    process.join(20)
    assert process.exitcode == 0
    assert _lines(path)[-1] == "drained"
