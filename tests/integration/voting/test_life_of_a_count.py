"""From voting papers to terms of office: two tellers, papers accounted for, a tie by lot, a recount, a declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.accounts.models import User
from agm.audit.act import Act, Actor
from agm.audit.models import AuditEntry
from agm.counting.decided import Decided
from agm.counting.model import VoteTotals
from agm.counting.read.blt import read_blt
from agm.facts import Entry, Outcome
from agm.meetings.models import Meeting
from agm.nominations.models import Contest
from agm.office_holders.models import OfficeTerm
from agm.organisation.commands import AdoptRules
from agm.organisation.models import AdoptedRules
from agm.organisation.operations import adopt_rules
from agm.results.commands import CheckPapers, DecideTie
from agm.results.counting import standing_of, to_count
from agm.results.models import Count
from agm.results.operations import (
    check_papers,
    decide_tie,
    make_count,
    sign_results,
    take_back_signature,
    tell_candidate,
)
from agm.results.queries import last_declaration, office_results
from agm.rules.rule_set import RuleSet
from agm.rules.violations import EditConflict, RefusedError
from agm.voting.commands import DecidePapers, RecordVotes, SetVote, TypePaper
from agm.voting.models import ContestVote, VoteHow
from agm.voting.operations import add_batch, decide_papers, record_votes, remove_batch, set_vote, type_paper
from agm.voting.queries import batch_state
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare
from agm.workflows.verify_record import record_faults
from tests.support.kept_records import kept_record
from tests.support.records import NOW, facts_of, make_organisation, make_region, name, record

PAPERS = ["1 2", "1 3", "2 1", "2", "3 1", "3 2", "", ""]
"""Two papers for each of three: the two lowest are equal. One is blank, one is set aside."""


def stood(label: str, *names: str, seats: int = 1) -> Outcome:
    return Outcome(label=label, seats=seats, entries=tuple(Entry(people=(name(one),)) for one in names))


@kept_record
def contested(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    contests = (stood("Chair", "Ann Bell", "Bo Rope", "Cy Stay"), stood("Secretary", "Di Peal"), stood("Trustee"))
    record(session, facts_of(*contests))


@pytest.fixture
def meeting(contested: None, session: Session) -> Meeting:
    return session.scalars(select(Meeting)).one()


def acts(session: Session, number: int, who: str) -> Act:
    return Act(session, Actor.user(number, who), NOW + dt.timedelta(minutes=number))


def contest(session: Session, label: str = "Chair") -> Contest:
    return session.scalars(select(Contest).where(Contest.label == label)).one()


def refused(asked: Callable[[], object]) -> list[str]:
    """The codes with which something is refused."""
    with pytest.raises(RefusedError) as caught:
        asked()
    return [one.code for one in caught.value.violations]


def typed_twice(session: Session, first: Act, second: Act, chair: Contest) -> None:
    set_vote(first, SetVote(chair.id, VoteHow.PAPERS, "av", has_reopening=False))
    batch = add_batch(first, chair.id, len(PAPERS))
    for position, typed in enumerate(PAPERS, start=1):
        aside = "unclear" if position == len(PAPERS) else None
        type_paper(first, TypePaper(batch.id, position, typed, aside))
        type_paper(second, TypePaper(batch.id, position, "2 1" if position == 4 else typed, aside))


def test_the_life_of_a_count(session: Session, meeting: Meeting) -> None:
    officer, teller = acts(session, 1, "Idris Fenn"), acts(session, 2, "Bea Olum")
    chair = contest(session)
    typed_twice(session, officer, teller, chair)
    state = batch_state(session, chair.id, 1)
    assert state is not None
    assert (state.differing, state.is_agreed) == ([4], False)
    assert "papers_not_agreed" in refused(lambda: make_count(officer, chair.id))
    assert "typed_twice" in refused(lambda: type_paper(acts(session, 3, "Cal Orr"), TypePaper(state.batch.id, 1, "1")))
    assert "not_differing" in refused(
        lambda: decide_papers(officer, DecidePapers(state.batch.id, {3: TypePaper(0, 3, "1")}))
    )
    decide_papers(officer, DecidePapers(state.batch.id, {4: TypePaper(state.batch.id, 4, "2")}))

    assert "papers_open" in refused(lambda: make_count(officer, chair.id))
    figures = {"printed": 20, "issued": 9, "unused": 11, "not_returned": 1, "in_box": 8, "marked_as_voted": 7}
    check_papers(officer, CheckPapers(chair.id, figures))
    assert "papers_open" in refused(lambda: make_count(officer, chair.id))
    reason = {"in_box = marked_as_voted": "One name was not ticked; the door remembers her."}
    check_papers(officer, CheckPapers(chair.id, figures, reason))
    assert "tie_open" in refused(lambda: make_count(officer, chair.id))

    vote = session.get_one(ContestVote, chair.id)
    waits = standing_of(session, to_count(session, chair, vote), chair.id)
    assert waits.tie is not None
    drawn = DecideTie(chair.id, "lot", "Cal Orr", ("Eve Lund", "Flo Hart"), chosen=(waits.tie.tied[0],))
    wrong = {
        "witnesses": replace(drawn, witnesses=("Eve Lund", "Eve  lund")),
        "tied_witness": replace(drawn, witnesses=("Eve Lund", "Ann Bell")),
        "drawn_by_tied": replace(drawn, drawn_by="Bo Rope"),
        "drawer_witness": replace(drawn, drawn_by="Eve Lund"),
        "who_drew": replace(drawn, drawn_by=" "),
        "chosen": replace(drawn, chosen=()),
        "method_unknown": replace(drawn, method="coin"),
        "seed_missing": replace(drawn, method="seed"),
    }
    for code, command in wrong.items():
        assert code in refused(partial(decide_tie, officer, command))
    while (waits := standing_of(session, to_count(session, chair, vote), chair.id)).tie is not None:
        decide_tie(officer, replace(drawn, chosen=waits.tie.tied[: waits.tie.choose]))
    assert waits.state is Decided.DECIDED_BY_LOT
    assert "no_tie" in refused(lambda: decide_tie(officer, drawn))

    first = make_count(officer, chair.id)
    assert "recount_reason" in refused(lambda: make_count(officer, chair.id))
    again = make_count(teller, chair.id, "A candidate asked for it.")
    assert (again.number, again.result_digest, again.votes_digest) == (2, first.result_digest, first.votes_digest)

    set_vote(officer, SetVote(contest(session, "Secretary").id, VoteHow.NO_VOTE, "plurality", has_reopening=False))
    found = to_declare(session, meeting)
    winner = next(entry.people[0].name for entry in found.outcomes[0].entries if entry.elected)
    assert [one.people[0].name for one, _ in found.stood][-1] == winner
    assert "officer_not_signed" in refused(lambda: declare_counts(officer, meeting, None))
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    assert "not_told" in refused(lambda: declare_counts(officer, meeting, None))
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy, None if candidacy.position == 1 else "Not to be reached; asked three times.")
    candidate = User(id=7, name="ann BELL", email="", person_id=None)
    assert "candidate_declares" in refused(lambda: declare_counts(officer, meeting, candidate))
    declare_counts(officer, meeting, None)

    results = office_results(session, meeting.id)
    assert [(one.label, [entry.people[0].name for entry in one.elected]) for one in results[:2]] == [
        ("Chair", [winner]),
        ("Secretary", ["Di Peal"]),
    ]
    assert (results[0].tie_settled, results[0].rejected_papers) == ("by lot", 2)
    assert last_declaration(session, meeting.id) is not None
    assert len(session.scalars(select(OfficeTerm)).all()) == 2
    session.commit()
    session.expire_all()
    assert list(record_faults(session)) == []
    log = [entry for entry in session.scalars(select(AuditEntry)) if entry.action == "contest:papers:typed"]
    assert [(entry.details["reading"], entry.details["papers"]) for entry in log] == [(1, 8), (2, 8)]


def test_two_people_sign_where_the_rules_ask_for_it(session: Session, meeting: Meeting) -> None:
    officer, second = acts(session, 1, "Idris Fenn"), acts(session, 2, "Bea Olum")
    adopt_rules(officer, AdoptRules(RuleSet(name="Ours", second_person_declares=True), 0))
    meeting.rules_id = session.scalars(select(AdoptedRules.id)).one()
    chair = contest(session)
    set_vote(officer, SetVote(chair.id, VoteHow.HANDS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((9, 5, 3))))
    make_count(officer, chair.id)
    found = to_declare(session, meeting)
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    assert "second_not_signed" in refused(lambda: declare_counts(officer, meeting, None))
    sign_results(second, meeting, "another result", is_returning_officer=False)
    assert "second_not_signed" in refused(lambda: declare_counts(officer, meeting, None))
    sign_results(second, meeting, found.digest, is_returning_officer=False)
    take_back_signature(second, meeting)
    assert "second_not_signed" in refused(lambda: declare_counts(officer, meeting, None))
    assert "not_signed" in refused(lambda: take_back_signature(second, meeting))
    sign_results(second, meeting, found.digest, is_returning_officer=False)
    declare_counts(officer, meeting, None)
    record_votes(officer, RecordVotes(chair.id, VoteTotals((5, 9, 3))))
    make_count(officer, chair.id, "The sheets were added up wrongly.")
    changed = to_declare(session, meeting)
    assert changed.officer is None
    for act, is_officer in ((officer, True), (second, False)):
        sign_results(act, meeting, changed.digest, is_returning_officer=is_officer)
    assert "reason_missing" in refused(lambda: declare_counts(officer, meeting, None))
    declare_counts(officer, meeting, None, "The recount found another result.")
    assert [entry.people[0].name for entry in office_results(session, meeting.id)[0].elected] == ["Bo Rope"]


def test_totals_papers_and_a_file_give_the_same_outcome(session: Session, meeting: Meeting) -> None:
    officer, teller = acts(session, 1, "Idris Fenn"), acts(session, 2, "Bea Olum")
    chair = contest(session)
    figures = CheckPapers(chair.id, {"in_box": 4})
    outcomes = []
    set_vote(officer, SetVote(chair.id, VoteHow.TOTALS, "plurality", has_reopening=False))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((3, 1, 0))))
    check_papers(officer, figures)
    make_count(officer, chair.id)
    outcomes.append(to_declare(session, meeting).outcomes)
    set_vote(officer, SetVote(chair.id, VoteHow.FILE, "plurality", has_reopening=False, version=1))
    blt = b'3 1\n3 1 0\n1 2 0\n0\n"Ann Bell"\n"Bo Rope"\n"Cy Stay"\n"Chair"\n'
    record_votes(officer, RecordVotes(chair.id, read_blt(blt).ballots))
    make_count(officer, chair.id, "From the file.")
    outcomes.append(to_declare(session, meeting).outcomes)
    set_vote(officer, SetVote(chair.id, VoteHow.PAPERS, "plurality", has_reopening=False, version=2))
    batch = add_batch(officer, chair.id, 4)
    for act in (officer, teller):
        for position, typed in enumerate(("1", "2", "1", "1"), start=1):
            type_paper(act, TypePaper(batch.id, position, typed))
    make_count(officer, chair.id, "From the papers.")
    outcomes.append(to_declare(session, meeting).outcomes)
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert [one.number for one in session.scalars(select(Count))] == [1, 2, 3]


def test_what_cannot_be_is_refused(session: Session, meeting: Meeting) -> None:
    officer = acts(session, 1, "Idris Fenn")
    chair, secretary = contest(session), contest(session, "Secretary")

    def asked(how: VoteHow, rules: str, of: Contest = chair, *, ron: bool = False, version: int = 0) -> object:
        return set_vote(officer, SetVote(of.id, how, rules, has_reopening=ron, version=version))

    assert "no_vote_set" in refused(lambda: make_count(officer, chair.id))
    assert "rules_unknown" in refused(lambda: asked(VoteHow.HANDS, "astrology"))
    assert "more_than_places" in refused(lambda: asked(VoteHow.NO_VOTE, "plurality"))
    assert "no_sole_candidate" in refused(lambda: asked(VoteHow.HANDS, "yes_no"))
    assert "no_sole_candidate" in refused(lambda: asked(VoteHow.HANDS, "yes_no", secretary))
    assert "nobody_stands" in refused(lambda: asked(VoteHow.HANDS, "plurality", contest(session, "Trustee")))
    asked(VoteHow.NO_VOTE, "plurality", secretary)
    assert "nobody_votes" in refused(lambda: make_count(officer, secretary.id))
    asked(VoteHow.HANDS, "yes_no", secretary, ron=True, version=1)
    asked(VoteHow.PAPERS, "av")
    with pytest.raises(EditConflict):
        asked(VoteHow.PAPERS, "av")
    assert "papers_not_agreed" in refused(lambda: make_count(officer, chair.id))
    assert "papers_of_batch" in refused(lambda: add_batch(officer, chair.id, 0))
    batch = add_batch(officer, chair.id, 2)
    assert "papers_are_typed" in refused(lambda: asked(VoteHow.HANDS, "av", version=1))
    assert "papers_are_marked" in refused(lambda: asked(VoteHow.PAPERS, "av", ron=True, version=1))
    assert "no_such_paper" in refused(lambda: type_paper(officer, TypePaper(batch.id, 3, "1")))
    assert "paper_unreadable" in refused(lambda: type_paper(officer, TypePaper(batch.id, 1, "4")))
    assert "reason_unknown" in refused(lambda: type_paper(officer, TypePaper(batch.id, 1, "", "torn")))
    remove_batch(officer, batch)
    asked(VoteHow.HANDS, "exhaustive_ballot", version=1)
    assert "round_missing" in refused(lambda: record_votes(officer, RecordVotes(chair.id, VoteTotals((1, 1, 1)), 2)))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((4, 3, 1))))
    assert "another_round" in refused(lambda: make_count(officer, chair.id))
    record_votes(officer, RecordVotes(chair.id, VoteTotals((3, 5, 0)), 2))
    make_count(officer, chair.id)
    assert to_declare(session, meeting).waiting == ("Secretary",)
