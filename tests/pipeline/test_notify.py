import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from distrib.audience.addresses import address_hash
from distrib.composition.digest import unpack
from distrib.errors import NotFound
from distrib.model.deliveries import DeliveryState, Notice, NoticeKind
from distrib.model.editions import Digest, Edition, EditionState
from distrib.model.lists import MailStream, Newsroom, Sender
from distrib.model.messages import Outcome
from distrib.model.subscribers import Subscription, SubscriptionState, SuppressionReason
from distrib.model.users import RunState
from distrib.pipeline import noticing
from distrib.pipeline.notify import notify
from distrib.pipeline.parts import Parts
from distrib.pipeline.viewing import sent_html
from distrib.sending.ledgers import HOLD, SUPPRESSED
from distrib.staff import logins
from distrib.store import notices, subscribers
from tests import factories
from tests.factories import NOON
from tests.pipeline.sending_scenes import Scene, a_scene


def write(scene: Scene, kind: NoticeKind, **given: Any) -> int:
    """Queue a notice to the first reader (or a user) and return its id."""
    facts: dict[str, Any] = {"subscriber_id": 1, "list_id": scene.list_id, "subscription_id": 1, **given}
    if "user_id" in given:
        facts |= {"subscriber_id": None, "subscription_id": None}
    with scene.parts.database.writing() as session:
        notice = Notice(
            **{
                "kind": kind,
                "cause": f"test:{len(notices.recent(session))}",
                "made_at": NOON,
                "moved_at": NOON,
                **facts,
            }
        )
        assert notices.queue(session, notice)
        return notice.id or 0


def notice(scene: Scene, notice_id: int) -> Notice:
    with scene.parts.database.reading() as session:
        found = notices.get(session, notice_id)
    assert found is not None
    return found


