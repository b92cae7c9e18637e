"""Pages without a reader in them: privacy, and whether this process is well."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, PlainTextResponse

from distrib.errors import DistribError
from distrib.pipeline.leaving import PROBE
from distrib.store import lists
from distrib.web import house
from distrib.web.drawing import draw

router = APIRouter()


@router.api_route("/privacy", methods=["GET", "HEAD"])
def privacy(request: Request) -> HTMLResponse:
    """Return what is kept about readers, in plain words."""
    with house.parts_of(request).database.reading() as session:
        shown = lists.every(session, public_only=True)
        postal = shown[0].postal_address if shown else ""
        frame = house.frame(request, session, postal=postal)
    return draw("public/privacy.html", frame=frame, w=house.spoken(request))


@router.api_route("/healthz", methods=["GET", "HEAD"])
def alive(request: Request) -> PlainTextResponse:
    """Answer as long as the process does, signed so that our own probe knows that it is us: asks nothing else."""
    return PlainTextResponse(f"ok {house.parts_of(request).signer.mac(PROBE, PROBE)}\n")


@router.api_route("/readyz", methods=["GET", "HEAD"])
def ready(request: Request) -> PlainTextResponse:
    """Answer 200 once there is a newsroom and its database can be read."""
    try:
        with house.parts_of(request).database.reading() as session:
            lists.newsroom(session)
    except DistribError as error:
        return PlainTextResponse(f"{error}\n", status_code=503)
    return PlainTextResponse("ready\n")
