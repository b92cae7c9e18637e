"""`distrib sources add` and `find`: look at an address, propose what could be a source there, add what is chosen."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

if TYPE_CHECKING:  # `distrib --help` must not load the database and the ports
    from distrib.ingest.discovery import Proposal
    from distrib.pipeline.discovering import Discovery
    from distrib.pipeline.parts import Parts

Kind = Literal["feed", "sitemap", "page"]  # the values of SourceKind, whose module loads the database
NOTHING_ADDED = 1


def add(
    url: Annotated[str, typer.Argument(help="The address of a site, or of a feed or sitemap.")],
    *,
    name: Annotated[str | None, typer.Option(help="What the newsroom calls it; else what it calls itself.")] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="What stands at this very address: nothing else is looked for.")
    ] = None,
    section: Annotated[str | None, typer.Option(help="For stories that name none.")] = None,
    language: Annotated[str | None, typer.Option(help="For stories that name none, such as or or en-IN.")] = None,
    own: Annotated[bool, typer.Option("--own/--others", help="The paper's own, or somebody else's.")] = True,
    weight: Annotated[float, typer.Option(min=0.0, max=10.0, help="How much it is trusted.")] = 1.0,
    every_minutes: Annotated[int, typer.Option("--every", min=1, max=10080, help="Minutes between two looks.")] = 15,
    all_recommended: Annotated[
        bool, typer.Option("--all-recommended", "--yes", "-y", help="Add what is recommended, without asking.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Propose only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add a source, or the ones that a site has: feeds, sections and sitemaps are found, proposed and chosen from.

    Ends with status 1 when nothing was added, unless --dry-run asked for that.
    """
    from distrib.model.sources import SourceKind  # noqa: PLC0415 - `distrib --help` must not load the database
    from distrib.pipeline import discovering, source_adding  # noqa: PLC0415 - as above

    given: dict[str, Any] = {
        "section": section,
        "language": language,
        "own": own,
        "weight": weight,
        "every_minutes": every_minutes,
        "by": "cli",
    }
    with parts() as opened:
        if kind is not None and not dry_run:
            row = source_adding.add(opened, url, name=name, kind=SourceKind(kind), **given)
            typer.echo(f"Added {row.name} ({row.kind.value}), source {row.id}.")
            return
        found = discovering.find(opened, url)
        if found.direct and not dry_run:
            chosen = list(found.proposals)
        else:
            if not as_json or dry_run:
                _propose(found, as_json=as_json)
            chosen = [] if dry_run else _choose(found, url, all_recommended=all_recommended, as_json=as_json)
        if not chosen:
            raise typer.Exit(0 if dry_run else NOTHING_ADDED)
        _add(opened, found, chosen, name=name, given=given, as_json=as_json)


def find(
    url: Annotated[str, typer.Argument(help="The address of a site.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Propose what could be a source at an address and around it. Adds nothing."""
    from distrib.pipeline import discovering  # noqa: PLC0415 - as above

    with parts() as opened:
        found = discovering.find(opened, url)
    _propose(found, as_json=as_json)


def _propose(found: "Discovery", *, as_json: bool) -> None:
    """Print every proposal with its verdict; the numbers are what one chooses by."""
    if as_json:
        show([_facts(each, found) for each in found.proposals], as_json=True)
        return
    typer.echo(f"{found.name}: {found.asked} addresses looked at.")
    rows = [
        {
            "": f"{'*' if each.recommended else ' '}{number}",
            "kind": each.candidate.kind.value,
            "stories": len(each.candidate.stories),
            "newest": each.candidate.newest,
            "language": each.candidate.language,
            "address": each.candidate.url,
            "why": each.why + (" It pushes (WebSub)." if each.candidate.pushes else ""),
        }
        for number, each in enumerate(found.proposals, start=1)
    ]
    show(rows, as_json=False, nothing="Nothing here looks like a source.")
    for note in found.notes:
        typer.echo(note)
    if rows:
        typer.echo("* is recommended.")


def _facts(each: "Proposal", found: "Discovery") -> dict[str, Any]:
    from distrib.pipeline import source_adding  # noqa: PLC0415 - as above

    return {
        "name": source_adding.name_of(each.candidate, found.name),
        "kind": each.candidate.kind.value,
        "url": each.candidate.url,
        "section": each.candidate.section,
        "language": each.candidate.language,
        "stories": len(each.candidate.stories),
        "newest": each.candidate.newest,
        "pushes": each.candidate.pushes,
        "recommended": each.recommended,
        "why": each.why,
    }


def _choose(found: "Discovery", url: str, *, all_recommended: bool, as_json: bool) -> "list[Proposal]":
    recommended = [each for each in found.proposals if each.recommended]
    if all_recommended:
        if not recommended:
            typer.echo("Nothing is recommended, so nothing was added.", err=True)
        return recommended
    if at_a_terminal() and not as_json and found.proposals:
        return _asked(found.proposals)
    if as_json:
        _propose(found, as_json=True)
    if recommended:
        typer.echo(
            f"Nothing was added yet. Add what is recommended: distrib sources add {url} --all-recommended\n"
            "Add one of them alone: distrib sources add ADDRESS --kind KIND",
            err=True,
        )
    return []


def _asked(proposals: "Sequence[Proposal]") -> "list[Proposal]":
    """Return what the person at the terminal chooses, by numbers."""
    usual = " ".join(str(number) for number, each in enumerate(proposals, start=1) if each.recommended)
    while True:
        answer = typer.prompt("Add which? Numbers, all or none", default=usual or "none").replace(",", " ").split()
        if answer in (["none"], ["n"]):
            return []
        if answer == ["all"]:
            return list(proposals)
        numbers = [int(word) for word in answer if word.isdecimal() and len(word) < 4]  # noqa: PLR2004 - three digits
        if len(numbers) == len(answer) and all(1 <= number <= len(proposals) for number in numbers):
            return [proposals[number - 1] for number in dict.fromkeys(numbers)]
        typer.echo(f"Say numbers from 1 to {len(proposals)}, such as: 1 3 4")


def _add(
    opened: "Parts",
    found: "Discovery",
    chosen: "Sequence[Proposal]",
    *,
    name: str | None,
    given: dict[str, Any],
    as_json: bool,
) -> None:
    from distrib.errors import BadInput  # noqa: PLC0415 - as above
    from distrib.pipeline import source_adding  # noqa: PLC0415 - as above
    from distrib.store.engine import AlreadyThere  # noqa: PLC0415 - as above

    if name and len(chosen) > 1:
        raise BadInput(f"{len(chosen)} sources can't all be called {name}: leave --name out, or choose one.")
    rows = []
    for each in chosen:
        try:
            rows.append(source_adding.add_found(opened, each.candidate, site=found.name, name=name, **given))
        except AlreadyThere as error:
            if len(chosen) == 1:
                raise
            typer.echo(str(error), err=True)
    if as_json:
        show([{"id": row.id, "name": row.name, "kind": row.kind.value, "url": row.url} for row in rows], as_json=True)
        return
    for row in rows:
        typer.echo(f"Added {row.name} ({row.kind.value}), source {row.id}.")


def at_a_terminal() -> bool:
    """Tell whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()
