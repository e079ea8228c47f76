"""Who may do what where: one table to review."""

import enum
from dataclasses import dataclass

from agm.accounts.models import Duty, OfficialRole, User


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
    RUN = "run"
    """Whoever runs the election of the meeting in the address; never somebody who stands in it."""
    DOOR = "door"
    """Whoever runs it, or keeps its door."""
    SIGN = "sign"
    """Whoever runs it, or watches it as a scrutineer: they read its declaration, and put their name under it."""
    NATIONAL = "national"
    """National officers."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The unit that a request is about, None where its address names nothing of one; and the meeting, if any."""

    unit_id: int | None
    meeting_id: int | None = None


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
        Access.RUN: ANYWHERE,
        Access.DOOR: ANYWHERE,
        Access.SIGN: ANYWHERE,
        Access.NATIONAL: ANYWHERE,
    },
    OfficialRole.REGIONAL_OFFICER: {
        Access.SIGNED_IN: ANYWHERE,
        Access.SEE: OWN_REGION,
        Access.EDIT: OWN_REGION,
        Access.RUN: OWN_REGION,
        Access.DOOR: OWN_REGION,
        Access.SIGN: OWN_REGION,
        Access.NATIONAL: NOT_ALLOWED,
    },
    OfficialRole.VIEWER: {
        Access.SIGNED_IN: ANYWHERE,
        Access.SEE: OWN_REGION,
        Access.EDIT: NOT_ALLOWED,
        Access.RUN: NOT_ALLOWED,
        Access.DOOR: NOT_ALLOWED,
        Access.SIGN: NOT_ALLOWED,
        Access.NATIONAL: NOT_ALLOWED,
    },
}
"""In which relations to its unit a role allows which access. `Access.PUBLIC` needs no user and so is not asked here.
`Access.RUN`, `Access.DOOR` and `Access.SIGN` are a role's only while no returning officer is appointed."""

DUTIES: dict[Duty, frozenset[Access]] = {
    Duty.RETURNING_OFFICER: frozenset({Access.SEE, Access.RUN, Access.DOOR, Access.SIGN}),
    Duty.DEPUTY: frozenset({Access.SEE, Access.RUN, Access.DOOR, Access.SIGN}),
    Duty.SCRUTINEER: frozenset({Access.SEE, Access.SIGN}),
    Duty.TELLER: frozenset({Access.DOOR}),
    Duty.DOOR: frozenset({Access.DOOR}),
}
"""What a duty in an election allows, about its meeting alone."""
OF_ELECTIONS = frozenset({Access.RUN, Access.DOOR, Access.SIGN})


@dataclass(frozen=True, slots=True)
class Part:
    """A user's part in the election of the meeting that a request is about."""

    duties: frozenset[Duty] = frozenset()
    is_appointed: bool = False
    """Whether somebody is appointed returning officer: the unit's officers then no longer run it."""
    stands: bool = False


NO_PART = Part()


def may(user: User, level: Access, scope: Scope | None, part: Part = NO_PART) -> bool:
    """Whether a signed-in user may call a route with this access mark about this scope.

    Somebody without any role may still see what is theirs alone (`Access.SIGNED_IN`): their account.
    """
    if level is Access.SIGNED_IN:
        return True
    by_duty = frozenset[Access]().union(*(DUTIES[duty] for duty in part.duties))
    by_role = any(
        relation_of(official.unit_id, scope) in PERMISSIONS[official.role][level] for official in user.officials
    )
    if level not in OF_ELECTIONS:
        return by_role or level in by_duty
    runs = not part.stands and (Access.RUN in by_duty or (by_role and not part.is_appointed))
    if level is Access.SIGN:
        return runs or (Access.SIGN in by_duty and not part.stands)
    return runs or (level is Access.DOOR and not part.duties.isdisjoint({Duty.TELLER, Duty.DOOR}))


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
