from datetime import time
from typing import Any

import pytest

from distrib.audience.addresses import address_hash
from distrib.errors import NotAllowed
from distrib.ingest.fetching import Fetched
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition, EditionKind, EditionState, Pick
from distrib.model.lists import MailingList, Newsroom, Sender
from distrib.model.subscribers import Subscription, SubscriptionState, SuppressionReason
from distrib.pipeline import freezing
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.leaving import PROBE
from distrib.pipeline.parts import Parts
from distrib.pipeline.start import start
from distrib.pipeline.verify import verify
from distrib.store import audience, audit, subscribers
from tests import factories
from tests.factories import NOON
from tests.pipeline.sending_scenes import Scene, a_scene, an_approved_edition


def picks(scene: Scene) -> list[tuple[int, int]]:
    with scene.parts.database.reading() as session:
        found = [session.get(Pick, number) for number in range(1, 20)]
        return [(p.story_id, p.cluster_id) for p in found if p is not None and p.edition_id == scene.edition_id]


def test_every_confirmed_reader_gets_one_delivery_and_nobody_else(parts: Parts) -> None:
    scene = a_scene(parts, readers=3)
    with parts.database.writing() as session:
        mailing_list = session.get_one(MailingList, scene.list_id)
        for state in (SubscriptionState.UNCONFIRMED, SubscriptionState.UNSUBSCRIBED):
            factories.a_subscription(session, mailing_list, state=state)
        factories.a_subscription(session, factories.a_list(session))

    edition = start(scene.parts, scene.edition_id)

    assert scene.states() == {"queued": 3}
    assert (edition.state, edition.audience, edition.frozen_at) == (EditionState.SENDING, 3, NOON)
    assert {row.plan_key.split(":")[0] for row in scene.rows()} == {"v1"}
    with parts.database.reading() as session:
        assert [entry.verb for entry in audit.recent(session)] == ["start"]


def test_started_twice_it_changes_nothing(parts: Parts) -> None:
    scene = a_scene(parts)
    start(scene.parts, scene.edition_id)
    scene.reader()  # who comes after the freeze is not in the audience

    start(scene.parts, scene.edition_id)

    assert scene.states() == {"queued": 3}


def test_a_freeze_that_was_cut_off_goes_on_where_it_stopped(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = a_scene(parts, readers=5)
    monkeypatch.setattr(freezing, "FIRST_SLICE", 2)
    monkeypatch.setattr(freezing, "SMALLEST", 2)
    monkeypatch.setattr(freezing, "LARGEST", 2)
    whole, slices = freezing._slice, iter(range(10))

    def dies(*given: Any) -> None:
        whole(*given)
        if next(slices) == 1:
            raise RuntimeError("the machine stops in its second slice")

    monkeypatch.setattr(freezing, "_slice", dies)
    with pytest.raises(RuntimeError):
        start(scene.parts, scene.edition_id)
    assert scene.states() == {"queued": 2}
    assert scene.edition.frozen_at is None
    assert all(finding.ok for finding in verify(scene.parts, scene.edition_id))

    start(scene.parts, scene.edition_id)

    assert scene.states() == {"queued": 5}
    assert scene.edition.audience == 5


def test_who_is_suppressed_or_has_nothing_to_read_has_a_row_with_the_reason(parts: Parts) -> None:
    scene = a_scene(parts, readers=1)
    scene.change(Pick, 3, section_id=scene.sections["odisha"])  # sports has no story any more
    scene.edition_id = recompiled(scene)
    scene.reader(["sports"])
    scene.reader(address="gone@inbox.example")
    scene.reader(address="", address_key="x")
    with parts.database.writing() as session:
        hashed = address_hash("gone@inbox.example")
        subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.BOUNCE, by="cli", now=NOON)

    start(scene.parts, scene.edition_id)

    assert [(row.state, row.reason) for row in scene.rows()] == [
        (DeliveryState.QUEUED, None),
        (DeliveryState.SUPPRESSED, freezing.NOTHING),
        (DeliveryState.SUPPRESSED, freezing.SUPPRESSED),
        (DeliveryState.SUPPRESSED, freezing.NO_ADDRESS),
    ]


