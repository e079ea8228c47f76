"""Voting papers that are given out in the hall, or come by post: nobody votes twice, on paper or online."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.rules.mixed_votes import BothVotes, Way
from agm.rules.violations import refuse
from agm.voting.models import OnlineVote, SealedPaper, Voted, VoteHow, Voter
from agm.voting.online_lock import hold_if_any
from agm.voting.operations.casting import new_marks
from agm.voting.operations.codes import voter_of
from agm.voting.operations.online_setup import note
from agm.voting.queries.by_post import PaperContest, by_post_of, has_come, paper_contests
from agm.voting.queries.online import voter_of_entry, ways_of


class PaperOutcome(enum.StrEnum):
    """What becomes of a paper in one contest."""

    GIVEN = "given"
    GIVEN_BEFORE = "given_before"
    CAME_BY_POST = "came_by_post"
    VOTED_ONLINE = "voted_online"
    """No paper is given."""
    ONLINE_DROPPED = "online_dropped"
    """The rules say that paper counts: the vote online is taken out of its box unread."""


@dataclass(frozen=True, slots=True)
class PapersGiven:
    by_contest: Mapping[int, PaperOutcome]
    labels: Mapping[int, str]
    weight: int
    """How many votes each of the papers has."""

    def labels_of(self, *outcomes: PaperOutcome) -> list[str]:
        return [self.labels[key] for key, outcome in self.by_contest.items() if outcome in outcomes]


def give_papers(act: Act, meeting_id: int, entry_id: int) -> PapersGiven:
    """Record that somebody gets the papers of every contest in which they have not voted: from then on they cannot vote
    online or by post. Raises RefusedError where no papers are used."""
    vote, voter, contests = papers_for(act, meeting_id, entry_id)
    by_post = by_post_of(act.session, [entry_id]).get(entry_id)
    came = by_post is not None and has_come(by_post)
    marked = ways_of(act.session, voter.id) if came else {}  # of a vote that is held again nothing is marked any more
    found = {
        one.id: PaperOutcome.CAME_BY_POST if one.id in marked else give_paper(act.session, vote, voter, one.id)
        for one in contests
    }
    numbers = {str(outcome): list(found.values()).count(outcome) for outcome in set(found.values())}
    note(act, Action.VOTING_PAPER_GIVEN, voter, entry=entry_id, **numbers)
    return PapersGiven(found, {one.id: one.label for one in contests}, voter.weight)


def papers_for(act: Act, meeting_id: int, entry_id: int) -> tuple[OnlineVote | None, Voter, list[PaperContest]]:
    vote = hold_if_any(act.session, meeting_id)
    voter = voter_of(act, meeting_id, entry_id)
    is_void = vote is not None and vote.voided_at is not None
    contests = [
        one
        for one in paper_contests(act.session, meeting_id)
        if one.admits(voter) and not (is_void and one.how is VoteHow.MIXED)
    ]
    if is_void and not contests:
        refuse("voided", "", "The vote online does not count.")
    if not contests:
        refuse("no_papers", "", "No office in which they vote is voted on with papers.")
    return vote, voter, contests


def give_paper(session: Session, vote: OnlineVote | None, voter: Voter, contest_id: int) -> PaperOutcome:
    if new_marks(session, voter.id, [contest_id], Way.PAPER):
        return PaperOutcome.GIVEN
    mine = Voted.contest_id == contest_id, Voted.voter_id == voter.id
    if session.scalar(select(Voted.way).where(*mine)) is Way.PAPER:
        return PaperOutcome.GIVEN_BEFORE
    if online_stays(vote):
        return PaperOutcome.VOTED_ONLINE
    box = SealedPaper.contest_id == contest_id, SealedPaper.voter_id == voter.id
    session.execute(delete(SealedPaper).where(*box))
    session.execute(update(Voted).where(*mine).values(way=Way.PAPER))
    return PaperOutcome.ONLINE_DROPPED


def online_stays(vote: OnlineVote | None) -> bool:
    """Whether a vote online that somebody cast stays in its box, though they vote on paper too."""
    return vote is None or vote.both_votes is not BothVotes.PAPER_COUNTS or vote.sealed_at is not None


def take_papers_back(act: Act, meeting_id: int, entry_id: int) -> None:
    """Record that somebody handed all their papers back unmarked: they may vote another way, while that is open."""
    hold_if_any(act.session, meeting_id)
    voter = voter_of_entry(act.session, entry_id)
    on_paper = Way.PAPER in ways_of(act.session, voter.id).values() if voter is not None else False
    if voter is None or voter.meeting_id != meeting_id or not on_paper:
        refuse("no_papers", "", "They were given no paper.")
    by_post = by_post_of(act.session, [entry_id]).get(entry_id)
    if by_post is not None and has_come(by_post):
        refuse("came_by_post", "", "Their papers came by post: take back that the envelope came.")
    forget_papers(act.session, voter)
    note(act, Action.VOTING_PAPER_TAKEN_BACK, voter, entry=entry_id)


def forget_papers(session: Session, voter: Voter) -> None:
    session.execute(delete(Voted).where(Voted.voter_id == voter.id, Voted.way == Way.PAPER))
