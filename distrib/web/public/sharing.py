"""The share page of a story and the short links behind the buttons of a mail."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from sqlmodel import Session
from starlette.responses import HTMLResponse, RedirectResponse, Response

from distrib.errors import BadInput, NotFound
from distrib.model.shares import Shareable, SharePayload
from distrib.model.stories import Story, StoryState
from distrib.store import lists, stories
from distrib.web import house
from distrib.web.drawing import draw, moment
from distrib.web.leading import beside, page_policy
from distrib.wording import routes
from distrib.wording.networks import TITLES
from distrib.wording.payloads import payloads

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
    image: str | None
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
        story = _live(session, story_id)
        every = lists.every(session)
        zone = every[0].zone if every else "UTC"
        senders = lists.senders(session)
        base = next((one.public_url for one in senders if one.public_url), None) or parts.settings.web.public_url
        shown = _page(story, zone, routes.share(base or str(request.base_url), story_id), house.hosts_of(request))
        w = house.spoken(request, story.language)
        headers = {"Content-Security-Policy": page_policy(request)}
        return draw("public/share.html", headers=headers, frame=house.frame(request, session), w=w, page=shown)


@router.api_route("/s/{story_id}/{network}", methods=["GET", "HEAD"])
def short_link(request: Request, story_id: int, network: str) -> Response:
    """Lead on to what the network's share button opens; to the share page where only a script could share."""
    with house.parts_of(request).database.reading() as session:
        story = _live(session, story_id)
        try:
            found = _payloads(story, (network,))
        except BadInput as error:
            raise NotFound(str(error)) from error
    url = found[0].url or routes.share("", story_id)
    return RedirectResponse(url, status_code=302, headers={"Referrer-Policy": "no-referrer"})


def _live(session: Session, story_id: int) -> Story:
    story = stories.get(session, story_id)
    if story.state is not StoryState.LIVE:
        raise NotFound("This story is not to be had any more.")
    return story


def _payloads(story: Story, networks: tuple[str, ...] | None = None) -> list[SharePayload]:
    shareable = Shareable(
        url=story.url,
        title=story.title,
        summary=story.summary,
        image=story.image_url,
        image_alt=story.image_alt,
        tags=tuple(story.tags),
        language=story.language,
    )
    return payloads(shareable, networks=networks)


def _page(story: Story, zone: str, share_url: str, hosts: house.Hosts) -> SharePage:
    buttons = [
        Button(
            label=f"{one.label} {'by' if one.label == 'Send' else 'on'} {TITLES[one.network]}",
            href=one.url,
        )
        for one in _payloads(story)
        if one.url
    ]
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
        image_alt=story.image_alt or "",
        image_width=story.image_width,
        image_height=story.image_height,
        caption=" · ".join(caption),
        buttons=tuple(buttons),
        share_url=share_url,
    )
