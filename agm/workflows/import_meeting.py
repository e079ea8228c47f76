"""Taking over a meeting from a file of facts: what would happen, everything that stands in the way, and doing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts import MeetingFacts, OfficeState, Paragraph, PersonName
from agm.facts.particulars import NOTHING_BESIDE, particulars_of, recorded_of
from agm.language.names import name_key
from agm.meetings.commands import (
    AmendGuests,
    AmendmentDetails,
    AmendMessages,
    AmendParticulars,
    AmendSpeeches,
    CreateMeeting,
    Guest,
    MeetingDetails,
    Message,
    MotionDetails,
    RecordMotion,
    Speech,
)
from agm.meetings.models import Meeting
from agm.meetings.operations import (
    amend_guests,
    amend_messages,
    amend_particulars,
    amend_speeches,
    create_meeting,
    record_motion,
)
from agm.meetings.queries import same_day
from agm.nominations.commands import AmendContests, ContestError, ContestSetup
from agm.nominations.operations import amend_contests
from agm.organisation.models import NATIONAL_ID, Office, Organisation, Unit, UnitKind
from agm.people.commands import NamedPerson
from agm.people.models import Person
from agm.people.operations import people_by_name
from agm.people.queries import visible_in
from agm.results.commands import RecordResults
from agm.results.operations import record_results
from agm.rules.violations import RefusedError
from agm.workflows.begin_meeting_from_last import RECORDED

NOT_RECORDED = (
    "This could not be recorded: something in it contradicts the record, or somebody else recorded the same just now. "
    "Look at the meetings that are recorded here, then choose the file again."
)


@dataclass(frozen=True, slots=True)
class ImportMeeting:
    """A meeting's facts, where they came from, and the region they go to where that is not the one they name."""

    source: str
    facts: MeetingFacts
    region_slug: str | None = None
    meeting_slug: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What taking over would do. With `problems` it cannot be done; `alike` are names like those of known people."""

    source: str
    unit: Unit
    new_offices: tuple[str, ...] = ()
    new_people: tuple[str, ...] = ()
    known_people: tuple[str, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    problems: tuple[str, ...] = field(default=())


class ImportRefusedError(ValueError):
    """Nothing was taken over; `problems` lists everything that stands in the way, each with its file."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def plan_import(session: Session, command: ImportMeeting) -> ImportPlan:
    """What taking over would do, without doing it. A fixed number of statements."""
    facts = command.facts
    organisation = session.get(Organisation, 1)
    problems: list[str] = []
    if organisation is None:
        problems.append("No organisation is recorded yet. Start the application once, or run “agm demo”.")
    elif facts.organisation.name != organisation.name:
        problems.append(
            f"organisation.name: this is a meeting of “{facts.organisation.name}”, and here is “{organisation.name}”."
        )
    unit = find_region(session, command, problems)
    if not problems and is_recorded(session, unit.id, facts):
        problems.append(RECORDED)
    names = list(dict.fromkeys(person.name for person in everybody(facts)))
    known = people_by_name(session, names, unit.id)
    labels = set(session.scalars(select(Office.label).where(Office.unit_id == unit.id)))
    return ImportPlan(
        source=command.source,
        unit=unit,
        new_offices=tuple(office.label for office in facts.results if office.label not in labels),
        new_people=tuple(name for name in names if name not in known),
        known_people=tuple(name for name in names if name in known),
        alike=likenesses(session, [name for name in names if name not in known], unit.id),
        problems=tuple(problems),
    )


def import_meetings(act: Act, commands: Sequence[ImportMeeting]) -> list[Meeting]:
    """Record the meetings as drafts, all or none. Raises TakeOverError listing what stands in the way of any.

    What only shows while recording (a meeting before its region opened) is raised in the same way; the caller then
    rolls back.
    """
    plans = [plan_import(act.session, command) for command in commands]
    problems = [told(plan.source, problem) for plan in plans for problem in plan.problems]
    if problems:
        raise ImportRefusedError(problems)
    made: list[Meeting] = []
    for command, plan in zip(commands, plans, strict=True):
        try:
            made.append(record_meeting(act, command, plan.unit))
        except ImportRefusedError as error:
            raise ImportRefusedError([told(command.source, problem) for problem in error.problems]) from None
        except (IntegrityError, DataError):
            raise ImportRefusedError([told(command.source, NOT_RECORDED)]) from None
    return made


