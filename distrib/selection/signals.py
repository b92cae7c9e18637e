"""What speaks for a story: each signal's value between 0 and 1 (trust and recurrence: -1 to 1), and its words."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from distrib.model.candidates import Candidate, Group, SectionRule
from distrib.selection import clustering
from distrib.selection.columns import Columns

FULL_COVERAGE = 8  # sources; more say no more
FULL_DEVELOPMENT = 4  # texts of one story
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
FEED_DEPTH = 5.0  # so many places down the feed, prominence is halved


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """What the stories of one event have together."""

    sources: tuple[str, ...]
    place: int | None  #: the best one on a source's own page
    texts: int  #: of the story that was rewritten most


def together(group: Group) -> Together:
    """Return what counts of a whole group; an event of thousands of stories is looked through once."""
    places = [member.position for member in group.members if member.position is not None and member.position > 0]
    return Together(
        sources=group.sources,
        place=min(places, default=None),
        texts=max((member.revision for member in group.members), default=1),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A story of a group, and what it is seen against."""

    story: Candidate
    together: Together
    now: datetime
    half_life_hours: float
    section: SectionRule | None = None
    columns: Columns = field(default_factory=Columns)


@dataclass(frozen=True, slots=True)
class Found:
    """A signal's value and what an editor would say of it."""

    value: float
    words: str


Signal = Callable[[Seen], Found | None]


def freshness(seen: Seen) -> Found:
    """1 when just published, halved with every half-life; without a date, when we first saw it counts."""
    at = clustering.moment(seen.story, seen.now)
    hours = max((seen.now - at).total_seconds() / 3600, 0.0)
    value = float(0.5 ** (hours / seen.half_life_hours))
    if seen.story.published is None:
        return Found(value, f"first seen {_ago(hours)} ago, since it has no date")
    if seen.story.published > seen.now:
        return Found(value, "published now, since its clock is ahead of ours")
    return Found(value, f"published {_ago(hours)} ago")


def _ago(hours: float) -> str:
    if round(hours * 60) < 60:  # noqa: PLR2004 - minutes of an hour
        return _many(max(round(hours * 60), 1), "minute")
    return _many(round(hours), "hour") if hours < 48 else _many(round(hours / 24), "day")  # noqa: PLR2004 - two days read better as days


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def prominence(seen: Seen) -> Found | None:
    """1 for the first of its source's feed, falling with the place; of a group the best placed counts."""
    best = seen.together.place
    if best is None:
        return None
    where = ORDINALS[best - 1] if best <= len(ORDINALS) else f"number {best}"
    return Found(FEED_DEPTH / (FEED_DEPTH + best - 1), f"{where} on its source's page")


def coverage(seen: Seen) -> Found | None:
    """How many sources tell of the event: 0 for one, 1 for eight or more, by doublings."""
    sources = seen.together.sources
    if len(sources) < 2:  # noqa: PLR2004 - its own source is no coverage
        return None
    named = [*sources[:3], f"{len(sources) - 3} more"] if len(sources) > 4 else list(sources)  # noqa: PLR2004 - a line holds four
    value = min(math.log(len(sources)) / math.log(FULL_COVERAGE), 1.0)
    return Found(value, f"told by {', '.join(named[:-1])} and {named[-1]}")


def development(seen: Seen) -> Found | None:
    """How often the story was rewritten since it appeared."""
    texts = seen.together.texts
    if texts < 2:  # noqa: PLR2004 - the first text is no update
        return None
    times = {2: "once", 3: "twice"}.get(texts, f"{texts - 1} times")
    return Found(min((texts - 1) / (FULL_DEVELOPMENT - 1), 1.0), f"updated {times} since it appeared")


def media(seen: Seen) -> Found | None:
    """A picture, or a story that is one."""
    if seen.story.kind in {"video", "gallery"}:
        return Found(1.0, {"video": "as a video", "gallery": "as a gallery"}[seen.story.kind])
    return Found(0.7, "with a picture") if seen.story.image else None


def completeness(seen: Seen) -> Found | None:
    """How much of a full story there is: summary, picture, body, author."""
    value, story = clustering.completeness(seen.story), seen.story
    if not value:
        return None
    if value == 1:
        return Found(value, "told in full")
    there = {
        "summary": bool(story.summary.strip()),
        "picture": bool(story.image),
        "full text": len(story.body) >= clustering.COMPLETE_BODY,
        "author": bool(story.authors),
    }
    lacking = [name for name, given in there.items() if not given]
    return Found(value, f"without {' or '.join([', '.join(lacking[:-1]), lacking[-1]] if lacking[1:] else lacking)}")


def affinity(seen: Seen) -> Found | None:
    """Whether the section is the story's own one, not just one whose rule it meets."""
    if seen.section is None or not seen.story.section:
        return None
    own = seen.story.section.casefold() in {seen.section.name.casefold(), seen.section.slug.casefold()}
    return Found(1.0, "in its own section") if own else None


def source(seen: Seen) -> Found | None:
    """How much the newsroom trusts its source: 0 for the usual weight of 1, down to -1, up to 1."""
    value = max(-1.0, min(clustering.trust(seen.story) - 1.0, 1.0))
    if not value:
        return None
    return Found(value, f"{seen.story.source or 'its source'} is trusted {'more' if value > 0 else 'less'} than others")


def recurring(seen: Seen) -> Found | None:
    """-1 for a column that comes every day, less for a rarer one: it will be there tomorrow too."""
    column = seen.columns.of(seen.story.title)
    if column is None:
        return None
    return Found(
        -seen.columns.often(column),
        f"“{column.strip(' :|').capitalize()}” is a column that comes back, not the day's news",
    )


SIGNALS: Mapping[str, Signal] = {
    "freshness": freshness,
    "prominence": prominence,
    "coverage": coverage,
    "development": development,
    "media": media,
    "completeness": completeness,
    "affinity": affinity,
    "source": source,
    "recurring": recurring,
}
