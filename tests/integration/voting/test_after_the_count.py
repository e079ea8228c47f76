"""What comes after a count: two offices for one person, a declaration at an hour, a complaint, a vote held again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from agm.audit.act import SYSTEM, Act
from agm.counting.model import VoteTotals
from agm.facts import OfficeState
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules, OfficeIncompatibility
from agm.organisation.operations import adopt_rules
from agm.outbox.kinds import JobKind
from agm.outbox.models import OutboxJob
from agm.results.commands import DestroyPapers, PlanDeclaration, RecordComplaint
from agm.results.models import Complaint, ComplaintDecision, PlannedDeclaration
from agm.results.operations import (
    decide_complaint,
    drop_plan,
    give_up_place,
    make_count,
    record_complaint,
    sign_results,
    tell_candidate,
)
from agm.results.operations.papers_kept import destroy_papers
from agm.results.queries import last_declaration, office_results
from agm.rules.presets import PRESETS
from agm.rules.rule_set import RuleSet
from agm.rules.terms import EndReason
from agm.rules.two_offices import FreedPlace
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.declare_counts import declare_counts, declare_planned, plan
from agm.workflows.to_declare import ToDeclare, to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, refused, stood
from tests.support.kept_records import kept_record
from tests.support.records import NOW, facts_of, make_organisation, make_region, record

CHALLENGE = RuleSet(name="Ours", challenge_days=14)


@kept_record
def contested(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    record(session, facts_of(stood("Chair", "Ann Bell", "Bo Rope"), stood("Treasurer", "Ann Bell", "Cy Stay")))


@pytest.fixture
def meeting(contested: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


@pytest.fixture
def officer(session: Session, meeting: Meeting) -> Act:
    assert meeting.id
    return acts(session, 1, "Idris Fenn")


def rule_by(officer: Act, meeting: Meeting, rules: RuleSet) -> None:
    adopt_rules(officer, AdoptRules(rules, 0))
    meeting.rules_id = officer.session.scalars(select(AdoptedRules.id)).one()


def count_by_hands(officer: Act, label: str, *votes: int, reason: str | None = None) -> None:
    counted = contest(officer.session, label)
    set_vote(officer, SetVote(counted.id, VoteHow.HANDS, "plurality", has_reopening=False, version=0))
    record_votes(officer, RecordVotes(counted.id, VoteTotals(votes)))
    make_count(officer, counted.id, reason)


def sign(officer: Act, meeting: Meeting) -> ToDeclare:
    found = to_declare(officer.session, meeting)
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    return to_declare(officer.session, meeting)


def holders(session: Session, meeting: Meeting) -> dict[str, list[str]]:
    found = office_results(session, meeting.id)
    return {one.label: [entry.people[0].name for entry in one.elected] for one in found}


@pytest.mark.parametrize(
    ("freed", "chair", "waiting"),
    [
        (None, [], ()),
        (FreedPlace.RUNNER_UP, ["Bo Rope"], ()),
        (FreedPlace.NEW_COUNT, [], ("Chair (counted again without whoever took another office)",)),
    ],
)
def test_who_is_elected_twice_says_which_office_they_take(
    session: Session, meeting: Meeting, officer: Act, freed: FreedPlace | None, chair: list[str], waiting: tuple[str]
) -> None:
    rule_by(officer, meeting, RuleSet(name="Ours", freed_place=freed))
    first, second = sorted(contest(session, label).office_id for label in ("Chair", "Treasurer"))
    session.add(OfficeIncompatibility(first_id=first, second_id=second))
    count_by_hands(officer, "Chair", 9, 5)
    count_by_hands(officer, "Treasurer", 8, 6)
    found = sign(officer, meeting)
    assert [one.person for one in found.clashes] == ["Ann Bell"]
    assert refused(lambda: declare_counts(officer, meeting, None)) == ["two_offices"]
    give_up_place(officer, found.clashes[0].second, found.clashes[0].first)
    give_up_place(officer, found.clashes[0].first, found.clashes[0].second)
    found = sign(officer, meeting)
    assert (found.clashes, found.waiting) == ((), waiting)
    declare_counts(officer, meeting, None, in_part=True)
    assert holders(session, meeting) == {"Chair": chair, "Treasurer": ["Ann Bell"]}


def test_a_result_is_public_at_an_instant_and_not_before(session: Session, meeting: Meeting, officer: Act) -> None:
    count_by_hands(officer, "Chair", 9, 5)
    found = sign(officer, meeting)
    hour = NOW + dt.timedelta(days=1)
    command = PlanDeclaration(meeting.id, hour, found.digest, in_part=True)
    assert refused(lambda: plan(officer, replace(command, public_at=NOW), None)) == ["past"]
    plan(officer, command, None)
    job = session.scalars(select(OutboxJob).where(OutboxJob.kind == JobKind.DECLARATION.value).limit(1)).one()
    assert (job.due_at, last_declaration(session, meeting.id)) == (hour, None)
    declare_planned(Act(session, SYSTEM, hour - dt.timedelta(seconds=1)), meeting.id)
    assert last_declaration(session, meeting.id) is None
    declare_planned(Act(session, SYSTEM, hour), meeting.id)
    declared = last_declaration(session, meeting.id)
    assert declared is not None
    assert (declared.declared_at, declared.declared_by) == (hour, "Idris Fenn")
    assert session.get(PlannedDeclaration, meeting.id) is None


def test_what_changed_meanwhile_is_not_declared_by_the_clock(session: Session, meeting: Meeting, officer: Act) -> None:
    count_by_hands(officer, "Chair", 9, 5)
    hour = NOW + dt.timedelta(days=1)
    plan(officer, PlanDeclaration(meeting.id, hour, sign(officer, meeting).digest, in_part=True), None)
    record_votes(officer, RecordVotes(contest(session).id, VoteTotals((5, 9))))
    make_count(officer, contest(session).id, "Added up wrongly.")
    declare_planned(Act(session, SYSTEM, hour), meeting.id)
    planned = session.get_one(PlannedDeclaration, meeting.id)
    assert "have changed since the time was set" in (planned.stopped or "")
    drop_plan(officer, meeting)
    assert last_declaration(session, meeting.id) is None


def test_papers_are_destroyed_when_the_rules_need_them_no_more(
    session: Session, meeting: Meeting, officer: Act
) -> None:
    union = PRESETS["union_branch"]
    rule_by(officer, meeting, union)
    day = officer.at.date() + dt.timedelta(days=366)
    command = DestroyPapers(meeting.id, day, "Fourteen papers, shredded.", "Cal Orr", "Eve Lund")
    later = replace(officer, at=officer.at + dt.timedelta(days=400))
    assert refused(lambda: destroy_papers(later, command, union)) == ["not_declared"]
    count_by_hands(officer, "Chair", 9, 5)
    sign(officer, meeting)
    declare_counts(officer, meeting, None, in_part=True)
    wrong = {
        "kept_longer": replace(command, destroyed_on=day - dt.timedelta(days=1)),
        "in_future": replace(command, destroyed_on=day + dt.timedelta(days=99)),
        "own_witness": replace(command, witness="cal  ORR"),
    }
    for code, one in wrong.items():
        assert refused(partial(destroy_papers, later, one, union)) == [code]
    complaint = RecordComplaint(contest(session).id, officer.at.date(), "Cy Stay", "Too few papers.")
    made = record_complaint(officer, complaint, union)
    session.flush()
    assert refused(lambda: destroy_papers(later, command, union)) == ["complaint_open"]
    decided = update(Complaint).values(decision=ComplaintDecision.DISMISSED, reason="Enough.")
    session.execute(decided.execution_options(synchronize_session=False))  # somebody else, after this was read
    assert refused(lambda: decide_complaint(later, made, ComplaintDecision.VOID, "Too few.")) == ["decided"]
    assert destroy_papers(later, command, union).witness == "Eve Lund"
    session.flush()
    assert refused(lambda: destroy_papers(later, command, union)) == ["destroyed"]


def test_a_void_vote_is_held_again_and_a_correction_supersedes(
    session: Session, meeting: Meeting, officer: Act
) -> None:
    rule_by(officer, meeting, CHALLENGE)
    chair = contest(session)
    day = officer.at.date()
    complaint = RecordComplaint(chair.id, day, "Cy Stay", "Two papers were given to one member.")
    assert refused(lambda: record_complaint(officer, complaint, CHALLENGE)) == ["not_declared"]
    count_by_hands(officer, "Chair", 9, 5)
    sign(officer, meeting)
    declare_counts(officer, meeting, None, in_part=True)
    later = replace(officer, at=officer.at + dt.timedelta(days=15))
    assert refused(lambda: record_complaint(officer, replace(complaint, received_on=later.at.date()), CHALLENGE)) == [
        "in_future"
    ]
    last_day = replace(complaint, received_on=day + dt.timedelta(days=14))
    made = [
        record_complaint(later, one, CHALLENGE) for one in (last_day, replace(last_day, received_on=later.at.date()))
    ]
    assert [one.is_late for one in made] == [False, True]
    decide_complaint(later, made[1], ComplaintDecision.DISMISSED, "Out of time.")
    decide_complaint(later, made[0], ComplaintDecision.VOID, "The register shows it.")
    assert refused(lambda: decide_complaint(later, made[0], ComplaintDecision.DISMISSED, "No.")) == ["decided"]

    assert sign(later, meeting).void == ("Chair",)
    declare_counts(later, meeting, None, "The vote for Chair is void.", in_part=True)
    outcome = office_results(session, meeting.id)[0]
    assert (outcome.state, outcome.elected) == (OfficeState.DEFERRED, ())
    assert [one.end_reason for one in session.scalars(select(OfficeTerm))] == [EndReason.CORRECTED]

    vote = set_vote(later, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False, version=2))
    assert vote.votes is None
    record_votes(later, RecordVotes(chair.id, VoteTotals((9, 5))))
    make_count(later, chair.id, "The vote was held again.")
    assert sign(later, meeting).void == ()
    declare_counts(later, meeting, None, "The vote for Chair was held again.", in_part=True)
    assert holders(session, meeting)["Chair"] == ["Ann Bell"]
    declared = last_declaration(session, meeting.id)
    assert declared is not None
    assert declared.sequence == 3
