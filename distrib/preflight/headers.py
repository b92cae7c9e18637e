"""H rules: what mailbox providers and the mail standards want of the headers."""

import re
from collections.abc import Iterator
from datetime import timedelta
from email.header import decode_header
from email.utils import getaddresses, parsedate_to_datetime

from distrib.preflight.reading import Mail
from distrib.preflight.rules import BLOCK, INFO, WARN, Rule, Unknown, Wrong

ONCE = ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type")
AT_MOST_ONCE: tuple[str, ...] = (
    *("Reply-To", "Sender", "Cc", "Feedback-ID", "In-Reply-To", "References", "List-Unsubscribe"),
    *("List-Unsubscribe-Post", "List-Id", "List-Help", "List-Archive", "List-Owner", "List-Post", "List-Subscribe"),
)
STRUCTURED = re.compile(
    r"message-id|list-.*|feedback-id|references|in-reply-to|dkim-signature|mime-version", re.IGNORECASE
)
ENCODED = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
LINE, WORD = 998, 75
DAY, HOUR, YEAR = timedelta(days=1), timedelta(hours=1), timedelta(days=365)


def _once(mail: Mail) -> Iterator[Wrong]:
    for name in ONCE:
        many = len(mail.all(name))
        if many != 1:
            yield Wrong(sentence=f"{name} must stand exactly once; it stands {many} times.", place=name)
    for name in AT_MOST_ONCE:
        if len(mail.all(name)) > 1:
            yield Wrong(sentence=f"{name} may stand only once.", place=name)


def _sender(mail: Mail) -> Iterator[Wrong]:
    addresses = [address for _, address in getaddresses(mail.all("From")) if address]
    if len(addresses) != 1:
        yield Wrong(sentence="From must name exactly one address.", place="From")
    elif not re.fullmatch(r"[^@\s]+@[a-z0-9-]+(\.[a-z0-9-]+)+", addresses[0], re.IGNORECASE):
        yield Wrong(sentence="The address in From is none that could be answered.", place="From")


def _message_id(mail: Mail) -> Iterator[Wrong]:
    value = mail.one("Message-ID")
    match = re.fullmatch(r"<([^<>@\s]+)@([^<>@\s]+)>", value)
    if match is None:
        yield Wrong(sentence="Message-ID must be <something unique@our domain>.", place=value)
        return
    ours = _domain(mail)
    theirs = match[2].lower()
    if ours and not (theirs == ours or theirs.endswith("." + ours) or ours.endswith("." + theirs)):
        yield Wrong(sentence="Message-ID should carry the sender's own domain.", place=value, level=WARN)


