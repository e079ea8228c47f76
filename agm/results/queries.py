"""Reading results: of a meeting as it is recorded, and as it was declared."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from agm import facts
from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.audit.act import Actor
from agm.facts import OfficeState, Outcome, PersonName
from agm.facts.plain import from_plain
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy, CandidacyPerson, Contest
from agm.results.models import ContestResult, Count, Declaration, ResultLine

Recorded = tuple[Contest, ContestResult | None]
SIGN_AS_OFFICER = {Duty.RETURNING_OFFICER, Duty.DEPUTY}


def officers_of(session: Session, meeting_id: int) -> dict[str, str]:
    """Who signs the results as returning officer: names by the log's key, the returning officer first.

    Empty while none is appointed: then whoever runs the election does. One statement.
    """
    duties = duties_of(session, meeting_id)
    if not any(one.duty is Duty.RETURNING_OFFICER for one in duties):
        return {}
    return {Actor.user(one.user_id, one.name).key: one.name for one in duties if one.duty in SIGN_AS_OFFICER}


def contests_with_candidacies(session: Session, meeting_id: int) -> Sequence[Contest]:
    """The meeting's contests in order, with everyone who stood. Two statements."""
    return session.scalars(
        select(Contest)
        .where(Contest.meeting_id == meeting_id)
        .order_by(Contest.position, Contest.id)
        .options(selectinload(Contest.candidacies).joinedload(Candidacy.people))
    ).all()


def results_by_contest(session: Session, meeting_id: int) -> dict[int, ContestResult]:
    """The recorded results, by contest. One statement."""
    found = session.scalars(
        select(ContestResult)
        .join(Contest, Contest.id == ContestResult.contest_id)
        .where(Contest.meeting_id == meeting_id)
        .options(joinedload(ContestResult.lines))
    ).unique()
    return {result.contest_id: result for result in found}


def recorded_results(session: Session, meeting_id: int) -> list[Recorded]:
    """The meeting's contests in order, each with its result if there is one. Three statements."""
    results = results_by_contest(session, meeting_id)
    return [(contest, results.get(contest.id)) for contest in contests_with_candidacies(session, meeting_id)]


def office_results(session: Session, meeting_id: int) -> tuple[Outcome, ...]:
    """The results of a meeting as facts, in the meeting's order of offices. Three statements."""
    return tuple(office_result(contest, result) for contest, result in recorded_results(session, meeting_id))


def office_result(contest: Contest, result: ContestResult | None) -> Outcome:
    lines = {} if result is None else {line.candidacy_id: line for line in result.lines}
    entries = [candidacy_facts(entry, lines.get(entry.id)) for entry in contest.candidacies]
    if result is None:
        return outcome_of(contest, OfficeState.UNDECIDED, entries)
    return replace(
        outcome_of(contest, result.state, entries),
        predecessors=tuple(from_plain(PersonName, person) for person in result.in_place_of),
        deferred_to=result.deferred_to,
        rejected_papers=result.papers_set_aside,
        tie_settled=result.tie_settled,
        votes_are=result.votes_are,
    )


def outcome_of(contest: Contest, state: OfficeState, entries: Iterable[facts.Entry]) -> Outcome:
    """What is known of an office of a meeting, without figures: its name, its places and who stood."""
    return Outcome(
        label=contest.label,
        plural_label=contest.plural_label,
        seats=contest.seats,
        canonical_key=contest.canonical_key,
        state=state,
        entries=tuple(entries),
        office_id=contest.office_id,
        contest_id=contest.id,
    )


def candidacy_facts(candidacy: Candidacy, line: ResultLine | None) -> facts.Entry:
    people = tuple(printed_name(person) for person in candidacy.people)
    if line is None:
        return facts.Entry(people=people)
    return facts.Entry(
        people=people,
        elected=line.is_elected,
        unopposed=line.is_unopposed,
        re_elected=line.is_re_elected,
        co_opted=line.is_co_opted,
        votes=line.votes,
    )


def printed_name(person: CandidacyPerson) -> PersonName:
    return PersonName(person.name, person.prefix, person.suffix, person.person_id)


def declared_outcomes(declaration: Declaration) -> tuple[Outcome, ...]:
    """What a declaration says, in the meeting's order of offices; offices and people carry their ids."""
    return tuple(from_plain(Outcome, outcome, ids=True) for outcome in declaration.results["outcomes"])


def is_declared(session: Session, count: Count) -> bool:
    """Whether the declaration that stands has the result of this count. One statement."""
    last = last_declaration(session, count.meeting_id)
    if last is None or last.declared_at < count.counted_at:
        return False
    return any(
        one.contest_id == count.contest_id and one.state is OfficeState.DECIDED for one in declared_outcomes(last)
    )


def has_declaration() -> ColumnElement[bool]:
    """Whether the result of a meeting is declared, for a statement that reads the meeting anyway."""
    return exists().where(Declaration.meeting_id == Meeting.id)


def last_declaration(session: Session, meeting_id: int) -> Declaration | None:
    """The declaration that stands, if there is one. One statement."""
    return session.scalars(
        select(Declaration).where(Declaration.meeting_id == meeting_id).order_by(Declaration.sequence.desc()).limit(1)
    ).first()
