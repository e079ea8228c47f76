"""What the database itself refuses of votes, papers, counts and signatures: each named constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from agm.results.models import (
    CandidateTold,
    Complaint,
    ComplaintDecision,
    Count,
    DeclarationSignature,
    PapersChecked,
    PapersDestroyed,
    PlaceGivenUp,
    PlannedDeclaration,
    PrintKind,
    Printout,
    TieDecision,
)
from agm.voting.models import ContestVote, PaperBatch, PaperEntry, PaperReading, VoteHow
from tests.support.constraints import fault_of
from tests.support.records import NOW, elected, facts_of, make_organisation, make_region, record

pytestmark = pytest.mark.both_databases

Columns = Any


def vote(**columns: Columns) -> ContestVote:
    return ContestVote(**{"contest_id": 1, "how": VoteHow.PAPERS, "counting_rules": "av", **columns})


def batch(**columns: Columns) -> PaperBatch:
    return PaperBatch(**{"contest_id": 1, "number": 2, "papers": 15, **columns})


def reading(**columns: Columns) -> PaperReading:
    return PaperReading(**{"batch_id": 1, "reading": 2, "actor": "user:2", "name": "Bea Olum", **columns})


def entry(**columns: Columns) -> PaperEntry:
    return PaperEntry(**{"batch_id": 1, "reading": 1, "position": 2, "typed": "3 6", **columns})


def count_row(**columns: Columns) -> Count:
    usual = {
        "meeting_id": 1, "contest_id": 1, "number": 2, "reason": "Asked for", "counted_at": NOW, "counted_by": "Ann",
        "library_version": "1", "candidacy_ids": [1], "given": {}, "votes_digest": "d", "result": {},
        "result_digest": "r",
    }  # fmt: skip
    return Count(**{**usual, **columns})


def tie(**columns: Columns) -> TieDecision:
    usual = {
        "meeting_id": 1, "contest_id": 1, "votes_digest": "d", "stage": 1, "kind": "election", "tied": "1,2",
        "chosen": [1], "method": "lot", "drawn_by": "Cal Orr", "witnesses": ["Ann", "Bo"], "decided_at": NOW,
        "decided_by": "Ann",
    }  # fmt: skip
    return TieDecision(**{**usual, **columns})


def signature(**columns: Columns) -> DeclarationSignature:
    usual = {"meeting_id": 1, "actor": "user:1", "name": "Ann", "signed_at": NOW, "results_digest": "r"}
    return DeclarationSignature(**{**usual, "is_returning_officer": True, **columns})


def printout(**columns: Columns) -> Printout:
    usual = {"meeting_id": 1, "kind": PrintKind.DECLARATION, "wanted": {}, "asked_at": NOW, "asked_by": "Ann"}
    return Printout(**{**usual, **columns})


def complaint(**columns: Columns) -> Complaint:
    usual = {
        "contest_id": 1, "received_on": NOW.date(), "complainant": "Ann", "words": "No.", "is_late": False,
        "recorded_at": NOW, "recorded_by": "Bo",
    }  # fmt: skip
    return Complaint(**{**usual, **columns})


def destroyed(**columns: Columns) -> PapersDestroyed:
    usual = {"destroyed_on": NOW.date(), "what": "Papers", "destroyed_by": "Ann", "witness": "Bo"}
    return PapersDestroyed(**{**usual, "recorded_at": NOW, "recorded_by": "Ann", **columns})


def planned(**columns: Columns) -> PlannedDeclaration:
    usual = {"public_at": NOW, "results_digest": "r", "in_part": False, "actor": "user:1", "name": "Ann"}
    return PlannedDeclaration(**{**usual, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "ck_contest_vote_version_not_negative": lambda: text("UPDATE contest_vote SET version = -1"),
    "fk_contest_vote_contest_id_contest": lambda: vote(contest_id=99),
    "uq_paper_batch_contest_number": lambda: batch(number=1),
    "ck_paper_batch_papers_at_least_one": lambda: batch(papers=0),
    "ck_paper_batch_weight_at_least_one": lambda: batch(weight=0),
    "fk_paper_batch_contest_id_contest": lambda: batch(contest_id=99),
    "uq_paper_reading_batch_actor": lambda: reading(actor="user:1"),
    "ck_paper_reading_first_or_second": lambda: reading(reading=3),
    "fk_paper_reading_batch_id_paper_batch": lambda: reading(batch_id=99),
    "ck_paper_entry_reading_known": lambda: entry(reading=4),
    "ck_paper_entry_position_at_least_one": lambda: entry(position=0),
    "ck_paper_entry_set_aside_has_no_choice": lambda: entry(set_aside="blank"),
    "fk_paper_entry_batch_id_paper_batch": lambda: entry(batch_id=99),
    "uq_contest_count_contest_number": lambda: count_row(number=1),
    "ck_contest_count_recount_says_why": lambda: count_row(reason=None),
    "fk_contest_count_meeting_id_meeting": lambda: count_row(meeting_id=99),
    "uq_tie_decision_tie": tie,
    "ck_tie_decision_seed_is_named": lambda: tie(stage=2, method="seed"),
    "fk_tie_decision_meeting_id_meeting": lambda: tie(stage=2, meeting_id=99),
    "fk_papers_checked_contest_id_contest": lambda: PapersChecked(
        contest_id=99, figures={}, checked_at=NOW, checked_by="Ann"
    ),
    "uq_declaration_signature_actor": signature,
    "fk_declaration_signature_meeting_id_meeting": lambda: signature(meeting_id=99, actor="user:2"),
    "ck_printout_ready_with_content": lambda: printout(ready_at=NOW),
    "ck_printout_ready_or_refused": lambda: printout(ready_at=NOW, content=b"%PDF", problem="Nothing is counted."),
    "fk_printout_meeting_id_meeting": lambda: printout(meeting_id=99),
    "ck_complaint_decision_says_why": lambda: complaint(decision=ComplaintDecision.DISMISSED),
    "ck_complaint_void_names_count": lambda: complaint(decision=ComplaintDecision.VOID, reason="So."),
    "fk_complaint_contest_id_contest": lambda: complaint(contest_id=99),
    "fk_place_given_up_candidacy_id_candidacy": lambda: PlaceGivenUp(candidacy_id=99, said_at=NOW, said_to="Ann"),
    "fk_papers_destroyed_meeting_id_meeting": lambda: destroyed(meeting_id=99),
    "fk_planned_declaration_meeting_id_meeting": lambda: planned(meeting_id=99),
    "fk_candidate_told_candidacy_id_candidacy": lambda: CandidateTold(candidacy_id=99, told_at=NOW, told_by="Ann"),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A contest with a vote, a batch of papers, a count, a decided tie and a signature."""
    make_organisation(session)
    make_region(session)
    record(session, facts_of(elected("Chair", "Ann Bell")))
    session.add_all([vote(), batch(number=1), count_row(number=1), tie(), signature()])
    session.flush()
    session.add_all([reading(reading=1, actor="user:1"), entry(position=1)])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []


@pytest.mark.parametrize("table", ["contest_count", "tie_decision"])
def test_counts_and_decisions_of_ties_are_never_changed(laid: Session, table: str) -> None:
    for statement in (f"UPDATE {table} SET contest_id = 7", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"):
            laid.execute(text(statement))
        laid.rollback()


def test_nothing_that_is_kept_of_papers_leads_to_a_voter() -> None:
    """Neither a person nor a time: the teller's name is that of a batch, not of a paper."""
    columns = {column.name for column in PaperEntry.__table__.columns}
    assert columns == {"batch_id", "reading", "position", "typed", "set_aside"}
    keys = {key.column.table.name for key in PaperEntry.__table__.foreign_keys}
    assert keys == {"paper_batch"}
