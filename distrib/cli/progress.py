"""A progress bar for long steps; one line at the end where nobody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded when a bar is drawn
    from rich.progress import Progress, TaskID


@contextmanager
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """Show several long steps, each under its own words: call what this gives with (words, done, total)."""
    if not sys.stderr.isatty():
        yield lambda _words, _done, _total: None
        return
    with _progress("{task.description}") as progress:
        tasks: dict[str, TaskID] = {}

        def show(words: str, done: int, total: int) -> None:
            if words not in tasks:
                tasks[words] = progress.add_task(words, total=total)
            progress.update(tasks[words], completed=done, total=total)

        yield show


@contextmanager
def bar(words: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a step has come: call what this gives with (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with _progress(words) as progress:
        task = progress.add_task(words, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _progress(words: str) -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - `distrib --help` does without
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn(words), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
