"""Reading votes: what is typed of each batch, and what it comes to for the count."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from agm.counting.doubtful_papers import REASON_WORDS, PaperReason
from agm.counting.exact_json import value_of
from agm.counting.model import (
    BallotGroup,
    Ballots,
    Candidate,
    CandidateKind,
    Ranking,
    RejectedPapers,
    Rounds,
    Votes,
    VoteTotals,
)
from agm.counting.read.typed_paper import read_paper
from agm.counting.rules import RULE_SETS, Method, PluralityOptions, ReopenNominations, RuleSet
from agm.nominations.models import Candidacy, Contest
from agm.rules.violations import refuse
from agm.voting.models import ContestVote, Countback, OnlinePaper, OnlineVote, PaperBatch, PaperEntry, Reading, VoteHow

RON = "Re-open nominations"
NO = "No"
VOTED_ONLINE = {VoteHow.ONLINE, VoteHow.MIXED}
ON_PAPER = {VoteHow.PAPERS, VoteHow.TOTALS, VoteHow.MIXED}
RANKED = {Method.AV, Method.SCOTTISH_STV, Method.ERS97, Method.MEEK, Method.GREGORY}
KINDS: Mapping[str, type[VoteTotals | Rounds | Ballots]] = {
    "totals": VoteTotals,
    "rounds": Rounds,
    "ballots": Ballots,
}
"""What `ContestVote.votes` can hold, by its one key."""


class TypedPaper(NamedTuple):
    """A `PaperEntry` to read: there are thousands of them in a count."""

    batch_id: int
    reading: int
    position: int
    typed: str
    set_aside: str | None


class Entered(NamedTuple):
    """What is counted, and the papers of it as sheets: apart where somebody has several votes."""

    votes: Votes
    sheets: Votes


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch of papers and what is typed of it: by reading and position."""

    batch: PaperBatch
    entries: Mapping[int, Mapping[int, TypedPaper]]

    def entry(self, reading: int, position: int) -> TypedPaper | None:
        return self.entries.get(reading, {}).get(position)

    def typed_by(self, reading: int) -> int:
        return len(self.entries.get(reading, {}))

    @property
    def is_typed_twice(self) -> bool:
        return all(self.typed_by(one) == self.batch.papers for one in (Reading.FIRST, Reading.SECOND))

    @property
    def differing(self) -> list[int]:
        """The positions at which the two entries differ, decided or not; none before both are whole."""
        if not self.is_typed_twice:
            return []
        return [
            position
            for position in range(1, self.batch.papers + 1)
            if said(self.entry(Reading.FIRST, position)) != said(self.entry(Reading.SECOND, position))
        ]

    @property
    def undecided(self) -> list[int]:
        return [position for position in self.differing if self.entry(Reading.DECIDED, position) is None]

    @property
    def is_agreed(self) -> bool:
        return self.is_typed_twice and not self.undecided

    def agreed(self) -> list[TypedPaper]:
        """Every paper as it counts."""
        found = []
        for position in range(1, self.batch.papers + 1):
            entry = self.entry(Reading.DECIDED, position) or self.entry(Reading.FIRST, position)
            if entry is not None:
                found.append(entry)
        return found


def said(entry: TypedPaper | None) -> tuple[str, str | None] | None:
    return None if entry is None else (entry.typed, entry.set_aside)


def contest_of_meeting(session: Session, meeting_id: int, contest_id: int) -> Contest | None:
    """A contest with everyone who stands. Two statements."""
    return session.scalars(
        select(Contest)
        .where(Contest.id == contest_id, Contest.meeting_id == meeting_id)
        .options(selectinload(Contest.candidacies).joinedload(Candidacy.people))
    ).first()


def votes_by_contest(session: Session, meeting_id: int) -> dict[int, ContestVote]:
    """How each contest of a meeting is voted on. One statement."""
    found = session.scalars(
        select(ContestVote).join(Contest, Contest.id == ContestVote.contest_id).where(Contest.meeting_id == meeting_id)
    )
    return {vote.contest_id: vote for vote in found}


def batches(session: Session, contest_ids: Iterable[int]) -> list[BatchState]:
    """The batches of contests in order, with all that is typed. Three statements."""
    return states(session, select(PaperBatch).where(PaperBatch.contest_id.in_(list(contest_ids))))


def batch_state(session: Session, contest_id: int, number: int) -> BatchState | None:
    """One batch with all that is typed of it. Three statements."""
    one = select(PaperBatch).where(PaperBatch.contest_id == contest_id, PaperBatch.number == number)
    return next(iter(states(session, one)), None)


