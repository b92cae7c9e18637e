"""What the demo shows at its end: the day in figures, and files to open: a digest with its pictures, a payload file."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

from distrib import resources
from distrib.errors import DistribError
from distrib.model.deliveries import DeliveryState
from distrib.model.editions import Edition
from distrib.model.shares import Shareable
from distrib.pipeline import media, viewing
from distrib.pipeline.parts import Parts
from distrib.selection import explaining
from distrib.store import deliveries, digests, editions, lists, picks, stories
from distrib.wording import payloads

_SOURCE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]+)(")')


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One edition in figures."""

    edition: Edition
    list_name: str
    picks: int
    cards: int
    plans: int
    states: Mapping[str, int]
    reasons: Mapping[str, int]  #: of what did not leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A pick and why it is there."""

    section: str
    headline: str
    why: str


def figures(parts: Parts, edition_id: int) -> Figures:
    """Return an edition in figures."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        states = deliveries.counts(session, edition_id)
        reasons = {
            reason: many
            for state, reason, many in deliveries.reasons(session, edition_id)
            if state is not DeliveryState.SENT and reason
        }
        return Figures(
            edition=edition,
            list_name=lists.get(session, edition.list_id).name,
            picks=len(picks.of(session, edition_id)),
            cards=len(picks.of(session, edition_id)),
            plans=deliveries.plan_count(session, edition_id),
            states={state.value: many for state, many in states.items() if many},
            reasons=reasons,
        )


def told(parts: Parts, edition_id: int) -> list[Told]:
    """Return an edition's picks in the paper's order, each with the sentence that explains it."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        names = {section.id: section.name for section in lists.sections(session, edition.list_id)}
        chosen = picks.of(session, edition_id)
        headlines = stories.titles(session, [pick.story_id for pick in chosen])
    return [
        Told(
            section=names[pick.section_id],
            headline=headlines[pick.story_id],
            why=explaining.sentence(explaining.read(pick.reasons), most=3),
        )
        for pick in chosen
    ]


def open_first(parts: Parts, edition_ids: Sequence[int]) -> list[Path]:
    """Write each edition's digest as a page with its pictures beside it, and the lead's payloads; return the paths."""
    shown: list[Path] = []
    for edition_id in edition_ids:
        with parts.database.reading() as session:
            edition = editions.get(session, edition_id)
            slug = lists.get(session, edition.list_id).slug
            if digests.newest(session, edition_id) is None:
                continue
        folder = parts.home / "outbox" / "preview" / slug
        shown.append(_page(parts, edition_id, folder))
    if edition_ids:
        shown += _mail(parts, edition_ids[0])
        shown += _payloads(parts, edition_ids[0])
    return shown


def _page(parts: Parts, edition_id: int, folder: Path) -> Path:
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    seen: dict[str, str] = {}

    def local(found: re.Match[str]) -> str:
        address = unescape(found[2])
        if address not in seen:
            seen[address] = _keep(parts, address, pictures, len(seen))
        return found[1] + seen[address] + found[3]

    page = folder / "index.html"
    page.write_text(_SOURCE.sub(local, viewing.preview(parts, edition_id).html), "utf-8")
    return page


def _keep(parts: Parts, address: str, folder: Path, number: int) -> str:
    """Return where the picture lies now, beside the page; its own address when it can't be had."""
    path = urlsplit(address).path
    ours = {"/static/marks": resources.package("web") / "static" / "marks", "/m": media.folder(parts.home)}
    inside = ours.get(path.rpartition("/")[0])
    try:
        body = (inside / Path(path).name).read_bytes() if inside else parts.fetcher.fetch(address).body
    except (DistribError, OSError):
        return address
    name = f"{number:02d}-{Path(path).name or 'picture'}"
    (folder / name).write_bytes(body)
    return f"pictures/{name}"


def _mail(parts: Parts, edition_id: int) -> list[Path]:
    with parts.database.reading() as session:
        first = deliveries.sent_ids(session, edition_id, limit=1)
    return [parts.home / "outbox" / "mail" / "new" / f"d{number}.eml" for number in first]


def _payloads(parts: Parts, edition_id: int) -> list[Path]:
    with parts.database.reading() as session:
        lead = next((pick for pick in picks.of(session, edition_id) if pick.lead), None)
        if lead is None:
            return []
        story = stories.get(session, lead.story_id)
    shareable = Shareable(
        url=story.url, title=story.title, summary=story.summary, image=story.image_url, tags=tuple(story.tags)
    )
    rows = [
        {"network": each.network, "label": each.label, "url": each.url, "text": each.text, "length": each.length}
        for each in payloads.payloads(shareable, networks=payloads.THE_SEVEN)
    ]
    path = parts.home / "outbox" / "preview" / "shares.json"
    path.write_text(json.dumps({"story": story.title, "payloads": rows}, ensure_ascii=False, indent=1), "utf-8")
    return [path]
