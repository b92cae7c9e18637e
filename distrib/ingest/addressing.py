"""Where a story really stands: its page may be found elsewhere than its link says, or say so itself.

Careful: a redirect may lead to a wall or a front page, and a canonical address may be a mistake of the whole site.
An address believed wrongly would fold stories into one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from distrib.errors import BadInput
from distrib.ingest.identity import Found, is_front
from distrib.ingest.sites import site_of
from distrib.ingest.telling import alike, title_key
from distrib.model.stories import Story
from distrib.wording import folding, urls

_WALL = frozenset(
    "login signin sign-in register subscribe subscription consent account error 404 captcha challenge".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Real:
    """The address of a story's page, and how it was found."""

    url: str
    how: str


def real(found: Found, final: str | None, canonical: str | None, title: str | None = None) -> Real | None:
    """Return where the story stands when that is elsewhere than `found.url`.

    `final` is where its link led, `canonical` and `title` what the page says of itself.
    """
    if found.shared:
        return None
    here = _led_to(found, _plain(final), title)
    said = _plain(canonical)
    if said is not None and said != here and _believable(said, here):
        return Real(url=said, how="The page names this as its address.") if said != found.url else None
    return Real(url=here, how="Its link leads here.") if here != found.url else None


def doubtful(reals: Iterable[tuple[Found, Real]]) -> set[str]:
    """Return the addresses to which stories with different headlines are said to lead: walls, or mistakes."""
    headlines = {(real.url, title_key(found.entry.title)) for found, real in reals}
    return {url for url, number in Counter(url for url, _ in headlines).items() if number > 1}


def agrees(found: Found, story: Story) -> bool:
    """Tell whether a story met before at the address to which this entry leads may be the entry's."""
    return not found.entry.title or alike(found.entry.title, story.title)


def _plain(url: str | None) -> str | None:
    try:
        return str(urls.canonical(url)) if url else None
    except BadInput:
        return None


def _led_to(found: Found, final: str | None, title: str | None) -> str:
    if final is None or final == found.url or is_front(final):
        return found.url
    if _WALL & set(urlsplit(final).path.lower().split("/")):
        return found.url
    elsewhere = site_of(final) != site_of(found.url)
    if elsewhere and found.entry.title and title and not alike(found.entry.title, title) and not _slug(final):
        return found.url
    return final


def _believable(said: str, here: str) -> bool:
    """Tell whether a page at `here` may have the address `said`."""
    if is_front(said) or site_of(said) != site_of(here):
        return False
    to, at = urlsplit(said), urlsplit(here)
    if to.path.rstrip("/") == at.path.rstrip("/"):
        return to.query == at.query or bool(_slug(said))  # without its number, a script's page is none
    inside = at.path.startswith(to.path.rstrip("/") + "/")
    return not inside or bool(_slug(said))  # a section's front is no story's address


def _slug(url: str) -> bool:
    return bool(folding.SLUG.search(urlsplit(url).path))
