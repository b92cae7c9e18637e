"""`distrib posts`: what is said on social networks about the day's picks."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)
Posts = Annotated[list[int], typer.Argument(metavar="ID...", help="Numbers as `distrib posts list` shows them.")]


@app.command("list")
def every(*, as_json: AsJson = False) -> None:
    """Show the newest posts, a line per channel."""
    from distrib.store import posts  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        names = {channel.id: channel.slug for channel in posts.channels(session)}
        found = posts.recent(session)
        said = posts.publications(session, [post.id or 0 for post in found])
        rows = []
        for post in found:
            on = {one.channel_id: one for one in said.get(post.id or 0, [])}
            for wording in posts.wordings(session, post.id or 0):
                publication = on.get(wording.channel_id)
                rows.append(
                    {
                        "id": post.id,
                        "channel": names.get(wording.channel_id),
                        "state": publication.state.value if publication else post.state.value,
                        "due_at": publication.due_at if publication else None,
                        "length": f"{wording.length}/{wording.limit}" if wording.limit else str(wording.length),
                        "text": wording.text,
                        "reason": publication.reason if publication else None,
                    }
                )
    show(rows, as_json=as_json, nothing="There is no post yet: `distrib posts offer EDITION` makes some.")


@app.command("offer")
def offer(
    edition: Annotated[int, typer.Argument(metavar="EDITION", help="The edition whose picks are told of.")],
    *,
    every_pick: Annotated[bool, typer.Option("--all", help="Every pick, not only the first of each section.")] = False,
) -> None:
    """Make posts about an edition's picks; they wait for an approval."""
    from distrib.pipeline import offer as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        made = verb.offer(opened, edition, "cli", every_pick=every_pick)
    if not made:
        typer.echo("Nothing new to offer: every picked story has its post, or no channel speaks its language.")
        return
    typer.echo(f"{len(made)} posts wait for an approval: {', '.join(str(post.id) for post in made)}.")


@app.command("approve")
def approve(ids: Posts) -> None:
    """Approve posts with the words they have now."""
    from distrib.pipeline import queue as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        for post_id in ids:
            verb.approve(opened, post_id, "cli")
            typer.echo(f"Post {post_id} is approved.")


@app.command("queue")
def queue(ids: Posts) -> None:
    """Give approved posts each channel's next free posting time."""
    from distrib.pipeline import queue as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        for post_id in ids:
            verb.queue(opened, post_id, "cli")
            typer.echo(f"Post {post_id} is queued.")


@app.command("cancel")
def cancel(ids: Posts) -> None:
    """Cancel posts: what was not said yet never will be."""
    from distrib.pipeline import queue as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        for post_id in ids:
            verb.cancel(opened, post_id, "cli")
            typer.echo(f"Post {post_id} is cancelled.")


@app.command("publish")
def publish() -> None:
    """Say every queued post whose time has come; typed again, nothing is said twice."""
    from distrib.pipeline import publish as verb  # noqa: PLC0415 - as above

    with parts() as opened:
        run = verb.publish(opened)
    typer.echo(run.sentence)
    for problem in run.problems:
        typer.echo(f"  {problem}", err=True)
    if run.problems:
        raise typer.Exit(1)
