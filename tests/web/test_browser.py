"""What people do, done by a browser: nothing is refused by our own content policy, nothing scrolls sideways."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread
from time import sleep
from typing import Any

import pytest
import uvicorn
from sqlmodel import select

from distrib.model.deliveries import Notice
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import MailingList
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.model.users import Role
from distrib.pipeline import prepare as preparing
from distrib.store import picks
from distrib.web.app import create_app
from tests import factories
from tests.pipeline.test_prepare import HEADLINES
from tests.web import scenes

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.chromium]

FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
PHONE = {"width": 360, "height": 740}
WIDE = """() => document.documentElement.scrollWidth - innerWidth"""


@dataclass
class Visitor:
    """A page of a browser, and what went wrong in it."""

    page: Any
    base: str
    faults: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.base + path)
        assert self.page.evaluate(WIDE) <= 0, path

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    @property
    def title(self) -> str:
        return str(self.page.locator("h1").first.inner_text())


@pytest.fixture
def served(house: Any) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = uvicorn.Config(create_app(house.parts), host="127.0.0.1", port=port, log_config=None, access_log=False)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def visitor(chromium: str, served: str) -> Iterator[Visitor]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_page(viewport=PHONE)
        page.set_default_timeout(20_000)
        found = Visitor(page=page, base=served)
        page.on("pageerror", lambda error: found.faults.append(str(error)))
        page.on("console", lambda said: found.faults.append(said.text) if _is_a_fault(said.text) else None)
        yield found
        browser.close()
    assert found.faults == []


def _is_a_fault(text: str) -> bool:
    return "Content Security Policy" in text or "Refused" in text


def test_a_reader_signs_up_says_yes_chooses_leaves_and_comes_back(visitor: Visitor, house: Any) -> None:
    visitor.go("/")
    visitor.page.get_by_label("Your e-mail address").fill("new@inbox.example")
    visitor.page.get_by_label("Test Morning").check()
    visitor.press("Sign me up")
    assert visitor.title == "Look into your mailbox"

    with house.parts.database.reading() as session:
        person = session.exec(select(Subscriber).where(Subscriber.address_key == "new@inbox.example")).one()
        tie = session.exec(select(Subscription).where(Subscription.subscriber_id == person.id)).one()
        assert session.exec(select(Notice)).one().subscription_id == tie.id
    visitor.go(f"/confirm/{house.token('confirm', tie.id, int(tie.moved_at.timestamp()))}")
    visitor.press("Yes, send it to me")
    assert visitor.title == "You are in"

    visitor.page.get_by_role("link", name="Choose your sections").click()
    visitor.page.get_by_label("Sports").uncheck()
    visitor.press("Keep these choices")
    assert "Kept." in visitor.page.get_by_role("status").inner_text()

    visitor.go(f"/u/{house.token('u', tie.id, 3)}")
    visitor.press("Stop it")
    assert visitor.title == "Done. It comes no more."
    with house.parts.database.reading() as session:
        row = session.get_one(Subscription, tie.id)
        assert (row.state, row.sections) == (SubscriptionState.UNSUBSCRIBED, [house.sections[0]])
    visitor.press("Bring it back")
    assert visitor.title == "It comes again"
    with house.parts.database.reading() as session:
        assert session.get_one(Subscription, tie.id).state is SubscriptionState.CONFIRMED


def test_readers_pages_fit_a_phone_in_every_language(visitor: Visitor, house: Any) -> None:
    for language in ("en", "hi", "or", "ur"):
        for path in ("/", "/lists/sakala", f"/u/{house.token('u', house.tie, 3)}"):
            visitor.go(f"{path}?lang={language}")
        visitor.go(f"/preferences/{house.token('preferences', house.person)}?lang={language}")


def test_an_editor_comes_in_looks_and_approves(visitor: Visitor, house: Any) -> None:
    edition = scenes.a_drafted_edition(house.parts, house.morning, house.sections)
    scenes.a_post(house.parts)
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    visitor.go(f"/enter/{secret}")
    visitor.press("Enter the console")
    assert visitor.title == "Test Morning waits for your approval"

    visitor.page.get_by_role("link", name="Open the desk").click()
    mail = visitor.page.frame_locator("iframe")
    assert "before light" in mail.locator("body").inner_text()
    visitor.page.get_by_text("Why it stands here").first.click()
    assert visitor.page.get_by_text("Filed 52 minutes ago").first.is_visible()
    visitor.page.get_by_role("button", name="Approve for").click()
    assert "Approved." in visitor.page.get_by_role("status").inner_text()
    with house.parts.database.reading() as session:
        assert session.get_one(Edition, edition).state is EditionState.APPROVED

    for path in (
        "/console",
        "/console/editions",
        f"/console/editions/{edition}",
        "/console/posts",
        "/console/lists/morning",
        "/console/subscribers",
        f"/console/subscribers/{house.person}",
        f"/console/deliveries/{edition}",
        "/console/sources",
        "/console/staff",
        "/outbox",
    ):
        visitor.go(path)


def test_keys_walk_and_go(visitor: Visitor, house: Any) -> None:
    scenes.a_drafted_edition(house.parts, house.morning, house.sections)
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    visitor.go(f"/enter/{secret}")
    visitor.press("Enter the console")
    visitor.page.wait_for_url("**/console")
    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("u")
    visitor.page.wait_for_url("**/console/subscribers")
    visitor.page.keyboard.press("/")
    assert visitor.page.evaluate("document.activeElement.name") == "words"
    visitor.go("/console")
    visitor.page.get_by_role("link", name="Open the desk").click()
    visitor.page.wait_for_url("**/editions/*")
    visitor.page.keyboard.press("j")
    assert visitor.page.locator(".pick[aria-current]").count() == 1


def a_draft(house: Any) -> tuple[int, list[int]]:
    """Return the number of a draft with stories of its own, and theirs in order."""
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        edition = factories.an_edition(session, morning, due_at=factories.NOON + timedelta(minutes=40))
        source = factories.a_source(session, name="Tarini Post")
        for place, title in enumerate(HEADLINES, start=1):
            factories.a_story(session, source_id=source.id, title=title, position=place)
    preparing.prepare(house.parts, edition.id or 0)
    return edition.id or 0, order(house, edition.id or 0)


def order(house: Any, edition: int) -> list[int]:
    with house.parts.database.reading() as session:
        return [pick.story_id for pick in picks.of(session, edition)]


def test_an_editor_makes_the_edition_with_keys_alone(visitor: Visitor, house: Any) -> None:
    edition, (first, second, third, *_) = a_draft(house)
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    visitor.go(f"/enter/{secret}")
    visitor.press("Enter the console")
    visitor.page.wait_for_url("**/console")
    visitor.go(f"/console/editions/{edition}")
    keys = visitor.page.keyboard

    def after(key: str, address: str, sentence: str) -> None:
        with visitor.page.expect_navigation():  # a function to wait for would need what our content policy forbids
            keys.press(key)
        visitor.page.wait_for_url(f"**{address}")
        assert sentence in visitor.page.locator("#said").inner_text()
        assert (
            visitor.page.evaluate("document.activeElement.closest('li.pick')?.getAttribute('aria-current')") == "true"
        )

    keys.press("j")
    keys.press("j")
    after("Shift+K", f"#story-{second}", "to place 1.")
    assert order(house, edition)[:2] == [second, first]
    after("h", f"#story-{first}", "You set aside")
    assert second not in order(house, edition)
    after("z", f"#story-{second}", "Taken back")
    assert order(house, edition)[:2] == [second, first]
    keys.press("j")
    after("p", f"#story-{first}", "to place 2.")
    after("p", f"#story-{first}", "Taken back")
    keys.press("j")
    keys.press("e")
    assert visitor.page.evaluate("document.activeElement.name") == "section"
    keys.press("z")  # in a field keys are letters
    keys.press("Escape")
    assert visitor.page.locator(f"#story-{third} .hand-on[open]").count() == 0
    keys.press("r")
    assert visitor.page.evaluate("document.activeElement.name") in {"other", "words"}
    keys.press("Escape")
    keys.press("?")
    assert visitor.page.get_by_text("take back your last mark").is_visible()


def test_without_script_and_on_a_phone_every_button_is_there_and_large_enough(
    chromium: str, served: str, house: Any
) -> None:
    edition, (first, second, *_) = a_draft(house)
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=list(FLAGS))
        page = browser.new_context(java_script_enabled=False, viewport=PHONE, has_touch=True).new_page()
        page.goto(f"{served}/enter/{secret}")
        page.get_by_role("button", name="Enter the console").click()
        page.goto(f"{served}/console/editions/{edition}")
        row = page.locator(f"#story-{second}")
        for name in ("Up", "Down", "Pin", "Set aside"):
            box = row.get_by_role("button", name=name, exact=True).bounding_box()
            assert box is not None
            assert box["height"] >= 44
        row.get_by_role("button", name="Up", exact=True).click()
        page.wait_for_url(f"**#story-{second}")
        assert "to place 1." in page.locator("#said").inner_text()
        assert order(house, edition)[:2] == [second, first]
        page.locator(f"#story-{second} summary[data-key=e]").click()
        page.locator(f"#paid-{second}").fill("Tara Bank")
        page.locator(f"#story-{second}").get_by_role("button", name="Label it").click()
        assert "Sponsored" in page.locator(f"#story-{second}").inner_text()
        browser.close()
