"""Docs that fail when they lie: links lead somewhere, commands exist, settings and networks are listed."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from distrib.cli.main import app
from distrib.config import Settings
from distrib.wording import payloads

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    found = re.findall(r"\]\(([^)#\s]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for target in found:
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} -> {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    fenced = "\n".join(re.findall(r"^```.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    typed = set(re.findall(r"^distrib ([a-z]+)(?: ([a-z_]+))?", fenced, re.MULTILINE))
    typed |= set(re.findall(r"`distrib ([a-z]+)(?: ([a-z_]+))?", text))
    for noun, verb in typed:
        words = [noun, verb] if noun in NOUNS and verb else [noun]
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0, f"{page.name}: distrib {' '.join(words)}"


NOUNS = "sources stories lists editions subscribers deliveries posts users newsroom inspect".split()


def test_every_setting_is_explained_in_the_shipped_file() -> None:
    text = (ROOT / "config" / "distrib.toml").read_text("utf-8")
    for part, keys in Settings().model_dump().items():
        assert f"[{part}]" in text
        for key in keys:
            assert re.search(rf"^{key} = ", text, re.MULTILINE), key


def test_every_network_is_on_the_page_about_sharing() -> None:
    text = (ROOT / "docs" / "sharing.md").read_text("utf-8")
    for network in payloads.NETWORKS:
        assert f"`{network}`" in text, network


def test_the_make_words_of_the_readme_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for word in re.findall(r"`?make ([a-z]+)", (ROOT / "README.md").read_text("utf-8")):
        assert re.search(rf"^{word}:", makefile, re.MULTILINE), word
