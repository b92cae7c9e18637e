"""Notices: mails to one address that are no edition, in the frame of the digests.

A kind's page is drawn and inlined once per language, with blanks where the facts of one notice go.
"""

import html as markup
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from distrib.composition import headers
from distrib.composition.cutting import Marks, Segment
from distrib.composition.encoding import encode
from distrib.composition.inlining import inline
from distrib.composition.plaintext import clip, one_line, tidy
from distrib.composition.templates import Templates
from distrib.model.cards import NoticePage

_FILLED = (
    "name",
    "paper_name",
    "site_url",
    "list_name",
    "imprint",
    "link",
    "second_link",
    "sentence",
    "latest_title",
    "latest_url",
)
_NAME, _SUBJECT = 70, 100


@dataclass(frozen=True, slots=True)
class _Shape:
    """What decides how a page is drawn: everything but the words put into it."""

    kind: str
    language: str
    minutes: int
    given: tuple[bool, ...]
    colours: tuple[str, str, str]


class Notices:
    """Draws notices. Keeps each kind's inlined page."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._pages: dict[_Shape, Sequence[Segment]] = {}

    def subject(self, page: NoticePage) -> str:
        """Return the subject line. Raises TemplateProblem."""
        language = self._templates.languages[page.language]
        drawn = self._templates.draw(f"notices/{page.kind}/subject.txt", language, page=page)
        return clip(one_line(drawn), _SUBJECT)

    def text(self, page: NoticePage) -> str:
        """Return the plain-text part. Raises TemplateProblem."""
        language = self._templates.languages[page.language]
        return tidy(self._templates.draw(f"notices/{page.kind}/body.txt", language, page=page)).strip() + "\n"

    def html(self, page: NoticePage) -> str:
        """Return the HTML part. Raises TemplateProblem."""
        values = {field.replace("_", ""): markup.escape(getattr(page, field)) for field in _FILLED}
        return "".join(part if isinstance(part, str) else values[part[0]] for part in self._segments(page))

    def message(self, page: NoticePage) -> tuple[bytes, ...]:
        """Return the whole RFC 5322 message in pieces, CRLF throughout. Raises TemplateProblem and BadInput."""
        domain = page.from_address.rpartition("@")[2]
        boundary = f"=_n{page.key}"
        lines = [
            headers.mailbox("From", one_line(page.from_name), page.from_address),
            *([headers.mailbox("Reply-To", "", page.reply_to)] if page.reply_to else []),
            headers.mailbox("To", clip(one_line(page.name), _NAME), page.address),
            headers.text("Subject", self.subject(page)),
            headers.moment("Date", page.dated_at),
            headers.structured("Message-ID", f"<{page.key}@{domain}>"),
            headers.structured("MIME-Version", "1.0"),
            headers.structured("Auto-Submitted", "auto-generated"),
            headers.structured("X-Auto-Response-Suppress", "All"),
            headers.structured("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
        ]
        parts: list[bytes] = []
        for kind, body in (("plain", self.text(page)), ("html", self.html(page))):
            encoded = encode([body])
            opening = (
                f"\r\n--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
                f"Content-Transfer-Encoding: {encoded.name}\r\n\r\n"
            )
            parts += (opening.encode("ascii"), *encoded.fill({}))
        return (b"".join(lines), *parts, f"\r\n--{boundary}--\r\n".encode("ascii"))

    def _segments(self, page: NoticePage) -> Sequence[Segment]:
        """Return the kind's inlined page with its blanks open."""
        colours = (page.palette.accent, page.palette.accent_dark, page.palette.accent_dark_fill)
        given = tuple(bool(getattr(page, field)) for field in _FILLED)
        shape = _Shape(page.kind, page.language, page.minutes, given, colours)
        if shape not in self._pages:
            language = self._templates.languages[page.language]
            marks = Marks.of(repr(shape))
            blanks: dict[str, Any] = {
                field: marks.blank(field.replace("_", "")) for field, there in zip(_FILLED, given, strict=True) if there
            }
            open_page = replace(page, **blanks)
            drawn = self._templates.draw(
                f"notices/{page.kind}/body.html", language, page=open_page, direction=language.direction
            )
            self._pages[shape] = marks.segments(inline(drawn))
        return self._pages[shape]
