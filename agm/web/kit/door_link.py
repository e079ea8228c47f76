"""Helpers at a door without an account: a link for one night lets a browser do what the door of one meeting does."""

from __future__ import annotations

from flask import g, session

from agm.accounts.permissions import Scope
from agm.audit.act import Actor
from agm.people.models import LinkPurpose, PersonalLink
from agm.web.kit import clock
from agm.web.kit.extensions import db

KEPT = "door_link"
"""What the session keeps: the number of the link, never its token."""
HELPER = "a helper at the door"


def begin(link: PersonalLink) -> None:
    """Let this browser keep the door of the link's meeting until the link runs out, or is taken back."""
    session[KEPT] = link.id


def is_kept() -> bool:
    return KEPT in session


def let_in(scope: Scope | None) -> bool:
    """Whether this browser keeps the door of this meeting; then a helper is who acts. At most one statement."""
    if not is_kept() or scope is None or scope.meeting_id is None:
        return False
    link = db.session.get(PersonalLink, session[KEPT])
    if link is None or link.purpose is not LinkPurpose.DOOR or link.meeting_id != scope.meeting_id:
        return False
    if link.revoked_at is not None or link.expires_at <= clock.now():
        return False
    g.helper = Actor(f"link:{link.id}", HELPER)
    return True
