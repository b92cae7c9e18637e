"""A reader's copy: the join of the pieces of their plan, with their blanks filled.

Nothing is drawn or inlined here. What many readers share - a plan's pieces, encoded - is kept; what differs is put
between finished bytes.
"""

import html as markup
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from distrib.composition import headers, joining, planning
from distrib.composition.cutting import Marks, Segment
from distrib.composition.digest import Compiled
from distrib.composition.encoding import Encoded, encode
from distrib.composition.plaintext import clip, close_up, one_line
from distrib.model.plans import Blanks, Plan

FIT = 90_000  #: bytes of HTML; Gmail cuts a mail at some 100 kB
PLANS = 256  #: kept encoded
NAME = 70


@dataclass(frozen=True, slots=True)
class _Body:
    html: Encoded
    text: Encoded
    before: bytes  #: header lines that a plan decides
    between: bytes
    after: bytes


class Assembler:
    """Puts copies of one compiled digest together. Safe to share between threads."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._marks = Marks(compiled.word)
        self._domain = compiled.identity.from_address.rpartition("@")[2]
        self._fixed = _fixed_headers(compiled)
        self._boundary = f"=_d{compiled.word}"
        self._plan = lru_cache(maxsize=4096)(self._make_plan)
        self._body = lru_cache(maxsize=PLANS)(self._make_body)

    def plan(self, sections: frozenset[str] | None, leave_out: frozenset[int] = frozenset(), arm: str = "") -> Plan:
        """Return the plan of a reader who takes these sections (slugs; None: all) but not these clusters.

        A plan without cards means there is nothing for this reader.
        """
        return self._plan(sections, leave_out, arm)

    def message(self, plan: Plan, blanks: Blanks, *, marked: str = "") -> tuple[bytes, ...]:
        """Return the whole RFC 5322 message in pieces, CRLF throughout; `marked` stands before the subject of a test.

        Raises BadInput for a bad address.
        """
        body, name = self._body(plan), clip(one_line(blanks.name), NAME)
        values = _values(blanks, name)
        own = (
            headers.mailbox("To", name, blanks.address)
            + headers.moment("Date", blanks.dated_at)
            + headers.structured("Message-ID", f"<{blanks.key}.v{plan.digest_version}@{self._domain}>")
            + headers.structured("List-Unsubscribe", f"<{blanks.unsubscribe_url}>")
        )
        text = body.text.fill(_plain(values))
        page = body.html.fill(_escaped(values))
        subject = headers.text("Subject", f"{marked} {self.subject(plan)}") if marked else body.before
        return (self._fixed, subject, own, body.between, *text, body.after, *page, self._end)

    def html(self, plan: Plan, blanks: Blanks) -> str:
        """Return the HTML part as text: for the web view and previews."""
        return _filled(self._segments(plan, self.compiled.html, escape=True), _escaped(_values(blanks)))

    def text(self, plan: Plan, blanks: Blanks) -> str:
        """Return the plain-text part."""
        return close_up(_filled(self._segments(plan, self.compiled.text, escape=False), _plain(_values(blanks))))

    def subject(self, plan: Plan) -> str:
        """Return the subject of a copy."""
        return joining.subject(self.compiled, plan)

    def preheader(self, plan: Plan) -> str:
        """Return what stands beside the subject in a mailbox."""
        return joining.preheader(self.compiled, joining.chosen(self.compiled, plan))

    def size(self, plan: Plan) -> int:
        """Return the bytes of the HTML part without its blanks."""
        pieces = self.compiled.html
        return sum(len(pieces[name].encode("utf-8")) for name in joining.order(self.compiled, plan, pieces))

    @property
    def _end(self) -> bytes:
        return f"\r\n--{self._boundary}--\r\n".encode("ascii")

    def _make_plan(self, sections: frozenset[str] | None, leave_out: frozenset[int], arm: str) -> Plan:
        cards = [
            card
            for card in self.compiled.cards
            if (sections is None or card.section in sections) and card.cluster_id not in leave_out
        ]
        plan = planning.arrange(cards, full=self.compiled.full, version=self.compiled.version, arm=arm)
        return planning.fit(plan, cards, size=self.size, limit=FIT) if cards else plan

    def _segments(self, plan: Plan, pieces: Mapping[str, str], *, escape: bool) -> list[Segment]:
        """Return a copy's text with its plan's words filled in and its reader's blanks open."""
        said = joining.words(self.compiled, plan)
        joined: list[Segment] = []
        for name in joining.order(self.compiled, plan, pieces):
            for part in self._marks.segments(pieces[name]):
                piece: Segment = part
                if isinstance(part, tuple) and part[0] in said:
                    piece = markup.escape(said[part[0]]) if escape else said[part[0]]
                if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                    joined[-1] += piece
                else:
                    joined.append(piece)
        return joined

    def _make_body(self, plan: Plan) -> _Body:
        plain = [
            close_up(part) if isinstance(part, str) else part
            for part in self._segments(plan, self.compiled.text, escape=False)
        ]
        text, page = encode(plain), encode(self._segments(plan, self.compiled.html, escape=True))
        line = f"--{self._boundary}\r\n"
        return _Body(
            html=page,
            text=text,
            before=headers.text("Subject", self.subject(plan)),
            between=(
                headers.structured("Content-Type", f'multipart/alternative; boundary="{self._boundary}"')
                + f"\r\n{line}{_part('plain', text.name)}".encode("ascii")
            ),
            after=f"\r\n{line}{_part('html', page.name)}".encode("ascii"),
        )