def states(session: Session, statement: Select[PaperBatch]) -> list[BatchState]:
    ordered = statement.order_by(PaperBatch.contest_id, PaperBatch.number).options(selectinload(PaperBatch.readings))
    found = session.scalars(ordered.execution_options(populate_existing=True)).all()
    entries: dict[int, dict[int, dict[int, TypedPaper]]] = {}
    columns = (PaperEntry.batch_id, PaperEntry.reading, PaperEntry.position, PaperEntry.typed, PaperEntry.set_aside)
    for row in session.execute(select(*columns).where(PaperEntry.batch_id.in_([one.id for one in found]))):
        entry = TypedPaper(*row)
        entries.setdefault(entry.batch_id, {}).setdefault(entry.reading, {})[entry.position] = entry
    return [BatchState(batch, entries.get(batch.id, {})) for batch in found]


def on_paper(vote: ContestVote, candidacies: Sequence[Candidacy]) -> tuple[Candidate, ...]:
    """The names of a voting paper with their numbers; re-open nominations, if it is there, comes last."""
    by_id = {one.id: one for one in candidacies}
    found = [
        Candidate(number, name_of(by_id[key]) if key in by_id else f"Name {number}")
        for number, key in enumerate(vote.candidacy_ids, start=1)
    ]
    if vote.has_reopening:
        label = NO if vote.counting_rules == "yes_no" else RON
        found.append(Candidate(len(found) + 1, label, kind=CandidateKind.REOPEN_NOMINATIONS))
    return tuple(found)


def is_paper_of(vote: ContestVote, contest: Contest) -> bool:
    """Whether the paper still has the names of who stands, in their order; once votes are in, it keeps them."""
    standing = [one.id for one in contest.candidacies]
    in_order_of_result = contest.is_counted and sorted(vote.candidacy_ids) == sorted(standing)
    return in_order_of_result or vote.votes is not None or vote.candidacy_ids == standing


def check_paper(vote: ContestVote, candidacies: Sequence[Candidacy]) -> None:
    """Raises RefusedError where somebody stands who is not on the paper."""
    missing = [name_of(one) for one in candidacies if one.id not in vote.candidacy_ids]
    if missing:
        words = f"Not on the paper, though they stand: {', '.join(missing)}. Save again how this office is voted on."
        refuse("not_on_paper", "", words)


def name_of(candidacy: Candidacy) -> str:
    """Who stands, as the paper prints it: a job share has several names in one line."""
    return " and ".join(" ".join(filter(None, (one.prefix, one.name, one.suffix))) for one in candidacy.people)


def counting_rules(vote: ContestVote) -> RuleSet:
    """The rules of the count; of papers with marks, whoever does not beat re-open nominations is not elected."""
    rules = RULE_SETS[vote.counting_rules]
    if vote.has_reopening and isinstance(rules.options, PluralityOptions):
        return rules.with_options(reopen=ReopenNominations.MUST_BE_BEATEN)
    return rules


class PaperKind(enum.Enum):
    """How a paper is marked."""

    RANKED = "ranked"
    APPROVAL = "approval"
    A_CROSS_A_PLACE = "a cross a place"
    ONE_CROSS = "one cross"


def kind_of_paper(counting_rules: str) -> PaperKind:
    rules = RULE_SETS[counting_rules]
    if rules.method in RANKED:
        return PaperKind.RANKED
    if rules.method is Method.APPROVAL:
        return PaperKind.APPROVAL
    return PaperKind.A_CROSS_A_PLACE if rules.name == "block_vote" else PaperKind.ONE_CROSS


def is_ranked(vote: ContestVote) -> bool:
    return kind_of_paper(vote.counting_rules) is PaperKind.RANKED


def countback_of(vote: ContestVote) -> Countback:
    """What the countback of a contest counts; `vote.how` says that it is one."""
    found: Countback = value_of(Countback, (vote.votes or {})["countback"])
    return found


def marks_each(vote: ContestVote, seats: int) -> int | None:
    """How many crosses a paper may have; None where there is no limit."""
    return most_marks(vote.counting_rules, seats)


def most_marks(counting_rules: str, seats: int) -> int | None:
    kind = kind_of_paper(counting_rules)
    return None if kind is PaperKind.APPROVAL else seats if kind is PaperKind.A_CROSS_A_PLACE else 1


