"""Settings of an installation: flag > environment > file > shipped default, frozen once read.

`config/distrib.toml` shows every key with its default and a sentence. A key that is not known is refused by name.
Secrets are never read from TOML: they come from `DISTRIB_SECRET_<NAME>` or `state/secrets/<name>` (mode 0600).
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from distrib.errors import SettingsProblem

FILE = "distrib.toml"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Part):
    """Where rows are kept."""

    url: str = ""  #: "" is SQLite: distrib.db (demo.db for the demo) in the home folder


class WebSettings(_Part):
    """The web process."""

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    public_url: str = ""  #: https address under which readers reach it
    session_hours: int = Field(default=12, ge=1, le=168)
    sign_up_per_hour: int = Field(default=30, ge=1)  #: per address of origin


class FetchingSettings(_Part):
    """How sources are asked."""

    user_agent: str = "distrib/0.1 (newsletter of a newsroom)"
    timeout_seconds: float = Field(default=20, gt=0)
    max_megabytes: float = Field(default=20, gt=0)
    max_redirects: int = Field(default=5, ge=0, le=20)
    threads: int = Field(default=8, ge=1, le=64)
    per_host: int = Field(default=2, ge=1)
    host_gap_seconds: float = Field(default=0.1, ge=0, le=60)  #: between the starts of two requests at one host
    allow_hosts: tuple[str, ...] = ()  #: private hosts that may be fetched all the same
    obey_robots: bool = True
    read_pages: bool = True  #: read the article page of each new story of an own source
    recheck_at_once: int = Field(default=10, ge=0, le=200)  #: pages looked at again in one go; 0: none, ever
    recheck_minutes: int = Field(default=60, ge=5)  #: between two looks at one page
    recheck_days: int = Field(default=2, ge=0, le=60)  #: for so long after it was published


class SendingSettings(_Part):
    """How mail is handed over."""

    claim: int = Field(default=200, ge=1, le=5000)  #: deliveries per claim
    lease_seconds: int = Field(default=120, ge=10)
    retry_minutes: tuple[int, ...] = (5, 15, 30, 60, 120)


class LogSettings(_Part):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    form: Literal["json", "text"] = "json"


class ScheduleSettings(_Part):
    """How often the clock looks."""

    tick_seconds: int = Field(default=20, ge=1, le=300)
    draft_minutes: int = Field(default=60, ge=5)  #: before its send an edition is drafted


class Settings(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(
        env_prefix="DISTRIB_", env_nested_delimiter="__", extra="forbid", frozen=True, env_ignore_empty=True
    )

    database: DatabaseSettings = DatabaseSettings()
    web: WebSettings = WebSettings()
    fetching: FetchingSettings = FetchingSettings()
    sending: SendingSettings = SendingSettings()
    logs: LogSettings = LogSettings()
    schedule: ScheduleSettings = ScheduleSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings names and hands in all five
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment above what we hand in (the file); flags are merged into the file's values after it."""
        return (env_settings, init_settings)


def home() -> Path:
    """Return the folder that holds database, outbox, media, journals and state: DISTRIB_HOME, else the current one."""
    return Path(os.environ.get("DISTRIB_HOME") or ".").resolve()


def load(folder: Path, flags: Mapping[str, Mapping[str, Any]] | None = None) -> Settings:
    """Return the settings for the home `folder`: `folder/config/distrib.toml` or `folder/distrib.toml` if there.

    `flags` (part -> key -> value) win over everything. Raises SettingsProblem, naming the key, when something is
    unknown, of the wrong type or out of range.
    """
    values: dict[str, Any] = {}
    for place in (folder / "config" / FILE, folder / FILE):
        if place.is_file():
            values = _read(place)
            break
    try:
        settings = Settings(**values)
        for part, keys in (flags or {}).items():
            given = {key: value for key, value in keys.items() if value is not None}
            whole = getattr(settings, part).model_dump() | given
            settings = settings.model_copy(update={part: type(getattr(settings, part))(**whole)})
    except ValidationError as error:
        raise SettingsProblem(_sentence(error)) from error
    return settings


def secret(name: str, folder: Path) -> str | None:
    """Return the secret `name` from the environment or from its file in `folder/state/secrets`; None if there is none.

    Raises SettingsProblem for a file that others may read.
    """
    from_environment = os.environ.get(f"DISTRIB_SECRET_{name.upper().replace('-', '_').replace('.', '_')}")
    if from_environment:
        return from_environment
    path = folder / "state" / "secrets" / name
    if not path.is_file():
        return None
    if path.stat().st_mode & 0o077:
        raise SettingsProblem(f"The secret {name} can be read by others: type `chmod 600 {path}`.")
    return path.read_text("utf-8").strip()


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"{path} can't be read: {error}.") from error


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"The settings know no key {key}; config/distrib.toml lists them all."
    return f"The setting {key} can't be used: {first['msg'][0].lower()}{first['msg'][1:]}."
