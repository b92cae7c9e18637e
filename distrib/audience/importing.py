"""Importing readers from a CSV file: every row is taken, known already, left out or refused, each with its reason."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from distrib.audience.addresses import address_hash, normalise
from distrib.errors import BadInput
from distrib.model.lists import MailingList, Section
from distrib.model.subscribers import Subscriber, Subscription, SubscriptionState
from distrib.store import subscribers

LARGEST = 50 * 1024 * 1024  # bytes: some million rows
LONGEST_CELL = 10_000
JOINERS = {0x200C: None, 0x200D: None}  # names in Odia, Hindi and Urdu are spelled with them
COLUMNS = {"address": ("address", "email", "e-mail", "mail"), "name": ("name",), "language": ("language", "lang")}
COLUMNS |= {"lists": ("lists", "list"), "sections": ("sections", "section")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the file, read and checked by itself."""

    line: int
    address: str
    key: str
    name: str
    language: str
    lists: tuple[str, ...]  #: slugs; empty: those of the command
    sections: tuple[str, ...]  #: slugs or names; empty: all


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A line that was not taken, and why."""

    line: int
    sentence: str


@dataclass(slots=True)
class Report:
    """What an import did, or would do."""

    new: int = 0  #: subscriptions made
    known: int = 0  #: lines whose subscriptions were all there already
    left_out: list[Left] = field(default_factory=list)  #: suppressed, unsubscribed, twice in the file
    refused: list[Left] = field(default_factory=list)  #: can't be used as they are
    seen: set[str] = field(default_factory=set)


Offer = Mapping[str, tuple[MailingList, Sequence[Section]]]
"""Slug -> list and its sections."""


def read(path: Path) -> Iterator[Row | Left]:
    """Return the file's rows; a line that can't be used is a Left, and the next one is read.

    Raises BadInput when the file as a whole can't be: absent, too large, no text, no column of addresses.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is larger than {LARGEST // 1024 // 1024} MB: split it.")
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name} can't be read: {error.strerror}.") from error
    text = _decoded(raw, path.name)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        places = _places(next(lines, []), path.name)
    except csv.Error as error:
        raise BadInput(f"The first line of {path.name} can't be read: {error}.") from error
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield Left(line=lines.line_num, sentence="The line can't be read as CSV.")
            continue
        if any(cell.strip() for cell in cells):
            yield _row(lines.line_num, {name: cells[at].strip() for name, at in places.items() if at < len(cells)})


def take(
    session: Session,
    rows: Iterable[Row | Left],
    report: Report,
    *,
    offer: Offer,
    fallback: Sequence[str],
    consent: str,
    now: datetime,
    dry_run: bool,
) -> None:
    """Store one batch of rows as confirmed subscriptions and count it into `report`; with `dry_run` only count.

    An import brings nobody back: whoever left, or must not be written to, is left out. Whoever is there already
    keeps their own name, language and choices.
    """
    good = []
    for row in rows:
        if isinstance(row, Left):
            report.refused.append(row)
        elif row.key in report.seen:
            report.left_out.append(Left(line=row.line, sentence="The same address stands further up in the file."))
        else:
            report.seen.add(row.key)
            good.append(row)
    people = subscribers.by_keys(session, [row.key for row in good])
    never = subscribers.suppressed(session, [address_hash(row.key) for row in good])
    for row in good:
        if address_hash(row.key) in never:
            report.left_out.append(Left(line=row.line, sentence="This address must never be written to."))
            continue
        try:
            wanted = _wanted(row, offer, fallback)
        except BadInput as error:
            report.refused.append(Left(line=row.line, sentence=str(error)))
            continue
        _one(session, row, wanted, people.get(row.key), report, consent=consent, now=now, dry_run=dry_run)


def _one(
    session: Session,
    row: Row,
    wanted: Mapping[int, list[int] | None],
    person: Subscriber | None,
    report: Report,
    *,
    consent: str,
    now: datetime,
    dry_run: bool,
) -> None:
    ties = {} if person is None or person.id is None else subscribers.subscriptions(session, person.id)
    fresh = [list_id for list_id in wanted if list_id not in ties]
    if any(ties[one].state is SubscriptionState.UNSUBSCRIBED for one in wanted if one in ties) and not fresh:
        report.left_out.append(Left(line=row.line, sentence="Unsubscribed before: an import brings nobody back."))
        return
    if not fresh:
        report.known += 1
        return
    report.new += len(fresh)
    if dry_run:
        return
    if person is None:
        person = subscribers.add(
            session, address=row.address, key=row.key, name=row.name, language=row.language, now=now
        )
    for list_id in fresh:
        tie = Subscription(
            subscriber_id=person.id or 0,
            list_id=list_id,
            moved_at=now,
            consent_source=consent,
            consent={"form": "import", "line": row.line, "confirmed_at": now.isoformat()},
            sections=wanted[list_id],
        )
        tie.move(SubscriptionState.CONFIRMED, now)
        tie.confirmed_at = now
        session.add(tie)
    session.flush()


def _wanted(row: Row, offer: Offer, fallback: Sequence[str]) -> dict[int, list[int] | None]:
    """Return list id -> section ids (None: all) that the row asks for."""
    slugs = row.lists or tuple(fallback)
    if not slugs:
        raise BadInput("It names no list, and none was given with --list.")
    unknown = [slug for slug in slugs if slug not in offer]
    if unknown:
        raise BadInput(f"There is no list {unknown[0]}.")
    wanted: dict[int, list[int] | None] = {}
    left = {name.casefold() for name in row.sections}
    for slug in slugs:
        mailing_list, sections = offer[slug]
        named = {word for one in sections for word in (one.slug.casefold(), one.name.casefold())}
        mine = {name.casefold() for name in row.sections} & named
        left -= mine
        ids = [one.id or 0 for one in sections if {one.slug.casefold(), one.name.casefold()} & mine]
        wanted[mailing_list.id or 0] = sorted(ids) or None
    if left:
        raise BadInput(f"None of its lists has a section {min(left)}.")
    return wanted


def _decoded(raw: bytes, name: str) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, or what spreadsheets of Windows write."""
    encodings = ["utf-16"] if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(f"{name} is not a text file: save it as CSV in UTF-8.")


def _places(header: Sequence[str], name: str) -> dict[str, int]:
    titles = [title.strip().casefold() for title in header]
    places = {column: titles.index(word) for column, words in COLUMNS.items() for word in words[::-1] if word in titles}
    if "address" not in places:
        raise BadInput(f"The first line of {name} names no column `address`.")
    return places


def _row(line: int, cells: Mapping[str, str]) -> Row | Left:
    try:
        address, key = normalise(cells.get("address", ""))
    except BadInput as error:
        return Left(line=line, sentence=str(error))
    name = " ".join(cells.get("name", "").split())[:120]
    if not name.translate(JOINERS).isprintable():
        return Left(line=line, sentence="The name holds characters that can't be printed.")
    language = cells.get("language", "").casefold().split("-")[0] or "en"
    if not (language.isascii() and language.isalpha() and len(language) <= 3):  # noqa: PLR2004 - ISO 639
        return Left(line=line, sentence="The language is not a code such as en, hi, or, ur.")
    return Row(
        line=line,
        address=address,
        key=key,
        name=name,
        language=language,
        lists=_several(cells.get("lists", "")),
        sections=_several(cells.get("sections", "")),
    )


def _several(cell: str) -> tuple[str, ...]:
    for mark in ";|,":
        if mark in cell:
            return tuple(part.strip() for part in cell.split(mark) if part.strip())
    return (cell,) if cell else ()
