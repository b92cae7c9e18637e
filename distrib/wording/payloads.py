"""What the share buttons of a story open: one payload a network, fitted to it, decoding back to title and link."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from distrib.errors import BadInput
from distrib.model.shares import Shareable, SharePayload
from distrib.wording import linting, scanning, urls, weighing
from distrib.wording.cleaning import one_line
from distrib.wording.fitting import Fitted, fit
from distrib.wording.hashtags import hashtags
from distrib.wording.intents import DEFAULT_INSTANCE, handle, intent
from distrib.wording.networks import NETWORKS, THE_SEVEN, TITLES, known, label

__all__ = ["MEDIUM", "NETWORKS", "THE_SEVEN", "intent", "payloads"]

MEDIUM = "social_share"
MAILTO = 2000  # what mail programs and browsers take of a mailto: address
PIN_DESCRIPTION = 500  # of the pin form; the API takes 800
_X_TAGS, _TUMBLR_TAGS = 2, 5
_WIDEST = 2  # of what is cut off, this many lines of forty characters are told


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """What one button carries, before its title is fitted."""

    network: str
    title: str
    summary: str
    link: str
    image: str | None
    tags: tuple[str, ...]
    via: str | None
    instance: str | None

    def opens(self, title: str, summary: str, tags: tuple[str, ...]) -> str | None:
        return intent(
            self.network,
            title,
            self.link,
            title=title,
            summary=summary,
            image=self.image,
            via=self.via,
            hashtags=tags,
            mastodon_instance=self.instance,
        )


def payloads(
    story: Shareable,
    *,
    networks: Iterable[str] | None = None,
    campaign: str | None = None,
    mastodon_instance: str | None = None,
) -> list[SharePayload]:
    """Return what each button opens, of all networks or those named, in their order, each link with its own UTM.

    Raises BadInput for a link that is none, an unknown network and one that is gone.
    """
    names = NETWORKS if networks is None else tuple(dict.fromkeys(map(known, networks)))
    base, title, summary = urls.wire(story.url), one_line(story.title), one_line(story.summary)
    image = urls.wire(story.image) if story.image and urls.is_web(story.image) else None
    return [
        _payload(
            _Filled(
                network=name,
                title=title,
                summary=summary,
                link=urls.with_utm(base, source=name, medium=MEDIUM, campaign=campaign),
                image=image,
                tags=hashtags(story.tags, _TUMBLR_TAGS),
                via=handle(story.via),
                instance=mastodon_instance,
            )
        )
        for name in names
    ]


# -- what a reader of each network sees ------------------------------------------------------

Shape = Callable[[str, str, str], str]
"""The text as it stands on the network: from a title, perhaps shortened, the link, and “via @paper”."""


def _link_only(_title: str, link: str, _via: str) -> str:
    return link


def _title_only(title: str, _link: str, _via: str) -> str:
    return title


def _lines(title: str, link: str, _via: str) -> str:
    return f"{title}\n{link}" if title else link


def _link_first(title: str, link: str, _via: str) -> str:
    return f"{link}\n{title}" if title else link


def _tweet(title: str, link: str, via: str) -> str:
    return " ".join(filter(None, (title, link, via)))


_SHAPES: Mapping[str, Shape] = {
    "facebook": _link_only,
    "linkedin": _link_only,
    "x": _tweet,
    "threads": _tweet,
    "telegram": _link_first,
    "pinterest": _title_only,
    "reddit": _title_only,
    "hackernews": _title_only,
}


def _payload(filled: _Filled) -> SharePayload:
    if filled.network == "email":
        return _mail(filled)
    limit = PIN_DESCRIPTION if filled.network == "pinterest" else weighing.RULES[filled.network].limit
    shape = _SHAPES.get(filled.network, _lines)
    weight = len if shape is _link_only else weighing.RULES[filled.network].count
    via = f"via @{filled.via}" if filled.via and filled.network == "x" else ""
    fitted = _fitted(filled.title, limit, lambda title: weight(shape(title, filled.link, via)))
    text = shape(fitted.text, filled.link, via)
    tags = _tags(filled, text)
    text = " ".join([text, *(f"#{tag}" for tag in tags)]) if filled.network == "x" else text
    return SharePayload(
        network=filled.network,
        label=label(filled.network),
        url=filled.opens(fitted.text, filled.summary, tags),
        text=text,
        length=weight(text),
        limit=limit,
        warnings=_warnings(filled, fitted, shape, over=limit is not None and weight(text) > limit),
    )


def _tags(filled: _Filled, text: str) -> tuple[str, ...]:
    """Return the hashtags that go along: on X as many as still fit, on Tumblr as its own tags, else none."""
    if filled.network == "tumblr":
        return filled.tags
    tags = filled.tags[:_X_TAGS] if filled.network == "x" else ()
    while tags and not weighing.weigh("x", " ".join([text, *(f"#{tag}" for tag in tags)])).valid:
        tags = tags[:-1]
    return tags


def _mail(filled: _Filled) -> SharePayload:
    """Return the e-mail button: its whole address must stay short, so the summary goes first, then words."""

    def length(title: str, summary: str = "") -> int:
        return len(filled.opens(title, summary, ()) or "")

    summary = filled.summary if length(filled.title, filled.summary) <= MAILTO else ""
    fitted = _fitted(filled.title, MAILTO, length) if not summary else Fitted(text=filled.title, length=0)
    whole = length(fitted.text, summary)
    return SharePayload(
        network="email",
        label=label("email"),
        url=filled.opens(fitted.text, summary, ()),
        text="\n\n".join(filter(None, (fitted.text, summary, filled.link))),
        length=whole,
        limit=MAILTO,
        warnings=_warnings(filled, fitted, _link_only, over=whole > MAILTO),
    )


def _fitted(title: str, limit: int | None, count: Callable[[str], int]) -> Fitted:
    """Return the title that fits beside its link; no title where the link alone is too long already."""
    if limit is None:
        return Fitted(text=title, length=count(title))
    try:
        return fit(title, limit, count=count)
    except BadInput:
        return Fitted(text="", length=count(""), removed=title)


def _warnings(filled: _Filled, fitted: Fitted, shape: Shape, *, over: bool) -> tuple[str, ...]:
    site = TITLES[filled.network]
    sentences: list[str] = []
    if over:
        sentences.append(f"The link alone is longer than {site} takes: a reader must shorten it by hand.")
    elif fitted.removed:
        sentences.append(f"The title was shortened for {site}; left out: “{_shown(fitted.removed)}”.")
    if not filled.title:
        sentences.append("The story has no title: only its link is shared.")
    if filled.network == "pinterest" and not filled.image:
        sentences.append("Pinterest needs a picture and the story has none: the reader must choose one.")
    if filled.network == "mastodon" and not filled.instance:
        sentences.append(f"Opens {DEFAULT_INSTANCE}: readers with an account elsewhere name their own server.")
    if shape is not _link_only:
        sentences += linting.lints(filled.network, fitted.text, scanning.scan(fitted.text))
    return tuple(sentences)


def _shown(words: str) -> str:
    most = _WIDEST * 40
    return words if len(words) <= most else words[:most].rstrip() + "…"
