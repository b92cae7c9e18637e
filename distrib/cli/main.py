"""`distrib`: the words people type. One file per noun; what is heavy is loaded by the command that needs it."""

import os
from typing import Annotated

import typer

from distrib.cli import (
    deliveries,
    demo,
    editions,
    gather,
    inspect,
    installation,
    lists,
    newsroom,
    posts,
    run,
    sources,
    stories,
    subscribers,
    tidy,
    users,
)

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: drawing it in boxes takes as long as all the rest
    pretty_exceptions_enable=False,  # a traceback with local values would print addresses
    add_completion=False,
    help="Newsletter and social distribution for newsrooms: the day's best stories, personal digests, "
    "posts, and a record of every delivery.",
)

app.command("init")(installation.init)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("serve")(run.serve)
app.command("gather")(gather.gather)
app.command("upgrade")(installation.upgrade)
app.command("tidy")(tidy.tidy)
for noun, part, words in (
    ("sources", sources, "Where stories come from."),
    ("stories", stories, "What came in."),
    ("lists", lists, "What one signs up to: sections and times."),
    ("editions", editions, "A list's digest of one day."),
    ("subscribers", subscribers, "Who reads."),
    ("deliveries", deliveries, "What was sent to whom, and what became of it."),
    ("posts", posts, "Social posts: offer, approve, queue, publish."),
    ("users", users, "Staff and their sign-in links."),
    ("newsroom", newsroom, "Bring the database to what newsroom.toml says."),
    ("inspect", inspect, "See how distrib reads a thing, without storing anything."),
):
    app.add_typer(part.app, name=noun, help=words)


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - rarely asked for

        typer.echo(f"distrib {version('distrib')}")
        raise typer.Exit


@app.callback()
def _root(
    *,
    _: Annotated[
        bool, typer.Option("--version", callback=lambda value: _version(wanted=value), is_eager=True, help="Show it.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command line. What it writes holds addresses: only its owner may read it."""
    os.umask(0o077)
    app()
