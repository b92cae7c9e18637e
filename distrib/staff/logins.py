"""How staff come in: a one-time link by mail, then a session that can be ended. No passwords anywhere.

A link's secret is signed from (user, moment), so that the mail which carries it is composed from ids alone. That it
works once, and not for long, stands in its row, which keeps only a hash.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.users import Login, Role, SignInLink, User
from distrib.signing import Signer
from distrib.store import notices, users

PURPOSE = "enter"
GOOD_FOR = timedelta(minutes=30)
FIRST_GOOD_FOR = timedelta(hours=1)
"""Of the link that `init` and `demo` print, and of those made on the command line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A session just begun: `cookie` is shown once and kept by the browser alone."""

    user: User
    cookie: str
    expires_at: datetime


def secret_of(signer: Signer, user_id: int, made_at: datetime) -> str:
    """Return the secret of the link made for a user at that moment: the last step of `/enter/{secret}`."""
    return signer.sign(PURPOSE, user_id, _microseconds(made_at))


def make_link(
    session: Session, signer: Signer, user: User, *, now: datetime, good_for: timedelta = FIRST_GOOD_FOR
) -> tuple[str, datetime]:
    """Return the secret of a new one-time link and the moment it was made from."""
    made_at, user_id = now, user.id or 0
    while users.link(session, hashed(secret := secret_of(signer, user_id, made_at))) is not None:
        made_at += timedelta(microseconds=1)  # two links in one moment must not be one
    session.add(SignInLink(secret_hash=hashed(secret), user_id=user_id, made_at=made_at, expires_at=now + good_for))
    session.flush()
    return secret, made_at


def ask(session: Session, signer: Signer, key: str, *, now: datetime) -> bool:
    """Queue the mail with a link for the user with this address key; False, silently, when there is none.

    The composer of the mail makes the secret again with `secret_of(signer, notice.user_id, notice.made_at)`.
    """
    user = users.by_key(session, key)
    if user is None or user.disabled_at is not None:
        return False
    _, made_at = make_link(session, signer, user, now=now, good_for=GOOD_FOR)
    notices.queue(
        session,
        Notice(
            kind=NoticeKind.SIGN_IN,
            cause=f"user:{user.id}:{made_at.isoformat()}",
            user_id=user.id,
            list_id=users.any_list(session),
            made_at=made_at,
            moved_at=now,
        ),
    )
    return True


def enter(session: Session, secret: str, *, now: datetime, hours: int) -> Entry | None:
    """Burn a link and begin a session of so many hours; None when the link is not good (any more)."""
    user = users.use_link(session, hashed(secret), now)
    if user is None:
        return None
    cookie, expires_at = secrets.token_urlsafe(32), now + timedelta(hours=hours)
    session.add(
        Login(
            secret_hash=hashed(cookie),
            user_id=user.id or 0,
            csrf=secrets.token_urlsafe(24),
            made_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    return Entry(user=user, cookie=cookie, expires_at=expires_at)


def is_good(session: Session, secret: str, *, now: datetime) -> bool:
    """Tell whether a link could still let someone in; looking burns nothing."""
    row = users.link(session, hashed(secret))
    return row is not None and row.used_at is None and row.expires_at > now


def who(session: Session, cookie: str, *, now: datetime) -> tuple[Login, User] | None:
    """Return the good login behind a cookie, and its user."""
    return users.login(session, hashed(cookie), now) if cookie else None


def hire(
    session: Session, signer: Signer, *, address: str, key: str, name: str, role: Role, now: datetime
) -> tuple[User, str]:
    """Return the user of this address, made if there is none, and the secret of a link that lets them in.

    A user who is there already keeps name and role.
    """
    user = users.by_key(session, key) or users.add(session, address=address, key=key, name=name, role=role, now=now)
    secret, _ = make_link(session, signer, user, now=now)
    return user, secret


def hashed(secret: str) -> str:
    """Return what is kept of a secret of full strength: its SHA-256."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond
