"""What stands around every answer: security headers, the content policy, and one line of log without a person in it."""

import time
from collections.abc import Mapping, MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from distrib.logs import logger

log = logger("web")

PAGE = (
    "default-src 'self'; img-src 'self' https:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""Ours alone, nothing inline; pictures of stories come from the publisher's host."""
MAIL = (
    "default-src 'none'; img-src 'self' https: http: data:; style-src 'unsafe-inline'; base-uri 'self'; "
    "form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation"
)
"""A mail carries its own styles; it may show and link, and never run or post."""

ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    # not no-referrer: under that, browsers send `Origin: null` with our own forms
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class Guarding:
    """Adds the headers that an answer does not set itself, and logs route, status and time."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                guard(MutableHeaders(raw=message["headers"]), scope)
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 1)
            log.info("answered", method=scope["method"], route=template(scope), status=status, ms=milliseconds)


def template(scope: MutableMapping[str, Any]) -> str:
    """Return the route's pattern, `/u/{token}`: the path itself may hold a token and is never logged."""
    return str(getattr(scope.get("route"), "path", "(none)"))


def guard(headers: MutableHeaders, scope: MutableMapping[str, Any]) -> None:
    """Set what an answer has not set itself."""
    if scope["path"].startswith("/static/"):
        # marks stand in mails, which webmail shows under another origin
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        headers.setdefault("Cache-Control", "public, max-age=3600")
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)
    headers.setdefault("Content-Security-Policy", PAGE)
    headers.setdefault("X-Frame-Options", "SAMEORIGIN" if headers["Content-Security-Policy"] == MAIL else "DENY")
    headers.setdefault("Cache-Control", "no-store")
    if scope.get("scheme") == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
