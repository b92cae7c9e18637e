"""`distrib demo`: one whole day of the sample newsroom."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from distrib.cli.installation import first_admin, make_house
from distrib.cli.listing import table
from distrib.cli.opening import quiet_logs, sentences
from distrib.cli.progress import stages

if TYPE_CHECKING:  # loaded by the command
    from distrib.demo.day import Day
    from distrib.pipeline.parts import Parts


def demo() -> None:
    """Live one day of the sample newsroom.

    From its site on this machine to digests and posts in outbox/. Typed again, nothing is sent twice. It writes
    demo.db, outbox/ and state/ in DISTRIB_HOME (default: this folder).
    """
    from distrib.demo import day as living  # noqa: PLC0415 - `distrib --help` must not load it

    quiet_logs()
    with sentences(), _at_the_site() as opened, stages() as progress:
        lived = living.live(opened, progress)
        over = living.is_over(opened)
        _tell(opened, lived, over=over)
        opened.database.close()
    if lived.problems or not over:
        raise typer.Exit(1)


def live_if_need_be() -> None:
    """Live the demo's day if there is none, or go on where it was broken off."""
    from distrib import bootstrap, config  # noqa: PLC0415 - as above
    from distrib.demo import day as living  # noqa: PLC0415 - as above

    with sentences():
        if (config.home() / bootstrap.DEMO).exists():
            house = make_house(demo=True)
            over = living.is_over(house)
            house.database.close()
            if over:
                return
    demo()


@contextmanager
def _at_the_site() -> "Iterator[Parts]":
    """Give the demo's parts: its clock stopped at its day, its fetcher led to the sample site, which runs meanwhile."""
    from distrib import bootstrap, clock  # noqa: PLC0415 - as above
    from distrib.demo import day as living  # noqa: PLC0415 - as above
    from distrib.demo.site import Site  # noqa: PLC0415 - as above

    house = make_house(demo=True)
    at = living.moment(house.clock(), living.kept_day(house))
    no_gap = house.settings.fetching.model_copy(update={"host_gap_seconds": 0})  # the site is our own
    settings = house.settings.model_copy(update={"fetching": no_gap})
    with Site(at) as site:
        yield bootstrap.build(
            settings, home=house.home, database=house.database, clock=clock.stopped(at), hosts=site.hosts()
        )


def _tell(opened: "Parts", lived: "Day", *, over: bool) -> None:
    from distrib.demo import showing  # noqa: PLC0415 - as above
    from distrib.store import clusters, stories  # noqa: PLC0415 - as above

    with opened.database.reading() as session:
        found, events = stories.count(session), clusters.count(session)
    paths = showing.open_first(opened, lived.editions)
    typer.echo(f"\nThe Tarini Post, {lived.day:%A %-d %B %Y}: {found} stories of {events} events.\n")
    if lived.editions:
        rows: list[Mapping[str, object]] = [
            {"section": one.section, "headline": one.headline, "why": one.why}
            for one in showing.told(opened, lived.editions[0])
        ]
        table(rows, ("section", "headline", "why"))
    typer.echo("")
    table([_row(opened, edition_id) for edition_id in lived.editions], EDITION_COLUMNS)
    typer.echo("")
    table([{"stage": name, "seconds": seconds} for name, seconds in lived.stages.items()], ("stage", "seconds"))
    typer.echo("")
    for problem in lived.problems:
        typer.echo(f"  {problem}", err=True)
    if lived.sent_now:
        typer.echo(f"{lived.sent_now} digests were sent, into {opened.home / 'outbox'}.")
    elif over:
        typer.echo(f"Nothing was sent: the demo's day, {lived.day:%-d %B %Y}, had been sent before.")
    if not over:
        typer.echo("The demo's day is not over: the table shows which edition did not leave, and why.", err=True)
    typer.echo("\nOpen:")
    for path in paths:
        typer.echo(f"  {path}")
    typer.echo("\nNext: make serve, or distrib run --demo.")
    first_admin(opened, "sasmita@tarinipost.example")


EDITION_COLUMNS = ("list", "state", "picks", "cards", "plans", "sent", "suppressed", "failed", "uncertain", "why_not")


def _row(opened: "Parts", edition_id: int) -> dict[str, object]:
    from distrib.demo import showing  # noqa: PLC0415 - as above

    found = showing.figures(opened, edition_id)
    counts = {state: found.states.get(state, 0) for state in ("sent", "suppressed", "failed", "uncertain")}
    why_not = [f"{many} {reason}" for reason, many in found.reasons.items()]
    return {
        "list": found.list_name,
        "state": found.edition.state.value,
        "picks": found.picks,
        "cards": found.cards,
        "plans": found.plans,
        **counts,
        "why_not": why_not or found.edition.reason or "",
    }
