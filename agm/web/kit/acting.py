"""Who acts in this request. `agm.app` says how to find out; this module only asks."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, current_app

from agm.audit.act import Act, Actor
from agm.web.kit import clock
from agm.web.kit.extensions import db


def init_acting(app: Flask, find: Callable[[], Actor]) -> None:
    """Register how the acting user (or the system, where nobody is signed in) is found."""
    app.extensions["agm_actor"] = find


def current_actor() -> Actor:
    """The signed-in user, or the system."""
    actor: Actor = current_app.extensions["agm_actor"]()
    return actor


def current_act() -> Act:
    """What the user of this request does, now, in the request's transaction."""
    return Act(db.session(), current_actor(), clock.now())
