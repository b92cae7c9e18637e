"""The strict reader gives what the tolerant one gives, to the letter, or leaves the feed to it."""

import gzip
import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distrib.ingest.shown import shown
from distrib.ingest.sources import feed, strict, tolerant
from distrib.ingest.sources.decoding import as_utf8
from distrib.ingest.sources.entries import Raw
from distrib.ingest.sources.naming import Unfit

URL = "https://paper.example/odisha/feed"


def whole(raw: Raw, url: str = URL) -> Any:
    reading = feed._cleaned(raw, url, None)
    entries = [shown(entry) for entry in reading.entries]
    return shown(reading.head), entries, [words for words in reading.problems if "breaks the rules" not in words]


def same(data: bytes, url: str = URL) -> bool | None:
    """Return whether both readers agree; None where the strict one leaves the feed to the other."""
    data = as_utf8(data)
    try:
        found = whole(strict.read(data, url), url)
    except Unfit:
        return None
    return bool(found == whole(tolerant.read(data, url), url))


NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "georss": "http://www.georss.org/georss",
    "gml": "http://www.opengis.net/gml",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "own": "https://paper.example/own",
}
WORDS = st.sampled_from(
    [
        *("", " ", "Rain", "Café", "ବର୍ଷା", "A &amp; B", "<b>bold</b>", "Tom & Jerry", "Ã©tÃ©", "a\nb", "“quoted”", "क्‍ष"),
        *("<p>one</p><p>two</p>", "<img src='/a.jpg' width='640'>", "<script>x</script>", "10 < 20", "a;b, c", "€uro"),
        *(
            "Asha Das (asha@paper.example)",
            "desk@paper.example",
            "<desk@paper.example>",
            "\u00a0",
            "\u202eevil",
            "x\u2028y",
        ),
    ]
)
URLS = st.sampled_from(
    [
        *(
            "https://paper.example/a",
            "/b?x=1&y=2",
            "c.html#d",
            "http://[",
            "mailto:a@b.example",
            "tag:paper.example,2026:1",
        ),
        *(
            "https://paper.example",
            "//other.example/x",
            "https://paper.example/é",
            "javascript:alert(1)",
            "http:///x",
            "?q",
        ),
        *(
            "https://paper.example/a?x=1&amp;y=2",
            " https://paper.example/s ",
            "HTTPS://PAPER.example/A",
            "https://a.example/x;y",
        ),
    ]
)
DATES = st.sampled_from(
    [
        *("Tue, 24 Nov 2026 09:00:00 +0530", "Tue, 24 Nov 2026 09:00:00 IST", "2026-11-24T09:00:00Z", "2026-11-24"),
        *("24 Nov 2026 09:00 GMT", "yesterday", "", "2026-11-24T09:00:00.123+05:30", "Tue, 99 Nov 2026 09:00:00 GMT"),
        *("November 24, 2026 5:00 pm", "20261124T090000", "Mon, 01 Jan 0001 00:00:00 +0000"),
    ]
)
TYPES = st.sampled_from(
    ["", "text", "html", "text/html", "text/plain", "xhtml", "image/jpeg", "Application/XML", "HTML"]
)


@st.composite
def element(
    draw: st.DrawFn, name: str, words: st.SearchStrategy[str] = WORDS, **attributes: st.SearchStrategy[str]
) -> str:
    given_ = {
        key.replace("__", ":").rstrip("_"): draw(value) for key, value in attributes.items() if draw(st.booleans())
    }
    said = draw(words)
    inside = f"<![CDATA[{said}]]>" if draw(st.booleans()) else escape(said)
    comment = draw(st.sampled_from(["", "", "<!-- x -->", "<?pi x?>"]))
    return f"<{name}{''.join(f' {key}={quoteattr(value)}' for key, value in given_.items())}>{comment}{inside}</{name}>"


LANGUAGES = st.sampled_from(["en", "or-IN", "en_US", ""])
BASES = st.sampled_from(["https://other.example/base/", "/up/", "javascript:x", ""])
LEAVES = {
    **{
        name: {"type": TYPES, "xml__lang": LANGUAGES, "xml__base": BASES}
        for name in ("title", "description", "summary")
    },
    **{
        name: {}
        for name in ("dc:title", "dc:description", "itunes:summary", "content:encoded", "media:title", "slash:comments")
    },
    **{
        name: {}
        for name in ("dc:creator", "itunes:author", "dc:language", "source", "itunes:keywords", "media:keywords")
    },
    **{
        name: {}
        for name in ("wfw:commentRss", "own:thing", "comments", "georss:point", "copyright", "contributor", "post-id")
    },
    "content": {
        "type": TYPES,
        "xml__lang": LANGUAGES,
        "src": URLS,
        "mode": st.sampled_from(["escaped", "xml", "base64"]),
    },
    "category": {
        "term": WORDS,
        "label": WORDS,
        "scheme": URLS,
        "domain": st.sampled_from(["https://paper.example/section"]),
    },
    "dc:subject": {},
    "media:category": {"scheme": URLS, "label": WORDS},
    "media:credit": {"role": WORDS},
    "media:description": {"type": TYPES},
    "media:content": {
        "url": URLS,
        "medium": st.sampled_from(["image", "video"]),
        "width": st.sampled_from(["640", "x", "1200"]),
    },
    "media:thumbnail": {"url": URLS, "width": st.sampled_from(["90"])},
    "itunes:image": {"href": URLS},
    "author": {},
    "own:date": {"url": URLS},
}
ADDRESSES = {
    "link": {
        "href": URLS,
        "rel": st.sampled_from(["alternate", "enclosure", "Self", "hub"]),
        "type": TYPES,
        "own__href": URLS,
    },
    "atom:link": {"href": URLS, "rel": st.sampled_from(["alternate", "self", "hub"])},
    "guid": {"isPermaLink": st.sampled_from(["true", "false", "TRUE"]), "xml__base": BASES},
    "id": {},
    "enclosure": {"url": URLS, "type": TYPES, "length": WORDS},
}
MOMENTS = (
    "pubDate",
    "dc:date",
    "updated",
    "published",
    "dcterms:modified",
    "dcterms:issued",
    "modified",
    "issued",
    "created",
)


