import pytest

from distrib.errors import NotFound
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.parts import Parts
from distrib.pipeline.preflighting import preflight
from distrib.store import digests
from tests.pipeline.test_compiling import an_edition


def test_a_good_edition_blocks_nothing(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    compile_edition(sqlite_parts, edition_id)
    found = preflight(sqlite_parts, edition_id)

    assert [one for one in found if one.level == "block" and one.ok is False] == []
    assert {"H08", "B02", "T05"} <= {one.id for one in found if one.ok}


def test_what_is_wrong_in_one_sections_copy_is_found(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    with sqlite_parts.database.writing() as session:
        digests.picked(session, edition_id)[0][2].title = "Re: {{ title }}"
    compile_edition(sqlite_parts, edition_id)
    found = {one.id for one in preflight(sqlite_parts, edition_id) if one.level == "block" and one.ok is False}

    assert found == {"H13", "B11"}


def test_an_install_without_a_host_may_fill_its_outbox(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts, sender={"public_url": None})
    compile_edition(sqlite_parts, edition_id)
    found = preflight(sqlite_parts, edition_id)

    assert {one.level for one in found if one.id in {"H08", "B08", "B11"} and one.ok is False} == {"warn"}


def test_nothing_compiled_is_said(sqlite_parts: Parts) -> None:
    with pytest.raises(NotFound, match="Nothing is compiled"):
        preflight(sqlite_parts, an_edition(sqlite_parts))
