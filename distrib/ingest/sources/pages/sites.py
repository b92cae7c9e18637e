"""Whether one address may say of itself that it is another: only within its site, or out of a cache of such pages."""

from urllib.parse import urlsplit

_CACHES = ("cdn.ampproject.org", "google.com", "bing-amp.com", "webcache.googleusercontent.com", "web.archive.org")
_PREFIXES = ("www.", "m.", "mobile.", "amp.", "mobil.", "touch.", "wap.")


def may_speak_for(url: str | None, canonical: str) -> bool:
    """Return whether the page at `url` is believed when it calls `canonical` its address.

    Another site's address would make its story look like one we know: a page could take over what is not its own.
    """
    own, other = _site(url), _site(canonical)
    if not own or own == other or own.endswith(f".{other}") or other.endswith(f".{own}"):
        return True
    return any(own == cache or own.endswith(f".{cache}") for cache in _CACHES)


def _site(url: str | None) -> str:
    host = (urlsplit(url or "").hostname or "").rstrip(".")
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host.removeprefix(prefix)
    return host