def dry_run(act: Act, commands: Sequence[ImportMeeting]) -> list[ImportPlan]:
    """What taking over would do, found out by doing it and taking it back. Raises TakeOverError as `take_over` does.

    On an error the caller rolls back.
    """
    plans = [plan_import(act.session, command) for command in commands]
    trial = act.session.begin_nested()
    import_meetings(act, commands)
    trial.rollback()
    return plans


def told(source: str, problem: str) -> str:
    """A problem with the file that it is in, where that is not plain."""
    return f"{source}: {problem}" if source else problem


def record_meeting(act: Act, command: ImportMeeting, unit: Unit) -> Meeting:
    """Record one meeting with all that its facts tell. Raises TakeOverError with everything that cannot be recorded."""
    facts = command.facts
    lock_row(act.session, Unit, unit.id)  # the second of two at once sees what the first recorded
    if is_recorded(act.session, unit.id, facts):
        raise ImportRefusedError([RECORDED])
    problems: list[str] = []
    try:
        meeting = create_meeting(act, CreateMeeting(unit.id, details(facts), command.meeting_slug))
    except RefusedError as error:
        raise ImportRefusedError(problems_of(error, {})) from None
    contests: dict[int, int] = {}
    told, recorded = particulars_of(facts), recorded_of(facts)
    speeches = tuple(map(speech, facts.said))
    for part in (
        lambda: amend_guests(act, AmendGuests(meeting.id, 0, guests(facts))),
        lambda: amend_speeches(act, AmendSpeeches(meeting.id, 0, speeches)),
        lambda: amend_messages(act, AmendMessages(meeting.id, 0, messages(facts), facts.messages_from)),
        lambda: import_results(act, meeting, recorded, contests),
        lambda: import_motions(act, meeting, facts),
    ):
        try:
            part()
        except RefusedError as error:
            problems += problems_of(error, contests)
    if problems:
        raise ImportRefusedError(problems)
    if told != NOTHING_BESIDE:
        amend_particulars(act, AmendParticulars(meeting.id, 0, told))
    record(
        act, Action.MEETING_IMPORTED, f"meeting:{meeting.id}", unit_id=unit.id,
        speakers=len(facts.speakers), offices=len(facts.results),
    )  # fmt: skip
    return meeting


IN_THE_FILE = {"guests": "speakers", "messages": "messages", "contests": "results"}
"""How the file calls the lists of the commands."""
OF_MOTIONS = frozenset({"amendments", "outcome", "seconder", "votes_against", "votes_for"})
"""What a motion is refused for."""


def problems_of(error: RefusedError, contests: Mapping[int, int]) -> list[str]:
    """What the record refuses, with its place in the file; `contests` are the numbers of the results by contest."""
    if isinstance(error, ContestError):
        at = contests.get(error.contest_id or 0)
        entry = "" if at is None or error.index is None else f".candidacies[{error.index}]"
        return [f"results: {error}" if at is None else f"results[{at}]{entry}: {error}"]
    return [f"{place_of(violation.field)}: {violation.words}" for violation in error.violations]


def place_of(field: str) -> str:
    """The place in the file of a field of a command."""
    name, _dot, number = field.partition(".")
    if name in OF_MOTIONS:
        return "motions"
    if number:
        return f"{IN_THE_FILE[name]}[{number}]"
    return name if name in {*MeetingDetails.__slots__, "slug"} else "results"


def guests(facts: MeetingFacts) -> tuple[Guest, ...]:
    return tuple(
        Guest(person=NamedPerson(speaker.person), role=speaker.role, kind=speaker.kind) for speaker in facts.speakers
    )


def speech(paragraph: Paragraph) -> Speech:
    quoted = paragraph.quoted.displayed if paragraph.quoted else ""
    return Speech(paragraph.text, paragraph.speakers, paragraph.language, quoted, paragraph.quoted_role or "")


def messages(facts: MeetingFacts) -> tuple[Message, ...]:
    """The messages of support that the facts tell of."""
    return tuple(
        Message(person=NamedPerson(message.person), role=message.role, text=message.text) for message in facts.messages
    )


