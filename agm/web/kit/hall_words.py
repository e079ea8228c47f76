"""What the door and the hall say of numbers: who is here, and what it takes to decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from agm.language.en import counted
from agm.meetings.attendance import Hall
from agm.meetings.models import Meeting
from agm.web.kit.dates import clock_time, zone

GAUGE = 386
"""How wide the bar is, in units of its own."""


@dataclass(frozen=True, slots=True)
class Gauge:
    filled: int
    mark: int | None


def gauge(hall: Hall) -> Gauge:
    """Who is here as a part of the members, with the quorum marked."""
    whole = max(hall.members, hall.presence.present, hall.needed, 1)
    mark = min(GAUGE * hall.needed // whole, GAUGE - 2) if hall.needed else None
    return Gauge(GAUGE * hall.presence.present // whole, mark)


def count_words(hall: Hall) -> str:
    """What is said behind the number of those present."""
    found = hall.presence
    if not hall.needed:
        return "here. There is no quorum in the rules."
    if found.reached_at is not None:
        return f"here. Quorum is {hall.needed}: reached at {clock_time(found.reached_at)}."
    missing = hall.needed - found.present
    lost = f"lost at {clock_time(found.lost_at)}, " if found.lost_at is not None else ""
    return f"here. Quorum is {hall.needed}: {lost}{missing} more {'is' if missing == 1 else 'are'} needed."


def hall_words(hall: Hall) -> str:
    """What the screen says under the number."""
    if not hall.needed:
        return ""
    if hall.is_quorate:
        return f"Quorum is {hall.needed}. The meeting can decide."
    missing = hall.needed - hall.presence.present
    return (
        f"Quorum is {hall.needed}. {counted(missing, 'member is', 'members are', in_words=True).capitalize()} missing."
    )


def is_late(meeting: Meeting, at: dt.datetime) -> bool:
    """Whether somebody came after the meeting began."""
    local = at.astimezone(zone())
    if meeting.starts_at is None or meeting.held_on is None or local.date() != meeting.held_on.full:
        return False
    return local.time().replace(second=0, microsecond=0) > meeting.starts_at
