"""What in an address says nothing about the page: where a reader came from, and on which screen it is read.

Careful: an address folded wrongly leads nowhere. A mobile host is folded only for sites known to answer under the
other name, AMP only where the rest of the address still names a story.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from distrib.wording.tables import words

_TRACKING_BEGINS = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_", "ga_")
_AMP_VALUES = {"amp": {"", "1", "true"}, "outputtype": {"amp"}, "output": {"amp"}, "_amp": {"", "true", "1"}}
_ESCAPED_NAME = re.compile("%[0-9A-F]{2}")

AMP_PATH = re.compile(r"(?<=/)amp/?$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
_SLUG = re.compile(r"/[^/]*[-_\d][^/]*/?$")
_AMP_CACHE = re.compile(r"^/[civr](?:/i)?/(s/)?([^/]+)(/.*)?$")
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?([^/]+\.[^/]+)(/.*)?$")
_SAFE_HOST = re.compile(r"[a-z0-9.-]+")

_HOSTS = {
    "m.facebook.com": "www.facebook.com",
    "mobile.twitter.com": "twitter.com",
    "m.twitter.com": "twitter.com",
    "mobile.x.com": "x.com",
    "m.youtube.com": "www.youtube.com",
    "m.timesofindia.com": "timesofindia.indiatimes.com",
    "m.timesofindia.indiatimes.com": "timesofindia.indiatimes.com",
    "m.economictimes.com": "economictimes.indiatimes.com",
    "m.economictimes.indiatimes.com": "economictimes.indiatimes.com",
    "m.hindustantimes.com": "www.hindustantimes.com",
    "amp.theguardian.com": "www.theguardian.com",
    "amp.cnn.com": "www.cnn.com",
    "mobile.reuters.com": "www.reuters.com",
    "mobile.nytimes.com": "www.nytimes.com",
}


def without_tracking(query: str) -> str:
    """Return a query without the parameters that only say where a reader came from, order kept."""
    return "&".join(pair for pair in query.split("&") if pair and not _says_nothing(pair))


def _says_nothing(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name in words("tracking") or name.startswith(_TRACKING_BEGINS):
        return True
    return value.lower() in _AMP_VALUES.get(name, ())


def folded(parts: SplitResult) -> SplitResult:
    """Return the address of the page itself where `parts` is a copy of it for small screens."""
    if (original := _behind_cache(parts)) is not None:
        return original
    host = parts.netloc
    if host.endswith(".m.wikipedia.org"):
        parts = parts._replace(netloc=host.replace(".m.wikipedia.org", ".wikipedia.org"))
    elif host in _HOSTS:
        parts = parts._replace(netloc=_HOSTS[host])
    shorter = AMP_PATH.sub("", parts.path)
    if shorter != parts.path and _SLUG.search(shorter):
        parts = parts._replace(path=shorter)
    return parts


def _behind_cache(parts: SplitResult) -> SplitResult | None:
    """Return the publisher's address behind one of Google's AMP caches, when it is one."""
    if parts.netloc.endswith(".cdn.ampproject.org"):
        found = _AMP_CACHE.match(parts.path)
    elif parts.netloc in {"www.google.com", "google.com"}:
        found = _GOOGLE_AMP.match(parts.path)
    else:
        return None
    if not found or not _SAFE_HOST.fullmatch(found[2].lower()):
        return None
    scheme = "https" if found[1] else "http"
    query = f"?{parts.query}" if parts.query else ""
    return urlsplit(f"{scheme}://{found[2].lower()}{found[3] or '/'}{query}")
