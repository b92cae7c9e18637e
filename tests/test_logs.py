"""Logs carry ids: no addresses, tokens or query strings, whoever writes them."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from distrib import logs
from distrib.signing import Key, Signer


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("to asha@inbox.example now", "to <address> now"),
        ("<asha+news@inbox.example>", "<<address>>"),
        ("GET /feed?key=secret&a=1 200", "GET /feed?<query> 200"),
        ("d5 sent", "d5 sent"),
    ],
)
def test_scrubbing_leaves_what_is_harmless(text: str, kept: str) -> None:
    assert logs.scrub(text) == kept


@pytest.mark.timeout(60)  # by the square of its length it would be minutes
@pytest.mark.parametrize("text", ["a" * 200_000, "a" * 300 + "@" + "b" * 200_000, "a.@" * 60_000, "?" * 200_000])
def test_however_long_a_word_is_it_is_scrubbed_in_a_moment(text: str) -> None:
    logs.scrub(text)


def test_a_token_of_ours_is_not_logged() -> None:
    token = Signer([Key(id=1, secret=b"k" * 32)]).sign("u", 5, 6)
    assert token not in logs.scrub(f"https://mail.paper.example/u/{token} was opened")


@pytest.fixture
def configured() -> Iterator[None]:
    logs.configure(level="info")
    yield
    logging.getLogger().handlers.clear()
    structlog.reset_defaults()


@pytest.mark.usefixtures("configured")
def test_an_event_is_one_line_of_json_without_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info")
    logs.logger("sending").info("refused", delivery=5, reply="550 <asha@inbox.example> unknown")
    event = json.loads(capsys.readouterr().err)
    assert (event["event"], event["delivery"], event["room"]) == ("refused", 5, "sending")
    assert "asha" not in event["reply"]


@pytest.mark.usefixtures("configured")
def test_a_librarys_record_is_scrubbed_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info")
    try:
        int("asha@inbox.example")
    except ValueError:
        logging.getLogger("library").exception("failed for %s", "asha@inbox.example")
    assert "asha" not in capsys.readouterr().err


@pytest.mark.usefixtures("configured")
def test_people_may_read_text_instead(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="info", as_json=False)
    logs.logger("web").info("opened", page="today")
    assert "page=today" in capsys.readouterr().err
