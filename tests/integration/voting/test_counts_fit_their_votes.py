"""A declaration says what the votes say at that moment, of everybody who stands, and they know that result."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from agm.counting.model import VoteTotals
from agm.facts import Outcome
from agm.meetings.models import Meeting, Section
from agm.meetings.operations.sections import section_version
from agm.nominations.commands import ContestError
from agm.nominations.models import Candidacy, CandidacyPerson
from agm.people.commands import NamedPerson
from agm.people.operations import resolve_people
from agm.results.commands import CheckPapers, RecordResults
from agm.results.operations import check_papers, make_count, record_results, sign_results, tell_candidate
from agm.results.queries import office_results
from agm.voting.commands import RecordVotes, SetVote, TypePaper
from agm.voting.models import VoteHow
from agm.voting.operations import add_batch, record_votes, set_vote, type_paper
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, contested, meeting, refused
from tests.support.records import name

__all__ = ["contested", "meeting"]


def by_hands(session: Session, *votes: int) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals(votes)))
    make_count(officer, chair.id)


def stand(session: Session, label: str, who: str) -> None:
    found = contest(session, label)
    named = [NamedPerson(name(who), None)]
    (person,) = resolve_people(acts(session, 1, "Idris Fenn"), named, found.meeting.unit_id)
    found.candidacies.append(
        Candidacy(
            position=len(found.candidacies) + 1,
            people=[CandidacyPerson(person_id=person.id, name=who, position=1)],
        )
    )
    session.flush()


def test_a_count_of_other_votes_is_not_declared(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 2, "Idris Fenn"), contest(session)
    by_hands(session, 9, 5, 3)
    assert to_declare(session, meeting).waiting == ()
    chair.candidacies[0].people[0].name = "Ann Bellamy"
    session.flush()
    assert to_declare(session, meeting).waiting == ()
    record_votes(officer, RecordVotes(chair.id, VoteTotals((5, 9, 3))))
    assert to_declare(session, meeting).waiting == ("Chair (changed since the count)",)
    make_count(officer, chair.id, "The sheets were added up wrongly.")
    assert to_declare(session, meeting).waiting == ()
    gone = frozenset({chair.candidacies[1].id})
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", False, gone, version=1))
    assert to_declare(session, meeting).waiting == ("Chair (changed since the count)",)
    set_vote(officer, SetVote(chair.id, VoteHow.TOTALS, "plurality", False, version=2))
    assert to_declare(session, meeting).waiting == ("Chair (changed since the count)",)


def test_whoever_stands_is_on_the_paper(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 2, "Idris Fenn"), contest(session)
    secretary = contest(session, "Secretary")
    set_vote(officer, SetVote(secretary.id, VoteHow.NO_VOTE, "plurality", has_reopening=False))
    stand(session, "Secretary", "Eve Lund")
    assert to_declare(session, meeting).waiting == ("Secretary (more stand than there are places)",)
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    stand(session, "Chair", "Flo Hart")
    assert "not_on_paper" in refused(lambda: record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3)))))
    assert "not_on_paper" in refused(lambda: add_batch(officer, chair.id, 3))
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False, version=1))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3, 1))))
    make_count(officer, chair.id)
    stand(session, "Chair", "Gil Orr")
    assert "Chair (changed since the count)" in to_declare(session, meeting).waiting
    assert "not_on_paper" in refused(lambda: make_count(officer, chair.id, "Another stands."))
    set_vote(officer, SetVote(chair.id, VoteHow.STANDING, "plurality", has_reopening=False, version=2))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3, 1, 2))))


def test_who_heard_another_result_is_told_again(session: Session, meeting: Meeting) -> None:
    early, later = acts(session, 3, "Idris Fenn"), acts(session, 9, "Idris Fenn")
    by_hands(session, 9, 5, 3)
    for candidacy, _ in to_declare(session, meeting).stood:
        tell_candidate(early, candidacy)
    make_count(later, contest(session).id, "A candidate asked for it.")
    assert to_declare(session, meeting).not_told == []
    record_votes(later, RecordVotes(contest(session).id, VoteTotals((5, 9, 3))))
    make_count(later, contest(session).id, "The sheets were added up wrongly.")
    assert len(to_declare(session, meeting).not_told) == 3


def test_a_reason_is_of_the_votes_that_it_was_given_for(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 2, "Idris Fenn"), contest(session)
    set_vote(officer, SetVote(chair.id, VoteHow.TOTALS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((5, 3, 1))))
    why = {"in_box = valid + rejected": "One paper was taken home."}
    check_papers(officer, CheckPapers(chair.id, {"in_box": 10}, why))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((50, 30, 10))))
    assert "papers_open" in refused(lambda: make_count(officer, chair.id))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((5, 3, 1))))
    make_count(officer, chair.id)


def test_nobody_signs_twice_by_two_sign_ins(session: Session, meeting: Meeting) -> None:
    by_hands(session, 9, 5, 3)
    digest = to_declare(session, meeting).digest
    sign_results(acts(session, 4, "Idris Fenn"), meeting, digest, is_returning_officer=True)
    other = acts(session, 5, "idris  fenn")
    assert "signed_already" in refused(lambda: sign_results(other, meeting, digest, is_returning_officer=False))


def test_typed_papers_keep_their_kind(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    set_vote(officer, SetVote(chair.id, VoteHow.PAPERS, "av", has_reopening=False))
    batch = add_batch(officer, chair.id, 1)
    for act in (officer, acts(session, 2, "Bea Olum")):
        type_paper(act, TypePaper(batch.id, 1, "1=2 3"))
    other = SetVote(chair.id, VoteHow.PAPERS, "plurality", has_reopening=False, version=1)
    assert "papers_are_typed" in refused(lambda: set_vote(officer, other))
    set_vote(officer, SetVote(chair.id, VoteHow.PAPERS, "scottish", has_reopening=False, version=1))


def test_papers_that_no_longer_fit_their_office_are_refused(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    chair.seats = 2
    set_vote(officer, SetVote(chair.id, VoteHow.PAPERS, "block_vote", has_reopening=False))
    batch = add_batch(officer, chair.id, 1)
    for act in (officer, acts(session, 2, "Bea Olum")):
        type_paper(act, TypePaper(batch.id, 1, "1 2"))
    chair.seats = 1
    assert "cannot_be_counted" in refused(lambda: make_count(officer, chair.id))


def test_everybody_may_withdraw(session: Session, meeting: Meeting) -> None:
    officer, chair = acts(session, 1, "Idris Fenn"), contest(session)
    everybody = frozenset(one.id for one in chair.candidacies)
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", False, everybody))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    assert "all_withdrew" in refused(lambda: make_count(officer, chair.id))
    set_vote(officer, SetVote(chair.id, VoteHow.NO_VOTE, "plurality", False, everybody, version=1))
    assert to_declare(session, meeting).outcomes[0].entries == ()


def test_nothing_but_a_count_changes_what_was_counted(session: Session, meeting: Meeting) -> None:
    officer = acts(session, 6, "Idris Fenn")
    by_hands(session, 9, 5, 3)
    found = to_declare(session, meeting)
    chair = found.outcomes[0]

    def typed(outcome: Outcome) -> object:
        version = section_version(session, meeting.id, Section.RESULTS)
        return record_results(officer, RecordResults(meeting.id, version, True, (outcome,)))

    with pytest.raises(ContestError, match="are counted"):
        typed(chair)
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    declare_counts(officer, meeting, None)
    declared = office_results(session, meeting.id)[0]
    typed(replace(declared, entries=(replace(declared.entries[0], re_elected=True), *declared.entries[1:])))
    first, *others = declared.entries
    changed = (
        (replace(first, elected=False, votes=5), replace(others[0], elected=True, votes=9), others[1]),
        (replace(first, votes=19), *others),
        tuple(others),
    )
    for entries in changed:
        with pytest.raises(ContestError, match="are counted"):
            typed(replace(declared, entries=entries))
