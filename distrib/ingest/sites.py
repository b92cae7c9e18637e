"""Which site an address belongs to: hosts compared without the names under which every site shows itself twice."""

from urllib.parse import urlsplit

_TWINS = frozenset({"www", "www2", "m", "mobile", "amp"})
_SHORTEST = 2  # labels: a name and its domain


def site_of(url: str) -> str:
    """Return the name of the site behind an address: its host without `www.` and the like; "" where there is none."""
    try:
        labels = (urlsplit(url).hostname or "").rstrip(".").lower().split(".")
    except ValueError:
        return ""
    while len(labels) > _SHORTEST and labels[0] in _TWINS:
        labels = labels[1:]
    return ".".join(labels)


def belongs(url: str, site: str) -> bool:
    """Tell whether the address is one of this site's or of a host below it."""
    found = site_of(url)
    return bool(site) and (found == site or found.endswith(f".{site}"))
