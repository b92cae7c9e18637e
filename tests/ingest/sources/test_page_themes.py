"""Pages of the themes that newsrooms use: every field of `inspect page` is right."""

from pathlib import Path
from typing import Any

import pytest

from distrib.ingest.shown import shown
from distrib.ingest.sources import page

DATA = Path(__file__).parents[2] / "data" / "pages"


def read(name: str, url: str) -> dict[str, Any]:
    found: dict[str, Any] = shown(page.read((DATA / name).read_bytes(), url=url))
    return found


@pytest.fixture(scope="module")
def home() -> dict[str, Any]:
    """WordPress with the JNews theme and no SEO plugin's JSON-LD: all must be told by the head and the eye."""
    return read("jnews_sections.html", "https://paper.example/world/island-nation-ready-for-talks-on-the-strait/")


def test_the_home_case_is_read_completely(home: dict[str, Any]) -> None:
    text = home.pop("body_text").split("\n")

    assert home == {
        "url": "https://paper.example/world/island-nation-ready-for-talks-on-the-strait/",
        "canonical_url": "https://paper.example/world/island-nation-ready-for-talks-on-the-strait/",
        "title": "Island Nation Ready For Talks On The Strait",
        "description": "The island nation is ready to take up talks on the strait again as soon as the weather of"
        " politics allows it, its envoy said.",
        "authors": ["PAPER NEWS"],
        "credit": "IANS",
        "dateline": "Port Lantern",
        "published": "2026-07-15",
        "modified": None,
        "section": "World",
        "sections": ["World"],
        "tags": ["Ferry", "Peace Talks", "Strait", "Treaty"],
        "image": {
            "url": "https://paper.example/wp-content/uploads/2026/11/strait.jpg",
            "width": 1200,
            "height": 675,
            "alt": "A ferry in the strait",
            "caption": "The ferry still runs twice a day",
            "credit": "Asha Rao",
        },
        "kind": "article",
        "language": "en-US",
        "direction": "ltr",
        "paywalled": None,
        "related": [
            f"https://paper.example/world/{name}/"
            for name in ("fish-quota", "harbour-treaty", "grain-ships", "rail-link", "lake-talks", "bridge-day")
        ],
        "previous": "https://paper.example/odisha/road-opens/",
        "next": "https://paper.example/odisha/school-fair/",
        "words": 112,
        "minutes": 1,
    }
    assert [line.split()[0] for line in text] == ["Port", "“To", "The", "Both", "(IANS)"]


def test_the_home_cases_clock_and_buttons_are_no_part_of_its_story() -> None:
    found = read("jnews_sections.html", "https://paper.example/world/island-nation-ready-for-talks-on-the-strait/")

    assert found["published"] != "2026-11-25"  # the day that stands in every page's top bar
    for word in ("Share", "Tweet", "Pin", "Previous Post", "Related", "Welcome Back", "Playlist", "Tags"):
        assert word not in found["body_text"]


def test_the_newspaper_theme_with_an_seo_plugin() -> None:
    found = read("newspaper_theme.html", "https://canal.example/2026/11/nine-thousand-trees/")
    text = found.pop("body_text")

    assert found == {
        "url": "https://canal.example/2026/11/nine-thousand-trees/",
        "canonical_url": "https://canal.example/2026/11/nine-thousand-trees/",
        "title": "Nine Thousand Trees For The Canal",
        "description": None,
        "authors": ["Ravi Das"],
        "credit": "PTI",
        "dateline": "NORTHBRIDGE",
        "published": "2026-11-23T08:10:00+00:00",
        "modified": "2026-11-23T10:00:00+00:00",
        "section": "Local",
        "sections": ["Local", "Environment"],
        "tags": ["trees", "canal"],
        "image": {
            "url": "https://canal.example/wp-content/uploads/limes.jpg",
            "width": 1600,
            "height": 1067,
            "alt": "Young trees",
            "caption": "Limes on the towpath",
            "credit": None,
        },
        "kind": "article",
        "language": "en-GB",
        "direction": "ltr",
        "paywalled": None,
        "related": ["https://canal.example/2026/10/towpath/"],
        "previous": "https://canal.example/2026/11/lock-keeper/",
        "next": "https://canal.example/2026/11/market-hall/",
        "words": 85,
        "minutes": 1,
    }
    assert text.startswith("The council plants limes")  # the standfirst
    assert "TAGS" not in text


def test_a_ghost_page() -> None:
    found = read("ghost.html", "https://dach.example/garten-auf-dem-dach/")

    assert found["title"] == "Ein Garten auf dem Dach der Stadtbibliothek"
    assert found["authors"] == ["Anna Klein", "Jonas Wolf"]
    assert (found["published"], found["modified"]) == ("2026-11-20T06:30:00+00:00", "2026-11-21T07:00:00+00:00")
    assert (found["section"], found["tags"], found["paywalled"]) == (None, ["Stadt", "Garten"], True)
    assert found["image"]["url"] == "https://dach.example/content/images/size/w2000/2026/11/dach.jpg"
    assert (found["image"]["caption"], found["image"]["credit"]) == ("Beete über dem Lesesaal", "Jonas Wolf")
    assert found["related"] == ["https://dach.example/regen/"]
    assert found["body_text"].startswith("Zwischen Lüftung")
    assert "Newsletter" not in found["body_text"]


def test_a_blogger_page_keeps_its_blogs_name_in_the_first_heading() -> None:
    found = read("blogger.html", "https://ferrypost.blogspot.example/2026/11/the-last-ferry-of-season.html")

    assert found["title"] == "The last ferry of the season"
    assert (found["authors"], found["tags"]) == (["Mina Sahu"], ["Ferry", "Winter"])
    assert found["published"] == "2026-11-20T19:02:00+05:30"
    assert found["image"]["url"].endswith("/w1200-h630-p-k-no-nu/ferry.jpg")  # not the small one of the page
    assert found["previous"] == "https://ferrypost.blogspot.example/2026/10/fog.html"
    assert found["next"] == "https://ferrypost.blogspot.example/2026/11/ice.html"
    assert len(found["body_text"].split("\n")) == 3  # paragraphs made of breaks


def test_an_amp_page_in_hindi_names_the_page_it_stands_for() -> None:
    found = read("amp.html", "https://samachar.example/rajya/naya-pul-khula/amp")

    assert found["canonical_url"] == "https://samachar.example/rajya/naya-pul-khula"
    assert found["title"] == "नदी पर नया पुल खुला"
    assert (found["authors"], found["credit"], found["dateline"]) == (["सुनीता साहू"], "Bhasha", "कटक")
    assert (found["published"], found["modified"]) == ("2026-11-24T09:00:00+05:30", "2026-11-24T11:15:00+05:30")
    assert (found["section"], found["tags"], found["language"]) == ("राज्य", ["पुल", "नदी"], "hi")
    assert (found["image"]["width"], found["image"]["alt"]) == (1200, "नया पुल")
    assert len(found["body_text"].split("\n")) == 3
