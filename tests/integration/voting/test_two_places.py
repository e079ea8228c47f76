"""Offices that nobody may hold together: who is asked, who gets what is freed, and when only a new count can say."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.counting.model import VoteTotals
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting
from agm.nominations.models import Candidacy
from agm.organisation.models import OfficeIncompatibility
from agm.people.commands import MergePeople
from agm.people.operations import merge_people
from agm.results.commands import RecordComplaint
from agm.results.models import ComplaintDecision
from agm.results.operations import decide_complaint, give_up_place, make_count, record_complaint
from agm.results.queries import candidacy_facts
from agm.rules.rule_set import RuleSet
from agm.rules.two_offices import FreedPlace
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import ToDeclare, to_declare
from tests.integration.voting.test_after_the_count import count_by_hands, rule_by, sign
from tests.integration.voting.test_life_of_a_count import acts, contest, stood
from tests.support.records import facts_of, make_organisation, make_region, name, record

CHAIR_AGAIN = "Chair (counted again without whoever took another office)"


def held(session: Session, freed: FreedPlace | None, *offices: Outcome) -> tuple[Act, Meeting]:
    """A meeting with these offices, of which nobody may hold two."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of(*offices))
    meeting = session.scalars(select(Meeting)).one()
    officer = acts(session, 1, "Idris Fenn")
    rule_by(officer, meeting, RuleSet(name="Ours", freed_place=freed))
    ids = sorted(contest(session, one.label).office_id for one in offices)
    session.add_all(OfficeIncompatibility(first_id=one, second_id=two) for one, two in itertools.combinations(ids, 2))
    return officer, meeting


def give_up(officer: Act, label: str, person: str, kept: str) -> None:
    def candidacy(of: str) -> Candidacy:
        found = contest(officer.session, of).candidacies
        return next(one for one in found if person in {who.name for who in candidacy_facts(one, None).people})

    give_up_place(officer, candidacy(label), candidacy(kept))


def elected(found: ToDeclare) -> dict[str, list[str]]:
    return {
        one.label: [" and ".join(who.name for who in entry.people) for entry in one.elected] for one in found.outcomes
    }


@pytest.mark.parametrize(
    ("freed", "chair", "secretary", "waiting"),
    [
        (FreedPlace.RUNNER_UP, ["Bo Rope"], ["Cy Stay"], []),
        (None, [], [], []),
        (
            FreedPlace.NEW_COUNT,
            None,
            None,
            [CHAIR_AGAIN, "Secretary (counted again without whoever took another office)"],
        ),
    ],
)
def test_who_wins_three_offices_keeps_one(
    session: Session,
    freed: FreedPlace | None,
    chair: list[str] | None,
    secretary: list[str] | None,
    waiting: list[str],
) -> None:
    offices = (
        stood("Chair", "Ann Bell", "Bo Rope"),
        stood("Secretary", "Ann Bell", "Cy Stay"),
        stood("Treasurer", "Ann Bell", "Di Peal"),
    )
    officer, meeting = held(session, freed, *offices)
    for one in offices:
        count_by_hands(officer, one.label, 9, 5)
    assert len(to_declare(session, meeting).clashes) == 3
    give_up(officer, "Chair", "Ann Bell", kept="Treasurer")
    give_up(officer, "Secretary", "Ann Bell", kept="Treasurer")
    found = to_declare(session, meeting)
    assert (found.clashes, sorted(found.waiting)) == ((), waiting)
    offices_now = elected(found)
    assert (offices_now.get("Chair"), offices_now.get("Secretary")) == (chair, secretary)
    assert offices_now["Treasurer"] == ["Ann Bell"]


def test_who_gets_a_freed_place_is_asked_in_turn(session: Session) -> None:
    officer, meeting = held(
        session,
        FreedPlace.RUNNER_UP,
        stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay"),
        stood("Secretary", "Bo Rope", "Di Peal"),
        stood("Treasurer", "Ann Bell", "Di Peal"),
    )
    count_by_hands(officer, "Chair", 9, 5, 2)
    count_by_hands(officer, "Secretary", 8, 6)
    count_by_hands(officer, "Treasurer", 8, 6)
    assert [one.person for one in to_declare(session, meeting).clashes] == ["Ann Bell"]
    give_up(officer, "Chair", "Ann Bell", kept="Treasurer")
    assert [one.person for one in to_declare(session, meeting).clashes] == ["Bo Rope"]
    give_up(officer, "Chair", "Bo Rope", kept="Secretary")
    found = to_declare(session, meeting)
    assert found.clashes == ()
    assert elected(found) == {"Chair": ["Cy Stay"], "Secretary": ["Bo Rope"], "Treasurer": ["Ann Bell"]}


