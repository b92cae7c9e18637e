"""`distrib sources change`, `enable`, `disable`: what a human wants otherwise."""

from typing import Annotated, Literal

import typer

from distrib.cli.opening import parts

Kind = Literal["feed", "sitemap", "page"]  # the values of SourceKind, whose module loads the database
Which = Annotated[str, typer.Argument(metavar="ID_OR_NAME", help="The source.")]


def change(
    which: Which,
    *,
    url: Annotated[str | None, typer.Option(help="Its new address; stories that came before stay known.")] = None,
    name: Annotated[str | None, typer.Option(help="What the newsroom calls it.")] = None,
    kind: Annotated[Kind | None, typer.Option(help="What stands at its address.")] = None,
    section: Annotated[str | None, typer.Option(help="For stories that name none; '' takes it away.")] = None,
    language: Annotated[str | None, typer.Option(help="For stories that name none; '' takes it away.")] = None,
    zone: Annotated[
        str | None, typer.Option(help="Of times that name none, such as Asia/Kolkata; '': the newsroom's.")
    ] = None,
    own: Annotated[bool | None, typer.Option("--own/--others", help="The paper's own, or somebody else's.")] = None,
    weight: Annotated[float | None, typer.Option(min=0.0, max=10.0, help="How much it is trusted.")] = None,
    every_minutes: Annotated[
        int | None, typer.Option("--every", min=1, max=10080, help="Minutes between two looks, at least.")
    ] = None,
) -> None:
    """Change a source; what is not named stays as it is."""
    from distrib.model.sources import SourceKind  # noqa: PLC0415 - `distrib --help` must not load the database
    from distrib.pipeline import source_changing  # noqa: PLC0415 - as above

    with parts() as opened:
        row = source_changing.change(
            opened,
            which,
            by="cli",
            url=url,
            name=name,
            kind=SourceKind(kind) if kind else None,
            section=section,
            language=language,
            zone=zone,
            own=own,
            weight=weight,
            every_minutes=every_minutes,
        )
    typer.echo(f"Changed {row.name}, source {row.id}." + (" It is asked next." if url or kind else ""))


def enable(which: Which) -> None:
    """Ask a source again from now on."""
    from distrib.pipeline import source_changing  # noqa: PLC0415 - as above

    with parts() as opened:
        row = source_changing.enable(opened, which, by="cli")
    typer.echo(f"{row.name} is asked again.")


def disable(which: Which) -> None:
    """Ask a source no more; its stories stay."""
    from distrib.pipeline import source_changing  # noqa: PLC0415 - as above

    with parts() as opened:
        row = source_changing.disable(opened, which, by="cli")
    typer.echo(f"{row.name} is asked no more. `distrib sources enable {row.id}` undoes it.")
