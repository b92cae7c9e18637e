"""WebSub: hubs are asked once they are named, believed when they sign, renewed in time, left when a source is."""

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from distrib.clock import stopped
from distrib.config import WebSettings
from distrib.errors import Unreachable, Unreadable
from distrib.ingest import rhythm
from distrib.model.sources import Hub, HubState, Source
from distrib.model.stories import Story
from distrib.pipeline import due, gather, leaving, websub
from distrib.pipeline.parts import Parts
from distrib.pipeline.websub import Believed
from distrib.signing import Key, Signer
from distrib.store import hubs, lists, sources
from tests.factories import NOON, a_newsroom, a_source
from tests.pipeline.test_gather import FEED, a_feed, an_item

HUB, PUBLIC = "https://hub.example/", "https://mail.paper.example"


def public(parts: Parts) -> Parts:
    """Let a newsroom be reachable from outside, with a feed whose hub was found."""
    parts = replace(parts, settings=parts.settings.model_copy(update={"web": WebSettings(public_url=PUBLIC)}))
    parts.fetcher.pages[f"{PUBLIC}/healthz"] = f"ok {parts.signer.mac(leaving.PROBE, leaving.PROBE)}\n".encode()
    with parts.database.writing() as session:
        a_newsroom(session)
        source = a_source(session, url=FEED, name="The Paper", own=False, first_gathered_at=NOON, last_success_at=NOON)
        hubs.found(session, source.id or 0, hub_url=HUB, topic_url=FEED, at=NOON)
    return parts


@pytest.fixture
def newsroom(parts: Parts) -> Parts:
    return public(parts)


@pytest.fixture
def sqlite_newsroom(sqlite_parts: Parts) -> Parts:
    return public(sqlite_parts)


def later(parts: Parts, **time: float) -> Parts:
    return replace(parts, clock=stopped(parts.clock() + timedelta(**time)))


def the_hub(parts: Parts) -> Hub:
    with parts.database.reading() as session:
        return session.exec(select(Hub)).one()


