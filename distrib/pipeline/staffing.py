"""Staff: taken on, and let in by a one-time link. Used by the command line; the console mails its links."""

from distrib.audience.addresses import normalise
from distrib.errors import NotFound
from distrib.model.users import Role, User
from distrib.pipeline.parts import Parts
from distrib.staff import logins
from distrib.store import audit, users


def hire(parts: Parts, address: str, *, name: str, role: Role, by: str = "cli") -> tuple[User, str]:
    """Return the user of this address, made if there is none, and a one-time link good for an hour.

    A user who is there already keeps name and role. Raises BadInput for an address that can't be one.
    """
    written, key = normalise(address)
    now = parts.clock()
    with parts.database.writing() as session:
        user, secret = logins.hire(
            session, parts.signer, address=written, key=key, name=name or written.split("@")[0], role=role, now=now
        )
        audit.record(session, at=now, by=by, verb="hire", subject=f"u{user.id}", facts={"role": user.role.value})
    return user, _address_of(parts, secret)


def link(parts: Parts, address: str, *, by: str = "cli") -> str:
    """Return a new one-time link for someone on the staff. Raises NotFound for everyone else."""
    _, key = normalise(address)
    now = parts.clock()
    with parts.database.writing() as session:
        user = users.by_key(session, key)
        if user is None or user.disabled_at is not None:
            raise NotFound("Nobody on the staff has this address: `distrib users list` shows who there is.")
        secret, _ = logins.make_link(session, parts.signer, user, now=now)
        audit.record(session, at=now, by=by, verb="link", subject=f"u{user.id}")
    return _address_of(parts, secret)


def link_for_first_admin(parts: Parts, address: str) -> str:
    """Return a one-time link, good for an hour, for the admin with this address, made if there is none."""
    return hire(parts, address, name="", role=Role.ADMIN)[1]


def _address_of(parts: Parts, secret: str) -> str:
    web = parts.settings.web
    return f"{(web.public_url or f'http://{web.host}:{web.port}').rstrip('/')}/{logins.PURPOSE}/{secret}"
