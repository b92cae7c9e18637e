"""`distrib inspect clusters|ranking`: how stories would be grouped and ranked, without storing anything. JSON Lines."""

import json
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:  # `distrib --help` must not load the rooms
    from distrib.model.candidates import Candidate, Past
    from distrib.selection.sightings import Desk

Files = Annotated[list[str], typer.Argument(help="Stories as JSON Lines; - is standard input.", metavar="FILE.jsonl…")]
_LARGEST = 10**9
_MOST_READ = 1e15
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def clusters(files: Files) -> None:
    """Show which stories tell of one event: equal `cluster` is the same event."""
    from distrib.selection import clustering  # noqa: PLC0415 - `distrib --help` must not load it

    for file in files:
        stories, _ = _stories(file)
        groups = clustering.group([story for _, story in stories], _latest([story for _, story in stories]))
        home = {member.id: number for number, one in enumerate(groups) for member in one.members}
        for name, story in stories:
            _print({"id": name, "cluster": home[story.id]})


def ranking(
    files: Files,
    now: Annotated[str | None, typer.Option(help="ISO 8601; default: the latest `published` of each batch.")] = None,
    mailing_list: Annotated[
        str | None, typer.Option("--list", metavar="L", help="Weights and sections of this list of newsroom.toml.")
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option(metavar="FILE.jsonl", help="Earlier stories: priors come from their `engagement`."),
    ] = None,
) -> None:
    """Show how stories would be ranked, batch by batch, best first, with every reason."""
    from distrib.cli.opening import sentences  # noqa: PLC0415 - as above

    at = _moment(now)
    if now is not None and at is None:
        raise typer.BadParameter(f"{now} is no date.", param_hint="--now")
    with sentences():
        desk = _desk(mailing_list)
    past = _history(history)
    ignored = 0
    for file in files:
        ignored = max(ignored, _ranked(file, at, desk, past))
    if ignored:
        typer.echo(f"{ignored} stories of the history are not older than what is ranked; they were ignored.", err=True)


def _ranked(file: str, now: datetime | None, desk: "Desk", past: Sequence["Past"]) -> int:
    """Print one file's batches, and return how many rows of the history were too young for one of them."""
    from distrib.selection import sightings  # noqa: PLC0415 - as above

    stories, batches = _stories(file)
    whole: dict[str | None, list[tuple[Any, Candidate]]] = {}
    for (name, story), batch in zip(stories, batches, strict=True):
        whole.setdefault(batch, []).append((name, story))
    memory = sightings.Memory(past, [story for _, story in stories])
    ignored = 0
    for batch, rows in whole.items():
        inside = [story for _, story in rows]
        first = min((story.published for story in inside if story.published), default=_FIRST)
        background, younger = memory.before(first)
        ignored = max(ignored, younger)
        seen = sightings.look(inside, now or _latest(inside), desk, background)
        names = {story.id: name for name, story in rows}
        for place, sighting in enumerate(seen, start=1):
            ranked = sighting.ranked
            _print(
                {
                    "batch": batch,
                    "id": names[ranked.candidate.id],
                    "rank": place,
                    "score": round(ranked.score, 6),
                    "cluster": sighting.cluster,
                    "reasons": [_reason(reason) for reason in ranked.reasons],
                }
            )
    return ignored


def _reason(reason: Any) -> dict[str, Any]:
    return {
        "signal": reason.signal,
        "value": round(reason.value, 6),
        "weight": reason.weight,
        "contribution": round(reason.contribution, 6),
        "words": reason.words,
    }


