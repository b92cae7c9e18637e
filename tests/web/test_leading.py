import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from distrib.model.editions import Link
from distrib.model.lists import MailingList
from distrib.web.app import create_app
from distrib.web.guarding import MAIL, PAGE
from distrib.web.leading import beside, led_beside
from tests import factories
from tests.web import scenes
from tests.web.test_outbox import put

HOSTS = {"paper.example": ("127.0.0.1", 8099), "wire.example": ("127.0.0.1", 8099)}
HERE = "http://127.0.0.1:8099"


@pytest.fixture
def sampled(house: Any) -> Iterator[TestClient]:
    app = create_app(house.parts, hosts=HOSTS)
    with TestClient(app, base_url="http://mail.test", follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("url", "led"),
    [
        ("https://paper.example", HERE),
        ("https://paper.example/a?b=1#c", f"{HERE}/a?b=1#c"),
        ("https://paper.example?p=7", f"{HERE}?p=7"),
        ("https://wire.example/a", "http://wire.example.localhost:8099/a"),
        ("https://paper.example.evil.example/a", None),
        ("https://paper.example:444/a", None),
        ("https://mail.paper.example/u/t", None),
        ("https://other.example/?u=https://paper.example/a", None),
        ("#", None),
    ],
)
def test_an_address_of_a_sample_site_is_led_to_it_and_no_other(url: str, led: str | None) -> None:
    assert beside(url, HOSTS) == (led or url)
    assert beside(url, {}) == url


def test_links_and_pictures_are_led_and_words_stay() -> None:
    html = "<a href=\"https://paper.example/a\">https://paper.example/a</a><img src='https://paper.example/p.jpg'>"
    led = f"<a href=\"{HERE}/a\">https://paper.example/a</a><img src='{HERE}/p.jpg'>"
    assert led_beside(html, HOSTS) == led


@given(st.text())
def test_without_sample_sites_nothing_is_led_anywhere(words: str) -> None:
    html = f'<a href="https://paper.example/{words}">{words}</a>'
    assert led_beside(html, {}) == html


def test_mails_in_the_outbox_lead_to_the_sample_site(sampled: TestClient, client: TestClient, house: Any) -> None:
    put(house, "d1")
    scenes.signed_in(sampled, house.parts)
    answer = sampled.get("/outbox/mail/d1/html")
    assert f'href="{HERE}/a"' in answer.text
    assert 'href="/u/t"' in answer.text
    assert answer.headers["content-security-policy"] == MAIL
    assert "img-src 'self' https: http:" in MAIL
    scenes.signed_in(client, house.parts)
    assert "https://paper.example/a" in client.get("/outbox/mail/d1/html").text


def test_the_desks_preview_shows_the_sample_sites_pictures(sampled: TestClient, house: Any) -> None:
    edition_id = scenes.a_drafted_edition(house.parts, house.morning, house.sections)
    scenes.signed_in(sampled, house.parts)
    html = sampled.get(f"/console/editions/{edition_id}/preview").text
    assert f"{HERE}/" in html
    assert 'href="https://paper.example/' not in html
    assert 'src="https://paper.example/' not in html


def test_posts_link_to_what_they_tell_of(sampled: TestClient, client: TestClient, house: Any) -> None:
    posts = house.parts.home / "outbox" / "posts"
    posts.mkdir(parents=True)
    (posts / "p1.json").write_text(json.dumps({"network": "x", "text": "Boats", "url": "https://paper.example/a"}))
    (posts / "p2.json").write_text(json.dumps({"network": "x", "text": "Nets", "url": "javascript:alert(1)"}))
    scenes.signed_in(sampled, house.parts)
    page = sampled.get("/outbox/posts").text
    assert f'href="{HERE}/a"' in page
    assert 'href="javascript' not in page
    scenes.signed_in(client, house.parts)
    assert 'href="https://paper.example/a"' in client.get("/outbox/posts").text


def test_the_share_page_leads_to_the_story_where_it_can_be_read(
    sampled: TestClient, client: TestClient, house: Any
) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, url="https://paper.example/a", image_url="https://paper.example/p.jpg")
        path = f"/s/{story.id}"
    page = sampled.get(path)
    assert f'href="{HERE}/a"' in page.text
    assert f'<img src="{HERE}/p.jpg"' in page.text
    assert '<link rel="canonical" href="https://paper.example/a">' in page.text
    assert (
        f"img-src 'self' https: {HERE} http://wire.example.localhost:8099;" in page.headers["content-security-policy"]
    )
    real = client.get(path)
    assert HERE not in real.text
    assert real.headers["content-security-policy"] == PAGE


def test_a_tracked_link_leads_to_the_sample_site(sampled: TestClient, client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        edition = factories.an_edition(session, session.get_one(MailingList, house.morning))
        link = factories.stored(session, Link(edition_id=edition.id or 0, number=1, url="https://paper.example/a?u=x"))
        path = f"/c/{house.token('c', link.id or 0)}"
    assert sampled.get(path).headers["location"] == f"{HERE}/a?u=x"
    assert client.get(path).headers["location"] == "https://paper.example/a?u=x"
