# ruff: noqa: INP001 - a script
"""Take the pictures of the README: a digest as a reader sees it, and the console's first page.

Run it in the project's folder after `make demo`: `.venv/bin/python docs/design/take_pictures.py`. Needs Chromium.
"""

import re
import signal
import subprocess
import sys
from email import policy
from email.parser import BytesParser
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Route, sync_playwright

HERE = Path.cwd()
SECTIONS = 3  #: at most, so that the lead is seen
PICTURES = HERE / "docs" / "pictures"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def digest(browser: Browser, slug: str, scheme: str, width: int, height: int) -> None:
    """Photograph a copy of a reader who chose a few sections, with the pictures that lie beside the preview."""
    beside = HERE / "outbox" / "preview" / slug / "pictures"
    marks = HERE / "distrib" / "web" / "static" / "marks"

    def serve(route: Route) -> None:
        name = Path(route.request.url.split("?")[0]).name
        found = [*beside.glob(f"*-{name}"), *marks.glob(name)]
        route.fulfill(path=found[0]) if found else route.abort()

    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]  # its own literal
        device_scale_factor=1.5,
    )
    page = context.new_page()
    page.route(re.compile("^https://"), serve)
    page.set_content(copy(slug), wait_until="load")
    page.wait_for_function("[...document.images].slice(0, 8).every(one => one.complete && one.naturalWidth)")
    page.screenshot(path=PICTURES / f"digest.{slug}.{scheme}.{width}.png")
    context.close()


def copy(slug: str) -> str:
    """Return the HTML of the first mail of a list that has a few sections."""
    for path in sorted((HERE / "outbox" / "mail" / "new").glob("d*.eml"), key=lambda path: int(path.stem[1:])):
        message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        body = message.get_body(("html",))
        html = str(body.get_content()) if body else ""
        if slug in str(message["List-Id"]) and 1 < html.count("<h2") <= SECTIONS:
            return html
    raise SystemExit(f"No mail of {slug} has at most {SECTIONS} sections.")


def console(browser: Browser, link: str) -> None:
    """Sign in by the one-time link and photograph the first page and the desk."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    page = context.new_page()
    page.goto(link)
    page.click("main button")
    page.wait_for_url("**/console")
    page.screenshot(path=PICTURES / "console.today.png")
    page.goto(page.url.rstrip("/") + "/editions")
    if page.locator("a.button.primary, main a[href*='/console/editions/']").count():
        page.locator("main a[href*='/console/editions/']").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / "console.desk.png")
    context.close()


def main() -> None:
    """Take every picture and make them small."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    served = subprocess.Popen(  # noqa: S603 - our own command
        [str(HERE / ".venv" / "bin" / "distrib"), "run", "--demo"], stdout=subprocess.PIPE, text=True
    )
    try:
        lines = iter(served.stdout or [])
        link = next(found[0] for line in lines if (found := re.search(r"http://\S+/enter/\S+", line)))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
            digest(browser, "tarini-morning", "light", 680, 1180)
            digest(browser, "sakala", "dark", 375, 812)
            digest(browser, "subh-bakhair", "light", 375, 812)
            for _ in range(60):
                if subprocess.run(["curl", "-s", link.split("/enter")[0] + "/healthz"], check=False).returncode == 0:  # noqa: S603, S607
                    break
                signal.sigtimedwait([], 1)
            console(browser, link)
            browser.close()
    finally:
        served.terminate()
        served.wait(60)
    for path in PICTURES.glob("*.png"):
        Image.open(path).convert("RGB").quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
