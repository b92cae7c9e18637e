from pathlib import Path

import pytest

from distrib.errors import SenderProblem
from distrib.model.messages import Outcome, Receipt
from distrib.sending import journal as journals
from distrib.sending.journal import Journal
from tests.contracts.test_transports import a_message
from tests.factories import NOON


def test_a_journal_tells_what_was_handed_over_and_answered(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    answer = Receipt(key="d1", outcome=Outcome.REFUSED, reply="550 nein", remote_id=None)
    journal.begin(NOON)
    journal.handed(a_message("d1"))
    journal.answered(answer)
    journal.handed(a_message("d2"))
    journal.close()

    notes = Journal(tmp_path / "j").read()

    assert (notes.until, notes.whole) == (NOON, True)
    assert notes.handed == {"d1", "d2"}
    assert notes.answers == {"d1": answer}


def test_it_speaks_of_the_last_claim_only(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    for key in ("d1", "d2"):
        journal.begin(NOON)
        journal.handed(a_message(key))

    assert journal.read().handed == {"d2"}
    journal.close()
    journal.close()


def test_half_a_record_at_the_end_is_no_record(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin(NOON)
    journal.handed(a_message("d1"))
    journal.close()
    with (tmp_path / "j").open("a") as file:
        file.write('a ["d1", "tak')

    assert journal.read().answers == {}


def test_after_a_restart_of_the_machine_what_is_not_there_may_have_been_lost(tmp_path: Path) -> None:
    before = Journal(tmp_path / "j", boot="boot-1")
    before.begin(NOON)
    before.close()

    assert Journal(tmp_path / "j", boot="boot-2").read().whole is False


@pytest.mark.parametrize("content", [None, b"", b"something else\n", b"distrib-journal 1 boot\n"])
def test_a_file_that_is_no_journal_tells_nothing(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "j").write_bytes(content)

    assert Journal(tmp_path / "j").read().until is None


def test_a_full_disk_is_the_senders_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin(NOON)
    monkeypatch.setattr("os.write", lambda *_: 0)

    with pytest.raises(SenderProblem, match="No space left"):
        journal.handed(a_message())
    journal.close()


def test_where_the_system_names_no_start_one_name_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "_BOOT", tmp_path / "none")
    journal = Journal(tmp_path / "j")
    journal.begin(NOON)
    journal.close()

    assert journal.read().whole is True


@pytest.mark.parametrize(
    "damaged",
    ['a ["d1", "taka ["d2", "taken", null, null]', 'a ["d1"]', "a 5", 'a ["d1", "vanished", null, null]', "\0\0"],
)
def test_a_damaged_record_is_passed_over_and_what_is_missing_may_have_left(tmp_path: Path, damaged: str) -> None:
    journal = Journal(tmp_path / "j")
    journal.begin(NOON)
    journal.handed(a_message("d1"))
    journal.close()
    with (tmp_path / "j").open("a") as file:
        file.write(f"{damaged}\nh d3\n")

    notes = journal.read()

    assert (notes.until, notes.handed, notes.answers) == (NOON, {"d1", "d3"}, {})
    assert notes.whole is False


def test_a_journal_whose_first_line_is_damaged_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "j").write_text("distrib-journal 1 boot 2026-11-\nh d1\n")

    assert Journal(tmp_path / "j").read().until is None
