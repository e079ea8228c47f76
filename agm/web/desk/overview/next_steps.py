"""What is next for a region: one thing to do, what else waits, what comes after, what is done."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flask import url_for
from sqlalchemy.orm import Session

from agm.accounts.models import ElectionDuty
from agm.announcements.drafts import has_changed
from agm.announcements.models import RevisionAct
from agm.language.en import long_date, short_date
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting
from agm.meetings.queries import last_yearly_meetings, meetings_of_regions
from agm.meetings.timetable import so_far_of
from agm.organisation.models import Unit
from agm.organisation.queries import house_style_of, organisation
from agm.rules.election import next_of
from agm.rules.overdue import due_by
from agm.rules.progress import RecordSoFar, StepKey, next_step, steps
from agm.web.desk.overview.queries import Progress, progress, styles_as_published
from agm.web.desk.words import KINDS_WITHIN, SHORT_KINDS
from agm.web.desk.workspace import draft_of
from agm.web.kit import clock
from agm.web.kit.addresses import step_address
from agm.web.kit.dates import clock_time, day_and_time, zone

YEARS_IN_SIGHT = 2
"""How many years back a national officer sees at once."""
MOST_COMPARED = 3
"""Published meetings whose text is composed anew, to see whether it still reads as it was published."""
MOST_OPEN = 40
"""Open meetings of which the page tells; the oldest drafts of a long archive do not push out the present."""


@dataclass(frozen=True, slots=True)
class Task:
    heading: str
    lead: str
    button: str
    address: str
    place: str
    is_urgent: bool = False

    @property
    def waiting(self) -> str:
        """The heading as a line in a list of several places: "Wales: who came to speak?"."""
        if self.heading.startswith(self.place):
            return self.heading
        return f"{self.place}: {self.heading[:1].lower()}{self.heading[1:]}"


@dataclass(frozen=True, slots=True)
class Coming:
    when: str
    what: str
    address: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class NextUp:
    tasks: tuple[Task, ...]
    coming: tuple[Coming, ...]
    done: str
    is_newcomer: bool = False
    welcome: str = ""
    """What a newcomer is told where there were meetings before them."""


@dataclass(frozen=True, slots=True)
class MeetingsSoFar:
    """What the meetings of some regions are at, and the day from which it is seen."""

    today: dt.date
    meetings: Sequence[Meeting]
    progress: Progress
    last_yearly: dict[int, PartialDate]
    """When each region last held its AGM."""
    changed: frozenset[int] = frozenset()
    """Published meetings whose record would read otherwise today."""

    def of(self, unit_id: int) -> list[Meeting]:
        """A region's meetings, the latest first."""
        return [meeting for meeting in self.meetings if meeting.unit_id == unit_id]

    def record(self, meeting: Meeting) -> RecordSoFar:
        publication = self.progress.published.get(meeting.id)
        when = None if publication is None else day_and_time(publication.at)
        return self.progress.of(meeting, when, is_changed_since=meeting.id in self.changed)

    def is_open(self, meeting: Meeting) -> bool:
        publication = self.progress.published.get(meeting.id)
        return publication is None or (
            publication.act is not RevisionAct.RETRACTED and not self.record(meeting).held_on
        )

    def is_future(self, meeting: Meeting) -> bool:
        day = meeting.held_on.full if meeting.held_on else None
        return day is not None and day > self.today


def meetings_so_far(session: Session, unit_ids: Collection[int] | None, today: dt.date) -> MeetingsSoFar:
    """What the meetings of these regions are at; of all (None) only those of the last years.

    Nine statements; and those of a preview for each of the few published meetings that may read otherwise.
    """
    since_year = today.year - YEARS_IN_SIGHT if unit_ids is None else None
    meetings = meetings_of_regions(session, unit_ids, since_year=since_year)
    last = last_yearly_meetings(session, unit_ids, today)
    so_far = progress(session, [meeting.id for meeting in meetings])
    return MeetingsSoFar(today, meetings, so_far, last, changed_since(session, meetings, so_far))


def changed_since(session: Session, meetings: Sequence[Meeting], so_far: Progress) -> frozenset[int]:
    """Published meetings that would read otherwise today, among the latest few that were saved since or whose house
    style was changed."""
    public = [meeting for meeting in meetings if so_far.is_public(meeting.id)]
    saved = [meeting for meeting in public if so_far.is_saved_since(meeting.id)][:MOST_COMPARED]
    latest = [meeting for meeting in public if meeting not in saved][: MOST_COMPARED - len(saved)]
    styles = styles_as_published(session, [meeting.id for meeting in latest])
    ours = organisation(session)
    restyled = [meeting for meeting in latest if styles.get(meeting.id) != house_style_of(ours, meeting.unit)]
    drafts = ((meeting.id, draft_of(meeting)[0]) for meeting in (*saved, *restyled))
    return frozenset(key for key, draft in drafts if draft is None or has_changed(draft.announcement, draft))