def _fixed_headers(compiled: Compiled) -> bytes:
    """Return the lines that every copy of the edition shares."""
    who = compiled.identity
    domain = who.from_address.rpartition("@")[2]
    list_id = f"<{who.list_slug}.{domain}>"
    lines = [headers.mailbox("From", who.from_name, who.from_address)]
    if who.reply_to:
        lines.append(headers.mailbox("Reply-To", "", who.reply_to))
    lines += [
        headers.structured("MIME-Version", "1.0"),
        headers.structured("List-Id", f"{who.list_slug} {list_id}"),
        headers.structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        headers.structured("List-Help", f"<{who.help_url}>"),
        headers.structured("Feedback-ID", f"{who.campaign}:{who.list_slug}:digest:{sender_id(domain)}"),
        headers.structured("Precedence", "bulk"),
        headers.structured("Auto-Submitted", "auto-generated"),
        headers.structured("X-Auto-Response-Suppress", "OOF, AutoReply"),
    ]
    return b"".join(lines)


def sender_id(domain: str) -> str:
    """Return the last field of Feedback-ID: 5 to 15 letters that stay the same for a sender's domain."""
    letters = re.sub(r"[^a-z0-9]", "", domain.lower())[:15]
    return letters if len(letters) >= 5 else f"{letters}distrib"[:15]  # noqa: PLR2004 - Google asks for 5 to 15


def _part(kind: str, encoding: str) -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"


def _values(blanks: Blanks, name: str | None = None) -> dict[str, str]:
    """Return what is filled into a copy; `reader` is name and address, or the address alone."""
    name = clip(one_line(blanks.name), NAME) if name is None else name
    return {
        "view": blanks.view_url,
        "unsubscribe": blanks.unsubscribe_url,
        "preferences": blanks.preferences_url,
        "reader": f"{name} ({blanks.address})" if name else blanks.address,
    }


def _plain(values: Mapping[str, str]) -> dict[str, bytes]:
    return {name: value.encode("utf-8") for name, value in values.items()}


def _escaped(values: Mapping[str, str]) -> dict[str, bytes]:
    return {name: markup.escape(value).encode("utf-8") for name, value in values.items()}


def _filled(segments: list[Segment], values: Mapping[str, bytes]) -> str:
    return "".join(part if isinstance(part, str) else values[part[0]].decode("utf-8") for part in segments)
