"""Sources by hand: add one after looking at it, and ask them without storing anything."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from distrib.errors import BadInput
from distrib.ingest.cleaning import line, web_url
from distrib.ingest.discovery import Candidate
from distrib.ingest.sources import document
from distrib.ingest.sources.document import Document
from distrib.model.sources import Source, SourceKind
from distrib.pipeline import asking
from distrib.pipeline.asking import Asked
from distrib.pipeline.parts import Parts
from distrib.pipeline.turns import Turns
from distrib.store import audit, sources


def add(
    parts: Parts,
    url: str,
    *,
    name: str | None = None,
    kind: SourceKind | None = None,
    section: str | None = None,
    language: str | None = None,
    own: bool = True,
    weight: float = 1.0,
    every_minutes: int = 15,
    by: str,
) -> Source:
    """Return the new source. Raises BadInput, AlreadyThere, or what kept its address from being read."""
    address = web_url(url)
    if address is None:
        raise BadInput(f"{url[:200]} is no web address: it starts with https:// or http://.")
    read = _look(parts, address, kind)
    called = line(name, 100) or line(read.title, 100) or urlsplit(address).hostname or address
    return _store(
        parts,
        name=called,
        exactly=bool(name),
        kind=read.kind,
        url=address,
        section=section,
        language=language or read.language,
        own=own,
        weight=weight,
        every_minutes=every_minutes,
        by=by,
    )


def add_found(
    parts: Parts,
    found: Candidate,
    *,
    site: str,
    name: str | None = None,
    section: str | None = None,
    language: str | None = None,
    own: bool = True,
    weight: float = 1.0,
    every_minutes: int = 15,
    by: str,
) -> Source:
    """Return the new source that was found on `site` and chosen; it was read then and is not asked again.

    Raises AlreadyThere.
    """
    return _store(
        parts,
        name=line(name, 100) or name_of(found, site),
        exactly=bool(name),
        kind=found.kind,
        url=found.url,
        section=section or found.section,
        language=language or found.language,
        own=own,
        weight=weight,
        every_minutes=every_minutes,
        by=by,
    )


def name_of(found: Candidate, site: str) -> str:
    """Return what a source that was found on `site` is called: by its own title, or by the part that it has."""
    part = found.section or found.edition
    if found.kind is SourceKind.SITEMAP:
        return f"{site}: {'news sitemap' if found.is_news else 'sitemap'}"
    if part and (not found.title or found.title == site):
        return f"{site}: {part}"
    return found.title or site


def _store(parts: Parts, *, name: str, exactly: bool, url: str, by: str, **fields: Any) -> Source:
    with parts.database.writing() as session:
        free = name if exactly else sources.free_name(session, name)
        row = sources.add(session, name=free, url=url, **fields)
        audit.record(session, at=parts.clock(), by=by, verb="sources add", subject=f"s{row.id}", facts={"url": url})
    return row


def check(parts: Parts, which: Sequence[str]) -> list[dict[str, Any]]:
    """Return what each source (by id or name; none: every one) answers now. Stores nothing."""
    with parts.database.reading() as session:
        asked = [sources.find(session, words) for words in which] if which else list(sources.every(session))
    turns = Turns(parts.settings.fetching.per_host)
    fresh = [_unconditional(source) for source in asked]
    answers = asking.in_threads(
        lambda source: asking.ask(source, parts.fetcher, turns),
        fresh,
        threads=parts.settings.fetching.threads,
        done=lambda: None,
    )
    return [_row(source, answer) for source, answer in zip(asked, answers, strict=True)]


def _look(parts: Parts, address: str, kind: SourceKind | None) -> Document:
    fetched = parts.fetcher.fetch(address)
    if (refusal := asking.refusal(fetched)) is not None:
        raise BadInput(f"{address} can't be a source now. {refusal}")
    kind = kind or document.kind_of(fetched.body)
    return document.of_kind(kind, fetched.body, url=fetched.url, content_type=fetched.content_type)


def _unconditional(source: Source) -> Source:
    """Return the source as if it had never been asked: "nothing new" would say nothing here."""
    return Source(id=source.id, name=source.name, kind=source.kind, url=source.url)


def _row(source: Source, answer: Asked | Exception) -> dict[str, Any]:
    found = Asked(problem=asking.sentence(answer)) if isinstance(answer, Exception) else answer
    dated = [moment for entry in found.entries if (moment := entry.published or entry.updated) is not None]
    return {
        "id": source.id,
        "name": source.name,
        "entries": len(found.entries),
        "newest": max(dated, default=None),
        "problem": found.problem or (" ".join(found.notes) or None),
    }
