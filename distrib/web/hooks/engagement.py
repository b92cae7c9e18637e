"""`POST /hooks/engagement`: what the newsroom's own counting says of how much stories were read.

Signed as `/hooks/ingest` is. Stored before the answer leaves; the same call twice changes nothing.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import JSONResponse

from distrib.errors import DistribError
from distrib.ingest.calls import MOST_BYTES
from distrib.pipeline import figures
from distrib.web import house
from distrib.web.hooks import ingest

router = APIRouter()


@router.post("/hooks/engagement")
def take(request: Request, body: Annotated[bytes | None, Depends(ingest.raw)]) -> JSONResponse:
    """Answer 200 with how many figures are new and changed, and a sentence for each that could not be used.

    400 it can't be read, 401 the signature or its moment is wrong, 413 too large, 429 too many, 503 we can't now.
    """
    parts = house.parts_of(request)
    limits: ingest.Limits = request.app.state.hook_limits
    if body is None:
        return ingest.said(413, error=f"The body is larger than {MOST_BYTES // 1024} KB.")
    try:
        told = figures.take_call(
            parts, headers=request.headers, body=body, room=lambda: limits.taken.passes("all", parts.clock())
        )
    except DistribError as error:
        return ingest.refused(request, parts, limits, error)
    return ingest.said(200, new=told.new, changed=told.changed, refused=list(told.refused))
