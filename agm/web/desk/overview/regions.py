"""Every region on one page, by what has to be done: what is overdue, not public, under way, vacant, and in order."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from agm.language.en import capitalised, counted, long_date, number_word, short_date
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.meetings.queries import YEARLY
from agm.office_holders.queries import Vacancy, names_in_office, vacant_offices
from agm.organisation.models import NATIONAL_ID, Unit
from agm.organisation.queries import regions as all_regions
from agm.rules.overdue import due_by
from agm.rules.progress import StepKey
from agm.web.desk.overview.next_steps import MeetingsSoFar, NextUp, Task, meetings_so_far, next_up
from agm.web.kit.addresses import step_address

CHAIR = "chair"


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
    last: Meeting | None
    """The last AGM that was held in the years in sight."""
    last_held: PartialDate | None
    """When the last one was held, however long ago."""
    open_words: str
    open_address: str
    chair: tuple[str, ...] = ()
    has_holders: bool = False
    """Whether anybody is recorded as holding an office; if not, nobody knows whether an office is vacant."""
    unpublished: str = ""
    """Of the last AGM, what is entered, where nothing of it was ever published."""
    is_changed: bool = False
    """Whether the last AGM reads otherwise than it was published."""

    @property
    def is_waiting(self) -> bool:
        return self.state is AgmState.OVERDUE or bool(self.unpublished) or self.is_changed

    @property
    def is_in_order(self) -> bool:
        return not self.is_waiting and self.state is not AgmState.COMING

    @property
    def chair_words(self) -> str:
        """ "Jane Black is chair."; "" where nobody knows."""
        if self.chair:
            return f"{' and '.join(self.chair)} {'is chair' if len(self.chair) == 1 else 'share the chair'}."
        return "The office of chair is vacant." if self.has_holders else ""

    def overdue_words(self, today: dt.date) -> str:
        """ "67 days over. The last AGM was on 30 October 2025; no date is set."."""
        over = "" if self.due is None else f"{counted((today - self.due).days, 'day', 'days')} over. "
        if self.last_held is not None:
            when = f"{'on' if self.last_held.full else 'in'} {short_date(self.last_held)}"
            return f"{over}The last AGM was {when}; no date is set."
        opened = f" since it opened on {short_date(self.unit.opened_on)}" if self.unit.opened_on else ""
        return f"{over}No AGM was held{opened}; no date is set."

    def unpublished_words(self, today: dt.date) -> str:
        """ "The AGM was 24 days ago. Seven of eight places are filled."."""
        day = self.last.held_on.full if self.last and self.last.held_on else None
        when = f"The AGM was {counted((today - day).days, 'day', 'days')} ago. " if day else ""
        return f"{when}{self.unpublished}"

    def coming_words(self) -> str:
        """ "It is on Sunday 18 April 2027, at the Guildhall. That is 12 days later than it was due."."""
        if self.agm is None or self.agm.held_on is None:
            return ""
        place = f"; {self.agm.venue}" if self.agm.venue else ""
        words = f"{long_date(self.agm.held_on)}{place}."
        late = (self.agm.held_on.first - self.due).days if self.due else 0
        return f"{words} That is {counted(late, 'day', 'days')} later than it was due." if late > 0 else words

    @property
    def next_words(self) -> str:
        return "" if self.due is None else f"Next AGM due by {short_date(self.due)}."


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
    by_id = {unit.id: unit for unit in regions}
    sight = meetings_so_far(session, None, today)
    holders = names_in_office(session, list(by_id))
    known = {unit_id for unit_id, _key in holders}
    by_region: dict[int, list[Meeting]] = {}
    for meeting in sight.meetings:
        by_region.setdefault(meeting.unit_id, []).append(meeting)
    lines = [
        line_of(
            sight, unit, by_region.get(unit.id, []), holders.get((unit.id, CHAIR), ()), has_holders=unit.id in known
        )
        for unit in regions
    ]
    order = list(AgmState)
    lines.sort(key=lambda line: (order.index(line.state), line.due or dt.date.max))
    return Overview(heading_of(lines), lead_of(lines), tuple(lines), sight, session.get_one(Unit, NATIONAL_ID))


def vacancies(session: Session, lines: Sequence[RegionLine]) -> list[tuple[Vacancy, Unit]]:
    """The vacant offices of regions of which anybody is known in office. One statement."""
    by_id = {line.unit.id: line.unit for line in lines if line.has_holders}
    return [(one, by_id[one.unit_id]) for one in vacant_offices(session) if one.unit_id in by_id]


def vacant_words(vacant: Sequence[tuple[Vacancy, Unit]]) -> str:
    """ "Four places in three regions."."""
    places, regions = sum(one.places for one, _ in vacant), len({unit.id for _, unit in vacant})
    told = counted(places, "place", "places", in_words=True), counted(regions, "region", "regions", in_words=True)
    return capitalised(f"{' in '.join(told)}.")


def line_of(
    sight: MeetingsSoFar, unit: Unit, meetings: Sequence[Meeting], chair: tuple[str, ...], *, has_holders: bool
) -> RegionLine:
    """A region's AGM as its meetings (the latest first) show it."""
    yearly = [meeting for meeting in meetings if meeting.kind in YEARLY and meeting.held_on]
    coming = [meeting for meeting in yearly if sight.is_future(meeting)]
    last = next((meeting for meeting in yearly if not sight.is_future(meeting)), None)
    last_held = sight.last_yearly.get(unit.id)
    due = due_by(last_held, unit.opened_on)
    if coming:
        state = AgmState.COMING
    elif due is not None and due < sight.today:
        state = AgmState.OVERDUE
    else:
        state = AgmState.NONE if last is None else AgmState.HELD
    is_unpublished = last is not None and last.id not in sight.progress.published
    agm = coming[-1] if coming else last
    return RegionLine(
        unit, state, agm, due, last, last_held, *open_of(sight, unit, state, agm), chair, has_holders,
        unpublished=entered_words(sight, last) if last is not None and is_unpublished else "",
        is_changed=last is not None and last.id in sight.changed,
    )  # fmt: skip


