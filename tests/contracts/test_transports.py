"""What every transport promises, whichever it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from distrib.errors import SenderProblem
from distrib.model.messages import Message, Outcome
from distrib.sending.transport import Transport
from distrib.sending.transports.outbox import OutboxTransport
from distrib.sending.transports.smtp import SmtpTransport
from tests.fakes import FakeTransport
from tests.sending.smtp_server import free_port, serving

BODY = (b"Subject: Today\r\n\r\n", b"Good morning.\r\n", b".a line that begins with a dot\r\n.\r\n")


def a_message(key: str = "d1", **given: Any) -> Message:
    defaults: dict[str, Any] = {
        "mail_from": "b@bounces.paper.example",
        "rcpt_to": f"{key}@inbox.example",
        "pieces": BODY,
    }
    return Message(key=key, **{**defaults, **given})


@dataclass
class Case:
    """A transport that works, one that can't hand over anything, and how to see what arrived."""

    works: Transport
    broken: Transport
    arrived: Any


@pytest.fixture(params=["fake", "outbox", "smtp"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    if request.param == "fake":
        works, broken = FakeTransport(), FakeTransport()
        broken.broken = "The relay does not answer."
        yield Case(works, broken, lambda: sorted(b"".join(m.pieces) for m in works.taken))
    elif request.param == "outbox":
        (tmp_path / "file").write_text("no folder", "utf-8")
        folder = tmp_path / "mail"
        outbox = OutboxTransport(folder)
        arrived = lambda: sorted(path.read_bytes() for path in (folder / "new").iterdir())  # noqa: E731 - short
        yield Case(outbox, OutboxTransport(tmp_path / "file"), arrived)
    else:
        with serving() as server:
            options = {"host": "127.0.0.1", "port": server.port, "tls": "none"}
            nobody = {"host": "127.0.0.1", "port": free_port(), "tls": "none"}
            yield Case(
                SmtpTransport(options),
                SmtpTransport(nobody),
                lambda: sorted(body for _, _, body in server.accepted),
            )


def test_each_message_is_answered_once_under_its_key(case: Case) -> None:
    receipts = list(case.works.deliver(a_message(f"d{n}") for n in range(1, 6)))

    assert sorted(receipt.key for receipt in receipts) == [f"d{n}" for n in range(1, 6)]
    assert {receipt.outcome for receipt in receipts} == {Outcome.TAKEN}


def test_the_bytes_arrive_as_they_were_given(case: Case) -> None:
    list(case.works.deliver([a_message()]))

    assert case.arrived() == [b"".join(BODY)]


def test_no_messages_give_no_receipts(case: Case) -> None:
    assert list(case.works.deliver([])) == []


def test_a_transport_can_be_used_again(case: Case) -> None:
    list(case.works.deliver([a_message("d1")]))
    list(case.works.deliver([a_message("d2")]))

    assert len(case.arrived()) == 2


def test_a_stream_is_asked_for_the_next_message_only_when_there_is_room(case: Case) -> None:
    asked: list[int] = []

    def stream() -> Iterator[Message]:
        for n in range(1, 1_000):
            asked.append(n)
            yield a_message(f"d{n}")

    receipts = case.works.deliver(stream())
    next(receipts)

    assert len(asked) < 100
    receipts.close()  # type: ignore[attr-defined]  # a generator: a lane may stop early


def test_when_nothing_can_be_handed_over_it_is_the_senders_problem(case: Case) -> None:
    with pytest.raises(SenderProblem) as problem:
        list(case.broken.deliver([a_message()]))

    assert str(problem.value).endswith(".")


def test_a_check_sends_nothing_and_tells_how_it_fares(case: Case) -> None:
    assert all(finding.ok for finding in case.works.check())
    assert case.arrived() == [] if not isinstance(case.works, OutboxTransport) else True
