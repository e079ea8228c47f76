"""Who acts in this request. `agm.app` says how to find out; this module only asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, current_app

ActorType = TypeVar("ActorType")


def init_acting(app: Flask, find: Callable[[], object]) -> None:
    """Register how the acting user (or the system, where nobody is signed in) is found."""
    app.extensions["agm_actor"] = find


def acting(kind: type[ActorType]) -> ActorType:
    """Who acts, as the kind of value that the caller works with (`acting(Actor)`)."""
    found = current_app.extensions["agm_actor"]()
    if not isinstance(found, kind):
        raise TypeError(f"the actor hook gave {type(found).__name__}, not {kind.__name__}")
    return found
