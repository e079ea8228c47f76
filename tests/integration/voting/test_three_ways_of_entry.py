"""Typed totals, entered papers and a BLT file of the same votes come to the same outcome, terms and announcement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.gather import gather
from agm.audit.act import Act
from agm.counting.model import Ballots, Candidate, Contest, RejectedPapers, VoteTotals
from agm.counting.read.blt import read_blt, write_blt
from agm.counting.rules import RULE_SETS
from agm.facts import Outcome
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTerm
from agm.organisation.queries import house_style_choices, local_day
from agm.results.commands import CheckPapers, DecideTie
from agm.results.counting import standing_of, to_count
from agm.results.operations import check_papers, decide_tie, make_count, sign_results, tell_candidate
from agm.results.queries import office_results
from agm.voting.commands import RecordVotes, SetVote, TypePaper
from agm.voting.models import ContestVote, VoteHow
from agm.voting.operations import add_batch, record_votes, set_vote, type_paper
from agm.voting.queries import RANKED
from agm.wording.compose import compose
from agm.workflows.declare_counts import declare_counts
from agm.workflows.to_declare import to_declare
from tests.integration.voting.test_life_of_a_count import acts, contest, stood
from tests.support.kept_records import kept_record
from tests.support.records import facts_of, make_organisation, make_region, record

PEOPLE = ("Ann Bell", "Bo Rope", "Cy Stay", "Di Peal", "Ed Moor")
Paper: TypeAlias = "tuple[int, ...]"


@dataclass(frozen=True)
class Votes:
    rules: str
    seats: int
    papers: tuple[Paper, ...]

    @property
    def is_ranked(self) -> bool:
        return RULE_SETS[self.rules].method in RANKED

    @property
    def most(self) -> int:
        return {"block_vote": self.seats, "approval": len(PEOPLE)}.get(self.rules, 1)


@st.composite
def elections(draw: st.DrawFn) -> Votes:
    rules = draw(st.sampled_from(("plurality", "block_vote", "approval", "av", "scottish", "ers97")))
    seats = 1 if RULE_SETS[rules].single_seat else draw(st.integers(1, 3))
    votes = Votes(rules, seats, ())
    most = len(PEOPLE) if votes.is_ranked else votes.most
    numbers = st.lists(st.integers(1, len(PEOPLE)), max_size=most, unique=True)
    papers = draw(st.lists(numbers if votes.is_ranked else numbers.map(sorted), min_size=3, max_size=8))
    return Votes(rules, seats, (*map(tuple, papers), (1,)))


@kept_record
def laid(session: Session) -> None:
    make_organisation(session)
    make_region(session)
    record(session, facts_of(stood("Chair", *PEOPLE, seats=3)))


def ways(votes: Votes) -> Iterator[VoteHow]:
    yield VoteHow.PAPERS
    yield VoteHow.FILE
    if not votes.is_ranked:
        yield VoteHow.TOTALS


def enter(officer: Act, teller: Act, contest_id: int, votes: Votes, how: VoteHow) -> None:
    if how is VoteHow.PAPERS:
        batch = add_batch(officer, contest_id, len(votes.papers))
        officer.session.flush()
        for act in (officer, teller):
            for position, paper in enumerate(votes.papers, start=1):
                type_paper(act, TypePaper(batch.id, position, " ".join(map(str, paper))))
        return
    people = tuple(Candidate(number, name) for number, name in enumerate(PEOPLE, start=1))
    given_votes = Ballots.of(votes.papers)
    if how is VoteHow.FILE:
        blt = write_blt(Contest("Chair", people, votes.seats), given_votes)
        record_votes(officer, RecordVotes(contest_id, read_blt(blt.encode()).ballots))
        return
    totals = tuple(sum(number in paper for paper in votes.papers) for number in range(1, len(PEOPLE) + 1))
    empty = sum(not paper for paper in votes.papers)
    aside = (RejectedPapers("the paper is empty", empty),) if empty else ()
    if votes.rules == "approval":  # an empty paper agrees to nobody, and is valid
        record_votes(officer, RecordVotes(contest_id, VoteTotals(totals, len(votes.papers), empty)))
        return
    record_votes(officer, RecordVotes(contest_id, VoteTotals(totals, len(votes.papers) - empty, 0, aside)))


def declare(officer: Act, meeting: Meeting, contest_id: int, votes: Votes) -> None:
    """Account for the papers, settle each tie for the first names, count, sign and declare."""
    session = officer.session
    counted = contest(session)
    check_papers(officer, CheckPapers(contest_id, {"in_box": len(votes.papers)}))
    given_votes = to_count(session, counted, session.get_one(ContestVote, contest_id))
    while (tie := standing_of(session, given_votes, contest_id).tie) is not None:
        chosen = tie.tied[: tie.choose]
        decide_tie(officer, DecideTie(contest_id, "lot", "Cal Orr", ("Eve Lund", "Flo Hart"), chosen))
    make_count(officer, contest_id)
    found = to_declare(session, meeting)
    for candidacy, _ in found.stood:
        tell_candidate(officer, candidacy)
    sign_results(officer, meeting, found.digest, is_returning_officer=True)
    declare_counts(officer, meeting, None)


def what_follows(session: Session, meeting: Meeting, at: Act) -> tuple[Outcome, list[tuple[object, ...]], str]:
    """The outcome, who holds office, and the digest of the announcement."""
    terms: list[tuple[object, ...]] = [
        (one.office_id, one.seat, one.since, one.appointment_kind, [person.name for person in one.people])
        for one in session.scalars(select(OfficeTerm).order_by(OfficeTerm.seat))
    ]
    style = house_style_choices(session, meeting.unit_id)
    document = compose(gather(session, meeting.id), style, today=local_day(session, at.at))
    return office_results(session, meeting.id)[0], terms, document.digest


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(votes=elections())
def test_every_way_of_entry_comes_to_the_same(laid: None, session: Session, votes: Votes) -> None:
    officer, teller = acts(session, 1, "Idris Fenn"), acts(session, 2, "Bea Olum")
    found = []
    for how in ways(votes):
        session.rollback()
        meeting = session.scalars(select(Meeting)).one()
        counted = contest(session)
        counted.seats = votes.seats
        set_vote(officer, SetVote(counted.id, how, votes.rules, has_reopening=False))
        enter(officer, teller, counted.id, votes, how)
        declare(officer, meeting, counted.id, votes)
        found.append(what_follows(session, meeting, officer))
    session.rollback()
    assert all(one == found[0] for one in found), found
    assert found[0][0].elected
