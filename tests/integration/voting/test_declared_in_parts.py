"""Two offices that are decided at different times, and places that stay empty."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.counting.model import VoteTotals
from agm.facts import OfficeState
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules
from agm.organisation.operations import adopt_rules
from agm.results.models import Declaration
from agm.results.operations import make_count, sign_results, tell_candidate
from agm.results.queries import last_declaration, office_results
from agm.rules.quorum import Quorum, QuorumOf
from agm.rules.rule_set import RuleSet, Unfilled
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, contested, meeting, refused

__all__ = ["contested", "meeting"]


def test_offices_are_declared_at_different_times(session: Session, meeting: Meeting) -> None:
    officer = acts(session, 1, "Idris Fenn")
    chair, secretary = contest(session), contest(session, "Secretary")
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    set_vote(officer, SetVote(secretary.id, VoteHow.HANDS, "yes_no", has_reopening=True))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    make_count(officer, chair.id)
    for candidacy, _ in to_declare(session, meeting).stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, to_declare(session, meeting).digest, is_returning_officer=True)
    assert refused(lambda: declare_counts(officer, meeting, None)) == ["counts_open"]
    declare_counts(officer, meeting, None, in_part=True)
    assert [one.state for one in office_results(session, meeting.id)][:2] == [
        OfficeState.DECIDED,
        OfficeState.UNDECIDED,
    ]

    record_votes(officer, RecordVotes(secretary.id, VoteTotals((4, 8))))
    make_count(officer, secretary.id)
    found = to_declare(session, meeting)
    assert "call for nominations for it again" in found.follows[secretary.id]
    assert set(refused(lambda: declare_counts(officer, meeting, None))) == {"officer_not_signed", "not_told"}
    tell_candidate(officer, secretary.candidacies[0])
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    declare_counts(officer, meeting, None)
    declarations = session.scalars(select(Declaration).order_by(Declaration.sequence)).all()
    assert [one.reason for one in declarations] == [None, "Secretary: decided since."]
    assert len(session.scalars(select(OfficeTerm)).all()) == 1


def test_a_vote_below_its_quorum_is_not_declared(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    rules = RuleSet(name="Ours", unfilled=Unfilled.FLOOR, quorums=(Quorum(18, of=QuorumOf.VOTE),))
    adopt_rules(officer, AdoptRules(rules, 0))
    meeting.rules_id = session.scalars(select(AdoptedRules.id)).one()
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    make_count(officer, chair.id)
    assert "quorum_of_vote" in refused(lambda: declare_counts(officer, meeting, None))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3), abstentions=1)))
    make_count(officer, chair.id, "One abstained, and was left out.")
    assert "quorum_of_vote" not in refused(lambda: declare_counts(officer, meeting, None))
    assert last_declaration(session, meeting.id) is None
