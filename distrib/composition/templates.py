"""Jinja templates of digests and notices: the newsroom's own folder first, then what ships with distrib."""

import re
from collections.abc import Iterable
from pathlib import Path
from types import CodeType
from typing import Any, ClassVar

from jinja2 import (
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    select_autoescape,
)
from jinja2.bccache import Bucket

from distrib.composition.languages import Language, Languages
from distrib.errors import TemplateProblem
from distrib.resources import shipped


class Compiled(BytecodeCache):
    """Compiled templates of one language, kept while the process lives: an editor's mark draws the digest again.

    Jinja looks at each source before it takes what was compiled of it, so a changed template is seen.
    """

    _kept: ClassVar[dict[str, tuple[str, CodeType]]] = {}

    def __init__(self, language: str) -> None:
        self._language = language

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this very source."""
        checksum, code = self._kept.get(f"{self._language}/{bucket.key}", ("", None))
        if code is not None and checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._kept[f"{self._language}/{bucket.key}"] = (bucket.checksum, bucket.code)


class Templates:
    """Draws the template of a name in a language from one typed value."""

    def __init__(self, own: Iterable[Path] = ()) -> None:
        home = shipped("templates")
        own = tuple(own)
        self.languages = Languages([home / "languages", *(folder / "languages" for folder in own)])
        self._loader = ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in own),
                FileSystemLoader(home),
                PrefixLoader({"shipped": FileSystemLoader(home)}, delimiter=":"),
            ]
        )
        self._environments: dict[str, Environment] = {}

    def draw(self, name: str, language: Language, **given: Any) -> str:
        """Return the drawn template. Raises TemplateProblem with one sentence that names the file."""
        try:
            return self._in(language).get_template(name).render(**given)
        except TemplateError as error:
            raise TemplateProblem(f"The template {_where(name, error)} can't be drawn: {_why(error)}.") from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise TemplateProblem(f"The template {name} can't be drawn: {_why(error)}.") from error

    def looks(self) -> tuple[str, ...]:
        """Return the names of the looks that can be drawn."""
        found = {
            match[1]
            for name in self._loader.list_templates()
            if (match := re.fullmatch(r"digest/([\w-]+)/body\.html", name))
        }
        return tuple(sorted(found))

    def _in(self, language: Language) -> Environment:
        """One environment per language: gettext is bound to it."""
        if language.code not in self._environments:
            environment = Environment(
                loader=self._loader,
                autoescape=select_autoescape(enabled_extensions=("html",), default=False),
                undefined=StrictUndefined,
                extensions=["jinja2.ext.i18n"],
                trim_blocks=True,
                lstrip_blocks=True,
                auto_reload=False,
                bytecode_cache=Compiled(language.code),
            )
            environment.install_gettext_translations(language.translations, newstyle=True)  # type: ignore[attr-defined]
            environment.filters["num"] = language.number
            self._environments[language.code] = environment
        return self._environments[language.code]


def _where(name: str, error: TemplateError) -> str:
    line = getattr(error, "lineno", None)
    return f"{getattr(error, 'name', None) or name}" + (f", line {line}," if line else "")


def _why(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") or type(error).__name__
