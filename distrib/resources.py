"""Files that ship with distrib: templates and config, found in a checkout and in a wheel alike."""

from functools import cache
from pathlib import Path

from distrib.errors import SettingsProblem

_PACKAGE = Path(__file__).parent


@cache
def shipped(folder: str) -> Path:
    """Return the folder `templates` or `config` that came with this installation.

    In a wheel it lies inside the package; an editable install does not carry it, there it lies beside the package.
    Raises SettingsProblem when neither is there.
    """
    for place in (_PACKAGE / "_shipped" / folder, _PACKAGE.parent / folder):
        if place.is_dir():
            return place
    raise SettingsProblem(f"The folder {folder} that ships with distrib is missing; install it again.")


def package(room: str) -> Path:
    """Return the folder of a room of the package, for the files that lie in it."""
    return _PACKAGE / room
