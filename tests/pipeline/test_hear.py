"""Calls of the newsroom's own system: believed when signed right, stored once, done in the order they were signed."""

import json
import threading
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from distrib.clock import stopped
from distrib.errors import BadInput, NotAllowed, NotFound, Unreachable
from distrib.ingest import calls
from distrib.ingest.fetching import Fetched
from distrib.model.sources import HookCall, HookState
from distrib.model.stories import Story, StoryState
from distrib.pipeline import hear as verb
from distrib.pipeline import hook_secret, pushed
from distrib.pipeline.hear import Heard, HeardAs, NotOurs, TooBusy
from distrib.pipeline.parts import Parts
from distrib.store import addresses, hooks
from distrib.wording import urls
from tests.factories import NOON, a_newsroom, a_source, a_story
from tests.pipeline.test_gather import RAIN, a_page


@pytest.fixture
def door(parts: Parts) -> Parts:
    return opened(parts)


@pytest.fixture
def sqlite_door(sqlite_parts: Parts) -> Parts:
    return opened(sqlite_parts)


def opened(parts: Parts) -> Parts:
    hook_secret.make(parts, by="cli")
    with parts.database.writing() as session:
        a_newsroom(session)
        a_source(session, name="Ours", url="https://feeds.paper.example/all", section="Odisha")
    parts.fetcher.pages[RAIN] = a_page()
    return parts


def a_call(event: str = "published", url: str = RAIN, **told: Any) -> bytes:
    return json.dumps({"event": event, "url": url} | told).encode()


def signed(parts: Parts, body: bytes, call_id: str, at: datetime, key: int = 0) -> dict[str, str]:
    timestamp = str(int(at.timestamp()))
    secret = hook_secret.keys(parts)[key]
    return {
        "webhook-id": call_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": calls.signature(secret, call_id=call_id, timestamp=timestamp, body=body),
    }


def say(parts: Parts, body: bytes, call_id: str = "msg_1", *, at: datetime | None = None) -> Heard:
    return verb.hear(parts, headers=signed(parts, body, call_id, at or parts.clock()), body=body)


def said_and_done(parts: Parts, body: bytes, call_id: str = "msg_1", *, at: datetime | None = None) -> HookCall:
    pushed.do(parts, say(parts, body, call_id, at=at).id)
    return call(parts, call_id)


def call(parts: Parts, call_id: str = "msg_1") -> HookCall:
    with parts.database.reading() as session:
        row = hooks.get(session, call_id)
    assert row is not None
    return row


def the_story(parts: Parts) -> Story:
    with parts.database.reading() as session:
        return session.exec(select(Story)).one()


def nothing_happened(parts: Parts) -> bool:
    with parts.database.reading() as session:
        return not session.exec(select(HookCall)).all() and not session.exec(select(Story)).all()


def later(parts: Parts, **time: float) -> Parts:
    return replace(parts, clock=stopped(parts.clock() + timedelta(**time)))


# -- taken or not ------------------------------------------------------------------------


def test_a_call_is_stored_before_it_is_done(door: Parts) -> None:
    heard = say(door, a_call(guid="g1"))

    row = call(door)
    assert (heard.heard_as, heard.outcome, row.state, row.tries) == (HeardAs.TAKEN, "Taken.", HookState.WAITING, 0)
    assert (row.event, row.url, row.told) == ("published", RAIN, {"url": RAIN, "guid": "g1"})
    assert door.fetcher.asked == []


def test_without_a_secret_the_door_is_shut(sqlite_parts: Parts) -> None:
    with pytest.raises(NotFound, match="distrib sources hook"):
        verb.hear(sqlite_parts, headers={}, body=b"")


def test_the_same_call_twice_changes_nothing_and_gets_the_same_answer(door: Parts) -> None:
    said_and_done(door, a_call())
    asked = list(door.fetcher.asked)

    again = say(later(door, minutes=2), a_call())
    pushed.do(door, "msg_1")

    assert (again.heard_as, again.outcome) == (HeardAs.REPEATED, "Stored as a new story.")
    assert door.fetcher.asked == asked


def test_another_body_under_the_same_id_changes_nothing(door: Parts) -> None:
    say(door, a_call())

    assert say(door, a_call("retracted")).heard_as is HeardAs.OTHER_BODY
    assert call(door).event == "published"


