from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from distrib.audience.addresses import address_hash
from distrib.clock import stopped
from distrib.model.deliveries import Delivery, DeliveryState, Notice, NoticeKind
from distrib.model.editions import Edition, EditionState, Link, Wave
from distrib.model.lists import ListTime, MailingList, Newsroom, Section, Sender
from distrib.model.posts import PostState, Publication, PublicationState
from distrib.model.sources import Source
from distrib.model.subscribers import SubscriptionState, SuppressionReason
from distrib.model.users import AuditEntry, Login, Role, Run, RunState, SignInLink, User
from distrib.store import digests, subscribers
from distrib.web.app import SIGN_INS_PER_HOUR, create_app
from distrib.web.console.routes import ROUTES
from distrib.web.public import passing
from distrib.wording import networks
from tests import factories
from tests.web import scenes

GETS = sorted({route.path for route in ROUTES if route.method == "GET"})
POSTS = sorted({route.path for route in ROUTES if route.method == "POST"})


def filled(path: str, house: Any, edition: int) -> str:
    values = {"edition_id": edition, "post_id": 1, "slug": "morning", "subscriber_id": house.person, "key": "d1"}
    return path.format(**values)


@pytest.fixture
def edition(house: Any) -> int:
    return scenes.a_drafted_edition(house.parts, house.morning, house.sections)


def state(house: Any, edition: int) -> EditionState:
    with house.parts.database.reading() as session:
        return session.get_one(Edition, edition).state


# -- signing in ------------------------------------------------------------------------


