"""The networks by name: those we share to, what others call them, and those that are gone."""

from distrib.errors import BadInput

NETWORKS = (
    "facebook",
    "x",
    "whatsapp",
    "linkedin",
    "pinterest",
    "telegram",
    "email",
    "reddit",
    "bluesky",
    "mastodon",
    "threads",
    "tumblr",
    "vk",
    "line",
    "hackernews",
    "copy",
    "webshare",
)
THE_SEVEN = NETWORKS[:7]
"""The buttons under every story, in their order."""

LABELS = {"x": "Tweet", "whatsapp": "Send", "email": "Send", "pinterest": "Pin", "copy": "Copy link"}
"""What a button says where it does not say Share; the words of the JNews theme's buttons."""

TITLES = {
    "facebook": "Facebook",
    "x": "X",
    "whatsapp": "WhatsApp",
    "linkedin": "LinkedIn",
    "pinterest": "Pinterest",
    "telegram": "Telegram",
    "email": "e-mail",
    "reddit": "Reddit",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "threads": "Threads",
    "tumblr": "Tumblr",
    "vk": "VK",
    "line": "LINE",
    "hackernews": "Hacker News",
    "copy": "copy link",
    "webshare": "Web Share",
}
"""How a network is written in a sentence."""

_ALIASES = {
    "twitter": "x",
    "tweet": "x",
    "fb": "facebook",
    "mail": "email",
    "e-mail": "email",
    "hn": "hackernews",
    "hacker-news": "hackernews",
    "vkontakte": "vk",
    "web-share": "webshare",
    "copy-link": "copy",
}
_GONE = {
    "pocket": "Pocket was shut down in July 2025",
    "googleplus": "Google+ was shut down in April 2019",
    "google+": "Google+ was shut down in April 2019",
    "google-plus": "Google+ was shut down in April 2019",
    "stumbleupon": "StumbleUpon was shut down in June 2018",
    "delicious": "Delicious was shut down in June 2017",
    "del.icio.us": "Delicious was shut down in June 2017",
    "googlebookmarks": "Google Bookmarks was shut down in September 2021",
    "buzz": "Google Buzz was shut down in December 2011",
    "vine": "Vine was shut down in January 2017",
}


def known(name: str) -> str:
    """Return the id of the network called `name`. Raises BadInput, with a sentence, when it is gone or unknown."""
    word = name.strip().lower()
    word = _ALIASES.get(word, word)
    if word in NETWORKS:
        return word
    if word in _GONE:
        raise BadInput(f"{_GONE[word]}: nothing can be shared there any more.")
    raise BadInput(f"{name.strip()[:40]!r} is no network distrib knows; it knows {', '.join(NETWORKS)}.")


def label(network: str) -> str:
    """Return what the share button of a network says."""
    return LABELS.get(network, "Share")


def button(network: str) -> str:
    """Return what a share button says where its network is not seen beside it: “Send by WhatsApp”."""
    says = label(network)
    return f"{says} {'by' if says == 'Send' else 'on'} {TITLES[network]}"
