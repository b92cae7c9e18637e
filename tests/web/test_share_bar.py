"""The share bar on a page of the paper's own site, under a strict content policy: with scripts and without."""

from collections.abc import Iterator
from typing import Any

import pytest

from distrib.web.public.embedding import script

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.chromium]

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
STRICT = (
    "default-src 'none'; script-src https://mail.paper.example; require-trusted-types-for 'script'; base-uri 'none'"
)
HOME = "https://mail.paper.example"
STORY = "https://paper.example/rain?id=5#top"
FALLBACK = "".join(f'<a href="{HOME}/s/12/{name}">{name} it</a> ' for name in ("whatsapp", "x", "email"))
PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>Rain at Puri</title>
<body><h1>Rain</h1><distrib-share {given}>{inside}</distrib-share>
<script defer src="https://mail.paper.example/share.js"></script>"""


class Paper:
    """A browser that looks at pages of the paper."""

    def __init__(self, browser: Any) -> None:
        self.browser, self.faults = browser, list[str]()

    def page(
        self, given: str = "", inside: str = "", *, language: str = "en", scripts: bool = True, first: str = ""
    ) -> Any:
        context = self.browser.new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 700})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)
        html = PAGE.format(given=given, inside=inside, language=language)
        page.route("**/*", lambda route: self._answer(route, html))
        if first:
            page.add_init_script(first)
        page.goto(STORY)
        return page

    @staticmethod
    def _answer(route: Any, html: str) -> None:
        if route.request.url == f"{HOME}/share.js":
            route.fulfill(body=script()[0], content_type="text/javascript")
        elif route.request.url.startswith("https://paper.example/rain"):
            headers = {"Content-Security-Policy": STRICT}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
        else:
            route.fulfill(body="", status=204)


@pytest.fixture
def paper(chromium: str) -> Iterator[Paper]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        found = Paper(browser)
        yield found
        browser.close()
    assert found.faults == []


def links(page: Any) -> dict[str, str]:
    bar = page.get_by_role("group", name="Share this story")
    return {link.inner_text(): link.get_attribute("href") for link in bar.get_by_role("link").all()}


def test_without_scripts_the_plain_links_stand(paper: Paper) -> None:
    page = paper.page('story="12"', FALLBACK, scripts=False)

    assert [link.inner_text() for link in page.get_by_role("link").all()] == ["whatsapp it", "x it", "email it"]
    assert page.get_by_role("link").first.is_visible()
    assert page.get_by_role("button").count() == 0


def test_the_links_inside_become_the_buttons(paper: Paper) -> None:
    page = paper.page('story="99"', FALLBACK)

    assert links(page) == {f"{name} it": f"{HOME}/s/12/{name}" for name in ("whatsapp", "x", "email")}
    new_pages = [link.get_attribute("target") for link in page.get_by_role("link").all()]
    assert new_pages == ["_blank", "_blank", ""]  # a mail program opens beside the page, not in an empty one


def test_a_story_alone_makes_the_seven(paper: Paper) -> None:
    assert links(paper.page('story="12"')) == {
        name: f"{HOME}/s/12/{network}"
        for name, network in {
            "WhatsApp": "whatsapp",
            "Facebook": "facebook",
            "X": "x",
            "LinkedIn": "linkedin",
            "Pinterest": "pinterest",
            "Telegram": "telegram",
            "E-mail": "email",
        }.items()
    }


def test_an_address_and_its_headline_are_handed_on_for_the_networks_named(paper: Paper) -> None:
    given = 'url="https://paper.example/a?b=1&amp;c=2" headline="Rain &amp; 5+5 “wind”" networks="x, bluesky pocket" at="https://m.example/"'

    assert links(paper.page(given)) == {
        name: f"https://m.example/s/to/{network}?url=https%3A%2F%2Fpaper.example%2Fa%3Fb%3D1%26c%3D2"
        "&title=Rain+%26+5%2B5+%E2%80%9Cwind%E2%80%9D"
        for name, network in (("X", "x"), ("Bluesky", "bluesky"))
    }


def test_the_link_is_copied_with_its_own_campaign_and_that_is_said(paper: Paper) -> None:
    page = paper.page('story="12"')
    page.keyboard.press("Shift+Tab")  # backwards into the page: the last stop is the bar's last button
    page.keyboard.press("Enter")

    status = page.get_by_role("status")
    playwright.expect(status).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "https://paper.example/rain?id=5&utm_source=copy&utm_medium=social_share#top"


def test_where_nothing_can_be_copied_the_link_stands_there_to_be_marked(paper: Paper) -> None:
    page = paper.page('url="https://paper.example/a?utm_source=ours"', first="delete Navigator.prototype.clipboard")
    page.get_by_role("button", name="Copy link").click()

    playwright.expect(page.get_by_role("status")).to_have_text(
        "https://paper.example/a?utm_source=ours&utm_medium=social_share"
    )


def test_the_phones_own_sheet_is_offered_where_there_is_one(paper: Paper) -> None:
    sheet = "navigator.canShare = () => true; navigator.share = async (sent) => { window.sent = sent }"
    page = paper.page('headline="Boats"', first=sheet)
    page.get_by_role("button", name="Share…").click()

    assert page.evaluate("window.sent") == {
        "title": "Boats",
        "url": "https://paper.example/rain?id=5&utm_source=webshare&utm_medium=social_share#top",
    }
    assert paper.page().get_by_role("button", name="Share…").count() == 0


def test_the_bar_speaks_the_pages_language_and_takes_its_colours(paper: Paper) -> None:
    page = paper.page('story="1"', language="or")

    assert page.get_by_role("group", name="ଏହି ଖବର ବାଣ୍ଟନ୍ତୁ").is_visible()
    assert page.get_by_role("button", name="ଲିଙ୍କ କପି କରନ୍ତୁ").is_visible()
    link = page.get_by_role("link").first
    for ink in ("rgb(20, 20, 20)", "rgb(240, 240, 240)"):
        page.evaluate(f"document.body.style.color = '{ink}'")
        assert link.evaluate("link => getComputedStyle(link).color") == ink
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_bar_that_moves_keeps_its_buttons(paper: Paper) -> None:
    page = paper.page('story="1"')
    page.evaluate("document.body.append(document.querySelector('distrib-share'))")

    assert page.get_by_role("button", name="Copy link").count() == 1


def test_the_script_depends_on_nothing() -> None:
    source = script()[0].decode()

    assert not any(word in source for word in ("import ", "fetch(", "innerHTML", "eval(", "cookie", "localStorage"))
