"""What an answer's X-Robots-Tag header asks of everybody who lists pages."""

import re

_NAMED = re.compile(r"([a-z][\w.*-]*)\s*:.*", re.DOTALL)
_WITH_VALUE = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"}
_ASKS = {"noindex", "none"}


def noindex(header: str | None) -> bool:
    """Return whether the header asks everybody not to list the page.

    Rules after a name, such as `googlebot: noindex`, are for that robot alone, up to the next name.
    """
    for_all = True
    for part in (header or "").lower().split(","):
        rule = part.strip()
        named = _NAMED.fullmatch(rule)
        if named is not None and named[1] in _WITH_VALUE:
            continue
        if named is not None:
            for_all = False
        if for_all and _ASKS & set(rule.split()):
            return True
    return False
