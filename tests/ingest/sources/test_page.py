"""Article pages: what they say in JSON-LD, in the head and to the eye becomes one Page."""

import gzip
import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.ingest.entry import Page
from distrib.ingest.shown import shown
from distrib.ingest.sources import page

DATA = Path(__file__).parents[2] / "data" / "pages"
INDIA = timezone(timedelta(hours=5, minutes=30))
NINE = datetime(2026, 11, 24, 9, tzinfo=INDIA)
STAMP = "2026-11-24T09:00:00+05:30"
URL = "https://paper.example/odisha/coast-guard-search"
TEXT = "The first sentence of the story stands here and is long enough to count as one. "


@pytest.fixture(scope="module")
def jnews() -> Page:
    return page.read((DATA / "jnews.html").read_bytes(), url=URL)


def read(body: str = "", *, head: str = "", url: str | None = URL, html: str = "lang='en'", on: str = "") -> Page:
    return page.read(f"<html {html}><head>{head}</head><body {on}>{body}</body></html>".encode(), url=url)


def linked(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', **fields})}</script>"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def story(paragraphs: int = 3) -> str:
    return "<article>" + "".join(f"<p>{n} {TEXT * 2}</p>" for n in range(paragraphs)) + "</article>"


# -- the home case -------------------------------------------------------------------------------------------------


def test_a_jnews_page_says_what_its_story_is(jnews: Page) -> None:
    assert jnews.title == "Coast Guard Widens Search For Missing Trawler"
    assert jnews.description == "Three ships and a plane look for the trawler off Paradip."
    assert jnews.canonical_url == URL
    assert (jnews.section, jnews.sections) == ("Odisha", ("Odisha",))
    assert jnews.tags == ("Paradip", "Coast Guard")
    assert (jnews.kind, jnews.language, jnews.direction, jnews.paywalled) == ("article", "en-US", "ltr", False)


def test_a_jnews_page_says_who_wrote_it_and_where_it_came_from(jnews: Page) -> None:
    assert (jnews.authors, jnews.credit, jnews.dateline) == (("Sasmita Behera",), "IANS", "Paradip")


def test_dates_stand_in_the_pages_own_zone(jnews: Page) -> None:
    assert jnews.published == datetime(2026, 11, 24, 9, 45, tzinfo=INDIA)
    assert shown(jnews)["published"] == "2026-11-24T09:45:00+05:30"
    assert shown(jnews)["modified"] == "2026-11-24T10:05:00+05:30"


def test_the_lead_picture_comes_with_size_alt_caption_and_credit(jnews: Page) -> None:
    image = jnews.image

    assert image is not None
    assert image.url == "https://paper.example/wp-content/uploads/2026/11/trawler-search.jpg"
    assert (image.width, image.height, image.alt) == (1600, 900, "A grey ship at sea")
    assert (image.caption, image.credit) == ("A Coast Guard ship leaves Paradip", "P. Nayak")


def test_previous_next_and_related_stories_are_known(jnews: Page) -> None:
    assert jnews.previous == "https://paper.example/odisha/ferry-returns"
    assert jnews.next == "https://paper.example/odisha/school-opens"
    assert jnews.related == (
        "https://paper.example/odisha/storm-warning",
        "https://paper.example/odisha/fish-prices",
    )


def test_the_text_is_the_storys_and_nothing_around_it(jnews: Page) -> None:
    lines = jnews.body_text.split("\n")

    assert lines[0].startswith("Paradip: The Coast Guard")
    assert "Families wait at the jetty" in lines
    assert not any(word in jnews.body_text for word in ("Also read", "Tags", "Previous Post", "©", "Share"))
    assert (jnews.words, jnews.minutes) == (108, 1)


def test_the_same_story_in_another_language_is_known(jnews: Page) -> None:
    assert jnews.translations == {"or": "https://paper.example/or/odisha/coast-guard-search"}


# -- headlines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Rain - The Post</title>" + meta("og:site_name", "The Post"), "", "Rain"),
        ("<title>The Post | Rain on Sunday</title>" + meta("og:site_name", "The Post"), "", "Rain on Sunday"),
        ("<title>Rain | paper</title>", "", "Rain"),
        ("<title>Rain - or shine</title>", "", "Rain - or shine"),
        ("<title>Rain tonight – The Post</title>", "<h1>Rain tonight</h1>", "Rain tonight"),
        ("<title>Rain tonight here</title>", "<h1>The Post</h1>", "Rain tonight here"),
        (meta("og:title", "Rain tonight"), "<h1>News</h1>", "Rain tonight"),
        (linked(headline="Rain") + "<title>Sun</title>", "<h1>Sun</h1>", "Rain"),
        (
            linked(headline="Rain guide 2026") + "<title>Rain guide 2026</title>" + meta("og:title", "It rains"),
            "",
            "It rains",
        ),
        (linked(headline="A &amp; B"), "", "A & B"),
        ("", "", None),
    ],
)
def test_the_headline_is_found_without_the_papers_name(head: str, body: str, title: str | None) -> None:
    assert read(body, head=head).title == title


