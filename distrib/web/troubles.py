"""Errors as pages: one sentence each, with the status that fits, in the frame of the page one came from."""

from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from distrib.errors import (
    BadInput,
    DistribError,
    IllegalMove,
    NotAllowed,
    NotFound,
    SignatureProblem,
    TemplateProblem,
)
from distrib.logs import logger
from distrib.store.engine import AlreadyThere, StoreBusy
from distrib.web import house
from distrib.web.drawing import draw
from distrib.web.guarding import guard, template

log = logger("web")

STATUS: tuple[tuple[type[DistribError], int, str], ...] = (
    (SignatureProblem, 404, "This link does not work"),
    (NotFound, 404, "There is nothing here"),
    (NotAllowed, 403, "This is not for you"),
    (BadInput, 400, "That can’t be used"),
    (IllegalMove, 409, "That does not go now"),
    (AlreadyThere, 409, "That is there already"),
    (StoreBusy, 503, "One moment"),
    (TemplateProblem, 500, "This page is broken"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """All that `public/problem.html` may speak of."""

    title: str
    text: str


def install(app: FastAPI) -> None:
    """Let every error of ours, of the framework and of our own making end as a page."""
    app.add_exception_handler(DistribError, _ours)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _unexpected)


def status_of(error: Exception) -> int:
    """Return the status that fits an error of ours."""
    return _fitting(error)[0]


def _fitting(error: Exception) -> tuple[int, str]:
    return next(
        ((status, title) for kind, status, title in STATUS if isinstance(error, kind)), (500, "Something went wrong")
    )


def _ours(request: Request, error: Exception) -> HTMLResponse:
    status, title = _fitting(error)
    if isinstance(error, TemplateProblem):
        # What is wrong with a template is for the log; a reader is helped by no name of ours.
        log.error("broken page", route=template(request.scope), problem=str(error))
        return _page(request, status, title, "We have been told and will mend it.")
    return _page(request, status, title, str(error))


def _framework(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    words = {404: "There is no such page.", 405: "This page can’t be used that way.", 413: "That is too much at once."}
    return _page(request, status, "There is nothing here", words.get(status, "That could not be understood."))


def _unreadable(request: Request, _: Exception) -> HTMLResponse:
    return _page(request, 400, "That can’t be used", "Something in the form or the address could not be understood.")


def _unexpected(request: Request, error: Exception) -> HTMLResponse:
    log.error("unexpected", route=template(request.scope), error=type(error).__name__)
    page = _page(request, 500, "Something went wrong", "We have been told. What you sent may not have been kept.")
    guard(page.headers, request.scope)  # the framework sends this one past our middleware
    return page


def _page(request: Request, status: int, title: str, text: str) -> HTMLResponse:
    frame = house.Frame(paper=_paper(request), path="/", languages={})
    page = Problem(title=title, text=text)
    return draw("public/problem.html", status=status, frame=frame, w=house.spoken(request), page=page)


def _paper(request: Request) -> str:
    try:
        with house.parts_of(request).database.reading() as session:
            return house.paper(session)
    except Exception:  # noqa: BLE001 - the page about a failure must not fail for the same reason
        return "distrib"
