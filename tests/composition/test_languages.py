from datetime import date
from pathlib import Path

import pytest

from distrib.composition.languages import Languages
from distrib.errors import TemplateProblem
from distrib.resources import shipped
from tests.composition.pages import templates

DAY = date(2026, 11, 24)
SPOKEN = templates().languages


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "Tuesday 24 November 2026"),
        ("or", "ମଙ୍ଗଳବାର ୨୪ ନଭେମ୍ବର ୨୦୨୬"),
        ("hi", "मंगलवार 24 नवंबर 2026"),
        ("ur", "منگل 24 نومبر 2026"),
        ("xx", "Tuesday 24 November 2026"),
    ],
)
def test_a_day_is_written_in_its_language(code: str, expected: str) -> None:
    assert SPOKEN[code].day(DAY) == expected


def test_the_shipped_catalogues_know_the_same_messages() -> None:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - only this test reads them raw

    known = {}
    for code in ("en", "hi", "or", "ur"):
        with (shipped("templates") / "languages" / f"{code}.po").open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
        known[code] = {message.id for message in catalogue if message.id}
        assert all(message.string for message in catalogue if message.id)
        assert all(not list(message.check(catalogue)) for message in catalogue if message.id)
    assert known["en"] == known["hi"] == known["or"] == known["ur"]


def test_odia_counts_in_its_own_numerals() -> None:
    assert SPOKEN["or"].count("%(num)s story", "%(num)s stories", 12) == "୧୨ଟି ଖବର"
    assert SPOKEN["hi"].count("%(num)s story", "%(num)s stories", 12) == "12 ख़बरें"
    assert SPOKEN["or"].clock(125) == "୨:୦୫"


def test_a_region_is_ignored_and_an_unknown_language_speaks_english() -> None:
    assert SPOKEN["hi-IN"].code == "hi"
    assert SPOKEN["xx"].say("Share") == "Share"
    assert SPOKEN["ur"].direction == "rtl"
    assert SPOKEN.codes == ("en", "hi", "or", "ur")


def test_without_any_catalogue_the_templates_words_stand() -> None:
    assert Languages([])["en"].say("Share") == "Share"


def test_a_newsrooms_own_catalogue_wins(tmp_path: Path) -> None:
    (tmp_path / "en.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Share"\nmsgstr "Pass on"\n'
    )

    assert Languages([shipped("templates") / "languages", tmp_path])["en"].say("Share") == "Pass on"


def test_a_broken_catalogue_is_named(tmp_path: Path) -> None:
    (tmp_path / "or.po").write_text('msgid "Share\n')
    with pytest.raises(TemplateProblem, match=r"or\.po"):
        Languages([tmp_path])


def test_reading_takes_at_least_a_minute() -> None:
    assert [SPOKEN["en"].minutes(words) for words in (0, 1, 230, 700)] == [0, 1, 1, 3]


def test_names_are_joined_as_the_language_does() -> None:
    assert SPOKEN["en"].and_list([]) == ""
    assert SPOKEN["hi"].and_list(["अ", "ब", "स"]) == "अ, ब और स"
