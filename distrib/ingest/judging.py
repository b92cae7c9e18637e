"""What an entry is among the stories we know: new, told anew, seen before; and by what that was decided."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

from distrib.ingest.identity import Found, near
from distrib.ingest.sites import site_of
from distrib.ingest.telling import alike, essence, short_hash, title_key
from distrib.model.sources import Source
from distrib.model.stories import Story

_SAME_MINUTE = timedelta(minutes=1)
_ONE_SITE = 3  # stories from one site, and only from it: this source gathers from no others
_WEAK = 2  # place in the row of signs from which on a match says that the address has changed
_GLOBAL = ("http://", "https://", "tag:", "urn:")  # a guid of this form is meant to be the only one in the world


class Verdict(StrEnum):
    """What an entry is to us."""

    NEW = "new"
    REVISION = "revision"  #: a story we have, told anew
    UNCHANGED = "unchanged"  #: a story we have
    REFUSED = "refused"  #: not stored, and why


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The decision about one entry: `story` is the row it belongs to, None for a new one."""

    verdict: Verdict
    why: str
    story: Story | None = None
    moved: bool = False  #: known by guid or headline only: it stands at another address now


@dataclass(slots=True)
class Known:
    """The stories an entry could be, as the store found them."""

    by_url: dict[str, Story] = field(default_factory=dict)
    by_address: dict[str, Story] = field(default_factory=dict)  #: other addresses it was met under
    by_key: dict[str, list[Story]] = field(default_factory=dict)
    by_guid: dict[str, Story] = field(default_factory=dict)  #: of the same source
    elsewhere: dict[str, list[Story]] = field(default_factory=dict)  #: guid -> stories of other sources
    by_title: dict[str, list[Story]] = field(default_factory=dict)  #: title key -> lately or at the same moment
    outsiders: Collection[int] = ()  #: sources that are not our own, while the one that is judged is
    own_site: Collection[str] = ()  #: the addresses on its own site, where it has the last word

    def every(self) -> Iterator[Story]:
        """Give all of them, some more than once."""
        for one in (self.by_url, self.by_address, self.by_guid):
            yield from one.values()
        for many in (self.by_key, self.elsewhere, self.by_title):
            for some in many.values():
                yield from some


_Sign = Callable[[Found, Known], tuple[Story, str] | None]


def judge(found: Sequence[Found], known: Known, source: Source) -> list[tuple[Found, Judged]]:
    """Return what each of `found` is, in their order.

    Sure signs (address) come first for all of them, then weaker ones (guid, title and minute), which never give an
    entry a story that another entry of this batch has already.
    """
    known_by: dict[str, tuple[Story, str]] = {}
    moved: set[str] = set()
    own = [_apart_at_shared_link(one, known) for one in found]
    in_order = sorted(own, key=lambda one: one.url)
    one_site = len(found) >= _ONE_SITE and len({site_of(one.url) for one in found}) == 1
    guids = Counter(one.guid for one in found)  # one that several stories have is no sign of any
    signs: tuple[_Sign, ...] = (
        _by_address,
        _by_key,
        lambda one, known: None if guids[one.guid] > 1 else _by_guid(one, known, source),
        lambda one, known: _by_title(one, known, source, one_site=one_site),
    )
    for number, sign in enumerate(signs):
        taken = {id(story) for story, _ in known_by.values()}
        for one in in_order:
            if one.url in known_by or (match := sign(one, known)) is None:
                continue
            if number == 0 or id(match[0]) not in taken:
                known_by[one.url] = match
                moved |= {one.url} if number >= _WEAK else set()
                taken.add(id(match[0]))
    tellers = _tellers(in_order, known_by)
    return [
        (one, replace(_judged(one, known_by.get(one.url), known, source, tellers), moved=one.url in moved))
        for one in own
    ]


def is_global(guid: str) -> bool:
    """Tell whether a guid is of a form that no two sources share by chance."""
    return guid.startswith(_GLOBAL)


