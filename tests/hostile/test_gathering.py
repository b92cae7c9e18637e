"""A round of gathering among hostile sources: one sentence each, the others' stories are stored, nothing is lost."""

import gzip
import resource
import socket
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from distrib.clock import stopped
from distrib.config import FetchingSettings
from distrib.ingest.fetchers.web import WebFetcher
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Story
from distrib.model.users import RunState
from distrib.pipeline import gather as verb
from distrib.pipeline.parts import Parts
from tests.factories import NOON, a_source, a_story
from tests.hostile.test_servers import repeating
from tests.outbound.servers import Talk, dripping, pouring, saying, serving
from tests.pipeline.test_gather import a_feed, an_item

OK = b"HTTP/1.1 200 OK\r\n"
XML = b"<?xml version='1.0'?>"
START, END = b"<rss version='2.0'><channel><title>t</title>", b"</channel></rss>"
ENTITIES = b"".join(b"<!ENTITY l%d '%s'>" % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
TITLED = b"<item><title>%s</title><link>https://outside.example/a</link></item>"
LAUGHS = XML + b"<!DOCTYPE rss [<!ENTITY l0 'ha'>" + ENTITIES + b"]>" + START + TITLED % b"&l11;" + END
ONE_LONG = b"<!DOCTYPE rss [<!ENTITY a '" + b"a" * 50_000 + b"'>]>"
LONG = XML + ONE_LONG + START + TITLED % (b"&a;" * 20_000) + END
NAMED = b"<!ENTITY x SYSTEM 'file:///etc/passwd'><!ENTITY % p SYSTEM 'http://169.254.169.254/x.dtd'>%p;"
OUTSIDE = XML + b"<!DOCTYPE rss [" + NAMED + b"]>" + START + TITLED.replace(b"%s", b"root &x;") + END
DEEP = XML + START + b"<item>" * 20_000
BOMB = gzip.compress(b"\x00" * 90_000_000)
ENDLESS_FEED = repeating(OK + b"Content-Type: text/xml\r\n\r\n" + XML + START, TITLED.replace(b"%s", b"x") * 500)

HOSTILE: dict[str, Talk] = {
    "metadata": saying(b"", "Location: http://169.254.169.254/latest/meta-data/", status="302 Found"),
    "inner": saying(b"", "Location: http://10.0.0.5/", status="301 Moved"),
    "file": saying(b"", "Location: file:///etc/passwd", status="302 Found"),
    "gopher": saying(b"", "Location: gopher://127.0.0.1:6379/_x", status="308 Permanent"),
    "ring": saying(b"", "Location: /feed", status="302 Found"),
    "drips": dripping(OK + b"\r\n", every=0.05),
    "dripsheaders": dripping(OK + b"X: ", every=0.05),
    "silent": lambda *_: time.sleep(4),
    "pours": pouring(OK + b"\r\n"),
    "endless": ENDLESS_FEED,
    "hints": repeating(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50),
    "headers": pouring(OK + b"X: "),
    "gzip": saying(BOMB, "Content-Encoding: gzip"),
    "gzipfile": saying(BOMB, "Content-Type: application/gzip"),
    "nested": saying(gzip.compress(BOMB), "Content-Encoding: gzip", "Content-Type: application/gzip"),
    "deep": saying(DEEP, "Content-Type: text/xml"),
    "short": lambda connection, _: connection.sendall(OK + b"Content-Length: 500\r\n\r\n<rss>"),
    "banner": lambda connection, _: connection.sendall(b"220 mail.example ESMTP\r\n"),
    "nothing": lambda *_: None,
    "html": saying(b"<html><title>Please sign in</title><script>alert(1)</script>", "Content-Type: text/html"),
    "binary": saying(bytes(range(256)) * 500),
}
GOOD = a_feed(*(an_item(f"good-{n}", title=f"Good news, number {n}") for n in range(5)))
ENTITIED = {
    "outside": saying(OUTSIDE, "Content-Type: text/xml"),
    "laughs": saying(LAUGHS, "Content-Type: text/xml"),
    "long": saying(LONG, "Content-Type: text/xml"),
}


@pytest.fixture
def hostile_parts(sqlite_parts: Parts) -> Any:
    """Parts whose fetcher is the real one; every host is led to one server that plays its part."""

    def talk(connection: socket.socket, request: bytes) -> None:
        host = request.lower().partition(b"host: ")[2].partition(b"\r\n")[0].decode()
        name = host.partition(".")[0]
        if name in HOSTILE:
            HOSTILE[name](connection, request)
        elif name in ENTITIED:
            ENTITIED[name](connection, request)
        else:
            saying(GOOD, "Content-Type: application/rss+xml")(connection, request)

    with serving(talk) as port:
        hosts = {f"{name}.example": ("127.0.0.1", port) for name in (*HOSTILE, *ENTITIED, "good")}
        settings = FetchingSettings(obey_robots=False, timeout_seconds=1.5, max_megabytes=4, threads=8)
        yield replace(sqlite_parts, fetcher=WebFetcher(settings, clock=stopped(NOON), hosts=hosts))


@pytest.mark.timeout(90)
def test_each_hostile_source_is_a_sentence_and_the_good_one_is_stored(hostile_parts: Parts) -> None:
    with hostile_parts.database.writing() as session:
        names = {name: a_source(session, name=name, url=f"https://{name}.example/feed").id for name in HOSTILE}
        a_source(session, name="good", url="https://good.example/feed")
        kept = {a_story(session, source_id=source_id, title=f"Told by {name}").id for name, source_id in names.items()}

    run = verb.gather(hostile_parts)

    assert run.state is RunState.PARTLY
    for name in HOSTILE:
        said = [problem for problem in run.problems if problem.startswith(f"{name}: ")]
        assert len(said) == 1, (name, run.problems)
        assert said[0].endswith("."), said
        assert "Traceback" not in said[0]
        assert "unexpected" not in said[0], said
    with hostile_parts.database.reading() as session:
        told = session.exec(select(Story)).all()
        rows = {row.name: row for row in session.exec(select(Source)).all()}
    assert kept <= {story.id for story in told}
    assert sum(story.title.startswith("Good news") for story in told) == 5
    assert len(told) == len(kept) + 5
    assert rows["good"].problem is None
    for name in HOSTILE.keys() - {"deep"}:  # that one is a feed, of twenty thousand entries that are none
        assert rows[name].problem
        assert rows[name].failures == 1
        assert rows[name].next_gather_at > NOON


@pytest.mark.parametrize("name", ENTITIED)
def test_entities_neither_grow_nor_lead_outside(hostile_parts: Parts, name: str) -> None:
    with hostile_parts.database.writing() as session:
        a_source(session, name=name, url=f"https://{name}.example/feed")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    verb.gather(hostile_parts)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400_000  # kilobytes; grown they are GB
    with hostile_parts.database.reading() as session:
        for story in session.exec(select(Story)).all():
            assert "root:" not in story.title + story.summary + story.body_text
            assert len(story.title + story.summary + story.body_text) < 1000


@pytest.mark.parametrize("name", ["deep", "gzipfile", "pours", "html"])
def test_sitemaps_are_no_weaker(hostile_parts: Parts, name: str) -> None:
    with hostile_parts.database.writing() as session:
        a_source(session, name=name, url=f"https://{name}.example/sitemap.xml", kind=SourceKind.SITEMAP)

    run = verb.gather(hostile_parts)

    assert [problem.startswith(f"{name}: ") for problem in run.problems] == [True]
