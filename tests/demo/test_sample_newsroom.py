"""config/newsroom.toml fits the sample site: every source is there, every rule finds stories, colours can be read."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from distrib.demo.paper import OWN, read
from distrib.demo.site import Site
from distrib.pipeline import newsroom_file
from distrib.resources import shipped
from tests.demo.asking import ask

DAY = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
FOUND = newsroom_file.read(shipped("config") / "newsroom.toml")
SHEETS, TINTS, DARK = ("#fffdf9", "#fdfefe", "#fefeff"), ("#f5f0e5", "#edf3f1", "#f1f0fb"), ("#1a1815", "#131b19")


def test_every_source_answers() -> None:
    with Site(DAY) as site:
        for source in FOUND.sources:
            parts = urlsplit(source.url)
            assert parts.hostname in site.hosts()
            assert ask(site, parts.path, str(parts.hostname)).status == 200, source.url


def test_every_rule_finds_stories_but_that_of_odisha_special() -> None:
    told = [versions[-1] for versions in read(DAY)]
    for each in FOUND.lists:
        ours = {piece.section for piece in told if piece.host == OWN and piece.language == each.language}
        for section in each.sections:
            assert bool(ours & set(section.rule["sections"])) == (section.slug != "odisha-special")


def test_every_section_of_the_paper_in_a_language_has_its_place_in_the_list() -> None:
    told = [versions[-1] for versions in read(DAY)]
    for each in FOUND.lists:
        wanted = {name for section in each.sections for name in section.rule["sections"]}
        assert {piece.section for piece in told if piece.host == OWN and piece.language == each.language} <= wanted


def test_nobody_is_mailed_by_the_sample() -> None:
    assert {sender.transport for sender in FOUND.senders} == {"outbox"}
    assert {channel.via for channel in FOUND.channels} == {"outbox"}
    assert len(FOUND.channels) == 7


def test_colours_can_be_read_on_light_and_dark_paper() -> None:
    for brand in FOUND.brands:
        assert all(contrast(brand.accent, paper) >= 4.5 for paper in (*SHEETS, *TINTS)), brand.name
        assert all(contrast(brand.accent_dark, paper) >= 7 for paper in DARK), brand.name
        assert luminance(brand.accent_dark_fill) <= 0.35, brand.name
        assert all(contrast(brand.accent_dark_fill, paper) >= 4.5 for paper in DARK), brand.name


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
