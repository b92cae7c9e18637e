import multiprocessing
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time as wall_time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from distrib.clock import system
from distrib.config import Settings
from distrib.errors import NotAllowed, NotFound, SenderProblem
from distrib.model.deliveries import Delivery, DeliveryState, Notice, NoticeKind
from distrib.model.editions import Digest, Edition, EditionState
from distrib.model.ledger import Copy
from distrib.model.lists import MailingList, Sender, UncertainPolicy
from distrib.model.messages import Message, Outcome, Receipt
from distrib.model.users import RunState
from distrib.pipeline import composing, handing, seats, steering
from distrib.pipeline.notify import notify
from distrib.pipeline.parts import Parts
from distrib.pipeline.send import send
from distrib.pipeline.settle import settle
from distrib.pipeline.start import start
from distrib.pipeline.verify import verify
from distrib.sending.transports.outbox import OutboxTransport
from distrib.signing import Key, Signer
from distrib.store import audit, claims, deliveries
from distrib.store.engine import Database
from tests.factories import NOON
from tests.fakes import FakeTransport
from tests.fakes import parts as fake_parts
from tests.pipeline.sending_scenes import Scene, a_scene, an_approved_edition, header, mails, to_the_outbox
from tests.sending.scenes import Killed


def holds(scene: Scene) -> bool:
    """Tell whether the ledger adds up; that mails lie in the outbox is another matter, a fake keeps them."""
    findings = verify(scene.parts, scene.edition_id)
    return all(finding.ok for finding in findings if finding.level == "block")


def test_an_approved_edition_is_started_sent_and_settled(parts: Parts) -> None:
    scene, told = a_scene(parts, readers=3), []

    run = send(scene.parts, scene.edition_id, lambda done, total: told.append((done, total)))

    assert scene.states() == {"sent": 3}
    assert (scene.edition.state, scene.edition.sent_at) == (EditionState.SENT, NOON)
    assert (run.state, run.sentence, run.counts) == (RunState.DONE, "3 copies sent.", {"sent": 3})
    assert told[0] == (0, 3)
    assert told[-1] == (3, 3)
    assert holds(scene)


def test_sent_twice_changes_nothing_and_says_so(parts: Parts) -> None:
    scene = a_scene(parts)
    send(scene.parts, scene.edition_id)

    run = send(scene.parts, scene.edition_id)

    assert (run.state, run.sentence) == (RunState.DONE, "Nothing was left to send.")
    assert len(scene.transport.taken) == 3


def test_the_outbox_holds_each_readers_own_copy(sqlite_parts: Parts) -> None:
    scene = to_the_outbox(a_scene(sqlite_parts, readers=1))
    scene.reader(["sports"], address="sports@inbox.example", name="Ravi")

    send(scene.parts, scene.edition_id)

    files = mails(scene.parts.home)
    assert sorted(files) == ["d1", "d2"]
    mail = files["d2"]
    assert header(mail, "To") == "Ravi <sports@inbox.example>"
    unsubscribe = header(mail, "List-Unsubscribe").strip("<>")
    assert unsubscribe.startswith("https://mail.paper.example/u/")
    assert scene.parts.signer.read("u", unsubscribe.rsplit("/", 1)[1], count=2) == (2, scene.edition_id)
    assert header(mail, "Message-ID").startswith("<d2.")
    assert mail != files["d1"]


def test_each_message_has_a_return_path_of_its_own(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)

    send(scene.parts, scene.edition_id)

    paths = [message.mail_from for message in scene.transport.taken]
    assert len(set(paths)) == 2
    assert all(path.startswith("b+d") and path.endswith("@bounces.paper.example") for path in paths)
    assert all(path == path.lower() and len(path.rpartition("@")[0]) <= 64 for path in paths)


def test_an_edition_with_nobody_to_read_it_is_sent_at_once(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=0)

    assert send(scene.parts, scene.edition_id).sentence == "Nothing was left to send."
    assert scene.edition.state is EditionState.SENT


