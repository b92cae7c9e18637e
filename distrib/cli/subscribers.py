"""`distrib subscribers`: who reads."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

if TYPE_CHECKING:  # loaded by the commands below
    from distrib.audience.importing import Report
    from distrib.pipeline.parts import Parts

app = typer.Typer(no_args_is_help=True)

BATCH = 200  # rows a transaction: a writer holds SQLite's one lock for some 50 ms
SHOWN = 20  # reasons of one kind; --json shows all


@app.command("list")
def every(
    words: Annotated[str, typer.Argument(help="Part of an address or a name; none: everyone.")] = "",
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = 1000,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="For a spreadsheet.")] = False,
) -> None:
    """Show subscribers and the lists they take."""
    from distrib.store import subscribers  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        people = subscribers.find(session, words, limit=limit)
        ties = subscribers.ties(session, [person.id or 0 for person in people])
        rows = [
            {
                "id": person.id,
                "address": person.address,
                "name": person.name,
                "language": person.language,
                "lists": [f"{one.slug}: {tie.state.value}" for one, tie in ties.get(person.id or 0, [])],
                "since": person.made_at,
            }
            for person in people
        ]
    if as_csv:
        from distrib.audience import exporting  # noqa: PLC0415 - as above

        cells = [[*list(row.values())[:4], "; ".join(row["lists"]), row["since"]] for row in rows]  # type: ignore[arg-type]
        typer.echo(exporting.lines(["id", "address", "name", "language", "lists", "since"], cells), nl=False)
        return
    show(rows, as_json=as_json, nothing="Nobody is found.")


@app.command("import")
def bring(
    file: Annotated[Path, typer.Argument(help="CSV with the columns address, name, language, lists, sections.")],
    consent: Annotated[str, typer.Option("--consent", help="Where these people said yes: kept with each of them.")],
    slugs: Annotated[list[str] | None, typer.Option("--list", help="For rows that name no list; repeatable.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would happen; store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import readers. Whoever unsubscribed or must not be written to stays out; a bad row stops nothing.

    The status is 1 when a row was refused.
    """
    with parts() as opened:
        report = _imported(opened, file, consent.strip(), slugs or [], dry_run=dry_run)
    if as_json:
        rows = [{"line": one.line, "left_out": one.sentence} for one in report.left_out]
        rows += [{"line": one.line, "refused": one.sentence} for one in report.refused]
        total = {"new": report.new, "known": report.known, "left_out": len(report.left_out)}
        show([*rows, {**total, "refused": len(report.refused), "dry_run": dry_run}], as_json=True)
    else:
        _told(report, dry_run=dry_run)
    if report.refused:
        raise typer.Exit(1)


@app.command("suppress")
def suppress(address: Annotated[str, typer.Argument(help="The address that must never be written to.")]) -> None:
    """Never write to an address again, whatever it signs up to or is imported with."""
    from distrib.audience.addresses import address_hash, normalise  # noqa: PLC0415 - as above
    from distrib.model.subscribers import SuppressionReason  # noqa: PLC0415 - as above
    from distrib.store import audit, subscribers  # noqa: PLC0415 - as above

    with parts() as opened:
        hashed, now = address_hash(normalise(address)[1]), opened.clock()
        with opened.database.writing() as session:
            new = subscribers.suppress(session, address_hash=hashed, reason=SuppressionReason.MANUAL, by="cli", now=now)
            if new:
                audit.record(session, at=now, by="cli", verb="suppress", subject=hashed[:12])
    typer.echo("It is never written to from now on." if new else "It was suppressed already.")


def _imported(opened: "Parts", file: Path, consent: str, slugs: list[str], *, dry_run: bool) -> "Report":
    from itertools import islice  # noqa: PLC0415 - as above

    from distrib.audience import importing  # noqa: PLC0415 - as above
    from distrib.errors import BadInput  # noqa: PLC0415 - as above
    from distrib.store import audit, lists  # noqa: PLC0415 - as above

    if not consent:
        raise BadInput("Say with --consent where these people agreed to be written to.")
    report, rows, now = importing.Report(), importing.read(file), opened.clock()
    with opened.database.reading() as session:
        for slug in slugs:
            lists.by_slug(session, slug)
    while batch := list(islice(rows, BATCH)):
        with opened.database.reading() if dry_run else opened.database.writing() as session:
            offer = {one.slug: (one, lists.sections(session, one.id or 0)) for one in lists.every(session)}
            importing.take(
                session, batch, report, offer=offer, fallback=slugs, consent=consent, now=now, dry_run=dry_run
            )
    if not dry_run:
        with opened.database.writing() as session:
            facts = {"new": report.new, "refused": len(report.refused), "consent": consent}
            audit.record(session, at=now, by="cli", verb="import", subject=file.name, facts=facts)
    return report


def _told(report: "Report", *, dry_run: bool) -> None:
    for words, some in (("left out", report.left_out), ("refused", report.refused)):
        for one in some[:SHOWN]:
            typer.echo(f"  line {one.line} {words}: {one.sentence}")
        if len(some) > SHOWN:
            typer.echo(f"  and {len(some) - SHOWN} more {words}: --json shows all.")
    would = "Would make" if dry_run else "Made"
    typer.echo(
        f"{would} {report.new} subscriptions; {report.known} known already, "
        f"{len(report.left_out)} left out, {len(report.refused)} refused."
    )
