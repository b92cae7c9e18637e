"""The reader that the page on adding a source shows is one: it runs, and keeps to the rules that the page tells."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from distrib.errors import Unreadable
from distrib.ingest.entry import Entry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding-a-source.md").read_text("utf-8")


@pytest.fixture
def read() -> Callable[..., tuple[Entry, ...]]:
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    found: Callable[..., tuple[Entry, ...]] = names["read"]
    return found


def test_the_reader_on_the_page_reads(read: Callable[..., tuple[Entry, ...]]) -> None:
    data = 'id,headline,address,published\n1,"<b>Rain</b>",/a,2026-11-24T09:00:00Z\n2,Sun,javascript:x,soon\n'
    first, second = read(data.encode(), url="https://paper.example/export")

    assert (first.title, first.url) == ("Rain", "https://paper.example/a")
    assert first.published is not None
    assert (second.url, second.published) == (None, None)


def test_the_reader_on_the_page_refuses_with_a_sentence(read: Callable[..., tuple[Entry, ...]]) -> None:
    with pytest.raises(Unreadable, match="no column headline"):
        read(b"a,b\n1,2\n")


def test_every_file_that_the_page_names_is_there() -> None:
    homes = [ROOT, *(ROOT / "distrib" / part for part in ("", "ingest", "ingest/sources", "ingest/fetchers"))]
    for name in re.findall(r"`([\w/]+\.py)`", PAGE):
        at_home = [*homes, ROOT / "tests" / "ingest" / "sources"]
        assert any((home / name).exists() for home in at_home), name