def votes_of(session: Session, vote: ContestVote, names: Sequence[str], seats: int) -> Entered:
    """What is counted: figures, papers of a file, or typed papers. Raises RefusedError while something is missing."""
    if vote.how is VoteHow.PAPERS:
        found = batches(session, [vote.contest_id])
        weighted = ballots(found, vote, names, seats, by_weight=True)
        is_weighted = any(one.batch.weight > 1 for one in found)
        return Entered(weighted, ballots(found, vote, names, seats, by_weight=False) if is_weighted else weighted)
    if vote.how in VOTED_ONLINE:
        online = online_ballots_of(session, vote)
        typed = batches(session, [vote.contest_id]) if vote.how is VoteHow.MIXED else []
        if not typed:
            return Entered(*online)
        both = zip((True, False), online, strict=True)
        return Entered(*(joined(ballots(typed, vote, names, seats, by_weight=one), of) for one, of in both))
    if vote.votes is None:
        refuse("no_votes", "", "The votes are not entered yet.")
    kind, data = next(iter(vote.votes.items()))
    votes: Votes = value_of(KINDS[kind], data)
    return Entered(votes, votes)


def online_ballots_of(session: Session, vote: ContestVote) -> tuple[Ballots, Ballots]:
    """The papers that came online: one of a voter with several votes as so many, and each as one. Two statements.

    Raises RefusedError before the vote is sealed.
    """
    held = session.scalar(
        select(OnlineVote)
        .join(Contest, Contest.meeting_id == OnlineVote.meeting_id)
        .where(Contest.id == vote.contest_id)
    )
    if held is None or held.sealed_at is None or held.voided_at is not None:
        refuse("not_sealed", "", "The votes online are counted once that vote is closed and sealed.")
    rows = session.execute(
        select(
            OnlinePaper.typed,
            OnlinePaper.set_aside,
            func.sum(OnlinePaper.weight).label("votes"),
            func.count().label("papers"),
        )
        .where(OnlinePaper.contest_id == vote.contest_id)
        .group_by(OnlinePaper.typed, OnlinePaper.set_aside)
        .order_by(OnlinePaper.typed, OnlinePaper.set_aside)
    ).all()
    ranked, names = is_ranked(vote), [str(key) for key in (*vote.candidacy_ids, *[RON] * vote.has_reopening)]
    read = {typed: read_paper(typed, names, ranked=ranked) for typed, aside, *_ in rows if aside is None}

    def of(numbers: Sequence[int]) -> Ballots:
        each = list(zip(rows, numbers, strict=True))
        groups = (BallotGroup(read[row.typed], number) for row, number in each if row.set_aside is None)
        aside = (
            RejectedPapers(REASON_WORDS[PaperReason(row.set_aside)], number)
            for row, number in each
            if row.set_aside is not None
        )
        return Ballots(tuple(groups), tuple(aside))

    return of([int(row.votes) for row in rows]), of([row.papers for row in rows])


def papers_online(session: Session, contest_id: int) -> int:
    """How many papers came online. One statement."""
    return session.scalar(select(func.count()).where(OnlinePaper.contest_id == contest_id)) or 0


def joined(first: Ballots, second: Ballots) -> Ballots:
    """The papers of both, equal ones together."""
    papers: dict[Ranking, int] = {}
    for group in (*first.groups, *second.groups):
        papers[group.ranking] = papers.get(group.ranking, 0) + group.papers
    aside: dict[str, int] = {}
    for one in (*first.rejected, *second.rejected):
        aside[one.reason] = aside.get(one.reason, 0) + one.papers
    return Ballots(
        tuple(BallotGroup(ranking, number) for ranking, number in papers.items()),
        tuple(RejectedPapers(reason, number) for reason, number in sorted(aside.items())),
    )


def ballots(
    found: Sequence[BatchState], vote: ContestVote, names: Sequence[str], seats: int, *, by_weight: bool
) -> Ballots:
    """The papers of batches, each `by_weight` as often as it has votes, or once. Raises RefusedError."""
    open_batches = [str(one.batch.number) for one in found if not one.is_agreed]
    if open_batches or not found:
        which = f"batch {', '.join(open_batches)}" if open_batches else "every batch"
        refuse("papers_not_agreed", "", f"Two tellers have to agree on {which} first.")
    ranked, most = is_ranked(vote), marks_each(vote, seats)
    rankings: list[Ranking] = []
    read: dict[str, Ranking] = {}  # most papers are marked as another one is
    aside: dict[str, int] = {}
    for state in found:
        times = state.batch.weight if by_weight else 1
        for entry in state.agreed():
            if entry.set_aside is not None:
                reason = REASON_WORDS[PaperReason(entry.set_aside)]
                aside[reason] = aside.get(reason, 0) + times
            else:
                if entry.typed not in read:
                    read[entry.typed] = read_paper(entry.typed, names, ranked=ranked, votes=most)
                rankings += [read[entry.typed]] * times
    grouped = Ballots.of(rankings)
    return Ballots(grouped.groups, tuple(RejectedPapers(reason, number) for reason, number in sorted(aside.items())))