def test_equal_runners_up_are_never_put_in_order_by_the_paper(session: Session) -> None:
    officer, meeting = held(
        session,
        FreedPlace.RUNNER_UP,
        stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay"),
        stood("Treasurer", "Ann Bell", "Di Peal"),
    )
    count_by_hands(officer, "Chair", 9, 5, 5)
    count_by_hands(officer, "Treasurer", 8, 6)
    give_up(officer, "Chair", "Ann Bell", kept="Treasurer")
    found = to_declare(session, meeting)
    assert found.waiting == (CHAIR_AGAIN,)
    assert elected(found) == {"Treasurer": ["Ann Bell"]}


def test_each_of_two_who_share_an_office_can_leave_it(session: Session) -> None:
    shared = Outcome(
        label="Chair", entries=(Entry(people=(name("Eve Lund"), name("Ann Bell"))), Entry(people=(name("Bo Rope"),)))
    )
    officer, meeting = held(session, FreedPlace.RUNNER_UP, shared, stood("Treasurer", "Ann Bell", "Di Peal"))
    count_by_hands(officer, "Chair", 9, 5)
    count_by_hands(officer, "Treasurer", 8, 6)
    give_up(officer, "Chair", "Ann Bell", kept="Treasurer")
    assert elected(to_declare(session, meeting)) == {"Chair": ["Bo Rope"], "Treasurer": ["Ann Bell"]}


def test_of_two_people_who_both_won_two_offices_both_are_asked(session: Session) -> None:
    officer, meeting = held(
        session,
        None,
        stood("Auditors", "Ann Bell", "Bo Rope", "Cy Stay", seats=2),
        stood("Trustees", "Ann Bell", "Bo Rope", "Di Peal", seats=2),
    )
    for label in ("Auditors", "Trustees"):
        counted = contest(session, label)
        set_vote(officer, SetVote(counted.id, VoteHow.HANDS, "block_vote", has_reopening=False, version=0))
        record_votes(officer, RecordVotes(counted.id, VoteTotals((9, 8, 2), papers=10)))
        make_count(officer, counted.id, None)
    assert sorted(one.person for one in to_declare(session, meeting).clashes) == ["Ann Bell", "Bo Rope"]
    give_up(officer, "Auditors", "Ann Bell", kept="Trustees")
    assert [one.person for one in to_declare(session, meeting).clashes] == ["Bo Rope"]
    give_up(officer, "Trustees", "Bo Rope", kept="Auditors")
    found = to_declare(session, meeting)
    assert (found.clashes, elected(found)) == ((), {"Auditors": ["Bo Rope"], "Trustees": ["Ann Bell"]})


def test_after_a_void_vote_the_winner_is_asked_anew(session: Session) -> None:
    officer, meeting = held(
        session, None, stood("Chair", "Ann Bell", "Bo Rope"), stood("Treasurer", "Ann Bell", "Di Peal")
    )
    for label in ("Chair", "Treasurer"):
        count_by_hands(officer, label, 9, 5)
    give_up(officer, "Chair", "Ann Bell", kept="Treasurer")
    sign(officer, meeting)
    declare_counts(officer, meeting, None)
    chair, rules = contest(session, "Chair"), RuleSet(name="Ours")
    made = record_complaint(officer, RecordComplaint(chair.id, officer.at.date(), "Cy Stay", "Too few papers."), rules)
    decide_complaint(officer, made, ComplaintDecision.VOID, "The register shows it.")
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5))))
    make_count(officer, chair.id, "The vote was held again.")
    assert [one.person for one in to_declare(session, meeting).clashes] == ["Ann Bell"]


def test_two_records_of_one_person_are_one_winner(session: Session) -> None:
    officer, meeting = held(
        session, None, stood("Chair", "Ann Bell", "Bo Rope"), stood("Treasurer", "A. Bell", "Di Peal")
    )
    for label in ("Chair", "Treasurer"):
        count_by_hands(officer, label, 9, 5)
    assert to_declare(session, meeting).clashes == ()
    ids = [contest(session, label).candidacies[0].people[0].person_id for label in ("Chair", "Treasurer")]
    merge_people(officer, MergePeople(ids[1], ids[0]))
    (clash,) = to_declare(session, meeting).clashes
    assert clash.person == "Ann Bell"
    give_up_place(officer, clash.second, clash.first)
    assert elected(to_declare(session, meeting)) == {"Chair": ["Ann Bell"], "Treasurer": []}
