"""Staff, the one-time links that let them in, and their logins."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from distrib.errors import NotFound
from distrib.model.lists import MailingList
from distrib.model.users import Login, Role, SignInLink, User


def get(session: Session, user_id: int) -> User:
    """Return the user. Raises NotFound."""
    row = session.get(User, user_id)
    if row is None:
        raise NotFound("There is no such user.")
    return row


def by_key(session: Session, key: str) -> User | None:
    """Return the user with this address key, if there is one."""
    return session.exec(select(User).where(col(User.address_key) == key)).first()


def every(session: Session) -> Sequence[User]:
    """Return all users in the order they came."""
    return session.exec(select(User).order_by(col(User.id))).all()


def count_admins(session: Session) -> int:
    """Return how many admins may sign in."""
    query = select(func.count()).select_from(User).where(col(User.role) == Role.ADMIN, col(User.disabled_at).is_(None))
    return session.exec(query).one()


def add(session: Session, *, address: str, key: str, name: str, role: Role, now: datetime) -> User:
    """Return a new user with an id."""
    row = User(address=address, address_key=key, name=name, role=role, made_at=now)
    session.add(row)
    session.flush()
    return row


def link(session: Session, secret_hash: str) -> SignInLink | None:
    """Return the one-time link of this hash, used or not."""
    return session.get(SignInLink, secret_hash)


def use_link(session: Session, secret_hash: str, now: datetime) -> User | None:
    """Burn a link and return whom it lets in; None if it is unknown, used, too old, or its user is disabled.

    The UPDATE repeats the conditions: of two presses at the same moment one burns it.
    """
    burned = session.exec(
        update(SignInLink)
        .where(
            col(SignInLink.secret_hash) == secret_hash,
            col(SignInLink.used_at).is_(None),
            col(SignInLink.expires_at) > now,
        )
        .values(used_at=now)
    )
    if burned.rowcount != 1:
        return None
    user = get(session, session.get_one(SignInLink, secret_hash).user_id)
    return None if user.disabled_at else user


def login(session: Session, secret_hash: str, now: datetime) -> tuple[Login, User] | None:
    """Return the login of this hash and its user, while both are good."""
    query = (
        select(Login, User)
        .join(User, col(User.id) == col(Login.user_id))
        .where(
            col(Login.secret_hash) == secret_hash,
            col(Login.ended_at).is_(None),
            col(Login.expires_at) > now,
            col(User.disabled_at).is_(None),
        )
    )
    return session.exec(query).first()


def end_logins(
    session: Session, *, user_id: int, now: datetime, only: str | None = None, but: str | None = None
) -> int:
    """End a user's logins (the one with the hash `only`, all `but` one) and return how many ended."""
    query = update(Login).where(col(Login.user_id) == user_id, col(Login.ended_at).is_(None)).values(ended_at=now)
    if only is not None:
        query = query.where(col(Login.secret_hash) == only)
    if but is not None:
        query = query.where(col(Login.secret_hash) != but)
    return session.exec(query).rowcount


def open_logins(session: Session, now: datetime) -> dict[int, tuple[int, datetime]]:
    """Return user id -> how many logins are good now, and when the newest began."""
    query = (
        select(Login.user_id, func.count(), func.max(col(Login.made_at)))
        .where(col(Login.ended_at).is_(None), col(Login.expires_at) > now)
        .group_by(col(Login.user_id))
    )
    return {user: (count, began) for user, count, began in session.exec(query).all()}


def any_list(session: Session) -> int | None:
    """Return a list whose sender can carry mail to the staff, if there is one."""
    return session.exec(select(MailingList.id).order_by(col(MailingList.id)).limit(1)).first()
