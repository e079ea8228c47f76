"""What a contest is counted from, where that stands, and what papers there are: read from what is entered."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.counting.decided import Standing, where_it_stands, without_a_vote
from agm.counting.errors import CountingError
from agm.counting.exact_json import exact_json, value_of
from agm.counting.model import Ballots, Poll, Rounds, TieKind, TieMethod, Votes, VoteTotals
from agm.counting.model import Contest as CountedContest
from agm.counting.model import TieDecision as CountedDecision
from agm.counting.papers import EMPTY, judge_ranked
from agm.counting.result import CountResult
from agm.counting.rules import RankedPapers, RuleSet
from agm.language.en import counted as counted_words
from agm.nominations.models import Contest
from agm.results.models import Count, PapersChecked, TieDecision
from agm.rules.reconciliation import OTHER_WAYS, PaperFigures, Reconciliation, reconcile
from agm.rules.violations import RefusedError, Violation, refuse
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import (
    ON_PAPER,
    RANKED,
    VOTED_ONLINE,
    countback_of,
    counting_rules,
    on_paper,
    papers_online,
    votes_of,
)
from agm.voting.queries.by_post import PostalTotals, postal_totals

WITH_PAPERS = {VoteHow.TOTALS, VoteHow.PAPERS, VoteHow.FILE, VoteHow.MIXED}
"""Ways of voting whose papers have to be accounted for; those that came online are compared where they are sealed."""
METHODS = {
    "lot": TieMethod.LOT,
    "seed": TieMethod.LOT,
    "chair": TieMethod.CASTING_VOTE,
    "earliest_nomination": TieMethod.AGREEMENT,
}
"""Ways to decide a tie, by the words of the rules, and what the count calls them."""


@dataclass(frozen=True, slots=True)
class ToCount:
    """A contest with its votes as the count takes them."""

    contest: CountedContest
    votes: Votes | None
    """None where nobody votes."""
    rules: RuleSet
    online: int | None = None
    """How many of the papers came online; None where nobody votes online."""
    postal: PostalTotals | None = None
    """What went out and came back by post; None where nobody votes so."""
    sheets: Votes | None = None
    """The papers, each once, where some of them have several votes."""

    @property
    def digest(self) -> str:
        """That of everything that a decision of a tie belongs to; the day of the meeting is not among it."""
        return digest_of(replace(self.contest, poll=Poll()), self.votes, self.rules)


def digest_of(*values: object) -> str:
    return hashlib.sha256(exact_json(values).encode()).hexdigest()


def to_count(session: Session, contest: Contest, vote: ContestVote) -> ToCount:
    """Raises RefusedError while votes are missing."""
    if vote.how is VoteHow.COUNTBACK:
        return to_count_again(session, vote)
    candidates = on_paper(vote, contest.candidacies)
    gone = frozenset(n for n, key in enumerate(vote.candidacy_ids, start=1) if key in vote.withdrawn_ids)
    held_on = contest.meeting.held_on
    poll = Poll("" if held_on is None or held_on.full is None else str(held_on))
    counted = CountedContest(contest.label, candidates, contest.seats, gone, poll=poll)
    if vote.how is VoteHow.NO_VOTE:
        return ToCount(counted, None, counting_rules(vote))
    names = [one.name for one in candidates]
    with refused_as_typed():
        votes, sheets = votes_of(session, vote, names, contest.seats)
    online = papers_online(session, contest.id) if vote.how in VOTED_ONLINE else None
    postal = postal_totals(session, contest.meeting_id, contest.id) if vote.how in ON_PAPER else None
    return ToCount(counted, votes, counting_rules(vote), online, postal, None if sheets == votes else sheets)


def check_opened(given: ToCount) -> None:
    """Raises RefusedError while votes wait in closed envelopes."""
    if given.postal is not None and given.postal.waiting:
        waits = counted_words(
            given.postal.waiting, "envelope that came by post waits", "envelopes that came by post wait"
        )
        refuse("envelopes_wait", "", f"{waits} to be opened.")


def to_count_again(session: Session, vote: ContestVote) -> ToCount:
    """The papers of the election as a countback takes them."""
    countback = countback_of(vote)
    count = session.get_one(Count, countback.count_id)
    elected: CountedContest = value_of(CountedContest, count.given["contest"])
    unwilling = {number for number, key in enumerate(vote.candidacy_ids, start=1) if key in vote.withdrawn_ids}
    contest = elected.again(countback.sitting, countback.gone | unwilling)
    return ToCount(contest, value_of(Ballots, count.given["votes"]), result_of(count).rules)


@contextmanager
def refused_as_typed() -> Iterator[None]:
    """What cannot be counted is refused with what to do."""
    try:
        yield
    except CountingError as error:
        raise RefusedError([Violation("cannot_be_counted", "", problem) for problem in error.problems]) from None


def is_count_of(count: Count, given: ToCount, candidacy_ids: Sequence[int]) -> bool:
    """Whether a count was made from these votes by these rules; a name may be spelt otherwise since."""
    was: CountedContest = value_of(CountedContest, count.given["contest"])
    as_named = replace(given.contest, title=was.title, candidates=was.candidates)
    return count.candidacy_ids == candidacy_ids and replace(given, contest=as_named).digest == count.votes_digest


def standing_of(session: Session, given: ToCount, contest_id: int) -> Standing:
    """Where the decision stands, with every decision of a tie that was recorded for these votes.

    Raises RefusedError for votes that cannot be counted.
    """
    if given.votes is None:
        return without_a_vote(given.contest)
    with refused_as_typed():
        return where_it_stands(given.contest, given.votes, given.rules, decisions_of(session, given, contest_id))


def decisions_of(session: Session, given: ToCount, contest_id: int) -> list[CountedDecision]:
    """Recorded decisions of ties, as the count takes them. One statement."""
    return [
        CountedDecision(
            row.stage,
            TieKind(row.kind),
            frozenset(map(int, row.tied.split(","))),
            tuple(row.chosen),
            METHODS[row.method],
            tuple(row.witnesses),
        )
        for row in tie_decisions(session, contest_id, given.digest)
    ]


def tie_decisions(session: Session, contest_id: int, digest: str) -> Sequence[TieDecision]:
    return session.scalars(
        select(TieDecision)
        .where(TieDecision.contest_id == contest_id, TieDecision.votes_digest == digest)
        .order_by(TieDecision.id)
    ).all()


def counts_of(session: Session, meeting_id: int) -> dict[int, list[Count]]:
    """The counts of a meeting by contest, the first one first. One statement."""
    found: dict[int, list[Count]] = {}
    for one in session.scalars(select(Count).where(Count.meeting_id == meeting_id).order_by(Count.number)):
        found.setdefault(one.contest_id, []).append(one)
    return found


def result_of(count: Count) -> CountResult:
    return count.counted


def papers_counted(given: ToCount) -> tuple[int, dict[str, int]]:
    """How many papers are valid, and how many are set aside by reason, before a tie is settled."""
    sheets = given.sheets or given.votes
    votes = sheets.rounds[-1] if isinstance(sheets, Rounds) else sheets
    if votes is None:
        return 0, {}
    aside: Counter[str] = Counter()  # a file can have the same reason twice
    for one in votes.rejected:
        aside[one.reason] += one.papers
    if isinstance(votes, VoteTotals):
        return (sum(votes.votes) + votes.abstentions if votes.papers is None else votes.papers), aside
    if given.rules.method not in RANKED or not isinstance(votes, Ballots):
        blank = sum(group.papers for group in votes.groups if not group.ranking)
        aside.update({EMPTY: blank} if blank else {})
        return votes.papers - blank, aside
    judged = judge_ranked(given.contest, votes, given.rules.needed(given.rules.papers, RankedPapers)).count
    return judged.valid, {one.reason: one.papers for one in judged.rejected}


def figures_of(given: ToCount, typed: Mapping[str, Any]) -> PaperFigures:
    """The figures that people typed with those of the count."""
    valid, aside = papers_counted(given)
    known = {field.name for field in fields(PaperFigures)} - {"valid", "rejected_for", "online"}
    by_post = {} if given.postal is None else postal_figures(given.postal)
    typed_figures = {name: typed.get(name) for name in known} | by_post
    return PaperFigures(**typed_figures, valid=valid, rejected_for=aside, online=given.online)


def postal_figures(postal: PostalTotals) -> dict[str, int]:
    return {
        "postal_issued": postal.issued,
        "postal_returned": postal.returned,
        "postal_set_aside": postal.set_aside,
    }


def reconciliation_of(given: ToCount, checked: PapersChecked | None) -> Reconciliation | None:
    """Whether the papers add up; None where nobody looked yet. Reasons are of the votes that they were given for."""
    if checked is None:
        return None
    figures = figures_of(given, checked.figures)
    is_same = all(checked.figures.get(name) == number for name, number in counted_figures(figures).items())
    return reconcile(figures, checked.reasons if is_same else None)


def counted_figures(figures: PaperFigures) -> dict[str, int | None]:
    """The figures that nobody types: they are those of the votes."""
    counted = {"valid": figures.valid, "rejected": figures.rejected}
    return counted | {name: number for name in OTHER_WAYS if (number := getattr(figures, name)) is not None}
