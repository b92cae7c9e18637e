"""TIDY: what nobody needs any more is removed; twice, or broken off, it does no harm."""

from datetime import timedelta

from distrib.model.users import Run
from distrib.pipeline import media
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import running
from distrib.store import pictures

KEPT = timedelta(days=30)  #: a picture that no edition shows, for the share pages of recent stories
YOUNG = timedelta(days=1)  #: a file this new may belong to a row that is being written


def tidy(parts: Parts) -> Run:
    """Remove the pictures that no edition shows and no recent story has: first their rows, then their files.

    A row without its file would be fetched again; a file without its row is found by the next tidying.
    """
    now = parts.clock()
    with running(parts, "tidy") as run:
        with parts.database.reading() as session:
            ids = pictures.unneeded(session, now - KEPT)
        with parts.database.writing() as session:
            run.count("rows", pictures.forget(session, ids))
        with media.locked(parts.home, alone=True):
            run.count("files", media.remove(parts.home, lambda: _needed(parts), before=now - YOUNG))
        files = int(run.counts["files"])
        run.sentence = f"{files} picture {'file was' if files == 1 else 'files were'} not needed any more."
    return run.row


def _needed(parts: Parts) -> set[str]:
    with parts.database.reading() as session:
        return pictures.needed(session)
