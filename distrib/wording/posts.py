"""A post's text for one network, from a story: a template filled in, hashtags from tags, fitted to the network."""

import re
from collections.abc import Callable, Mapping
from string import Template

from distrib.errors import BadInput
from distrib.model.shares import PostText, Shareable
from distrib.wording import urls, weighing
from distrib.wording.cleaning import lines, one_line
from distrib.wording.fitting import Fitted, fit
from distrib.wording.hashtags import hashtags
from distrib.wording.intents import handle
from distrib.wording.networks import known

FIELDS = ("title", "summary", "url", "tags", "via")
MEDIUM = "social"
TAGS = 3

TEMPLATES: Mapping[str, str] = {
    "facebook": "$title\n\n$summary",
    "x": "$title $tags\n$url",
    "linkedin": "$title\n\n$summary\n\n$tags",
    "pinterest": "$title\n\n$summary\n\n$tags",
    "reddit": "$title",
    "hackernews": "$title",
    "bluesky": "$title $tags\n$url",
    "threads": "$title\n\n$summary\n\n$url",
    "mastodon": "$title\n\n$summary\n\n$url\n\n$tags",
    "line": "$title\n$url",
    "copy": "$title\n$url",
    "webshare": "$title\n$url",
}
"""What a network's posts say unless a channel has its own; a link card carries the link where $url is left out."""

DEFAULT_TEMPLATE = "$title\n\n$summary\n\n$url"

_EMPTY_LINES = re.compile(r"\n{3,}")


def compose(
    network: str,
    story: Shareable,
    *,
    template: str | None = None,
    campaign: str | None = None,
    tags: int = TAGS,
    limit: int | None = None,
) -> PostText:
    """Return the text of a post about `story`, never longer than the network takes, and what went to make it fit.

    The summary gives way first, then hashtags from the last, then words of the title; the link never.
    `template` speaks of $title, $summary, $url, $tags and $via. Raises BadInput for a link that is none, another
    field, an unknown network, or a template whose own words leave no room.
    """
    name = known(network)
    filled = _Filled(name, story, template or TEMPLATES.get(name, DEFAULT_TEMPLATE), campaign, tags)
    rule = weighing.RULES[name]
    most = limit or rule.limit
    removed = filled.shrink(most) if most is not None else ()
    text = filled.text()
    examined = weighing.examine(name, text, limit=most)
    return PostText(
        network=name,
        text=text,
        url=filled.url,
        title=one_line(story.title),
        image=urls.wire(story.image) if story.image and urls.is_web(story.image) else None,
        image_alt=one_line(story.image_alt) if story.image_alt else None,
        length=examined.weight.length,
        limit=most,
        removed=removed,
        warnings=(*_picture_warnings(story), *examined.warnings),
    )


class _Filled:
    """A template with its fields, which can be made shorter one after the other."""

    def __init__(self, network: str, story: Shareable, template: str, campaign: str | None, tags: int) -> None:
        self.template = _checked(template)
        self.count = weighing.RULES[network].count
        self.title, self.summary = one_line(story.title), one_line(story.summary)
        self.url = urls.with_utm(story.url, source=network, medium=MEDIUM, campaign=campaign)
        self.tags = [f"#{word}" for word in hashtags(story.tags, tags)]
        via = handle(story.via)
        self.via = f"@{via}" if via else ""

    def text(self, *, title: str | None = None, summary: str | None = None) -> str:
        fields = {
            "title": self.title if title is None else title,
            "summary": self.summary if summary is None else summary,
            "url": self.url,
            "tags": " ".join(self.tags),
            "via": self.via,
        }
        drawn = self.template.substitute(fields)
        tidy = "\n".join(" ".join(line.split()) for line in drawn.split("\n"))
        return _EMPTY_LINES.sub("\n\n", tidy).strip()

    def shrink(self, limit: int) -> tuple[str, ...]:
        """Make the text fit, and return what went, in the order in which it went."""
        removed = self._shorten_summary(limit)
        while self.tags and self.count(self.text()) > limit:
            removed.append(self.tags.pop())
        if self.count(self.text()) > limit:
            if self.count(self.text(title="")) > limit:
                raise BadInput(
                    f"The template's own words and the link are longer than the {limit} characters there are."
                )
            fitted = _fitted(self.title, limit, lambda title: self.count(self.text(title=title)))
            self.title = fitted.text
            removed.append(fitted.removed)
        return tuple(removed)

    def _shorten_summary(self, limit: int) -> list[str]:
        if not self.summary or self.count(self.text()) <= limit or self.text() == self.text(summary=""):
            return []
        gone, self.summary = self.summary, self._summary_within(limit)
        return [gone.removeprefix(self.summary.rstrip("…")).strip()]

    def _summary_within(self, limit: int) -> str:
        if self.count(self.text(summary="")) > limit:
            return ""
        return _fitted(self.summary, limit, lambda summary: self.count(self.text(summary=summary))).text


def _fitted(words: str, limit: int, count: Callable[[str], int]) -> Fitted:
    """Return words that fit; none where links among them, which are never cut, are too long: they are not the link."""
    try:
        return fit(words, limit, count=count)
    except BadInput:
        return Fitted(text="", length=count(""), removed=words)


def _checked(template: str) -> Template:
    made = Template(lines(template))
    names = made.get_identifiers() if made.is_valid() else ["?"]
    strange = [name for name in names if name not in FIELDS]
    if strange:
        known_fields = ", ".join(f"${name}" for name in FIELDS)
        raise BadInput(
            f"The template speaks of ${strange[0]}; it may speak of {known_fields}, and $$ is a dollar sign."
        )
    return made


def _picture_warnings(story: Shareable) -> tuple[str, ...]:
    if story.image and not story.image_alt:
        return ("The picture has no description (alt text) for readers who cannot see it.",)
    return ()
