"""Who may do what where: one table to review, and how the acting user is found."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any

from flask import g
from flask_login import current_user
from sqlalchemy import select

from agm.accounts.models import OfficialRole, User
from agm.audit.act import SYSTEM, Actor
from agm.organisation.models import Unit
from agm.web.kit.access import Access, AccessHooks, Scope
from agm.web.kit.extensions import db

Loader = Callable[[Any], Scope | None]


class Place(enum.StrEnum):
    """What a request is about, seen from one role of one user."""

    NOWHERE = "nowhere"
    """The address names nothing with a region."""
    OWN = "own"
    """The region that the role is for."""
    OTHER = "other"
    """Another region, or the national level."""


ANYWHERE = frozenset(Place)
OWN_REGION = frozenset({Place.OWN})
NOT_ALLOWED: frozenset[Place] = frozenset()

PERMISSIONS: dict[OfficialRole, dict[Access, frozenset[Place]]] = {
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
"""In which places a role allows which access. `Access.PUBLIC` needs no user and so is not asked here."""


MARKS_OF_FLASK_SECURITY = {
    "security.login": Access.PUBLIC,
    "security.logout": Access.PUBLIC,
    "security.forgot_password": Access.PUBLIC,
    "security.reset_password": Access.PUBLIC,
    "security.two_factor_token_validation": Access.PUBLIC,
    "security.two_factor_rescue": Access.PUBLIC,
    "security.tf_select": Access.PUBLIC,
    "security.mf_recovery": Access.PUBLIC,
    "security.wan_signin": Access.PUBLIC,
    "security.wan_signin_response": Access.PUBLIC,
    "security.verify": Access.SIGNED_IN,
    "security.change_password": Access.SIGNED_IN,
    "security.two_factor_setup": Access.SIGNED_IN,
    "security.two_factor_setup_validate": Access.SIGNED_IN,
    "security.mf_recovery_codes": Access.SIGNED_IN,
    "security.wan_register": Access.SIGNED_IN,
    "security.wan_register_response": Access.SIGNED_IN,
    "security.wan_delete": Access.SIGNED_IN,
    "security.wan_verify": Access.SIGNED_IN,
    "security.wan_verify_response": Access.SIGNED_IN,
}
"""Marks of the routes that Flask-Security brings, which we cannot decorate. The steps of a sign-in are public."""


def may(user: User, level: Access, scope: Scope | None) -> bool:
    """Whether a signed-in user may call a route with this access mark about this scope.

    Somebody without any role may still see what is theirs alone (`Access.SIGNED_IN`): their account.
    """
    if level is Access.SIGNED_IN:
        return True
    return any(place_of(official.unit_id, scope) in PERMISSIONS[official.role][level] for official in user.officials)


def may_edit(user: User, unit_id: int) -> bool:
    """Whether a user may change the records of a unit."""
    return may(user, Access.EDIT, Scope(unit_id))


def may_see(user: User, unit_id: int) -> bool:
    """Whether a user may see the drafts of a unit."""
    return may(user, Access.SEE, Scope(unit_id))


def is_national_officer(user: User) -> bool:
    """Whether a user is a national officer."""
    return any(official.role is OfficialRole.NATIONAL_OFFICER for official in user.officials)


def visible_region_ids(user: User) -> frozenset[int] | None:
    """The regions whose drafts a user may see; None means all of them, and the national level."""
    if is_national_officer(user):
        return None
    return frozenset(official.unit_id for official in user.officials)


def place_of(unit_of_role: int, scope: Scope | None) -> Place:
    """What a scope is to a role that is for this unit."""
    if scope is None:
        return Place.NOWHERE
    return Place.OWN if scope.unit_id == unit_of_role else Place.OTHER


def signed_in_user() -> User | None:
    """The user of this request, or None. Looks at the session cookie, so public pages do not ask."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  Werkzeug's way


def current_actor() -> Actor:
    """Who acts in this request: the signed-in user, or the system where nobody is signed in."""
    user = signed_in_user()
    return SYSTEM if user is None else Actor.user(user.id, user.name)


def load_region(slug: str) -> Scope | None:
    """Load the unit of an address into `g.unit`."""
    g.unit = db.session.scalar(select(Unit).where(Unit.slug == slug))
    return None if g.unit is None else Scope(g.unit.id)


def access_hooks() -> AccessHooks:
    """What `agm.web.kit.access` needs to guard every request; `agm.app` adds the loaders of later chapters."""
    return AccessHooks(
        user=signed_in_user,
        loaders={"region_slug": load_region},
        may=may,
        marks_of_others=dict(MARKS_OF_FLASK_SECURITY),
    )