def recompiled(scene: Scene) -> int:
    scene.change(Edition, scene.edition_id, state=EditionState.DRAFT)
    digest = compile_edition(scene.parts, scene.edition_id)
    scene.change(Edition, scene.edition_id, state=EditionState.APPROVED, approved_hash=digest.hash)
    return scene.edition_id


def test_a_reader_gets_the_stories_of_their_sections(parts: Parts) -> None:
    scene = a_scene(parts, readers=0)
    scene.reader(["sports"])

    start(scene.parts, scene.edition_id)

    [row] = scene.rows()
    assert row.plan_key == f"v1:{picks(scene)[2][0]}L"


def test_no_story_reaches_a_reader_twice_in_a_day(parts: Parts) -> None:
    scene = a_scene(parts, readers=1)
    first, second, third = picks(scene)
    start(scene.parts, scene.edition_id)
    evening = an_approved_edition(scene, [first], at=time(18, 0))
    night = an_approved_edition(scene, [second, third], at=time(22, 0))
    with parts.database.writing() as session:
        story = factories.a_story(session)
        cluster = factories.a_cluster(session, story)
        pair = (story.id or 0, cluster.id or 0)
    late = an_approved_edition(scene, [first, pair], at=time(23, 0))

    for edition_id in (evening, night, late):
        start(scene.parts, edition_id)

    assert [row.reason for row in scene.rows(evening)] == [freezing.HAD_ALL]
    assert [row.reason for row in scene.rows(night)] == [freezing.HAD_ALL]
    assert [row.plan_key for row in scene.rows(late)] == [f"v1:{pair[0]}L"]


@pytest.mark.parametrize("given", [{"update": True}, {"kind": EditionKind.CORRECTION}], ids=["update", "correction"])
def test_what_truly_developed_and_what_is_put_right_may_come_again(parts: Parts, given: dict[str, Any]) -> None:
    scene = a_scene(parts, readers=1)
    first, *_ = picks(scene)
    start(scene.parts, scene.edition_id)
    evening = an_approved_edition(scene, [first], at=time(18, 0), **given)

    start(scene.parts, evening)

    assert scene.states(evening) == {"queued": 1}


def test_a_copy_that_never_went_keeps_no_story_back(parts: Parts) -> None:
    scene = a_scene(parts, readers=1)
    first, *_ = picks(scene)
    start(scene.parts, scene.edition_id)
    [row] = scene.rows()
    scene.change(type(row), row.id, state=DeliveryState.FAILED)
    evening = an_approved_edition(scene, [first], at=time(18, 0))

    start(scene.parts, evening)

    assert scene.states(evening) == {"queued": 1}


def test_approval_is_bound_to_the_digest(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    scene.change(Edition, scene.edition_id, approved_hash="another")

    with pytest.raises(NotAllowed, match="approve it again"):
        start(scene.parts, scene.edition_id)
    assert scene.states() == {}
    assert scene.edition.state is EditionState.APPROVED


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (EditionState.PLANNED, "no draft"),
        (EditionState.DRAFT, "not approved"),
        (EditionState.PAUSED, "paused"),
        (EditionState.SENT, "sent already"),
        (EditionState.CANCELLED, "cancelled"),
        (EditionState.SKIPPED, "skipped"),
    ],
)
def test_only_an_approved_edition_starts(sqlite_parts: Parts, state: EditionState, word: str) -> None:
    scene = a_scene(sqlite_parts)
    scene.change(Edition, scene.edition_id, state=state)

    with pytest.raises(NotAllowed, match=word):
        start(scene.parts, scene.edition_id)


