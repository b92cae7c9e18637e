"""`/hooks/websub/{token}`: hubs ask whether we meant it, and push (WebSub, 5.3 and 6)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.background import BackgroundTask
from starlette.responses import PlainTextResponse, Response

from distrib.logs import logger
from distrib.pipeline import websub
from distrib.pipeline.parts import Parts
from distrib.pipeline.websub import Believed
from distrib.web import house
from distrib.web.hooks.bodies import LARGEST_PUSH, TooMuch, whole

router = APIRouter()
log = logger("web")


def meant(request: Request, token: str) -> int:
    """Return the subscription that the address is of. Raises SignatureProblem."""
    (hub_id,) = house.parts_of(request).signer.read(websub.PURPOSE, token, count=1)
    return hub_id


async def raw(request: Request, _: Annotated[int, Depends(meant)]) -> bytes | None:
    """Return the body as it was sent, None when it is too large; of a wrong address nothing is read."""
    try:
        return await whole(request, LARGEST_PUSH)
    except TooMuch:
        return None


@router.get("/hooks/websub/{token}")
def confirm(request: Request, hub_id: Annotated[int, Depends(meant)]) -> Response:
    """Answer a hub's question with its challenge, if we asked for what it says; else 404."""
    parts, asked = house.parts_of(request), request.query_params
    mode, topic = asked.get("hub.mode", ""), asked.get("hub.topic", "")
    if mode == "denied":
        websub.deny(parts, hub_id, topic=topic, reason=asked.get("hub.reason", ""))
        return PlainTextResponse("")
    challenge = websub.confirm(
        parts,
        hub_id,
        mode=mode,
        topic=topic,
        challenge=asked.get("hub.challenge", ""),
        lease_seconds=asked.get("hub.lease_seconds", ""),
    )
    return PlainTextResponse("", status_code=404) if challenge is None else PlainTextResponse(challenge)


@router.post("/hooks/websub/{token}")
def push(
    request: Request, hub_id: Annotated[int, Depends(meant)], body: Annotated[bytes | None, Depends(raw)]
) -> Response:
    """Take a push: 202, also for one that is not signed right and is forgotten, so that nobody learns which is which.

    410 tells a hub that we gave its subscription up.
    """
    if body is None:
        return PlainTextResponse("", status_code=413)
    parts = house.parts_of(request)
    believed = websub.believe(parts, hub_id, signature=request.headers.get("x-hub-signature", ""), body=body)
    if believed is Believed.GONE:
        return PlainTextResponse("", status_code=410)
    task = None
    if believed is Believed.TAKEN:
        task = BackgroundTask(_take, parts, hub_id, body, request.headers.get("content-type", ""))
    return PlainTextResponse("", status_code=202, background=task)


def _take(parts: Parts, hub_id: int, body: bytes, content_type: str) -> None:
    """Read the push after it was answered. Should that fail, its source is asked a few minutes later in any case."""
    try:
        websub.take(parts, hub_id, body, content_type=content_type)
    except Exception as error:  # noqa: BLE001 - the answer has left; nobody is there to be told
        log.error("push not read", error=type(error).__name__)  # noqa: TRY400 - a traceback may hold what must not be logged