def next_up(
    sight: MeetingsSoFar, regions: Sequence[Unit], only_seen: Collection[int] = (), *, is_new: bool = False
) -> NextUp:
    """What is next, over these units: urgent things first.

    `only_seen` are the ids of regions whose drafts may be looked at and not changed. `is_new` says that the user has
    not done anything here yet.
    """
    tasks: list[Task] = []
    coming: list[Coming] = []
    for unit in regions:
        meetings = sight.of(unit.id)
        open_meetings = [meeting for meeting in meetings if sight.is_open(meeting)][:MOST_OPEN]
        may_only_look = unit.id in only_seen
        tasks += [(seen_task if may_only_look else task_of)(sight, meeting) for meeting in open_meetings]
        for meeting in open_meetings:
            coming += coming_of(sight, meeting, may_only_look=may_only_look)
        changed = (
            []
            if may_only_look
            else [changed_task(sight, meeting) for meeting in meetings if meeting.id in sight.changed]
        )
        tasks += changed
        if not (open_meetings or unit.is_national or may_only_look):
            begin = begin_task(sight, unit, meetings)
            tasks += [begin] if begin.is_urgent or not changed else []
    tasks.sort(key=lambda task: not task.is_urgent)
    first_region = next((unit for unit in regions if not unit.is_national), None)
    is_first = first_region is not None and len(regions) == 1 and not sight.of(first_region.id)
    is_newcomer = bool(tasks) and (is_first or (is_new and first_region is not None and not only_seen))
    welcome = welcome_in_words(tasks[0]) if is_newcomer and not is_first else ""
    return NextUp(tuple(tasks), tuple(coming), done_in_words(sight, regions), is_newcomer, welcome)


def welcome_in_words(first: Task) -> str:
    if first.address.endswith("/meetings/new"):
        return "The earlier meetings are here already."
    return "This meeting was begun before you came. Go on from here: everything in it can still be changed."


def task_of(sight: MeetingsSoFar, meeting: Meeting) -> Task:
    record, name = sight.record(meeting), KINDS_WITHIN[meeting.kind]
    day = long_date(meeting.held_on)
    step = next_step(record)
    place = meeting.unit.name
    key = StepKey.PUBLISH if step is None else step.key
    if sight.is_future(meeting) and key in {StepKey.SAID, StepKey.RESULTS, StepKey.ANNOUNCEMENT, StepKey.PUBLISH}:
        address = step_address(meeting.id, StepKey.DETAILS)
        return Task(f"The {name} is on {day}", f"{where_and_when(meeting)} After it, enter who was elected here, "
                    "on your telephone if you like.", "Look over the details", address, place)  # fmt: skip
    heading, lead, button = WORDS[key]
    if key is StepKey.GUESTS and sight.is_future(meeting):
        heading, lead = "Who is coming to speak?", "Enter the guests whom you have invited; the order can be changed."
    of_when = when_of(meeting)
    return Task(
        heading.format(name=name, when=of_when),
        lead.format(name=name, when=of_when),
        button,
        step_address(meeting.id, key),
        place,
        is_urgent=not sight.is_future(meeting),
    )


def seen_task(sight: MeetingsSoFar, meeting: Meeting) -> Task:
    """As `task_of`, for somebody who may look at the draft and not change it."""
    task = task_of(sight, meeting)
    if sight.is_future(meeting):
        return replace(task, lead=where_and_when(meeting), button="Look at the draft")
    heading = f"The {KINDS_WITHIN[meeting.kind]}{when_of(meeting)}"
    lead = f"Next for whoever records {meeting.unit.name}: {task.heading[:1].lower()}{task.heading[1:]}"
    return replace(task, heading=heading, lead=lead, button="Look at the draft")


def duty_task(duty: ElectionDuty, meeting: Meeting, label: str, endpoint: str, *, is_declared: bool) -> Task:
    """An election in which somebody has a duty, with what it waits for and the page where that is done."""
    name = KINDS_WITHIN[meeting.kind]
    so_far = so_far_of(meeting, meeting.election, name, zone(), is_declared=is_declared)
    up = next_of(so_far, clock.now(), zone())
    lead = f"Your duty in the election of the {name}{when_of(meeting)}: {duty.duty.label.lower()}."
    address = url_for(endpoint, meeting_id=meeting.id)
    return Task(up.words, lead, f"Go on to {label[:1].lower()}{label[1:]}", address, meeting.unit.name, is_urgent=True)


def when_of(meeting: Meeting) -> str:
    """For example " on 2 April 2017", " of April 2017"; "" for no date."""
    day = long_date(meeting.held_on)
    return f" on {day}" if meeting.held_on and meeting.held_on.full else f" of {day}" if day else ""


