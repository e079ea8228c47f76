"""What the database itself refuses of a vote online: each named constraint once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from agm.rules.mixed_votes import BothVotes, Way
from agm.voting.models import (
    KeyDestruction,
    KeyMode,
    OnlineContest,
    OnlinePaper,
    OnlineVote,
    ReceiptsAre,
    SealedPaper,
    ServerKey,
    Voted,
    Voter,
    VoteReceipt,
    VotingCode,
)
from tests.support.constraints import fault_of
from tests.support.online_votes import CLOSES, OPENS, lay_meeting, lay_online_vote, member
from tests.support.records import NOW, make_organisation, make_region

pytestmark = pytest.mark.both_databases

Columns = Any


def of_vote(values: str) -> Callable[[], object]:
    return lambda: text(f"UPDATE online_vote SET {values}")


def paper(**columns: Columns) -> OnlinePaper:
    return OnlinePaper(**{"id": "b", "contest_id": 1, "typed": "1", "weight": 1, **columns})


def sealed(**columns: Columns) -> SealedPaper:
    return SealedPaper(**{"contest_id": 1, "voter_id": 2, "ciphertext": b"c", "resend_digest": "d", **columns})


def code(**columns: Columns) -> VotingCode:
    return VotingCode(**{"digest": "c", "voter_id": 2, "issued_at": NOW, "revoked_at": NOW, **columns})


REFUSED: dict[str, Callable[[], object]] = {
    "ck_online_vote_closes_after_opening": of_vote("closes_at = opens_at"),
    "ck_online_vote_smallest_group_at_least_one": of_vote("smallest_group = 0"),
    "ck_online_vote_opened_with_one_length": of_vote("padded_length = NULL"),
    "ck_online_vote_opened_with_a_key": of_vote("public_key = NULL"),
    "ck_online_vote_suspended_says_why": of_vote("suspended_at = opened_at"),
    "ck_online_vote_voided_says_why": of_vote("voided_at = opened_at"),
    "ck_online_vote_closed_after_opened": of_vote("closed_at = closes_at, opened_at = NULL, padded_length = NULL"),
    "ck_online_vote_sealed_after_closed": of_vote("sealed_at = opened_at, sealed_by = 'Ann'"),
    "ck_online_vote_sealed_by_somebody": of_vote("closed_at = opened_at, sealed_at = opened_at"),
    "ck_online_vote_cleaned_says_how": of_vote("cleaned_at = opened_at"),
    "ck_online_vote_version_at_least_one": of_vote("version = 0"),
    "fk_online_vote_meeting_id_meeting": lambda: OnlineVote(
        meeting_id=99,
        opens_at=OPENS,
        closes_at=CLOSES,
        key_mode=KeyMode.TWO_KEYS,
        receipts=ReceiptsAre.LISTED,
        both_votes=BothVotes.FIRST_RECEIVED,
    ),
    "fk_server_key_meeting_id_online_vote": lambda: ServerKey(meeting_id=99, private_key=b"k"),
    "ck_online_contest_closes_after_opening": lambda: OnlineContest(contest_id=1, opens_at=CLOSES, closes_at=OPENS),
    "fk_online_contest_contest_id_contest": lambda: OnlineContest(contest_id=99),
    "ck_voter_weight_at_least_one": lambda: text("UPDATE voter SET weight = 0"),
    "uq_voter_entry_id": lambda: Voter(meeting_id=1, entry_id=1, weight=1),
    "fk_voter_meeting_id_meeting": lambda: text("UPDATE voter SET meeting_id = 99"),
    "fk_voter_entry_id_register_entry": lambda: Voter(meeting_id=1, entry_id=99, weight=1),
    "ck_voting_code_revoked_after_issued": lambda: code(issued_at=CLOSES, revoked_at=OPENS),
    "uq_voting_code_standing": lambda: code(revoked_at=None),
    "fk_voting_code_voter_id_voter": lambda: code(voter_id=99),
    "pk_voted": lambda: text("INSERT INTO voted (contest_id, voter_id, way) VALUES (1, 1, 'paper')"),
    "fk_voted_contest_id_contest": lambda: Voted(contest_id=99, voter_id=1, way=Way.PAPER),
    "fk_voted_voter_id_voter": lambda: Voted(contest_id=1, voter_id=99, way=Way.PAPER),
    "fk_sealed_paper_contest_id_contest": lambda: sealed(contest_id=99),
    "fk_sealed_paper_voter_id_voter": lambda: sealed(voter_id=99),
    "ck_online_paper_weight_at_least_one": lambda: paper(weight=0),
    "ck_online_paper_set_aside_has_no_choice": lambda: paper(set_aside="unclear"),
    "fk_online_paper_contest_id_contest": lambda: paper(contest_id=99),
    "ck_vote_receipt_papers_at_least_one": lambda: VoteReceipt(contest_id=1, receipt="r", papers=0),
    "fk_vote_receipt_contest_id_contest": lambda: VoteReceipt(contest_id=99, receipt="r"),
    "fk_key_destruction_meeting_id_online_vote": lambda: KeyDestruction(meeting_id=99, actor="a", name="Ann", at=NOW),
}


@pytest.fixture
def laid(session: Session) -> Session:
    """A vote online that is open, with two voters, of whom one has voted."""
    make_organisation(session)
    make_region(session)
    lay_online_vote(session, lay_meeting(session, [member(1), member(2)]))
    session.add_all([Voted(contest_id=1, voter_id=1, way=Way.ONLINE), paper(id="a")])
    session.commit()
    session.expunge_all()
    return session


def test_each_constraint_refuses(laid: Session) -> None:
    assert [fault for name, wrong in REFUSED.items() if (fault := fault_of(laid, name, wrong()))] == []


def test_nothing_that_is_kept_of_a_paper_leads_to_a_voter_or_has_a_time() -> None:
    assert {column.name for column in OnlinePaper.__table__.columns} == {
        "id", "contest_id", "typed", "set_aside", "weight", "receipt",
    }  # fmt: skip
    assert {key.column.table.name for key in OnlinePaper.__table__.foreign_keys} == {"contest"}
    assert {column.name for column in Voted.__table__.columns} == {"contest_id", "voter_id", "way"}
    assert {column.name for column in SealedPaper.__table__.columns} == {
        "contest_id", "voter_id", "ciphertext", "resend_digest",
    }  # fmt: skip