def _desk(mailing_list: str | None) -> "Desk":
    """Return the weights and sections of a list in `config/newsroom.toml`; the defaults when none is named."""
    from distrib.errors import NotFound  # noqa: PLC0415 - as above
    from distrib.model.candidates import SectionRule  # noqa: PLC0415 - as above
    from distrib.selection import ranking, sightings  # noqa: PLC0415 - as above

    if mailing_list is None:
        return sightings.Desk(weights=ranking.Weights())
    from distrib import config  # noqa: PLC0415 - as above
    from distrib.pipeline import newsroom_file  # noqa: PLC0415 - as above

    read = newsroom_file.read(config.home() / "config" / "newsroom.toml")
    found = next((part for part in read.lists if part.slug == mailing_list), None)
    if found is None:
        raise NotFound(f"There is no list {mailing_list}. Lists: {', '.join(part.slug for part in read.lists)}.")
    weights = ranking.weights(found.weights)
    for problem in weights.problems:
        typer.echo(problem, err=True)
    sections = [
        SectionRule(
            id=number,
            slug=part.slug,
            name=part.name,
            position=number,
            quota=part.quota,
            rule={key: tuple(values) for key, values in part.rule.items()},
        )
        for number, part in enumerate(found.sections)
    ]
    return sightings.Desk(weights=weights, sections=sections, language=found.language)


def _history(path: Path | None) -> list["Past"]:
    from distrib.model.candidates import Past  # noqa: PLC0415 - as above

    if path is None:
        return []
    return [Past(candidate=_candidate(number, row), engagement=_number(row)) for number, row in _rows(str(path))]


def _number(row: Mapping[str, Any]) -> float:
    """Return how much the story of a row was read; one that does not say so only tells which headlines come back."""
    value = row.get("engagement")
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _MOST_READ:
        return math.nan
    return float(value)


def _stories(file: str) -> tuple[list[tuple[Any, "Candidate"]], list[str | None]]:
    """Return (id as given, candidate) of every row, in order, and the batch of each; a bad row prints its error."""
    stories, batches = [], []
    for number, row in _rows(file):
        if row.get("id") is None:
            _print({"file": file, "error": f"Line {number} has no id."})
            continue
        stories.append((row["id"], _candidate(number, row)))
        batches.append(None if row.get("batch") is None else str(row["batch"]))
    return stories, batches


def _rows(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        source = sys.stdin if file == "-" else Path(file).open(encoding="utf-8", errors="replace")  # noqa: SIM115 - below
    except OSError as error:
        _print({"file": file, "error": f"{file} can't be read: {error.strerror}."})
        return
    with source:
        for number, line in enumerate(source, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if isinstance(row, dict):
                yield number, row
            else:
                _print({"file": file, "error": f"Line {number} is no JSON object."})


def _candidate(number: int, row: Mapping[str, Any]) -> "Candidate":
    """Return the row as selection sees it; ids are line numbers, for names may come twice."""
    from distrib.model.candidates import Candidate  # noqa: PLC0415 - as above

    weight = row.get("source_weight")
    return Candidate(
        id=number,
        title=_text(row, "title"),
        summary=_text(row, "summary"),
        body=_text(row, "body"),
        url=_text(row, "url"),
        source=_text(row, "source"),
        source_weight=float(weight) if isinstance(weight, int | float) and abs(weight) <= _LARGEST else 1.0,
        published=_moment(row.get("published")),
        position=_whole(row.get("position")),
        section=_text(row, "section") or None,
        tags=_names(row.get("tags")),
        authors=_names(row.get("authors")),
        kind=_text(row, "kind") or "article",
        language=_text(row, "language") or None,
        image=_image(row.get("image")),
        translation_key=_text(row, "translation_key") or None,
        words=_whole(row.get("words")) or 0,
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)


def _names(value: Any) -> tuple[str, ...]:
    """Return the names of a list; a bare word is one, what else there is none."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(name) for name in value) if isinstance(value, list) else ()


def _whole(value: Any) -> int | None:
    """Return a whole number that a place or a count may be; None for what is none."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return int(value) if number and 0 <= value <= _LARGEST else None


def _image(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = value.get("url")
    return str(value) if value else None


def _moment(value: Any) -> datetime | None:
    """Return the moment, UTC where it names no zone; None for what is no date."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:
        return None


def _latest(stories: Sequence["Candidate"]) -> datetime:
    return max((story.published for story in stories if story.published), default=_FIRST)


def _print(row: Mapping[str, Any]) -> None:
    said = json.dumps(row, ensure_ascii=False)
    if not _writable(said):  # half a character in an id or a title: told by its number, as JSON allows
        said = json.dumps(row)
    sys.stdout.write(said + "\n")
    sys.stdout.flush()


def _writable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
