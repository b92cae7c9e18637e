"""Settings: flag over environment over file over default; what is unknown is refused by name."""

import tomllib
from pathlib import Path

import pytest

from distrib import config, resources
from distrib.config import Settings, load
from distrib.errors import SettingsProblem


def _write(home: Path, text: str) -> Path:
    (home / "config").mkdir()
    (home / "config" / "distrib.toml").write_text(text)
    return home


def test_the_shipped_file_lists_every_key_with_its_default() -> None:
    shipped = tomllib.loads((resources.shipped("config") / "distrib.toml").read_text())
    assert Settings(**shipped) == Settings()
    assert {part: set(keys) for part, keys in shipped.items()} == {
        part: set(keys) for part, keys in Settings().model_dump().items()
    }


def test_a_flag_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = _write(tmp_path, "[web]\nport = 1\nhost = '::1'\n")
    assert load(home).web.port == 1
    monkeypatch.setenv("DISTRIB_WEB__PORT", "2")
    assert load(home).web.port == 2
    assert load(home, {"web": {"port": 3, "host": None}}).web.port == 3
    assert load(home).web.host == "::1"


def test_a_file_beside_the_database_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "distrib.toml").write_text("[logs]\nlevel = 'debug'\n")
    assert load(tmp_path).logs.level == "debug"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[web]\nprot = 1\n", r"no key web\.prot"),
        ("[nonsense]\n", "no key nonsense"),
        ("[web]\nport = 99999\n", r"web\.port"),
        ("[sending]\nclaim = 'many'\n", r"sending\.claim"),
        ("[web\n", "can't be read"),
    ],
)
def test_what_can_not_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsProblem, match=named):
        load(_write(tmp_path, text))


def test_a_wrong_flag_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="port"):
        load(tmp_path, {"web": {"port": 99999}})


def test_home_is_the_current_folder_unless_it_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert config.home() == tmp_path
    monkeypatch.setenv("DISTRIB_HOME", "/nowhere")
    assert config.home() == Path("/nowhere")


def test_a_secret_comes_from_the_environment_or_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert config.secret("smtp.morning", tmp_path) is None
    path = tmp_path / "state" / "secrets" / "smtp.morning"
    path.parent.mkdir(parents=True)
    path.write_text("from file\n")
    path.chmod(0o600)
    assert config.secret("smtp.morning", tmp_path) == "from file"
    monkeypatch.setenv("DISTRIB_SECRET_SMTP_MORNING", "from environment")
    assert config.secret("smtp.morning", tmp_path) == "from environment"


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state" / "secrets" / "smtp.morning"
    path.parent.mkdir(parents=True)
    path.write_text("open")
    path.chmod(0o644)
    with pytest.raises(SettingsProblem, match="chmod 600"):
        config.secret("smtp.morning", tmp_path)
