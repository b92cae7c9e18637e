"""What only a browser can tell: nothing runs off the side of a phone, and dark mode is dark."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from tests.composition.pages import assembler, some_blanks, templates

pytestmark = pytest.mark.chromium
ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
PIXEL = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
BRIGHTEST = """() => Math.max(...[...document.querySelectorAll('body,table,td,div')].map(e => {
  const c = getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number)
  if (c.length > 3 && c[3] === 0) return 0
  const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}))"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield opened
        opened.close()


def answer(route: Route) -> None:
    route.fulfill(body=PIXEL, content_type="image/gif")


@pytest.mark.parametrize("language", ["en", "or", "ur"])
@pytest.mark.parametrize("look", sorted(templates().looks()))
def test_a_digest_fits_every_width_and_is_dark_when_asked(browser: Browser, language: str, look: str) -> None:
    made = assembler(language, look)
    page = made.html(made.plan(None), some_blanks())
    bare = re.sub(r"<style.*?</style>", "", page, flags=re.DOTALL)  # as Gmail shows it for other accounts
    for text, width, scheme in ((page, 680, "light"), (page, 375, "dark"), (page, 320, "light"), (bare, 320, "light")):
        context = browser.new_context(
            color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": 800}
        )
        opened = context.new_page()
        opened.route("**/*", answer)
        opened.set_content(text)

        assert opened.evaluate("document.documentElement.scrollWidth") == width
        if scheme == "dark":
            assert opened.evaluate(BRIGHTEST) <= 0.35
        context.close()
