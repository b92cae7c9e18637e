"""Whatever a feed, sitemap or JSON holds, in whichever field: what comes out is harmless, soon, and no larger."""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import html as lxml_html

from distrib.errors import Unreadable
from distrib.ingest.shown import shown
from distrib.ingest.sources import feed, sitemap

URL = "https://paper.example/feed"

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "broken script": "<scr\x01ipt>alert(1)</scr\x01ipt>",
    "handler": "<img src=x onerror=alert(1)>",
    "svg": "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "svg at once": "<svg/onload=alert(1)>",
    "javascript": "<a href='javascript:alert(1)'>x</a>",
    "javascript in capitals": "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "javascript by numbers": "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "javascript with a tab": "<a href='java&#9;script:alert(1)'>x</a>",
    "data link": "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "data picture": "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "late picture": "<img data-src='javascript:alert(1)' src='data:,'>",
    "frame": "<iframe src='https://evil.example'></iframe>",
    "style": "<style>*{background:url(https://evil.example)}</style><p style='position:fixed'>x</p>",
    "form": "<form action='https://evil.example'><input name=password></form>",
    "mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "base and meta": "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example'>",
    "conditional": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "headers": "Rain\r\nBcc: everyone@evil.example\r\n\r\n<b>x",
    "bidi": "safe\u202egpj.exe \u2066x\u2069",
    "bidi by numbers": "safe&#8238;gpj.exe &#x2066;x&#x202E;",
    "controls": "a\u0085b\u009bc\u200bd\ufeffe\ufff9f",
    "half a character": "&#xD800; &#55296;",
    "attribute": "\"'><script>alert(1)</script>",
    "template": "{{ 7*7 }}${7*7}<%= 7*7 %>",
    "address": "javascript:alert(1)",
    "address that is data": "data:text/html;base64,PHNjcmlwdD4=",
    "address with a secret": "https://user:secret@evil.example/",
    "address that breaks out": 'https://evil.example/"onmouseover=alert(1)//<b>',
    "address of many lines": "https://evil.example/\r\nSet-Cookie: x",
}
FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
ELEMENTS = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "svg",
    "math",
    "base",
    "meta",
    "link",
    "noscript",
}


def rss(said: str) -> str:
    names = ["title", "description", "author", "category", "guid", "link", "comments", "source", "pubDate"]
    names += [
        "content:encoded",
        "dc:creator",
        "dc:subject",
        "dc:date",
        "dc:language",
        "itunes:summary",
        "itunes:author",
    ]
    inside = "".join(f"<{name}>{said}</{name}>" for name in names)
    value = quoteattr(html.unescape(re.sub(r"<!\[CDATA\[|\]\]>", "", said)))
    rows = f"<enclosure url={value} type={value}/><itunes:image href={value}/><media:thumbnail url={value}/>"
    rows += f"<media:content url={value} type='image/jpeg' medium={value}><media:description>{said}</media:description>"
    rows += f"<media:credit>{said}</media:credit></media:content><media:content url='/a.jpg' medium='image'/>"
    spaces = (
        "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
    )
    head = f"<title>{said}</title><link>{said}</link><language>{said}</language>"
    return f"<rss version='2.0' {spaces}><channel>{head}<item>{inside}{rows}</item></channel></rss>"


def rdf(said: str) -> str:
    inside = f"<title>{said}</title><link>{said}</link><description>{said}</description>"
    return (
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        f"<channel>{inside}</channel><item rdf:about='x'>{inside}</item></rdf:RDF>"
    )


def atom(said: str, *, space: str = "http://www.w3.org/2005/Atom", kind: str = "html") -> str:
    value = quoteattr(html.unescape(re.sub(r"<!\[CDATA\[|\]\]>", "", said)))
    parts = "".join(f"<{name} type='{kind}'>{said}</{name}>" for name in ("title", "summary", "content"))
    parts += f"<id>{said}</id><author><name>{said}</name><email>{said}</email><uri>{said}</uri></author>"
    parts += (
        f"<link href={value}/><link rel='enclosure' href={value}/><category term={value} label={value} scheme={value}/>"
    )
    return f"<feed xmlns='{space}' version='0.3'><title>{said}</title><link href={value}/><entry>{parts}</entry></feed>"


def atom_03(said: str) -> str:
    return atom(said, space="http://purl.org/atom/ns#", kind="text/html")


def ill_formed(said: str) -> str:
    return rss(said).replace("</channel>", "<p>&nbsp;& &unknown; \x02</channel")


