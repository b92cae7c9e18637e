"""The share page of a story and the short links behind the buttons of a mail."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from distrib.model.stories import PictureUse, Story
from distrib.store import lists, pictures
from distrib.web import house
from distrib.web.drawing import draw, moment
from distrib.web.leading import beside, page_policy
from distrib.web.public.passing import live, shared
from distrib.wording import routes
from distrib.wording.networks import button

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One way to pass a story on."""

    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePage:
    """All that `public/share.html` may speak of."""

    title: str
    summary: str
    url: str
    read_url: str  #: where it can be read from here
    host: str
    when: str
    byline: str
    language: str
    direction: str
    image: str | None  #: as it is shown here
    image_link: str | None  #: as networks find it
    image_alt: str
    image_width: int | None
    image_height: int | None
    caption: str
    buttons: tuple[Button, ...]
    share_url: str


@router.api_route("/s/{story_id}", methods=["GET", "HEAD"])
def page(request: Request, story_id: int) -> HTMLResponse:
    """Return the story with every way to pass it on."""
    parts = house.parts_of(request)
    with parts.database.reading() as session:
        story = live(session, story_id)
        every = lists.every(session)
        zone = every[0].zone if every else "UTC"
        senders = lists.senders(session)
        base = next((one.public_url for one in senders if one.public_url), None) or parts.settings.web.public_url
        share_url, hosts = routes.share(base or str(request.base_url), story_id), house.hosts_of(request)
        shown = _pictured(session, _page(story, zone, share_url, hosts), story, base)
        w = house.spoken(request, story.language)
        headers = {"Content-Security-Policy": page_policy(request)}
        return draw("public/share.html", headers=headers, frame=house.frame(request, session), w=w, page=shown)


@router.api_route("/s/{story_id}/{network}", methods=["GET", "HEAD"])
def short_link(request: Request, story_id: int, network: str, server: str | None = None) -> Response:
    """Lead on to what the network's share button opens; to the share page where only a script could share.

    `server` is the reader's own on Mastodon, which has no address for all.
    """
    with house.parts_of(request).database.reading() as session:
        found = shared(live(session, story_id), (network,), server=server)
    url = found[0].url or routes.share("", story_id)
    return RedirectResponse(url, status_code=302, headers={"Referrer-Policy": "no-referrer"})


def _pictured(session: Session, page: SharePage, story: Story, base: str) -> SharePage:
    """Return the page with our own copy of the story's picture, where there is one and readers can reach us."""
    rows = pictures.of(session, [story.image_url] if story.image_url and base else [])
    row = rows.get((story.image_url or "", PictureUse.LEAD))
    if row is None or not row.hash or not row.extension:
        return replace(page, image=None, image_link=None) if row and row.broken else page
    where, link = (routes.picture(host, row.hash, row.extension) for host in ("", base))
    return replace(page, image=where, image_link=link, image_width=row.width, image_height=row.height)


def _page(story: Story, zone: str, share_url: str, hosts: house.Hosts) -> SharePage:
    buttons = [Button(label=button(one.network), href=one.url) for one in shared(story) if one.url]
    image = story.image_url or ""
    caption = [part for part in (story.image_caption, story.image_credit) if part]
    return SharePage(
        title=story.title,
        summary=story.summary,
        url=story.url,
        read_url=beside(story.url, hosts),
        host=urlsplit(story.url).hostname or "",
        when=moment(story.published_at, zone) if story.published_at else "",
        byline=", ".join(story.authors),
        language=story.language or "",
        direction=story.direction,
        image=beside(image, hosts) if image.startswith("https://") else None,
        image_link=beside(image, hosts) if image.startswith("https://") else None,
        image_alt=story.image_alt or "",
        image_width=story.image_width,
        image_height=story.image_height,
        caption=" · ".join(caption),
        buttons=tuple(buttons),
        share_url=share_url,
    )