def entered_words(sight: MeetingsSoFar, meeting: Meeting) -> str:
    """ "Seven of eight places are filled, and the announcement is a draft."."""
    seats = sight.progress.seats.get(meeting.id)
    if meeting.has_elections is False:
        return "It held no elections, and the announcement is a draft."
    if seats is None or seats.open_seats == seats.seats:
        return "No results are entered."
    entered = seats.seats - seats.open_seats
    results = f"{number_word(entered)} of {counted(seats.seats, 'place', 'places', in_words=True)}"
    if seats.open_seats == 0:
        return "The results are entered, and the announcement is a draft."
    return capitalised(f"{results} {'is' if entered == 1 else 'are'} entered, and the announcement is a draft.")


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
    """For example "Two regions wait for a word from you", or, where none does, "Nine of twelve have held their AGM"."""
    if not lines:
        return "There is no region yet"
    waiting = sum(line.is_waiting for line in lines)
    if waiting:
        return capitalised(
            f"{number_word(waiting, 12)} {'region waits' if waiting == 1 else 'regions wait'} for a word from you"
        )
    return held_words(lines)


def held_words(lines: Sequence[RegionLine]) -> str:
    held = sum(1 for line in lines if line.state is AgmState.HELD)
    if held == len(lines):
        return "Every region has held its AGM"
    if not held:
        return "No region has held its AGM"
    have = "has" if held == 1 else "have"
    return capitalised(f"{number_word(held, 12)} of {number_word(len(lines), 12)} {have} held their AGM")


def lead_of(lines: Sequence[RegionLine]) -> str:
    """For example "Nine of twelve have held their AGM. Two are overdue. One is called for 11 June 2017."."""
    late = [line for line in lines if line.state is AgmState.OVERDUE]
    coming = [line for line in lines if line.state is AgmState.COMING]
    parts = [f"{held_words(lines)}."] if any(line.is_waiting for line in lines) else []
    if late:
        parts.append(capitalised(f"{number_word(len(late), 12)} {'is' if len(late) == 1 else 'are'} overdue."))
    if len(coming) == 1 and coming[0].agm is not None:
        parts.append(f"One is called for {short_date(coming[0].agm.held_on)}.")
    elif coming:
        parts.append(capitalised(f"{number_word(len(coming), 12)} are called."))
    return " ".join(parts)