XML: dict[str, Callable[[str], str]] = {
    "rss": rss,
    "rdf": rdf,
    "atom": atom,
    "atom 0.3": atom_03,
    "ill-formed": ill_formed,
}


def texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, name)
    elif isinstance(value, str):
        yield name, value


def assert_harmless(found: Any) -> None:
    for name, value in texts(shown(found)):
        assert not FORBIDDEN.search(value), (name, value)
        if name == "content_html":
            assert_safe(value)
            continue
        assert "\n" not in value, (name, value)
        assert "\r" not in value, (name, value)
        if name == "url":
            parts = urlsplit(value)
            assert parts.scheme.lower() in {"http", "https"}
            assert parts.hostname
            assert "@" not in parts.netloc
            assert not set(value) & set(" \"'<>") - {"'"}, value


def assert_safe(fragment: str) -> None:
    for element in lxml_html.fragment_fromstring(fragment, create_parent="div").iter():
        assert element.tag not in ELEMENTS, fragment
        for key, value in element.attrib.items():
            assert not key.startswith("on"), fragment
            assert key not in {"style", "srcset", "formaction", "srcdoc"}, fragment
            if key in {"href", "src", "cite"}:
                assert value.split(":", 1)[0].lower() in {"http", "https", "mailto"}, fragment


@pytest.mark.parametrize("form", XML)
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_every_field_of_a_feed_comes_out_harmless(form: str, attack: str) -> None:
    for said in (escape(attack), f"<![CDATA[{attack}]]>", escape(escape(attack)), attack):
        found = feed.read(XML[form](said).encode("utf-8", "replace"), url=URL)
        assert found.entries or said == attack  # bare markup may swallow what follows
        assert_harmless(found)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_every_field_of_a_json_feed_comes_out_harmless(attack: str) -> None:
    for said in (attack, html.unescape(attack), html.escape(attack)):
        item = dict.fromkeys(("id", "url", "external_url", "title", "summary", "content_html", "content_text"), said)
        item |= dict.fromkeys(("image", "banner_image", "date_published", "language"), said)
        more = {
            "tags": [said],
            "authors": [{"name": said, "url": said}],
            "attachments": [{"url": said, "mime_type": said}],
        }
        head = dict.fromkeys(("title", "home_page_url", "language", "version"), said) | {
            "hubs": [{"type": "x", "url": said}]
        }
        assert_harmless(feed.read(json.dumps({**head, "items": [item | more]}).encode(), url=URL))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_every_field_of_a_sitemap_comes_out_harmless(attack: str) -> None:
    for said in (escape(attack), f"<![CDATA[{attack}]]>"):
        data = (
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='n' "
            "xmlns:image='i' xmlns:video='v'>"
            f"<url><loc>{said}</loc></url><url><loc>https://paper.example/a</loc><lastmod>{said}</lastmod><news:news>"
            f"<news:title>{said}</news:title><news:keywords>{said}</news:keywords><news:language>{said}</news:language>"
            f"<news:publication_date>{said}</news:publication_date></news:news><image:image><image:loc>{said}</image:loc>"
            f"<image:caption>{said}</image:caption></image:image><video:video><video:content_loc>{said}</video:content_loc>"
            "</video:video></url></urlset>"
        )
        try:
            found = sitemap.read(data.encode("utf-8", "replace"), url=URL)
        except Unreadable:
            continue
        assert_harmless(found)


LAUGHS = "<!DOCTYPE rss [<!ENTITY a 'ha'>" + "".join(
    f'\n<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)
)
LONG = "x" * 50_000
LONG_ENTITY = f'<!DOCTYPE rss [\n<!ENTITY a "{LONG}">\n]>'.encode()
DEEP = 60_000
ITEM = "<item><title>T</title><link>https://paper.example/a</link></item>"


def story(words: str) -> bytes:
    return channel(f"<item><description>{escape(words)}</description></item>")


