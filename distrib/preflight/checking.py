"""All rules over one finished message, or over the HTML of one."""

from datetime import datetime

from distrib.model.messages import Finding
from distrib.preflight import bodies, headers, markup
from distrib.preflight.reading import Page, read
from distrib.preflight.rules import BLOCK, findings


def check_message(raw: bytes, *, now: datetime | None = None) -> list[Finding]:
    """Return what every rule says of a message; without `now` its date is not judged. Raises Unreadable for no mail."""
    mail = read(raw, now)
    found = [*findings(headers.RULES, mail), *findings(bodies.MAIL_RULES, mail)]
    if mail.page is not None:
        found += findings(bodies.PAGE_RULES, mail.page)
        found += findings(markup.RULES, mail.page)
    return sorted(found, key=lambda finding: finding.id)


def check_html(text: str) -> list[Finding]:
    """Return what the rules for pages say of a mail's HTML body alone. Raises Unreadable for no page."""
    page = Page(text)
    found = [*findings(bodies.PAGE_RULES, page), *findings(bodies.HTML_ONLY_RULES, page), *findings(markup.RULES, page)]
    return sorted(found, key=lambda finding: finding.id)


def blocked(found: list[Finding]) -> bool:
    """Tell whether anything found must stop a mail."""
    return any(finding.level == BLOCK and finding.ok is False for finding in found)
