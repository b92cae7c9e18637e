"""`distrib stories`: what came in."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def every(
    *,
    section: Annotated[str | None, typer.Option(help="Only this section, as its source calls it.")] = None,
    source: Annotated[str | None, typer.Option(help="Only this source, by id or name.")] = None,
    words: Annotated[str, typer.Option("--with", help="Only with these words in headline or summary.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the newest stories."""
    from distrib.store import sources, stories  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        source_id = sources.find(session, source).id if source else None
        rows = [
            {
                "id": each.id,
                "published_at": each.published_at,
                "section": each.section,
                "title": each.title,
                "kind": each.kind.value,
                "language": each.language,
                "state": each.state.value,
                "revision": each.revision,
                "url": each.url,
            }
            for each in stories.recent(session, section=section, source_id=source_id, words=words, limit=limit)
        ]
    show(rows, as_json=as_json, nothing="There is no story here: type `distrib gather`.")


@app.command("show")
def one(story_id: Annotated[int, typer.Argument(help="The story's number.")], *, as_json: AsJson = False) -> None:
    """Show everything that is known of one story, and its earlier texts."""
    from distrib.store import stories  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        story = stories.get(session, story_id)
        earlier = stories.revisions(session, story_id)
    facts = story.model_dump(mode="json")
    facts["earlier"] = [each.model_dump(mode="json", exclude={"id", "story_id"}) for each in earlier]
    if as_json:
        show([facts], as_json=True)
        return
    for name, value in facts.items():
        if value not in (None, "", []) and name != "earlier":
            typer.echo(f"{name:16} {value}")
    for each in earlier:
        typer.echo(f"{'until':16} {each.seen_at:%Y-%m-%d %H:%M} UTC it was: {each.title}")
