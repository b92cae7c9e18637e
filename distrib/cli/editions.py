"""`distrib editions`: one list's digest of one day."""

from typing import Annotated

import typer

from distrib.cli import editions_marks
from distrib.cli.listing import AsJson, show
from distrib.cli.moments import At
from distrib.cli.opening import parts
from distrib.cli.progress import bar

app = typer.Typer(no_args_is_help=True)
editions_marks.register(app)
Id = Annotated[int, typer.Argument(metavar="ID", help="The edition's number, as `distrib editions list` shows it.")]


@app.command("list")
def every(*, as_json: AsJson = False) -> None:
    """Show the newest editions."""
    from distrib.store import editions, lists  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        names = {each.id: each.slug for each in lists.every(session)}
        rows = [
            {
                "id": row.id,
                "list": names[row.list_id],
                "day": row.day,
                "at": f"{row.at:%H:%M}",
                "state": row.state.value,
                "reason": row.reason,
                "version": row.digest_version,
                "audience": row.audience,
            }
            for row in editions.recent(session)
        ]
    show(rows, as_json=as_json, nothing="There is no edition yet.")


@app.command("prepare")
def prepare(
    slug: Annotated[str, typer.Argument(metavar="LIST", help="The list's slug.")],
    at: At = None,
) -> None:
    """Pick the day's stories for a list and compile its digest as a draft.

    `--at` works only where the list's mail goes to the outbox.
    """
    from distrib.pipeline import by_hand  # noqa: PLC0415 - as above

    with parts(at=at) as opened:
        run, edition = by_hand.prepare_now(opened, slug, stopped=at is not None)
    typer.echo(f"Edition {edition.id} of {slug}, {edition.state}: {run.sentence}")
    for problem in run.problems:
        typer.echo(f"  {problem}", err=True)
    if edition.reason:
        typer.echo(f"  {edition.reason}")
    if run.problems:
        raise typer.Exit(1)


@app.command("explain")
def explain(edition: Id, *, as_json: AsJson = False) -> None:
    """Say why each story was picked, and why the next ones were not; with `--json` also each signal in numbers."""
    from distrib.pipeline import explained  # noqa: PLC0415 - as above

    with parts() as opened:
        rows = explained.explain(opened, edition)
    if not as_json:
        shown = ("section", "place", "story", "headline", "score", "why")
        rows = [{name: row[name] for name in shown} for row in rows]
    show(rows, as_json=as_json, nothing="Nothing was picked.")


@app.command("approve")
def approve(edition: Id) -> None:
    """Approve the newest digest of an edition, as it was compiled."""
    from distrib.pipeline import approve as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        row = verb.approve(opened, edition, "cli")
    typer.echo(f"Edition {row.id} is approved: digest version {row.digest_version}, {(row.approved_hash or '')[:12]}.")


@app.command("send")
def send(edition: Id) -> None:
    """Hand over every copy that has not left; typed again, nothing is sent twice."""
    from distrib.pipeline import send as verb  # noqa: PLC0415 - as above

    with parts() as opened, bar("Sending") as progress:
        run = verb.send(opened, edition, progress)
    typer.echo(run.sentence)
    for problem in run.problems:
        typer.echo(f"  {problem}", err=True)
    if run.problems:
        raise typer.Exit(1)


@app.command("pause")
def pause(edition: Id, reason: Annotated[str, typer.Option(help="Why, for whoever looks next.")] = "") -> None:
    """Stop an edition on its way; what is on the wire is finished, the rest waits."""
    from distrib.pipeline import steering  # noqa: PLC0415 - as above

    with parts() as opened:
        row = steering.pause(opened, edition, "cli", reason)
    typer.echo(f"Edition {row.id} is paused. `distrib editions resume {row.id}` lets it go on.")


@app.command("resume")
def resume(edition: Id) -> None:
    """Let a paused edition go on; the sender or `distrib editions send` takes it up."""
    from distrib.pipeline import steering  # noqa: PLC0415 - as above

    with parts() as opened:
        row = steering.resume(opened, edition, "cli")
    typer.echo(f"Edition {row.id} goes on.")


@app.command("cancel")
def cancel(edition: Id, reason: Annotated[str, typer.Option(help="Why, for whoever looks next.")] = "") -> None:
    """End an edition for good: whatever waits is cancelled, what left stays recorded."""
    from distrib.pipeline import steering  # noqa: PLC0415 - as above

    with parts() as opened:
        row = steering.cancel(opened, edition, "cli", reason)
    typer.echo(f"Edition {row.id} is {row.state}.")


@app.command("verify")
def verify(
    edition: Annotated[int | None, typer.Argument(metavar="[ID]", help="None: every edition.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Prove that every reader of an edition is accounted for."""
    from distrib.pipeline import by_hand  # noqa: PLC0415 - as above

    with parts() as opened:
        findings = by_hand.verify_all(opened, edition)
    if as_json:
        rows = [{"id": one.id, "level": one.level, "ok": one.ok, "sentence": one.sentence} for one in findings]
        show(rows, as_json=True)
    else:
        for finding in findings:
            typer.echo(f"{'ok ' if finding.ok else 'NOT' if finding.ok is False else ' ? '} {finding.sentence}")
    if any(finding.ok is False for finding in findings):
        raise typer.Exit(1)
