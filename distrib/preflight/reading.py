"""A finished message or page taken apart for its checks; whatever it holds, reading it raises only Unreadable."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from functools import cached_property
from urllib.parse import urlsplit

from lxml import html as markup
from lxml.etree import LxmlError, ParserError

from distrib.errors import Unreadable

_HIDDEN = re.compile(r"display\s*:\s*none|max-height\s*:\s*0(?![.\d])", re.IGNORECASE)
_HIDING = re.compile(r"\.([A-Za-z][\w-]*)\s*\{[^}]*display\s*:\s*none")
_FILLER = re.compile("[\u034f\u200b\u200c\u200d\u00ad\u2007\ufeff]")
_MSO = re.compile(r"<!--\[if [^\]]*\]>.*?<!\[endif\]-->", re.DOTALL)


class Page:
    """An HTML body."""

    def __init__(self, text: str, *, subject: str | None = None) -> None:
        self.text = text
        self.subject = subject

    @cached_property
    def root(self) -> markup.HtmlElement:
        """The parsed page. Raises Unreadable for what is none."""
        try:
            return markup.document_fromstring(_MSO.sub("", self.text) or "<p></p>")
        except (LxmlError, ParserError, ValueError) as error:
            raise Unreadable("The HTML part can't be read as a page.") from error

    @cached_property
    def styles(self) -> str:
        """Everything in style blocks."""
        return "\n".join(str(block.text_content()) for block in self.root.iter("style"))

    @cached_property
    def hiding(self) -> frozenset[str]:
        """Class names that a style block hides."""
        return frozenset(_HIDING.findall(self.styles))

    def hides(self, element: markup.HtmlElement) -> bool:
        """Tell whether an element is hidden, by its own style or by a class."""
        own = _HIDDEN.search(element.get("style") or "")
        return bool(own or self.hiding & set((element.get("class") or "").split()))

    @cached_property
    def preheader(self) -> str:
        """The hidden text at the top that mailboxes show beside the subject."""
        for element in self.root.iter("div", "span"):
            if self.hides(element):
                return " ".join(_FILLER.sub("", str(element.text_content())).replace("\xa0", " ").split())
        return ""

    @cached_property
    def visible(self) -> str:
        """The text a reader sees."""
        return " ".join(self._seen(self.root).split())

    @cached_property
    def links(self) -> list[tuple[str, markup.HtmlElement]]:
        """Every (address, element) of the page's links."""
        return [((element.get("href") or "").strip(), element) for element in self.root.iter("a", "area")]

    @cached_property
    def images(self) -> list[markup.HtmlElement]:
        """Every picture."""
        return list(self.root.iter("img"))

    def _seen(self, element: markup.HtmlElement) -> str:
        """Return the text of an element without what is hidden or no text."""
        if not isinstance(element.tag, str) or element.tag in {"head", "style", "script", "title"}:
            return ""
        if self.hides(element):
            return ""
        inside = "".join(self._seen(child) + (child.tail or "") for child in element)
        return f" {element.text or ''}{inside} "


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One body of a mail."""

    kind: str
    charset: str
    text: str
    broken: bool  #: its bytes are not what its charset says


@dataclass(frozen=True, kw_only=True)
class Mail:
    """A message: its header lines as they came, its bodies, and the moment it is checked for."""

    raw: bytes
    now: datetime | None
    lines: tuple[tuple[str, bytes], ...]  #: (name, raw value with its folds)
    message: Message
    parts: tuple[Part, ...]

    def all(self, name: str) -> list[str]:
        """Return the values of a header, unfolded, in order."""
        return [_unfolded(value) for given, value in self.lines if given.lower() == name.lower()]

    def one(self, name: str) -> str:
        """Return the first value of a header, or ""."""
        return next(iter(self.all(name)), "")

    @cached_property
    def subject(self) -> str:
        """The subject as it is read."""
        return str(
            message_from_bytes(b"Subject: " + self.one("Subject").encode("utf-8") + b"\n\n", policy=policy.default)[
                "Subject"
            ]
        )

    @cached_property
    def body(self) -> bytes:
        """Everything behind the headers."""
        return re.split(rb"\r?\n\r?\n", self.raw, maxsplit=1)[-1]

    @cached_property
    def page(self) -> Page | None:
        """The HTML body."""
        found = next((part for part in self.parts if part.kind == "text/html"), None)
        return Page(found.text, subject=self.subject) if found else None

    @cached_property
    def plain(self) -> str | None:
        """The text body."""
        return next((part.text for part in self.parts if part.kind == "text/plain"), None)

    @cached_property
    def bulk(self) -> bool:
        """Whether it says that it is one of many."""
        names = {name.lower() for name, _ in self.lines}
        marks = {"list-id", "list-unsubscribe", "list-unsubscribe-post", "feedback-id"}
        return bool(names & marks) or self.one("Precedence").lower() in {"bulk", "list"}


def read(raw: bytes, now: datetime | None) -> Mail:
    """Take a message apart. Raises Unreadable for what has no headers at all."""
    head = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0]
    lines: list[tuple[str, bytes]] = []
    for line in re.split(rb"\r?\n", head):
        if line[:1] in {b" ", b"\t"} and lines:
            lines[-1] = (lines[-1][0], lines[-1][1] + b"\r\n" + line)
            continue
        name, colon, value = line.partition(b":")
        if colon and re.fullmatch(rb"[!-9;-~]+", name):
            lines.append((name.decode("ascii"), value))
    if not lines:
        raise Unreadable("This is no mail: it has no headers.")
    message = message_from_bytes(raw)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return Mail(raw=raw, now=now, lines=tuple(lines), message=message, parts=tuple(_part(part) for part in leaves))


def host_of(address: str) -> str:
    """Return the host of a web address in lower case, or ""."""
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _part(leaf: Message) -> Part:
    data = leaf.get_payload(decode=True)
    raw = data if isinstance(data, bytes) else b""
    charset = (leaf.get_content_charset() or "us-ascii").lower()
    try:
        return Part(kind=leaf.get_content_type(), charset=charset, text=raw.decode(charset), broken=False)
    except (LookupError, UnicodeDecodeError):
        return Part(kind=leaf.get_content_type(), charset=charset, text=raw.decode("utf-8", "replace"), broken=True)


def _unfolded(value: bytes) -> str:
    return re.sub(rb"\r\n(?=[ \t])", b"", value).strip(b" \t").decode("utf-8", "replace")
