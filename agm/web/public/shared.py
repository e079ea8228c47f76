"""What public pages share until an act that can change them all: the organisation, its units and the words of their
names, parts of the frame.

It is kept with the counter of those changes that was read before it, as pages are (`page_cache`). A request that was
not counted, such as one of the desk, reads everything itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from flask import current_app, g, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from agm.organisation import queries as organisation_queries
from agm.organisation.models import Organisation, Unit
from agm.web.kit.extensions import db
from agm.web.public.page_cache import COUNTER
from agm.web.public.queries.search import WordsOfRegions, read_words_of_regions
from agm.web.public.queries.units import unit_at


def session() -> Session:
    return db.session()


@dataclass(slots=True)
class Shared:
    counter: int | None
    house: Organisation
    units: dict[str, Unit] = field(default_factory=dict)
    """By slug, those asked for so far. Like the organisation they belong to no session."""
    parts: dict[tuple[str, ...], Markup] = field(default_factory=dict)
    words_of_regions: WordsOfRegions | None = None


def shared() -> Shared:
    """What this request shares with others."""
    if "shared" not in g:
        counter = request.environ.get(COUNTER)
        found: Shared | None = current_app.extensions.get("agm_shared")
        if counter is None or found is None or found.counter != counter:
            found = Shared(counter, organisation_queries.organisation(session()))
            if counter is not None:
                set_apart(found.house)
                current_app.extensions["agm_shared"] = found
        g.shared = found
        g.time_zone = ZoneInfo(found.house.time_zone)
    kept: Shared = g.shared
    return kept


def set_apart(row: Organisation | Unit) -> None:
    """Let a row outlive its session."""
    if row in session():
        session().expunge(row)


def house() -> Organisation:
    """The organisation."""
    return shared().house


def unit_of(slug: str) -> Unit | None:
    """The unit with this address; at most one statement."""
    kept = shared()
    found = kept.units.get(slug) or unit_at(session(), slug)
    if found is not None and kept.counter is not None and slug not in kept.units:
        set_apart(found)
        kept.units[slug] = found
    return found


def words_of_regions() -> WordsOfRegions:
    """The words of the regions' names; at most one statement."""
    kept = shared()
    if kept.words_of_regions is None:
        kept.words_of_regions = read_words_of_regions(session())
    return kept.words_of_regions


def shared_part(make: Callable[..., str], name: str, *values: str) -> Markup:
    """A part of a page that depends on these values and the organisation alone."""
    kept = shared()
    key = (name, *values)
    if key not in kept.parts:
        kept.parts[key] = Markup(make(*values))  # noqa: S704  a macro of ours
    return kept.parts[key]
