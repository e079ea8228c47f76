"""Reading votes: what is typed of each batch, and what it comes to for the count."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from agm.counting.doubtful_papers import REASON_WORDS, PaperReason
from agm.counting.exact_json import value_of
from agm.counting.model import Ballots, Candidate, CandidateKind, RejectedPapers, Rounds, Votes, VoteTotals
from agm.counting.read.typed_paper import read_paper
from agm.counting.rules import RULE_SETS, Method, PluralityOptions, ReopenNominations, RuleSet
from agm.nominations.models import Candidacy, Contest
from agm.rules.violations import refuse
from agm.voting.models import ContestVote, PaperBatch, PaperEntry, Reading, VoteHow

RON = "Re-open nominations"
NO = "No"
RANKED = {Method.AV, Method.SCOTTISH_STV, Method.ERS97, Method.MEEK, Method.GREGORY}
KINDS: Mapping[str, type[VoteTotals | Rounds | Ballots]] = {
    "totals": VoteTotals,
    "rounds": Rounds,
    "ballots": Ballots,
}
"""What `ContestVote.votes` can hold, by its one key."""


@dataclass(frozen=True, slots=True)
class BatchState:
    """A batch of papers and what is typed of it: by reading and position."""

    batch: PaperBatch
    entries: Mapping[int, Mapping[int, PaperEntry]]

    def entry(self, reading: int, position: int) -> PaperEntry | None:
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

    def agreed(self) -> list[PaperEntry]:
        """Every paper as it counts."""
        found = []
        for position in range(1, self.batch.papers + 1):
            entry = self.entry(Reading.DECIDED, position) or self.entry(Reading.FIRST, position)
            if entry is not None:
                found.append(entry)
        return found


def said(entry: PaperEntry | None) -> tuple[str, str | None] | None:
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
    entries: dict[int, dict[int, dict[int, PaperEntry]]] = {}
    for entry in session.scalars(select(PaperEntry).where(PaperEntry.batch_id.in_([one.id for one in found]))):
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


def is_paper_of(vote: ContestVote, candidacies: Sequence[Candidacy]) -> bool:
    """Whether the paper still has the names of who stands, in their order; once votes are in, it keeps them."""
    return vote.votes is not None or vote.candidacy_ids == [one.id for one in candidacies]


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


def marks_each(vote: ContestVote, seats: int) -> int | None:
    """How many crosses a paper may have; None where there is no limit."""
    kind = kind_of_paper(vote.counting_rules)
    return None if kind is PaperKind.APPROVAL else seats if kind is PaperKind.A_CROSS_A_PLACE else 1


def votes_of(session: Session, vote: ContestVote, names: Sequence[str], seats: int) -> Votes:
    """What is counted: figures, papers of a file, or typed papers. Raises RefusedError while something is missing."""
    if vote.how is VoteHow.PAPERS:
        return ballots(batches(session, [vote.contest_id]), vote, names, seats)
    if vote.votes is None:
        refuse("no_votes", "", "The votes are not entered yet.")
    kind, data = next(iter(vote.votes.items()))
    votes: Votes = value_of(KINDS[kind], data)
    return votes


def ballots(found: Sequence[BatchState], vote: ContestVote, names: Sequence[str], seats: int) -> Ballots:
    open_batches = [str(one.batch.number) for one in found if not one.is_agreed]
    if open_batches or not found:
        which = f"batch {', '.join(open_batches)}" if open_batches else "every batch"
        refuse("papers_not_agreed", "", f"Two tellers have to agree on {which} first.")
    ranked, most = is_ranked(vote), marks_each(vote, seats)
    rankings = []
    aside: dict[str, int] = {}
    for state in found:
        for entry in state.agreed():
            if entry.set_aside is not None:
                reason = REASON_WORDS[PaperReason(entry.set_aside)]
                aside[reason] = aside.get(reason, 0) + 1
            else:
                rankings.append(read_paper(entry.typed, names, ranked=ranked, votes=most))
    grouped = Ballots.of(rankings)
    return Ballots(grouped.groups, tuple(RejectedPapers(reason, number) for reason, number in sorted(aside.items())))
