"""Reading the vote online: what a code admits to, who may vote in what, and how many have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session, aliased, selectinload

from agm.counting.model import Candidate
from agm.meetings.models import GivenProxy, RegisterEntry
from agm.meetings.register import on_register
from agm.nominations.models import Candidacy, Contest
from agm.rules.electorate import Electorate, OnRegister
from agm.rules.mixed_votes import Way
from agm.voting.models import ContestVote, OnlineContest, OnlineVote, Voted, Voter, VoteReceipt, VotingCode
from agm.voting.queries.papers import VOTED_ONLINE, PaperKind, kind_of_paper, most_marks, on_paper

TURNOUT_STEP = 10
"""The turnout is told in such steps while votes come in, so that it never tells of one."""


@dataclass(frozen=True, slots=True)
class AdmittedVoter:
    """Whom a code admits."""

    id: int
    meeting_id: int
    name: str
    section: str | None
    member_class: str | None
    weight: int
    """As how many votes each of their papers counts."""
    ways: Mapping[int, Way]
    """By contest, how they have voted."""


@dataclass(frozen=True, slots=True)
class OnlineBallot:
    """One contest of a vote online, as a voter or the desk looks at it."""

    contest: Contest
    vote: ContestVote
    opens_at: dt.datetime
    closes_at: dt.datetime
    way: Way | None = None
    """How the voter has voted in it already, if so."""

    @property
    def names(self) -> tuple[Candidate, ...]:
        """With their numbers, by which a paper is cast."""
        return on_paper(self.vote, self.contest.candidacies)

    @property
    def withdrawn(self) -> frozenset[int]:
        """The numbers of those who withdrew after the papers went out."""
        gone = set(self.vote.withdrawn_ids)
        return frozenset(number for number, key in enumerate(self.vote.candidacy_ids, start=1) if key in gone)

    @property
    def kind(self) -> PaperKind:
        return kind_of_paper(self.vote.counting_rules)

    @property
    def most(self) -> int:
        """How many names a paper may have."""
        return most_of(self.vote.counting_rules, self.contest.seats, len(self.names))

    def is_open(self, at: dt.datetime) -> bool:
        return self.opens_at <= at <= self.closes_at

    def admits(self, voter: OnRegister) -> bool:
        return self.vote.electorate.admits(voter)


def most_of(counting_rules: str, seats: int, names: int) -> int:
    """How many names a paper may have, with re-open nominations where that is on it."""
    if kind_of_paper(counting_rules) is PaperKind.RANKED:
        return names
    marks = most_marks(counting_rules, seats)
    return names if marks is None else min(marks, names)


def online_vote(session: Session, meeting_id: int) -> OnlineVote | None:
    return session.get(OnlineVote, meeting_id)


def online_ballots(session: Session, vote: OnlineVote) -> list[OnlineBallot]:
    """The contests that are voted on online, in the meeting's order. Two statements."""
    rows = session.execute(
        select(Contest, ContestVote, OnlineContest)
        .join(ContestVote, ContestVote.contest_id == Contest.id)
        .outerjoin(OnlineContest, OnlineContest.contest_id == Contest.id)
        .where(Contest.meeting_id == vote.meeting_id, ContestVote.how.in_(VOTED_ONLINE))
        .order_by(Contest.position, Contest.id)
        .options(selectinload(Contest.candidacies).joinedload(Candidacy.people))
    ).all()
    return [ballot_of(vote, *row) for row in rows]


def with_own_hours(vote: OnlineVote, ballots: Sequence[OnlineBallot]) -> list[OnlineBallot]:
    """Those that are not open from the vote's first hour to its last."""
    return [one for one in ballots if (one.opens_at, one.closes_at) != (vote.opens_at, vote.closes_at)]


def ballot_of(vote: OnlineVote, contest: Contest, of: ContestVote, own: OnlineContest | None) -> OnlineBallot:
    if own is None:
        return OnlineBallot(contest, of, vote.opens_at, vote.closes_at)
    return OnlineBallot(contest, of, own.opens_at or vote.opens_at, own.closes_at or vote.closes_at)


def ways_of(session: Session, voter_id: int) -> dict[int, Way]:
    """By contest, how somebody has voted. One statement."""
    rows = session.execute(select(Voted.contest_id, Voted.way).where(Voted.voter_id == voter_id))
    return {row.contest_id: row.way for row in rows}


def voter_of_entry(session: Session, entry_id: int) -> Voter | None:
    return session.scalar(select(Voter).where(Voter.entry_id == entry_id))


def electorate_of(ballot: OnlineBallot) -> ColumnElement[bool]:
    """Which voters may vote in a contest."""
    return and_(Voter.meeting_id == ballot.contest.meeting_id, *belonging(ballot.vote.electorate, Voter))


