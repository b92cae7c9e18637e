"""Word tables that lie beside the code: groups under a name in brackets, words separated by spaces, # for a comment."""

from functools import cache
from importlib import resources


@cache
def words(group: str, file: str = "words.txt") -> frozenset[str]:
    """Return the words of a group."""
    return _groups(file)[group]


@cache
def _groups(file: str) -> dict[str, frozenset[str]]:
    groups: dict[str, set[str]] = {}
    name = ""
    for line in resources.files("distrib.wording").joinpath(file).read_text("utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif not line.startswith("#"):
            groups.setdefault(name, set()).update(line.split())
    return {name: frozenset(found) for name, found in groups.items()}
