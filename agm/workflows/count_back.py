"""A place that fell vacant is filled by the papers of the election: who is asked, and the contest that counts again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.counting.model import CandidateKind
from agm.counting.rules import RULE_SETS
from agm.database.locking import lock_row
from agm.facts import Entry, MeetingKind, Outcome, PersonName
from agm.meetings.commands import CreateMeeting, MeetingDetails
from agm.meetings.models import Meeting, Section
from agm.meetings.operations import create_meeting
from agm.meetings.operations.sections import section_version
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.models import CandidacyPerson, Contest
from agm.nominations.operations import amend_contests
from agm.office_holders.models import OfficeAct, OfficeTerm
from agm.office_holders.queries import holdings_of_office
from agm.organisation.models import Office
from agm.organisation.queries import rules_in_force
from agm.people.queries import standing_records
from agm.results.commands import BeginCountback, RecordResults
from agm.results.counting import counts_of, result_of
from agm.results.models import Count, Declaration, PapersDestroyed
from agm.results.operations import record_results
from agm.results.queries import printed_name
from agm.rules.terms import ActKind, EndReason, is_after
from agm.rules.violations import refuse
from agm.voting.commands import SetCountback
from agm.voting.models import ContestVote, Countback, VoteHow
from agm.voting.operations import set_countback
from agm.voting.queries import countback_of
from agm.workflows.vote_results import voided_counts

LEFT_EARLY = {EndReason.RESIGNED, EndReason.DIED, EndReason.REMOVED}
WITH_COUNTBACK = [rules.name for rules in RULE_SETS.values() if rules.has_countback]


@dataclass(frozen=True, slots=True)
class PossibleCountback:
    """What a countback counts, and who is asked first; names by their numbers on the paper of the election."""

    office: Office
    count: Count
    election: Meeting
    left: OfficeTerm
    """Whose place is vacant."""
    names: Mapping[int, str]
    sitting: frozenset[int]
    """Who keeps their place."""
    gone: frozenset[int]
    """Who was elected, then or by a countback since, and holds no place now."""
    asked: Mapping[int, tuple[PersonName, ...]]
    """Who stood and was not elected: are they still willing?"""

    def names_of(self, numbers: Collection[int]) -> list[str]:
        return [self.names[number] for number in sorted(numbers)]


def offices_with_countback(session: Session, office_ids: Collection[int]) -> set[int]:
    """Of these offices, those whose votes were counted by rules that have a countback. One statement."""
    counted = select(Contest.office_id).join(ContestVote, ContestVote.contest_id == Contest.id)
    by_rules = counted.where(Contest.is_counted, ContestVote.counting_rules.in_(WITH_COUNTBACK))
    return set(session.scalars(by_rules.where(Contest.office_id.in_(office_ids))))


def open_countback(session: Session, office_id: int) -> Contest | None:
    """The countback for an office that is not declared yet. One statement."""
    return session.scalars(
        select(Contest)
        .join(ContestVote, ContestVote.contest_id == Contest.id)
        .join(Meeting, Meeting.id == Contest.meeting_id)
        .where(
            Contest.office_id == office_id,
            ContestVote.how == VoteHow.COUNTBACK,
            Meeting.removed_at.is_(None),
            ~exists().where(Declaration.meeting_id == Meeting.id),
        )
        .limit(1)
    ).first()


def possible_countback(session: Session, office: Office) -> PossibleCountback:
    """Raises RefusedError where no place is vacant, or its papers cannot be counted again."""
    terms = holdings_of_office(session, office.id)
    holding = [term for term in terms if term.end_reason is None]
    if office.abolished_on is not None or len(holding) >= office.seats:
        refuse("seats_taken", "", f"No place of {office.label} is vacant. Record first that somebody left.")
    left = max(
        (term for term in terms if term.end_reason in LEFT_EARLY), key=lambda one: str(one.until or ""), default=None
    )
    if left is None or is_elected_since(session, left):
        refuse("no_casual_vacancy", "", f"Nobody left {office.label} between elections: the next one fills the place.")
    election, count = papers_of(session, left)
    people = people_who_stood(session, count)
    stood = {one.person_id for entry in people.values() for one in entry}
    ids = standing_records(session, stood | {one.person_id for term in terms for one in term.people})
    now = {ids[one.person_id] for term in holding for one in term.people}
    since = (term for term in terms if not is_after(election.held_on, term.since))
    ever = {ids[one.person_id] for term in since for one in term.people}
    result = result_of(count)
    standing = [one.number for one in result.contest.standing if one.kind is CandidateKind.PERSON]
    sitting = frozenset(n for n in standing if now & {ids[one.person_id] for one in people[n]})
    were = {n for n in standing if n in result.elected_numbers or ever & {ids[one.person_id] for one in people[n]}}
    asked = {n: tuple(map(printed_name, people[n])) for n in standing if n not in were | sitting and people[n]}
    names = {one.number: one.name for one in result.contest.candidates}
    gone = frozenset(standing).difference(sitting, asked)
    return PossibleCountback(office, count, election, left, names, sitting, gone, asked)


def is_elected_since(session: Session, left: OfficeTerm) -> bool:
    """Whether a meeting elected to all places of the office after somebody left it."""
    acts = session.scalars(select(OfficeAct).where(OfficeAct.office_id == left.office_id)).all()
    replaced = {one.replaces_id for one in acts}
    elected = (one for one in acts if one.kind is ActKind.ELECTED and one.ends_terms and one.id not in replaced)
    return any(is_after(one.effective_on, left.until) for one in elected)


def papers_of(session: Session, left: OfficeTerm) -> tuple[Meeting, Count]:
    """The election by which somebody who left came to the office, and its count. Raises RefusedError."""
    label = left.office.label
    source = (left.begun_by.source or "").removeprefix("meeting:")
    meeting = session.get(Meeting, int(source)) if source else None
    if meeting is None:
        refuse("not_elected", "", f"{left.names} was not elected {label} at a meeting on record: no papers are kept.")
    statement = select(Contest).where(Contest.meeting_id == meeting.id, Contest.office_id == left.office_id)
    contest = session.scalars(statement).first()
    vote = None if contest is None else session.get(ContestVote, contest.id)
    if contest is not None and vote is not None and vote.how is VoteHow.COUNTBACK:
        count: Count | None = session.get_one(Count, countback_of(vote).count_id)
    else:
        counts = [] if contest is None else counts_of(session, meeting.id).get(contest.id, [])
        count = counts[-1] if counts else None
    if count is None or not result_of(count).rules.has_countback:
        titles = " or ".join(RULE_SETS[name].title for name in WITH_COUNTBACK)
        refuse("no_countback", "", f"The votes for {label} were not counted by rules with a countback ({titles}).")
    if voided_counts(session, [count.contest_id]).get(count.contest_id, 0) >= count.number:
        refuse("void", "", f"The vote for {label} was found void: its papers are not counted again.")
    if session.get(PapersDestroyed, count.meeting_id) is not None:
        refuse("papers_destroyed", "", "The voting papers were destroyed: nobody could check a count of them.")
    return session.get_one(Meeting, count.meeting_id), count


def people_who_stood(session: Session, count: Count) -> dict[int, list[CandidacyPerson]]:
    """By number on the paper; nobody for a candidacy that was taken off since. One statement."""
    stood = select(CandidacyPerson).where(CandidacyPerson.candidacy_id.in_(count.candidacy_ids))
    rows = session.scalars(stood.order_by(CandidacyPerson.candidacy_id, CandidacyPerson.position)).all()
    entries = [one.number for one in result_of(count).contest.candidates]
    by_id: dict[int, list[CandidacyPerson]] = {key: [] for key in count.candidacy_ids}
    for row in rows:
        by_id[row.candidacy_id].append(row)
    return {number: [] for number in entries} | dict(enumerate(by_id.values(), start=1))


def begin_countback(act: Act, command: BeginCountback) -> Contest:
    """Set up the contest in which the papers are counted again, on a day of its own.

    Raises RefusedError where it cannot be, or nobody is willing.
    """
    office = lock_row(act.session, Office, command.office_id)
    under_way = open_countback(act.session, office.id)
    if under_way is not None:
        return under_way
    found = possible_countback(act.session, office)
    if not command.willing & found.asked.keys():
        refuse("nobody_willing", "willing", "Tick who is willing. Where nobody is, the place is filled in another way.")
    if is_after(found.left.until, command.on):
        refuse("before_vacancy", "on", "The place was not vacant yet on this day.")
    meeting = create_meeting(
        act, CreateMeeting(office.unit_id, MeetingDetails(kind=MeetingKind.COUNTBACK, held_on=command.on))
    )
    meeting.rules_id = rules.id if (rules := rules_in_force(act.session)) else None
    setup = ContestSetup(
        label=office.label, office_id=office.id, canonical_key=office.canonical_key, is_shareable=office.is_shareable
    )
    (contest,) = amend_contests(act, AmendContests(meeting.id, (setup,)))
    entries = tuple(Entry(people) for people in found.asked.values())
    outcome = Outcome(label=contest.label, entries=entries, office_id=office.id, contest_id=contest.id)
    version = section_version(act.session, meeting.id, Section.RESULTS)
    record_results(act, RecordResults(meeting.id, version, True, (outcome,)))
    standing = dict(zip(found.asked, (one.id for one in contest.candidacies), strict=True))
    paper = dict(enumerate(found.count.candidacy_ids, start=1)) | standing
    in_place_of = tuple(PersonName(one.name, one.prefix, one.suffix, one.person_id) for one in found.left.people)
    set_countback(
        act,
        SetCountback(
            contest_id=contest.id,
            countback=Countback(found.count.id, found.sitting, found.gone, in_place_of),
            counting_rules=result_of(found.count).rules.name,
            has_reopening=len(found.names) > len(paper),
            candidacy_ids=tuple(paper.values()),
            unwilling=frozenset(key for number, key in standing.items() if number not in command.willing),
        ),
    )  # fmt: skip
    return contest
