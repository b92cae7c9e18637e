"""What a machine sends us, taken as raw bytes: signatures are over exactly these."""

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

LARGEST_PUSH = 8_000_000
"""Of a feed that a hub pushes; every other body is held to the limit of forms."""
PUSHES = "/hooks/websub/"


class TooMuch(Exception):
    """The body is larger than this door takes."""


class RoomForPushes:
    """Lets the bodies of pushed feeds, and nobody else's, be larger than a form may be."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._roomy = RequestBodyLimitMiddleware(app, max_body_size=LARGEST_PUSH)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        pushed = scope["type"] == "http" and scope["path"].startswith(PUSHES)
        await (self._roomy if pushed else self._app)(scope, receive, send)


async def whole(request: Request, most: int) -> bytes:
    """Return the body. Raises TooMuch, without having read further than that."""
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > most:
            raise TooMuch
        pieces.append(piece)
    return b"".join(pieces)
