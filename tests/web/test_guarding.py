from datetime import timedelta
from threading import Event
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient

from distrib.errors import TemplateProblem
from distrib.model.stories import Story, StoryState
from distrib.store.engine import StoreBusy
from distrib.web import drawing
from distrib.web.app import LARGEST_BODY, create_app
from distrib.web.console.deeds import Deeds
from distrib.web.console.timeline import Line, around, left
from distrib.web.drawing import draw
from distrib.web.limits import HOUR, Limit, network_of
from distrib.web.public.viewing import Clicks
from tests import factories

NOON = factories.NOON


@pytest.mark.parametrize(
    "path", ["/", "/lists/morning", "/privacy", "/enter", "/healthz", "/none", "/u/x", "/static/paper.css"]
)
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "DENY"


def test_marks_may_be_shown_by_webmail_and_kept_a_while(client: TestClient) -> None:
    headers = client.get("/static/paper.css").headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["cache-control"] == "public, max-age=3600"
    assert client.get("/static/../app.py").status_code == 404
    assert client.get("/static/%2e%2e/app.py").status_code == 404
    assert client.get("/privacy").headers["cache-control"] == "no-store"


def test_no_page_has_inline_script_or_style(client: TestClient, house: Any) -> None:
    paths = ["/", "/privacy", "/enter", f"/u/{house.token('u', house.tie, 3)}", "/none"]
    for path in [*paths, f"/preferences/{house.token('preferences', house.person)}"]:
        page = client.get(path).text
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page


