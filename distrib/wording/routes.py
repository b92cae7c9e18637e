"""The addresses of our own pages, as they stand in mails: built here, served by `web`."""

from urllib.parse import quote

UNSUBSCRIBE, VIEW, CONFIRM, PREFERENCES, CLICK, EDITION = "u", "view", "confirm", "preferences", "c", "edition"
"""First step of each path, and the purpose its token is signed for."""


def door(base: str, purpose: str, token: str) -> str:
    """Return `<base>/<purpose>/<token>`; `base` is a sender's public_url."""
    return f"{base.rstrip('/')}/{purpose}/{token}"


def share(base: str, story_id: int, network: str | None = None) -> str:
    """Return the share page of a story, or the short link behind one of its buttons."""
    page = f"{base.rstrip('/')}/s/{story_id}"
    return f"{page}/{quote(network, safe='')}" if network else page


def sign_up(base: str, slug: str) -> str:
    """Return the sign-up page of a list."""
    return f"{base.rstrip('/')}/lists/{quote(slug, safe='')}"


def picture(base: str, name: str, extension: str) -> str:
    """Return the address of a stored picture; `name` is the hash of its bytes."""
    return f"{base.rstrip('/')}/m/{name}.{extension}"


def privacy(base: str) -> str:
    """Return the page that says what is kept about readers."""
    return f"{base.rstrip('/')}/privacy"
