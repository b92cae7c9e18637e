"""Every verb keeps a Run: what it was about, what went wrong in plain words, and one sentence on how it went."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from distrib.errors import DistribError
from distrib.logs import logger
from distrib.model.users import Run, RunState
from distrib.pipeline.parts import Parts
from distrib.store import runs as store

log = logger("pipeline")


class Running:
    """What a verb notes while it goes. `row` is the stored Run, complete once the verb has ended."""

    def __init__(self, row: Run) -> None:
        self.row = row
        self.problems: list[str] = []
        self.counts: dict[str, Any] = {}
        self.sentence = ""

    def problem(self, sentence: str) -> None:
        """Note what failed while the rest went on; a repeat is noted once."""
        if sentence not in self.problems:
            self.problems.append(sentence)

    def count(self, name: str, number: float) -> None:
        """Add to a figure of this run."""
        self.counts[name] = self.counts.get(name, 0) + number


@contextmanager
def running(parts: Parts, verb: str, subject: str = "") -> Iterator[Running]:
    """Keep a Run around a verb.

    An error of ours is recorded on the Run, with its sentence, and goes on to the door; any other one is recorded by
    its class name only, since its text may hold what must not be stored.
    """
    with parts.database.writing() as session:
        run = Running(store.begin(session, verb=verb, subject=subject, at=parts.clock()))
    state = RunState.FAILED
    try:
        yield run
        state = RunState.PARTLY if run.problems else RunState.DONE
    except DistribError as error:
        run.problem(str(error))
        run.sentence = str(error)
        raise
    except Exception as error:
        run.sentence = f"An unexpected {type(error).__name__} stopped this; the log tells where."
        run.problem(run.sentence)
        raise
    finally:
        run.row.sentence, run.row.problems, run.row.counts = run.sentence, list(run.problems), dict(run.counts)
        with parts.database.writing() as session:
            run.row = store.end(session, run.row, state=state, at=parts.clock())
        log.info("ran", verb=verb, subject=subject, state=state.value, problems=len(run.problems), **run.counts)
