"""Poison in every field of a feed and its page, followed to the reader: mail, headers, text and share page."""

import re
from email import message_from_bytes, policy
from html import escape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from lxml import html as parser
from sqlmodel import select

from distrib.composition.assembling import Assembler
from distrib.composition.digest import unpack
from distrib.model.stories import Story
from distrib.pipeline import gather, prepare
from distrib.pipeline.parts import Parts
from distrib.store import digests
from distrib.web.app import create_app
from tests import factories
from tests.composition.pages import some_blanks

POISON = {
    "a script": "<script>alert(1)</script>",
    "an attribute": '"><img src=x onerror=alert(1)>\' onmouseover=alert(1) x="',
    "a frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><form action=x><input>",
    "a drawing": "<svg onload=alert(1)><animate onbegin=alert(1)></svg><math><mtext><style><img src onerror=alert(1)>",
    "an end": "</title></style></a></td></table><base href=//evil.example><meta http-equiv=refresh content=0>",
    "a comment": "<!--[if mso]><xml><![endif]--> --><script>alert(1)</script>",
    "a header": "News\r\nBcc: victim@inbox.example\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "a folded header": "News\n\tBcc: victim@inbox.example\x0bX: 1\x0cX: 2\x85X: 3\u2028Bcc: a@b.example\u2029X: 4",
    "an encoded word": "=?utf-8?q?=0D=0ABcc:_victim@inbox.example?= =?utf-8?b?PHNjcmlwdD4=?=",
    "a template": "{{ 7*191 }}{% raw %}{{ page.__class__ }}{# #}${7*191}#{7*191}",
    "turned signs": "gnp.\u202egpj \u2066abc\u2069 \u200e\u200f\u061c\u202d",
    "nothing seen": "a\x00b\x07c\x1b[31md\ufeffe\ufffe",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;script&#62; &amp;lt;script&amp;gt;",
}
EVIL_URLS = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd"]


def a_feed(poison: str, url: str) -> bytes:
    """Return a feed that is well formed, with the poison as the text of every field."""
    clean = "".join(sign for sign in poison if sign in "\r\n\t" or sign >= " ").replace("\ufffe", "")
    p, u = escape(clean), escape(url)
    fields = (
        f"<title>Harvest festival {p}</title><link>https://paper.example/odisha/harvest</link><guid>{p}</guid>"
        f"<description>{p}</description><content:encoded>{p}</content:encoded><author>{p}</author>"
        f"<dc:creator>{p}</dc:creator><category>Odisha</category><category>{p}</category>"
        f'<media:content url="https://paper.example/h.jpg" medium="image" width="900" height="600">'
        f"<media:description>{p}</media:description><media:credit>{p}</media:credit><media:title>{p}</media:title>"
        f'</media:content><media:thumbnail url="{u}"/><enclosure url="{u}" type="image/jpeg" length="1"/>'
        f"<comments>{u}</comments><source url='{u}'>{p}</source>"
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">'
        f"<channel><title>{p}</title><link>https://paper.example/</link><language>en</language>"
        f"<item>{fields}<pubDate>Tue, 24 Nov 2026 04:00:00 GMT</pubDate></item>"
        f"<item><title>Another</title><link>{u}</link><description>{p}</description></item></channel></rss>"
    ).encode()


def a_page(poison: str, url: str) -> bytes:
    p, u = escape(poison), escape(url)
    return (
        f"<html><head><title>{p}</title><meta property='og:title' content=\"Harvest festival {p}\">"
        f'<meta property=\'og:image:alt\' content="{p}"><meta name=author content="{p}">'
        f"<meta property='article:section' content='Odisha'><link rel=canonical href=\"{u}\"></head>"
        f"<body><article><h1>Harvest festival {p}</h1><p>{p} {'It went on. ' * 40}</p>{poison}</article></body></html>"
    ).encode("utf-8", "replace")


