"""What each role may do. Routes name a permission, never a role."""

from collections.abc import Mapping
from enum import StrEnum

from distrib.errors import NotAllowed
from distrib.model.users import Role, User


class Permission(StrEnum):
    """One thing that someone on the staff may or may not do."""

    LOOK = "look"  #: see editions, lists, sources, counts
    READ_PEOPLE = "read_people"  #: see who reads: names and addresses
    EDIT = "edit"  #: picks, sections, posts
    APPROVE = "approve"  #: editions and posts
    SEND = "send"  #: start an edition now
    READ_OUTBOX = "read_outbox"  #: open mails as they would have arrived
    MANAGE = "manage"  #: staff


P = Permission
GRANTS: Mapping[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission),
    Role.EDITOR: frozenset({P.LOOK, P.READ_PEOPLE, P.EDIT, P.APPROVE, P.SEND, P.READ_OUTBOX}),
    Role.ANALYST: frozenset({P.LOOK}),
}


def may(user: User, permission: Permission) -> bool:
    """Tell whether the user's role grants it."""
    return permission in GRANTS[user.role]


def require(user: User, permission: Permission) -> None:
    """Raise NotAllowed, saying who can, unless the user may."""
    if not may(user, permission):
        who = " or ".join(role.value for role in Role if permission in GRANTS[role])
        raise NotAllowed(f"This needs an {who}; you are signed in as {user.role.value}.")
