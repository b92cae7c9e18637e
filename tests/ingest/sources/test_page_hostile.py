"""Hostile pages: whatever they hold ends in time, within memory, and harmless."""

import json

import pytest

from distrib.errors import Unreadable
from distrib.ingest.shown import shown
from distrib.ingest.sources import page
from distrib.ingest.sources.html import MOST_ELEMENTS, tree_of

BODY = b"<html><body>"
LINKED = b'<script type="application/ld+json">'
WORDS = b"A sentence that is long enough to count as one of a story, is it not? "
ENDLESS = {
    "divs in divs": BODY + b'<div class="related teaser byline">' * 100_000 + WORDS,
    "tables in tables": BODY + b"<table><tr><td>" * 30_000 + b"x",
    "headlines in headlines": BODY + b"<article><h1>a" * 30_000,
    "five megabytes of paragraphs": BODY + b"<article>" + b"<p>" + WORDS * 70_000,
    "paragraphs": BODY + b"<article>" + (b"<p>" + WORDS) * 65_000,
    "related links": BODY + b"<div class=related>" + b'<li><a href="/a/b">a headline that is long</a></li>' * 90_000,
    "attributes": BODY + b"<p " + b" ".join(b"a%d=x" % n for n in range(300_000)) + b">x",
    "attributes with brackets": BODY + b"<p " + b" ".join(b'a%d=">"' % n for n in range(100_000)) + b">x",
    "a class": BODY + b'<div class="' + b"a-" * 1_500_000 + b'">x',
    "bylines": BODY + b"<h1>t</h1>" + b"<div class=byline>By a b c d e f g h</div>" * 80_000,
    "times": BODY + b"<h1>t</h1>" + b"<time class=date>x 1 2</time>" * 100_000,
    "breaks": BODY + b"<div>" + b"text<br>" * 300_000,
    "a srcset": BODY + b'<h1>t</h1><figure><img srcset="' + b"a," * 2_000_000 + b'"></figure>',
    "a window's title": b"<title>" + b" - | " * 1_000_000 + b"</title>",
    "a name": b'<meta name=author content="' + b"a b, " * 1_000_000 + b'">',
    "keywords": LINKED + b'{"@type":"Article","headline":"h","keywords":"' + b"a," * 2_000_000 + b'"}</script>',
    "graphs in graphs": LINKED + b'{"@graph":[' * 100_000,
    "white space in a script": LINKED + b" \n" * 1_500_000 + b"x</script>",
    "commas in a script": LINKED + b"[" + b", " * 1_500_000 + b"</script>",
    "scripts": (LINKED + b'{"@type":"Article"}</script>') * 80_000,
    "marked names": BODY + b"<div itemprop=author>" * 20_000 + b"x",
    "openings": b"<" * 3_000_000,
    "spaces": BODY + b"<h1>x</h1><p>" + b" " * 3_000_000 + b"x",
    "capitals": BODY + b"<article><p>" + b"A " * 1_000_000,
    "brackets": BODY + b"<p>" + b"(((((- " * 500_000,
}  # fmt: skip


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_page_ends(name: str) -> None:
    try:
        page.read(ENDLESS[name], url="https://paper.example/a/b.html")
    except Unreadable as error:
        assert str(error)  # noqa: PT017 - either end is right


def test_of_an_endless_page_the_beginning_is_read() -> None:
    tree = tree_of(BODY + b"<h1>Kept</h1>" + b"<p>x</p>" * (MOST_ELEMENTS * 2) + b"<h2>Gone</h2>")

    assert sum(1 for _ in tree.iter()) <= MOST_ELEMENTS + 1
    assert (tree.find(".//h1") is not None, tree.find(".//h2")) == (True, None)


def test_a_tag_of_thousands_of_attributes_is_left_out_and_the_rest_stays() -> None:
    tree = tree_of(BODY + b"<p " + b" ".join(b"a%d=b" % n for n in range(9_000)) + b">in it</p><h2>after</h2>")

    assert tree.findtext(".//h2") == "after"
    assert tree.find(".//p") is None


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\r\nBcc: all@paper.example\u202eexe.fdp\x00\x1b[2J"


def test_nothing_that_acts_passes_in_any_field() -> None:
    evil = json.dumps(EVIL)[1:-1].replace("<", "\\u003c")
    node = (
        '{"@type":"NewsArticle","headline":"T %s","description":"D %s","author":{"name":"Asha %s"},"keywords":["K %s"],'
        '"articleSection":"S %s","image":{"url":"javascript:alert(1)","caption":"C %s"},"datePublished":"%s",'
        '"url":"javascript:alert(2)","inLanguage":"%s"}'
    ).replace("%s", evil)
    html = (
        f"<html lang='en\"><script>' dir='<b>'><head><title>{EVIL}</title>"
        f"<script type='application/ld+json'>{node}</script>"
        "<link rel=canonical href='javascript:alert(3)'><link rel=prev href='data:text/html,x'>"
        f"<meta property='og:image:alt' content='{EVIL}'>"
        "<meta property='og:image' content='https://paper.example/a.jpg'></head>"
        f"<body><div class='breadcrumb'><a>Home</a><a>{EVIL}</a></div><article><h1>{EVIL}</h1>"
        f"<figure><img src='https://paper.example/a.jpg' alt='{EVIL}'><figcaption>{EVIL}</figcaption></figure>"
        f"<p>Long enough to be the first paragraph of a story, and hostile. {EVIL}</p>"
        "<div class=related><h3><a href='javascript:alert(4)'>a headline that is long enough</a></h3></div>"
    )
    told = json.dumps(shown(page.read(html.encode(), url="https://paper.example/x")), ensure_ascii=False)

    assert "<script" not in told
    assert "onerror" not in told
    assert "javascript:" not in told
    assert "data:" not in told
    assert not any(mark in told for mark in ("\\r", "\u202e", "\\u0000", "\\u001b", "\x1b"))


def test_a_title_can_start_no_header() -> None:
    found = page.read(
        b"<title>Rain&#13;&#10;Bcc: all@paper.example&#x2028;Subject: x</title>", url="https://paper.example/x"
    )

    assert found.title == "Rain Bcc: all@paper.example Subject: x"


@pytest.mark.parametrize(
    ("url", "canonical", "taken"),
    [
        ("https://paper.example/a", "https://other.example/b", False),  # another's story
        ("https://paper.example/a", "https://www.paper.example/b", True),
        ("https://m.paper.example/a", "https://paper.example/b", True),
        ("https://amp.paper.example/a", "https://www.paper.example/b", True),
        ("https://news.paper.example/a", "https://paper.example/b", True),
        ("https://a.blogs.example/x", "https://b.blogs.example/y", False),
        ("https://paper-example.cdn.ampproject.org/c/s/paper.example/a", "https://paper.example/b", True),
        ("https://paper.example/a", "https://paper.example/", False),  # every page calls itself the front page
        (None, "https://paper.example/b", True),
    ],
)
def test_a_page_may_not_say_that_it_is_another_sites(url: str | None, canonical: str, taken: bool) -> None:  # noqa: FBT001 - a table
    found = page.read(f"<html><head><link rel=canonical href='{canonical}'></head><body>x".encode(), url=url)

    assert found.canonical_url == (canonical if taken else url)
