"""Who may call a route. Every view declares it; a route without a declaration stops the start.

This module knows no business: `agm.app` registers how the acting user is found, how the scope of a request (a region)
is loaded from the address, and what a user may do in it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from agm.web.kit.resubmit_form import ResubmitReason, can_be_resubmitted, resubmit_page

View = TypeVar("View", bound=Callable[..., Any])


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


SCOPED = {Access.SEE, Access.EDIT}


@dataclass(frozen=True, slots=True)
class Scope:
    """The region that a request is about; None is the national level."""

    unit_id: int | None


class AccessError(RuntimeError):
    """Routes were registered without a usable access mark; the message lists them."""


@dataclass(slots=True)
class AccessHooks:
    """What `agm.app` fills in: how to know who acts, what a request is about, and what is allowed."""

    user: Callable[[], Any | None] = field(default=lambda: None)
    """The signed-in user, or None."""
    loaders: dict[str, Callable[[Any], Scope | None]] = field(default_factory=dict)
    """By name of the address's variable: load what it names (kept in `g` by the loader), and tell its scope; None when
    there is no such thing."""
    may: Callable[[Any, Access, Scope | None], bool] = field(default=lambda _user, _access, _scope: False)
    sign_in_endpoint: str = "security.login"
    marks_of_others: dict[str, Access] = field(default_factory=dict)
    """Marks for endpoints of libraries, whose views we cannot decorate."""


def access(level: Access) -> Callable[[View], View]:
    """Declare who may call a view."""

    def mark(view: View) -> View:
        view.access_mark = level  # type: ignore[attr-defined]  # functions take attributes
        return view

    return mark


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The declared access of an endpoint, or None."""
    hooks: AccessHooks = app.extensions["agm_access"]
    if endpoint in hooks.marks_of_others:
        return hooks.marks_of_others[endpoint]
    mark = getattr(app.view_functions[endpoint], "access_mark", None)
    return mark if isinstance(mark, Access) else None


def init_access(app: Flask, hooks: AccessHooks) -> None:
    """Guard every request of the application by its route's mark."""
    app.extensions["agm_access"] = hooks
    hooks.marks_of_others.setdefault("static", Access.PUBLIC)
    app.before_request(guard)


def check_access_marks(app: Flask) -> None:
    """Raise AccessError unless every route has a mark, and every scoped one an address that tells the scope."""
    hooks: AccessHooks = app.extensions["agm_access"]
    problems = []
    for rule in app.url_map.iter_rules():
        level = access_of(app, rule.endpoint)
        if level is None:
            problems.append(f"{rule.rule} ({rule.endpoint}) declares no access")
        elif level in SCOPED and not any(name in hooks.loaders for name in rule.arguments):
            problems.append(f"{rule.rule} ({rule.endpoint}) is {level} but its address names nothing with a region")
    if problems:
        raise AccessError("\n".join(sorted(problems)))


def guard() -> Response | None:
    """Let the request through, send the caller to the sign-in, or refuse with 403 or 404.

    A form that is sent when the sign-in has ended is given back with all that was typed.
    """
    if request.endpoint is None:
        return None
    hooks: AccessHooks = current_app.extensions["agm_access"]
    level = access_of(current_app, request.endpoint)
    if level is None:
        abort(403)
    if level is Access.PUBLIC:
        return None
    user = hooks.user()
    if user is None and can_be_resubmitted():
        return resubmit_page(ResubmitReason.SIGNED_OUT)
    if user is None:
        wanted = request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else None
        return redirect(url_for(hooks.sign_in_endpoint, next=wanted))
    scope = load_scope(hooks)
    if not hooks.may(user, level, scope):
        abort(403)
    return None


def is_signed_in() -> bool:
    """Whether somebody is signed in. Looks at the session cookie, so public pages do not ask."""
    hooks: AccessHooks = current_app.extensions["agm_access"]
    return hooks.user() is not None


def load_scope(hooks: AccessHooks) -> Scope | None:
    """Load what the address names; 404 when it names nothing that exists. The last loaded one is the scope."""
    scope: Scope | None = None
    for name, value in (request.view_args or {}).items():
        if name in hooks.loaders:
            scope = hooks.loaders[name](value)
            if scope is None:
                abort(404)
    g.scope = scope
    return scope
