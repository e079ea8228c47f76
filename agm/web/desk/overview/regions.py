"""Every region on one page: whether its AGM was held, who chairs it, what is open."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from agm.language.en import capitalised, number_word, short_date
from agm.meetings.models import Meeting
from agm.meetings.queries import YEARLY
from agm.office_holders.queries import names_in_office
from agm.organisation.models import NATIONAL_ID, Unit
from agm.organisation.queries import regions as all_regions
from agm.rules.overdue import due_by
from agm.rules.progress import StepKey
from agm.web.desk.overview.next_steps import MeetingsSoFar, NextUp, Task, meetings_so_far, next_up
from agm.web.kit.addresses import step_address

CHAIR, SECRETARY = "chair", "secretary"


class AgmState(enum.StrEnum):
    """Whether a region held its AGM; in the order in which the page lists them."""

    OVERDUE = "overdue"
    COMING = "coming"
    HELD = "held"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RegionLine:
    """One region on the page. `open_words` says what is open; `open_address` leads there."""

    unit: Unit
    state: AgmState
    agm: Meeting | None
    due: dt.date | None
    open_words: str
    open_address: str
    chair: tuple[str, ...] = ()
    secretary: tuple[str, ...] = ()
    has_holders: bool = False
    """Whether anybody is recorded as holding an office; if not, nobody knows whether an office is vacant."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The page: a heading, a sentence, and the regions. `national` are the whole organisation's own meetings."""

    heading: str
    lead: str
    lines: tuple[RegionLine, ...]
    sight: MeetingsSoFar
    national: Unit

    def tasks(self) -> NextUp:
        """The same for a national officer's desk: every region at a glance, then what is open, place by place."""
        national = next_up(self.sight, [self.national])
        first = Task(self.heading, self.lead, "See every region", url_for("desk.overview"), "Every region")
        waiting = [
            Task(line.open_words, "", "", line.open_address, line.unit.name) for line in self.lines if line.open_words
        ]
        return NextUp((first, *national.tasks, *waiting) if self.lines else national.tasks, (), "")


def overview(session: Session, today: dt.date) -> Overview:
    """Every region that is open. Eleven statements, however many regions there are."""
    regions = [unit for unit in all_regions(session) if unit.closed_on is None or unit.closed_on > today]
    sight = meetings_so_far(session, None, today)
    unit_ids = [unit.id for unit in regions]
    holders = names_in_office(session, unit_ids)
    known = {unit_id for unit_id, _key in holders}
    by_region: dict[int, list[Meeting]] = {}
    for meeting in sight.meetings:
        by_region.setdefault(meeting.unit_id, []).append(meeting)
    lines = [
        RegionLine(
            unit,
            *agm_of(sight, unit, by_region.get(unit.id, [])),
            chair=holders.get((unit.id, CHAIR), ()),
            secretary=holders.get((unit.id, SECRETARY), ()),
            has_holders=unit.id in known,
        )
        for unit in regions
    ]
    order = list(AgmState)
    lines.sort(key=lambda line: order.index(line.state))
    return Overview(heading_of(lines), lead_of(lines), tuple(lines), sight, session.get_one(Unit, NATIONAL_ID))


def agm_of(
    sight: MeetingsSoFar, unit: Unit, meetings: Sequence[Meeting]
) -> tuple[AgmState, Meeting | None, dt.date | None, str, str]:
    """A region's AGM as its meetings (the latest first) show it: state, meeting, when due, what is open and where."""
    yearly = [meeting for meeting in meetings if meeting.kind in YEARLY and meeting.held_on]
    coming = [meeting for meeting in yearly if sight.is_future(meeting)]
    held = [meeting for meeting in yearly if not sight.is_future(meeting)]
    due = due_by(sight.last_yearly.get(unit.id), unit.opened_on)
    is_late = due is not None and due < sight.today
    agm = coming[-1] if coming else held[0] if held else None
    if coming:
        state = AgmState.COMING
    elif is_late:
        state = AgmState.OVERDUE
    else:
        state = AgmState.HELD if held else AgmState.NONE
    return state, agm, due, *open_of(sight, unit, state, agm)


def open_of(sight: MeetingsSoFar, unit: Unit, state: AgmState, agm: Meeting | None) -> tuple[str, str]:
    """What is open in a region, and where it is done."""
    if state in {AgmState.OVERDUE, AgmState.NONE}:
        return "No date set", url_for("meetings.new_meeting", region_slug=unit.slug)
    if agm is None:
        return "", ""
    if state is AgmState.HELD and agm.id not in sight.progress.published:
        return "Results not published", url_for("desk.meeting", meeting_id=agm.id)
    if agm.id in sight.changed:
        return "Changed since it was published", step_address(agm.id, StepKey.PUBLISH)
    seats = sight.progress.seats.get(agm.id)
    if seats is not None and seats.vacant_offices:
        return f"{' and '.join(seats.vacant_offices)} vacant", step_address(agm.id, StepKey.RESULTS)
    return "", ""


def heading_of(lines: Sequence[RegionLine]) -> str:
    """For example "Nine of twelve have held their AGM"."""
    if not lines:
        return "There is no region yet"
    held = sum(1 for line in lines if line.state is AgmState.HELD)
    if held == len(lines):
        return "Every region has held its AGM"
    have = "has" if held == 1 else "have"
    return capitalised(f"{number_word(held, 12)} of {number_word(len(lines), 12)} {have} held their AGM").replace(
        "No of", "None of"
    )


def lead_of(lines: Sequence[RegionLine]) -> str:
    """For example "Two are overdue. One is called for 11 June 2017."."""
    late = [line for line in lines if line.state is AgmState.OVERDUE]
    coming = [line for line in lines if line.state is AgmState.COMING]
    parts: list[str] = []
    if late:
        parts.append(capitalised(f"{number_word(len(late), 12)} {'is' if len(late) == 1 else 'are'} overdue."))
    if len(coming) == 1 and coming[0].agm is not None:
        parts.append(f"One is called for {short_date(coming[0].agm.held_on)}.")
    elif coming:
        parts.append(capitalised(f"{number_word(len(coming), 12)} are called."))
    return " ".join(parts)