def the_mail(scene: Scene) -> EmailMessage:
    [message] = scene.transport.taken
    parsed = message_from_bytes(b"".join(message.pieces), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def link_in(scene: Scene, path: str) -> str:
    [line] = {word for word in text_of(the_mail(scene)).split() if f"/{path}/" in word}
    return line.rsplit("/", 1)[1]


@pytest.fixture
def scene(sqlite_parts: Parts) -> Scene:
    return a_scene(sqlite_parts, readers=1)


def a_user(scene: Scene, **given: Any) -> int:
    with scene.parts.database.writing() as session:
        return factories.a_user(session, **given).id or 0


def test_a_notice_is_sent_once_under_its_own_key(parts: Parts) -> None:
    scene = a_scene(parts, readers=1)
    notice_id = write(scene, NoticeKind.PREFERENCES)

    run = notify(scene.parts)
    notify(scene.parts)

    assert [message.key for message in scene.transport.taken] == [f"n{notice_id}"]
    assert notice(scene, notice_id).state is DeliveryState.SENT
    assert (run.state, run.sentence) == (RunState.DONE, "1 notice sent.")


def test_a_confirmation_carries_a_link_signed_when_it_is_composed(scene: Scene) -> None:
    scene.change(Subscription, 1, state=SubscriptionState.UNCONFIRMED, confirmed_at=None)
    write(scene, NoticeKind.CONFIRM)

    notify(scene.parts)

    token = link_in(scene, "confirm")
    assert scene.parts.signer.read("confirm", token, count=2) == (1, int(NOON.timestamp()))
    assert str(the_mail(scene)["Subject"]).startswith("Please confirm: List ")


def test_what_is_confirmed_already_asks_no_more(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.CONFIRM)

    run = notify(scene.parts)

    assert notice(scene, notice_id).state is DeliveryState.FAILED
    assert run.problems == ["1 notice could not be delivered."]


def test_a_welcome_tells_of_the_latest_edition(scene: Scene) -> None:
    scene.change(Edition, scene.edition_id, state=EditionState.SENT)
    write(scene, NoticeKind.WELCOME, edition_id=scene.edition_id)

    notify(scene.parts)

    token = link_in(scene, "preferences")
    assert scene.parts.signer.read("preferences", token, count=1) == (1,)
    assert "Here is the latest edition: Story number" in text_of(the_mail(scene))
    edition_id = scene.parts.signer.read("edition", link_in(scene, "edition"), count=1)[0]
    assert "Story number" in sent_html(scene.parts, edition_id)


def test_a_welcome_can_be_left_at_once_and_no_edition_is_to_blame(scene: Scene) -> None:
    write(scene, NoticeKind.WELCOME, edition_id=scene.edition_id)

    notify(scene.parts)

    token = link_in(scene, "u")
    assert scene.parts.signer.read("u", token, count=2) == (1, 0)
    html = the_mail(scene).get_body(("html",))
    assert html is not None
    assert f"/u/{token}" in html.get_content()


@pytest.mark.parametrize("state", [state for state in EditionState if state not in {"sent", "sending"}])
def test_an_edition_that_is_not_out_is_shown_to_nobody(scene: Scene, state: EditionState) -> None:
    scene.change(Edition, scene.edition_id, state=state)
    with pytest.raises(NotFound, match="not out"):
        sent_html(scene.parts, scene.edition_id)


def test_an_edition_that_is_leaving_can_be_seen_without_being_anyones(scene: Scene) -> None:
    scene.change(Edition, scene.edition_id, state=EditionState.SENDING)
    html = sent_html(scene.parts, scene.edition_id)
    assert "Story number" in html
    assert not re.search(r"/(u|preferences|view)/", html)


@pytest.mark.parametrize("edition", [None, "uncompiled", "not out"])
def test_a_welcome_without_an_edition_goes_too(scene: Scene, edition: str | None) -> None:
    scene.change(Edition, scene.edition_id, state=EditionState.DRAFT if edition == "not out" else EditionState.SENT)
    if edition == "uncompiled":
        with scene.parts.database.writing() as session:
            session.delete(session.get_one(Digest, 1))
    write(scene, NoticeKind.WELCOME, edition_id=scene.edition_id if edition else None)

    notify(scene.parts)

    assert "latest edition" not in text_of(the_mail(scene))


def test_a_goodbye_offers_the_way_back(scene: Scene) -> None:
    write(scene, NoticeKind.GOODBYE, edition_id=scene.edition_id)

    notify(scene.parts)

    assert scene.parts.signer.read("u", link_in(scene, "u"), count=2) == (1, scene.edition_id)


def test_a_sign_in_link_lets_its_user_in(scene: Scene) -> None:
    a_user(scene, address="editor@paper.example")
    with scene.parts.database.writing() as session:
        assert logins.ask(session, scene.parts.signer, "editor@paper.example", now=NOON)

    notify(scene.parts)

    secret = link_in(scene, "enter")
    with scene.parts.database.writing() as session:
        assert logins.enter(session, secret, now=NOON, hours=1) is not None


def test_a_sign_in_link_that_has_run_out_is_not_sent(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.SIGN_IN, user_id=a_user(scene), list_id=None)

    notify(scene.later(hours=1).parts)

    assert scene.transport.taken == []
    reason = notice(scene, notice_id).reason
    assert reason is not None
    assert "ran out" in reason


def test_an_alarm_says_its_sentence(scene: Scene) -> None:
    write(scene, NoticeKind.ALARM, user_id=a_user(scene), facts={"sentence": "The relay does not answer."})

    notify(scene.parts)

    assert "The relay does not answer." in text_of(the_mail(scene))


def test_a_test_digest_is_marked_and_its_links_change_nothing(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.TEST, user_id=a_user(scene), edition_id=scene.edition_id)

    notify(scene.parts)

    mail = the_mail(scene)
    assert str(mail["Subject"]).startswith("[TEST] Story number")
    assert str(mail["Message-ID"]).startswith(f"<n{notice_id}.")
    assert mail["List-Unsubscribe"] == "<https://mail.paper.example/u/test>"
    assert "/preferences/test" in text_of(mail)


@pytest.mark.parametrize("what", ["no digest", "no story"])
def test_there_must_be_something_to_test(scene: Scene, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if what == "no digest":
        with scene.parts.database.writing() as session:
            session.delete(session.get_one(Digest, 1))
    else:
        monkeypatch.setattr(noticing, "unpack", lambda content: replace(unpack(content), cards=()))
    notice_id = write(scene, NoticeKind.TEST, user_id=a_user(scene), edition_id=scene.edition_id)

    notify(scene.parts)

    assert notice(scene, notice_id).state is DeliveryState.FAILED


@pytest.mark.parametrize("who", ["nobody", "a user who left"])
def test_a_notice_to_nobody_fails_and_the_others_go(scene: Scene, who: str) -> None:
    if who == "nobody":
        gone = write(scene, NoticeKind.PREFERENCES, subscriber_id=None)
    else:
        gone = write(scene, NoticeKind.ALARM, user_id=a_user(scene, disabled_at=NOON))
    write(scene, NoticeKind.PREFERENCES)

    notify(scene.parts)

    assert notice(scene, gone).state is DeliveryState.FAILED
    assert len(scene.transport.taken) == 1


def test_the_suppressed_are_never_written_to(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.PREFERENCES)
    with scene.parts.database.writing() as session:
        key = subscribers.get(session, 1).address_key
        subscribers.suppress(
            session, address_hash=address_hash(key), reason=SuppressionReason.COMPLAINT, by="cli", now=NOON
        )

    notify(scene.parts)

    assert notice(scene, notice_id).state is DeliveryState.SUPPRESSED
    assert notice(scene, notice_id).reason == SUPPRESSED


def test_a_hold_lets_only_the_link_out_that_lets_a_human_in(scene: Scene) -> None:
    scene.change(Newsroom, 1, hold=True)
    waits = write(scene, NoticeKind.PREFERENCES)
    goes = write(scene, NoticeKind.SIGN_IN, user_id=a_user(scene))

    run = notify(scene.parts)

    assert notice(scene, waits).state is DeliveryState.QUEUED
    assert notice(scene, goes).state is DeliveryState.SENT
    assert run.problems == [HOLD]


def test_the_transactional_sender_carries_notices(scene: Scene) -> None:
    write(scene, NoticeKind.PREFERENCES)
    with scene.parts.database.writing() as session:
        factories.a_sender(
            session, stream=MailStream.TRANSACTIONAL, from_address="post@paper.example", transport="outbox"
        )

    notify(scene.parts)

    assert "post@paper.example" in str(the_mail(scene)["From"])


def test_a_notice_of_no_list_goes_by_the_first_sender(scene: Scene) -> None:
    write(scene, NoticeKind.ALARM, user_id=a_user(scene), list_id=None, facts={"sentence": "Look."})

    notify(scene.parts)

    assert "morning@paper.example" in str(the_mail(scene)["From"])


def test_one_put_off_is_tried_again(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.PREFERENCES)
    scene.transport.answers["reader@inbox.example"] = Outcome.TRY_LATER
    with scene.parts.database.reading() as session:
        scene.transport.answers[subscribers.get(session, 1).address] = Outcome.TRY_LATER

    notify(scene.parts)
    assert notice(scene, notice_id).due_at == NOON + timedelta(minutes=5)

    scene.transport.answers.clear()
    notify(scene.later(minutes=5).parts)
    assert notice(scene, notice_id).state is DeliveryState.SENT


def test_a_broken_sender_is_told_and_the_notice_waits(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.PREFERENCES)
    scene.transport.broken = "The relay does not answer."

    run = notify(scene.parts)

    assert run.problems == ["The relay does not answer."]
    assert notice(scene, notice_id).state is DeliveryState.QUEUED
    with scene.parts.database.reading() as session:
        assert session.get_one(Sender, scene.sender_id).problem == "The relay does not answer."


@pytest.mark.parametrize(
    ("address", "sent"), [("asha@mail.in", 0), ("asha@inbox.example", 1)], ids=["real", "reserved"]
)
def test_real_readers_get_no_notice_with_links_that_they_can_not_open(scene: Scene, address: str, sent: int) -> None:
    scene.change(Sender, scene.sender_id, transport="smtp", public_url=None)
    scene.reader(address=address)
    write(scene, NoticeKind.PREFERENCES, subscriber_id=2, subscription_id=2)
    write(scene, NoticeKind.PREFERENCES, subscriber_id=None)

    run = notify(scene.parts)

    assert len(scene.transport.taken) == sent
    assert any("no public_url" in problem for problem in run.problems) is not bool(sent)


def test_a_paused_senders_notices_wait(scene: Scene) -> None:
    notice_id = write(scene, NoticeKind.PREFERENCES)
    scene.change(Sender, scene.sender_id, paused=True)

    notify(scene.parts)

    assert notice(scene, notice_id).state is DeliveryState.QUEUED


def test_a_sender_paused_on_the_way_stops_its_notices(scene: Scene) -> None:
    write(scene, NoticeKind.PREFERENCES)
    real = scene.parts.transport

    def pausing(sender: Sender) -> object:
        scene.change(Sender, scene.sender_id, paused=True)
        return real(sender)

    notify(replace(scene.parts, transport=pausing))  # type: ignore[arg-type]  # a fake

    assert scene.transport.taken == []


def test_one_cause_makes_one_notice_of_a_kind(scene: Scene) -> None:
    write(scene, NoticeKind.PREFERENCES, cause="subscriber:1:2026-11-24")
    with scene.parts.database.writing() as session:
        again: Mapping[str, Any] = {"cause": "subscriber:1:2026-11-24", "made_at": NOON, "moved_at": NOON}
        assert not notices.queue(session, Notice(kind=NoticeKind.PREFERENCES, **again))
        assert notices.open_count(session, NOON) == 1
