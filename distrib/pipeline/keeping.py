"""The database's part of gathering: entries become stories, in short writes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.ingest import addressing, identity, judging, storyfields
from distrib.ingest.addressing import Real
from distrib.ingest.entry import Entry
from distrib.ingest.identity import Found
from distrib.ingest.judging import Judged, Known, Verdict
from distrib.ingest.telling import short_hash, title_key
from distrib.model.sources import Source
from distrib.model.stories import Story, StoryState
from distrib.pipeline import batches, owning, renewing, retracting
from distrib.pipeline.asking import Opened
from distrib.pipeline.batches import Plan, Quarantine
from distrib.pipeline.parts import Parts
from distrib.store import addresses, lists, refused, stories
from distrib.store.refused import Refused
from distrib.wording import urls

FORGOTTEN = timedelta(days=30)  # after which an entry that was not taken, and is given no longer, is forgotten
_BATCH = 50
_REMEMBERED = timedelta(days=30)


def plan(session: Session, source: Source, entries: Sequence[Entry], now: datetime) -> Plan:
    """Return what each entry is to us. Reads only."""
    source_id = source.id or 0
    zone = source.zone or lists.zone(session)
    found, not_taken = identity.identify(entries, zone=zone)
    by_key = stories.by_keys(session, (each.key for each in found))
    shared = {key for key, some in by_key.items() if any("#" in story.url for story in some)}
    if shared:
        found, not_taken = identity.identify(entries, zone=zone, shared=shared)
    guids = [each.guid for each in found if each.guid]
    known = Known(
        by_url=stories.by_urls(session, (each.url for each in found)),
        by_address=addresses.stories_at(session, (each.url for each in found)),
        by_key=by_key,
        by_guid=stories.by_guids(session, source_id, guids),
        elsewhere=stories.by_guids_elsewhere(session, source_id, filter(judging.is_global, guids)),
    )
    unknown = [each for each in found if each.url not in known.by_url and each.guid not in known.by_guid]
    if unknown:
        titles = {each.title for each in unknown}
        near = stories.lately(session, source_id, now - _REMEMBERED, wanted=lambda title: title_key(title) in titles)
        near += stories.told_at(
            session,
            (each.published for each in unknown if each.published),
            wanted=lambda title: title_key(title) in titles,
        )
        for story in {story.id: story for story in near}.values():
            known.by_title.setdefault(title_key(story.title), []).append(story)
    known.outsiders = owning.outsiders(session, source, known.every())
    if known.outsiders:
        known.own_site = owning.on_own_site(session, source, (each.url for each in found))
    planned = Plan(source=source, zone=zone, judged=judging.judge(found, known, source))
    for each in not_taken:
        planned.refuse(each.entry, each.why)
    return planned


def keep(
    parts: Parts,
    planned: Plan,
    opened: Mapping[str, Opened],
    *,
    backlog: bool,
    quarantine: Quarantine | None = None,
    lost: Sequence[str] = (),
) -> Counter[str]:
    """Store what was planned and return how much of it was what.

    Counts are new, changed, seen, retracted, restored, embargoed, quarantined, ahead, guids_changed, newly_refused.
    `lost` says in sentences what of the source could not even be read as entries: the rest of a feed that breaks off.
    What readers must hear of is in `planned.news` afterwards.
    """
    counts: Counter[str] = Counter()
    reals = _reals(planned, opened)
    held = _held(planned, opened, quarantine, parts.clock()) if quarantine is not None else frozenset()
    for start in range(0, len(planned.judged), _BATCH):
        some = planned.judged[start : start + _BATCH]
        with parts.database.writing() as session:
            at = parts.clock()
            # Since planning, another source or process may have stored the same address.
            asked = [each.url for found, _ in some for each in (found, reals.get(found.url)) if each is not None]
            there = addresses.stories_at(session, asked) | stories.by_urls(session, asked)
            for found, judged in some:
                real, page = reals.get(found.url), opened.get(found.url)
                story = _story(session, found, judged, real, there)
                if story is None:
                    real = None if real is not None and real.url in there else real
                    why = quarantine.why if quarantine is not None and found.url in held else None
                    story, made = _new(
                        session, planned, found, judged, page, real, at=at, backlog=backlog, quarantine=why
                    )
                    counts.update(made)
                    there |= {story.url: story} if story is not None else {}
                else:
                    counts.update(renewing.renew(session, planned, found, judged, story, page, real, at=at))
    if first := _remember_refused(parts, planned, lost):
        counts["newly_refused"] = first
    return counts


def _reals(planned: Plan, opened: Mapping[str, Opened]) -> dict[str, Real]:
    """Return where the stories stand whose pages were found elsewhere than their links say."""
    told: list[tuple[Found, Real]] = []
    for found, _ in planned.judged:
        page = opened.get(found.url)
        if page is not None and page.page is not None:
            real = addressing.real(found, page.url, page.page.canonical_url, page.page.title)
            if real is not None:
                told.append((found, real))
    doubtful = addressing.doubtful(told)
    return {found.url: real for found, real in told if real.url not in doubtful}


def _story(
    session: Session, found: Found, judged: Judged, real: Real | None, there: Mapping[str, Story]
) -> Story | None:
    """Return the row an entry belongs to, as it is now."""
    story = there.get(found.url)
    if story is None and judged.story is not None:
        story = session.get(Story, judged.story.id)
    if story is None and real is not None:
        other = there.get(real.url)
        if other is not None and addressing.agrees(found, other):
            story = other
    return story


def _held(planned: Plan, opened: Mapping[str, Opened], quarantine: Quarantine, now: datetime) -> frozenset[str]:
    """Return the addresses of the new stories that wait for a human."""
    new = planned.of(Verdict.NEW)
    dates = {}
    for found in new:
        page = opened.get(found.url)
        fields = storyfields.fields(found, page.page if page else None, planned.source, now=now, zone=planned.zone)
        dates[found.url] = fields["published_at"]
    inside = [url for url, date in dates.items() if date is not None and quarantine.since <= date <= now]
    spared = sorted(inside, key=lambda url: (dates[url], url), reverse=True)[: quarantine.spared]
    return frozenset(dates) - frozenset(spared)


def _new(
    session: Session,
    planned: Plan,
    found: Found,
    judged: Judged,
    opened: Opened | None,
    real: Real | None,
    *,
    at: datetime,
    backlog: bool,
    quarantine: str | None,
) -> tuple[Story | None, list[str]]:
    page = opened.page if opened else None
    if opened is not None and opened.gone:
        planned.refuse(found.entry, "Its page is gone.")
        return None, []
    if page is not None and not found.shared and (why := retracting.objection(None, page)) is not None:
        planned.refuse(found.entry, why)
        return None, []
    fields = storyfields.fields(found, page, planned.source, now=at, zone=planned.zone)
    if not fields["title"]:
        planned.refuse(found.entry, "It has no title.")
        return None, []
    state = storyfields.state_for(fields["published_at"], at)
    address = {} if real is None else {"url": real.url, "key": urls.twin(real.url)}
    kept = {
        "source_id": planned.source.id,
        "seen_at": at,
        "checked_at": at if page is not None else None,
        "backlog": backlog or batches.is_archive(fields["published_at"], at),
        "state": state,
        "why": f"{judged.why} {real.how}" if real else judged.why,
        "quarantined_at": at if quarantine else None,
        "quarantine_why": quarantine,
    }
    story = stories.add(session, {**fields, **address, **kept})
    if real is not None or found.others:
        session.flush()
    if real is not None:
        addresses.remember(session, story, found.url, how="The feed's link, which leads on.", at=at)
    for other in found.others:
        addresses.remember(session, story, other, how="The same feed gives it under this link, too.", at=at)
    ahead = ["embargoed", "ahead"] if state is StoryState.EMBARGOED else []
    return story, ["new", *ahead, *(["quarantined"] if quarantine else [])]


def _remember_refused(parts: Parts, planned: Plan, lost: Sequence[str]) -> int:
    """Keep each entry that was not taken, with its reason; return how many are met for the first time."""
    rows = [
        Refused(
            key=short_hash(f"{each.entry.id}\n{each.entry.url}\n{each.entry.title}", 32),
            url=(each.entry.url or "")[:2000] or None,
            title=(each.entry.title or "")[:300] or None,
            why=each.why,
        )
        for each in planned.refusals
    ]
    rows += [Refused(key=short_hash(why, 32), url=planned.source.url, title=None, why=why) for why in lost]
    if not rows:
        return 0
    with parts.database.writing() as session:
        return refused.remember(session, planned.source.id or 0, rows, parts.clock())


def forget(parts: Parts) -> None:
    """Forget the refused entries that no feed has given for long."""
    with parts.database.writing() as session:
        refused.prune(session, parts.clock() - FORGOTTEN)