def test_a_title_that_is_only_the_papers_name_is_none() -> None:
    assert read(head="<title>The Post</title>" + meta("og:site_name", "The Post")).title is None


# -- people --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "authors"),
    [
        ("By Asha Rao", ("Asha Rao",)),
        ("Asha Rao and Ravi Das", ("Asha Rao", "Ravi Das")),
        ("Asha Rao, Ravi Das &amp; Mina Sahu", ("Asha Rao", "Ravi Das", "Mina Sahu")),
        ("Von Anna Klein", ("Anna Klein",)),
        ("Asha Rao | November 24, 2026", ("Asha Rao",)),
        ("Asha Rao asha@paper.example", ("Asha Rao",)),
        ("https://facebook.example/asha", ()),
        ("admin", ()),
        ("Asha Rao / Updated: 24 Nov", ("Asha Rao",)),
    ],
)
def test_names_are_freed_from_what_stands_around_them(given: str, authors: tuple[str, ...]) -> None:
    assert read(head=meta("author", given)).authors == authors


def test_people_named_by_reference_are_found() -> None:
    nodes = [
        {"@id": "#a", "@type": "Person", "name": "Asha"},
        {"@type": "Article", "headline": "H", "author": {"@id": "#a"}},
    ]
    head = f"<script type='application/ld+json'>{json.dumps({'@graph': nodes})}</script>"

    assert read(head=head).authors == ("Asha",)


def test_a_byline_on_the_page_is_better_than_the_papers_own_name() -> None:
    head = meta("author", "The Post") + meta("og:site_name", "The Post")

    assert read("<p class='byline'>By Asha Rao</p>", head=head).authors == ("Asha Rao",)
    assert read("<p class='byline'>desk</p>", head=head).authors == ("The Post",)


def test_microdata_names_its_author() -> None:
    body = "<div itemscope itemprop='author'><span itemprop='name'>Asha Rao</span></div>"

    assert read(body).authors == ("Asha Rao",)


@pytest.mark.parametrize(
    ("end", "credit"),
    [
        ("(IANS)", "IANS"),
        ("— PTI", "PTI"),
        ("(With inputs from ANI)", "ANI"),
        ("(Reuters/AFP)", "Reuters"),
        ("(the end)", None),
    ],
)
def test_the_agency_at_the_end_is_the_credit(end: str, credit: str | None) -> None:
    assert read(f"<article><p>{TEXT * 2}</p><p>{TEXT * 2}</p><p>{TEXT} {end}</p></article>").credit == credit


def test_an_agency_named_as_author_is_the_credit_too() -> None:
    found = read(story(), head=meta("author", "The Associated Press"))

    assert (found.authors, found.credit) == (("The Associated Press",), "AP")