def _judged(one: Found, match: tuple[Story, str] | None, known: Known, source: Source, tellers: set[str]) -> Judged:
    """Changed or not? Only the source a story came from may change it: others tell it in their own cut.

    But a story on our own site is our own source's, whoever told it first.
    """
    if match is None:
        reused = one.guid is not None and one.guid in known.by_guid
        why = "Its guid was used again for another story." if reused else "Nothing like it was known."
        return Judged(verdict=Verdict.NEW, why=why)
    story, why = match
    if one.url in tellers and story.source_id in known.outsiders and one.url in known.own_site:
        return Judged(verdict=Verdict.REVISION, why=why, story=story)
    changed = one.url in tellers and story.source_id == source.id and story.fingerprint != one.fingerprint
    return Judged(verdict=Verdict.REVISION if changed else Verdict.UNCHANGED, why=why, story=story)


def _tellers(found: Sequence[Found], known_by: dict[str, tuple[Story, str]]) -> set[str]:
    """Return the addresses of the entries that may tell their story anew: of several for one story, the own one."""
    best: dict[int, Found] = {}
    for one in found:
        if one.url in known_by:
            story = known_by[one.url][0]
            other = best.get(id(story))
            if other is None or (one.url == story.url and other.url != story.url):
                best[id(story)] = one
    return {one.url for one in best.values()}


# -- signs, the surest first ---------------------------------------------------------------------------------------


def _by_address(one: Found, known: Known) -> tuple[Story, str] | None:
    if (story := known.by_url.get(one.url)) is not None:
        return story, "Its address is known."
    if (story := known.by_address.get(one.url)) is not None:
        return story, f"Its link {one.url} is known as another address of this story."
    return None


def _by_key(one: Found, known: Known) -> tuple[Story, str] | None:
    """Find the address but for http, www, a slash, an order; a copy for small screens must have the headline, too."""
    if one.shared:
        return None
    for story in known.by_key.get(one.key, ()):
        if urlsplit(story.url).fragment:
            continue
        if _desktop(story.url) == _desktop(one.url):
            return story, "Its address is known but for http, www, a slash or the order of its parameters."
        if not one.title or alike(one.entry.title, story.title):
            return story, "Its address and its headline are those of a page for another screen."
    return None


def _by_guid(one: Found, known: Known, source: Source) -> tuple[Story, str] | None:
    if one.guid is None:
        return None
    story = known.by_guid.get(one.guid)
    if story is not None and _told_again(one, story):
        return story, "Its guid is known, the address changed."
    if is_global(one.guid):
        for other in known.elsewhere.get(one.guid, ()):
            if other.source_id != source.id and site_of(other.url) == site_of(one.url) and _told_again(one, other):
                return other, "Another feed of this site gives it under the same guid."
    return None


def _by_title(one: Found, known: Known, source: Source, *, one_site: bool) -> tuple[Story, str] | None:
    for story in known.by_title.get(one.title, ()) if one.title else ():
        if not _at_one_time(one, story):
            continue
        if site_of(story.url) == site_of(one.url):
            return story, "Headline and minute are known on this site, address and guid are others."
        moved = one_site or _slug(story.url) == _slug(one.url)
        if story.source_id == source.id and moved:
            return story, "Headline and minute are known, the site moved to another domain."
    return None


def _told_again(one: Found, story: Story) -> bool:
    """Tell whether an entry under a story's guid is that story: guids are used again for others."""
    if one.title == title_key(story.title):
        return near(one.published, story.published_at) or _same_summary(one, story)
    if one.published is not None and story.published_at is not None:
        apart = abs(one.published - story.published_at)
        return apart <= _SAME_MINUTE or (
            alike(one.entry.title, story.title) and near(one.published, story.published_at)
        )
    return alike(one.entry.title, story.title) or _same_summary(one, story)


def _at_one_time(one: Found, story: Story) -> bool:
    if one.published is None or story.published_at is None:
        return one.published is None and story.published_at is None and _same_summary(one, story)
    return abs(one.published - story.published_at) <= _SAME_MINUTE


def _same_summary(one: Found, story: Story) -> bool:
    return bool(story.summary) and essence(one.entry.summary or "")[:1000] == essence(story.summary)


def _apart_at_shared_link(one: Found, known: Known) -> Found:
    """Return an entry under a fragment of its own where another story with its headline has that of the headline."""
    story = known.by_url.get(one.url) if one.shared else None
    if story is None or (one.guid is not None and one.guid == story.guid):
        return one
    if near(one.published, story.published_at) or _same_summary(one, story):
        return one
    sign = f"{one.title} {one.guid or one.published}"
    return replace(one, url=f"{urldefrag(one.url).url}#{short_hash(sign)}")


def _desktop(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _slug(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rsplit("/", 1)[-1]