def import_results(act: Act, meeting: Meeting, facts: MeetingFacts, numbers: dict[int, int]) -> None:
    """Record the offices of the meeting and what came of each; offices that the region does not have are added.

    `numbers` takes the number of each result by its contest's id, for the place of an error.
    """
    setups = tuple(
        ContestSetup(
            label=result.label,
            office_id=None,
            plural_label=result.plural_label,
            seats=result.seats,
            canonical_key=result.canonical_key,
        )
        for result in facts.results
    )
    contests = amend_contests(act, AmendContests(meeting.id, setups))
    numbers.update((contest.id, number) for number, contest in enumerate(contests))
    outcomes = tuple(
        replace(result, contest_id=contest.id)
        for contest, result in zip(contests, facts.results, strict=True)
        if result.state is not OfficeState.UNDECIDED or result.entries
    )
    record_results(act, RecordResults(meeting.id, 0, facts.elections, outcomes))


def import_motions(act: Act, meeting: Meeting, facts: MeetingFacts) -> None:
    """Record the motions. Those of a file are for the announcement, and so are the names that it gives."""
    for version, motion in enumerate(facts.motions):
        wanted = MotionDetails(
            title=motion.title,
            kind=motion.kind,
            text=motion.text,
            outcome=motion.outcome,
            threshold=motion.threshold,
            share_of=motion.share_of,
            vote=motion.vote,
            mover=named(motion.mover),
            seconder=named(motion.seconder),
            is_announced=True,
            are_movers_named=bool(motion.movers),
            amendments=tuple(
                AmendmentDetails(
                    text=one.text,
                    outcome=one.outcome,
                    vote=one.vote,
                    mover=named(one.mover),
                    seconder=named(one.seconder),
                )
                for one in motion.amendments
            ),
        )
        record_motion(act, RecordMotion(meeting.id, version, wanted))


def named(person: PersonName | None) -> NamedPerson | None:
    return None if person is None else NamedPerson(person)


def details(facts: MeetingFacts) -> MeetingDetails:
    return MeetingDetails(
        kind=facts.kind,
        ordinal=facts.ordinal,
        held_on=facts.held_on,
        starts_at=facts.starts_at,
        venue=facts.venue,
        online_link=facts.online_link,
        held_as=facts.held_as,
        quorum=facts.quorum,
        attendance=facts.attendance,
    )


def find_region(session: Session, command: ImportMeeting, problems: list[str]) -> Unit:
    """The unit that the facts go to; adds a problem (and gives the national level) where there is no such region."""
    national = session.get_one(Unit, NATIONAL_ID)
    if command.region_slug is not None:
        unit = session.scalars(
            select(Unit).where(Unit.slug == command.region_slug, Unit.kind == UnitKind.REGION)
        ).first()
        if unit is None:
            problems.append(f"There is no region with the address “{command.region_slug}”.")
        return unit or national
    if command.facts.region is None:
        return national
    name = command.facts.region.name
    unit = session.scalars(select(Unit).where(Unit.name == name, Unit.kind == UnitKind.REGION)).first()
    if unit is None:
        problems.append(f"region.name: there is no region called “{name}” here. Add it first, or say which it is.")
    return unit or national


def is_recorded(session: Session, unit_id: int, facts: MeetingFacts) -> bool:
    """Whether a meeting of that kind and date is recorded for the region; unknown dates are not compared."""
    return bool(same_day(session, unit_id, facts.kind, facts.held_on))


def everybody(facts: MeetingFacts) -> list[PersonName]:
    people = [speaker.person for speaker in facts.speakers] + [message.person for message in facts.messages]
    people += [person for office in facts.results for one in office.entries for person in one.people]
    return people + [person for motion in facts.motions for person in motion.movers]


def likenesses(session: Session, names: Sequence[str], unit_id: int) -> tuple[tuple[str, str], ...]:
    """Pairs of a new name and one known to the unit that differ only in case, accents, apostrophes or hyphens.

    One statement.
    """
    by_key = {name_key(name): name for name in names}
    statement = select(Person.name, Person.name_key).where(Person.name_key.in_(by_key), visible_in([unit_id]))
    return tuple((by_key[row.name_key], row.name) for row in session.execute(statement.order_by(Person.id)))