def test_asking_for_a_link_answers_the_same_for_everyone_and_mails_staff_only(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        factories.a_user(session, address="editor@paper.example")
        factories.a_user(session, address="gone@paper.example", disabled_at=factories.NOON)
    answers = [
        client.post("/enter", data={"address": address}).text
        for address in ("editor@paper.example", "asha@inbox.example", "gone@paper.example", "rubbish")
    ]
    assert len(set(answers)) == 1
    with house.parts.database.reading() as session:
        notices = session.exec(select(Notice)).all()
    assert [notice.kind for notice in notices] == [NoticeKind.SIGN_IN]
    assert "secret" not in str(notices[0].facts)


def test_looking_at_a_link_burns_nothing_and_pressing_burns_it_once(client: TestClient, house: Any) -> None:
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    for _ in range(3):
        assert "Enter the console" in client.get(f"/enter/{secret}").text
    assert client.post(f"/enter/{secret}").headers["location"] == "/console"
    assert client.post(f"/enter/{secret}").status_code == 404
    assert client.get(f"/enter/{secret}").status_code == 404


def test_an_old_link_lets_nobody_in(client: TestClient, house: Any) -> None:
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    with house.parts.database.writing() as session:
        row = session.exec(select(SignInLink)).one()
        row.expires_at = factories.NOON - timedelta(seconds=1)
        session.add(row)
    assert client.post(f"/enter/{secret}").status_code == 404


def test_only_hashes_of_secrets_are_kept_and_the_cookie_is_for_the_browser_alone(
    client: TestClient, house: Any
) -> None:
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    answer = client.post(f"/enter/{secret}")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    with house.parts.database.reading() as session:
        kept = str(session.exec(select(Login)).all()) + str(session.exec(select(SignInLink)).all())
    assert client.cookies["distrib"] not in kept
    assert secret not in kept


def test_over_https_the_cookie_is_secure(house: Any) -> None:
    _, secret = scenes.a_link(house.parts, Role.EDITOR)
    with TestClient(create_app(house.parts), base_url="https://mail.test", follow_redirects=False) as client:
        answer = client.post(f"/enter/{secret}")
    assert "Secure" in answer.headers["set-cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_a_session_ends_by_itself_by_hand_and_with_its_user(client: TestClient, house: Any) -> None:
    csrf = scenes.signed_in(client, house.parts)
    assert client.get("/console").status_code == 200
    late = replace(house.parts, clock=stopped(factories.NOON + timedelta(hours=12)))
    with TestClient(create_app(late), base_url="http://mail.test", follow_redirects=False) as later:
        assert later.get("/console", headers={"Cookie": f"distrib={client.cookies['distrib']}"}).status_code == 303
    cookie = client.cookies["distrib"]
    assert client.post("/console/leave", data={"csrf": csrf}).headers["location"] == "/enter"
    assert client.get("/console", headers={"Cookie": f"distrib={cookie}"}).status_code == 303

    scenes.signed_in(client, house.parts, address="second@paper.example")
    with house.parts.database.writing() as session:
        user = session.exec(select(User).where(User.address == "second@paper.example")).one()
        user.disabled_at = factories.NOON
        session.add(user)
    assert client.get("/console").status_code == 303


def test_other_sessions_can_be_ended_from_this_one(client: TestClient, house: Any) -> None:
    csrf = scenes.signed_in(client, house.parts)
    with house.parts.database.writing() as session:
        mine = session.exec(select(Login)).one()
        other = Login(**{**mine.model_dump(), "secret_hash": "other"})
        session.add(other)
    client.post("/console/staff/end", data={"csrf": csrf})
    with house.parts.database.reading() as session:
        assert session.get_one(Login, "other").ended_at is not None
    assert "Signed out everywhere else" in client.get("/console/staff?said=ended").text


def test_too_many_askings_are_told_to_wait(client: TestClient) -> None:
    for _ in range(SIGN_INS_PER_HOUR):
        assert client.post("/enter", data={"address": "x@paper.example"}).status_code == 200
    assert client.post("/enter", data={"address": "x@paper.example"}).status_code == 429


# -- who may do what -------------------------------------------------------------------


def test_nobody_sees_the_console_without_signing_in(client: TestClient, house: Any) -> None:
    for path in GETS:
        answer = client.get(filled(path, house, 1))
        assert (answer.status_code, answer.headers["location"]) == (303, "/enter"), path


def test_nothing_is_done_without_the_forms_token_or_from_another_site(
    client: TestClient, house: Any, edition: int
) -> None:
    for path in POSTS:
        assert client.post(filled(path, house, edition)).status_code == 303, path
    csrf = scenes.signed_in(client, house.parts)
    for path in POSTS:
        for data, headers in (
            ({}, {}),
            ({"csrf": "x"}, {}),
            ({"csrf": csrf}, {"Origin": "https://evil.example"}),
            ({"csrf": csrf}, {"Origin": "null"}),
        ):
            answer = client.post(filled(path, house, edition), data=data, headers=headers)
            assert answer.status_code == 403, path
    assert state(house, edition) is EditionState.DRAFT


ANALYST_MAY = {"/console/staff/end", "/console/leave"}


def test_an_analyst_changes_nothing(client: TestClient, house: Any, edition: int) -> None:
    csrf = scenes.signed_in(client, house.parts, Role.ANALYST)
    for path in sorted(set(POSTS) - ANALYST_MAY):
        answer = client.post(filled(path, house, edition), data={"csrf": csrf})
        assert answer.status_code == 403, path
        assert "signed in as analyst" in answer.text


def test_an_analyst_sees_numbers_and_no_reader(client: TestClient, house: Any, edition: int) -> None:
    scenes.signed_in(client, house.parts, Role.ANALYST)
    with house.parts.database.writing() as session:
        factories.a_delivery(session, session.get_one(Edition, edition), state=DeliveryState.SENT)
    for path in GETS:
        answer = client.get(filled(path, house, edition))
        people = "subscriber" in path or path.startswith("/outbox")
        assert answer.status_code == (403 if people else 200), path
        # the preview is drawn for an address of nobody
        assert "inbox.example" not in answer.text.replace("reader@inbox.example", ""), path


# -- pages -----------------------------------------------------------------------------


def test_today_says_which_edition_waits_and_lets_it_be_approved(client: TestClient, house: Any, edition: int) -> None:
    csrf = scenes.signed_in(client, house.parts)
    page = client.get("/console").text
    assert "Test Morning waits for your approval" in page
    assert ">10:00</dd>" in page
    assert ">25:00</dd>" in page
    assert f'action="/console/editions/{edition}/approve"' in page
    assert csrf in page


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"state": EditionState.APPROVED}, "Test Morning goes out at 12:25"),
        ({"state": EditionState.SENDING}, "Test Morning is on its way"),
        ({"state": EditionState.PAUSED, "reason": "The relay is down."}, "Test Morning was stopped on its way"),
        ({"state": EditionState.PLANNED}, "Test Morning is next, at 12:25"),
        ({"state": EditionState.SENT}, "All of today’s editions are out"),
        ({"state": EditionState.SKIPPED, "reason": "Nothing was worth sending."}, "Nothing is due today"),
    ],
)
def test_today_says_how_far_the_day_is(client: TestClient, house: Any, given: dict[str, Any], title: str) -> None:
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        factories.an_edition(session, morning, due_at=factories.NOON + timedelta(minutes=25), **given)
    scenes.signed_in(client, house.parts)
    assert title in client.get("/console").text


