"""Sources: how each of them fares, the unwell first."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.responses import HTMLResponse

from distrib.web.console import visiting
from distrib.web.console.today import Spark, sparks
from distrib.web.drawing import draw, number, spelled


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesPage:
    """All that `console/sources.html` may speak of."""

    title: str
    sources: Sequence[Spark]


def page(request: Request) -> HTMLResponse:
    """Return every source with its health."""
    visit = visiting.of(request)
    with visit.parts.database.reading() as session:
        frame = visiting.frame(request, session, "sources")
        found = sparks(session, visit.parts.clock(), frame.zone)
    unwell = sum(one.source.failures > 0 for one in found)
    title = f"All {number(len(found))} sources are well"
    if unwell:
        title = spelled(
            unwell, f"of {number(len(found))} sources is unwell", f"of {number(len(found))} sources are unwell"
        )
    if not found:
        title = "There are no sources yet"
    return draw("console/sources.html", frame=frame, page=SourcesPage(title=title, sources=found))
