"""Who acts in this request."""

from __future__ import annotations

from flask_login import current_user

from agm.accounts.models import User
from agm.audit.act import SYSTEM, Act, Actor
from agm.web.kit import clock
from agm.web.kit.extensions import db


def signed_in_user() -> User | None:
    """The user of this request, or None. Looks at the session cookie, so public pages do not ask."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  Werkzeug's way


def current_actor() -> Actor:
    """Who acts in this request: the signed-in user, or the system where nobody is signed in."""
    user = signed_in_user()
    return SYSTEM if user is None else Actor.user(user.id, user.name)


def current_act() -> Act:
    """What the user of this request does, now, in the request's transaction."""
    return Act(db.session(), current_actor(), clock.now())
