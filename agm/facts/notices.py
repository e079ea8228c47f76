"""The facts of a notice of a meeting, and of the call for nominations for it."""

import datetime as dt
from dataclasses import dataclass

from agm.facts.meeting import HeldAs


@dataclass(frozen=True, slots=True)
class OfficeToFill:
    label: str
    seats: int = 1
    plural_label: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry on a voting paper, with the statement that members may be sent."""

    name: str
    statement: str = ""


@dataclass(frozen=True, slots=True)
class StandingForOffice:
    label: str
    seats: int
    candidates: tuple[Standing, ...]
    has_vote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeFacts:
    """What members are told before a meeting. Instants are on the place's clock; what is empty is not known."""

    meeting: str
    """What it is called, with its unit: "109th JLM AGM", "North West JLM AGM"."""
    held_on: dt.date
    starts_at: dt.time
    venue: str = ""
    held_as: HeldAs | None = None
    online_link: str = ""
    """Empty: whoever wants to join online asks for it."""
    who_may_come: str = "Every member may come."
    agenda: tuple[str, ...] = ()
    offices: tuple[OfficeToFill, ...] = ()
    standing: tuple[StandingForOffice, ...] = ()
    """Who stands, once nominations are closed."""
    nominations_open: dt.datetime | None = None
    nominations_close: dt.datetime | None = None
    needs_roles: tuple[str, ...] = ()
    """Roles of which each nomination needs somebody: proposer, seconder."""
    needs_supporters: int = 0
    self_allowed: bool = False
    returning_officer: str = ""
    contact: str = ""
