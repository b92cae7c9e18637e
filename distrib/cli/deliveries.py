"""`distrib deliveries`: what was sent to whom, and what became of it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

if TYPE_CHECKING:  # `distrib --help` must not load the database
    from sqlmodel import Session

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def every(
    *,
    edition: Annotated[int | None, typer.Option(help="Of this edition only.")] = None,
    state: Annotated[str | None, typer.Option(help="In this state only: sent, failed, uncertain …")] = None,
    after: Annotated[int, typer.Option(help="After the delivery with this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 100,
    as_json: AsJson = False,
) -> None:
    """Show deliveries in the order they were made."""
    from distrib.errors import BadInput  # noqa: PLC0415 - `distrib --help` must not load the database
    from distrib.model.deliveries import DeliveryState  # noqa: PLC0415 - as above
    from distrib.store import deliveries  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        if state is not None and state not in set(DeliveryState):
            raise BadInput(f"There is no state {state}: they are {', '.join(DeliveryState)}.")
        wanted = None if state is None else DeliveryState(state)
        found = deliveries.find(session, edition_id=edition, state=wanted, after=after, limit=limit)
        rows = [
            {
                "id": row.id,
                "edition": row.edition_id,
                "address": address,
                "state": row.state.value,
                "at": row.moved_at,
                "attempts": row.attempts,
                "plan": row.plan_key,
                "reason": row.reason,
                "remote_id": row.remote_id,
            }
            for row, address in found
        ]
    show(rows, as_json=as_json, nothing="There is no such delivery.")


@app.command("of")
def of(
    address: Annotated[str, typer.Argument(help="The reader's address.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what a reader got, when, and why not."""
    from distrib.audience.addresses import normalise  # noqa: PLC0415 - as above
    from distrib.errors import NotFound  # noqa: PLC0415 - as above
    from distrib.store import subscribers  # noqa: PLC0415 - as above

    with parts() as opened, opened.database.reading() as session:
        person = subscribers.by_key(session, normalise(address)[1])
        if person is None:
            raise NotFound("Nobody with this address takes or took a list.")
        rows = _rows(session, person.id or 0)
    show(rows, as_json=as_json, nothing="Nothing was sent to this address yet.")


def _rows(session: "Session", subscriber_id: int) -> list[dict[str, Any]]:
    """Return a reader's deliveries and notices, newest first."""
    from distrib.store import deliveries, editions, lists, notices  # noqa: PLC0415 - as above

    names = {each.id: each.name for each in lists.every(session)}
    rows = []
    for row in deliveries.of_subscriber(session, subscriber_id):
        edition = editions.get(session, row.edition_id)
        what = f"{names[edition.list_id]}, {edition.day} {edition.at:%H:%M}"
        rows.append(_row(f"d{row.id}", what, row.state.value, row.moved_at, row.reason))
    for notice in notices.of_subscriber(session, subscriber_id):
        what = f"{notice.kind.value.replace('_', ' ')}, {names.get(notice.list_id, '')}".rstrip(", ")
        rows.append(_row(f"n{notice.id}", what, notice.state.value, notice.moved_at, notice.reason))
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _row(key: str, what: str, state: str, at: object, reason: str | None) -> dict[str, Any]:
    return {"mail": key, "what": what, "state": state, "at": at, "reason": reason}