def test_there_is_no_description_of_the_web_for_strangers(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_the_log_holds_routes_and_never_a_person(client: TestClient, house: Any, capsys: Any) -> None:
    token = house.token("u", house.tie, 3)
    with structlog.testing.capture_logs() as lines:
        client.get(f"/u/{token}?address=asha@inbox.example")
        client.post("/", data={"address": "new@inbox.example", "list": "morning"})
        client.get("/none/asha@inbox.example")
    assert [line["route"] for line in lines] == ["/u/{token}", "/", "(none)"]
    assert [line["status"] for line in lines] == [200, 200, 404]
    everything = str(lines) + capsys.readouterr().out
    assert token not in everything
    assert "inbox.example" not in everything


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/", content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert client.post("/", data={"address": "x" * 1000, "list": "morning"}).status_code == 400
    assert client.delete("/").status_code == 405


def test_a_busy_database_and_a_broken_page_are_said_in_a_sentence(house: Any) -> None:
    app = create_app(house.parts)

    @app.get("/busy")
    def busy() -> None:
        raise StoreBusy

    @app.get("/broken")
    def broken() -> None:
        raise TemplateProblem("secret.html line 3")

    @app.get("/crash")
    def crash() -> None:
        raise RuntimeError("asha@inbox.example")

    with TestClient(app, base_url="http://mail.test", raise_server_exceptions=False) as client:
        assert client.get("/busy").status_code == 503
        answer = client.get("/broken")
        assert (answer.status_code, "secret.html" in answer.text) == (500, False)
        answer = client.get("/crash")
        assert (answer.status_code, "inbox.example" in answer.text) == (500, False)
        assert "content-security-policy" in answer.headers


def test_the_error_page_stands_without_a_database(house: Any) -> None:
    house.parts.database.engine.dispose()
    (house.parts.home / "distrib.db").write_bytes(b"no database" * 1000)
    with TestClient(create_app(house.parts), raise_server_exceptions=False) as client:
        answer = client.get("/none")
    assert answer.status_code == 404
    assert "distrib" in answer.text


def test_a_template_that_asks_for_what_is_not_there_is_a_problem_of_ours() -> None:
    with pytest.raises(TemplateProblem, match="can't be drawn"):
        draw("public/privacy.html", w=None)


# -- the share page --------------------------------------------------------------------


def test_a_share_page_shows_the_story_and_every_way_to_pass_it_on(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(
            session,
            title="Boats <before> light",
            image_url="https://paper.example/p.jpg",
            image_caption="Lamps",
            image_credit="S. Behera",
            authors=["Itishree"],
        )
    page = client.get(f"/s/{story.id}")
    assert "Boats &lt;before&gt; light" in page.text
    assert f'<link rel="canonical" href="{story.url}">' in page.text
    assert "Send by WhatsApp" in page.text
    assert "Pin on Pinterest" in page.text
    assert "Tweet on X" in page.text
    assert f"https://mail.paper.example/s/{story.id}" in page.text
    assert "Lamps · S. Behera" in page.text


def test_short_links_lead_to_what_the_button_opens(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session)
    answer = client.get(f"/s/{story.id}/facebook")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("https://www.facebook.com/")
    assert client.get(f"/s/{story.id}/email").headers["location"].startswith("mailto:")
    assert client.get(f"/s/{story.id}/copy").headers["location"] == f"/s/{story.id}"
    assert client.get(f"/s/{story.id}/nowhere").status_code == 404
    assert client.get("/s/999/facebook").status_code == 404
    assert client.get("/s/x").status_code == 400


def test_a_story_that_was_stopped_is_not_shared(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, state=StoryState.KILLED)
    assert client.get(f"/s/{story.id}").status_code == 404
    assert client.get(f"/s/{story.id}/facebook").status_code == 404
    with house.parts.database.writing() as session:
        row = session.get_one(Story, story.id)
        row.state, row.published_at = StoryState.LIVE, None
        session.add(row)
    assert client.get(f"/s/{story.id}").status_code == 200


# -- small parts -----------------------------------------------------------------------


def test_a_limit_lets_so_many_pass_an_hour_and_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit(2)
    assert [limit.passes("a", NOON) for _ in range(3)] == [True, True, False]
    assert limit.passes("b", NOON)
    assert limit.passes("a", NOON + HOUR)
    monkeypatch.setattr("distrib.web.limits.KEPT", 1)
    assert limit.passes("c", NOON)
    assert limit.passes("b", NOON)
    assert limit.passes("b", NOON)


def test_a_limit_of_nothing_remembers_no_more_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distrib.web.limits.KEPT", 2)
    limit = Limit(0)
    assert not any(limit.passes(key, NOON) for key in range(9))
    assert len(limit._seen) == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_connection_counts_as_one_however_many_addresses_it_has(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize("path", [f"/s/{10**30}", f"/s/{2**63}/x"])
def test_a_number_beyond_all_numbers_is_no_error_of_ours(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize(
    "origin", ["http://[::1", "null", "https://other.test", "http://mail.test.other.test", "mail.test", ""]
)
def test_a_form_from_elsewhere_is_refused_however_its_origin_is_written(client: TestClient, origin: str) -> None:
    assert client.post("/enter", data={"address": "a@b.example"}, headers={"Origin": origin}).status_code == 403


def test_clicks_wait_until_the_database_can_be_written(house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distrib.web.public.viewing.SECOND", 0.0)
    clicks = Clicks(house.parts)
    clicks.write()

    def busy(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr("distrib.store.digests.count_clicks", busy)
    clicks.count(1)
    thread = clicks._writer
    if thread is not None:
        thread.join(5)
    counted: list[dict[int, int]] = []
    monkeypatch.setattr("distrib.store.digests.count_clicks", lambda _, found: counted.append(dict(found)))
    clicks.write()
    assert counted == [{1: 1}]


def test_a_deed_goes_on_once_and_its_failure_stops_nothing() -> None:
    deeds, go = Deeds(), Event()
    assert deeds.start("e1", lambda: go.wait(5))
    assert not deeds.start("e1", lambda: None)
    assert deeds.doing("e1")
    go.set()
    deeds.wait(5)
    for error in (StoreBusy(), RuntimeError("x")):

        def fail(error: Exception = error) -> None:
            raise error

        assert deeds.start("e1", fail)
        deeds.wait(5)
    assert not deeds.doing("e1")


def test_the_line_of_a_day_holds_what_is_near_and_hides_hours_under_now() -> None:
    line = around([NOON + timedelta(hours=2), NOON + timedelta(days=3)], NOON, "Asia/Kolkata")
    assert line.holds(NOON + timedelta(hours=2))
    assert not line.holds(NOON + timedelta(days=3))
    assert line.x(line.start) == "0.0%"
    assert line.share(line.end + HOUR) == 100
    assert line.width(NOON, NOON) == "1.2%"
    on_the_hour = line.start + 2 * HOUR
    assert len(line.ticks_beside(on_the_hour)) == len(line.ticks) - 1
    assert line.ticks_beside(line.end + HOUR) == line.ticks
    assert len(Line(start=NOON, end=NOON + 24 * HOUR, zone="UTC").ticks) == 6


@pytest.mark.parametrize(("minutes", "expected"), [(24.75, "24:45"), (99, "99:00"), (312, "5 h 12"), (-5, "00:00")])
def test_a_countdown_is_read_at_a_glance(minutes: float, expected: str) -> None:
    assert left(NOON + timedelta(minutes=minutes), NOON) == expected


def test_numbers_and_names_are_written_as_people_write_them() -> None:
    assert drawing.number(212604) == "2,12,604"
    assert drawing.plural(1, "pick", "picks") == "1 pick"
    assert drawing.spelled(2, "post waits", "posts wait") == "Two posts wait"
    assert drawing.spelled(13, "post waits", "posts wait") == "13 posts wait"
    assert drawing.listed(["A"]) == "A"
    assert drawing.listed(["A", "B", "C"]) == "A, B and C"