def any_element() -> st.SearchStrategy[str]:
    return st.one_of(
        *(element(name, **attributes) for name, attributes in LEAVES.items()),
        *(element(name, URLS, **attributes) for name, attributes in ADDRESSES.items()),
        *(element(name, DATES) for name in MOMENTS),
        *(element(name, DATES) for name in MOMENTS),
        people(),
        media(),
        st.just("<georss:where><gml:Point><gml:pos>1 2</gml:pos></gml:Point></georss:where>"),
        st.just("<source><title>Other</title><id>x</id><author><name>O</name></author></source>"),
        st.just("<image><title>Logo</title><url>/l.png</url><link>/</link></image>"),
        st.just("<own:box><own:in>x</own:in></own:box>"),
        st.just("words in between"),
    )


@st.composite
def people(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.sampled_from(["name", "email", "uri", "own:x"]), max_size=4))
    inside = "".join(draw(element(part)) for part in parts)
    return f"<author>{draw(st.sampled_from(['', 'Desk ']))}{inside}</author>"


@st.composite
def media(draw: st.DrawFn) -> str:
    names = ["media:content", "media:thumbnail", "media:title", "media:description", "media:credit", "media:keywords"]
    parts = [draw(element(name, **LEAVES.get(name, {}))) for name in draw(st.lists(st.sampled_from(names), max_size=4))]
    around = draw(st.sampled_from(["media:group", "media:content"]))
    return f"<{around} url='https://paper.example/m.jpg'>{''.join(parts)}</{around}>"


@st.composite
def feeds(draw: st.DrawFn) -> bytes:
    form = draw(st.sampled_from(["rss", "atom", "atom03", "rdf"]))
    declared = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in NAMESPACES.items())
    item = "entry" if form.startswith("atom") else "item"
    given_ = st.sampled_from(["", " rdf:about='https://paper.example/about'", " xml:lang='hi'", " href='/x'"])
    items = [
        f"<{item}{draw(given_)}>{''.join(draw(st.lists(any_element(), max_size=7)))}</{item}>"
        for _ in range(draw(st.integers(0, 3)))
    ]
    head, tail = ("".join(draw(st.lists(any_element(), max_size=3))) for _ in range(2))
    lang = draw(st.sampled_from(["", " xml:lang='or'", " lang='en_US'", " xml:base='/up/'"]))
    if form == "rss":
        version = draw(st.sampled_from(["2.0", "0.91", "0.92", "", "3"]))
        text = f"<rss version='{version}'{declared}{lang}><channel>{head}{''.join(items)}{tail}</channel></rss>"
    elif form == "rdf":
        default = draw(st.sampled_from(["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"]))
        declared = declared.replace(" xmlns:atom", " xmlns:other_")
        text = f"<rdf:RDF xmlns='{default}'{declared}{lang}><channel>{head}</channel>{''.join(items)}</rdf:RDF>"
        text = text.replace("atom:", "other_:")
    else:
        uri = "http://www.w3.org/2005/Atom" if form == "atom" else "http://purl.org/atom/ns#"
        text = f"<feed xmlns='{uri}' version='0.3'{declared}{lang}>{head}{''.join(items)}{tail}</feed>"
    return text.encode()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(feeds())
def test_generated_feeds_are_read_alike(data: bytes) -> None:
    assert same(data) is not False


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["real", "feedparser", "gofeed", "feedvalidator", "miniflux"])
def test_captured_feeds_are_read_alike(shared_data: Path, folder: str) -> None:
    index = shared_data / "feeds" / "real" / "index.json"
    urls = {row["file"]: row["url"] for row in json.loads(index.read_text())}
    paths = [
        path for path in sorted((shared_data / "feeds" / folder).rglob("*")) if path.suffix in {".xml", ".gz", ".rss"}
    ]
    taken = 0
    for path in paths[:: 4 if folder != "real" else 3]:
        data = path.read_bytes()
        found = same(gzip.decompress(data) if path.suffix == ".gz" else data, urls.get(path.name, URL))
        assert found is not False, path.name
        taken += found is True
    assert taken > len(paths) // 10  # a reader that takes nothing agrees with everything
