from pathlib import Path

import pytest

from distrib.errors import SenderProblem
from distrib.sending.transports.outbox import OutboxTransport
from tests.contracts.test_transports import a_message


def test_a_message_is_a_file_named_by_its_key_and_nothing_is_left_in_tmp(tmp_path: Path) -> None:
    list(OutboxTransport(tmp_path).deliver([a_message("n7")]))

    assert [path.name for path in (tmp_path / "new").iterdir()] == ["n7.eml"]
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_repeat_overwrites_and_never_adds(tmp_path: Path) -> None:
    outbox = OutboxTransport(tmp_path)
    list(outbox.deliver([a_message("d1", pieces=(b"first",))]))
    list(outbox.deliver([a_message("d1", pieces=(b"again",))]))

    assert [path.read_bytes() for path in (tmp_path / "new").iterdir()] == [b"again"]


def test_a_repeat_of_a_message_already_read_in_a_mail_program_adds_none(tmp_path: Path) -> None:
    outbox = OutboxTransport(tmp_path)
    list(outbox.deliver([a_message("d1")]))
    (tmp_path / "new" / "d1.eml").rename(tmp_path / "cur" / "d1.eml:2,S")
    list(outbox.deliver([a_message("d1")]))

    assert list((tmp_path / "new").iterdir()) == []


def test_a_full_disk_is_the_senders_problem_and_leaves_no_half_message(tmp_path: Path) -> None:
    outbox = OutboxTransport(tmp_path)
    (tmp_path / "new" / "d1.eml").mkdir(parents=True)  # a rename onto a folder fails as a full disk would

    with pytest.raises(SenderProblem, match="can't be written"):
        list(outbox.deliver([a_message("d1")]))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_folder_that_can_not_be_made_is_found_by_the_check(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file", "utf-8")

    [finding] = OutboxTransport(tmp_path / "mail").check()

    assert (finding.level, finding.ok) == ("block", False)


def test_a_folder_that_may_not_be_written_is_the_senders_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write everywhere, so say it for the system

    with pytest.raises(SenderProblem, match="Permission denied"):
        list(OutboxTransport(tmp_path).deliver([a_message()]))


def test_nobody_else_on_the_machine_reads_the_mails(tmp_path: Path) -> None:
    list(OutboxTransport(tmp_path / "mail").deliver([a_message("n7")]))

    for part in ("tmp", "new", "cur"):
        assert (tmp_path / "mail" / part).stat().st_mode & 0o077 == 0
