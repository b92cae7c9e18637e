"""A feed's bytes become UTF-8, whatever they were or claimed to be."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STARTS = (  # `<?xm`, or `<` and a letter, without a mark before it
    (re.compile(rb"\x00\x00\x00<"), "utf-32-be"),
    (re.compile(rb"<\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00<\x00."), "utf-16-be"),
    (re.compile(rb"<\x00.\x00"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]{0,200}>\s*")
_PLAIN_DECLARATION = re.compile(
    rb"""<\?xml\s+version=(['"])1\.0\1(?:\s+encoding=(['"])(?:utf-?8|us-ascii|ascii)\2)?"""
    rb"""(?:\s+standalone=(['"])\w+\3)?\s*\?>""",
    re.IGNORECASE,
)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']\s*([A-Za-z0-9_.:-]+)""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SEVEN_BITS = re.compile(r"iso-?2022|hz|utf-?7", re.IGNORECASE)  # what looks like ASCII and is not
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "windows-1252", "latin1": "windows-1252"}
_STEP = 1 << 20
_FEW = 0.01  # of all characters: so many may be damaged in a text that otherwise is in the encoding it names


def as_utf8(data: bytes, content_type: str = "") -> bytes:
    """Return the text as UTF-8 without byte order mark, starting at its first sign; the same bytes where they are so.

    What is valid UTF-8 is taken as such, whatever it claims to be: few texts are so by accident.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _rewritten(_plain(data[len(mark) :], encoding))
    for start, encoding in _STARTS:
        if start.match(data):
            return _rewritten(data.decode(encoding, "replace").encode())
    named = _named(data, content_type)
    if (named is None or not _SEVEN_BITS.match(named)) and _is_utf8(data):
        return _rewritten(data)
    return _rewritten(_plain(data, named or "utf-8"))


def _named(data: bytes, content_type: str) -> str | None:
    """Return the encoding that the text names, else the server; only such as Python knows."""
    declaration = _DECLARATION.match(data)
    found = _ENCODING.search(declaration[0]) if declaration else None
    said = _CHARSET.search(content_type)
    for name in (found[1].decode("ascii") if found else None, said[1] if said else None):
        if name:
            try:
                known = codecs.lookup(_WIDER.get(name.lower(), name))
            except (LookupError, ValueError):
                continue
            if known._is_text_encoding:  # noqa: SLF001 - else `encoding="zlib"` would be taken at its word
                return known.name
    return None


def _is_utf8(data: bytes) -> bool:
    """Return whether the bytes are UTF-8, without a second copy of a large text in memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _plain(data: bytes, encoding: str) -> bytes:
    """Return the bytes as UTF-8: by the encoding unless they clearly are not in it, else a byte at a time."""
    if encoding != "utf-8":
        text = data.decode(encoding, "replace")
        if text.count("\ufffd") <= len(text) * _FEW:
            return text.encode("utf-8", "replace")
    return data.decode("utf-8", _EACH_BYTE).encode()


def _by_itself(error: UnicodeError) -> tuple[str, int]:
    """Read a byte that is no UTF-8 as Windows-1252: most often it was pasted from there."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("windows-1252", "replace"), error.start + 1


_EACH_BYTE = "distrib.windows-1252"
codecs.register_error(_EACH_BYTE, _by_itself)


def _rewritten(data: bytes) -> bytes:
    """Return the text without white space before it, and without a declaration that no longer holds."""
    if _PLAIN_DECLARATION.match(data):
        return data
    declaration = _DECLARATION.match(data)
    if declaration:
        return data[declaration.end() :]
    return data.lstrip(b"\x00\t\r\n ") if data[:1] in b"\x00\t\r\n " else data