def test_nothing_starts_on_hold_or_from_a_paused_list_or_sender(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    for kind, key, field, word in (
        (Newsroom, 1, "hold", "on hold"),
        (MailingList, scene.list_id, "paused", "list"),
        (Sender, scene.sender_id, "paused", "sender"),
    ):
        scene.change(kind, key, **{field: True})
        with pytest.raises(NotAllowed, match=word):
            start(scene.parts, scene.edition_id)
        scene.change(kind, key, **{field: False})


# -- nobody is mailed by accident ------------------------------------------------------------------------------


def a_real_scene(parts: Parts, **sender: Any) -> Scene:
    scene = a_scene(parts, readers=1, transport="smtp", **sender)
    scene.reader(address="asha@mail.in")
    return scene


def answering(parts: Parts, url: str, status: int = 200) -> None:
    body = f"ok {parts.signer.mac(PROBE, PROBE)}\n".encode()
    parts.fetcher.pages[f"{url}/healthz"] = Fetched(url=url, status=status, body=body)  # type: ignore[attr-defined]


def test_real_readers_are_mailed_once_the_public_address_answers(sqlite_parts: Parts) -> None:
    scene = a_real_scene(sqlite_parts)
    answering(sqlite_parts, "https://mail.paper.example")

    assert start(scene.parts, scene.edition_id).state is EditionState.SENDING


@pytest.mark.parametrize(
    ("url", "word"),
    [
        (None, "no public_url"),
        ("http://mail.paper.example", "can't open"),
        ("https://localhost", "can't open"),
        ("https://127.0.0.1:8000", "can't open"),
        ("https://192.168.1.5", "can't open"),
        ("https://news.localhost", "can't open"),
        ("https://", "can't open"),
        ("https://mail.paper.example", "does not answer"),
        ("https://93.184.216.34", "does not answer"),
    ],
)
def test_real_readers_are_not_mailed_links_that_they_can_not_open(
    sqlite_parts: Parts, url: str | None, word: str
) -> None:
    scene = a_real_scene(sqlite_parts, public_url=url)

    with pytest.raises(NotAllowed, match=word):
        start(scene.parts, scene.edition_id)
    assert scene.states() == {}


def test_a_public_address_that_answers_with_an_error_does_not_count(sqlite_parts: Parts) -> None:
    scene = a_real_scene(sqlite_parts)
    answering(sqlite_parts, "https://mail.paper.example", status=502)

    with pytest.raises(NotAllowed, match="says 502"):
        start(scene.parts, scene.edition_id)


def test_an_admin_may_override_with_a_reason(sqlite_parts: Parts) -> None:
    scene = a_real_scene(sqlite_parts, public_url=None, override_reason="u1: behind a proxy that hides it")

    assert start(scene.parts, scene.edition_id).state is EditionState.SENDING


def test_reserved_addresses_need_no_public_address(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=0, transport="smtp", public_url=None)
    for address in ("a@inbox.example", "b@example.org", "c@mail.example.com", "d@x.test", "e@y.invalid"):
        scene.reader(address=address)

    assert start(scene.parts, scene.edition_id).state is EditionState.SENDING


def test_the_demo_mails_nobody(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, transport="smtp")
    scene.change(Newsroom, 1, demo=True)

    with pytest.raises(NotAllowed, match="demo"):
        start(scene.parts, scene.edition_id)


def test_a_public_address_that_somebody_else_answers_does_not_count(sqlite_parts: Parts) -> None:
    scene = a_real_scene(sqlite_parts)
    url = "https://mail.paper.example"
    scene.parts.fetcher.pages[f"{url}/healthz"] = Fetched(url=url, status=200, body=b"ok")  # type: ignore[attr-defined]

    with pytest.raises(NotAllowed, match="something else"):
        start(scene.parts, scene.edition_id)


def test_a_start_before_the_editions_time_means_now(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    early = scene.later(hours=-1)

    start(early.parts, scene.edition_id)

    with sqlite_parts.database.reading() as session:
        assert audience.wave(session, scene.edition_id, NOON).due_at == early.parts.clock()
        assert session.get_one(Subscription, 1).state is SubscriptionState.CONFIRMED
