"""`POST /hooks/ingest`: the newsroom's own system says published, updated or retracted.

The answer is quick: the call is stored, answered 202, and done after that; what is not done then, the clock does.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.background import BackgroundTask
from starlette.responses import JSONResponse

from distrib.errors import BadInput, DistribError, NotAllowed, NotFound, SettingsProblem
from distrib.ingest.calls import MOST_BYTES
from distrib.logs import logger
from distrib.pipeline import hear, pushed
from distrib.pipeline.hear import HeardAs, NotOurs, TooBusy
from distrib.pipeline.parts import Parts
from distrib.web import house
from distrib.web.hooks.bodies import TooMuch, whole
from distrib.web.limits import Limit, network_of

router = APIRouter()
log = logger("web")

REFUSED_PER_HOUR = 120  # wrong signatures from one origin, before it is not even answered in full
TAKEN_PER_HOUR = 6000  # calls that were signed right, from all
STATUS = {HeardAs.TAKEN: 202, HeardAs.REPEATED: 200, HeardAs.OTHER_BODY: 409}
PROBLEMS: tuple[tuple[type[DistribError], int], ...] = (
    (NotOurs, 422),
    (BadInput, 400),
    (NotAllowed, 401),
    (NotFound, 404),
    (SettingsProblem, 503),
    (TooBusy, 429),
)


class Limits:
    """The hourly limits of this door."""

    def __init__(self) -> None:
        self.refused, self.taken = Limit(REFUSED_PER_HOUR), Limit(TAKEN_PER_HOUR)


async def raw(request: Request) -> bytes | None:
    """Return the body as it was sent, None when it is too large."""
    try:
        return await whole(request, MOST_BYTES)
    except TooMuch:
        return None


@router.post("/hooks/ingest")
def take(request: Request, body: Annotated[bytes | None, Depends(raw)]) -> JSONResponse:
    """Answer 202 for a call that was taken now, 200 for one that was taken before, else say why it was not.

    400 it can't be read, 401 the signature or its moment is wrong, 409 its id was used for another body, 413 too
    large, 422 not about one of our sources, 429 too many, 503 we can't now: send it again.
    """
    parts = house.parts_of(request)
    limits: Limits = request.app.state.hook_limits
    if body is None:
        return said(413, error=f"The body is larger than {MOST_BYTES // 1024} KB.")
    try:
        heard = hear.hear(
            parts, headers=request.headers, body=body, room=lambda: limits.taken.passes("all", parts.clock())
        )
    except DistribError as error:
        return refused(request, parts, limits, error)
    task = BackgroundTask(_do, parts, heard.id) if heard.heard_as is HeardAs.TAKEN else None
    return said(STATUS[heard.heard_as], task, id=heard.id, outcome=heard.outcome)


def refused(request: Request, parts: Parts, limits: Limits, error: DistribError) -> JSONResponse:
    """Return the answer to a call that was not taken, as every signed door gives it."""
    status = next((status for kind, status in PROBLEMS if isinstance(error, kind)), 503)
    if status == 401 and not limits.refused.passes(network_of(house.origin_of(request)), parts.clock()):  # noqa: PLR2004 - as above
        return said(429, error="Too many calls with a wrong signature.")
    if status == 503:  # noqa: PLR2004 - as above
        log.warning("hook shut", problem=type(error).__name__)
        return said(503, error="This can't be taken now: send it again later.")
    return said(status, error=str(error))


def _do(parts: Parts, call_id: str) -> None:
    """Do the call after it was answered. It is stored: whatever goes wrong here, the clock tries it again."""
    try:
        pushed.do(parts, call_id)
    except Exception as error:  # noqa: BLE001 - the answer has left; nobody is there to be told
        log.error("call not done", error=type(error).__name__)  # noqa: TRY400 - a traceback may hold what must not be logged


def said(status: int, task: BackgroundTask | None = None, **words: Any) -> JSONResponse:
    """Return an answer in JSON, telling when to come again where that helps."""
    headers = {"Retry-After": "600"} if status in {429, 503} else None
    return JSONResponse(words, status_code=status, headers=headers, background=task)