@pytest.mark.parametrize(
    ("start", "place", "credit"),
    [
        ("Moscow: Japan is open to talks", "Moscow", None),
        ("New Delhi, July 15 (IANS) The minister said", "New Delhi", "IANS"),
        ("The minister (right) spoke", None, None),
        ("New Delhi (PTI) — The minister said", "New Delhi", "PTI"),
        ("BEIJING, April 27, 2019 (Xinhua) -- Leaders met", "BEIJING", "Xinhua"),
        ("Rio de Janeiro: A crowd of people", "Rio de Janeiro", None),
        ("ଭୁବନେଶ୍ୱର: ରାଜ୍ୟରେ ବର୍ଷା", "ଭୁବନେଶ୍ୱର", None),
        ("The minister said: no more talks", None, None),
        ("Read also: the other story", None, None),
        ("प्रधानमंत्री ने कल कहा: वर्षा", None, None),
    ],
)
def test_a_dateline_is_told_from_a_sentence(start: str, place: str | None, credit: str | None) -> None:
    found = read(f"<article><p>{start} {TEXT * 2}</p><p>{TEXT * 2}</p></article>")

    assert (found.dateline, found.credit) == (place, credit)


# -- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (linked(headline="H", datePublished="2026-11-24"), "", date(2026, 11, 24)),
        (linked(headline="H", datePublished="2026-11-24") + meta("article:published_time", STAMP), "", NINE),
        (meta("article:published_time", STAMP), "", NINE),
        ("", f"<time datetime='{STAMP}'>now</time>", NINE),
        ("", "<h1>Rain</h1><span>Dienstag, 24. November 2026</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>24 नवंबर 2026</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>November 24th, 2026</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>2026年11月24日</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>24.11.2026</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>11/24/2026</span>", date(2026, 11, 24)),
        ("", "<h1>Rain</h1><span>31 February 2026</span>", None),
        (meta("article:published_time", "yesterday"), "", None),
    ],
)  # fmt: skip
def test_the_date_is_found_and_never_made_up(head: str, body: str, published: date | None) -> None:
    assert read(body, head=head).published == published


def test_an_address_may_carry_the_day() -> None:
    assert read(url="https://paper.example/2026/11/24/rain.html").published == date(2026, 11, 24)


def test_a_time_without_a_zone_keeps_its_hour() -> None:
    assert (
        shown(read(head=linked(headline="H", datePublished="2026-11-24 09:00:00")))["published"]
        == "2026-11-24T09:00:00+00:00"
    )


# -- sections, tags, kinds -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body", "on", "section"),
    [
        (meta("article:section", "Sports"), "", "", "Sports"),
        ("", "<nav class='breadcrumb'><a href='/'>Home</a><a href='/world'>World</a></nav>", "", "World"),
        ("", "", "class='single category-science-tech'", "Science Tech"),
        ("", "", "", "Odisha"),
    ],
)
def test_the_section_is_found(head: str, body: str, on: str, section: str) -> None:
    assert read(body, head=head, on=on).section == section


def test_keywords_of_search_engines_count_only_alone() -> None:
    alone = read(head=meta("keywords", "rain, sea"))
    beside = read(head=meta("keywords", "rain, sea") + meta("article:tag", "Storm"))

    assert (alone.tags, beside.tags) == (("rain", "sea"), ("Storm",))


@pytest.mark.parametrize(
    ("head", "on", "url", "kind"),
    [
        (linked(**{"@type": "LiveBlogPosting", "headline": "H"}), "", URL, "live"),
        (linked(**{"@type": "VideoObject", "name": "H", "duration": "PT1M30S"}), "", URL, "video"),
        (linked(**{"@type": "ImageGallery", "name": "H"}), "", URL, "gallery"),
        (meta("og:type", "video.other"), "", URL, "video"),
        ("", "class='single-format-gallery'", URL, "gallery"),
        ("", "", "https://paper.example/videos/flood", "video"),
        ("", "", "https://paper.example/photo-gallery/a", "gallery"),
        ("", "", URL, "article"),
    ],
)
def test_the_kind_is_told(head: str, on: str, url: str, kind: str) -> None:
    assert read(head=head, on=on, url=url).kind == kind


def test_a_gallerys_pictures_are_counted() -> None:
    told = linked(**{"@type": "ImageGallery", "name": "H", "associatedMedia": [{}, {}, {}]})
    shown = "<article>" + "<figure><img src='/a.jpg'></figure>" * 2 + "</article>"

    assert read(head=told).media_count == 3
    assert read(shown, url="https://paper.example/gallery/a").media_count == 2
    assert read(shown).media_count is None


