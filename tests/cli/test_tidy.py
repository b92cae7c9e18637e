"""`distrib tidy`, as typed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import typer
from typer.testing import CliRunner

from distrib.cli import tidy
from distrib.pipeline import media
from distrib.pipeline.parts import Parts
from tests.pipeline.test_picturing import make_old


def test_it_says_how_many_files_went(sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def opened() -> Iterator[Parts]:
        yield sqlite_parts

    monkeypatch.setattr(tidy, "parts", opened)
    for body in (b"one", b"two"):
        media.write(sqlite_parts.home, body, "jpg")
    make_old(sqlite_parts)
    app = typer.Typer()
    app.command()(tidy.tidy)

    said = [CliRunner().invoke(app, []).stdout.splitlines()[-1] for _ in range(2)]

    assert said == ["2 picture files were not needed any more.", "0 picture files were not needed any more."]
