"""The verbs that change contests and who stands in them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.numbering import number
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import save_section
from agm.nominations.commands import AmendContests, ContestError, ContestSetup
from agm.nominations.models import Candidacy, CandidacyPerson, Contest, Nomination
from agm.organisation.commands import CreateOffice, OfficeDetails
from agm.organisation.models import Office
from agm.organisation.operations import create_office
from agm.people.forgetting import forget_those_left
from agm.people.models import KnownFor
from agm.people.operations import set_known
from agm.rules.violations import refuse


def copy_offices(act: Act, meeting: Meeting) -> list[Contest]:
    """Give a meeting a contest for each office of its unit that is not abolished."""
    offices = act.session.scalars(
        select(Office)
        .where(Office.unit_id == meeting.unit_id, Office.abolished_on.is_(None))
        .order_by(Office.position, Office.id)
    ).all()
    setups = tuple(
        ContestSetup(
            label=office.label,
            office_id=office.id,
            plural_label=office.plural_label,
            seats=office.seats,
            canonical_key=office.canonical_key,
            is_shareable=office.is_shareable,
        )
        for office in offices
    )
    return amend_contests(act, AmendContests(meeting.id, setups))


def amend_contests(act: Act, command: AmendContests) -> list[Contest]:
    """Set a meeting's offices, their labels, seats and order, for this meeting alone.

    Raises RefusedError where an office is listed twice or is another region's, EditConflict if somebody else
    saved meanwhile.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    if command.version is not None:
        save_section(act, meeting.id, Section.RESULTS, command.version)
    before = {contest.id: contest for contest in contests_of(act.session, meeting.id)}
    offices = offices_of_setups(act, meeting, command.contests)
    contests = []
    for position, (setup, office) in enumerate(zip(command.contests, offices, strict=True), start=1):
        contest = taken(before, setup, office)
        if contest is None:
            contest = Contest(meeting_id=meeting.id, office_id=office.id)
            act.session.add(contest)
        contest.label = setup.label
        contest.plural_label = setup.plural_label
        contest.seats = setup.seats
        contest.position = position
        contest.canonical_key = setup.canonical_key
        contest.is_shareable = setup.is_shareable
        contests.append(contest)
    refuse_nominated(act.session, before.values())
    for contest in before.values():
        if contest.is_counted:
            refuse("counted", "", f"The votes for {contest.label} were counted: it cannot be taken away.")
    for contest in before.values():
        act.session.delete(contest)
    act.session.flush()
    left = know_candidates(act.session, meeting)
    record(
        act, Action.CONTESTS_AMENDED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        offices=[contest.office_id for contest in contests],
    )  # fmt: skip
    forget_those_left(act, left)
    return contests


def refuse_nominated(session: Session, leaving: Iterable[Contest]) -> None:
    """Raise RefusedError for an office that would be taken away with the nominations for it."""
    by_id = {contest.id: contest for contest in leaving}
    nominated = select(Nomination.contest_id).where(Nomination.contest_id.in_(by_id))
    for contest_id in session.scalars(nominated.limit(1)) if by_id else ():
        refuse("nominated", "", f"People are nominated for {by_id[contest_id].label}: it cannot be taken away.")


def taken(before: dict[int, Contest], setup: ContestSetup, office: Office) -> Contest | None:
    """Take out of the contests of before the one that is meant: by its id, or else by its office."""
    if setup.contest_id in before:
        return before.pop(setup.contest_id)
    of_office = next((contest for contest in before.values() if contest.office_id == office.id), None)
    return None if of_office is None else before.pop(of_office.id)


def contests_of(session: Session, meeting_id: int) -> Sequence[Contest]:
    return session.scalars(select(Contest).where(Contest.meeting_id == meeting_id).order_by(Contest.position)).all()


