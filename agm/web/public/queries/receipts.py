"""The receipts of a vote online: how many there are, and which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from agm.counting.read.typed_paper import in_words, read_paper
from agm.nominations.models import Contest
from agm.rules.mixed_votes import Way
from agm.voting.models import ContestVote, OnlinePaper, Voted, VoteReceipt
from agm.voting.queries import VOTED_ONLINE, PaperKind
from agm.voting.queries.online import OnlineBallot

NEAR = 8
"""How many receipts are shown before and after the one that was looked for."""


@dataclass(frozen=True, slots=True)
class ContestFigures:
    """What has to be the same number, three times."""

    voters: int
    papers: int
    receipts: int

    @property
    def is_even(self) -> bool:
        return self.voters == self.papers == self.receipts


def figures_of(session: Session, contest_ids: Sequence[int]) -> dict[int, ContestFigures]:
    """By contest, members marked as having voted online, papers, and receipts. Three statements."""
    voters = numbers(session, Voted.contest_id, Voted.contest_id.in_(contest_ids) & (Voted.way == Way.ONLINE))
    papers = numbers(session, OnlinePaper.contest_id, OnlinePaper.contest_id.in_(contest_ids))
    listed = (
        select(VoteReceipt.contest_id, func.sum(VoteReceipt.papers))
        .where(VoteReceipt.contest_id.in_(contest_ids))
        .group_by(VoteReceipt.contest_id)
    )
    receipts = {row[0]: row[1] for row in session.execute(listed)}
    return {key: ContestFigures(voters.get(key, 0), papers.get(key, 0), receipts.get(key, 0)) for key in contest_ids}


def numbers(session: Session, column: InstrumentedAttribute[int], wanted: ColumnElement[bool]) -> dict[int, int]:
    rows = session.execute(select(column, func.count()).where(wanted).group_by(column))
    return {row[0]: row[1] for row in rows}


def receipts_from(session: Session, contest_id: int, limit: int, offset: int) -> Sequence[str]:
    """Receipts of a contest in the order of their letters. One statement."""
    wanted = select(VoteReceipt.receipt).where(VoteReceipt.contest_id == contest_id)
    return session.scalars(wanted.order_by(VoteReceipt.receipt).limit(limit).offset(offset)).all()


def near(session: Session, contest_id: int, receipt: str) -> list[str]:
    """The receipts around one; it is among them if it is on the list. Two statements."""
    wanted = select(VoteReceipt.receipt).where(VoteReceipt.contest_id == contest_id)
    before = wanted.where(VoteReceipt.receipt < receipt).order_by(VoteReceipt.receipt.desc()).limit(NEAR)
    after = wanted.where(VoteReceipt.receipt >= receipt).order_by(VoteReceipt.receipt).limit(NEAR + 1)
    return [*reversed(session.scalars(before).all()), *session.scalars(after)]


def offices_held_again(session: Session, meeting_id: int, receipt: str) -> list[str]:
    """The offices of whose vote online a paper had this receipt, where that vote was found void. One statement."""
    not_online = ContestVote.how.not_in(VOTED_ONLINE)
    return list(
        session.scalars(
            select(Contest.label)
            .join(VoteReceipt, VoteReceipt.contest_id == Contest.id)
            .join(ContestVote, ContestVote.contest_id == Contest.id)
            .where(Contest.meeting_id == meeting_id, VoteReceipt.receipt == receipt, not_online)
            .order_by(Contest.position, Contest.id)
        )
    )


def papers_beside(session: Session, ballot: OnlineBallot, receipts: Sequence[str]) -> dict[str, str]:
    """By receipt, how its paper reads, where a vote shows them together. One statement."""
    rows = session.execute(
        select(OnlinePaper.receipt, OnlinePaper.typed, OnlinePaper.set_aside).where(
            OnlinePaper.contest_id == ballot.contest.id, OnlinePaper.receipt.in_(receipts)
        )
    )
    names, is_ranked = [one.name for one in ballot.names], ballot.kind is PaperKind.RANKED

    def said(typed: str) -> str:
        return in_words(read_paper(typed, names, ranked=is_ranked), names, ranked=is_ranked)

    return {receipt: "Set aside." if aside else said(typed) for receipt, typed, aside in rows if receipt is not None}