def belonging(to: Electorate, of: type[Voter | RegisterEntry]) -> Iterator[ColumnElement[bool]]:
    if to.section is not None:
        yield of.section == to.section
    if to.member_class is not None:
        yield of.member_class == to.member_class


def voters_by_weight(session: Session, ballot: OnlineBallot) -> dict[int, int]:
    """How many of a contest's voters have which weight. One statement."""
    rows = session.execute(
        select(Voter.weight, func.count().label("voters")).where(electorate_of(ballot)).group_by(Voter.weight)
    )
    return {row.weight: row.voters for row in rows}


def may_be_voters(meeting_id: int) -> ColumnElement[bool]:
    """Which entries of the register may vote."""
    return and_(on_register(meeting_id), RegisterEntry.may_vote)


def codes_by_mail(session: Session, meeting_id: int) -> int:
    """How many of those who may vote can be mailed their code, to their own address or to who holds their proxy. One
    statement."""
    holder = aliased(RegisterEntry)
    stands = (
        GivenProxy.giver_id == RegisterEntry.id,
        GivenProxy.withdrawn_at.is_(None),
        GivenProxy.holder_id.is_not(None),
    )
    address = case((holder.id.is_not(None), holder.email), else_=RegisterEntry.email)
    found = (
        select(func.count())
        .select_from(RegisterEntry)
        .outerjoin(GivenProxy, and_(*stands))
        .outerjoin(holder, holder.id == GivenProxy.holder_id)
        .where(may_be_voters(meeting_id), address.is_not(None))
    )
    return session.scalar(found) or 0


def register_voters(session: Session, meeting_id: int, of: Electorate) -> int:
    """How many of the register may vote in a contest. One statement."""
    belong = belonging(of, RegisterEntry)
    return session.scalar(select(func.count()).where(may_be_voters(meeting_id), *belong)) or 0


def register_votes(session: Session, meeting_id: int, of: Electorate) -> int:
    """How many votes those of the register have together who may vote in a contest. Two statements."""
    vote = session.get(OnlineVote, meeting_id)
    weights = {} if vote is None else vote.weights
    by_class = (
        select(RegisterEntry.member_class, func.count())
        .where(may_be_voters(meeting_id), *belonging(of, RegisterEntry))
        .group_by(RegisterEntry.member_class)
    )
    return sum(int(weights.get(one or "", 1)) * number for one, number in session.execute(by_class))


def groups_of_register(session: Session, meeting_id: int) -> tuple[list[str], list[str]]:
    """The sections and the classes that a register has. One statement."""
    pairs = select(RegisterEntry.section, RegisterEntry.member_class).where(on_register(meeting_id)).distinct()
    rows = session.execute(pairs).all()
    return sorted({one for one, _ in rows if one is not None}), sorted({one for _, one in rows if one is not None})


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of a contest's voters have voted, and how."""

    voters: int
    by_way: Mapping[Way, int]

    @property
    def voted(self) -> int:
        return sum(self.by_way.values())

    @property
    def in_steps(self) -> int:
        """What is told while votes come in."""
        return self.voted - self.voted % TURNOUT_STEP


def turnout_of(session: Session, ballots: Sequence[OnlineBallot]) -> dict[int, Turnout]:
    """By contest. One statement, and one for each contest."""
    rows = session.execute(
        select(Voted.contest_id, Voted.way, func.count())
        .where(Voted.contest_id.in_([one.contest.id for one in ballots]))
        .group_by(Voted.contest_id, Voted.way)
    ).all()
    found = {}
    for one in ballots:
        ways = {way: number for contest_id, way, number in rows if contest_id == one.contest.id}
        voters = session.scalar(select(func.count()).where(electorate_of(one))) or 0
        found[one.contest.id] = Turnout(voters, ways)
    return found


def last_close(session: Session, vote: OnlineVote) -> dt.datetime:
    """When the last contest closes. One statement."""
    latest = session.scalar(
        select(func.max(OnlineContest.closes_at))
        .join(Contest, Contest.id == OnlineContest.contest_id)
        .where(Contest.meeting_id == vote.meeting_id)
    )
    return vote.closes_at if latest is None else max(vote.closes_at, latest)


def receipts_of(session: Session, contest_id: int, starting: str = "", limit: int | None = None) -> Sequence[str]:
    """The receipts of a contest's papers in the order of their letters. One statement."""
    wanted = select(VoteReceipt.receipt).where(VoteReceipt.contest_id == contest_id).order_by(VoteReceipt.receipt)
    if starting:
        wanted = wanted.where(VoteReceipt.receipt.startswith(starting, autoescape=True))
    return session.scalars(wanted.limit(limit)).all()


def without_code(meeting_id: int) -> ColumnElement[bool]:
    """Which voters have no code that is valid."""
    standing = select(VotingCode.voter_id).where(VotingCode.voter_id == Voter.id, VotingCode.revoked_at.is_(None))
    return and_(Voter.meeting_id == meeting_id, ~standing.exists())
