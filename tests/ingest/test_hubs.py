"""The hub and the topic that a feed names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest.hubs import Offer, offered

URL = "https://paper.example/feed?x=1"
HUB, TOPIC = "https://hub.example/", "https://paper.example/feed"
RSS = (
    '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
    f'<atom:link rel="self" href="{TOPIC}"/><atom:link rel="hub" href="{HUB}"/>'
    '<item><atom:link rel="hub" href="https://evil.example/"/></item></channel></rss>'
).encode()
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="hub" href="{HUB}"/><entry/></feed>'.encode()
JSON = f'{{"feed_url": "{TOPIC}", "hubs": [{{"type": "rssCloud", "url": "x"}}, {{"type": "WebSub", "url": "{HUB}"}}]}}'


@pytest.mark.parametrize(
    ("body", "headers", "offer"),
    [
        (RSS, {}, Offer(hub=HUB, topic=TOPIC)),
        (ATOM, {}, Offer(hub=HUB, topic=URL)),
        (JSON.encode(), {}, Offer(hub=HUB, topic=TOPIC)),
        (RSS, {"link": "<https://b.example/>; rel=hub, </c>; rel=self"}, Offer(hub="https://b.example/", topic="https://paper.example/c")),
        (b"<rss><channel><item><link rel='hub' href='https://evil.example/'/></item></channel></rss>", {}, None),
        (b"<rss><channel><link rel='hub' href='ftp://hub.example/'/></channel></rss>", {}, None),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + ATOM, {}, None),
        (b"{broken", {}, None),
        (b"[1]", {}, None),
        (b'{"hubs": 3}', {}, None),
        (b"\x1f\x8bnot gzip", {}, None),
        (b"", {}, None),
        (RSS[:150], {}, None),
        (RSS[: RSS.index(b"<item>") + 20], {}, Offer(hub=HUB, topic=TOPIC)),
    ],
)  # fmt: skip
def test_a_feed_offers_a_hub(body: bytes, headers: dict[str, str], offer: Offer | None) -> None:
    assert offered(body, url=URL, headers=headers) == offer


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    offered(body, url=URL, headers={})