def the_source(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.exec(select(Source)).one()


def change(parts: Parts, **fields: object) -> None:
    with parts.database.writing() as session:
        row = sources.get(session, 1)
        for name, value in fields.items():
            setattr(row, name, value)
        session.add(row)


def confirm(parts: Parts, **changes: str) -> str | None:
    asked = {"mode": "subscribe", "topic": FEED, "challenge": "abc", "lease_seconds": "864000"} | changes
    return websub.confirm(parts, 1, **asked)


def subscribed(parts: Parts) -> Parts:
    websub.keep_up(parts)
    assert confirm(parts) == "abc"
    return parts


def signature(parts: Parts, body: bytes, method: str = "sha256") -> str:
    return f"{method}={hmac.new(websub.secret(parts, the_hub(parts)).encode(), body, method).hexdigest()}"


# -- asking ------------------------------------------------------------------------------


def test_a_hub_that_a_feed_names_is_asked_and_called_back(newsroom: Parts) -> None:
    asked = websub.keep_up(newsroom)
    (place, form), *_ = newsroom.poster.posted

    assert (asked, place, the_hub(newsroom).state) == (1, HUB, HubState.ASKED)
    assert form == {
        "hub.mode": "subscribe",
        "hub.topic": FEED,
        "hub.callback": f"{PUBLIC}/hooks/websub/{newsroom.signer.sign('websub', 1)}",
        "hub.secret": websub.secret(newsroom, the_hub(newsroom)),
        "hub.lease_seconds": "864000",
    }
    assert confirm(newsroom) == "abc"
    assert (the_hub(newsroom).state, the_hub(newsroom).expires_at) == (HubState.ACTIVE, NOON + timedelta(days=10))
    assert websub.keep_up(newsroom) == 0


def test_a_hub_may_call_back_before_it_answers(newsroom: Parts) -> None:
    newsroom.poster.on_post = lambda _: confirm(newsroom)

    websub.keep_up(newsroom)

    assert the_hub(newsroom).state is HubState.ACTIVE


def test_the_clock_asks(sqlite_newsroom: Parts) -> None:
    due.pushes_due(sqlite_newsroom)

    assert len(sqlite_newsroom.poster.posted) == 1


def test_the_secret_is_derived_of_our_keys_and_of_the_subscription(sqlite_newsroom: Parts) -> None:
    row = the_hub(sqlite_newsroom)
    other = replace(sqlite_newsroom, signer=Signer([Key(id=1, secret=b"o" * 32)]))

    assert websub.secret(sqlite_newsroom, row) == websub.secret(sqlite_newsroom, row)
    assert websub.secret(sqlite_newsroom, row) != websub.secret(other, row)
    assert websub.secret(sqlite_newsroom, row) != websub.secret(sqlite_newsroom, row.model_copy(update={"id": 2}))
    assert len(websub.secret(sqlite_newsroom, row)) < 200


@pytest.mark.parametrize("url", ["", "http://mail.paper.example", "https://localhost", "https://10.0.0.1"])
def test_nobody_is_asked_while_nobody_could_call_back(sqlite_newsroom: Parts, url: str) -> None:
    parts = replace(
        sqlite_newsroom, settings=sqlite_newsroom.settings.model_copy(update={"web": WebSettings(public_url=url)})
    )

    assert websub.keep_up(parts) == 0
    assert parts.poster.posted == []


def test_a_public_address_that_is_not_ours_is_said_and_tried_again_later(sqlite_newsroom: Parts) -> None:
    page = sqlite_newsroom.fetcher.pages.pop(f"{PUBLIC}/healthz")
    websub.keep_up(sqlite_newsroom)
    asked = len(sqlite_newsroom.fetcher.asked)
    websub.keep_up(later(sqlite_newsroom, hours=1))

    assert "does not answer" in (the_hub(sqlite_newsroom).problem or "")
    assert (sqlite_newsroom.poster.posted, len(sqlite_newsroom.fetcher.asked)) == ([], asked)
    sqlite_newsroom.fetcher.pages[f"{PUBLIC}/healthz"] = page
    assert websub.keep_up(later(sqlite_newsroom, hours=7)) == 1


def test_a_demo_asks_nobody(sqlite_newsroom: Parts) -> None:
    with sqlite_newsroom.database.writing() as session:
        lists.newsroom(session).demo = True

    assert websub.keep_up(sqlite_newsroom) == 0


@pytest.mark.parametrize(("answer", "words"), [(500, "The hub answered 500."), (Unreachable("No."), "No.")])
def test_a_hub_that_can_not_be_asked_is_asked_again_later(
    sqlite_newsroom: Parts, answer: int | Exception, words: str
) -> None:
    sqlite_newsroom.poster.answer = answer

    websub.keep_up(sqlite_newsroom)

    assert (the_hub(sqlite_newsroom).state, the_hub(sqlite_newsroom).problem) == (HubState.FOUND, words)
    assert websub.keep_up(later(sqlite_newsroom, hours=5)) == 0
    assert websub.keep_up(later(sqlite_newsroom, hours=7)) == 1


def test_a_hub_that_never_calls_back_is_asked_again_after_a_day(sqlite_newsroom: Parts) -> None:
    websub.keep_up(sqlite_newsroom)

    assert websub.keep_up(later(sqlite_newsroom, hours=23)) == 0
    assert websub.keep_up(later(sqlite_newsroom, hours=25)) == 1


def test_a_lease_is_renewed_before_it_ends(newsroom: Parts) -> None:
    subscribed(newsroom)
    assert websub.keep_up(later(newsroom, days=8)) == 0

    last_day = later(newsroom, days=9, hours=1)
    assert websub.keep_up(last_day) == 1
    assert websub.keep_up(last_day) == 0
    assert the_hub(newsroom).state is HubState.ACTIVE
    confirm(last_day)
    assert the_hub(newsroom).expires_at == last_day.clock() + timedelta(days=10)


def test_a_renewal_that_fails_leaves_the_subscription_as_it_is(sqlite_newsroom: Parts) -> None:
    subscribed(sqlite_newsroom)
    sqlite_newsroom.poster.answer = 503

    websub.keep_up(later(sqlite_newsroom, days=9, hours=1))

    assert (the_hub(sqlite_newsroom).state, the_hub(sqlite_newsroom).problem) == (
        HubState.ACTIVE,
        "The hub answered 503.",
    )


def test_a_disabled_source_is_unsubscribed_and_its_pushes_are_refused(newsroom: Parts) -> None:
    subscribed(newsroom)
    change(newsroom, enabled=False)

    assert websub.believe(newsroom, 1, signature="", body=b"") is Believed.GONE
    assert websub.keep_up(newsroom) == 1
    assert newsroom.poster.posted[-1][1]["hub.mode"] == "unsubscribe"
    assert confirm(newsroom, mode="unsubscribe") == "abc"
    assert (the_hub(newsroom).state, websub.keep_up(newsroom)) == (HubState.ENDED, 0)
    assert websub.believe(newsroom, 1, signature="", body=b"") is Believed.GONE


def test_a_source_in_use_again_is_asked_again_once_its_feed_names_the_hub(sqlite_newsroom: Parts) -> None:
    subscribed(sqlite_newsroom)
    change(sqlite_newsroom, enabled=False)
    websub.keep_up(sqlite_newsroom)
    change(sqlite_newsroom, enabled=True)
    with sqlite_newsroom.database.writing() as session:
        hubs.found(session, 1, hub_url=HUB, topic_url=FEED, at=NOON)

    assert websub.keep_up(sqlite_newsroom) == 1


def test_another_hub_is_another_subscription(sqlite_newsroom: Parts) -> None:
    subscribed(sqlite_newsroom)
    with sqlite_newsroom.database.writing() as session:
        hubs.found(session, 1, hub_url=HUB, topic_url=FEED, at=NOON)
        assert hubs.of_source(session, 1).state is HubState.ACTIVE
        hubs.found(session, 1, hub_url="https://hub2.example/", topic_url=FEED, at=NOON)

    assert the_hub(sqlite_newsroom).state is HubState.FOUND
    assert websub.keep_up(sqlite_newsroom) == 1


# -- being called ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"topic": "https://evil.example/feed"},
        {"mode": "unsubscribe"},
        {"mode": "delete"},
        {"challenge": ""},
        {"challenge": "x" * 2001},
    ],
)
def test_only_what_we_asked_for_is_confirmed(sqlite_newsroom: Parts, changes: Mapping[str, str]) -> None:
    websub.keep_up(sqlite_newsroom)

    assert confirm(sqlite_newsroom, **changes) is None
    assert the_hub(sqlite_newsroom).state is HubState.ASKED


