"""The Link header (RFC 8288): what an answer says of other addresses, outside its body."""

import re
from dataclasses import dataclass

from distrib.ingest.cleaning import line, web_url

_LONGEST = 8_000
_LINK = re.compile(r"<([^<>]*)>((?:\s*;\s*[\w*-]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s\";,]*))?)*)")
_PARAMETER = re.compile(r";\s*([\w*-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\";,]*))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link of a header: absolute address, relations in lower case, type and title where it gives them."""

    url: str
    relations: frozenset[str]
    type: str = ""
    title: str | None = None


def links(header: str, base: str) -> tuple[Link, ...]:
    """Return the links of a Link header; what can't be read is left out."""
    found = []
    for match in _LINK.finditer(header[:_LONGEST]):
        given: dict[str, str] = {}
        for name, quoted, plain in _PARAMETER.findall(match[2]):
            given.setdefault(name.lower(), quoted or plain)
        if address := web_url(match[1], base):
            found.append(
                Link(
                    url=address,
                    relations=frozenset(given.get("rel", "").lower().split()),
                    type=given.get("type", "").partition(";")[0].strip().lower(),
                    title=line(given.get("title"), 100),
                )
            )
    return tuple(found)
