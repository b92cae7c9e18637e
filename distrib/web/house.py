"""What every endpoint needs of the request: the ports, the paper's name, where a browser comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlmodel import Session
from starlette.requests import Request

from distrib.errors import NotFound
from distrib.pipeline.parts import Parts
from distrib.store import lists
from distrib.web.limits import Limit
from distrib.web.words import NAMES, Words, preferred, words

Hosts = Mapping[str, tuple[str, int]]
"""Names of sample sites and where on this machine they answer, the paper's own first. Empty in a real newsroom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The hourly limits of this process."""

    sign_up: Limit
    sign_in: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around a reader's page."""

    paper: str
    path: str
    postal: str = ""
    languages: Mapping[str, str]


class Spoken:
    """A page's words as a template says them: `w.sign_up_title`; an unknown one is an error."""

    def __init__(self, said: Words) -> None:
        self._said = said
        self.language, self.direction = said.language, said.direction

    @property
    def language_word(self) -> str:
        """The word for language."""
        return self._said["language"]

    def __getattr__(self, key: str) -> str:
        try:
            return self._said[key]
        except KeyError:
            raise AttributeError(key) from None


def parts_of(request: Request) -> Parts:
    """Return the ports of this process."""
    parts: Parts = request.app.state.parts
    return parts


def hosts_of(request: Request) -> Hosts:
    """Return the sample sites that run beside this process."""
    hosts: Hosts = request.app.state.hosts
    return hosts


def limits_of(request: Request) -> Limits:
    """Return this process's limits."""
    limits: Limits = request.app.state.limits
    return limits


def origin_of(request: Request) -> str:
    """Return the network address the request came from, as the server knows it."""
    return request.client.host if request.client else ""


def is_https(request: Request) -> bool:
    """Tell whether the browser speaks https with us, perhaps through a proxy that our settings name."""
    public = urlsplit(parts_of(request).settings.web.public_url)
    here = request.headers.get("host", "")
    return request.url.scheme == "https" or (public.scheme == "https" and public.netloc == here)


def paper(session: Session) -> str:
    """Return the paper's name, also before there is a newsroom."""
    try:
        return lists.newsroom(session).name
    except NotFound:
        return "distrib"


def frame(request: Request, session: Session, *, postal: str = "") -> Frame:
    """Return what stands around a reader's page."""
    return Frame(paper=paper(session), path=request.url.path, postal=postal, languages=NAMES)


def spoken(request: Request, language: str | None = None) -> Spoken:
    """Return the words of the page: as its address asks, else the reader's language, else the browser's."""
    accept = request.headers.get("accept-language", "")
    return Spoken(words(preferred(request.query_params.get("lang"), language, accept=accept)))
