from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from distrib.audience import exporting, importing
from distrib.audience.addresses import address_hash
from distrib.audience.importing import Left, Offer, Report, Row
from distrib.errors import BadInput
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState, SuppressionReason
from distrib.store import subscribers
from distrib.store.engine import Database
from tests import factories

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes) -> Path:
        path = tmp_path / "readers.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return written


def offer(session: Session) -> Offer:
    morning = factories.a_list(session, slug="morning")
    sections = [factories.a_section(session, morning, slug=slug, name=slug.title()) for slug in ("odisha", "sports")]
    evening = factories.a_list(session, slug="evening")
    return {"morning": (morning, sections), "evening": (evening, [])}


def take(session: Session, path: Path, offered: Offer, now: datetime, *, dry_run: bool = False) -> Report:
    report = Report()
    importing.take(
        session,
        importing.read(path),
        report,
        offer=offered,
        fallback=["morning"],
        consent="the fair, 2026",
        now=now,
        dry_run=dry_run,
    )
    return report


def test_rows_become_confirmed_subscriptions_with_their_consent(
    database: Database, write: Write, now: datetime
) -> None:
    path = write(
        "address,name,language,lists,sections\n"
        "Asha@inbox.example,Asha,or,morning,Sports\n"
        "b@inbox.example,,hi,morning;evening,\n"
        "c@inbox.example,C,,,\n"
    )
    with database.writing() as session:
        offered = offer(session)
        report = take(session, path, offered, now)

        assert (report.new, report.known, report.left_out, report.refused) == (4, 0, [], [])
        person = subscribers.by_key(session, "asha@inbox.example")
        assert person is not None
        assert (person.name, person.language) == ("Asha", "or")
        (tie,) = subscribers.subscriptions(session, person.id or 0).values()
        assert (tie.state, tie.confirmed_at) == (SubscriptionState.CONFIRMED, now)
        assert tie.sections == [offered["morning"][1][1].id]
        assert (tie.consent_source, tie.consent["line"]) == ("the fair, 2026", 2)


def test_a_dry_run_tells_the_same_and_stores_nothing(database: Database, write: Write, now: datetime) -> None:
    path = write("email;list\na@inbox.example;morning\nno address;morning\n")
    with database.writing() as session:
        offered = offer(session)
    with database.reading() as session:
        report = take(session, path, offered, now, dry_run=True)
        assert session.exec(select(Subscriber)).all() == []
    assert report.new == 1
    assert [one.line for one in report.refused] == [3]


def test_typed_again_everyone_is_known(database: Database, write: Write, now: datetime) -> None:
    path = write("address\na@inbox.example\nb@inbox.example\n")
    with database.writing() as session:
        offered = offer(session)
        take(session, path, offered, now)
        report = take(session, path, offered, now)
        assert (report.new, report.known) == (0, 2)
        assert len(session.exec(select(Subscription)).all()) == 2


def test_an_import_brings_nobody_back(database: Database, write: Write, now: datetime) -> None:
    with database.writing() as session:
        offered = offer(session)
        left = factories.a_subscriber(session, address="left@inbox.example")
        factories.a_subscription(
            session, offered["morning"][0], subscriber_id=left.id, state=SubscriptionState.UNSUBSCRIBED
        )
        never = address_hash("never@inbox.example")
        subscribers.suppress(session, address_hash=never, reason=SuppressionReason.COMPLAINT, by="machine", now=now)
        path = write("address\nleft@inbox.example\nnever@inbox.example\ngood@inbox.example\nGOOD@inbox.example\n")

        report = take(session, path, offered, now)

        assert report.new == 1
        assert [(one.line, one.sentence.split(":")[0]) for one in report.left_out] == [
            (5, "The same address stands further up in the file."),
            (2, "Unsubscribed before"),
            (3, "This address must never be written to."),
        ]


def test_a_bad_row_is_refused_with_its_sentence_and_the_rest_goes_on(
    database: Database, write: Write, now: datetime
) -> None:
    path = write(
        "address,name,language,lists,sections\n"
        ",Nobody,,,\n"
        "a@inbox.example,A,,nowhere,\n"
        "b@inbox.example,B,,evening,Sports\n"
        "c@inbox.example,C,klingon,,\n"
        'd@inbox.example,"D\x07",,,\n'
        "\n"
        "good@inbox.example\n"
    )
    with database.writing() as session:
        report = take(session, path, offer(session), now)
    assert report.new == 1
    assert {one.line: one.sentence for one in report.refused} == {
        2: "The address is missing.",
        3: "There is no list nowhere.",
        4: "None of its lists has a section sports.",
        5: "The language is not a code such as en, hi, or, ur.",
        6: "The name holds characters that can't be printed.",
    }


def test_a_row_without_a_list_needs_one_of_the_command(database: Database, write: Write, now: datetime) -> None:
    report = Report()
    with database.writing() as session:
        importing.take(
            session,
            importing.read(write("address\na@inbox.example\n")),
            report,
            offer=offer(session),
            fallback=[],
            consent="x",
            now=now,
            dry_run=False,
        )
    assert "none was given with --list" in report.refused[0].sentence


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_spreadsheets_save_is_read(write: Write, encoding: str) -> None:
    (row,) = importing.read(write("Address\tName\r\na@inbox.example\tଆଶା\r\n".encode(encoding)))
    assert isinstance(row, Row)
    assert row.name == "ଆଶା"


def test_a_name_may_be_spelled_with_joiners(write: Write) -> None:
    (row,) = importing.read(write("address,name\na@inbox.example,ଶ୍ରୀ\u200d\n"))
    assert isinstance(row, Row)


def test_old_windows_text_is_read_too(write: Write) -> None:
    (row,) = importing.read(write("address,name\na@inbox.example,José\n".encode("cp1252")))
    assert isinstance(row, Row)
    assert row.name == "José"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "names no column"),
        (b"name\nAsha\n", "names no column"),
        (b"address\n\x00\x01", "not a text file"),
        (b"address,name\n\x81\x8d,", "not a text file"),
        (b'"' + b"x" * 20_000 + b'"\n', "can't be read"),
    ],
)
def test_a_file_that_is_no_list_of_addresses_is_refused(write: Write, content: bytes, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        list(importing.read(write(content)))


def test_a_file_that_is_absent_or_too_large_is_refused(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="No such file"):
        list(importing.read(tmp_path / "none.csv"))
    monkeypatch.setattr(importing, "LARGEST", 10)
    with pytest.raises(BadInput, match="split it"):
        list(importing.read(write("address\na@inbox.example\n")))


def test_a_cell_that_is_too_long_costs_its_line_only(write: Write) -> None:
    rows = list(importing.read(write(f"address,name\na@inbox.example,{'x' * 20_000}\nb@inbox.example,B\n")))
    assert isinstance(rows[0], Left)
    assert isinstance(rows[1], Row)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("hostile") / "readers.csv"
    path.write_bytes(b"address,name\n" + content)
    try:
        rows = list(importing.read(path))
    except BadInput:
        return
    assert all(isinstance(row, Row | Left) for row in rows)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_no_exported_cell_runs_in_a_spreadsheet(cell: str) -> None:
    line = exporting.lines(["name"], [[cell]]).splitlines()[1]
    assert line.lstrip('"').startswith("'")
    assert exporting.harmless("Asha") == "Asha"
