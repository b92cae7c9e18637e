"""`distrib editions mark`, `marks` and `unmark`: an editor's hand on an edition, from the command line."""

from typing import Annotated, Literal

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

Id = Annotated[int, typer.Argument(metavar="ID", help="The edition's number, as `distrib editions list` shows it.")]
Kind = Literal["pin", "move", "set-aside", "exclude", "breaking", "sponsored"]  # the values of MarkKind
Reach = Literal["edition", "list", "everywhere"]


def register(app: typer.Typer) -> None:
    """Give `distrib editions` its commands about marks."""
    app.command("mark")(mark)
    app.command("marks")(every)
    app.command("unmark")(unmark)


def mark(
    edition: Id,
    kind: Annotated[Kind, typer.Argument(help="What is wanted.")],
    story: Annotated[int, typer.Argument(metavar="STORY", help="The story's number.")],
    *,
    rank: Annotated[int | None, typer.Option(min=1, max=50, help="Place in its section, for a pin.")] = None,
    section: Annotated[str | None, typer.Option(help="The section's slug, to pin there or move to.")] = None,
    instead_of: Annotated[int | None, typer.Option(help="The story whose place a pin takes.")] = None,
    paid_by: Annotated[str | None, typer.Option(help="Who paid, for sponsored.")] = None,
    reach: Annotated[Reach, typer.Option(help="How far an exclusion goes.")] = "edition",
) -> None:
    """Pin a story, move it, set it aside, exclude it, or mark it breaking or sponsored; the edition is picked anew."""
    from distrib.model.editions import MarkKind  # noqa: PLC0415 - `distrib --help` must not load the database
    from distrib.pipeline import marking  # noqa: PLC0415 - as above

    wanted = marking.Wanted(
        kind=MarkKind(kind.replace("-", "_")),
        story_id=story,
        rank=rank,
        section=section,
        instead_of=instead_of,
        note=paid_by,
        reach=marking.Reach(reach),
    )
    with parts() as opened:
        made = marking.mark(opened, edition, wanted, "cli")
    went = made.run.sentence if made.run else "It counts when the edition is drafted."
    typer.echo(f"Mark {made.mark.id} on edition {edition}, which is {made.edition.state}. {went}")
    if made.carried:
        typer.echo("Its approval stands, for the new digest.")
    typer.echo(f"  Taken back with `distrib editions unmark {made.mark.id}`.")


def every(edition: Id, *, as_json: AsJson = False) -> None:
    """Show who marked what on an edition, also what was taken back."""
    from distrib.store import clusters, editions, marks, stories  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        rows = []
        for one in marks.on(session, editions.get(session, edition), undone=True):
            representative = clusters.get(session, one.cluster_id).representative_id
            told = stories.titles(session, [representative]) if representative else {}
            rows.append(
                {
                    "mark": one.id,
                    "kind": one.kind.value,
                    "reach": ("edition", "list", "everywhere")[marks.reach(one)],
                    "story": representative,
                    "headline": told.get(representative or 0, ""),
                    "rank": one.rank,
                    "note": one.note,
                    "by": one.by,
                    "made_at": one.made_at,
                    "undone_at": one.undone_at,
                    "undone_by": one.undone_by,
                }
            )
    show(rows, as_json=as_json, nothing="Nobody has marked a story of this edition.")


def unmark(
    number: Annotated[int, typer.Argument(metavar="MARK", help="Its number, as `distrib editions marks` shows it.")],
) -> None:
    """Take a mark back; the edition is picked anew. Twice changes nothing."""
    from distrib.pipeline import marking  # noqa: PLC0415 - as above

    with parts() as opened:
        rows = marking.undo(opened, number, "cli")
    typer.echo(f"Taken back: {', '.join(f'mark {row.id}' for row in rows)}.")
