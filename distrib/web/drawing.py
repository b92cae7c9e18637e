"""Pages are drawn here: Jinja with escaping on, strict about names, and a handful of filters."""

from datetime import datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from starlette.responses import HTMLResponse

from distrib import resources
from distrib.errors import TemplateProblem

LOCALE = "en_IN"


@cache
def environment() -> Environment:
    """Return the one environment of `templates/web`."""
    made = Environment(
        loader=FileSystemLoader(resources.shipped("templates") / "web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        clock=clock, day=day, moment=moment, number=number, plural=plural, listed=listed, spelled=spelled
    )
    return made


def draw(name: str, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
    """Return the page `templates/web/<name>`. Raises TemplateProblem when it can't be drawn."""
    try:
        body = environment().get_template(name).render(**values)
    except TemplateError as error:
        raise TemplateProblem(f"The page {name} can't be drawn: {error}.") from error
    return HTMLResponse(body, status_code=status, headers=headers)


def clock(at: datetime, zone: str) -> str:
    """Return the time: 05:50."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def day(at: datetime, zone: str) -> str:
    """Return the day: Tuesday 24 November."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def moment(at: datetime, zone: str) -> str:
    """Return day and time: 24 Nov, 05:50."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b}, {local:%H:%M}"


def long_day(at: datetime, zone: str, language: str) -> str:
    """Return the day in the reader's language."""
    locale = LOCALE if language == "en" else language
    return format_date(at.astimezone(ZoneInfo(zone)).date(), format="long", locale=locale)


def number(value: float) -> str:
    """Return the number as South Asia groups it: 2,12,604."""
    return format_decimal(value, locale=LOCALE)


def plural(count: int, one: str, many: str) -> str:
    """Return `1 pick`, `12 picks`."""
    return f"{number(count)} {one if count == 1 else many}"


WORDS = "no one two three four five six seven eight nine ten eleven twelve".split()


def spelled(count: int, one: str, many: str) -> str:
    """Return `Two posts`, as a headline says it; beyond twelve in digits."""
    spoken = WORDS[count].capitalize() if count < len(WORDS) else number(count)
    return f"{spoken} {one if count == 1 else many}"


def listed(names: list[str] | tuple[str, ...]) -> str:
    """Return `A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