def test_today_lists_what_is_to_be_settled(client: TestClient, house: Any) -> None:
    now = factories.NOON
    scenes.a_post(house.parts, state=PostState.QUEUED)
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        past = {"due_at": now - timedelta(hours=1)}
        skipped = factories.an_edition(session, morning, state=EditionState.SKIPPED, reason="Only two stories.", **past)
        factories.a_delivery(session, skipped, state=DeliveryState.UNCERTAIN)
        factories.a_source(session, name="Koraput", failures=2, problem="It answers with a log-in page.")
        session.add(Run(verb="gather", state=RunState.PARTLY, started_at=now, problems=["One feed is broken."]))
        session.add(Run(verb="send", subject="e1", state=RunState.FAILED, started_at=now, sentence="It stopped."))
        publication = session.exec(select(Publication)).first()
        assert publication is not None
        publication.state = PublicationState.UNCERTAIN
        newsroom = session.get_one(Newsroom, 1)
        newsroom.hold = True
        sender = session.exec(select(Sender)).one()
        sender.problem = "The relay refuses our password."
        session.add_all([publication, newsroom, sender])
        old = {"made_at": now - timedelta(hours=1), "moved_at": now}
        session.add(Notice(kind=NoticeKind.CONFIRM, cause="x", **old))
    scenes.signed_in(client, house.parts)
    page = client.get("/console").text
    for words in (
        "Sending is on hold",
        "has stopped",
        "The relay refuses our password",
        "1 small mail waits",
        "may or may not have arrived",
        "was skipped",
        "Only two stories.",
        "Koraput has been silent",
        "may or may not be out",
        "Gather at 12:00 did not all work",
        "Send at 12:00 failed",
    ):
        assert words in page, words


