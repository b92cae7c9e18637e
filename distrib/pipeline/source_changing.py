"""A source is changed, switched off or on by a human, and it is written down."""

from typing import Any

from sqlmodel import Session

from distrib.errors import BadInput
from distrib.ingest.cleaning import line, web_url
from distrib.model.sources import Source
from distrib.pipeline.parts import Parts
from distrib.store import audit, sources
from distrib.store.engine import AlreadyThere
from distrib.walltime import check_zone


def change(parts: Parts, which: str, *, by: str, **fields: Any) -> Source:
    """Return the source with other fields; the ones that are None stay. Raises NotFound, BadInput, AlreadyThere.

    Another address keeps stories and rhythm: what the new one gives is known by its identity, so it is no first
    gather. It is asked at once.
    """
    given = {name: value for name, value in fields.items() if value is not None}
    if not given:
        raise BadInput("Say what to change: `distrib sources change --help` lists what can be.")
    with parts.database.writing() as session:
        row = sources.find(session, which)
        for name, value in _checked(session, row, given).items():
            setattr(row, name, value)
        if "url" in given or "kind" in given:
            row.etag = row.last_modified = row.moved_to = None
            _afresh(row)
        session.add(row)
        facts = {name: str(value) for name, value in given.items()}
        audit.record(session, at=parts.clock(), by=by, verb="sources change", subject=f"s{row.id}", facts=facts)
    return row


def enable(parts: Parts, which: str, *, by: str) -> Source:
    """Return the source, which is asked again from now on."""
    with parts.database.writing() as session:
        row = sources.find(session, which)
        row.enabled = True
        _afresh(row)
        session.add(row)
        audit.record(session, at=parts.clock(), by=by, verb="sources enable", subject=f"s{row.id}")
    return row


def disable(parts: Parts, which: str, *, by: str) -> Source:
    """Return the source, which is asked no more; its stories stay."""
    with parts.database.writing() as session:
        row = sources.find(session, which)
        row.enabled = False
        row.gone_since = None
        session.add(row)
        audit.record(session, at=parts.clock(), by=by, verb="sources disable", subject=f"s{row.id}")
    return row


def _checked(session: Session, row: Source, given: dict[str, Any]) -> dict[str, Any]:
    checked = dict(given)
    if "url" in given:
        address = web_url(given["url"])
        if address is None:
            raise BadInput(f"{given['url'][:200]} is no web address: it starts with https:// or http://.")
        other = sources.by_url(session, address)
        if other is not None and other.id != row.id:
            raise AlreadyThere(f"{other.name} already has the address {address}.")
        checked["url"] = address
    if "name" in given:
        checked["name"] = line(given["name"], 100)
        if not checked["name"]:
            raise BadInput("A source needs a name.")
        if checked["name"] != row.name and sources.free_name(session, checked["name"]) != checked["name"]:
            raise AlreadyThere(f"There is a source {checked['name']} already.")
    if given.get("zone"):
        checked["zone"] = check_zone(given["zone"])
    for name in ("zone", "section", "language"):
        if name in given:
            checked[name] = checked[name] or None  # "" takes it away
    return checked


def _afresh(row: Source) -> None:
    """Forget how it fared: it is asked at once."""
    row.failures, row.problem = 0, None
    row.next_gather_at = row.wait_until = row.gone_since = None