def test_a_last_line_in_brackets_is_a_credit_whoever_it_names() -> None:
    assert read(story().replace("</article>", "<p>(Coast Wire)</p></article>")).credit == "Coast Wire"
    assert read(story().replace("</article>", "<p>(more to come tonight)</p></article>")).credit is None


def test_a_films_length_is_read() -> None:
    assert read(head=linked(**{"@type": "VideoObject", "name": "H", "duration": "PT1M30S"})).media_seconds == 90


@pytest.mark.parametrize(
    ("html", "body", "language", "direction"),
    [
        ("lang='ur'", "", "ur", "rtl"),
        ("lang='en' dir='rtl'", "", "en", "rtl"),
        ("lang='hi_IN'", "", "hi-IN", "ltr"),
        ("", "", None, "ltr"),
        ("lang='uz-Arab'", "", "uz-Arab", "rtl"),
    ],
)
def test_language_and_direction(html: str, body: str, language: str | None, direction: str) -> None:
    found = read(body, html=html)

    assert (found.language, found.direction) == (language, direction)


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        (linked(headline="H", isAccessibleForFree=False), True),
        (linked(headline="H", isAccessibleForFree="True"), False),
        (linked(headline="H", isAccessibleForFree="http://schema.org/False"), True),
        (meta("article:content_tier", "metered"), True),
        (meta("article:content_tier", "free"), False),
        ("", None),
    ],
)
def test_a_paywall_is_told_where_the_page_tells(head: str, paywalled: bool | None) -> None:  # noqa: FBT001 - a table
    assert read(head=head).paywalled is paywalled


# -- pictures ------------------------------------------------------------------------------------------------------


def test_of_a_pictures_forms_the_largest_is_taken() -> None:
    body = (
        "<h1>Rain</h1><figure><picture><source srcset='/a-400.webp 400w, /a-1600.webp 1600w'>"
        "<img src='/a-800.jpg' alt='Rain'></picture></figure>"
    )
    image = read(body).image

    assert image is not None
    assert (image.url, image.width, image.alt) == ("https://paper.example/a-1600.webp", 1600, "Rain")


@pytest.mark.parametrize("name", ["logo.png", "avatar-asha.jpg", "icon.svg", "pixel.gif"])
def test_marks_and_faces_are_no_lead_picture(name: str) -> None:
    assert read(f"<h1>Rain</h1><figure><img src='/{name}'></figure>").image is None


def test_deep_in_the_text_the_heads_picture_is_better() -> None:
    body = f"<article><h1>Rain</h1><p>{TEXT * 3}</p><p>{TEXT * 3}</p><figure><img src='/other.jpg'></figure></article>"
    image = read(body, head=meta("og:image", "/lead.jpg")).image

    assert image is not None
    assert image.url == "https://paper.example/lead.jpg"


def test_pictures_inside_other_boxes_do_not_lead() -> None:
    body = (
        "<h1>Rain</h1><div class='related'><figure><img src='/a.jpg'></figure></div><aside><img src='/b.jpg'></aside>"
    )

    assert read(body).image is None


# -- text ----------------------------------------------------------------------------------------------------------


def test_a_page_that_hides_its_text_tells_it_in_json_ld() -> None:
    found = read(head=linked(headline="H", articleBody="One part.\nAnother part."))

    assert found.body_text == "One part.\nAnother part."


def test_a_theme_with_odd_class_names_keeps_its_text() -> None:
    body = story().replace("<article>", "<div class='social widget'>").replace("</article>", "</div>")

    assert read(body).words > 50


def test_scripts_without_spaces_are_counted_by_characters() -> None:
    assert page.count_words("東京で雨が降った") == 4
    assert page.count_words("one two") == 2


def test_lists_and_quotes_belong_to_the_text_and_menus_do_not() -> None:
    listed = f"<ul><li>{TEXT} listed</li><li><a href='/x'>{TEXT} linked</a></li></ul>"
    quoted = f"<blockquote>{TEXT} quoted</blockquote>"
    found = read(story().replace("</article>", listed + quoted + "</article>")).body_text

    assert "listed" in found
    assert "quoted" in found
    assert "linked" not in found


# -- hostile and broken --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"\x00", b"   "])
def test_what_is_no_page_is_said(data: bytes) -> None:
    with pytest.raises(Unreadable):
        page.read(data)


