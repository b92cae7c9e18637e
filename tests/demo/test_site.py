"""The sample site answers as a real one does."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from io import BytesIO

import feedparser
import pytest
from lxml import html
from PIL import Image

from distrib.clock import stopped
from distrib.demo.site import Site
from tests.demo.asking import COAST, DELTA, OWN, ask

DAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
BRIDGE = "/odisha/baunsagarh-footbridge-opens/"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site(DAY) as opened:
        yield opened


def linked(site: Site, path: str, host: str = OWN) -> list[dict[str, object]]:
    tree = html.fromstring(ask(site, path, host).body.decode())
    (script,) = tree.xpath("//script[@type='application/ld+json']")
    return list(json.loads(script.text)["@graph"])


def test_every_page_of_every_story_says_what_it_is(site: Site) -> None:
    for host in (OWN, COAST, DELTA):
        for told in site.desk.out(host):
            tree = html.fromstring(ask(site, told.path, host).body.decode())
            graph = json.loads(tree.xpath("string(//script[@type='application/ld+json'])"))["@graph"]
            assert graph[0]["headline"] == told.title
            assert tree.xpath("string(//h1)") == told.title
            assert tree.get("lang") == told.language
            assert tree.get("dir") == told.direction
            assert tree.xpath("string(//meta[@property='og:image']/@content)") == graph[0]["image"][0]["url"]
            assert len(tree.xpath("//figure[img[@alt]]/figcaption[span]")) == len(told.pictures)


def test_a_video_s_page_tells_its_length(site: Site) -> None:
    nodes = linked(site, "/videos/watch-berhampur-sweeper-plays-flute/")
    video = next(node for node in nodes if node["@type"] == "VideoObject")
    assert video["duration"] == "PT0M58S"
    film = ask(site, str(video["contentUrl"]).removeprefix(f"https://{OWN}"))
    assert (film.status, film.headers["content-type"]) == (200, "video/mp4")


def test_a_gallery_s_page_holds_its_pictures(site: Site) -> None:
    nodes = linked(site, "/photo-gallery/in-pictures-a-morning-on-the-mahanadi/")
    gallery = next(node for node in nodes if node["@type"] == "ImageGallery")
    assert len(gallery["image"]) == 7  # type: ignore[arg-type]


def test_an_agency_s_story_is_credited_to_it(site: Site) -> None:
    article = linked(site, "/nation/railways-quiet-carriage-day-trains/")[0]
    assert article["author"] == [{"@type": "Organization", "name": "ENA"}]


def test_language_versions_point_to_one_another(site: Site) -> None:
    pages = {"en": BRIDGE, "or": "/or/baunshagada-pola/", "hi": "/hi/baunsagarh-pul/", "ur": "/ur/baunsagarh-pul/"}
    wanted = {code: f"https://{OWN}{path}" for code, path in pages.items()}
    for path in pages.values():
        tree = html.fromstring(ask(site, path).body.decode())
        found = {link.get("hreflang"): link.get("href") for link in tree.xpath("//head/link[@hreflang]")}
        assert found == wanted


def test_a_page_has_tags_breadcrumbs_neighbours_related_stories_and_a_share_row(site: Site) -> None:
    tree = html.fromstring(ask(site, BRIDGE).body.decode())
    assert len(tree.xpath("//ul[@class='tp-share']/li/a")) == 7
    for link in tree.xpath("//a[@rel='tag'] | //nav//a[@href] | //a[@rel='prev'] | //a[@rel='next'] | //aside//h3/a"):
        assert ask(site, link.get("href")).status == 200, link.get("href")
    assert tree.xpath("//a[@rel='prev']")
    assert tree.xpath("//a[@rel='next']")
    assert tree.xpath("//aside//article")


def test_the_oldest_and_the_newest_story_have_one_neighbour(site: Site) -> None:
    english = [told for told in site.desk.out(OWN) if told.language == "en"]
    newest, oldest = (html.fromstring(ask(site, told.path).body.decode()) for told in (english[0], english[-1]))
    assert not newest.xpath("//a[@rel='next']")
    assert not oldest.xpath("//a[@rel='prev']")


def test_the_hostile_headline_stays_text(site: Site) -> None:
    body = ask(site, "/odisha/cuttack-breakfast-bus/").body.decode()
    assert "We <3" not in body
    assert "We &lt;3 idli &amp; tea" in body


def test_front_and_section_pages_list_stories_but_no_embargoed_one(site: Site) -> None:
    for path in ("/", "/odisha/", "/or/", "/ur/", "/odisha-special/"):
        tree = html.fromstring(ask(site, path).body.decode())
        assert not tree.xpath("//a[contains(@href, 'folk-arts-fellows-named')]")
    assert b"folk-arts-fellows-named" in ask(site, "/feed/odisha.xml").body
    assert html.fromstring(ask(site, "/", COAST).body.decode()).xpath("//h3/a")


def test_a_short_address_leads_to_its_story(site: Site) -> None:
    number = next(told.number for told in site.desk.out(OWN) if told.path == BRIDGE)
    got = ask(site, f"/?p={number}")
    assert (got.status, got.headers["location"]) == (301, BRIDGE)
    assert ask(site, "/?p=1").status == 404


def test_parameters_of_a_tracked_link_change_nothing(site: Site) -> None:
    assert ask(site, BRIDGE + "?utm_source=tarini").body == ask(site, BRIDGE).body


@pytest.mark.parametrize("size", ["1280x720", "640x360", "400x320"])
def test_a_picture_comes_in_three_sizes(site: Site, size: str) -> None:
    got = ask(site, f"/media/baunsagarh-footbridge-opens-1-{size}.jpg")
    assert got.headers["content-type"] == "image/jpeg"
    assert "x".join(map(str, Image.open(BytesIO(got.body)).size)) == size


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/tag/nothing/",
        "/media/nothing-1-1280x720.jpg",
        "/media/baunsagarh-footbridge-opens-9-1280x720.jpg",
        "/media/baunsagarh-footbridge-opens-1-1281x720.jpg",
        "/media/baunsagarh-footbridge-opens.mp4",
        "/media/nothing",
    ],
)
def test_what_is_not_there_is_not_found(site: Site, path: str) -> None:
    assert ask(site, path).status == 404


def test_an_unknown_name_is_not_found_and_loopback_is_the_paper(site: Site) -> None:
    assert ask(site, "/", "elsewhere.example").status == 404
    assert ask(site, "/", f"127.0.0.1:{site.address[1]}").body == ask(site, "/").body


@pytest.mark.parametrize("path", [BRIDGE, "/feed/odisha.xml", "/media/baunsagarh-footbridge-opens-1-400x320.jpg"])
def test_what_has_not_changed_is_not_sent_again(site: Site, path: str) -> None:
    first = ask(site, path)
    by_tag = ask(site, path, headers={"If-None-Match": first.headers["etag"]})
    by_date = ask(site, path, headers={"If-Modified-Since": first.headers["last-modified"]})
    assert (by_tag.status, by_tag.body) == (304, b"")
    assert (by_date.status, by_date.body) == (304, b"")
    assert ask(site, path, headers={"If-None-Match": '"other"'}).status == 200
    assert ask(site, path, headers={"If-Modified-Since": "Mon, 01 Jan 2001 00:00:00 GMT"}).status == 200
    assert ask(site, path, headers={"If-Modified-Since": "last week"}).status == 200


def test_what_has_no_date_is_always_sent(site: Site) -> None:
    since = {"If-Modified-Since": "Mon, 01 Jan 2035 00:00:00 GMT"}
    assert ask(site, "/robots.txt", headers=since).status == 200


def test_head_answers_without_a_body(site: Site) -> None:
    got = ask(site, BRIDGE, method="HEAD")
    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["content-length"]) == len(ask(site, BRIDGE).body)


def test_a_correction_gives_the_page_and_its_feed_other_bytes_and_a_later_date() -> None:
    path = "/odisha/phulbani-night-bus-waits-for-last-patient/"
    with Site(DAY, clock=stopped(DAY - timedelta(hours=2))) as before, Site(DAY) as after:
        old, new = ask(before, path), ask(after, path)
        assert "₹30" in old.body.decode()
        assert "Correction:" in new.body.decode()
        assert old.headers["last-modified"] != new.headers["last-modified"]
        entry = next(e for e in feedparser.parse(ask(after, "/feed/odisha.xml").body).entries if path in e.link)
        assert entry.updated > "2026-11-24"
        assert ask(after, path, headers={"If-None-Match": old.headers["etag"]}).status == 200


def test_two_sites_of_one_day_serve_the_same_bytes() -> None:
    paths = ("/", "/feed.xml", "/atom.xml", BRIDGE, "/news-sitemap.xml")
    with Site(DAY) as one, Site(DAY) as other:
        assert [ask(one, path).body for path in paths] == [ask(other, path).body for path in paths]


def test_a_trickling_site_serves_its_later_stories_whole() -> None:
    now = DAY + timedelta(days=2)
    with Site(DAY, clock=stopped(now), trickle=5) as site:
        feed = feedparser.parse(ask(site, "/feed.xml").body)
        assert not feed.bozo
        for entry in feed.entries[:20]:
            path = entry.link.removeprefix(f"https://{OWN}")
            body = ask(site, path).body.decode()
            picture = re.search(r"/media/[^\"]+-400x320\.jpg|/media/[^\"]+-1280x720\.jpg", body)
            assert picture
            assert ask(site, picture[0], method="HEAD").status == 200
        films = feedparser.parse(ask(site, "/feed/videos.xml").body).entries[0].media_content
        assert ask(site, films[0]["url"].removeprefix(f"https://{OWN}")).status == 200


def test_the_map_of_hosts_leads_all_three_to_loopback(site: Site) -> None:
    assert site.hosts() == dict.fromkeys((OWN, COAST, DELTA), site.address)
    assert next(iter(site.hosts())) == OWN  # it is the one that a bare number leads to
    assert site.address[0] == "127.0.0.1"


@pytest.mark.parametrize("name", [OWN, COAST, DELTA])
def test_a_browser_finds_each_site_by_a_name_of_its_own_machine(site: Site, name: str) -> None:
    assert ask(site, "/", f"{name}.localhost:{site.address[1]}").body == ask(site, "/", name).body


def test_nobody_answers_after_it_is_closed() -> None:
    with Site(DAY) as closed:
        assert ask(closed, "/robots.txt").status == 200
    connection = HTTPConnection(*closed.address, timeout=2)
    with pytest.raises(OSError):  # noqa: PT011 - refused or reset, as the system likes
        connection.request("GET", "/")
    connection.close()