def test_copies_put_off_keep_the_edition_going_until_they_are_due(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)
    start(scene.parts, scene.edition_id)
    with sqlite_parts.database.reading() as session:
        address = next(address for _, address in found(session, scene))
    scene.transport.answers[address] = Outcome.TRY_LATER

    run = send(scene.parts, scene.edition_id)

    assert scene.states() == {"sent": 1, "deferred": 1}
    assert scene.edition.state is EditionState.SENDING
    assert run.sentence == "1 copy sent; some were put off, the first until 06:35 UTC."

    scene.transport.answers.clear()
    run = send(scene.later(minutes=5).parts, scene.edition_id)

    assert run.sentence == "1 copy sent."
    assert scene.edition.state is EditionState.SENT


def found(session: object, scene: Scene) -> list[tuple[Delivery, str]]:
    return deliveries.find(session, edition_id=scene.edition_id)  # type: ignore[arg-type]


def test_what_failed_and_what_is_uncertain_is_told(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=3)
    start(scene.parts, scene.edition_id)
    with sqlite_parts.database.reading() as session:
        first, second, _ = [address for _, address in found(session, scene)]
    scene.transport.answers |= {first: Outcome.REFUSED, second: Outcome.UNSURE}

    run = send(scene.parts, scene.edition_id)

    assert run.state is RunState.PARTLY
    assert run.problems == ["1 copy could not be delivered.", "1 copy may or may not have arrived."]
    assert scene.edition.state is EditionState.SENT
    assert scene.states() == {"sent": 1, "failed": 1, "uncertain": 1}