def test_what_we_never_asked_for_is_not_confirmed(sqlite_newsroom: Parts) -> None:
    assert confirm(sqlite_newsroom) is None
    websub.keep_up(sqlite_newsroom)
    assert confirm(later(sqlite_newsroom, days=2)) is None
    assert websub.confirm(sqlite_newsroom, 99, mode="subscribe", topic=FEED, challenge="x", lease_seconds="1") is None
    change(sqlite_newsroom, enabled=False)
    assert confirm(sqlite_newsroom) is None


@pytest.mark.parametrize(
    ("seconds", "days"), [("864000", 10), ("", 10), ("-1", 10), ("0", 10), ("9" * 40, 90), ("٣", 10)]
)
def test_a_lease_is_bounded(sqlite_newsroom: Parts, seconds: str, days: int) -> None:
    websub.keep_up(sqlite_newsroom)
    confirm(sqlite_newsroom, lease_seconds=seconds)

    assert the_hub(sqlite_newsroom).expires_at == NOON + timedelta(days=days)


def test_a_hub_that_denies_is_asked_again_in_a_week(sqlite_newsroom: Parts) -> None:
    websub.keep_up(sqlite_newsroom)
    websub.deny(sqlite_newsroom, 1, topic="https://other.example/", reason="no")
    assert the_hub(sqlite_newsroom).state is HubState.ASKED

    websub.deny(sqlite_newsroom, 1, topic=FEED, reason="not\x00today")

    assert the_hub(sqlite_newsroom).problem == "The hub denied it: nottoday"
    assert websub.keep_up(later(sqlite_newsroom, days=6)) == 0
    assert websub.keep_up(later(sqlite_newsroom, days=8)) == 1
    websub.deny(sqlite_newsroom, 1, topic=FEED, reason="")
    assert the_hub(sqlite_newsroom).problem == "The hub denied it."


# -- pushed ------------------------------------------------------------------------------


def test_a_push_is_read_like_the_feed_itself(newsroom: Parts) -> None:
    subscribed(newsroom)
    body = a_feed(an_item())

    believed = websub.believe(newsroom, 1, signature=signature(newsroom, body), body=body)
    source = the_source(newsroom)
    websub.take(newsroom, 1, body, content_type="application/rss+xml")

    with newsroom.database.reading() as session:
        story = session.exec(select(Story)).one()
    assert (believed, story.title, story.source_id) == (Believed.TAKEN, "Rain reaches the coast", 1)
    assert source.next_gather_at is not None
    assert source.next_gather_at <= NOON + timedelta(minutes=3)
    assert the_source(newsroom).next_gather_at == NOON + timedelta(hours=1)
    assert the_hub(newsroom).pushed_at == NOON
    with newsroom.database.reading() as session:
        assert hubs.works(session, 1, NOON)
        assert not hubs.works(session, 1, NOON + timedelta(days=3))
        assert not hubs.works(session, 2, NOON)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512", "SHA256"])
