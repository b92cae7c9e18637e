"""What in an address says nothing about the page: where a reader came from, on which screen, in which session.

Careful: an address folded wrongly leads nowhere. A mobile host is folded only for sites known to answer under the
other name, AMP only where the rest of the address still names a story, a redirect only where it names its goal.
"""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from distrib.wording.tables import words

_TRACKING_BEGINS = ("utm_", "pk_", "mtm_", "piwik_", "matomo_", "hsa_", "ga_")
_AMP_VALUES = {"amp": {"", "1", "true"}, "outputtype": {"amp"}, "output": {"amp"}, "_amp": {"", "true", "1"}}
_RANDOM = re.compile(r"(?=.*\d)(?=.*[a-z])[0-9a-z]{20,}", re.IGNORECASE)  # drawn by a machine, no name of a story
_SESSION_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/;?]*|(?<=/)\((?:[A-Z]\([0-9a-z]{20,}\))+\)/", re.IGNORECASE
)

AMP_PATH = re.compile(r"(?<=/)amp/?$|\.amp(?=\.html?$)|\.amp$", re.IGNORECASE)
SLUG = re.compile(r"/[^/]*[-_\d][^/]*/?$")
_AMP_CACHE = re.compile(r"^/[civr](?:/i)?/(s/)?([^/]+)(/.*)?$")
_GOOGLE_AMP = re.compile(r"^/amp/(s/)?([^/]+\.[^/]+)(/.*)?$")
_SAFE_HOST = re.compile(r"[a-z0-9.-]+")
_GOAL_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", re.IGNORECASE)
# Services that count a click and lead on: host and path, and the parameters in which they name the goal.
_LEADING_ON = {
    "www.google.com/url": ("url", "q"),
    "google.com/url": ("url", "q"),
    "news.google.com/url": ("url", "q"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "www.youtube.com/redirect": ("q",),
    "www.bing.com/news/apiclick.aspx": ("url",),
    "bing.com/news/apiclick.aspx": ("url",),
    "out.reddit.com/": ("url",),
    "t.umblr.com/redirect": ("z",),
    "slack-redir.net/link": ("url",),
}

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
    """Return a query without what only says where a reader came from or which session it is, order kept."""
    return "&".join(pair for pair in query.split("&") if pair and not _says_nothing(pair))


def _says_nothing(pair: str) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower()
    if name in words("tracking") or name.startswith(_TRACKING_BEGINS) or name in words("sessions"):
        return True
    if name in words("perhaps sessions") and _RANDOM.fullmatch(value):
        return True
    return value.lower() in _AMP_VALUES.get(name, ())


def folded(parts: SplitResult) -> SplitResult:
    """Return the address of the page itself where `parts` is a copy of it for small screens, or leads on to it."""
    if (original := _behind_cache(parts) or _goal(parts)) is not None:
        return original
    host = parts.netloc
    if host.endswith(".m.wikipedia.org"):
        parts = parts._replace(netloc=host.replace(".m.wikipedia.org", ".wikipedia.org"))
    elif host in _HOSTS:
        parts = parts._replace(netloc=_HOSTS[host])
    if (plain := _SESSION_PATH.sub("", parts.path)) != parts.path:
        parts = parts._replace(path=plain or "/")
    shorter = AMP_PATH.sub("", parts.path)
    if shorter != parts.path and SLUG.search(shorter):
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


def _goal(parts: SplitResult) -> SplitResult | None:
    """Return where a service that counts clicks leads on to, when it is one and says so."""
    for name in _LEADING_ON.get(f"{parts.netloc}{parts.path}".lower(), ()):
        for pair in parts.query.split("&"):
            key, _, value = pair.partition("=")
            goal = _split(unquote(value)) if key.lower() == name else None
            if goal is not None and goal.scheme in {"http", "https"} and _GOAL_HOST.fullmatch(goal.netloc):
                return goal
    return None


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None
