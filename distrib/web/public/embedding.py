"""Sharing from the paper's own site: the share bar's script, the links behind its buttons, and payloads as JSON."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import JSONResponse, RedirectResponse, Response

from distrib.errors import BadInput, NotFound
from distrib.model.shares import Shareable, SharePayload
from distrib.store import lists, stories
from distrib.web import house
from distrib.web.public.passing import live, own_pages, shared
from distrib.wording import routes, urls
from distrib.wording.payloads import payloads

router = APIRouter()

SCRIPT = Path(__file__).parents[1] / "static" / "share.js"
FOREVER = "public, max-age=31536000, immutable"
AN_HOUR = "public, max-age=3600"
FIVE_MINUTES = "public, max-age=300"
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
FIELDS = ("network", "label", "url", "text", "length", "limit", "warnings")


@cache
def script() -> tuple[bytes, str]:
    """Return the share bar's script without its indentation, and its version: the beginning of its hash."""
    lines = SCRIPT.read_text("utf-8").splitlines()
    body = "\n".join(line.strip() for line in lines).encode()
    return body, sha256(body).hexdigest()[:12]


@router.api_route("/share.js", methods=["GET", "HEAD"])
def newest(request: Request) -> Response:
    """Return the share bar's script as it is now; `Content-Location` names the address that never changes."""
    _, version = script()
    return _script(request, AN_HOUR, {"Content-Location": f"/share.{version}.js"})


@router.api_route("/share.{version}.js", methods=["GET", "HEAD"])
def versioned(request: Request, version: str) -> Response:
    """Return the script for ever under its own version; under another one, for an hour, what has taken its place."""
    return _script(request, FOREVER if version == script()[1] else AN_HOUR, {})


def _script(request: Request, keep: str, more: dict[str, str]) -> Response:
    body, version = script()
    headers = {**ANYWHERE, **more, "Cache-Control": keep, "ETag": f'"{version}"'}
    if f'"{version}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/javascript", headers=headers)


@router.api_route("/s/to/{network}", methods=["GET", "HEAD"])
def by_address(request: Request, network: str, url: str = "", title: str = "") -> Response:
    """Lead on to what the network's share button opens for a page of the paper's site.

    A story we know is shared in its own words; one that no feed has brought yet, with the title the page gives.
    """
    with house.parts_of(request).database.reading() as session:
        found = _of_the_paper(session, url, title, network)
    return RedirectResponse(found.url or url, status_code=302, headers={"Referrer-Policy": "no-referrer"})


def _of_the_paper(session: Session, url: str, title: str, network: str) -> SharePayload:
    """Return the payload of an address of the paper. Raises BadInput for another site's, NotFound for a network."""
    key = urls.canonical(url)
    story = stories.by_urls(session, [key]).get(key)
    if story is not None:
        return shared(live(session, story.id or 0), (network,))[0]
    newsroom = lists.newsroom(session)
    host, own = _host(url), _host(newsroom.site_url)
    if not own or (host != own and not host.endswith(f".{own}")):
        raise BadInput(f"Only pages of {newsroom.name} are shared from here.")
    try:
        return payloads(Shareable(url=url, title=title), networks=(network,))[0]
    except BadInput as error:
        raise NotFound(str(error)) from error


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


@router.api_route("/s/{story_id}.json", methods=["GET", "HEAD"])
def as_json(request: Request, story_id: int) -> JSONResponse:
    """Return the payloads of a story, for programs and for pages of any site."""
    with house.parts_of(request).database.reading() as session:
        story = live(session, story_id)
        found: dict[str, Any] = {
            "id": story_id,
            "url": story.url,
            "title": story.title,
            "summary": story.summary,
            "image": story.image_url,
            "image_alt": story.image_alt,
            "language": story.language,
            "page": routes.share(own_pages(request, session), story_id),
        }
        made = shared(story)
    found["payloads"] = [{name: getattr(payload, name) for name in FIELDS} for payload in made]
    return JSONResponse(found, headers={**ANYWHERE, "Cache-Control": FIVE_MINUTES})
