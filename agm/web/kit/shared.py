"""What pages share until an act that can change them all: the organisation and parts of the frame.

It is kept with the counter of those changes that was read before it, as public pages are (`web.public.page_cache`). A
request that was not counted, such as one of the desk, reads everything itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from markupsafe import Markup

from agm.organisation import queries as organisation_queries
from agm.organisation.models import Organisation, Unit
from agm.web.kit.extensions import db

COUNTER = "agm.public.counter"
"""In a request's environment, the counter of changes to all pages that was read before anything else of the page."""


@dataclass(slots=True)
class Shared:
    counter: int | None
    house: Organisation
    """It belongs to no session."""
    parts: dict[tuple[str, ...], Markup] = field(default_factory=dict)
    read: dict[str, Any] = field(default_factory=dict)
    """What else was read once, by a name that a module gives it."""


def shared() -> Shared:
    """What this request shares with others."""
    kept: Shared | None = g.get("shared")
    if kept is None:
        counter = request.environ.get(COUNTER)
        found: Shared | None = current_app.extensions.get("agm_shared")
        if counter is None or found is None or found.counter != counter:
            found = Shared(counter, organisation_queries.organisation(db.session()))
            if counter is not None:
                set_apart(found.house)
                current_app.extensions["agm_shared"] = found
        g.shared = kept = found
        g.time_zone = ZoneInfo(found.house.time_zone)
    return kept


def set_apart(row: Organisation | Unit) -> None:
    """Let a row outlive its session."""
    if row in db.session():
        db.session().expunge(row)


def house() -> Organisation:
    """The organisation."""
    return shared().house


def shared_part(make: Callable[..., str], name: str, *values: str) -> Markup:
    """A part of a page that depends on these values and the organisation alone."""
    kept = shared()
    key = (name, *values)
    if key not in kept.parts:
        kept.parts[key] = Markup(make(*values))  # noqa: S704  a macro of ours
    return kept.parts[key]
