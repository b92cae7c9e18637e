"""Words as they come from feeds and forms, made fit to be shown and encoded."""

import html
import re
import unicodedata

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")


def one_line(text: str) -> str:
    """Return `text` as one line of NFC: entities read, control characters and half characters gone.

    A lone surrogate becomes U+FFFD, so that the text can be encoded; tags are left, they may be meant.
    """
    return " ".join(lines(text).split())


def lines(text: str) -> str:
    """Return `text` likewise, but with its line breaks."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    plain = _CONTROL.sub("", whole).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain)
