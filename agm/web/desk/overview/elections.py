"""Where the elections of meetings to come stand, and which notices are too short, with a fixed number of statements."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from agm.meetings.timetable import Timetable, timetables
from agm.rules.election import next_of
from agm.web.desk.overview.regions import AgmState, RegionLine
from agm.web.desk.words import SHORT_KINDS


@dataclass(frozen=True, slots=True)
class ElectionLine:
    """An election under way: what comes next, what of its notice is too short without leave, and who refused that."""

    stage: str
    short: tuple[str, ...]
    refused: str


def elections_under_way(session: Session, lines: Sequence[RegionLine], now: dt.datetime) -> dict[int, ElectionLine]:
    """By region, the election of its meeting to come. Four statements."""
    coming = {line.agm.id: line for line in lines if line.state is AgmState.COMING and line.agm is not None}
    found = timetables(session, [line.agm for line in coming.values() if line.agm is not None])
    return {
        coming[meeting_id].unit.id: ElectionLine(
            f"{next_of(one.so_far(SHORT_KINDS[one.meeting.kind]), now, one.zone).words}.",
            tuple(
                breach.words
                for breach in one.breaches()
                if breach.code == "notice_short" and not one.is_allowed(breach)
            ),
            refused_words(one),
        )
        for meeting_id, one in found.items()
    }


def refused_words(found: Timetable) -> str:
    """ "Refused by Perpetua Lisle, national officer: the hall is too small."; "" where nobody refused what is short."""
    election = found.election
    stands = [one for one in found.breaches() if found.is_answered(one) and not found.is_allowed(one)]
    if election is None or not stands:
        return ""
    return f"Refused by {election.short_notice_allowed_by}: {election.short_notice_reason}"
