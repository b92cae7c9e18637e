"""The address that a share button, or an editor's click, opens on each network, with everything filled in.

Every value is percent-encoded by RFC 3986, a space as %20 and never as +, which mail programs and X on iOS show.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from distrib.errors import BadInput
from distrib.wording import networks, urls

CRLF = "\r\n"  # RFC 6068, 5: a line break in a mail address's body
DEFAULT_INSTANCE = "mastodon.social"  # Mastodon has no central address: the largest server stands in
_HANDLE = re.compile(r"@?([A-Za-z0-9_]{1,20})")
_INSTANCE = re.compile(r"(?:https?://)?([^/\s]+)/?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that may be filled in."""

    text: str  #: without the link
    url: str
    title: str
    summary: str
    image: str | None
    via: str | None
    hashtags: tuple[str, ...]
    instance: str


def intent(
    network: str,
    text: str,
    url: str,
    *,
    title: str = "",
    summary: str = "",
    image: str | None = None,
    via: str | None = None,
    hashtags: tuple[str, ...] = (),
    mastodon_instance: str | None = None,
) -> str | None:
    """Return the address that opens `network` with `text` and the link `url` filled in, or None without a page for it.

    `text` may end with the link already. Raises BadInput for an unknown or dead network, a bad link or server name.
    """
    name = networks.known(network)
    opens = _OPENS.get(name)
    if opens is None:
        return None
    link = urls.wire(url)
    words = without_link(text, link, url)
    said = Said(
        text=words,
        url=link,
        title=title or words,
        summary=summary,
        image=image,
        via=handle(via),
        hashtags=hashtags,
        instance=server(mastodon_instance),
    )
    return opens(said)


def handle(name: str | None) -> str | None:
    """Return an account's name without its @, None when it is no name."""
    found = _HANDLE.fullmatch(name.strip()) if name else None
    return found[1] if found else None


def server(name: str | None) -> str:
    """Return the host of a Mastodon server. Raises BadInput when `name` is none."""
    if not name:
        return DEFAULT_INSTANCE
    found = _INSTANCE.fullmatch(name.strip())
    if not found or "." not in found[1] or not urls.is_web(f"https://{found[1]}/"):
        raise BadInput(f"“{name[:60]}” is no Mastodon server; it looks like mastodon.social.")
    return urls.wire(f"https://{found[1]}/").removeprefix("https://").rstrip("/")


def without_link(text: str, *links: str) -> str:
    """Return `text` without the link at its end."""
    words = text.rstrip()
    for link in links:
        if link and words.endswith(link):
            return words.removesuffix(link).rstrip()
    return words


def _address(base: str, **values: str | None) -> str:
    return base + "?" + "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items() if value)


def _then(words: str, link: str, gap: str) -> str:
    """Return words and link as one text: the link last, where every network finds it."""
    return f"{words}{gap}{link}" if words else link


def _mail(said: Said) -> str:
    paragraphs = [part.replace("\n", CRLF) for part in (said.text, said.summary, said.url) if part]
    body = (CRLF + CRLF).join(paragraphs)
    return _address("mailto:", subject=" ".join(said.title.split()), body=body)


_OPENS: Mapping[str, Callable[[Said], str]] = {
    "facebook": lambda s: _address("https://www.facebook.com/sharer/sharer.php", u=s.url),
    "x": lambda s: _address(
        "https://x.com/intent/tweet", text=s.text, url=s.url, hashtags=",".join(s.hashtags), via=s.via
    ),
    "whatsapp": lambda s: _address("https://wa.me/", text=_then(s.text, s.url, "\n")),
    "linkedin": lambda s: _address("https://www.linkedin.com/sharing/share-offsite/", url=s.url),
    "pinterest": lambda s: _address(
        "https://www.pinterest.com/pin/create/button/", url=s.url, media=s.image, description=s.text
    ),
    "telegram": lambda s: _address("https://t.me/share/url", url=s.url, text=s.text),
    "email": _mail,
    "reddit": lambda s: _address("https://www.reddit.com/submit", url=s.url, title=s.title),
    "bluesky": lambda s: _address("https://bsky.app/intent/compose", text=_then(s.text, s.url, "\n")),
    "mastodon": lambda s: _address(f"https://{s.instance}/share", text=_then(s.text, s.url, "\n")),
    "threads": lambda s: _address("https://www.threads.com/intent/post", text=s.text, url=s.url),
    "tumblr": lambda s: _address(
        "https://www.tumblr.com/widgets/share/tool",
        canonicalUrl=s.url,
        posttype="link",
        title=s.title,
        caption=s.summary,
        content=s.url,
        tags=",".join(s.hashtags),
    ),
    "vk": lambda s: _address("https://vk.com/share.php", url=s.url, title=s.title, image=s.image),
    "line": lambda s: _address("https://social-plugins.line.me/lineit/share", url=s.url, text=s.text),
    "hackernews": lambda s: _address("https://news.ycombinator.com/submitlink", u=s.url, t=s.title),
}
"""Where each network takes a link by address; copy link and Web Share need a script and stand in no list."""