def test_today_shows_what_readers_chose(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        edition = factories.an_edition(
            session,
            session.get_one(MailingList, house.morning),
            due_at=factories.NOON - timedelta(hours=2),
            state=EditionState.SENT,
        )
        story = factories.a_story(session, title="The last typewriter")
        session.add(Link(edition_id=edition.id or 0, number=1, url=story.url, story_id=story.id, clicks=12))
    scenes.signed_in(client, house.parts)
    assert "The last typewriter" in client.get("/console").text


def test_the_desk_shows_picks_with_their_reasons_and_the_mail(client: TestClient, house: Any, edition: int) -> None:
    scenes.signed_in(client, house.parts)
    page = client.get(f"/console/editions/{edition}").text
    assert "Boats &lt;0&gt; before light" in page
    assert "Filed 52 minutes ago and told by four sources." in page
    assert "0.90 × 0.30" in page
    assert "Score 0.47: freshness 0.27, coverage 0.20" in page
    assert "The section is full." in page
    assert "The photo has no credit" in page
    assert "Also reported by The Other Paper." in page
    assert f'src="/console/editions/{edition}/preview" sandbox' in page
    mail = client.get(f"/console/editions/{edition}/preview")
    assert "sandbox" in mail.headers["content-security-policy"]
    assert mail.headers["x-frame-options"] == "SAMEORIGIN"
    assert "https://mail.paper.example" not in mail.text


def test_the_desk_shares_each_pick_by_hand_on_the_seven_networks(client: TestClient, house: Any, edition: int) -> None:
    scenes.signed_in(client, house.parts)
    page = client.get(f"/console/editions/{edition}").text
    with house.parts.database.reading() as session:
        stories = [story for _, _, story in digests.picked(session, edition)]
    for story in stories:
        payloads = passing.shared(story, networks.THE_SEVEN)
        for payload in payloads:
            assert f'href="/s/{story.id}/{payload.network}"' in page
            assert client.get(f"/s/{story.id}/{payload.network}").headers["location"] == payload.url
    assert "Send by WhatsApp" in page


def test_approving_binds_to_what_was_looked_at(client: TestClient, house: Any, edition: int) -> None:
    csrf = scenes.signed_in(client, house.parts)
    path = f"/console/editions/{edition}/approve"
    assert client.post(path, data={"csrf": csrf, "hash": "another"}).status_code == 403
    page = client.get(f"/console/editions/{edition}").text
    looked_at = page.partition('name="hash" value="')[2].partition('"')[0]

    answer = client.post(path, data={"csrf": csrf, "hash": looked_at})

    assert answer.headers["location"] == f"/console/editions/{edition}?said=approved"
    assert state(house, edition) is EditionState.APPROVED
    page = client.get(answer.headers["location"]).text
    assert "Approved. It goes out at its time." in page
    assert "Send now to 1 reader" in page


def test_send_now_sends_once(client: TestClient, house: Any, edition: int) -> None:
    csrf = scenes.signed_in(client, house.parts)
    page = client.get(f"/console/editions/{edition}").text
    looked_at = page.partition('name="hash" value="')[2].partition('"')[0]
    send = f"/console/editions/{edition}/send"
    assert client.post(send, data={"csrf": csrf}).headers["location"].endswith("busy")
    client.post(f"/console/editions/{edition}/approve", data={"csrf": csrf, "hash": looked_at})

    assert client.post(send, data={"csrf": csrf}).headers["location"].endswith("sending")
    client.app.state.deeds.wait(20)  # type: ignore[attr-defined]
    assert client.post(send, data={"csrf": csrf}).headers["location"].endswith("busy")

    assert state(house, edition) is EditionState.SENT
    with house.parts.database.reading() as session:
        delivery = session.exec(select(Delivery)).one()
    assert delivery.state is DeliveryState.SENT
    ledger = client.get(f"/console/deliveries/{edition}").text
    assert "All 1 accounted for" in ledger
    assert "asha@inbox.example" in ledger
    view = client.get(f"/view/{house.token('view', delivery.id)}")
    assert "before light" in view.text
    assert "style-src 'unsafe-inline'" in view.headers["content-security-policy"]
    assert client.get(f"/view/{house.token('view', 999)}").status_code == 404
    with house.parts.database.writing() as session:
        row = session.exec(select(Delivery)).one()
        row.plan_key = "rubbish"
        session.add(row)
    assert client.get(f"/view/{house.token('view', delivery.id)}").status_code == 404


def test_picking_anew_is_started_and_said(client: TestClient, house: Any, edition: int) -> None:
    csrf = scenes.signed_in(client, house.parts)
    answer = client.post(f"/console/editions/{edition}/prepare", data={"csrf": csrf})
    assert answer.headers["location"].endswith("said=preparing")
    client.app.state.deeds.wait(20)  # type: ignore[attr-defined]
    with house.parts.database.reading() as session:
        assert "prepare" in [run.verb for run in session.exec(select(Run)).all()]


def test_the_list_of_editions_parts_those_that_come_from_those_that_went(
    client: TestClient, house: Any, edition: int
) -> None:
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        factories.an_edition(
            session,
            morning,
            day=factories.NOON.date() - timedelta(days=1),
            due_at=factories.NOON - timedelta(days=1),
            state=EditionState.SKIPPED,
            reason="Only two.",
        )
    scenes.signed_in(client, house.parts)
    page = client.get("/console/editions").text
    assert "One edition waits for approval" in page
    assert "Only two." in page
    assert "‹ Mon 23" in client.get(f"/console/editions/{edition}").text
    assert client.get("/console/editions/999").status_code == 404
    assert client.get("/console/editions/x").status_code == 400


def test_social_shows_what_waits_what_is_queued_and_links_by_hand(client: TestClient, house: Any) -> None:
    scenes.a_post(house.parts)
    scenes.a_post(house.parts, state=PostState.QUEUED)
    scenes.a_post(house.parts, state=PostState.DRAFT)
    scenes.signed_in(client, house.parts)
    page = client.get("/console/posts").text
    assert "One post waits for a second editor" in page
    assert "https://wa.me/?text=" in page or "whatsapp" in page
    assert "slots taken" in page
    assert "Drafts" in page


def test_sections_are_edited_in_place(client: TestClient, house: Any) -> None:
    csrf = scenes.signed_in(client, house.parts)
    odisha, sports = house.sections
    page = client.get("/console/lists/morning").text
    assert "sections: Odisha" in page
    form = {
        "csrf": csrf,
        f"name{odisha}": "The state",
        f"quota{odisha}": "5",
        f"rule{odisha}": "sections: Odisha, Cuttack; tags: floods",
        f"place{odisha}": "2",
        f"place{sports}": "1",
    }

    answer = client.post("/console/lists/morning", data=form)

    assert answer.headers["location"].endswith("said=saved")
    with house.parts.database.reading() as session:
        rows = session.exec(select(Section).order_by(col(Section.position))).all()
        entry = session.exec(select(AuditEntry).where(AuditEntry.verb == "edit sections")).one()
    assert [row.id for row in rows] == [sports, odisha]
    assert (rows[1].name, rows[1].quota) == ("The state", 5)
    assert rows[1].rule == {"sections": ["Odisha", "Cuttack"], "tags": ["floods"]}
    assert "odisha: quota" in entry.facts["changes"]
    again = client.post("/console/lists/morning", data={"csrf": csrf})
    assert again.headers["location"].endswith("said=unchanged")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", " ", "needs a name"),
        ("quota", "many", "a number from 0 to 20"),
        ("quota", "99", "a number from 0 to 20"),
        ("quota", "9" * 5000, "a number from 0 to 20"),
        ("rule", "weather", "can’t be read".replace("’", "&#39;")),
        ("rule", "colour: red", "it may name sections, tags"),
        ("rule", "tags:", "it may name"),
        ("place", "first", "its place is a number"),
    ],
)
def test_a_section_with_a_mistake_changes_nothing_and_says_what_is_wrong(
    client: TestClient, house: Any, field: str, value: str, sentence: str
) -> None:
    csrf = scenes.signed_in(client, house.parts)
    odisha, sports = house.sections
    form = {"csrf": csrf, f"{field}{sports}": value, f"quota{odisha}": "9"}
    answer = client.post("/console/lists/morning", data=form)
    assert answer.status_code == 400
    assert sentence in answer.text
    with house.parts.database.reading() as session:
        assert session.get_one(Section, odisha).quota == 3