def changed_task(sight: MeetingsSoFar, meeting: Meeting) -> Task:
    name, of_when = KINDS_WITHIN[meeting.kind], when_of(meeting)
    still = "The public page still reads as it was published. Look at what would change, and publish a correction"
    heading, lead = f"The record of the {name}{of_when} has changed", f"{still}; or put the record back."
    if not sight.progress.is_saved_since(meeting.id):
        heading, lead = f"The house style of the {name}{of_when} has changed", f"{still}."
    return Task(
        heading,
        lead,
        "Look at the change",
        step_address(meeting.id, StepKey.PUBLISH),
        meeting.unit.name,
        is_urgent=True,
    )


WORDS = {
    StepKey.DETAILS: (
        "On which day is the {name}?",
        "It takes the day and the place. Both can be changed later, and nothing is public until you publish it.",
        "Enter the day",
    ),
    StepKey.GUESTS: ("Who came to speak?", "Enter the guests of the {name}{when}.", "Enter the guests"),
    StepKey.SAID: (
        "What was said?",
        "Write a few sentences about the {name}{when}, or leave this out.",
        "Write what was said",
    ),
    StepKey.RESULTS: (
        "Who was elected?",
        "Enter the results of the {name}{when}, office by office.",
        "Enter the results",
    ),
    StepKey.ANNOUNCEMENT: (
        "Read the announcement",
        "Everything of the {name}{when} is entered, and the announcement is ready to read and publish.",
        "Read the announcement",
    ),
    StepKey.PUBLISH: ("Publish the announcement", "The announcement of the {name}{when} is ready.", "Publish it"),
}


def where_and_when(meeting: Meeting) -> str:
    """For example "At 14:00, the Pollok Rooms, Glasgow."; "" where neither is known."""
    parts = [clock_time(meeting.starts_at) if meeting.starts_at else "", meeting.venue or ""]
    known = ", ".join(part for part in parts if part)
    return f"{'At ' if meeting.starts_at else ''}{known}." if known else ""


def begin_task(sight: MeetingsSoFar, unit: Unit, meetings: Sequence[Meeting]) -> Task:
    last = sight.last_yearly.get(unit.id)
    due = due_by(last, unit.opened_on)
    address = url_for("meetings.new_meeting", region_slug=unit.slug)
    if not meetings:
        return Task(
            f"{unit.name} has no AGM yet",
            "It takes three facts to begin: the day, the place, and the offices. You can change all of them later, "
            "and nothing is public until you publish it.",
            "Begin an AGM", address, unit.name, is_urgent=True,
        )  # fmt: skip
    if due is not None and due < sight.today:
        return Task(
            f"The AGM is overdue since {short_date(due)}",
            f"The last one was held {'on' if last and last.full else 'in'} {long_date(last)}." if last else "",
            "Begin the next AGM", address, unit.name, is_urgent=True,
        )  # fmt: skip
    until = f" The next AGM is due by {short_date(due)}." if due else ""
    return Task("Everything is published", f"There is nothing to do.{until}", "Begin the next AGM", address, unit.name)


def coming_of(sight: MeetingsSoFar, meeting: Meeting, *, may_only_look: bool) -> list[Coming]:
    name = KINDS_WITHIN[meeting.kind]
    if sight.is_future(meeting):
        place = f", {meeting.venue}" if meeting.venue else ""
        time = f", {clock_time(meeting.starts_at)}" if meeting.starts_at else ""
        details = step_address(meeting.id, StepKey.DETAILS)
        day = short_date(meeting.held_on)
        election = election_of(meeting, name, is_declared=meeting.id in sight.progress.declared)
        if may_only_look:
            return [*election, Coming(f"{day}{time}", f"The {name}{place}.")]
        return [
            *election,
            Coming(f"{day}{time}", f"The {name}{place}.", details, "Change the details"),
            Coming("The same day", "Enter who was elected, read the announcement, and publish it."),
        ]
    left = [step for step in steps(sight.record(meeting)) if not step.is_done][1:]
    return [Coming("Then", f"{step.label}: {step.state[:1].lower()}{step.state[1:]}") for step in left[:1]]


def election_of(meeting: Meeting, name: str, *, is_declared: bool) -> list[Coming]:
    """What its election waits for; nothing where it has none."""
    if meeting.election is None:
        return []
    so_far = so_far_of(meeting, meeting.election, name, zone(), is_declared=is_declared)
    up = next_of(so_far, clock.now(), zone())
    return [Coming("Election", f"{up.words}.", url_for("election.election", meeting_id=meeting.id), "Look at it")]


def done_in_words(sight: MeetingsSoFar, regions: Sequence[Unit]) -> str:
    told: list[str] = []
    for unit in regions[:5]:
        for meeting in sight.of(unit.id)[:2]:
            name = " ".join([SHORT_KINDS[meeting.kind], str(meeting.held_on.year) if meeting.held_on else ""]).strip()
            if meeting.id in sight.progress.published:
                continue
            done = [step.state for step in steps(sight.record(meeting)) if step.is_done]
            if done:
                told.append(f"{name}: {', '.join(done)}.")
    return " ".join(told)