def test_addresses_that_do_harm_are_left_out() -> None:
    head = (
        meta("og:image", "javascript:alert(1)")
        + meta("og:url", "data:text/html,x")
        + "<link rel='canonical' href='javascript:x'><link rel='next' href='vbscript:x'>"
    )
    found = read("<article><figure><img src='data:image/png;base64,AA'></figure></article>", head=head)

    assert (found.image, found.canonical_url, found.next) == (None, URL, None)


def test_json_ld_that_is_damaged_hurts_nothing() -> None:
    head = (
        "<script type='application/ld+json'>{nonsense</script>"
        '<script type=\'application/ld+json\'>/*<![CDATA[*/ {"@type": "Article", "headline": "Kept",} /*]]>*/</script>'
        "<script type='application/ld+json'>" + "[" * 5000 + "</script>"
    )
    assert read(head=head).title == "Kept"


def test_references_in_a_circle_end() -> None:
    nodes = [
        {"@id": "#a", "@type": "ImageObject", "url": {"@id": "#b"}},
        {"@id": "#b", "name": {"@id": "#a"}, "image": {"@id": "#b"}, "x": 1},
        {"@type": "Article", "headline": "H", "image": {"@id": "#a"}, "author": {"@id": "#b"}},
    ]
    assert read(head=f"<script type='application/ld+json'>{json.dumps(nodes)}</script>").title == "H"


def test_a_deeply_nested_page_is_read() -> None:
    assert page.read(b"<html><body>" + b"<div>" * 20_000 + b"<p>x</p>", url=URL).url == URL


@pytest.mark.parametrize(
    ("encoded", "content_type"),
    [
        ("<html><head><meta charset='windows-1252'><title>Café</title>".encode("cp1252"), ""),
        ("<html><title>Café</title>".encode("utf-16"), ""),
        ("<html><title>Café</title>".encode("latin-1"), "text/html; charset=iso-8859-1"),
        ("<html><title>Café</title>".encode("latin-1"), "text/html; charset=nonsense"),
        ("<html><head><meta charset='iso-8859-1'><title>Café</title>".encode(), ""),
        (gzip.compress("<?xml version='1.0' encoding='utf-8'?><html><title>Café</title>".encode(), mtime=0), ""),
    ],
)
def test_pages_are_read_in_the_encoding_they_are_in(encoded: bytes, content_type: str) -> None:
    assert page.read(encoded, content_type=content_type).title == "Café"


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", b"<html><body><article><h1>"):
        try:
            page.read(start + data, url=URL)
        except Unreadable as error:
            assert str(error)  # noqa: PT017 - a property holds for both ends


KEYS = ["@type", "@id", "headline", "author", "image", "name", "url", "datePublished", "keywords", "itemListElement"]
ANY = st.recursive(
    st.none() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=15,
)


@given(ANY)
def test_any_json_ld_is_borne(value: object) -> None:
    nodes = json.dumps([value, {"@type": "Article", "headline": "H", "author": value}])

    page.read(f"<script type='application/ld+json'>{nodes}</script><p>x".encode(), url=URL)


@pytest.mark.shared
def test_captured_pages_are_read_as_their_publishers_know_them(shared_data: Path) -> None:
    folder = shared_data / "pages" / "fundus"
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()][::6]
    dated = [
        str(shown(page.read((folder / row["file"]).read_bytes(), url=row["url"]))["published"])[:10]
        == row["publishing_date"][:10]
        for row in rows
    ]
    assert sum(dated) >= 0.9 * len(dated)


# -- where it came from, and whether it is still there --------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "credit"),
    [
        ("said so on Monday. (ENA)", "ENA"),
        ("said so on Monday.\u201d (XYZ)", "XYZ"),
        ("said so on Monday. --IANS", "IANS"),
        ("said so on Monday. \u2014 IANS sas/dan", "IANS"),
        ("said so on Monday. Source: PTI", "PTI"),
        ("said so on Monday. With inputs from ANI.", "ANI"),
        ("said so on Monday. (With agency inputs)", "Agencies"),
        ("said so on Monday. (PTI inputs)", "PTI"),
        ("said so on Monday. Courtesy: Press Trust of India", "PTI"),
        ("ऐसा अधिकारियों ने कहा। (भाषा)", "Bhasha"),
        ("the ruling party (BJP) and its friends.", None),
        ("as agreed with the makers (more below)", None),
    ],
)
def test_agencies_are_credited_however_they_sign(end: str, credit: str | None) -> None:
    assert read(f"<article><p>{TEXT * 2}</p><p>{TEXT * 2}</p><p>{TEXT} {end}</p></article>").credit == credit