def test_a_broken_sender_pauses_the_edition_and_a_human_lets_it_go_on(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    scene.transport.broken = "The relay does not answer."

    with pytest.raises(SenderProblem, match="does not answer"):
        send(scene.parts, scene.edition_id)

    assert (scene.edition.state, scene.edition.reason) == (EditionState.PAUSED, "The relay does not answer.")
    assert scene.states() == {"queued": 3}
    with sqlite_parts.database.reading() as session:
        assert session.get_one(Sender, scene.sender_id).problem == "The relay does not answer."
    with pytest.raises(NotAllowed, match="paused"):
        send(scene.parts, scene.edition_id)

    scene.transport.broken = None
    steering.resume(scene.parts, scene.edition_id, "u1")
    send(scene.parts, scene.edition_id)

    assert scene.states() == {"sent": 3}
    with sqlite_parts.database.reading() as session:
        assert session.get_one(Sender, scene.sender_id).problem is None


def test_a_pause_on_the_way_is_told_and_the_rest_waits(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=3)

    def pause_once(_: Message) -> None:
        if len(scene.transport.taken) == 1:
            steering.pause(scene.parts, scene.edition_id, "u1", "The lead is wrong.")

    scene.transport.on_message = pause_once
    run = send(scene.parts, scene.edition_id)

    assert run.sentence == "It stopped: The edition is paused."
    assert scene.states() == {"sent": 2, "queued": 1}
    assert scene.edition.reason == "The lead is wrong."


def test_cancelled_lets_nothing_wait(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=3)
    start(scene.parts, scene.edition_id)

    steering.cancel(scene.parts, scene.edition_id, "u1")

    assert scene.states() == {"cancelled": 3}
    assert holds(scene)
    assert steering.cancel(scene.parts, scene.edition_id, "u1").state is EditionState.CANCELLED
    with sqlite_parts.database.reading() as session:
        assert [entry.verb for entry in audit.recent(session, subject=f"e{scene.edition_id}")] == ["cancel", "start"]


def test_what_makes_no_sense_is_refused(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    with pytest.raises(NotAllowed, match="nothing to pause"):
        steering.pause(scene.parts, scene.edition_id, "u1")
    with pytest.raises(NotAllowed, match="nothing to resume"):
        steering.resume(scene.parts, scene.edition_id, "u1")
    send(scene.parts, scene.edition_id)
    with pytest.raises(NotAllowed, match="sent already"):
        steering.cancel(scene.parts, scene.edition_id, "u1")
    with pytest.raises(NotFound):
        send(scene.parts, 999)


def test_a_list_may_ask_for_uncertain_copies_to_be_sent_again_with_the_same_message_id(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=1)
    start(scene.parts, scene.edition_id)
    [row] = scene.rows()
    scene.change(Delivery, row.id, state=DeliveryState.UNCERTAIN, owner="gone", begun=True, attempts=1, dated_at=NOON)

    run = send(scene.later(minutes=1).parts, scene.edition_id)
    assert scene.states() == {"uncertain": 1}
    assert run.problems == [], "an earlier run told it"

    scene.change(MailingList, scene.list_id, uncertain=UncertainPolicy.RESEND)
    scene.change(Edition, scene.edition_id, state=EditionState.SENDING)
    send(scene.later(minutes=2).parts, scene.edition_id)

    assert scene.states() == {"sent": 1}
    [message] = scene.transport.taken
    assert header(b"".join(message.pieces), "Message-ID").startswith("<d1.v1@")
    assert header(b"".join(message.pieces), "Date") == "Tue, 24 Nov 2026 06:30:00 +0000"


def test_a_digest_that_is_gone_fails_its_copies_and_not_the_day(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)
    start(scene.parts, scene.edition_id)
    with sqlite_parts.database.writing() as session:
        session.delete(session.get_one(Digest, 1))

    run = send(scene.parts, scene.edition_id)

    assert scene.states() == {"failed": 2}
    assert run.problems == ["2 copies could not be delivered."]
    findings = {finding.id: finding.ok for finding in verify(scene.parts, scene.edition_id)}
    assert findings["V03"] is False


def test_a_fault_of_ours_is_recorded_and_nothing_is_lost(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)

    def broken(*_: object) -> object:
        def compose(_: Copy) -> Message:
            raise KeyError("ours")

        return compose

    with pytest.raises(KeyError):
        send(scene.parts, scene.edition_id, compose=broken)  # type: ignore[arg-type]

    assert scene.states() == {"queued": 3}
    send(scene.parts, scene.edition_id)
    assert scene.states() == {"sent": 3}


def test_notices_go_before_bulk(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)
    with sqlite_parts.database.writing() as session:
        session.add(
            Notice(
                kind=NoticeKind.PREFERENCES,
                cause="subscriber:1:2026-11-24",
                subscriber_id=1,
                list_id=scene.list_id,
                made_at=NOON,
                moved_at=NOON,
            )
        )

    send(scene.parts, scene.edition_id)

    assert [message.key for message in scene.transport.taken] == ["n1", "d1", "d2"]


def test_a_sender_may_have_several_connections(parts: Parts) -> None:
    scene = a_scene(parts, readers=20, options={"connections": 3})
    inside, most, lock = [0], [0], threading.Lock()

    def on_message(_: Message) -> None:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        time.sleep(0.01)
        with lock:
            inside[0] -= 1

    scene.transport.on_message = on_message
    run = send(scene.parts, scene.edition_id)

    assert scene.states() == {"sent": 20}
    assert run.counts == {"sent": 20}
    assert len({message.key for message in scene.transport.taken}) == 20
    assert most[0] > 1


def test_when_one_connection_breaks_all_stop(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=6, options={"connections": "2"})
    scene.transport.broken = "The relay does not answer."

    with pytest.raises(SenderProblem):
        send(scene.parts, scene.edition_id)

    assert scene.states() == {"queued": 6}


@pytest.mark.parametrize("wanted", ["many", None, 0, -3])
def test_a_number_of_connections_that_makes_no_sense_is_one(wanted: object) -> None:
    sender = Sender(name="s", from_name="", from_address="", envelope_domain="", options={"connections": wanted})
    assert handing.lanes_of(sender) == 1


# -- whatever dies ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["composing", "handing over"])
def test_killed_and_run_again_nothing_is_doubled_and_the_equation_holds(parts: Parts, where: str) -> None:
    scene = a_scene(parts, readers=5)

    def dying(*given: object) -> object:
        real, seen = composing.composer(*given), iter(range(9))  # type: ignore[arg-type]

        def compose(copy: Copy) -> Message:
            if next(seen) == 3:
                raise Killed
            return real(copy)

        return compose

    def die(_: Message) -> None:
        if len(scene.transport.taken) == 3:
            raise Killed

    if where == "handing over":
        scene.transport.on_message = die
    with pytest.raises(Killed):
        send(scene.parts, scene.edition_id, compose=dying if where == "composing" else composing.composer)  # type: ignore[arg-type]
    scene.transport.on_message = None

    run = send(scene.parts, scene.edition_id)

    lost = ["1 copy may or may not have arrived."]
    assert run.problems == (lost if where == "handing over" else [])
    arrived = Counter(message.key for message in scene.transport.taken)
    assert max(arrived.values()) == 1
    states = scene.states()
    assert sum(states.values()) == 5
    assert states.get("uncertain", 0) == (1 if where == "handing over" else 0)
    assert states["sent"] == len(arrived)
    assert holds(scene)


def test_a_claim_held_by_a_living_lane_is_left_alone(parts: Parts) -> None:
    scene = a_scene(parts, readers=2)
    start(scene.parts, scene.edition_id)
    with seats.any_seat(scene.parts, "lane") as seat, parts.database.writing() as session:
        claims.take(session, Delivery, [1], owner=seat.owner, at=NOON, until=NOON + timedelta(seconds=1))
    with seats.any_seat(scene.parts, "lane"):
        run = send(scene.later(hours=1).parts, scene.edition_id)

    assert scene.states() == {"claimed": 1, "sent": 1}
    assert run.sentence == "1 copy sent; 1 more is with another process."
    assert scene.edition.state is EditionState.SENDING

    send(scene.parts, scene.edition_id)
    assert scene.states() == {"sent": 2}


@pytest.mark.parametrize(("minutes", "state"), [(5, "claimed"), (15, "settled")])
def test_a_host_that_does_not_come_back_is_settled_by_others_in_the_end(parts: Parts, minutes: int, state: str) -> None:
    scene = a_scene(parts, readers=3)
    start(scene.parts, scene.edition_id)
    with parts.database.writing() as session:
        claims.take(session, Delivery, [1, 2], owner="elsewhere:lane-0", at=NOON, until=NOON + timedelta(minutes=2))
        claims.begin(session, Delivery, [1], owner="elsewhere:lane-0", at=NOON)

    run = send(scene.later(minutes=minutes).parts, scene.edition_id)

    if state == "claimed":
        assert scene.states() == {"claimed": 2, "sent": 1}
        assert run.problems == []
    else:
        assert run.problems == ["1 copy may or may not have arrived."]
        assert run.counts == {"sent": 2, "uncertain": 1}
        assert holds(scene)
        assert scene.states() == {"uncertain": 1, "sent": 2}
        assert [row.reason for row in scene.rows() if row.state is DeliveryState.UNCERTAIN] == [
            "It may have arrived: the machine stopped before the answer was noted."
        ]


def test_what_notices_find_uncertain_before_the_send_is_told_by_them(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)
    start(scene.parts, scene.edition_id)
    with sqlite_parts.database.writing() as session:
        claims.take(session, Delivery, [1], owner="test-host:lane-0", at=NOON, until=NOON + timedelta(minutes=2))
        claims.begin(session, Delivery, [1], owner="test-host:lane-0", at=NOON)

    run = notify(scene.parts)

    assert (run.state, run.problems) == (RunState.PARTLY, ["1 mail may or may not have arrived."])
    assert scene.states() == {"uncertain": 1, "queued": 1}
    assert holds(scene)


@pytest.mark.parametrize("machine", ["runs on", "was started anew"])
def test_a_copy_that_the_outbox_was_handed_before_the_kill_is_handed_over_again(parts: Parts, machine: str) -> None:
    scene = to_the_outbox(a_scene(parts, readers=5))

    class Dying(OutboxTransport):
        def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
            for number, receipt in enumerate(super().deliver(messages)):
                if number == 1:
                    raise Killed  # the file lies there, and nobody was told
                yield receipt

    dying = Dying(scene.parts.home / "outbox" / "mail")
    with pytest.raises(Killed):
        send(replace(scene.parts, transport=lambda _: dying), scene.edition_id)
    if machine == "was started anew":
        [path] = [path for path in scene.parts.home.rglob("*") if path.is_file() and is_journal(path)]
        path.write_text(path.read_text("utf-8").replace(boot_of(path), "another-boot"), "utf-8")
    assert set(mails(scene.parts.home)) == {"d1", "d2"}

    run = send(scene.parts, scene.edition_id)

    assert (scene.states(), run.problems) == ({"sent": 5}, [])
    assert {row.attempts for row in scene.rows()} == {1}
    assert set(mails(scene.parts.home)) == {"d1", "d2", "d3", "d4", "d5"}
    assert all(finding.ok for finding in verify(scene.parts, scene.edition_id))


def is_journal(path: Path) -> bool:
    return path.read_bytes().startswith(b"distrib-journal 1 ")


def boot_of(path: Path) -> str:
    return path.read_text("utf-8").split()[2]


def test_a_send_that_finds_another_one_done_says_that_nothing_was_left(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_scene(sqlite_parts)

    def late(*given: Any, **named: Any) -> Edition:
        monkeypatch.undo()
        send(scene.parts, scene.edition_id)  # the other one, between our look and our start
        return start(*given, **named)

    monkeypatch.setattr("distrib.pipeline.start.start", late)
    run = send(scene.parts, scene.edition_id)

    assert (run.state, run.sentence, run.problems) == (RunState.DONE, "Nothing was left to send.", [])
    assert len(scene.transport.taken) == 3
    assert holds(scene)


def _sends(url: str, home: Path, edition_id: int, pause: float) -> None:
    """Send in a process of its own, slowly, into the outbox."""
    database = Database(url)
    settings = Settings(sending={"claim": 5})  # type: ignore[arg-type]
    parts = fake_parts(database, system, Signer([Key(id=1, secret=b"k" * 32)]), home, settings)
    outbox = OutboxTransport(home / "outbox" / "mail")
    fake = FakeTransport()
    fake.on_message = lambda message: (time.sleep(pause), list(outbox.deliver([message])), log(home, message))[0]
    send(replace(parts, transport=lambda _: fake), edition_id)
    database.close()


def log(home: Path, message: Message) -> None:
    """Write down each hand-over, so that a repeat shows although the file is overwritten."""
    with (home / "handed").open("a") as file:
        file.write(f"{message.key}\n")


def handed(home: Path) -> Counter[str]:
    path = home / "handed"
    return Counter(path.read_text("ascii").split()) if path.exists() else Counter()


def test_two_processes_and_a_kill_never_hand_over_a_copy_twice(parts: Parts) -> None:
    scene = a_scene(parts, readers=40)
    start(scene.parts, scene.edition_id)
    home, url = scene.parts.home, parts.database.url
    spawning = multiprocessing.get_context("spawn")
    both = [spawning.Process(target=_sends, args=(url, home, scene.edition_id, 0.02)) for _ in range(2)]
    for process in both:
        process.start()
    deadline = time.monotonic() + 60
    while sum(handed(home).values()) < 10 and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(both[0].pid or 0, signal.SIGKILL)
    for process in both:
        process.join(60)

    send(replace(scene.parts, clock=system), scene.edition_id)

    doubled = {key: times for key, times in handed(home).items() if times > 1}
    states = scene.states()
    assert doubled == {}
    assert sum(states.values()) == 40
    assert states.get("uncertain", 0) <= 1, "more than what one lane had on the wire"
    sent = {f"d{row.id}" for row in scene.rows() if row.state is DeliveryState.SENT}
    uncertain = {f"d{row.id}" for row in scene.rows() if row.state is DeliveryState.UNCERTAIN}
    arrived = set(handed(home)) | {message.key for message in scene.transport.taken}
    assert sent <= arrived <= sent | uncertain
    assert holds(scene)


# -- settling and proving ----------------------------------------------------------------------------------------


def test_an_edition_with_open_copies_is_not_settled(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    start(scene.parts, scene.edition_id)

    assert settle(scene.parts, scene.edition_id).state is EditionState.SENDING


def test_verify_finds_what_does_not_add_up(sqlite_parts: Parts) -> None:
    scene = to_the_outbox(a_scene(sqlite_parts, readers=2))
    ok = {finding.id: finding.sentence for finding in verify(scene.parts, scene.edition_id)}
    assert ok["V01"] == "The edition has not started: it has no audience yet."
    send(scene.parts, scene.edition_id)
    assert all(finding.ok for finding in verify(scene.parts, scene.edition_id))

    scene.change(Edition, scene.edition_id, audience=5, approved_hash="other")
    scene.change(Delivery, 1, state=DeliveryState.QUEUED)
    (scene.parts.home / "outbox" / "mail" / "new" / "d2.eml").unlink()

    found = {finding.id: finding for finding in verify(scene.parts, scene.edition_id)}
    assert {key for key, finding in found.items() if not finding.ok} == {"V01", "V02", "V04", "V05"}
    assert found["V01"].sentence == "The audience of 5 is 1 queued + 1 sent."
    assert found["V05"].level == "info"


def test_verify_finds_a_damaged_digest(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts)
    scene.change(Digest, 1, content=b"distrib digest 1 1\nxx")

    found = {finding.id: finding for finding in verify(scene.parts, scene.edition_id)}

    assert found["V04"].ok is False


def test_a_mail_that_was_read_in_a_mail_program_is_still_there(sqlite_parts: Parts) -> None:
    scene = to_the_outbox(a_scene(sqlite_parts, readers=1))
    send(scene.parts, scene.edition_id)
    folder = scene.parts.home / "outbox" / "mail"
    (folder / "new" / "d1.eml").rename(folder / "cur" / "d1.eml:2,S")

    assert all(finding.ok for finding in verify(scene.parts, scene.edition_id))


def test_the_second_edition_of_a_day_leaves_out_what_the_first_brought(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=1)
    send(scene.parts, scene.edition_id)
    again = an_approved_edition(scene, [(1, 1)], at=wall_time(18, 0))

    send(scene.parts, again)

    assert scene.states(again) == {"suppressed": 1}


def test_the_clock_is_told_when_sending_would_do_something(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)

    def work(minutes: int = 0) -> bool:
        with sqlite_parts.database.reading() as session:
            return deliveries.has_work(session, scene.edition_id, NOON + timedelta(minutes=minutes))

    assert work(), "it is not frozen yet"
    start(scene.parts, scene.edition_id)
    assert work(), "copies are queued"
    scene.change(Delivery, 1, state=DeliveryState.SENT)
    scene.change(Delivery, 2, state=DeliveryState.DEFERRED, due_at=NOON + timedelta(minutes=5))
    assert not work()
    assert work(5)
    scene.change(Delivery, 2, state=DeliveryState.CLAIMED, claimed_until=NOON + timedelta(minutes=2))
    assert not work()
    assert work(5), "a claim ended unanswered"
    scene.change(Delivery, 2, state=DeliveryState.SENT)
    assert work(), "it only waits to be called sent"

    assert send(scene.parts, scene.edition_id).sentence == "Nothing was left to send."
    assert scene.edition.state is EditionState.SENT


def test_copies_a_dead_lane_gives_back_to_a_cancelled_edition_are_cancelled(sqlite_parts: Parts) -> None:
    scene = a_scene(sqlite_parts, readers=2)
    start(scene.parts, scene.edition_id)
    with sqlite_parts.database.writing() as session:
        until = NOON + timedelta(minutes=2)
        deliveries.claim(session, scene.edition_id, owner="test-host:lane-0", at=NOON, until=until, limit=1)
    steering.cancel(scene.parts, scene.edition_id, "u1")
    assert scene.states() == {"claimed": 1, "cancelled": 1}

    handing.settle_the_dead(scene.parts)

    assert scene.states() == {"cancelled": 2}
