"""Addresses of stories: one form for one page, campaign parameters, and what is no address at all.

`wire` writes an address as it must travel; `canonical` is the one form under which a story is known; `twin` is a key
that also brings the desktop, mobile and AMP addresses of a page together, and is never a link.
"""

import ipaddress
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import idna

from distrib.errors import BadInput
from distrib.wording import folding

MAX_LENGTH = 8000  # longer ones are cut or refused by servers, browsers and networks alike
MAX_HOST = 253  # RFC 1035
MAX_LABEL = 63
MAX_PORT = 65535
_DEFAULT_PORTS = {"http": 80, "https": 443}

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_PATH_SAFE = "!$&'()*+,;=:@/"  # RFC 3986, 3.3
_QUERY_SAFE = _PATH_SAFE + "?"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_STRAY = re.compile("%(?![0-9A-Fa-f]{2})")
_HOST_LABEL = re.compile("[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")


def canonical(url: str) -> str:
    """Return the one form of an address under which its story is known.

    Host in ASCII and lower case, no default port, dot segments, fragment, tracking or session parameters; AMP, click
    counters that name their goal, and the mobile addresses that are certain are folded into the page they show.
    Applied twice it changes nothing.
    Raises BadInput for what is no web address.
    """
    parts = _wired(_checked(url))
    while (folded := folding.folded(parts)) != parts:
        parts = _wired(folded)
    path = parts.path or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, folding.without_tracking(parts.query), ""))


def wire(url: str) -> str:
    """Return an address as it must travel: ASCII, percent-encoded, otherwise as it was. Raises BadInput."""
    return urlunsplit(_wired(_checked(url)))


def twin(url: str) -> str:
    """Return a key equal for the http, www, mobile and AMP addresses of a page: to compare, never to link to.

    The order of parameters and a slash at the end make no difference to it either.
    """
    parts = urlsplit(canonical(url))
    host = parts.netloc
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in {"www", "m", "mobile", "amp"}:  # noqa: PLR2004 - a name and its domain stay
        labels = labels[1:]
    path = folding.AMP_PATH.sub("", parts.path).rstrip("/")
    query = "&".join(sorted(parts.query.split("&")))
    return f"{'.'.join(labels)}{path}?{query}".rstrip("?")


def with_utm(url: str, *, source: str, medium: str, campaign: str | None = None) -> str:
    """Return `url` with utm_source, utm_medium and utm_campaign before its fragment.

    What it already carries stays as it is, and those of the three that it has already are not added.
    """
    parts = urlsplit(wire(url))
    has = {pair.partition("=")[0].lower() for pair in parts.query.split("&")}
    wanted = (("utm_source", source), ("utm_medium", medium), ("utm_campaign", campaign))
    added = [f"{name}={quote(value, safe='')}" for name, value in wanted if value and name not in has]
    query = "&".join(filter(None, [parts.query.rstrip("&"), *added]))
    return urlunsplit(parts._replace(query=query))


def is_web(url: str) -> bool:
    """Tell whether `url` is an address a reader can be sent to."""
    try:
        _wired(_checked(url))
    except BadInput:
        return False
    return True


def absolute(base: str, url: str) -> str:
    """Return `url`, found on the page `base`, as a full address, otherwise as found. Raises BadInput."""
    try:
        joined = urljoin(base.strip(), url.strip())
    except ValueError as error:
        raise BadInput(f"{_short(url)} is no web address.") from error
    _wired(_checked(joined))
    return joined


# -- what is refused -----------------------------------------------------------------------


def _short(url: str) -> str:
    shown = _CONTROL.sub("?", url.strip()).encode("utf-8", "replace").decode()
    return f"“{shown[:80]}…”" if len(shown) > 81 else f"“{shown}”"  # noqa: PLR2004 - what a line can show


def _checked(url: str) -> SplitResult:
    """Return the parts of an address that may be used at all."""
    url = url.strip()
    if len(url) > MAX_LENGTH:
        raise BadInput(f"{_short(url)} is longer than {MAX_LENGTH:,} characters.")
    if _CONTROL.search(url):
        raise BadInput(f"{_short(url)} holds a line break or another control character.")
    if any("\ud800" <= c <= "\udfff" for c in url):
        raise BadInput(f"{_short(url)} holds half a character (a lone surrogate).")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput(f"{_short(url)} is no web address.") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise BadInput(f"{_short(url)} does not begin with http:// or https://.")
    if "@" in parts.netloc:
        raise BadInput(f"{_short(url)} carries a user name or password.")
    strange = "\\" in parts.netloc or ("[" in parts.netloc and ":" not in (parts.hostname or ""))
    if not parts.hostname or strange or port == 0:
        raise BadInput(f"{_short(url)} names no host.")
    return parts


# -- how it is written ---------------------------------------------------------------------


def _wired(parts: SplitResult) -> SplitResult:
    host = _host(parts.hostname or "")
    port = parts.port
    place = host if port in {None, _DEFAULT_PORTS[parts.scheme]} else f"{host}:{port}"
    path = _without_dots(_encoded(parts.path, _PATH_SAFE)) or "/"
    query, fragment = _encoded(parts.query, _QUERY_SAFE), _encoded(parts.fragment, _QUERY_SAFE)
    return SplitResult(parts.scheme, place, path, query, fragment)


def _host(host: str) -> str:
    """Return a host in ASCII, lower case. Raises BadInput when it is none."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host)}]"
        except ValueError as error:
            raise BadInput(f"“{host[:80]}” is no host name.") from error
    name = host.rstrip(".").lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode()
        except (idna.IDNAError, UnicodeError) as error:
            raise BadInput(f"“{host[:80]}” is no host name.") from error
    labels = name.split(".")
    if len(name) > MAX_HOST or not all(len(part) <= MAX_LABEL and _HOST_LABEL.fullmatch(part) for part in labels):
        raise BadInput(f"“{host[:80]}” is no host name.")
    return name


def _encoded(text: str, safe: str) -> str:
    """Return a part of an address with exactly what must be encoded encoded, in capitals."""
    text = _STRAY.sub("%25", text)
    text = _ENCODED.sub(_unescaped, text)
    return quote(text, safe=safe + "%")


def _unescaped(found: re.Match[str]) -> str:
    """Return the letter behind a needless escape, else the escape in capitals (RFC 3986, 6.2.2)."""
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()


def _without_dots(path: str) -> str:
    """Return a path without `.` and `..` (RFC 3986, 5.2.4)."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