def test_a_place_after_the_standfirst_is_the_dateline_too() -> None:
    body = f"<article><h1>Rain</h1><p>{TEXT}</p><p>CUTTACK, Nov 24 (ENA) -- {TEXT * 2}</p><p>{TEXT * 2}</p></article>"

    assert (read(body).dateline, read(body).credit) == ("CUTTACK", "ENA")


@pytest.mark.parametrize(
    ("head", "noindex"),
    [
        ("<meta name='robots' content='noindex, nofollow'>", True),
        ("<meta name='GoogleBot' content='NOINDEX'>", True),
        ("<meta name='robots' content='none'>", True),
        ("<meta name='robots' content='index, follow, max-image-preview:large'>", False),
        ("", False),
    ],
)
def test_a_page_may_ask_not_to_be_listed(head: str, noindex: bool) -> None:  # noqa: FBT001 - a table
    assert read(head=head).noindex is noindex


@pytest.mark.parametrize(
    ("head", "body", "removed"),
    [
        (
            "",
            "<h1>Rain</h1><article><p>This article has been removed at the request of its author.</p></article>",
            True,
        ),
        ("", "<h1>Rain</h1><article><p>The editors have withdrawn this story after a complaint.</p></article>", True),
        ("", "<h1>Regen</h1><article><p>Dieser Beitrag wurde zurückgezogen, weil er falsch war.</p></article>", True),
        ("<title>RETRACTED: Rain in Puri</title>", story(), True),
        ("<title>Page not found</title>", "", True),
        ("<title>404 - Not Found</title>", "", True),
        ("<title>Retracted claims cost the minister her post</title>", story(), False),
        (
            "",
            "<h1>Rain</h1>" + story(8) + "<p>The statue was removed. This story has been removed from no shelf.</p>",
            False,
        ),
        ("<title>Rain</title>", story(), False),
    ],
)  # fmt: skip
def test_a_story_that_was_taken_away_is_told(head: str, body: str, removed: bool) -> None:  # noqa: FBT001 - a table
    assert read(body, head=head).removed is removed


# -- bylines, tags and sections to the eye --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "authors"),
    [
        ("<h1>Rain</h1><p>By Asha Rao and Ravi Das</p>", ("Asha Rao", "Ravi Das")),
        ("<h1>Rain</h1><div class='entry-meta'>Posted by <a href='/author/asha'>Asha Rao</a></div>", ()),
        ("<h1>Rain</h1><div class='post-author'>by <a href='/author/asha'>Asha Rao</a>, editor</div>", ("Asha Rao",)),
        ("<h1>Rain</h1><span class='author vcard'>Author<a rel='author'>Asha Rao</a></span>", ("Asha Rao",)),
        ("<ul><li>Author <strong>Asha Rao</strong></li></ul>", ("Asha Rao",)),
        ("<p>Auteur : Asha Rao</p>", ("Asha Rao",)),
        ("<div class='comment'><a rel='author'>A Reader</a></div>", ()),
        ("<form><label class='author'>Name (required)</label></form>", ()),
        ("<h1>R</h1><div class='author-desk'><span class='byline'>The News Desk</span></div>", ("The News Desk",)),
        (story().replace("<article>", "<article><p>Asha Rao/Ravi Das</p>"), ("Asha Rao", "Ravi Das")),
        ("<div class='byline'>PAPER NEWS by PAPER NEWS</div>", ("PAPER NEWS",)),
        ("<a rel='author'>View all posts by Asha →</a>", ()),
    ],
)
def test_a_byline_is_found_where_readers_see_it(body: str, authors: tuple[str, ...]) -> None:
    assert read(body).authors == authors