def test_subscribers_are_found_by_part_of_a_name_or_address(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        for number in range(60):
            person = factories.a_subscriber(session, address=f"b{number:02}_x@inbox.example", name="Bijaya %")
            factories.a_subscription(session, morning, subscriber_id=person.id)
    scenes.signed_in(client, house.parts)
    assert "61 subscribers" in client.get("/console/subscribers").text
    page = client.get("/console/subscribers?words=bijaya %25").text
    assert "60 found" in page
    assert "Show the next fifty" in page
    assert "1 found" in client.get("/console/subscribers?words=07_X@").text
    assert "holds that" in client.get("/console/subscribers?words=nobody").text


def test_one_subscribers_page_tells_their_history(client: TestClient, house: Any, edition: int) -> None:
    with house.parts.database.writing() as session:
        factories.a_delivery(
            session,
            session.get_one(Edition, edition),
            subscription_id=house.tie,
            subscriber_id=house.person,
            state=DeliveryState.FAILED,
            reason="550 no such user",
        )
        sakala = session.get_one(MailingList, house.sakala)
        left = {"state": "unsubscribed", "unsubscribed_at": factories.NOON}
        factories.a_subscription(session, sakala, subscriber_id=house.person, sections=[], **left)
        notice = {"made_at": factories.NOON, "moved_at": factories.NOON, "subscriber_id": house.person}
        session.add(Notice(kind=NoticeKind.WELCOME, cause="w", **notice))
    scenes.signed_in(client, house.parts)
    page = client.get(f"/console/subscribers/{house.person}").text
    for words in ("asha@inbox.example", "Confirmed Test Morning", "550 no such user", "Left ସକାଳ", "welcome"):
        assert words in page
    assert client.get("/console/subscribers/999").status_code == 404


def test_deliveries_show_states_that_add_up_or_say_so(client: TestClient, house: Any, edition: int) -> None:
    with house.parts.database.writing() as session:
        row = session.get_one(Edition, edition)
        for kind, count in ((DeliveryState.SENT, 3), (DeliveryState.UNCERTAIN, 2), (DeliveryState.SUPPRESSED, 1)):
            for _ in range(count):
                delivery = {"state": kind, "reason": None if kind is DeliveryState.SENT else "The line broke."}
                tie = factories.a_subscription(session, session.get_one(MailingList, house.morning))
                ids = {"subscription_id": tie.id, "subscriber_id": tie.subscriber_id}
                wave = {"wave_id": _wave(session, row)}
                factories.a_delivery(session, row, **ids, **wave, **delivery)
        row.audience = 7
        session.add(row)
    scenes.signed_in(client, house.parts)
    page = client.get(f"/console/deliveries/{edition}").text
    assert "Two copies are uncertain" in page
    assert "The states do not add up" in page
    assert "The line broke." in page
    assert "Copies uncertain" in client.get(f"/console/deliveries/{edition}?state=uncertain").text
    assert "Every copy" in client.get(f"/console/deliveries/{edition}?state=rubbish").text
    assert f"/console/deliveries/{edition}" in client.get("/console/deliveries").text
    with house.parts.database.writing() as session:
        factories.a_delivery(session, session.get_one(Edition, edition), wave_id=1)
    assert "1 of 7 still wait" in client.get(f"/console/deliveries/{edition}").text


def _wave(session: Any, edition: Edition) -> int:
    found = session.exec(select(Wave).where(Wave.edition_id == edition.id)).first()
    return (found or factories.a_wave(session, edition)).id or 0


def test_sources_say_who_is_unwell(client: TestClient, house: Any) -> None:
    scenes.signed_in(client, house.parts)
    assert "no sources" in client.get("/console/sources").text
    with house.parts.database.writing() as session:
        factories.a_source(session, name="Well", last_success_at=factories.NOON)
        factories.a_source(session, name="New")
        sick = factories.a_source(session, name="Sick", failures=1, problem="It does not answer.")
        factories.a_story(session, source_id=sick.id, seen_at=factories.NOON - timedelta(hours=3))
    page = client.get("/console/sources").text
    assert "One of 3 sources is unwell" in page
    assert page.index("Sick") < page.index("Well")
    with house.parts.database.writing() as session:
        for source in session.exec(select(Source)).all():
            source.failures = 0
            session.add(source)
    assert "All 3 sources are well" in client.get("/console/sources").text


def test_a_house_without_a_list_says_what_to_type(sqlite_parts: Any) -> None:
    with TestClient(create_app(sqlite_parts), base_url="http://mail.test", follow_redirects=False) as client:
        scenes.signed_in(client, sqlite_parts)
        assert "There is no list yet" in client.get("/console/lists").text
        assert "Nothing is due today" in client.get("/console").text
        assert client.get("/outbox").status_code == 404


def test_a_readers_state_is_said_in_one_word(client: TestClient, house: Any) -> None:
    never = address_hash("never@inbox.example")
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        for name in ("never", "asked", "left", "bare"):
            person = factories.a_subscriber(session, address=f"{name}@inbox.example", name="")
            states = {"asked": SubscriptionState.UNCONFIRMED, "left": SubscriptionState.UNSUBSCRIBED}
            if name in states:
                given = {"state": states[name], "confirmed_at": None}
                factories.a_subscription(session, morning, subscriber_id=person.id, **given)
        given = {"reason": SuppressionReason.BOUNCE, "by": "machine", "now": factories.NOON}
        subscribers.suppress(session, address_hash=never, **given)
    scenes.signed_in(client, house.parts)
    page = client.get("/console/subscribers").text
    for words in ("suppressed: bounce", ">unconfirmed<", ">unsubscribed<", "confirmed on 1 list"):
        assert words in page
    with house.parts.database.reading() as session:
        ids = {one.address: one.id for one in subscribers.find(session, "")}
    assert "Asked for Test Morning" in client.get(f"/console/subscribers/{ids['asked@inbox.example']}").text
    assert "bounce" in client.get(f"/console/subscribers/{ids['never@inbox.example']}").text


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [
        ([0, 1, 2, 3, 4, 5, 6], "every day at 06:15"),
        ([0, 1, 2, 3, 4], "on weekdays at 06:15"),
        ([5, 6], "Sat, Sun at 06:15"),
    ],
)
def test_a_list_says_when_it_goes_out(client: TestClient, house: Any, weekdays: list[int], words: str) -> None:
    with house.parts.database.writing() as session:
        session.add(ListTime(list_id=house.morning, weekdays=weekdays, at=time(6, 15), zone="Asia/Kolkata"))
    scenes.signed_in(client, house.parts)
    assert words in client.get("/console/lists/morning").text


def test_the_social_day_shows_what_is_out_and_what_is_unsure(client: TestClient, house: Any) -> None:
    for _ in range(4):
        scenes.a_post(house.parts, state=PostState.QUEUED)
    scenes.a_post(house.parts, state=PostState.APPROVED)
    with house.parts.database.writing() as session:
        rows = session.exec(select(Publication).order_by(col(Publication.id))).all()
        states = [PublicationState.PUBLISHED] * 3 + [PublicationState.UNCERTAIN, PublicationState.LATE]
        for row, state_of_it in zip(rows, states, strict=False):
            row.state = state_of_it
            session.add(row)
    scenes.signed_in(client, house.parts)
    page = client.get("/console/posts").text
    for words in (">published<", "1 published, 1 uncertain", ">late<", ">queued<", ">approved<"):
        assert words in page
    early = replace(house.parts, clock=stopped(factories.NOON - timedelta(hours=9)))
    with TestClient(create_app(early), base_url="http://mail.test", follow_redirects=False) as earlier:
        scenes.signed_in(earlier, early)
        assert earlier.get("/console/posts").status_code == 200
