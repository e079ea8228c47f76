"""Sealing a vote online: the papers come out of their boxes, and nothing leads from one to a voter any more."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.counting.doubtful_papers import PaperReason
from agm.counting.errors import CountingError
from agm.counting.read.typed_paper import read_paper, write_paper
from agm.database.engine import is_durable
from agm.outbox.commands import NewJob
from agm.outbox.kinds import JobKind
from agm.outbox.operations import enqueue
from agm.rules.code_letters import read_code
from agm.rules.mixed_votes import Way
from agm.rules.violations import refuse
from agm.voting.ballot_box import Opener, UnreadablePaperError
from agm.voting.commands import SealVote
from agm.voting.models import (
    KeyDestruction,
    KeyMode,
    OnlinePaper,
    OnlineVote,
    ReceiptsAre,
    SealedPaper,
    ServerKey,
    Voted,
    Voter,
    VoteReceipt,
)
from agm.voting.online_lock import hold
from agm.voting.operations.online_setup import note, opener_of
from agm.voting.queries.online import OnlineBallot, online_ballots
from agm.voting.queries.papers import PaperKind

AT_ONCE = 2000
"""How many boxes are opened, and papers written, at a time."""
PaperRow = tuple[str, str | None, int, str | None]
"""What is kept of a paper: what was chosen, why it is set aside, its weight, and its receipt if that stays."""


@dataclass(slots=True)
class OpenedBox:
    """The papers of one contest, out of their boxes and in memory alone."""

    papers: list[PaperRow] = field(default_factory=list)
    receipts: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0


def seal_vote(act: Act, command: SealVote) -> dict[int, int]:
    """Open every box in memory, check and shuffle the papers, write them under random numbers, compare their number
    with who is marked as having voted, and take the boxes away. How many papers each contest has.

    Raises RefusedError for wrong words, papers that nobody can read and the returning officer does not know of, and
    numbers that differ; the transaction has to be rolled back then: a vote is sealed whole or not at all.
    """
    session = act.session
    if not is_durable(session):
        raise RuntimeError("a vote is sealed in a transaction that is declared durable")
    vote = hold(session, command.meeting_id)
    if vote.closed_at is None or vote.sealed_at is not None or vote.voided_at is not None:
        refuse("not_to_seal", "", "The vote is not closed yet, or it is sealed already.")
    opener = opener_of(session, vote, command.words)
    ballots = online_ballots(session, vote)
    take_table(session)
    papers, unreadable = {}, 0
    for ballot in ballots:
        box = open_boxes(session, opener, vote, ballot)
        compare(session, ballot, len(box.papers))
        write_papers(session, ballot.contest.id, box)
        papers[ballot.contest.id] = len(box.papers)
        unreadable += box.unreadable
    if unreadable != command.unreadable:
        words = f"{unreadable} papers cannot be read with the key: they were changed, or are no papers."
        refuse("papers_unreadable", "unreadable", f"{words} Confirm their number to set them aside.")
    throw_away(session, vote.meeting_id, list(papers))
    vote.sealed_at, vote.sealed_by = act.at, act.actor.name
    vote.version += 1
    note(act, Action.ONLINE_VOTE_SEALED, vote, papers={str(key): n for key, n in papers.items()}, unreadable=unreadable)
    clear_later(act, vote)
    return papers


def clear_later(act: Act, vote: OnlineVote) -> None:
    """Let the outbox clear the database's files: that is nothing that a transaction can do."""
    job = NewJob(
        kind=JobKind.VOTE_CLEANING,
        key=f"meeting:{vote.meeting_id}:vote_cleaning",
        payload={"meeting_id": vote.meeting_id},
        subject=f"meeting:{vote.meeting_id}",
        unit_id=vote.meeting.unit_id,
    )
    enqueue(act, job)


