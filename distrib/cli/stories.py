"""`distrib stories`: what came in."""

from datetime import datetime
from typing import Annotated, Any

import typer

from distrib.cli import stories_engagement
from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)
app.command()(stories_engagement.engagement)


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


@app.command()
def explain(story_id: Annotated[int, typer.Argument(help="The story's number.")], *, as_json: AsJson = False) -> None:
    """Say how a story was told from others, under which addresses it is known, and what was refused near it."""
    from distrib.pipeline import knowing  # noqa: PLC0415 - as above

    with parts() as opened:
        known = knowing.explain(opened, story_id)
    story = known.story
    facts = {
        "id": story.id,
        "title": story.title,
        "url": story.url,
        "source": known.source.name,
        "guid": story.guid,
        "why": story.why or "It was stored before reasons were kept.",
        "state": known.state,
        "met": story.seen_at,
        "looked_at": story.checked_at,
        "addresses": [{"url": each.url, "how": each.how, "at": each.seen_at} for each in known.addresses],
        "revisions": [{"number": each.number, "at": each.at, "why": each.why} for each in known.changes],
        "refused": [{"url": each.url, "title": each.title, "why": each.why} for each in known.refused],
        "editions": [f"{each.slug} {each.due_at:%Y-%m-%d %H:%M} UTC, {each.state}" for each in known.editions],
    }
    if as_json:
        show([facts], as_json=True)
        return
    for name, value in facts.items():
        for one in value if isinstance(value, list) else [value]:
            if one not in (None, ""):
                typer.echo(f"{name:16} {_told(one)}")


@app.command()
def revisions(story_id: Annotated[int, typer.Argument(help="The story's number.")], *, as_json: AsJson = False) -> None:
    """Show what was changed in a story from text to text: [-taken out-] and {+put in+}."""
    from distrib.pipeline import knowing  # noqa: PLC0415 - as above

    with parts() as opened:
        changes = knowing.explain(opened, story_id).changes
    if as_json:
        rows = [{"number": each.number, "at": each.at, "why": each.why, **each.parts} for each in changes]
        show(rows, as_json=True)
        return
    if not changes:
        typer.echo("Its text was never changed.")
    for each in changes:
        typer.echo(f"Text {each.number}, {each.at:%Y-%m-%d %H:%M} UTC. {each.why}".rstrip())
        for name, words in each.parts.items():
            typer.echo(f"  {name:10} {words}")


@app.command()
def refused(
    *,
    source: Annotated[str | None, typer.Option(help="Only of this source, by id or name.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many, newest first.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show which entries became no story, and why; what no source has given for 30 days is forgotten."""
    from distrib.store import refused as store  # noqa: PLC0415 - as above
    from distrib.store import sources  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        names = {each.id: each.name for each in sources.every(session)}
        source_id = sources.find(session, source).id if source else None
        rows = [
            {
                "source": names.get(each.source_id),
                "title": each.title,
                "why": each.why,
                "url": each.url,
                "first_at": each.first_at,
                "last_at": each.last_at,
            }
            for each in store.recent(session, source_id=source_id, limit=limit)
        ]
    show(rows, as_json=as_json, nothing="Every entry became a story.")


@app.command()
def retract(
    story_id: Annotated[int, typer.Argument(help="The story's number.")],
    *,
    why: Annotated[str, typer.Option(help="Why its publisher took it back; kept and shown.")],
) -> None:
    """Take a story back: it goes into nothing any more, and it is said where readers have it already."""
    from distrib.pipeline import retracting  # noqa: PLC0415 - as above

    with parts() as opened:
        run = retracting.retract(opened, story_id, why=why, by="cli")
    typer.echo(run.sentence)
    for problem in run.problems:
        typer.echo(problem)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(_told(each) for each in value.values() if each not in (None, ""))
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)
