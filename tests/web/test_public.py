from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from distrib.model.deliveries import Notice
from distrib.model.editions import Edition, EditionState, Link
from distrib.model.lists import MailingList, Newsroom
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.model.users import AuditEntry
from distrib.store.engine import AlreadyThere
from distrib.web.app import create_app
from distrib.web.guarding import MAIL
from distrib.web.words import NAMES, preferred, words
from tests import factories
from tests.web import scenes


def state(house: Any) -> SubscriptionState:
    with house.parts.database.reading() as session:
        return session.get_one(Subscription, house.tie).state


def notices(house: Any) -> list[str]:
    with house.parts.database.reading() as session:
        return [notice.kind.value for notice in session.exec(select(Notice)).all()]


# -- signing up ------------------------------------------------------------------------


def test_the_front_page_offers_the_public_lists_only(client: TestClient) -> None:
    page = client.get("/").text
    assert "Test Morning" in page
    assert "ସକାଳ" in page
    assert "Hidden" not in page


def test_a_list_has_a_page_in_its_own_language(client: TestClient) -> None:
    page = client.get("/lists/sakala").text
    assert '<html lang="or"' in page
    assert words("or")["sign_up_button"] in page
    assert client.get("/lists/none").status_code == 404


def test_signing_up_answers_the_same_for_new_and_known_addresses_and_mails_once(client: TestClient, house: Any) -> None:
    answers = [
        client.post("/", data={"address": address, "list": "morning"}).text
        for address in ("new@inbox.example", "new@inbox.example", "asha@inbox.example")
    ]
    assert len(set(answers)) == 1
    assert "Look into your mailbox" in answers[0]
    assert notices(house) == ["confirm", "preferences"]


def test_one_list_can_be_signed_up_to_on_its_own_page(client: TestClient, house: Any) -> None:
    page = client.post("/lists/sakala", data={"address": "new@inbox.example", "name": "New"})
    assert page.status_code == 200
    assert words("or")["asked_title"] in page.text
    with house.parts.database.reading() as session:
        assert session.exec(select(Subscriber.language).where(Subscriber.name == "New")).one() == "or"


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"address": "nobody", "list": "morning"}, "not an e-mail address"),
        ({"address": "new@inbox.example"}, "at least one"),
        ({"address": "new@inbox.example", "list": "hidden"}, "at least one"),
        ({"address": "", "list": "morning"}, "missing"),
    ],
)
def test_a_form_with_a_mistake_comes_back_filled_with_a_sentence(
    client: TestClient, form: dict[str, str], sentence: str
) -> None:
    page = client.post("/", data=form)
    assert page.status_code == 400
    assert sentence in page.text
    assert f'value="{form["address"]}"' in page.text


def test_what_someone_typed_is_never_markup(client: TestClient) -> None:
    page = client.post("/", data={"address": '"><script>alert(1)</script>', "name": "<b>", "list": "morning"})
    assert "<script>" not in page.text
    assert "<b>" not in page.text


def test_too_many_from_one_network_are_told_to_wait(client: TestClient, house: Any) -> None:
    for number in range(house.parts.settings.web.sign_up_per_hour):
        client.post("/", data={"address": f"n{number}@inbox.example", "list": "morning"})
    page = client.post("/", data={"address": "late@inbox.example", "list": "morning"})
    assert page.status_code == 429
    assert "late@inbox.example" in page.text