def test_a_desk_in_the_data_gives_way_to_people() -> None:
    desk = linked(headline="H", author={"@type": "Organization", "name": "The Post Desk"})

    assert read("<h1>H</h1><p class='byline'>By Asha Rao</p>", head=desk).authors == ("Asha Rao",)
    assert read("<h1>H</h1>", head=desk).authors == ("The Post Desk",)


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("<div class='post-tags'><a href='/x'>Rain</a><a href='/y'>#Puri</a></div>", ("Rain", "Puri")),
        ("<h4>Topics:</h4><ul><li><a href='/x'>Rain</a></li></ul>", ("Rain",)),
        ("<div>Topics: <a href='/x'>Rain</a> <a href='/y'>Puri</a></div>", ("Rain", "Puri")),
        ("<article><a href='/tag/rain/'>Rain</a><p><a href='/tag/sea'>in a sentence</a></p></article>", ("Rain",)),
        ("<nav><a href='/tag/menu' rel='tag'>Menu</a></nav>", ()),
    ],
)
def test_tags_are_found_where_readers_see_them(body: str, tags: tuple[str, ...]) -> None:
    assert read(body).tags == tags


def test_keywords_with_nothing_between_them_are_told_apart() -> None:
    assert read(head=meta("news_keywords", "Rain Puri Sea Boats Harbour")).tags == (
        "Rain",
        "Puri",
        "Sea",
        "Boats",
        "Harbour",
    )
    assert read(head=meta("news_keywords", "深空探测 探月工程")).tags == ("深空探测", "探月工程")
    assert read(head=meta("news_keywords", "Supreme Court of India")).tags == ("Supreme Court of India",)


def test_the_storys_own_category_links_name_its_sections() -> None:
    body = "<article><h1>Rain</h1>in <a rel='category tag' href='/w'>World</a></article>"

    assert (read(body).section, read(body).tags) == ("World", ())


def test_rdfa_marks_count_as_microdata_does() -> None:
    body = (
        "<span property='dc:created' content='2026-11-24T09:00:00+05:30'>today</span>"
        "<div property='schema:author'><b property='schema:name'>Asha Rao</b></div>"
        "<i property='schema:keywords' content='Rain, Sea'></i><b property='schema:articleSection'>World</b>"
    )
    found = read(body)

    assert (found.published, found.authors, found.tags, found.section) == (
        NINE,
        ("Asha Rao",),
        ("Rain", "Sea"),
        "World",
    )


# -- text -----------------------------------------------------------------------------------------------------------


def test_text_without_paragraphs_is_read_by_its_breaks() -> None:
    found = read(f"<div class='post'>{TEXT}one<br><br>{TEXT}two<br>and on<div>{TEXT}three</div></div>").body_text.split(
        "\n"
    )

    assert [line.rsplit(". ", 1)[1] for line in found] == ["one", "two and on", "three"]


def test_a_standfirst_comes_first_and_once() -> None:
    said = "What the council decided on Monday, and what it costs the town until the year is over."
    body = f"<main><h1>Rain</h1><div class='article__lead'>{said}</div>{story()}</main>"

    assert read(body).body_text.startswith(said)
    assert read(body, head=meta("og:description", said)).body_text.count(said) == 1
    assert read(body.replace("article__lead", "x"), head=meta("og:description", said)).body_text.startswith(said)


def test_pointers_to_other_stories_are_no_text() -> None:
    found = read(
        story().replace("</article>", "<p>Also read: the other story</p><p>Lesen Sie auch: Regen</p></article>")
    )

    assert "Also read" not in found.body_text
    assert "Lesen Sie" not in found.body_text


def test_of_stories_one_after_the_other_the_first_is_the_pages_own() -> None:
    body = "<main>" + "".join(
        f"<article class='a'><p>{n} {TEXT * (2 + n)}</p><p>{TEXT * 2}</p></article>" for n in range(3)
    )

    assert read(body + "</main>").body_text.startswith("0 ")


def test_a_page_builders_pieces_are_put_together() -> None:
    piece = "<div class='row'><div class='box'><p>{n} " + TEXT * 2 + "</p></div></div>"
    body = "<div class='page'>" + "".join(piece.replace("{n}", str(n)) for n in range(3)) + "</div>"

    assert [line[0] for line in read(body).body_text.split("\n")] == ["0", "1", "2"]


