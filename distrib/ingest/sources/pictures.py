"""The picture that an HTML fragment shows first, if it is one worth showing."""

import re

from lxml import html
from lxml.etree import LxmlError

from distrib.ingest.cleaning import line, number, web_url
from distrib.ingest.entry import Image

_NOT_ONE = re.compile(
    r"/(?:smilies|emoji)/|feedburner|feedsportal|doubleclick|/pixel|pixel\.|spacer|1x1|gravatar|/share[-_]|count\.|stats\.|blank\.gif",
    re.IGNORECASE,
)
_SMALLEST = 50  # below this it is a counter, a smiley or an icon


def first_picture(fragment: str, base: str | None = None) -> Image | None:
    """Return the first picture of the fragment that is neither a counter nor an icon."""
    if "<img" not in fragment.lower():
        return None
    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return None
    for shown in tree.iter("img"):
        address = web_url(shown.get("data-src") or shown.get("src"), base)
        width, height = number(shown.get("width")), number(shown.get("height"))
        small = any(side is not None and side < _SMALLEST for side in (width, height))
        if address and not small and not _NOT_ONE.search(address):
            figure = next(shown.iterancestors("figure"), None)
            caption = figure.find(".//figcaption") if figure is not None else None
            return Image(
                url=address,
                width=width,
                height=height,
                alt=line(shown.get("alt")),
                caption=line(caption.text_content()) if caption is not None else None,
            )
    return None