def test_each_method_of_the_recommendation_is_understood(sqlite_newsroom: Parts, method: str) -> None:
    subscribed(sqlite_newsroom)
    signed = signature(sqlite_newsroom, b"body", method.lower()).replace(method.lower(), method)

    assert websub.believe(sqlite_newsroom, 1, signature=signed, body=b"body") is Believed.TAKEN


@pytest.mark.parametrize(
    "signed", ["", "sha256=", "sha256=00", "md5=900150983cd24fb0d6963f7d28e17f72", "sha256=é", "x"]
)
def test_a_push_that_is_not_signed_right_changes_nothing(sqlite_newsroom: Parts, signed: str) -> None:
    subscribed(sqlite_newsroom)
    before = the_source(sqlite_newsroom)

    assert websub.believe(sqlite_newsroom, 1, signature=signed, body=b"body") is Believed.IGNORED
    assert the_source(sqlite_newsroom) == before
    assert the_hub(sqlite_newsroom).pushed_at is None


@given(st.integers(0, 8 * 40 - 1))
def test_any_flipped_bit_is_noticed(bit: int) -> None:
    body = b"x" * 40
    key = "secret"
    signed = f"sha256={hmac.new(key.encode(), body, 'sha256').hexdigest()}"
    flipped = bytearray(body)
    flipped[bit // 8] ^= 1 << bit % 8

    assert websub._signed((key,), signed, body)
    assert not websub._signed((key,), signed, bytes(flipped))


def test_nothing_is_believed_before_the_hub_has_proved_itself(sqlite_newsroom: Parts) -> None:
    signed = signature(sqlite_newsroom, b"body")

    assert websub.believe(sqlite_newsroom, 1, signature=signed, body=b"body") is Believed.IGNORED
    assert websub.believe(sqlite_newsroom, 99, signature=signed, body=b"body") is Believed.GONE


def test_a_secret_told_before_our_keys_changed_still_counts(sqlite_newsroom: Parts) -> None:
    subscribed(sqlite_newsroom)
    signed = signature(sqlite_newsroom, b"body")
    keys = [Key(id=1, secret=b"k" * 32), Key(id=2, secret=b"n" * 32)]
    changed = replace(sqlite_newsroom, signer=Signer(keys))

    assert websub.secret(changed, the_hub(changed)) != websub.secret(sqlite_newsroom, the_hub(changed))
    assert websub.believe(changed, 1, signature=signed, body=b"body") is Believed.TAKEN


def test_a_push_that_can_not_be_read_leaves_it_to_polling(sqlite_newsroom: Parts) -> None:
    subscribed(sqlite_newsroom)
    websub.believe(sqlite_newsroom, 1, signature=signature(sqlite_newsroom, b"junk"), body=b"junk")

    with pytest.raises(Unreadable):
        websub.take(sqlite_newsroom, 1, b"junk")
    websub.take(sqlite_newsroom, 99, b"junk")

    assert the_source(sqlite_newsroom).next_gather_at <= NOON + timedelta(minutes=3)  # type: ignore[operator]


@pytest.mark.parametrize(("minutes", "waits"), [(5, 60), (15, 60), (60, 240), (1440, 1440)])
def test_what_is_pushed_is_asked_less_often(minutes: int, waits: int) -> None:
    assert rhythm.beside_pushes(every_minutes=minutes) == timedelta(minutes=waits)


def test_a_gather_finds_the_hub_and_asks_a_pushed_source_less_often(newsroom: Parts) -> None:
    hub = b"<link xmlns='http://www.w3.org/2005/Atom' rel='hub' href='https://hub2.example/'/><item>"
    newsroom.fetcher.pages[FEED] = a_feed(an_item()).replace(b"<item>", hub)
    gather.gather(newsroom, [1])
    often = the_source(newsroom).next_gather_at

    assert (the_hub(newsroom).hub_url, the_hub(newsroom).state) == ("https://hub2.example/", HubState.FOUND)
    subscribed(newsroom)
    websub.believe(newsroom, 1, signature=signature(newsroom, b"body"), body=b"body")
    gather.gather(newsroom, [1])
    seldom = the_source(newsroom).next_gather_at

    assert often is not None
    assert seldom is not None
    assert often < NOON + timedelta(minutes=20) < NOON + timedelta(minutes=59) < seldom
