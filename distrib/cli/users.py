"""`distrib users`: staff and their sign-in links."""

from typing import Annotated

import typer

from distrib.cli.listing import AsJson, show
from distrib.cli.opening import parts

app = typer.Typer(no_args_is_help=True)

Address = Annotated[str, typer.Argument(help="An e-mail address of the staff.")]


@app.command("list")
def every(*, as_json: AsJson = False) -> None:
    """Show everyone on the staff, with their roles."""
    from distrib.store import users  # noqa: PLC0415 - `distrib --help` must not load the database

    with parts() as opened, opened.database.reading() as session:
        open_logins = users.open_logins(session, opened.clock())
        rows = [
            {
                "id": f"u{user.id}",
                "name": user.name,
                "address": user.address,
                "role": user.role.value,
                "sessions": open_logins.get(user.id or 0, (0, None))[0],
                "disabled": user.disabled_at is not None,
            }
            for user in users.every(session)
        ]
    show(rows, as_json=as_json, nothing="Nobody yet: type `distrib users add ADDRESS --role admin`.")


@app.command("add")
def add(
    address: Address,
    name: Annotated[str, typer.Option("--name", help="How the console calls them.")] = "",
    role: Annotated[str, typer.Option("--role", help="admin, editor or analyst.")] = "editor",
) -> None:
    """Take someone on, and print a link that lets them in once, within an hour."""
    from distrib.errors import BadInput  # noqa: PLC0415 - as above
    from distrib.model.users import Role  # noqa: PLC0415 - as above
    from distrib.pipeline import staffing  # noqa: PLC0415 - as above

    with parts() as opened:
        if role not in list(Role):
            raise BadInput(f"There is no role {role}: admin, editor or analyst.")
        user, link = staffing.hire(opened, address, name=name, role=Role(role))
    if user.role.value != role:
        typer.echo(f"{user.name} was here already, as {user.role.value}; nothing was changed.")
    typer.echo(f"Sign in once, within an hour: {link}")


@app.command("link")
def link(address: Address) -> None:
    """Print a new link that lets someone on the staff in once, within an hour."""
    from distrib.pipeline import staffing  # noqa: PLC0415 - as above

    with parts() as opened:
        typer.echo(staffing.link(opened, address))
