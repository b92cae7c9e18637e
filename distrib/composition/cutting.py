"""Marks in a drawn page: where it is cut into pieces, and where a blank waits to be filled.

A mark holds a word made from the page's own content, so nothing that stands in a story, a name or a template can
pass for one. Blanks are plain ASCII letters, because they stand in addresses that the inliner would percent-encode.
"""

import hashlib
import re
from dataclasses import dataclass

from markupsafe import Markup

from distrib.errors import TemplateProblem

HEAD = "head"
"""Name of what stands before the first mark."""

Segment = str | tuple[str]
"""Text as it stands, or the name of a blank in a tuple of one."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one page. Templates call `cut` and `blank`."""

    word: str

    @classmethod
    def of(cls, content: str) -> "Marks":
        """Return marks that `content` can't hold: nobody writes a text that contains its own hash."""
        return cls(word="q" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:15])

    def cut(self, name: str) -> Markup:
        """Return the mark at which the piece `name` begins."""
        return Markup(f"<!--{self.word}:{name}-->")  # noqa: S704 - names are ours

    def blank(self, name: str) -> Markup:
        """Return the place that is filled with `name`."""
        return Markup(f"{self.word}-{name}-z")  # noqa: S704 - names are ours

    def pieces(self, page: str) -> dict[str, str]:
        """Cut the page at its marks: name -> what stands up to the next mark.

        Raises TemplateProblem when a template gave one name to two pieces.
        """
        first, *rest = re.split(rf"<!--{self.word}:([a-z0-9.-]+)-->", page)
        found = {HEAD: first}
        for name, text in zip(rest[::2], rest[1::2], strict=True):
            if name in found:
                raise TemplateProblem(f"The template cuts two pieces called {name}.")
            found[name] = text
        return found

    def segments(self, text: str) -> list[Segment]:
        """Split a text at its blanks, leaving out empty text."""
        parts = re.split(rf"{self.word}-([a-z0-9.]+)-z", text)
        found: list[Segment] = []
        for number, part in enumerate(parts):
            if number % 2:
                found.append((part,))
            elif part:
                found.append(part)
        return found
