"""Bring the database to what `newsroom.toml` says. Afterwards the database is the master again."""

from pathlib import Path

from sqlmodel import Session

from distrib.model.lists import ListTime
from distrib.model.posts import Slot
from distrib.model.users import Run
from distrib.pipeline import newsroom_file
from distrib.pipeline.newsroom_file import ChannelPart, ListPart, NewsroomFile
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.store import audit
from distrib.store import newsroom as store


def apply(parts: Parts, path: Path, *, demo: bool | None = None, by: str = "cli") -> Run:
    """Store what the file at `path` says and return the Run.

    What the file names is made or brought to its values; what it does not name is left alone and, for sections, said.
    `demo` marks the newsroom as the demo (None: as it is). Raises SettingsProblem for a file that can't be used;
    nothing is changed then.
    """
    with running(parts, "newsroom") as run:
        found = newsroom_file.read(path)
        with parts.database.writing() as session:
            house = {"name": found.newsroom.name, "site_url": found.newsroom.site_url, "applied_at": parts.clock()}
            store.put_house(session, house if demo is None else house | {"demo": demo})
            _put_all(session, found, run)
            audit.record(session, at=parts.clock(), by=by, verb="newsroom apply", subject="newsroom")
        run.sentence = (
            f"{found.newsroom.name}: {len(found.sources)} sources, {len(found.lists)} lists, "
            f"{len(found.channels)} channels, {len(found.senders)} senders."
        )
    return run.row


def _put_all(session: Session, found: NewsroomFile, run: Running) -> None:
    senders = {
        part.name: store.put_sender(session, part.name, part.model_dump(exclude={"name"})).id for part in found.senders
    }
    brands = {
        part.name: store.put_brand(session, part.name, part.model_dump(exclude={"name"})).id for part in found.brands
    }
    for source in found.sources:
        store.put_source(session, source.name, source.model_dump(exclude={"name"}))
    for channel in found.channels:
        _put_channel(session, channel)
    for each in found.lists:
        _put_list(session, each, senders[each.sender], brands.get(each.brand or ""), run)
    run.count("sources", len(found.sources))
    run.count("lists", len(found.lists))


def _put_channel(session: Session, part: ChannelPart) -> None:
    channel_id = store.put_channel(session, part.slug, part.model_dump(exclude={"slug", "slots"})).id or 0
    slots = [
        Slot(channel_id=channel_id, weekday=weekday, at=slot.at, zone=slot.zone)
        for slot in part.slots
        for weekday in slot.weekdays
    ]
    store.set_slots(session, channel_id, slots)


def _put_list(session: Session, part: ListPart, sender_id: int | None, brand_id: int | None, run: Running) -> None:
    values = part.model_dump(exclude={"slug", "sender", "brand", "times", "sections"})
    values["evergreen"] = values["evergreen"] or {}
    row = store.put_list(session, part.slug, values | {"sender_id": sender_id, "brand_id": brand_id})
    list_id = row.id or 0
    for position, section in enumerate(part.sections, start=1):
        values = section.model_dump(exclude={"slug"}) | {"position": position}
        store.put_section(session, list_id, section.slug, values)
    for slug in sorted(store.section_slugs(session, list_id) - {section.slug for section in part.sections}):
        run.problem(f"The list {part.slug} has a section {slug} that the file does not name; it stays.")
    times = [ListTime(list_id=list_id, weekdays=time.weekdays, at=time.at, zone=time.zone) for time in part.times]
    store.set_times(session, list_id, times)
