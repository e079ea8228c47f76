"""What was voted on and counted keeps its numbers: nobody new is given the number of somebody who went."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.counting.model import VoteTotals
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import section_version
from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.operations import amend_contests, contests_of
from agm.results.commands import RecordResults
from agm.results.operations import make_count, record_results
from agm.results.queries import office_results
from agm.voting.commands import RecordVotes, SetVote
from agm.voting.models import VoteHow
from agm.voting.operations import record_votes, set_vote
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, contested, meeting, refused
from tests.support.records import name

__all__ = ["contested", "meeting"]


def recorded_outcome(act: Act, meeting: Meeting, outcome: Outcome) -> None:
    version = section_version(act.session, meeting.id, Section.RESULTS)
    record_results(act, RecordResults(meeting.id, version, True, (outcome,)))


def test_somebody_new_gets_no_number_of_somebody_who_went(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    gone = max(one.id for one in chair.candidacies)
    stood = next(one for one in office_results(session, meeting.id) if one.contest_id == chair.id)
    recorded_outcome(officer, meeting, replace(stood, entries=stood.entries[:-1]))
    newcomer = Entry(people=(name("Zed New"),))
    recorded_outcome(officer, meeting, replace(stood, entries=(*stood.entries[:-1], newcomer)))
    assert max(one.id for one in chair.candidacies) > gone


def test_an_office_that_was_counted_stays_on_its_meeting(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    others = tuple(
        ContestSetup(label=one.label, office_id=one.office_id, contest_id=one.id)
        for one in contests_of(session, meeting.id)
        if one is not chair
    )
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    make_count(officer, chair.id)
    assert "counted" in refused(lambda: amend_contests(officer, AmendContests(meeting.id, others)))
    assert [one.label for one in to_declare(session, meeting).outcomes] == ["Chair"]