def test_two_that_come_at_once_with_one_id_are_one(door: Parts) -> None:
    body = a_call()
    headers = signed(door, body, "msg_1", NOON)
    gate = threading.Barrier(4)
    heard: list[HeardAs] = []

    def come() -> None:
        gate.wait()
        heard.append(verb.hear(door, headers=headers, body=body).heard_as)

    threads = [threading.Thread(target=come) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(heard) == [HeardAs.REPEATED] * 3 + [HeardAs.TAKEN]


def test_two_that_do_one_call_at_once_do_it_once(door: Parts) -> None:
    say(door, a_call())
    threads = [threading.Thread(target=pushed.do, args=(door, "msg_1")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert door.fetcher.asked == [RAIN]
    assert (call(door).tries, the_story(door).revision) == (1, 1)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_or_a_future_call_changes_nothing(sqlite_door: Parts, minutes: int) -> None:
    with pytest.raises(NotAllowed):
        say(sqlite_door, a_call(), at=NOON + timedelta(minutes=minutes))
    assert nothing_happened(sqlite_door)


@pytest.mark.parametrize("body", [b"{}", a_call("gone"), a_call(url="javascript:alert(1)"), a_call(url="https://[")])
def test_what_can_not_be_read_changes_nothing(sqlite_door: Parts, body: bytes) -> None:
    with pytest.raises(BadInput):
        say(sqlite_door, body)
    assert nothing_happened(sqlite_door)


@pytest.mark.parametrize(
    "body",
    [
        a_call(url="https://other.example/rain"),
        a_call(url="https://paper.example.evil.example/rain"),
        a_call(url="http://169.254.169.254/latest"),
        a_call(source="Nobody"),
        a_call(source="Others"),
        a_call(source="Off"),
        a_call(source="99999999999999999999999"),
    ],
)
def test_what_is_not_about_one_of_our_sources_changes_nothing(sqlite_door: Parts, body: bytes) -> None:
    with sqlite_door.database.writing() as session:
        a_source(session, name="Others", own=False, url="https://agency.example/feed")
        a_source(session, name="Off", enabled=False)

    with pytest.raises((NotOurs, BadInput)):
        say(sqlite_door, body)
    assert nothing_happened(sqlite_door)


def test_more_than_so_many_are_not_taken(sqlite_door: Parts) -> None:
    body = a_call()
    headers = signed(sqlite_door, body, "msg_1", NOON)

    with pytest.raises(TooBusy):
        verb.hear(sqlite_door, headers=headers, body=body, room=lambda: False)
    assert nothing_happened(sqlite_door)


def test_an_older_key_counts_until_only_the_newest_does(sqlite_door: Parts) -> None:
    body = a_call()
    old = signed(sqlite_door, body, "msg_1", NOON)
    hook_secret.make(sqlite_door, by="cli")

    assert verb.hear(sqlite_door, headers=old, body=body).heard_as is HeardAs.TAKEN
    assert hook_secret.keep_newest(sqlite_door, by="cli") == 1
    assert hook_secret.keep_newest(sqlite_door, by="cli") == 0
    with pytest.raises(NotAllowed):
        verb.hear(sqlite_door, headers=old, body=body)
    assert hook_secret.place(sqlite_door).stat().st_mode & 0o077 == 0


def test_the_source_is_the_storys_own_else_the_most_trusted_of_the_site(sqlite_door: Parts) -> None:
    with sqlite_door.database.writing() as session:
        trusted = a_source(session, weight=5.0)
        first = a_source(session, weight=0.1)
        a_story(session, url=RAIN, source_id=first.id)

    say(sqlite_door, a_call(), "msg_1")
    say(sqlite_door, a_call(url="https://www.paper.example/sun"), "msg_2")
    say(sqlite_door, a_call(source="Ours"), "msg_3")

    assert [call(sqlite_door, f"msg_{n}").source_id for n in (1, 2, 3)] == [first.id, trusted.id, 1]


# -- done --------------------------------------------------------------------------------


def test_published_stores_what_the_page_says(door: Parts) -> None:
    row = said_and_done(door, a_call(guid="g1", title="A working title", published="2026-11-24T11:00:00+05:30"))

    story = the_story(door)
    assert (row.state, row.outcome) == (HookState.DONE, "Stored as a new story.")
    assert (story.title, story.guid, story.section) == ("Rain reaches the coast at dawn", "g1", "Odisha")
    assert (story.published_at, story.backlog, story.state) == (NOON - timedelta(hours=1), False, StoryState.LIVE)


def test_a_date_that_lies_ahead_is_an_embargo(sqlite_door: Parts) -> None:
    row = said_and_done(sqlite_door, a_call(published="2026-11-25T00:00:00+00:00"))

    assert row.outcome == "Stored; it waits for its own date."
    assert the_story(sqlite_door).state is StoryState.EMBARGOED


def dated(when: str) -> bytes:
    return a_page().replace(b"<title>", f"<meta property='article:published_time' content='{when}'><title>".encode())


def test_an_embargo_that_only_the_call_carries_holds(door: Parts) -> None:
    door.fetcher.pages[RAIN] = dated("2026-11-24T11:00:00+05:30")

    row = said_and_done(door, a_call(published="2026-11-25T09:00:00+05:30"))

    assert row.outcome == "Stored; it waits for its own date."
    assert the_story(door).state is StoryState.EMBARGOED


@pytest.mark.parametrize(
    ("event", "when", "backlog"),
    [
        ("updated", "2019-01-02T00:00:00+05:30", True),
        ("published", "2026-11-23T11:00:00+05:30", True),
        ("updated", "2026-11-24T11:00:00+05:30", False),
        ("updated", None, True),
        ("published", None, False),
    ],
)
def test_an_archive_that_is_saved_anew_is_no_news(door: Parts, event: str, when: str | None, *, backlog: bool) -> None:
    door.fetcher.pages[RAIN] = dated(when) if when else a_page()

    said_and_done(door, a_call(event))

    assert the_story(door).backlog is backlog


def test_updated_tells_it_anew_and_keeps_the_earlier_text(door: Parts) -> None:
    said_and_done(door, a_call())
    door.fetcher.pages[RAIN] = a_page("Rain reaches the coast, two hurt")

    row = said_and_done(later(door, minutes=3), a_call("updated"), "msg_2")

    assert row.outcome == "Told anew."
    assert (the_story(door).title, the_story(door).revision) == ("Rain reaches the coast, two hurt", 2)


def test_the_same_page_again_is_nothing_new(sqlite_door: Parts) -> None:
    said_and_done(sqlite_door, a_call())

    row = said_and_done(sqlite_door, a_call("updated"), "msg_2")

    assert row.outcome == "Known already; nothing a reader sees has changed."
    assert the_story(sqlite_door).revision == 1


def test_retracted_takes_it_back_and_published_lets_it_stand_again(door: Parts) -> None:
    said_and_done(door, a_call())
    taken_back = said_and_done(door, a_call("retracted", reason="Wrong man"), "msg_2", at=NOON + timedelta(seconds=1))
    story = the_story(door)

    again = said_and_done(door, a_call(), "msg_3", at=NOON + timedelta(seconds=2))

    assert (taken_back.outcome, story.state, story.retraction_why) == ("Taken back.", StoryState.RETRACTED, "Wrong man")
    assert again.outcome.startswith("It stands again.")
    assert (the_story(door).state, the_story(door).retraction_why) == (StoryState.LIVE, None)


def test_a_story_is_taken_back_by_its_guid_too(sqlite_door: Parts) -> None:
    said_and_done(sqlite_door, a_call(guid="g1"))

    said_and_done(sqlite_door, a_call("retracted", url=f"{RAIN}/moved", guid="g1"), "msg_2")

    assert the_story(sqlite_door).state is StoryState.RETRACTED


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (StoryState.KILLED, "The newsroom has stopped that story already."),
        (StoryState.RETRACTED, "It was taken back already."),
    ],
)
def test_what_was_stopped_or_taken_back_stays_so(sqlite_door: Parts, state: StoryState, outcome: str) -> None:
    with sqlite_door.database.writing() as session:
        a_story(session, url=RAIN, source_id=1, state=state)

    assert said_and_done(sqlite_door, a_call("retracted")).outcome == outcome
    assert the_story(sqlite_door).state is state


def test_what_the_newsroom_stopped_is_not_let_out_by_a_call(sqlite_door: Parts) -> None:
    with sqlite_door.database.writing() as session:
        a_story(session, url=RAIN, source_id=1, state=StoryState.KILLED)

    said_and_done(sqlite_door, a_call())

    assert the_story(sqlite_door).state is StoryState.KILLED


# -- in whatever order they come ---------------------------------------------------------


def test_a_retraction_that_comes_before_its_story_waits_for_it(door: Parts) -> None:
    row = said_and_done(door, a_call("retracted"), "msg_1")
    with door.database.writing() as session:
        a_story(session, url=RAIN, source_id=1)

    pushed.do_due(later(door, minutes=2))

    assert (row.state, row.outcome) == (HookState.WAITING, "There is no such story yet.")
    assert (call(door).outcome, the_story(door).state) == ("Taken back.", StoryState.RETRACTED)


def test_a_publication_that_was_signed_before_a_retraction_comes_too_late(door: Parts) -> None:
    said_and_done(door, a_call("retracted"), "msg_2", at=NOON)

    row = said_and_done(door, a_call(), "msg_1", at=NOON - timedelta(seconds=5))

    assert row.outcome == "A later call about the same address counts."
    assert door.fetcher.asked == []


def test_a_retraction_that_was_signed_before_a_publication_comes_too_late(sqlite_door: Parts) -> None:
    said_and_done(sqlite_door, a_call(), "msg_2", at=NOON)

    row = said_and_done(sqlite_door, a_call("retracted"), "msg_1", at=NOON - timedelta(seconds=5))

    assert row.outcome == "A later call about the same address counts."
    assert the_story(sqlite_door).state is StoryState.LIVE


@pytest.mark.parametrize("spelling", ["http://paper.example/odisha/rain", "https://www.paper.example/odisha/rain/"])
def test_an_older_call_under_another_spelling_undoes_no_retraction(door: Parts, spelling: str) -> None:
    said_and_done(door, a_call(), "msg_1", at=NOON - timedelta(seconds=9))
    said_and_done(door, a_call("retracted"), "msg_3", at=NOON)

    row = said_and_done(door, a_call("updated", spelling), "msg_2", at=NOON - timedelta(seconds=5))

    assert row.outcome == "A later call about the same address counts."
    assert the_story(door).state is StoryState.RETRACTED


def test_an_older_call_under_a_storys_other_address_undoes_no_retraction(sqlite_door: Parts) -> None:
    with sqlite_door.database.writing() as session:
        story = a_story(session, url=RAIN, source_id=1, key=urls.twin(RAIN))
        addresses.remember(session, story, "https://paper.example/p/7", how="A short link.", at=NOON)
    said_and_done(sqlite_door, a_call("retracted"), "msg_2", at=NOON)

    row = said_and_done(sqlite_door, a_call(url="https://paper.example/p/7"), "msg_1", at=NOON - timedelta(seconds=5))

    assert row.outcome == "A later call about the same address counts."


@pytest.mark.parametrize("order", [("msg_1", "msg_2"), ("msg_2", "msg_1")])
def test_of_two_that_were_signed_in_one_second_the_retraction_counts(door: Parts, order: tuple[str, str]) -> None:
    said_and_done(door, a_call(), "msg_0", at=NOON - timedelta(seconds=9))
    say(door, a_call("updated"), "msg_1", at=NOON)
    say(door, a_call("retracted"), "msg_2", at=NOON)

    for call_id in order:
        pushed.do(door, call_id)

    assert call(door, "msg_2").outcome == "Taken back."
    assert the_story(door).state is StoryState.RETRACTED


def test_a_retraction_wins_that_comes_while_the_page_is_read(door: Parts) -> None:
    class Slow:
        def fetch(self, url: str, check: object = None) -> Fetched:
            say(door, a_call("retracted"), "msg_2", at=NOON + timedelta(seconds=1))
            return Fetched(url=url, status=200, body=a_page())

    say(door, a_call())

    pushed.do(replace(door, fetcher=Slow()), "msg_1")

    assert call(door).outcome == "A later call about the same address counts."
    with door.database.reading() as session:
        assert session.exec(select(Story)).all() == []


def test_a_retraction_wins_that_was_done_while_the_story_was_written(
    door: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = pushed.keeping.keep

    def slowly(*given: Any, **named: Any) -> Any:
        said_and_done(door, a_call("retracted"), "msg_2", at=NOON + timedelta(seconds=1))
        return kept(*given, **named)

    monkeypatch.setattr(pushed.keeping, "keep", slowly)
    said_and_done(door, a_call())
    monkeypatch.undo()

    pushed.do_due(door)

    assert the_story(door).state is StoryState.RETRACTED


def test_a_retraction_does_not_wait_for_ever(sqlite_door: Parts) -> None:
    said_and_done(sqlite_door, a_call("retracted"))

    pushed.do_due(later(sqlite_door, hours=25))

    assert call(sqlite_door).outcome == "No such story came within a day."
    assert call(sqlite_door).state is HookState.DONE


# -- what goes wrong ---------------------------------------------------------------------


@pytest.mark.parametrize("answer", [Unreachable("It does not answer."), Fetched(url=RAIN, status=404, body=b"")])
def test_a_page_that_is_not_there_yet_is_tried_again(sqlite_door: Parts, answer: Any) -> None:
    page, sqlite_door.fetcher.pages[RAIN] = sqlite_door.fetcher.pages[RAIN], answer
    row = said_and_done(sqlite_door, a_call())
    pushed.do(sqlite_door, "msg_1")  # not due
    sqlite_door.fetcher.pages[RAIN] = page

    pushed.do_due(later(sqlite_door, minutes=1))

    assert (row.state, row.tries) == (HookState.WAITING, 1)
    assert call(sqlite_door).outcome == "Stored as a new story."


def test_trying_has_an_end(sqlite_door: Parts) -> None:
    sqlite_door.fetcher.pages[RAIN] = Unreachable("It does not answer.")
    say(sqlite_door, a_call())
    for hours in range(0, 24, 3):
        pushed.do_due(later(sqlite_door, hours=hours))

    row = call(sqlite_door)
    assert (row.state, row.tries) == (HookState.FAILED, 8)
    assert row.outcome.startswith("Given up after 8 tries. Its page can't be read.")


def test_what_the_call_says_is_enough_when_its_page_can_not_be_read(sqlite_door: Parts) -> None:
    sqlite_door.fetcher.pages[RAIN] = Unreachable("It does not answer.")

    row = said_and_done(sqlite_door, a_call(title="Rain <b>now</b>", summary="It rains.", section="World"))

    story = the_story(sqlite_door)
    assert row.outcome == "Stored as a new story."
    assert (story.title, story.summary, story.section) == ("Rain now", "It rains.", "World")


def test_a_page_that_leads_to_another_site_is_not_taken(sqlite_door: Parts) -> None:
    sqlite_door.fetcher.pages[RAIN] = Fetched(url="https://evil.example/x", status=200, body=a_page())

    row = said_and_done(sqlite_door, a_call())

    assert (row.state, row.outcome) == (HookState.FAILED, "Its page leads to another site, so it was not taken.")


def test_a_story_without_a_title_says_why_it_is_not_stored(sqlite_door: Parts) -> None:
    sqlite_door.fetcher.pages[RAIN] = b"<html><body><p>...</p></body></html>"

    row = said_and_done(sqlite_door, a_call())

    assert (row.state, row.outcome) == (HookState.FAILED, "It has no title.")


class Killed(BaseException):
    """What ends a process ends in the middle of things."""


def test_what_broke_off_is_done_by_the_clock(door: Parts) -> None:
    class Broken:
        def fetch(self, url: str, check: object = None) -> Fetched:
            raise Killed

    say(door, a_call())
    with pytest.raises(Killed):
        pushed.do(replace(door, fetcher=Broken()), "msg_1")

    assert pushed.do_due(later(door, minutes=4)) == 0
    assert pushed.do_due(later(door, minutes=6)) == 1
    assert call(door).outcome == "Stored as a new story."


def test_one_call_that_nobody_expected_does_not_stop_the_others(sqlite_door: Parts) -> None:
    sqlite_door.fetcher.pages[f"{RAIN}/odd"] = ZeroDivisionError()
    say(sqlite_door, a_call(url=f"{RAIN}/odd"), "msg_1")
    say(sqlite_door, a_call(), "msg_2")

    assert pushed.do_due(sqlite_door) == 2

    assert call(sqlite_door, "msg_1").outcome == "An unexpected ZeroDivisionError stopped it."
    assert call(sqlite_door, "msg_2").outcome == "Stored as a new story."


def test_old_calls_are_forgotten_but_none_that_waits(door: Parts) -> None:
    said_and_done(door, a_call())
    say(door, a_call("updated"), "msg_2")
    with door.database.writing() as session:
        waits: Session = session
        hooks.note(waits, "msg_2", state=HookState.WAITING, outcome="", due_at=NOON + timedelta(days=90))

    pushed.do_due(later(door, days=31))

    with door.database.reading() as session:
        assert [row.id for row in hooks.recent(session)] == ["msg_2"]
