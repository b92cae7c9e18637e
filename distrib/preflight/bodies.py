"""B rules: what stands in the mail, part by part and link by link."""

import ipaddress
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

from distrib.preflight.reading import Mail, Page, host_of
from distrib.preflight.rules import BLOCK, WARN, Rule, Unknown, Wrong

CLIP, NEAR = 100_000, 90_000
SHORTENERS = frozenset({"bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "buff.ly", "cutt.ly", "rb.gy"})
FORBIDDEN = ("script", "form", "input", "button", "select", "textarea", "iframe", "object", "embed", "base", "applet")
HOSTS = 3
_URL_WORDS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?:[/?#]\S*)?", re.IGNORECASE)
_OPEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|%%[A-Za-z_.-]+%%|\$\{[A-Za-z_.]+\}|\*\|[A-Z_:]+\|\*|<%=?.*?%>", re.DOTALL)
_HOLLOW = re.compile(r"(?:None|undefined|null|NaN|\[object Object\])", re.IGNORECASE)
_LOCAL = re.compile(r"\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0)\b", re.IGNORECASE)
_STAGING = re.compile(r"(?:^|\.)(?:staging|stage|test|dev|preprod|uat)[0-9]*\.", re.IGNORECASE)


def _parts(mail: Mail) -> Iterator[Wrong]:
    kinds = [part.kind for part in mail.parts]
    if mail.message.get_content_type() != "multipart/alternative" or kinds != ["text/plain", "text/html"]:
        yield Wrong(sentence="The mail must be text and HTML, in this order.", place=", ".join(kinds))
    for part in mail.parts:
        if part.kind.startswith("text/") and (part.charset not in {"utf-8", "us-ascii"} or part.broken):
            yield Wrong(sentence="A part is not the UTF-8 that it says.", place=f"{part.kind}; charset={part.charset}")


def _size(page: Page) -> Iterator[Wrong]:
    size = len(page.text.encode("utf-8", "replace"))
    if size > CLIP:
        yield Wrong(sentence=f"The HTML has {size:,} bytes: Gmail will cut it.", level=BLOCK)
    elif size > NEAR:
        yield Wrong(sentence=f"The HTML has {size:,} bytes: near where Gmail cuts.")


def _leaving(mail: Mail) -> Iterator[Wrong | Unknown]:
    if not mail.bulk or mail.page is None:
        yield Unknown(sentence="Only a bulk mail needs its unsubscribe link in sight.")
        return
    header = re.findall(r"<(https?://[^<>\s]+)>", mail.one("List-Unsubscribe"))
    found = [
        address
        for address, element in mail.page.links
        if address in header or "unsubscribe" in f"{address} {element.text_content()}".lower()
    ]
    if not found:
        yield Wrong(sentence="No link in the mail lets one leave.")
        return
    if len(mail.page.text.encode("utf-8", "replace")) <= CLIP:
        return
    place = max(mail.page.text.rfind(escape(address)) for address in found)
    if len(mail.page.text[: max(place, 0)].encode("utf-8", "replace")) > CLIP:
        yield Wrong(sentence="The link to leave stands behind the place where Gmail cuts.")


def _plain(mail: Mail) -> Iterator[Wrong | Unknown]:
    text = mail.plain
    if not text or not text.strip():
        yield Wrong(sentence="The plain-text part is missing or empty.")
        return
    if mail.page is None:
        yield Unknown(sentence="Without an HTML part there is nothing to compare the text with.")
        return
    if len(text) < 200 and re.search(r"(view|read|open).{0,40}(html|browser|online)", text, re.IGNORECASE):  # noqa: PLR2004 - a stub
        yield Wrong(sentence="The plain-text part only points to the HTML.", place=text.strip()[:80])
    headlines = [a for h in mail.page.root.iter("h1", "h2", "h3") for a in h.iter("a")]
    for headline in headlines:
        address, words = headline.get("href") or "", " ".join(str(headline.text_content()).split())
        if address and address not in text:
            yield Wrong(sentence="A story's address is missing from the text part.", place=words or address)
    for address in re.findall(r"<(https?://[^<>\s]+)>", mail.one("List-Unsubscribe")):
        if address not in text:
            yield Wrong(sentence="The text part has no link to leave.", place=address)


def _words(page: Page) -> Iterator[Wrong]:
    if page.images and len(page.visible) < 500:  # noqa: PLR2004 - fewer beside pictures is an image-only mail
        yield Wrong(sentence=f"There are only {len(page.visible)} characters of text beside the pictures.")
    elif len(page.visible) < 40:  # noqa: PLR2004 - a sentence
        yield Wrong(sentence="There is hardly any text.")


def _preheader(page: Page) -> Iterator[Wrong]:
    text = page.preheader
    if not 40 <= len(text) <= 110:  # noqa: PLR2004 - what mailboxes show beside a subject
        yield Wrong(sentence="The preheader should have 40 to 110 characters.", place=text)
    elif page.subject and text == page.subject.strip():
        yield Wrong(sentence="The preheader repeats the subject.", place=text)
    elif re.match(r"view (this )?(e-?mail )?(in|online)", text, re.IGNORECASE):
        yield Wrong(sentence="The preheader tells nothing of the news.", place=text)


def _hidden(page: Page) -> Iterator[Wrong]:
    hidden = [
        one
        for one in page.root.iter()
        if isinstance(one.tag, str)
        and re.search(r"display\s*:\s*none|font-size\s*:\s*0(px)?\s*(;|$)", one.get("style") or "")
    ]
    for element in hidden[1:]:
        if str(element.text_content()).strip():
            yield Wrong(sentence="Only the preheader may be hidden.", place=str(element.text_content()).strip()[:80])


def _addresses(page: Page) -> Iterator[Wrong]:
    for address, element in page.links:
        words = " ".join(str(element.text_content()).split())
        if address.startswith(("mailto:", "tel:")) or (address.startswith("#") and len(address) > 1):
            continue
        yield from _address(address, words)
        told = _URL_WORDS.fullmatch(words)
        if told and host_of(address) and not _same_host(told[1], host_of(address)):
            yield Wrong(sentence="A link says another host than it leads to.", place=f"{words} -> {address}")
    for image in page.images:
        source = (image.get("src") or "").strip()
        if not source.startswith("data:"):  # B10 speaks of those
            yield from _address(source, image.get("alt") or "picture")


def _address(address: str, words: str) -> Iterator[Wrong]:
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        yield Wrong(sentence="An address can't be read.", place=f"{words}: {address}")
        return
    place = f"{words}: {address}"
    if parts.scheme != "https" or not host:
        if parts.scheme != "javascript":  # B10 speaks of those
            yield Wrong(sentence="An address must be absolute and https.", place=place)
        return
    if _is_ip(host):
        yield Wrong(sentence="An address names a number in place of a host.", place=place)
    if parts.username or parts.password or "@" in parts.netloc:
        yield Wrong(sentence="An address carries a user name.", place=place)
    if port not in {None, 443}:
        yield Wrong(sentence="An address names an odd port.", place=place)
    if host.removeprefix("www.") in SHORTENERS:
        yield Wrong(sentence="An address hides behind a shortener.", place=place)


def _hosts(mail: Mail) -> Iterator[Wrong]:
    if mail.page is None:
        return
    ours = ".".join(mail.one("From").rstrip(">").rpartition("@")[2].lower().split(".")[-2:])
    others = {host for host in (host_of(address) for address, _ in mail.page.links) if host and not host.endswith(ours)}
    if len(others) > HOSTS:
        yield Wrong(
            sentence=f"The mail links to {len(others)} hosts that are not ours.", place=", ".join(sorted(others))
        )


def _active(page: Page) -> Iterator[Wrong]:
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in FORBIDDEN or (element.tag == "link" and element.get("rel")):
            yield Wrong(sentence=f"<{element.tag}> has no place in a mail.", place=f"<{element.tag}>")
        if element.tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield Wrong(sentence="A mail may not lead away by itself.", place="<meta http-equiv=refresh>")
        for name, value in element.attrib.items():
            address = re.sub(r"[\s\x00]", "", str(value)).lower()
            if str(name).lower().startswith("on") or address.startswith(("javascript:", "vbscript:")):
                yield Wrong(sentence="A mail may hold no script.", place=f"<{element.tag} {name}>")
            elif name == "src" and address.startswith("data:"):
                yield Wrong(sentence="A picture stands in the mail itself; Gmail drops it.", place="data:")


def _unfilled_page(page: Page) -> Iterator[Wrong]:
    for found in _OPEN.findall(page.visible + " " + " ".join(address for address, _ in page.links)):
        yield Wrong(sentence="Something was never filled in.", place=found)
    for element in page.root.iter():
        if isinstance(element.tag, str) and element.tag not in {"style", "script"}:
            for words in (element.text, element.tail, element.get("href"), element.get("src"), element.get("alt")):
                if words and (_HOLLOW.fullmatch(words.strip()) or re.search(r"/(?:None|undefined)(?:[/?#]|$)", words)):
                    yield Wrong(sentence="A value was missing when this was drawn.", place=words.strip())
    for address in [address for address, _ in page.links] + [image.get("src") or "" for image in page.images]:
        if _LOCAL.search(host_of(address)) or _STAGING.search(host_of(address)):
            yield Wrong(sentence="An address leads to a machine that no reader can reach.", place=address)
    if _LOCAL.search(page.visible):
        yield Wrong(sentence="The text speaks of localhost.", place="localhost")


def _unfilled(mail: Mail) -> Iterator[Wrong]:
    for where, text in (("Subject", mail.subject), ("text part", mail.plain or ""), ("To", mail.one("To"))):
        for found in _OPEN.findall(text):
            yield Wrong(sentence="Something was never filled in.", place=f"{where}: {found}")
        if _LOCAL.search(text):
            yield Wrong(sentence="The mail speaks of localhost.", place=where)
        for line in text.splitlines():
            if _HOLLOW.fullmatch(line.strip()):
                yield Wrong(sentence="A value was missing when this was drawn.", place=f"{where}: {line.strip()}")
    for name, raw in mail.lines:
        if name.lower() not in {"subject", "to"} and _OPEN.search(raw.decode("utf-8", "replace")):
            yield Wrong(sentence="Something was never filled in.", place=name)
    if mail.page is not None:
        yield from _unfilled_page(mail.page)


def _weight(mail: Mail) -> Iterator[Wrong]:
    if len(mail.raw) > 200_000:  # noqa: PLR2004 - a digest needs a third of it
        yield Wrong(sentence=f"The whole mail has {len(mail.raw):,} bytes.")
    if mail.message.is_multipart() and any(
        part.get_content_disposition() == "attachment" for part in mail.message.walk()
    ):
        yield Wrong(sentence="The mail carries an attachment.")


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(re.fullmatch(r"\d+", host))
    return True


def _same_host(told: str, real: str) -> bool:
    told, real = told.lower().removeprefix("www."), real.removeprefix("www.")
    return told == real or told.endswith("." + real) or real.endswith("." + told)


PAGE_RULES: tuple[Rule[Page], ...] = (
    Rule(id="B02", level=WARN, holds="Gmail will not cut it.", check=_size),
    Rule(id="B05", level=BLOCK, holds="There is real text.", check=_words),
    Rule(id="B06", level=WARN, holds="The preheader tells something.", check=_preheader),
    Rule(id="B07", level=WARN, holds="Nothing else is hidden.", check=_hidden),
    Rule(id="B08", level=BLOCK, holds="Every address is whole and honest.", check=_addresses),
    Rule(id="B10", level=BLOCK, holds="Nothing in it runs or asks.", check=_active),
)
HTML_ONLY_RULES: tuple[Rule[Page], ...] = (
    Rule(id="B11", level=BLOCK, holds="Everything was filled in.", check=_unfilled_page),
)
MAIL_RULES: tuple[Rule[Mail], ...] = (
    Rule(id="B01", level=BLOCK, holds="Text first, HTML last, both UTF-8.", check=_parts),
    Rule(id="B03", level=BLOCK, holds="The link to leave is in sight.", check=_leaving),
    Rule(id="B04", level=WARN, holds="The text part says the same.", check=_plain),
    Rule(id="B09", level=WARN, holds="Links lead to few hosts.", check=_hosts),
    Rule(id="B11", level=BLOCK, holds="Everything was filled in.", check=_unfilled),
    Rule(id="B12", level=WARN, holds="The mail is light.", check=_weight),
)
