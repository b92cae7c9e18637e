"""A mail that passes every rule, and ways to spoil it."""

from collections.abc import Mapping
from datetime import UTC, datetime

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HEADERS: Mapping[str, str] = {
    "From": "The Test Post <morning@paper.example>",
    "To": "Asha <asha@inbox.example>",
    "Subject": "The river bus is back on the water",
    "Date": "Tue, 24 Nov 2026 01:00:00 +0000",
    "Message-ID": "<d5.v1@paper.example>",
    "MIME-Version": "1.0",
    "List-Id": "morning <morning.paper.example>",
    "List-Unsubscribe": "<https://mail.paper.example/u/abc>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "Feedback-ID": "e1:morning:digest:paperexample",
    "Precedence": "bulk",
    "Auto-Submitted": "auto-generated",
    "Content-Type": 'multipart/alternative; boundary="b"',
}
HTML = (
    '<!DOCTYPE html>\n<html lang="en" dir="ltr"><head><meta charset="utf-8"><meta name="viewport" content="x">'
    '<meta name="x-apple-disable-message-reformatting"><meta name="format-detection" content="x">'
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
    "<title>The river bus is back</title><style>@media print { p { color:#111 !important } }</style></head>\n<body>\n"
    '<div style="display:none">Six ferries link the islands with the town from today; a crossing costs ten.</div>'
    '<div lang="en" dir="ltr"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr>\n'
    '<td style="font-family:Georgia,serif"><h1 style="margin:0"><a href="https://mail.paper.example/c/1">The river bus'
    '</a></h1><img src="https://mail.paper.example/a.jpg" alt="A ferry" width="592"><p style="margin:0">'
    + "Words that say what happened. " * 20
    + '</p>\n<a href="https://mail.paper.example/u/abc">Unsubscribe</a></td></tr></table></div></body></html>'
)
TEXT = (
    "The river bus\nhttps://mail.paper.example/c/1\n\n"
    + "Words. " * 40
    + "\nUnsubscribe: https://mail.paper.example/u/abc\n"
)


def a_mail(
    headers: Mapping[str, str | None] | None = None,
    *,
    html: str | None = HTML,
    text: str | None = TEXT,
    extra: str = "",
    charset: str = "utf-8",
) -> bytes:
    lines = {**HEADERS, **(headers or {})}
    head = "".join(f"{name}: {value}\n" for name, value in lines.items() if value is not None) + extra
    parts = [("plain", text), ("html", html)]
    body = "".join(
        f"--b\nContent-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n{words}\n"
        for kind, words in parts
        if words is not None
    )
    return f"{head}\n{body}--b--\n".encode().replace(b"\n", b"\r\n")
