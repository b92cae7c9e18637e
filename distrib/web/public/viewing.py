"""What links in a mail lead to besides choices: the mail in a browser, an edition, tracked links, stored pictures."""

import re
from collections import Counter
from threading import Lock, Thread
from time import sleep

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from distrib.errors import DistribError, NotFound
from distrib.logs import logger
from distrib.pipeline import media
from distrib.pipeline.parts import Parts
from distrib.pipeline.viewing import sent_html, view_html
from distrib.store import digests
from distrib.web import house
from distrib.web.guarding import MAIL
from distrib.web.leading import beside, led_here
from distrib.wording import routes

router = APIRouter()
log = logger("web")

TYPES = {"jpg": "image/jpeg", "png": "image/png", "gif": "image/gif"}  #: never what could run: no SVG, no HTML
_HASH = re.compile(r"[0-9a-f]{64}")
SECOND = 1.0


class Clicks:
    """Clicks wait here and are written once a second, so that a link answers without the database's one writer."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._lock, self._waiting = parts, Lock(), Counter[int]()
        self._writer: Thread | None = None

    def count(self, link_id: int) -> None:
        """Count one click."""
        with self._lock:
            self._waiting[link_id] += 1
            if self._writer is None:
                self._writer = Thread(target=self._write_soon, name="clicks", daemon=True)
                self._writer.start()

    def write(self) -> None:
        """Write what waits now; what can't be written waits on."""
        with self._lock:
            clicks, self._waiting, self._writer = self._waiting, Counter(), None
        if not clicks:
            return
        try:
            with self._parts.database.writing() as session:
                digests.count_clicks(session, clicks)
        except DistribError as error:
            log.warning("clicks wait", reason=str(error))
            with self._lock:
                self._waiting.update(clicks)

    def _write_soon(self) -> None:
        sleep(SECOND)
        self.write()


@router.api_route("/view/{token}", methods=["GET", "HEAD"])
def view(request: Request, token: str) -> HTMLResponse:
    """Return the mail as its reader got it."""
    parts = house.parts_of(request)
    (delivery_id,) = parts.signer.read(routes.VIEW, token, count=1)
    html = led_here(request, view_html(parts, delivery_id))
    return HTMLResponse(html, headers={"Content-Security-Policy": MAIL})


@router.api_route("/edition/{token}", methods=["GET", "HEAD"])
def edition(request: Request, token: str) -> HTMLResponse:
    """Return an edition that is out, as nobody's own copy: what a welcome leads to."""
    parts = house.parts_of(request)
    (edition_id,) = parts.signer.read(routes.EDITION, token, count=1)
    html = led_here(request, sent_html(parts, edition_id))
    return HTMLResponse(html, headers={"Content-Security-Policy": MAIL})


@router.api_route("/c/{token}", methods=["GET", "HEAD"])
def click(request: Request, token: str) -> Response:
    """Lead on to the address in the edition's link table. A HEAD counts nothing: people don't send it."""
    parts = house.parts_of(request)
    (link_id,) = parts.signer.read(routes.CLICK, token, count=1)
    with parts.database.reading() as session:
        link = digests.link(session, link_id)
        url = link.url if link else None
    if url is None:
        raise NotFound("This link leads nowhere any more.")
    if request.method == "GET":
        request.app.state.clicks.count(link_id)
    url = beside(url, house.hosts_of(request))
    return RedirectResponse(url, status_code=302, headers={"Referrer-Policy": "no-referrer"})


@router.api_route("/m/{name}", methods=["GET", "HEAD"])
def picture(request: Request, name: str) -> Response:
    """Return a stored picture: its name is the hash of its bytes, so it never changes."""
    stem, _, ending = name.partition(".")
    if not _HASH.fullmatch(stem) or ending not in TYPES:
        raise NotFound("There is no such picture.")
    mark = f'"{stem}"'
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Cross-Origin-Resource-Policy": "cross-origin",  # webmail shows it under its own name
        "ETag": mark,
    }
    body = media.read(house.parts_of(request).home, stem, ending)
    if body is None:
        raise NotFound("There is no such picture.")
    if mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=TYPES[ending], headers=headers)
