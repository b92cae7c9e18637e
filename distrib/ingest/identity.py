"""Each entry becomes one thing with an address; and it is decided which known story it is, if any, and why.

Feeds change each sign a story could be known by: they give one link to all, make up guids with every fetch or use
them again, let dates drift. So address, guid, title and date decide together, the surest first, and no two entries
are told to be one story by a weak sign while another entry has a better claim to it. The order of entries is no sign.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from distrib.errors import BadInput
from distrib.ingest import moments
from distrib.ingest.cleaning import shortened
from distrib.ingest.entry import Entry
from distrib.ingest.telling import fingerprint, short_hash, title_key
from distrib.wording import urls

DRIFT = timedelta(hours=12)  # by so much the date of one story may differ between two looks at it
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An entry with the address and the signs it is known by."""

    entry: Entry
    url: str  #: canonical; where a link is shared, with the story's own fragment
    key: str  #: the address as it is compared
    guid: str | None
    fingerprint: str  #: of the entry as the feed tells it
    position: int
    published: datetime | None = None  #: its own date as a moment
    shared: bool = False  #: its link leads to a page of many stories, which says nothing of this one
    others: tuple[str, ...] = ()  #: addresses under which the same feed gives it, too

    @property
    def title(self) -> str:
        """Its title as it is compared."""
        return title_key(self.entry.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An entry that is not stored."""

    entry: Entry
    why: str


def identify(
    entries: Sequence[Entry], *, zone: str = "UTC", shared: Collection[str] = ()
) -> tuple[list[Found], list[Refusal]]:
    """Return each story that the entries tell, with its address, and what can't become one with the reason.

    `shared` holds the keys of links known to lead to many stories. Where a feed gives one link to several stories, or
    its front page, the title tells them apart: it becomes the address's fragment.
    """
    found: list[Found] = []
    refused: list[Refusal] = []
    for position, entry in enumerate(entries, start=1):
        try:
            found.append(_found(entry, position, zone))
        except BadInput as error:
            refused.append(Refusal(entry=entry, why=str(error)))
    single: list[Found] = []
    for some in _apart(found, lambda one: one.key).values():
        tellings = [_best(group) for group in _joined(some, _one_telling)]
        many = len(tellings) > 1 or some[0].key in shared or is_front(some[0].url)
        single += _with_fragments(tellings) if many else tellings
    by_guid = _apart(single, lambda one: one.guid or f"{one.url} ")  # no guid holds a space at its end
    kept = [_best(group) for some in by_guid.values() for group in _joined(some, _one_under_a_guid)]
    stays = {id(one.entry) for one in kept}
    refused += [
        Refusal(entry=one.entry, why="It stands in the same feed twice.") for one in found if id(one.entry) not in stays
    ]
    return sorted(kept, key=lambda one: one.position), refused


def is_front(url: str) -> bool:
    """Tell whether an address is a site's front page, which is no story's."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _found(entry: Entry, position: int, zone: str) -> Found:
    if not entry.url:
        raise BadInput("It has no link that can be shown.")
    return Found(
        entry=entry,
        url=urls.canonical(entry.url),
        key=urls.twin(entry.url),
        guid=(shortened(entry.id, 500) or None) if entry.id else None,
        fingerprint=fingerprint(entry),
        position=position,
        published=moments.first(entry.published, entry.updated, zone=zone),
    )


def _apart(found: Iterable[Found], by: Callable[[Found], str]) -> dict[str, list[Found]]:
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(by(one), []).append(one)
    return groups


def _joined(found: Sequence[Found], same: Callable[[Found, Found], bool]) -> list[list[Found]]:
    """Return the entries in groups that `same` holds together, through others if need be: so no order matters."""
    groups: list[list[Found]] = []
    for one in found:
        near = [group for group in groups if any(same(one, other) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([other for group in near for other in group] + [one])
    return groups


def _one_telling(one: Found, other: Found) -> bool:
    """Tell whether two entries with one link are one story: an older telling in the feed, or the same again."""
    if one.title == other.title:
        return one.guid == other.guid or near(one.published, other.published)
    same_guid = one.guid is not None and one.guid == other.guid
    return same_guid and one.published is not None and one.published == other.published


def _one_under_a_guid(one: Found, other: Found) -> bool:
    return one.title == other.title and near(one.published, other.published)


def near(one: datetime | None, other: datetime | None, within: timedelta = DRIFT) -> bool:
    """Tell whether two dates may be one story's; a date that is not there contradicts nothing."""
    return one is None or other is None or abs(one - other) <= within


def _best(group: Sequence[Found]) -> Found:
    """Return the newest telling, under the address that is best to keep, at the place of the first."""
    if len(group) == 1:
        return group[0]
    newest = max(group, key=_newness)
    address = min(group, key=lambda one: _plainness(one.url))
    others = {url for one in group for url in (one.url, *one.others)} - {address.url}
    return replace(
        newest,
        url=address.url,
        key=address.key,
        position=min(one.position for one in group),
        shared=address.shared,
        others=tuple(sorted(others)),
    )


def _newness(one: Found) -> tuple[datetime, datetime, str, str, str]:
    updated = moments.in_zone(one.entry.updated, "UTC")
    return updated or one.published or _NEVER, one.published or _NEVER, one.fingerprint, one.guid or "", one.url


def _plainness(url: str) -> tuple[bool, int, str]:
    return not url.startswith("https:"), len(url), url


def _with_fragments(tellings: Sequence[Found]) -> list[Found]:
    """Give each story at a shared link an address of its own: by its title, and its guid where titles are the same."""
    titles = [one.title for one in tellings]
    marked = []
    for one in tellings:
        sign = one.title if titles.count(one.title) == 1 and one.title else f"{one.title} {one.guid or one.published}"
        own = f"{one.url}#{short_hash(sign)}"
        marked.append(replace(one, url=own, shared=True, others=()))
    return marked
