"""Who may do what where: one table to review."""

import enum
from dataclasses import dataclass

from agm.accounts.models import OfficialRole, User


class Access(enum.StrEnum):
    """What a route asks of the person who calls it."""

    PUBLIC = "public"
    """Anybody; no account, no cookie."""
    SIGNED_IN = "signed_in"
    """Any user who is signed in; the view itself shows only what belongs to them."""
    SEE = "see"
    """Whoever may see the drafts of the region in the address."""
    EDIT = "edit"
    """Whoever may change the records of the region in the address."""
    NATIONAL = "national"
    """National officers."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The unit that a request is about; None where its address names nothing of one."""

    unit_id: int | None


class ScopeRelation(enum.StrEnum):
    """What a request is about, seen from one role of one user."""

    NOWHERE = "nowhere"
    """The address names nothing with a region."""
    OWN = "own"
    """The region that the role is for."""
    OTHER = "other"
    """Another region, or the national level."""


ANYWHERE = frozenset(ScopeRelation)
OWN_REGION = frozenset({ScopeRelation.OWN})
NOT_ALLOWED: frozenset[ScopeRelation] = frozenset()

PERMISSIONS: dict[OfficialRole, dict[Access, frozenset[ScopeRelation]]] = {
    OfficialRole.NATIONAL_OFFICER: {
        Access.SIGNED_IN: ANYWHERE,
        Access.SEE: ANYWHERE,
        Access.EDIT: ANYWHERE,
        Access.NATIONAL: ANYWHERE,
    },
    OfficialRole.REGIONAL_OFFICER: {
        Access.SIGNED_IN: ANYWHERE,
        Access.SEE: OWN_REGION,
        Access.EDIT: OWN_REGION,
        Access.NATIONAL: NOT_ALLOWED,
    },
    OfficialRole.VIEWER: {
        Access.SIGNED_IN: ANYWHERE,
        Access.SEE: OWN_REGION,
        Access.EDIT: NOT_ALLOWED,
        Access.NATIONAL: NOT_ALLOWED,
    },
}
"""In which relations to its unit a role allows which access. `Access.PUBLIC` needs no user and so is not asked here."""


def may(user: User, level: Access, scope: Scope | None) -> bool:
    """Whether a signed-in user may call a route with this access mark about this scope.

    Somebody without any role may still see what is theirs alone (`Access.SIGNED_IN`): their account.
    """
    if level is Access.SIGNED_IN:
        return True
    return any(relation_of(official.unit_id, scope) in PERMISSIONS[official.role][level] for official in user.officials)


def may_edit(user: User, unit_id: int) -> bool:
    return may(user, Access.EDIT, Scope(unit_id))


def needs_second_step(user: User) -> bool:
    """Whether a password alone is too little: for whoever may change records somewhere, and so run an election."""
    return any(PERMISSIONS[official.role][Access.EDIT] for official in user.officials)


def is_national_officer(user: User) -> bool:
    return any(official.role is OfficialRole.NATIONAL_OFFICER for official in user.officials)


def visible_unit_ids(user: User) -> frozenset[int] | None:
    """The regions whose drafts a user may see; None means all of them, and the national level."""
    if is_national_officer(user):
        return None
    return frozenset(official.unit_id for official in user.officials)


def relation_of(unit_of_role: int, scope: Scope | None) -> ScopeRelation:
    if scope is None:
        return ScopeRelation.NOWHERE
    return ScopeRelation.OWN if scope.unit_id == unit_of_role else ScopeRelation.OTHER
