import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from distrib.cli.listing import show


def test_moments_are_written_as_iso_8601(capsys: pytest.CaptureFixture[str]) -> None:
    at = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)

    show([{"at": at, "day": date(2026, 11, 24), "time": time(7, 0), "file": Path("x")}], as_json=True)

    assert json.loads(capsys.readouterr().out) == {
        "at": "2026-11-24T01:30:00+00:00",
        "day": "2026-11-24",
        "time": "07:00:00",
        "file": "x",
    }
