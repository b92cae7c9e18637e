"""The share bar's script, the links behind its buttons on the paper's own pages, and a story's payloads as JSON."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from distrib.model.stories import StoryState
from distrib.wording import networks
from tests import factories


def test_the_script_is_small_and_may_be_kept(client: TestClient) -> None:
    newest = client.get("/share.js")
    assert newest.headers["content-type"].startswith("text/javascript")
    assert len(newest.content) <= 4096
    assert newest.headers["access-control-allow-origin"] == "*"
    assert newest.headers["cross-origin-resource-policy"] == "cross-origin"
    assert newest.headers["cache-control"] == "public, max-age=3600"

    versioned = client.get(newest.headers["content-location"])
    assert versioned.content == newest.content
    assert versioned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert client.get("/share.js", headers={"If-None-Match": versioned.headers["etag"]}).status_code == 304


def test_an_older_version_leads_to_the_newest_and_is_not_kept_for_ever(client: TestClient) -> None:
    answer = client.get("/share.0123456789ab.js")
    assert answer.content == client.get("/share.js").content
    assert "immutable" not in answer.headers["cache-control"]


def test_a_page_of_the_paper_is_shared_before_any_feed_brought_it(client: TestClient) -> None:
    page = "https://www.paper.example/new?x=1#top"
    answer = client.get(f"/s/to/x?url={quote(page, safe='')}&title=Rain%20%26%20wind")
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["text"] == ["Rain & wind"]
    assert query["url"] == ["https://www.paper.example/new?x=1&utm_source=x&utm_medium=social_share#top"]
    assert client.get(f"/s/to/copy?url={quote(page, safe='')}").headers["location"] == page


def test_a_story_we_know_is_shared_in_its_own_words(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, title="Boats before light")
        url = story.url
    location = client.get("/s/to/reddit", params={"url": f"{url}?utm_source=home", "title": "Buy pills"}).headers[
        "location"
    ]
    assert "Boats%20before%20light" in location
    assert "pills" not in location


@pytest.mark.parametrize(
    ("url", "network", "status"),
    [
        ("https://elsewhere.example/a", "x", 400),
        ("https://notpaper.example/a", "x", 400),
        ("https://paper.example.evil.example/a", "x", 400),
        ("javascript:alert(1)", "x", 400),
        ("https://a:b@paper.example/", "x", 400),
        ("", "x", 400),
        ("https://paper.example/a", "pocket", 404),
        ("https://paper.example/a", "nowhere", 404),
    ],
)
def test_nothing_else_is_shared_from_here(client: TestClient, url: str, network: str, status: int) -> None:
    assert client.get(f"/s/to/{network}", params={"url": url}).status_code == status


def test_a_story_that_was_stopped_is_not_shared_by_its_address_either(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, state=StoryState.KILLED)
        url, number = story.url, story.id
    assert client.get("/s/to/x", params={"url": url}).status_code == 404
    assert client.get(f"/s/{number}.json").status_code == 404


def test_programs_get_every_payload_of_a_story(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, title="ବର୍ଷା & “wind”")
    answer = client.get(f"/s/{story.id}.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    told = answer.json()
    assert (told["id"], told["title"]) == (story.id, "ବର୍ଷା & “wind”")
    assert told["page"] == f"https://mail.paper.example/s/{story.id}"
    assert [one["network"] for one in told["payloads"]] == list(networks.NETWORKS)
    for one in told["payloads"]:
        assert set(one) == {"network", "label", "url", "text", "length", "limit", "warnings"}
        short = client.get(f"/s/{story.id}/{one['network']}").headers["location"]
        assert short == (one["url"] or f"/s/{story.id}")


def test_a_reader_with_an_account_elsewhere_names_the_server(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session)
    led = client.get(f"/s/{story.id}/mastodon", params={"server": "social.paper.example"}).headers["location"]
    assert led.startswith("https://social.paper.example/share?text=")
    assert client.get(f"/s/{story.id}/mastodon", params={"server": "a b/c"}).status_code == 404
