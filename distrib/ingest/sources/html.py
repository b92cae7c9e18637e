"""A web page's bytes become a tree, whatever their encoding and however deep they are nested."""

import re
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from distrib.errors import Unreadable
from distrib.ingest.unpacking import unpacked

MOST_BYTES = 12_000_000
MOST_ELEMENTS = 30_000  # the longest live blogs have some 20,000; more only costs time
_LONGEST_TAG, _MOST_WORDS = 30_000, 3_000  # the parser's time for one tag goes by the square of its attributes
_TAG = re.compile(r"""<[a-zA-Z](?>[^=>]+|=\s*"[^"]*"|=\s*'[^']*'|=)*+""")
_META = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([a-zA-Z0-9_\-:]+)""", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def tree_of(data: bytes, content_type: str = "") -> Any:
    """Return the page's root element. Raises Unreadable when there is no page in the bytes."""
    text = _bounded(decoded(unpacked(data, MOST_BYTES), content_type))
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True)
    try:
        # An encoding named in a declaration would make lxml refuse text that is decoded already.
        root = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unreadable("This is not a web page that can be read.") from error
    _prune(root)
    return root


def _bounded(text: str) -> str:
    """Return the page without tags that have thousands of attributes, and without what is too much of it."""
    kept: list[str] = []
    copied = 0
    for count, tag in enumerate(_TAG.finditer(text)):
        begin, end = tag.span()
        if count == MOST_ELEMENTS * 2:  # more than are kept: scripts write tags too
            return "".join([*kept, text[copied:begin]])
        if end - begin > _LONGEST_TAG and len(text[begin:end].split(None, _MOST_WORDS)) > _MOST_WORDS:
            kept.append(text[copied:begin])
            copied = end + 1
    return "".join([*kept, text[copied:]]) if kept else text


def _prune(root: Any) -> None:
    """Take away what follows the last element that is read."""
    last = next(islice(root.iter(), MOST_ELEMENTS, None), None)
    while last is not None and (above := last.getparent()) is not None:
        del above[above.index(last) + 1 :]
        last = above


def decoded(data: bytes, content_type: str = "") -> str:
    """Return the text: by its byte order mark, as the server or the page says, else UTF-8, else Windows-1252."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    named = re.search(r"charset=[\"']?([\w\-:]+)", content_type, re.IGNORECASE)
    found = _META.search(data[:4096])
    names = [named[1]] if named else []
    names += [found[1].decode("ascii", "replace")] if found else []
    for name in ["utf-8", *names, "windows-1252"]:  # whatever is valid UTF-8 is UTF-8, whatever it claims to be
        try:
            return data.decode(_WIDER.get(name.lower(), name)).replace("\x00", "")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace").replace("\x00", "")


# What browsers read these names as (WHATWG Encoding).
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "latin1": "windows-1252",
    "ascii": "windows-1252",
    "us-ascii": "windows-1252", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949", "iso-8859-9": "windows-1254", "tis-620": "cp874",
}  # fmt: skip