def channel(inside: str) -> bytes:
    return f"<rss version='2.0'><channel>{inside}</channel></rss>".encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "a billion laughs": lambda: f"{LAUGHS}]>".encode() + channel("<item><title>&j;</title></item>"),
    "one long entity, often": lambda: LONG_ENTITY + channel(f"<item><title>{'&a;' * 20_000}</title></item>"),
    "an entity in an attribute": lambda: (
        f'<!DOCTYPE rss [\n<!ENTITY a "{LONG}">\n]>'.encode()
        + channel(f"<item><enclosure url='{'&a;' * 20_000}'/></item>")
    ),
    "an entity from outside": lambda: (
        b"<!DOCTYPE rss [\n<!ENTITY a SYSTEM 'file:///etc/passwd'>\n]>" + channel("<item><title>&a;</title></item>")
    ),
    "an inclusion": lambda: channel(
        "<item><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/></item>"
    ),
    "deep elements": lambda: channel("<item>" + "<a>" * DEEP + "</a>" * DEEP + "</item>"),
    "deep elements, never closed": lambda: channel("<item>" + "<a>" * DEEP),
    "deep content": lambda: story("<div>" * DEEP),
    "deep titles": lambda: channel(f"<item><title>{escape('<b>' * DEEP)}</title></item>"),
    "tags that never end": lambda: story("<p" * DEEP),
    "quotes that never end": lambda: channel(
        "<item><description>" + escape("<a title='" * DEEP) + "</description></item>"
    ),
    "figures": lambda: channel(
        f"<item><description>{escape('<figure><img src=/pixel.gif>' * 9_000)}</description></item>"
    ),
    "captions": lambda: channel(
        f"<item><description>{escape('<figure><img src=/a.jpg><figcaption>' * 9_000)}</description></item>"
    ),
    "comments that never end": lambda: channel("<item><title>a</title>" + "<!--" * DEEP),
    "ampersands": lambda: channel(f"<item><title>{'&' * 300_000}</title></item>"),
    "references to nothing": lambda: channel(f"<item><title>{'&nothing;' * DEEP}</title></item>"),
    "openings of CDATA": lambda: channel(f"<item><title>{'<![CDATA[' * DEEP}</title></item>"),
    "an endless title": lambda: channel(f"<item><title>{'word ' * 600_000}</title></item>"),
    "an endless text": lambda: channel(
        f"<item><description>{'word &lt;b&gt;x&lt;/b&gt; ' * 200_000}</description></item>"
    ),
    "an endless address": lambda: channel(f"<item><link>https://paper.example/{'a' * 3_000_000}</link></item>"),
    "an endless author": lambda: channel(f"<item><author>{'a.' * 100_000}@{'b.' * 100_000}</author></item>"),
    "an endless date": lambda: channel(f"<item><pubDate>{'1' * 1_000_000}</pubDate></item>"),
    "many entries": lambda: channel("<item/>" * 100_000),
    "many categories": lambda: channel(f"<item>{''.join(f'<category>c{n}</category>' for n in range(4_000))}</item>"),
    "many links": lambda: channel(f"<item>{'<link>https://paper.example/a</link>' * 50_000}</item>"),
    "many attributes": lambda: channel(f"<item {' '.join(f'a{n}=' + chr(39) * 2 for n in range(30_000))}/>"),
    "many namespaces": lambda: channel("".join(f"<a xmlns:n{n}='u{n}'/>" for n in range(30_000)) + ITEM),
    "many pictures": lambda: channel(
        f"<item><description>{escape('<img src=/pixel.gif>' * 20_000)}</description></item>"
    ),
    "a packed bomb": lambda: gzip.compress(b"\0" * 200_000_000, 1),
    "packed twice": lambda: gzip.compress(gzip.compress(channel(ITEM))),
    "deep JSON": lambda: b'{"items": ' + b"[" * 500_000,
    "a long number": lambda: b'{"items": [{"id": ' + b"9" * 1_000_000 + b"}]}",
    "zeros": lambda: b"\0" * 3_000_000,
    "spaces": lambda: b" " * 3_000_000 + channel(ITEM),
    "questions": lambda: b"<?xml " * 300_000,
    "declarations": lambda: b"<!DOCTYPE " * 300_000,
    "entities": lambda: b"<!ENTITY a \n" * 200_000 + channel(ITEM),
}


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_no_feed_takes_long_or_grows(bomb: Callable[[], bytes]) -> None:
    data = bomb()
    try:
        found = feed.read(data, url=URL)
    except Unreadable as error:
        assert str(error).endswith((".", "…"))  # noqa: PT017 - either end is right
        found = None
    if found is not None:
        assert "root:" not in json.dumps(shown(found))
        assert_harmless(found)
        assert len(json.dumps(shown(found))) < max(5_000_000, 3 * len(data))


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize(
    "inside", ["<url>" * DEEP, "<url><a>" + "x<b/>" * 2_000_000, "<c/>" * 1_500_000, "<!-- -->" * 500_000]
)
def test_no_sitemap_takes_long_or_grows(inside: str) -> None:
    with pytest.raises(Unreadable):
        sitemap.read(f"<urlset>{inside}".encode())
