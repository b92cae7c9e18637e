from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from distrib.errors import NotAllowed
from distrib.model.deliveries import Notice
from distrib.model.users import Role, SignInLink, User
from distrib.signing import Signer
from distrib.staff import logins
from distrib.staff.permissions import GRANTS, Permission, may, require
from distrib.store import users
from distrib.store.engine import Database
from tests import factories


def test_a_link_lets_in_once(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        user = factories.a_user(session)
        secret, _ = logins.make_link(session, signer, user, now=now)

        assert logins.is_good(session, secret, now=now)
        entry = logins.enter(session, secret, now=now, hours=12)
        assert entry is not None
        assert entry.expires_at == now + timedelta(hours=12)
        assert logins.enter(session, secret, now=now, hours=12) is None
        assert not logins.is_good(session, secret, now=now)
        found = logins.who(session, entry.cookie, now=now)
        assert found is not None
        assert found[1] == user
        assert logins.who(session, entry.cookie, now=now + timedelta(hours=12)) is None
        assert logins.who(session, "", now=now) is None


def test_the_mail_can_make_the_secret_again_from_ids(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        user = factories.a_user(session, address="a@paper.example")
        assert logins.ask(session, signer, "a@paper.example", now=now)
        notice = session.exec(select(Notice)).one()
        secret = logins.secret_of(signer, notice.user_id or 0, notice.made_at)
        entry = logins.enter(session, secret, now=now, hours=12)
        assert entry is not None
        assert entry.user.id == user.id


def test_two_links_of_one_moment_are_two(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        user = factories.a_user(session, address="a@paper.example")
        first, _ = logins.make_link(session, signer, user, now=now)
        second, made_at = logins.make_link(session, signer, user, now=now)
        assert first != second
        assert logins.secret_of(signer, user.id or 0, made_at) == second
        assert logins.ask(session, signer, "a@paper.example", now=now)
        assert len(session.exec(select(SignInLink)).all()) == 3


def test_nobody_else_gets_a_link(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        user = factories.a_user(session, address="gone@paper.example", disabled_at=now)
        assert not logins.ask(session, signer, "gone@paper.example", now=now)
        assert not logins.ask(session, signer, "reader@inbox.example", now=now)
        secret, _ = logins.make_link(session, signer, user, now=now)
        assert logins.enter(session, secret, now=now, hours=12) is None
        assert logins.enter(session, "rubbish", now=now, hours=12) is None
        assert session.exec(select(Notice)).all() == []


def test_hiring_twice_keeps_the_user_and_gives_another_link(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        given = {"address": "A@paper.example", "key": "a@paper.example", "now": now}
        first, one = logins.hire(session, signer, name="Asha", role=Role.ADMIN, **given)
        second, two = logins.hire(session, signer, name="Other", role=Role.ANALYST, **given)
        assert (first.id, second.name, second.role) == (second.id, "Asha", Role.ADMIN)
        assert one != two
        assert users.count_admins(session) == 1
        assert [user.id for user in users.every(session)] == [first.id]


def test_sessions_are_counted_and_ended(database: Database, signer: Signer, now: datetime) -> None:
    with database.writing() as session:
        user: User = factories.a_user(session)
        cookies = []
        for _ in range(3):
            secret, _ = logins.make_link(session, signer, user, now=now)
            entry = logins.enter(session, secret, now=now, hours=12)
            assert entry is not None
            cookies.append(entry.cookie)
        session.flush()
        assert users.open_logins(session, now) == {user.id: (3, now)}
        assert users.end_logins(session, user_id=user.id or 0, now=now, only=logins.hashed(cookies[0])) == 1
        assert users.end_logins(session, user_id=user.id or 0, now=now, but=logins.hashed(cookies[1])) == 1
        assert users.end_logins(session, user_id=user.id or 0, now=now) == 1
        assert users.open_logins(session, now) == {}


@pytest.mark.parametrize("role", Role)
def test_a_role_may_what_it_is_granted_and_the_refusal_says_who_can(role: Role) -> None:
    user = User(address="a@x.example", address_key="a@x.example", name="A", role=role, made_at=factories.NOON)
    for permission in Permission:
        assert may(user, permission) is (permission in GRANTS[role])
        if may(user, permission):
            require(user, permission)
        else:
            with pytest.raises(NotAllowed, match=f"needs an admin.*signed in as {role.value}"):
                require(user, permission)