def open_boxes(session: Session, opener: Opener, vote: OnlineVote, ballot: OnlineBallot) -> OpenedBox:
    """The papers of one contest. A paper of another contest, or that could not be cast, is not readable."""
    found, checker = OpenedBox(), PaperChecker(ballot)
    with_receipts = vote.receipts is ReceiptsAre.BESIDE_PAPERS
    rows = session.execute(
        select(SealedPaper.ciphertext, Voter.weight)
        .join(Voter, Voter.id == SealedPaper.voter_id)
        .where(SealedPaper.contest_id == ballot.contest.id)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in rows:
        try:
            paper = opener.open(row.ciphertext)
            checker.check(paper.contest_id, paper.receipt, paper.typed)
        except UnreadablePaperError:
            found.unreadable += 1
            found.papers.append(("", PaperReason.UNCLEAR, row.weight, None))
            continue
        found.receipts[paper.receipt] += 1
        found.papers.append((paper.typed, None, row.weight, paper.receipt if with_receipts else None))
    return found


class PaperChecker:
    """Whether what was in a box is a paper of this contest; equal papers are read once."""

    def __init__(self, ballot: OnlineBallot) -> None:
        self.contest_id = ballot.contest.id
        self.names = [one.name for one in ballot.names]
        self.is_ranked = ballot.kind is PaperKind.RANKED
        self.most = ballot.most
        self.known: set[str] = set()

    def check(self, contest_id: int, receipt: str, typed: str) -> None:
        """Raises UnreadablePaperError."""
        if contest_id != self.contest_id or read_code(receipt) != receipt:
            raise UnreadablePaperError("a paper of another contest, or without a receipt")
        if typed in self.known:
            return
        try:
            ranking = read_paper(typed, self.names, ranked=self.is_ranked, votes=self.most)
        except CountingError as error:
            raise UnreadablePaperError("a paper that could not be cast") from error
        if write_paper(ranking) != typed:
            raise UnreadablePaperError("a paper that could not be cast")
        self.known.add(typed)


def compare(session: Session, ballot: OnlineBallot, papers: int) -> None:
    """Raises RefusedError where the papers are not those of who is marked as having voted."""
    marked = Voted.contest_id == ballot.contest.id, Voted.way == Way.ONLINE
    voted = session.scalar(select(func.count()).where(*marked)) or 0
    of_marked = session.scalar(
        select(func.count()).where(
            *marked, SealedPaper.contest_id == Voted.contest_id, SealedPaper.voter_id == Voted.voter_id
        )
    )
    if not papers == voted == of_marked:
        words = f"{ballot.contest.label}: {voted} are marked as having voted online, and there are {papers} papers."
        refuse("numbers_differ", "", f"{words} Nothing was sealed. Do not go on before somebody has found out why.")


def write_papers(session: Session, contest_id: int, box: OpenedBox) -> None:
    """Shuffled, under random numbers and in their order, so that neither says when a paper came."""
    SystemRandom().shuffle(box.papers)
    numbers = sorted(secrets.token_hex(16) for _ in box.papers)
    for start in range(0, len(numbers), AT_ONCE):
        part = zip(numbers[start : start + AT_ONCE], box.papers[start : start + AT_ONCE], strict=True)
        rows = [
            {"id": number, "contest_id": contest_id, "typed": typed, "set_aside": why, "weight": weight, "receipt": own}
            for number, (typed, why, weight, own) in part
        ]
        session.execute(insert(OnlinePaper), rows)
    listed = sorted(box.receipts.items())
    for start in range(0, len(listed), AT_ONCE):
        part_of_list = listed[start : start + AT_ONCE]
        receipts = [{"contest_id": contest_id, "receipt": one, "papers": number} for one, number in part_of_list]
        session.execute(insert(VoteReceipt), receipts)


def take_table(session: Session) -> None:
    """PostgreSQL can only throw away a whole table: nobody else uses it until the vote is sealed."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE sealed_paper, voted IN ACCESS EXCLUSIVE MODE"))


def destroy_unread(act: Act, vote: OnlineVote) -> None:
    """Take away the boxes of a vote that will not be opened, and the key that the server has; then clear the files."""
    take_table(act.session)
    throw_away(act.session, vote.meeting_id, [one.contest.id for one in online_ballots(act.session, vote)])
    clear_later(act, vote)


def throw_away(session: Session, meeting_id: int, contest_ids: Sequence[int]) -> None:
    clear_boxes(session, contest_ids)
    session.execute(delete(ServerKey).where(ServerKey.meeting_id == meeting_id))


def clear_boxes(session: Session, contest_ids: Sequence[int]) -> None:
    """Take the boxes away; and write the marks of who voted anew in the order of the register, where the database would
    tell in which order they came."""
    ours: dict[str, Any] = {"ours": list(contest_ids)}
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("PRAGMA secure_delete=ON"))
        session.execute(delete(SealedPaper).where(SealedPaper.contest_id.in_(contest_ids)))
        return
    for statement in (
        "CREATE TEMP TABLE boxes_of_others ON COMMIT DROP AS SELECT * FROM sealed_paper WHERE contest_id <> ALL(:ours)",
        "CREATE TEMP TABLE marks ON COMMIT DROP AS SELECT * FROM voted WHERE contest_id = ANY(:ours)",
        "DELETE FROM voted WHERE contest_id = ANY(:ours)",
    ):
        session.execute(text(statement), ours)
    for statement in (
        "TRUNCATE sealed_paper",
        "INSERT INTO sealed_paper SELECT * FROM boxes_of_others ORDER BY voter_id, contest_id",
        "INSERT INTO voted SELECT * FROM marks ORDER BY voter_id, contest_id",
    ):
        session.execute(text(statement))


def sign_destruction(act: Act, meeting_id: int) -> KeyDestruction:
    """Sign that one's own printed copy of the key is destroyed. Raises RefusedError while it is needed."""
    vote = hold(act.session, meeting_id)
    if vote.key_mode is KeyMode.SERVER_KEY or (vote.sealed_at is None and vote.voided_at is None):
        refuse("key_needed", "", "The key is needed until the vote is sealed.")
    signed = act.session.get(KeyDestruction, (meeting_id, act.actor.key))
    if signed is None:
        signed = KeyDestruction(meeting_id=meeting_id, actor=act.actor.key, name=act.actor.name, at=act.at)
        act.session.add(signed)
        note(act, Action.VOTE_KEY_DESTROYED, vote)
    return signed