def a_day(parts: Parts, poison: str, url: str) -> int:
    """Live a day with that story; return the edition's id."""
    parts.fetcher.pages |= {
        "https://paper.example/feed": a_feed(poison, url),
        "https://paper.example/odisha/harvest": a_page(poison, url),
    }
    with parts.database.writing() as session:
        factories.a_newsroom(session)
        factories.a_source(session, url="https://paper.example/feed", own=True)
        mailing_list = factories.a_list(session)
        factories.a_section(session, mailing_list, rule={"sections": ["Odisha"]}, slug="odisha")
        edition = factories.an_edition(session, mailing_list)
        edition_id = edition.id or 0
    gather.gather(parts)
    prepare.prepare(parts, edition_id)
    return edition_id


def check_html(page: str) -> None:
    root = parser.document_fromstring(page)
    for element in root.iter():
        if not isinstance(element.tag, str):
            assert "alert" not in (element.text or "")
            continue
        tags = {"script", "iframe", "object", "embed", "form", "input", "svg", "math", "base", "textarea", "frame"}
        assert element.tag not in tags, element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on"), (element.tag, name)
            if name in {"href", "src", "action", "background", "poster"}:
                assert re.match(r"(https?://|mailto:|/|#)", value), value
                assert not re.match(r"https?://(evil\.|x[/?#]|x$)", value), value
            assert not (element.tag == "meta" and value.lower() == "refresh")


def check_words(text: str) -> None:
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufeff\ufffe]", text)
    assert "1337" not in text


CASES = [(poison, EVIL_URLS[number % len(EVIL_URLS)]) for number, poison in enumerate(POISON.values())]


@pytest.mark.parametrize(("poison", "url"), CASES, ids=POISON.keys())
def test_poison_reaches_no_reader(sqlite_parts: Parts, poison: str, url: str) -> None:
    edition_id = a_day(sqlite_parts, poison, url)
    with sqlite_parts.database.reading() as session:
        digest = digests.newest(session, edition_id)
        told = session.exec(select(Story)).all()
    assert digest is not None, "the story was dropped, not made harmless"
    assert {story.url for story in told} == {"https://paper.example/odisha/harvest"}
    assembler = Assembler(unpack(digest.content))
    raw = b"".join(assembler.message(assembler.plan(None), some_blanks()))

    mail: Any = message_from_bytes(raw, policy=policy.default)
    names = [name.lower() for name in mail.keys()]  # noqa: SIM118 - a message's names, repeated ones too
    assert len(names) == len(set(names))
    assert not {"bcc", "cc", "x"} & set(names)
    assert mail["to"].addresses[0].addr_spec == "asha@inbox.example"
    assert "Harvest festival" in mail["subject"]
    assert "\n" not in str(mail["subject"])
    for name, value in mail.items():
        check_words(str(value))
        assert not re.search(r"[\r\n]", str(value)), name
    page = mail.get_body(("html",)).get_content()
    check_html(page)
    check_words(page)
    check_words(mail.get_body(("plain",)).get_content())
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == ["text/plain", "text/html"]


@pytest.mark.parametrize(("poison", "url"), CASES, ids=POISON.keys())
def test_poison_reaches_no_visitor_of_the_share_page(sqlite_parts: Parts, poison: str, url: str) -> None:
    a_day(sqlite_parts, poison, url)
    with TestClient(create_app(sqlite_parts), follow_redirects=False) as client:
        with sqlite_parts.database.reading() as session:
            story_id = session.exec(select(Story.id)).first()
        answer = client.get(f"/s/{story_id}")
        short = client.get(f"/s/{story_id}/whatsapp")

    assert answer.status_code == 200
    check_page = re.sub(r'<input id="link"[^>]*>', "", answer.text)  # ours: the address to copy
    root = parser.document_fromstring(check_page)
    for element in list(root.iter("script")):
        assert re.match(r"/(static/)?[a-z.]+$", element.get("src", "")), "a script of theirs"
        assert not (element.text or "").strip()
        element.drop_tree()
    check_html(parser.tostring(root, encoding="unicode"))
    check_words(answer.text)
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert short.status_code == 302
    assert not re.search(r"[\r\n]", short.headers["location"])