# -- dates, pictures, neighbours ------------------------------------------------------------------------------------


def test_the_clock_of_a_pages_top_is_no_date() -> None:
    top = (
        "<div class='top_date'>Wednesday, November 25, 2026</div><header><span class='date'>25.11.2026</span></header>"
    )

    assert read(f"{top}<h1>Rain</h1><div class='date'>July 15, 2026</div>").published == date(2026, 7, 15)
    assert read(top).published is None


def test_the_same_moment_in_the_pages_own_zone_is_the_better_one() -> None:
    utc = linked(headline="H", datePublished="2026-11-24T03:30:00Z")

    assert shown(read(head=utc + meta("article:published_time", STAMP)))["published"] == STAMP


def test_what_was_updated_is_not_when_it_was_published() -> None:
    body = (
        "<article><time class='updated' datetime='2026-11-25T10:00:00+05:30'>later</time>"
        f"<time class='published' datetime='{STAMP}'>first</time></article>"
    )
    found = read(body)

    assert (found.published, found.modified) == (NINE, NINE.replace(day=25, hour=10))


def test_a_thumbnail_gives_way_to_the_picture_that_the_head_names() -> None:
    body = "<h1>R</h1><figure><img src='https://paper.example/max/60/flood.jpg' alt='A flood'></figure>"
    image = read(body, head=meta("og:image", "https://paper.example/flood-large.jpg")).image

    assert image is not None
    assert (image.url, image.alt) == ("https://paper.example/flood-large.jpg", "A flood")


def test_a_credit_of_its_own_is_taken_out_of_the_caption() -> None:
    figure = (
        "<h1>R</h1><figure><img src='/flood.jpg' width='900'><figcaption>A street in Puri"
        " <span class='credit'>Photo: Asha Rao</span></figcaption></figure>"
    )
    image = read(figure).image

    assert image is not None
    assert (image.caption, image.credit) == ("A street in Puri", "Asha Rao")


@pytest.mark.parametrize(
    ("body", "previous", "following"),
    [
        ("<a class='prev' href='/a'>x</a><a class='next' href='/b'>y</a>", "/a", "/b"),
        (
            "<i class='nav-previous'><a href='/a'>x</a></i><i class='nav-next'><b><a href='/b'>y</a></b></i>",
            "/a",
            "/b",
        ),
        ("<a class='older' href='/a'>x</a><a class='newer' href='/b'>y</a>", "/a", "/b"),
        ("<a class='slick-prev' href='#'>x</a><a class='slick-next' href='#'>y</a>", None, None),
        ("<a class='next' href='https://paper.example/odisha/coast-guard-search#more'>more</a>", None, None),
        ("<div class='prev next'><a href='/a'>x</a></div>", None, None),
    ],
)  # fmt: skip
def test_the_stories_before_and_after(body: str, previous: str | None, following: str | None) -> None:
    found = read(body)
    whole = [each and f"https://paper.example{each}" for each in (previous, following)]

    assert [found.previous, found.next] == whole


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (meta("og:title", "The last ferry"), "<h1>The Blog</h1><h3>The last ferry</h3>", "The last ferry"),
        ("<title>The Blog » The last ferry</title>", "<h1>The Blog</h1><h2>The last ferry</h2>", "The last ferry"),
        (
            meta("og:title",
            "Rhine data was stolen"),
            "<h1><span>Inside</span>Rhine data was stolen</h1>",
            "Rhine data was stolen",
        ),
        (
            linked(headline="Rain over the whole coast and…"),
            "<h1>Rain over the whole coast and hills</h1>",
            "Rain over the whole coast and hills",
        ),
        (linked(headline="Senator calls him"), '<h1>Senator calls him "unfit"</h1>', 'Senator calls him "unfit"'),
        (linked(headline="Rain tonight"), "<h1>Rain tonight in all the land</h1>", "Rain tonight"),
    ],
)  # fmt: skip
def test_a_headline_is_whole_and_not_the_blogs_name(head: str, body: str, title: str) -> None:
    assert read(body, head=head).title == title