def offices_of_setups(act: Act, meeting: Meeting, setups: Sequence[ContestSetup]) -> list[Office]:
    """The office of each setup, made where the region has none of that label yet.

    Raises RefusedError for one listed twice, or not of the meeting's region.
    """
    known = act.session.scalars(select(Office).where(Office.unit_id == meeting.unit_id)).all()
    by_id = {office.id: office for office in known}
    by_label = {office.label.casefold(): office for office in known}
    found: list[Office] = []
    for index, setup in enumerate(setups):
        if setup.office_id is not None and setup.office_id not in by_id:
            refuse("office_of_another_region", f"contests.{index}", f"{setup.label} is not an office of this region.")
        office = by_label.get(setup.label.casefold()) if setup.office_id is None else by_id[setup.office_id]
        if office is None:
            details = OfficeDetails(
                setup.label, setup.plural_label, setup.seats, setup.canonical_key, setup.is_shareable
            )
            office = create_office(act, CreateOffice(meeting.unit_id, details))
        if office in found or setup.label.casefold() in {one.label.casefold() for one in setups[:index]}:
            refuse("listed_twice", f"contests.{index}", f"{setup.label} is on the list twice. Take one away.")
        found.append(office)
    return found


def set_candidacies(act: Act, entered: Sequence[tuple[Contest, Outcome]]) -> None:
    """Set who stands in each contest, in order; entries of the same people are kept. The caller flushes.

    Each outcome tells who is meant by their ids. Raises ContestError if somebody stands twice, or a job share stands
    for an office that cannot be shared.
    """
    for contest, outcome in entered:
        refuse_entries(contest, outcome.entries)
    with act.session.no_autoflush:
        kept = [[candidacy_of(contest, entry) for entry in outcome.entries] for contest, outcome in entered]
        number_candidacies(act.session, [one for several in kept for one in several if one.id is None])
        rows = []
        for (contest, outcome), several in zip(entered, kept, strict=True):
            for position, (candidacy, entry) in enumerate(zip(several, outcome.entries, strict=True), start=1):
                candidacy.position = position
                rows += set_people(candidacy, entry)
            contest.candidacies = several
            contest.highest_candidacy = max([contest.highest_candidacy or 0, *(one.id or 0 for one in several)])
        number(act.session, rows)


def number_candidacies(session: Session, added: Sequence[Candidacy]) -> None:
    """Give new candidacies their numbers, and none that one had before: papers are typed by them."""
    given = session.scalar(select(func.max(Contest.highest_candidacy))) if added else 0
    number(session, added, above=given or 0)


def know_candidates(session: Session, meeting: Meeting) -> set[int]:
    """Let the unit know exactly those who stand at its meeting; the ids of those who do no longer. What changed is
    flushed already."""
    stood = select(CandidacyPerson.person_id).join(Candidacy).join(Contest).where(Contest.meeting_id == meeting.id)
    return set_known(session, KnownFor.CANDIDACY, {(meeting.unit_id, meeting.id): set(session.scalars(stood))})


def refuse_entries(contest: Contest, entries: Sequence[Entry]) -> None:
    """Raise ContestError for the first entry that cannot be."""
    seen: set[int | None] = set()
    for index, entry in enumerate(entries):
        if entry.is_job_share and not contest.is_shareable:
            raise ContestError(
                f"{contest.label} cannot be shared. Enter one name, or allow sharing in the list of offices.",
                contest_id=contest.id, index=index,
            )  # fmt: skip
        for person in entry.people:
            if person.person_id in seen:
                raise ContestError(
                    f"{person.displayed} is entered twice for {contest.label}. Take one away.",
                    contest_id=contest.id, index=index,
                )  # fmt: skip
            seen.add(person.person_id)


def candidacy_of(contest: Contest, entry: Entry) -> Candidacy:
    """The row of the same people, or else a new one."""
    ids = {person.person_id for person in entry.people}
    same = (one for one in contest.candidacies if {person.person_id for person in one.people} == ids)
    return next(same, None) or Candidacy()


def set_people(candidacy: Candidacy, entry: Entry) -> list[CandidacyPerson]:
    rows = {row.person_id: row for row in candidacy.people}
    ordered = []
    for position, person in enumerate(entry.people, start=1):
        row = rows.get(person.person_id or 0) or CandidacyPerson(person_id=person.person_id)
        row.position = position
        row.name, row.prefix, row.suffix = person.name, person.prefix, person.suffix
        ordered.append(row)
    candidacy.people = ordered
    return [row for row in ordered if row.id is None]
