"""Who calls, and who may call a route. Every view declares it; a route without a declaration stops the start.

The guard loads what an address names (`region_slug`, `meeting_id` ...) into `g` and takes it from the view's arguments.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from agm.accounts.models import Duty, ElectionDuty, User
from agm.accounts.permissions import NO_PART, OF_ELECTIONS, Access, Part, Scope, may
from agm.accounts.queries import duties_of
from agm.audit.act import SYSTEM, Act, Actor
from agm.nominations.who_stands import stands
from agm.organisation.models import Unit
from agm.web.kit import clock, door_link
from agm.web.kit.extensions import db
from agm.web.kit.resubmit_form import ResubmitReason, can_be_resubmitted, resubmit_page

__all__ = ["Access", "Scope"]

View = TypeVar("View", bound=Callable[..., Any])
Loader = Callable[[Any], Scope | None]
"""Loads what a variable of an address names into `g`, and gives its scope; None when there is no such thing."""

LOGGED = {403, 413, 429}
"""What is refused to somebody who tries what no page offers, or too much, or too often."""
SCOPED = {Access.SEE, Access.EDIT, *OF_ELECTIONS}


def signed_in_user() -> User | None:
    """The user of this request, or None. Looks at the session cookie, so public pages do not ask."""
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001  Werkzeug's way


def current_act() -> Act:
    """What the user of this request (a helper at the door, or the system) does, now, in its transaction."""
    user = signed_in_user()
    actor = g.get("helper", SYSTEM) if user is None else Actor.user(user.id, user.name)
    return Act(db.session(), actor, clock.now())


class AccessError(RuntimeError):
    """Routes were registered without a usable access mark; the message lists them."""


def access(level: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access_mark = level  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    marks_of_libraries: Mapping[str, Access] = app.extensions["agm_access_marks"]
    if endpoint in marks_of_libraries:
        return marks_of_libraries[endpoint]
    mark = getattr(app.view_functions[endpoint], "access_mark", None)
    return mark if isinstance(mark, Access) else None


def init_access(app: Flask, loaders: Mapping[str, Loader], marks_of_libraries: Mapping[str, Access]) -> None:
    app.extensions["agm_loaders"] = {"region_slug": load_unit, **loaders}
    app.extensions["agm_access_marks"] = {"static": Access.PUBLIC, **marks_of_libraries}
    app.before_request(guard)
    app.after_request(log_refusal)


def check_access_marks(app: Flask) -> None:
    """Raise AccessError unless every route has a mark, and every scoped one an address that tells the scope."""
    loaders: Mapping[str, Loader] = app.extensions["agm_loaders"]
    problems = []
    for rule in app.url_map.iter_rules():
        level = access_of(app, rule.endpoint)
        if level is None:
            problems.append(f"{rule.rule} ({rule.endpoint}) declares no access")
        elif level in SCOPED and rule.arguments.isdisjoint({"meeting_id"} if level in OF_ELECTIONS else loaders):
            problems.append(f"{rule.rule} ({rule.endpoint}) is {level} but its address names nothing with a region")
    if problems:
        raise AccessError("\n".join(sorted(problems)))


def guard() -> Response | None:
    """Let the request through, send the caller to the sign-in, or refuse with 403 or 404.

    A form that is sent when the sign-in has ended is given back with all that was typed.
    """
    if request.endpoint is None:
        return None
    level = access_of(current_app, request.endpoint)
    if level is None:
        abort(403)
    if level is Access.PUBLIC:
        return None
    user = signed_in_user()
    if user is None and level is Access.DOOR and door_link.is_kept() and door_link.let_in(load_scope()):
        return None
    if user is None and can_be_resubmitted():
        return resubmit_page(ResubmitReason.SIGNED_OUT)
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
        return redirect(url_for("security.login", next=wanted))
    g.caller_id = user.id
    scope = load_scope()
    if not may_here(user, level, scope) and not (level is Access.DOOR and door_link.let_in(scope)):
        if level in OF_ELECTIONS and may_here(user, Access.SEE, scope):
            raise OfElectionError
        abort(403)
    return None


class OfElectionError(Forbidden):
    """Somebody who may see a meeting does what belongs to whoever runs its election."""


def may_here(user: User, level: Access, scope: Scope | None) -> bool:
    """Whether a user may do this. Who runs an election is looked up only where the answer hangs on it."""
    if level not in OF_ELECTIONS and may(user, level, scope):
        return True
    return may(user, level, scope, part_of(user, scope))


def may_run() -> bool:
    """Whether the user of this request runs the election of the meeting in the address."""
    user = signed_in_user()
    return user is not None and may_here(user, Access.RUN, g.scope)


def part_of(user: User, scope: Scope | None) -> Part:
    """The user's part in the election of a meeting, looked up once for each request."""
    if scope is None or scope.meeting_id is None:
        return NO_PART
    kept: dict[int, Part] = g.setdefault("parts", {})
    if scope.meeting_id not in kept:
        duties = duties_here(scope.meeting_id)
        kept[scope.meeting_id] = Part(
            duties=frozenset(one.duty for one in duties if one.user_id == user.id),
            is_appointed=any(one.duty is Duty.RETURNING_OFFICER for one in duties),
            stands=user.person_id is not None and stands(db.session(), scope.meeting_id, user.person_id),
        )
    return kept[scope.meeting_id]


def duties_here(meeting_id: int) -> list[ElectionDuty]:
    """Who runs the election of a meeting, looked up once for each request."""
    kept: dict[int, list[ElectionDuty]] = g.setdefault("duties", {})
    if meeting_id not in kept:
        kept[meeting_id] = duties_of(db.session(), meeting_id)
    return kept[meeting_id]


def log_refusal(response: Response) -> Response:
    """Write into the server's log who was refused what, by number and route: no name, no text."""
    if response.status_code in LOGGED or "form_token_refused" in g:
        scope = g.get("scope")
        current_app.logger.warning(
            "refused with %s: user %s, %s %s, unit %s",
            "a wrong form token" if "form_token_refused" in g else response.status_code,
            g.get("caller_id"), request.method, request.url_rule, scope and scope.unit_id,
        )  # fmt: skip
    return response


def load_unit(slug: str) -> Scope | None:
    """Load the unit of an address into `g.unit`."""
    g.unit = db.session.scalar(select(Unit).where(Unit.slug == slug))
    return None if g.unit is None else Scope(g.unit.id)


def load_scope() -> Scope | None:
    """Load what the address names; 404 when it names nothing that exists. The last loaded one is the scope."""
    loaders: Mapping[str, Loader] = current_app.extensions["agm_loaders"]
    scope: Scope | None = None
    arguments = request.view_args or {}
    for name in [name for name in arguments if name in loaders]:
        scope = loaders[name](arguments.pop(name))
        if scope is None:
            abort(404)
    g.scope = scope
    return scope
