"""What came of the vote for each office, by its counts: an outcome, or what it waits for."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.counting.model import CandidateKind
from agm.counting.result import CountResult
from agm.counting.rules import Method
from agm.facts import Entry, OfficeState, Outcome
from agm.nominations.models import Candidacy, Contest
from agm.results.counting import ToCount, check_opened, counts_of, is_count_of, papers_counted, result_of, to_count
from agm.results.from_count import from_count
from agm.results.models import Complaint, ComplaintDecision, Count
from agm.results.queries import candidacy_facts, outcome_of
from agm.results.small_votes import are_too_few, smallest_groups, without_figures
from agm.rules.quorum import Quorum
from agm.rules.rule_set import RuleSet
from agm.rules.violations import RefusedError, refuse
from agm.rules.what_follows import what_follows
from agm.voting.models import ContestVote, VoteHow
from agm.voting.queries import VOTED_ONLINE, countback_of

TIES_SETTLED = {"lot": "by lot", "coin": "by the toss of a coin", "casting_vote": "by the chair’s decision"}


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What came of the vote for an office."""

    contest: Contest
    outcome: Outcome | None = None
    waits: str = ""
    """In words, the office and what it waits for; "" where it has an outcome."""
    is_void: bool = False
    """Whether the vote was found void, and is not held again yet."""
    follows: str = ""
    """In words, what comes next where places stay empty."""
    counts: Sequence[Count] = ()
    """Of the vote, where the outcome is of the last of them."""
    stood: tuple[Candidacy, ...] = ()
    """Who stood in a vote that was counted."""
    took_part: TookPart | None = None


def vote_results(
    session: Session, meeting_id: int, contests: Sequence[Contest], votes: Mapping[int, ContestVote], rules: RuleSet
) -> list[VoteResult]:
    """Of each of these contests that is voted on, in order. Three statements for each whose papers are typed."""
    counts, voided = counts_of(session, meeting_id), voided_counts(session, [one.id for one in contests])
    online = [key for key, one in votes.items() if one.how in {*VOTED_ONLINE, VoteHow.COUNTBACK}]
    smallest = smallest_groups(session, online) if online else {}
    found = []
    for contest in contests:
        vote = votes.get(contest.id)
        of: Sequence[Count] = counts.get(contest.id, ())
        if vote is None:
            continue
        if vote.how is VoteHow.NO_VOTE:
            found.append(unopposed(contest, vote, rules))
        elif contest.id in voided and of[-1].number <= voided[contest.id]:
            found.append(VoteResult(contest, held_again(contest), is_void=True))
        elif not of:
            found.append(VoteResult(contest, waits=contest.label))
        elif (given := current(session, contest, vote, of[-1])) is None:
            found.append(VoteResult(contest, waits=f"{contest.label} (changed since the count)"))
        else:
            outcome = counted(contest, vote, of[-1], smallest)
            follows = what_follows(rules, outcome.vacancies, reopened=reopens(result_of(of[-1])))
            stood = tuple(one for one in contest.candidacies if one.id not in vote.withdrawn_ids)
            found.append(
                VoteResult(contest, outcome, follows=follows, counts=of, stood=stood, took_part=part_in(given, of[-1]))
            )
    return found


def unopposed(contest: Contest, vote: ContestVote, rules: RuleSet) -> VoteResult:
    """Everybody who stands is elected without a vote; places that are left stay vacant."""
    standing = [one for one in contest.candidacies if one.id not in vote.withdrawn_ids]
    if len(standing) > contest.seats:
        return VoteResult(contest, waits=f"{contest.label} (more stand than there are places)")
    elected = [Entry(candidacy_facts(one, None).people, elected=True, unopposed=True) for one in standing]
    outcome = outcome_of(contest, OfficeState.DECIDED, elected)
    return VoteResult(contest, outcome, follows=what_follows(rules, outcome.vacancies, nobody_stands=not standing))


def voided_counts(session: Session, contest_ids: Sequence[int]) -> dict[int, int]:
    """By contest, the number of the last count that does not stand. One statement."""
    found = session.scalars(
        select(Complaint).where(Complaint.contest_id.in_(contest_ids), Complaint.decision == ComplaintDecision.VOID)
    )
    voided: dict[int, int] = {}
    for one in found:
        voided[one.contest_id] = max(voided.get(one.contest_id, 0), one.voided_count or 0)
    return voided


def held_again(contest: Contest) -> Outcome:
    """What there is of a vote that was found void: nobody is elected until it is held again."""
    entries = [candidacy_facts(one, None) for one in contest.candidacies]
    return outcome_of(contest, OfficeState.DEFERRED, entries)


def current(session: Session, contest: Contest, vote: ContestVote, count: Count) -> ToCount | None:
    """What a count was made from, if that says what the votes say now, of everybody who stands."""
    try:
        given = to_count(session, contest, vote)
        check_opened(given)
    except RefusedError:  # votes are typed anew, or came by post
        return None
    everybody = all(one.id in vote.candidacy_ids for one in contest.candidacies)
    return given if everybody and is_count_of(count, given, vote.candidacy_ids) else None


def counted(contest: Contest, vote: ContestVote, count: Count, smallest: Mapping[int, int]) -> Outcome:
    """The outcome of a count, without figures where so few voted in secret that they would tell how; a candidacy that
    withdrew and was taken off since is nobody's place."""
    result = result_of(count)
    by_id = {one.id: one for one in contest.candidacies}
    gone = result.contest.withdrawn | (result.contest.sitting or set())
    if any(key not in by_id and number not in gone for number, key in enumerate(count.candidacy_ids, start=1)):
        refuse("candidates_changed", "", f"{contest.label}: who stands was changed after the count. Count again.")
    stand_in = contest.candidacies[0]
    outcome = from_count(result, [by_id.get(key, stand_in) for key in count.candidacy_ids])
    if are_too_few(result, contest.id, smallest):
        outcome = without_figures(outcome)
    if vote.how is VoteHow.COUNTBACK:
        outcome = replace(outcome, predecessors=countback_of(vote).in_place_of)
    methods = [str(one.decision.method) for one in result.ties if one.decision is not None]
    return replace(outcome, tie_settled=TIES_SETTLED.get(methods[-1])) if methods else outcome


def known_since(counts: Sequence[Count]) -> dt.datetime:
    """When the result of the last count was found first: a recount that agrees tells nobody anything new."""
    same = itertools.takewhile(lambda one: one.result_digest == counts[-1].result_digest, reversed(counts))
    return min(one.counted_at for one in same)


@dataclass(frozen=True, slots=True)
class TookPart:
    """How many voted, and how many votes they had together."""

    people: int
    votes: int

    def of(self, quorum: Quorum) -> int:
        return self.votes if quorum.by_votes else self.people


def part_in(given: ToCount, count: Count) -> TookPart:
    """Of a count that was made from this."""
    votes = result_of(count).papers.papers
    if given.sheets is None:
        return TookPart(votes, votes)
    valid, aside = papers_counted(given)
    return TookPart(valid + sum(aside.values()), votes)


def reopens(result: CountResult) -> bool:
    """Whether places stay empty because re-opening nominations won them."""
    entries = {one.number for one in result.contest.candidates if one.kind is CandidateKind.REOPEN_NOMINATIONS}
    is_no = result.rules.method is Method.YES_NO and bool(result.vacant)
    return is_no or bool(entries & set(result.elected_numbers))
