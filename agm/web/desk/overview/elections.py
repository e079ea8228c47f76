"""Where the elections of meetings to come stand, and which notices are too short, with a fixed number of statements."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agm.meetings.models import Meeting
from agm.meetings.timetable import Timetable, coming_elections, timetables
from agm.rules.election import next_of
from agm.web.desk.overview.regions import AgmState, Overview
from agm.web.desk.words import KINDS_WITHIN


@dataclass(frozen=True, slots=True)
class ElectionLine:
    """An election under way: what comes next, what of its notice is too short without leave, and who refused that."""

    stage: str
    short: tuple[str, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class UnderWay:
    of_agm: Mapping[int, ElectionLine]
    """By region, the election of its AGM to come."""
    others: Sequence[tuple[Meeting, ElectionLine]]
    """The elections of other meetings to come, the earliest first."""


def elections_under_way(session: Session, every: Overview, now: dt.datetime, today: dt.date) -> UnderWay:
    """Where the election of each meeting to come stands. Four statements."""
    agms = {line.agm.id: line.unit.id for line in every.lines if line.state is AgmState.COMING and line.agm is not None}
    found = timetables(session, coming_elections(session, today))
    declared = every.sight.progress.declared
    told = {number: line_of(one, now, is_declared=number in declared) for number, one in found.items()}
    return UnderWay(
        {agms[number]: line for number, line in told.items() if number in agms},
        [(found[number].meeting, line) for number, line in told.items() if number not in agms],
    )


def line_of(found: Timetable, now: dt.datetime, *, is_declared: bool) -> ElectionLine:
    short = [one for one in found.breaches() if one.code == "notice_short" and not found.is_allowed(one)]
    so_far = found.so_far(KINDS_WITHIN[found.meeting.kind], is_declared=is_declared)
    return ElectionLine(
        f"{next_of(so_far, now, found.zone).words}.",
        tuple(one.words for one in short),
        refused_words(found),
    )


def refused_words(found: Timetable) -> str:
    """ "Refused by Perpetua Lisle, national officer: the hall is too small."; "" where nobody refused what is short."""
    election = found.election
    stands = [one for one in found.breaches() if found.is_answered(one) and not found.is_allowed(one)]
    if election is None or not stands:
        return ""
    return f"Refused by {election.short_notice_allowed_by}: {election.short_notice_reason}"