def _date(mail: Mail) -> Iterator[Wrong | Unknown]:
    try:
        at = parsedate_to_datetime(mail.one("Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        yield Wrong(sentence="Date is missing or can't be read.", place=mail.one("Date"))
        return
    if mail.now is None:
        yield Unknown(sentence="Date can be read; whether it fits depends on when the mail leaves.")
        return
    age = mail.now - (at if at.tzinfo else at.replace(tzinfo=mail.now.tzinfo))
    if age < -HOUR or age > DAY:
        yield Wrong(sentence="Date must lie within the last day, and not ahead.", place=mail.one("Date"))


def _encoded_words(mail: Mail) -> Iterator[Wrong]:
    for name, raw in mail.lines:
        value = raw.decode("utf-8", "replace")
        if STRUCTURED.fullmatch(name) and ("=?" in value or ENCODED.search(value)):
            yield Wrong(sentence=f"{name} may not be an encoded word.", place=name)
        for word in ENCODED.findall(value):
            if len(word) > WORD:
                yield Wrong(sentence=f"An encoded word in {name} is longer than 75 characters.", place=name)
            elif not _decodes(word):
                yield Wrong(sentence=f"An encoded word in {name} splits a character or can't be read.", place=name)


def _bytes(mail: Mail) -> Iterator[Wrong]:
    for name, raw in mail.lines:
        flat = re.sub(rb"\r\n(?=[ \t])", b"", raw)
        if any(byte > 126 for byte in flat):  # noqa: PLR2004 - the last printable of ASCII
            yield Wrong(sentence=f"{name} holds bytes that must be encoded.", place=name)
        elif any(byte < 32 and byte != 9 for byte in flat):  # noqa: PLR2004 - controls, but the tab
            yield Wrong(sentence=f"{name} holds a control character.", place=name)
        elif any(_controls(word) for word in ENCODED.findall(flat.decode("ascii"))):
            yield Wrong(sentence=f"{name} hides a control character in an encoded word.", place=name)


def _lines(mail: Mail) -> Iterator[Wrong]:
    for number, line in enumerate(re.split(rb"\r\n|\n", mail.raw), start=1):
        if len(line) > LINE:
            yield Wrong(sentence="A line is longer than 998 bytes.", place=f"line {number}")


def _unsubscribe(mail: Mail) -> Iterator[Wrong | Unknown]:
    value = mail.one("List-Unsubscribe")
    if not value:
        if mail.bulk or _speaks_of_leaving(mail):
            yield Wrong(sentence="A bulk mail needs List-Unsubscribe with one https address.", place="List-Unsubscribe")
        else:
            yield Unknown(sentence="There is no List-Unsubscribe; a mail to one person needs none.")
        return
    addresses = re.findall(r"<([^<>\s]+)>", value)
    web = [address for address in addresses if address.lower().startswith("https://")]
    rest = [address for address in addresses if address not in web and not address.lower().startswith("mailto:")]
    left_over = re.sub(r"<[^<>\s]+>", "", value).replace(",", "").strip()
    if len(web) != 1 or rest or left_over:
        yield Wrong(sentence="List-Unsubscribe must hold one https address in <>, and at most a mailto.", place=value)
    if mail.one("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
        place = mail.one("List-Unsubscribe-Post") or "List-Unsubscribe-Post"
        yield Wrong(sentence="List-Unsubscribe-Post must be exactly List-Unsubscribe=One-Click.", place=place)


def _list_id(mail: Mail) -> Iterator[Wrong]:
    value = mail.one("List-Id")
    if mail.bulk and not re.fullmatch(r"(?:.*\s)?<[^<>\s@]+\.[^<>\s@]+>", value):
        yield Wrong(sentence="List-Id should be a name and <list.our-domain>.", place=value or "List-Id")
    for name in ("List-Help", "List-Archive", "List-Owner"):
        if mail.one(name) and not re.search(r"<(?:https?://|mailto:)[^<>\s]+>", mail.one(name)):
            yield Wrong(sentence=f"{name} should hold an address in <>.", place=mail.one(name))


def _feedback(mail: Mail) -> Iterator[Wrong]:
    value = mail.one("Feedback-ID")
    fields = value.split(":")
    if not value:
        return
    if len(fields) != 4 or not 5 <= len(fields[-1]) <= 15:  # noqa: PLR2004 - as Google asks
        yield Wrong(sentence="Feedback-ID should be four fields, the last of 5 to 15 characters.", place=value)
    elif len(set(fields)) != len(fields):
        yield Wrong(sentence="A value stands twice in Feedback-ID.", place=value)
    elif "@" in value:
        yield Wrong(sentence="Feedback-ID may not hold anybody's address.", place=value)


def _automatic(mail: Mail) -> Iterator[Wrong]:
    if mail.bulk and mail.one("Auto-Submitted").lower() != "auto-generated":
        yield Wrong(sentence="Auto-Submitted: auto-generated keeps absence notes away.", place="Auto-Submitted")


def _display_name(mail: Mail) -> Iterator[Wrong]:
    for display, _ in getaddresses([_decoded(mail.one("From"))]):
        if re.search(r"[\u2600-\u27bf\U0001f000-\U0001faff]|@|\(\d+\)", display):
            yield Wrong(sentence="The sender's name should hold no sign, address or number in brackets.", place=display)


def _subject(mail: Mail) -> Iterator[Wrong]:
    subject = mail.subject.strip()
    if not subject:
        yield Wrong(sentence="The subject is empty.", place="Subject", level=BLOCK)
    if re.match(r"(re|fwd?|aw|wg)\s*(\[\d+\])?:", subject, re.IGNORECASE):
        yield Wrong(sentence="The subject pretends to be an answer or a forward.", place=subject, level=BLOCK)
    if BIDI.search(subject) or any(ord(letter) < 32 for letter in subject):  # noqa: PLR2004 - controls
        yield Wrong(sentence="The subject holds a character that turns or breaks a line.", place="Subject", level=BLOCK)
    letters = [letter for letter in subject if letter.isalpha() and letter.lower() != letter.upper()]
    if len(letters) >= 10 and all(letter.isupper() for letter in letters):  # noqa: PLR2004 - an acronym is no shout
        yield Wrong(sentence="The subject is all capitals.", place=subject, level=BLOCK)
    if subject and not 20 <= len(subject) <= 70:  # noqa: PLR2004 - what mailboxes show
        yield Wrong(sentence="The subject should have 20 to 70 characters.", place=subject)


def _answers(mail: Mail) -> Iterator[Wrong]:
    for name in ("From", "Reply-To"):
        for _, address in getaddresses(mail.all(name)):
            if re.match(r"(no|do-?not)-?_?reply", address, re.IGNORECASE) and not (
                name == "From" and mail.one("Reply-To")
            ):
                yield Wrong(sentence="Nobody reads answers to this address.", place=address)


def _recipient(mail: Mail) -> Iterator[Wrong]:
    addresses = [address for _, address in getaddresses(mail.all("To")) if "@" in address]
    if len(addresses) != 1 or "undisclosed" in mail.one("To").lower():
        yield Wrong(sentence="To must name the one recipient.", place=mail.one("To") or "To")
    yield from (
        Wrong(sentence=f"{name} has no place in this mail.", place=name) for name in ("Cc", "Bcc") if mail.all(name)
    )


def _domain(mail: Mail) -> str:
    return next((address.rpartition("@")[2].lower() for _, address in getaddresses(mail.all("From"))), "")


def _speaks_of_leaving(mail: Mail) -> bool:
    words = f"{mail.plain or ''} {mail.page.visible if mail.page else ''}".lower()
    return "unsubscribe" in words


def _decoded(value: str) -> str:
    try:
        return "".join(
            part.decode(charset or "ascii", "replace") if isinstance(part, bytes) else part
            for part, charset in decode_header(value)
        )
    except (LookupError, ValueError):
        return value


def _decodes(word: str) -> bool:
    try:
        for part, charset in decode_header(word):
            if isinstance(part, bytes):
                part.decode(charset or "ascii")
    except (LookupError, ValueError):
        return False
    return True


def _controls(word: str) -> bool:
    return any(ord(letter) < 32 or ord(letter) == 127 for letter in _decoded(word))  # noqa: PLR2004 - C0 and DEL


RULES: tuple[Rule[Mail], ...] = (
    Rule(id="H01", level=BLOCK, holds="Every header that must stand once does.", check=_once),
    Rule(id="H02", level=BLOCK, holds="From names one address.", check=_sender),
    Rule(id="H03", level=BLOCK, holds="Message-ID is one of ours.", check=_message_id),
    Rule(id="H04", level=BLOCK, holds="Date fits the moment.", check=_date),
    Rule(id="H05", level=BLOCK, holds="Encoded words stand only where they may.", check=_encoded_words),
    Rule(id="H06", level=BLOCK, holds="The headers are plain letters.", check=_bytes),
    Rule(id="H07", level=BLOCK, holds="No line is too long.", check=_lines),
    Rule(id="H08", level=BLOCK, holds="Leaving takes one click.", check=_unsubscribe),
    Rule(id="H09", level=WARN, holds="The list is named.", check=_list_id),
    Rule(id="H10", level=WARN, holds="Feedback-ID is as Google asks.", check=_feedback),
    Rule(id="H11", level=INFO, holds="Absence notes stay away.", check=_automatic),
    Rule(id="H12", level=WARN, holds="The sender's name is a name.", check=_display_name),
    Rule(id="H13", level=WARN, holds="The subject is honest and fits.", check=_subject),
    Rule(id="H14", level=WARN, holds="Answers reach somebody.", check=_answers),
    Rule(id="H15", level=BLOCK, holds="To is the one recipient.", check=_recipient),
)
