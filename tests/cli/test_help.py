"""`distrib --help` is quick: a guard on what it loads, since a test must not assert a time."""

import subprocess
import sys

import pytest

HEAVY = (
    "sqlmodel sqlalchemy pydantic pydantic_settings fastapi starlette uvicorn jinja2 premailer lxml feedparser "
    "apscheduler tweepy requests httpx2 alembic PIL structlog nh3 babel psycopg regex dateutil email_validator"
).split()


@pytest.mark.parametrize("words", [["--help"], ["editions", "--help"], ["inspect", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    # The help of a noun may load pydantic: typer itself does, where a parameter has bounds.
    guarded = [name for name in HEAVY if words[0].startswith("--") or name != "pydantic"]
    code = (
        "import sys\n"
        "from distrib.cli.main import app\n"
        f"try:\n    app({words!r})\nexcept SystemExit as done:\n    assert not done.code\n"
        f"print('LOADED', [name for name in {guarded!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("LOADED []")


def test_every_noun_and_verb_has_a_sentence() -> None:
    done = subprocess.run([sys.executable, "-m", "distrib", "--help"], capture_output=True, text=True, check=True)
    for word in (
        "init demo run serve gather upgrade tidy sources stories lists editions subscribers deliveries posts users "
        "newsroom inspect"
    ).split():
        assert word in done.stdout