def test_the_form_shows_the_headlines_of_the_latest_edition(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        morning = session.get_one(MailingList, house.morning)
        edition = factories.an_edition(session, morning, state=EditionState.SENT)
        section = factories.a_section(session, morning)
        story = factories.a_story(session, title="Boats before first light")
        cluster = factories.a_cluster(session, story)
        factories.a_pick(session, edition, section, story_id=story.id, cluster_id=cluster.id)
    page = client.get("/").text
    assert "Boats before first light" in page
    assert f'href="/s/{story.id}"' in page


def test_a_second_press_at_the_same_moment_is_answered_like_the_first(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubled(*_: object, **__: object) -> None:
        raise AlreadyThere

    monkeypatch.setattr("distrib.web.public.signing_up.sign_up", doubled)
    page = client.post("/", data={"address": "new@inbox.example", "list": "morning"})
    assert (page.status_code, "Look into your mailbox" in page.text) == (200, True)


# -- confirming ------------------------------------------------------------------------


def asked(client: TestClient, house: Any) -> tuple[str, int]:
    client.post("/", data={"address": "new@inbox.example", "list": ["morning", "sakala"]})
    with house.parts.database.reading() as session:
        notice = session.exec(select(Notice)).one()
        tie = session.get_one(Subscription, notice.subscription_id)
        return house.token("confirm", tie.id, int(tie.moved_at.timestamp())), tie.id or 0


def test_only_a_press_confirms_and_a_second_press_says_the_same(client: TestClient, house: Any) -> None:
    token, tie = asked(client, house)
    page = client.get(f"/confirm/{token}").text
    client.head(f"/confirm/{token}")
    assert "n•••••@inbox.example" in page
    assert "new@inbox.example" not in page
    with house.parts.database.reading() as session:
        assert session.get_one(Subscription, tie).state is SubscriptionState.UNCONFIRMED

    first, second = client.post(f"/confirm/{token}"), client.post(f"/confirm/{token}")

    assert first.status_code == second.status_code == 200
    assert first.text == second.text == client.get(f"/confirm/{token}").text
    assert notices(house) == ["confirm", "welcome", "welcome"]


def test_a_link_to_confirm_that_is_too_old_says_where_to_get_a_new_one(client: TestClient, house: Any) -> None:
    token, tie = asked(client, house)
    with house.parts.database.writing() as session:
        for row in session.exec(select(Subscription).where(col(Subscription.id) >= tie)).all():
            row.moved_at -= timedelta(days=8)
            session.add(row)
        old = house.token("confirm", tie, int(row.moved_at.timestamp()))
    assert client.get(f"/confirm/{old}").status_code == 410
    assert client.post(f"/confirm/{token}").status_code == 410
    assert notices(house) == ["confirm"]


# -- leaving ---------------------------------------------------------------------------

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.mark.parametrize("kind", ["urlencoded", "multipart", "plain", "with more"])
def test_one_click_answers_200_without_cookie_or_redirect(client: TestClient, house: Any, kind: str) -> None:
    path = f"/u/{house.token('u', house.tie, 3)}"
    answer = {
        "urlencoded": lambda: client.post(path, data=ONE_CLICK),
        "multipart": lambda: client.post(path, files={"List-Unsubscribe": (None, "One-Click")}),
        "plain": lambda: client.post(path, content=b"List-Unsubscribe=One-Click"),
        "with more": lambda: client.post(path, data={**ONE_CLICK, "x": "y"}, headers={"Origin": "https://g.example"}),
    }[kind]()
    assert (answer.status_code, state(house)) == (200, SubscriptionState.UNSUBSCRIBED)
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_one_click_twice_is_the_same_and_is_noted_once(client: TestClient, house: Any) -> None:
    path = f"/u/{house.token('u', house.tie, 3)}"
    assert client.post(path, data=ONE_CLICK).text == client.post(path, data=ONE_CLICK).text
    with house.parts.database.reading() as session:
        assert [row.verb for row in session.exec(select(AuditEntry)).all()] == ["unsubscribe"]


def test_looking_never_changes_anything(client: TestClient, house: Any) -> None:
    path = f"/u/{house.token('u', house.tie, 3)}"
    for _ in range(20):
        assert client.get(path).status_code == client.head(path).status_code == 200
    assert state(house) is SubscriptionState.CONFIRMED
    assert "a•••••@inbox.example" in client.get(path).text


@pytest.mark.parametrize("body", [b"", b"List-Unsubscribe=No", b"a=b", b"\xff\xfe"])
def test_a_post_that_does_not_ask_for_it_changes_nothing_and_says_so(
    client: TestClient, house: Any, body: bytes
) -> None:
    answer = client.post(f"/u/{house.token('u', house.tie, 3)}", content=body)
    assert (answer.status_code, state(house)) == (400, SubscriptionState.CONFIRMED)


def test_a_broken_multipart_body_changes_nothing(client: TestClient, house: Any) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = client.post(f"/u/{house.token('u', house.tie, 3)}", content=b"--y\r\nrubbish", headers=headers)
    assert (answer.status_code, state(house)) == (400, SubscriptionState.CONFIRMED)


def test_one_click_works_when_the_reader_is_no_longer_known(client: TestClient, house: Any) -> None:
    path = f"/u/{house.token('u', 999_999, 3)}"
    assert client.post(path, data=ONE_CLICK).status_code == 200
    assert client.get(path).status_code == 200
    assert client.post(f"{path}/all").status_code == 200
    assert client.post(f"{path}/undo").status_code == 410


def test_undo_brings_it_back_once_and_by_the_same_link_only(client: TestClient, house: Any) -> None:
    path, other = f"/u/{house.token('u', house.tie, 3)}", f"/u/{house.token('u', house.tie, 4)}"
    page = client.post(path, data=ONE_CLICK).text
    assert f'action="{path}/undo' in page
    assert client.post(f"{other}/undo").status_code == 410
    assert client.post(f"{path}/undo").status_code == 200
    assert state(house) is SubscriptionState.CONFIRMED
    assert client.post(f"{path}/undo").status_code == 200


def test_everything_stops_with_the_second_button(client: TestClient, house: Any) -> None:
    path = f"/u/{house.token('u', house.tie, 3)}"
    assert f'action="{path}/all' in client.get(path).text
    assert client.post(f"{path}/all").status_code == 200
    assert state(house) is SubscriptionState.UNSUBSCRIBED


@pytest.mark.parametrize("page", ["u", "confirm", "preferences", "view", "edition", "c"])
@pytest.mark.parametrize("token", ["x", "AQEB.AAAA", "%00", "a.b.c", "é"])
def test_a_token_that_is_not_ours_is_one_sentence_and_404(client: TestClient, page: str, token: str) -> None:
    answer = client.get(f"/{page}/{token}")
    assert answer.status_code == 404
    assert "not one of ours" in answer.text


def test_a_token_works_for_its_purpose_only(client: TestClient, house: Any) -> None:
    token = house.token("view", house.tie, 3)
    assert client.post(f"/u/{token}", data=ONE_CLICK).status_code == 404
    assert state(house) is SubscriptionState.CONFIRMED


def test_a_link_without_an_edition_ends_and_brings_back_too(client: TestClient, house: Any) -> None:
    path = f"/u/{house.token('u', house.tie, 0)}"
    assert client.get(path).status_code == 200
    assert client.post(path, data=ONE_CLICK).status_code == 200
    assert state(house) is SubscriptionState.UNSUBSCRIBED
    assert client.post(f"{path}/undo").status_code == 200
    assert state(house) is SubscriptionState.CONFIRMED


# -- choices ---------------------------------------------------------------------------


def test_sections_are_kept(client: TestClient, house: Any) -> None:
    path = f"/preferences/{house.token('preferences', house.person)}"
    assert "Sports" in client.get(path).text

    page = client.post(path, data={"list": house.morning, "section": house.sections[0]})

    assert "Kept." in page.text
    with house.parts.database.reading() as session:
        assert session.get_one(Subscription, house.tie).sections == [house.sections[0]]
    again = client.post(path, data={"list": house.morning, "section": house.sections[0]})
    assert "nothing was changed" in again.text


def test_a_list_without_sections_is_a_mistake_and_changes_nothing(client: TestClient, house: Any) -> None:
    path = f"/preferences/{house.token('preferences', house.person)}"
    page = client.post(path, data={"list": house.morning})
    assert page.status_code == 400
    assert "at least one section of Test Morning" in page.text
    assert client.post(path, data={"list": "x"}).status_code == 400


def test_a_list_can_be_left_and_another_joined_there(client: TestClient, house: Any) -> None:
    path = f"/preferences/{house.token('preferences', house.person)}"
    client.post(path, data={"list": house.sakala})
    assert state(house) is SubscriptionState.UNSUBSCRIBED
    assert notices(house) == ["welcome"]


def test_choices_of_an_erased_reader_are_gone(client: TestClient, house: Any) -> None:
    assert client.get(f"/preferences/{house.token('preferences', 999)}").status_code == 404


# -- links -----------------------------------------------------------------------------


def test_a_tracked_link_leads_on_and_counts_people(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        edition = factories.an_edition(session, session.get_one(MailingList, house.morning))
        link = factories.stored(
            session, Link(edition_id=edition.id or 0, number=1, url="https://paper.example/a?utm_source=x")
        )
        link_id = link.id or 0
    path = f"/c/{house.token('c', link_id)}"

    assert client.head(path).status_code == 302
    answer = client.get(path)
    client.app.state.clicks.write()  # type: ignore[attr-defined]

    assert (answer.status_code, answer.headers["location"]) == (302, "https://paper.example/a?utm_source=x")
    with house.parts.database.reading() as session:
        assert session.get_one(Link, link_id).clicks == 1
    assert client.get(f"/c/{house.token('c', 999)}").status_code == 404


def test_an_edition_that_is_out_is_shown_to_everyone(client: TestClient, house: Any) -> None:
    edition_id = scenes.a_drafted_edition(house.parts, house.morning, house.sections)
    path = f"/edition/{house.token('edition', edition_id)}"
    early = client.get(path)
    assert early.status_code == 404
    assert "This edition is not out." in early.text
    assert "Boats" not in early.text
    with house.parts.database.writing() as session:
        session.get_one(Edition, edition_id).state = EditionState.SENT
    page = client.get(path)
    assert page.status_code == 200
    assert "Boats" in page.text
    assert "/u/" not in page.text
    assert page.headers["content-security-policy"] == MAIL
    assert page.headers["cache-control"] == "no-store"
    assert client.head(path).status_code == 200
    assert client.get(f"/edition/{house.token('view', edition_id)}").status_code == 404


def test_a_stored_picture_is_served_for_ever_and_nothing_beside_it(client: TestClient, house: Any) -> None:
    media = house.parts.home / "media"
    media.mkdir(exist_ok=True)
    (media / f"{'a' * 64}.png").write_bytes(b"\x89PNG")
    (media / "secret.png").write_bytes(b"x")

    answer = client.get(f"/m/{'a' * 64}.png")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert "immutable" in answer.headers["cache-control"]
    for bad in ("secret.png", f"{'b' * 64}.png", f"{'a' * 64}.svg", "..%2fdistrib.db", f"{'a' * 64}"):
        assert client.get(f"/m/{bad}").status_code == 404


# -- the rest --------------------------------------------------------------------------


def test_privacy_and_health_answer(client: TestClient, house: Any) -> None:
    assert "plain words" in client.get("/privacy").text
    assert client.get("/healthz").text.startswith("ok ")
    assert client.get("/readyz").status_code == 200
    with house.parts.database.writing() as session:
        session.delete(session.get_one(Newsroom, 1))
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200
    assert "distrib" in client.get("/").text


def test_every_language_says_everything() -> None:
    keys = set(words("en").said)
    assert all(set(words(language).said) == keys for language in NAMES)
    assert words("ur").direction == "rtl"
    assert words("fr").language == "en"


@pytest.mark.parametrize(
    ("wishes", "accept", "expected"),
    [
        (("or", "hi"), "en", "or"),
        ((None, "hi"), "", "hi"),
        (("fr",), "fr-FR,ur;q=0.8,en;q=0.5", "ur"),
        ((None,), "de", "en"),
        ((), "", "en"),
    ],
)
def test_a_page_speaks_the_first_language_we_have(wishes: tuple[str | None, ...], accept: str, expected: str) -> None:
    assert preferred(*wishes, accept=accept) == expected


def test_whoever_changes_address_within_one_ipv6_network_stays_one(house: Any) -> None:
    app = create_app(house.parts)
    statuses = []
    for number in range(house.parts.settings.web.sign_up_per_hour + 1):
        client = TestClient(app, client=(f"2001:db8::{number + 1}", 50_000))
        form = {"address": f"n{number}@inbox.example", "list": "morning"}
        statuses.append(client.post("/", data=form).status_code)
    assert statuses[-1] == 429
    assert set(statuses[:-1]) == {200}
