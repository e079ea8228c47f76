"""Judging papers: which are valid, up to where they count, and why others are set aside.

A ranked paper becomes a plain ranking, candidates' numbers only, each once; a marked paper a set of marks. Names of
withdrawn candidates pass for unmarked before anything else is judged.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from agm.counting.checks import are_whole, check_groups
from agm.counting.model import (
    SKIPPED,
    BallotGroup,
    Ballots,
    Contest,
    Preference,
    Ranking,
    RejectedPapers,
    members,
    preference_of,
)
from agm.counting.result import PaperCount
from agm.counting.rules import MarkedPapers, OnError, RankedPapers

EMPTY = "the paper is empty"
ONLY_WITHDRAWN = "only withdrawn candidates are marked"
NO_FIRST = "there is no first preference"
EQUAL_FIRST = "more than one candidate has the first preference"
SKIPPED_NUMBER = "a preference is left out"
EQUAL_RANKS = "two candidates have the same preference"
REPEATED = "a candidate has more than one preference"
TOO_MANY_MARKS = "there are more marks than votes"


@dataclass(frozen=True, slots=True)
class JudgedPapers:
    """Valid papers with plain rankings, by their first preference (or plain marks), and the account of all papers.

    ``parcels`` and ``first_preferences`` (the papers in each parcel) have an entry for every candidate standing.
    """

    parcels: dict[int, list[BallotGroup]]
    first_preferences: dict[int, int]
    count: PaperCount

    @property
    def groups(self) -> Iterator[BallotGroup]:
        return chain.from_iterable(self.parcels.values())


def _reasons(papers: Counter[str]) -> tuple[RejectedPapers, ...]:
    return tuple(RejectedPapers(reason, number) for reason, number in sorted(papers.items()))


def judge_ranked(contest: Contest, ballots: Ballots, rules: RankedPapers) -> JudgedPapers:
    """Judges ranked papers, one distinct ranking at a time.

    A ranking without any fault passes unchanged; the rules for faults are in ``RankedPapers``. Raises ``CountingError``
    for numbers of papers or candidates that cannot be.
    """
    standing = frozenset(c.number for c in contest.standing)
    parcels: dict[int, list[BallotGroup]] = {number: [] for number in sorted(standing)}
    doubtful: list[BallotGroup] = []
    known = standing.intersection
    for group in ballots.groups:
        ranking = group.ranking
        # as many different standing candidates as preferences: no fault, and nobody withdrawn
        if ranking and len(known(ranking)) == len(ranking):
            parcels[ranking[0]].append(group)  # type: ignore[index]  # only single numbers stand
        else:
            doubtful.append(group)
    numbers = {candidate: [group.papers for group in parcel] for candidate, parcel in parcels.items()}
    all_whole = all(map(are_whole, numbers.values()))
    check_groups(ballots, len(contest.candidates), doubtful if all_whole else ballots.groups)
    votes = {candidate: sum(papers) for candidate, papers in numbers.items()}
    rejected: Counter[str] = Counter()
    stopped: Counter[str] = Counter()
    for group in doubtful:
        plain, fault = _judge_ranking(group.ranking, standing, rules)
        if not plain:
            rejected[fault] += group.papers
            continue
        if fault:
            stopped[fault] += group.papers
        parcels[plain[0]].append(BallotGroup(plain, group.papers))
        votes[plain[0]] += group.papers
    account = _paper_count(ballots, sum(votes.values()), rejected, stopped=_reasons(stopped))
    return JudgedPapers(parcels, votes, account)


def _paper_count(
    ballots: Ballots,
    valid: int,
    rejected: Counter[str],
    *,
    abstentions: int = 0,
    stopped: tuple[RejectedPapers, ...] = (),
) -> PaperCount:
    for early in ballots.rejected:
        rejected[early.reason] += early.papers
    return PaperCount(valid + rejected.total(), valid, abstentions, _reasons(rejected), stopped)


def _strike(ranking: Ranking, standing: frozenset[int]) -> list[Preference]:
    """The ranking without withdrawn candidates; equal ranks that they leave to one candidate become plain."""
    struck: list[Preference] = []
    for preference in ranking:
        left = tuple(number for number in members(preference) if number in standing)
        if left or preference == SKIPPED:
            struck.append(preference_of(left))
    return struck


def _judge_ranking(ranking: Ranking, standing: frozenset[int], rules: RankedPapers) -> tuple[tuple[int, ...], str]:
    """What counts of a ranking (nothing where the paper is rejected), and why not all of it does."""
    struck = _strike(ranking, standing)
    while struck and struck[-1] == SKIPPED:
        struck.pop()
    if not struck:
        marked = any(preference != SKIPPED for preference in ranking)
        return (), ONLY_WITHDRAWN if marked else EMPTY
    if rules.first_preference_required and struck[0] == SKIPPED:
        return (), NO_FIRST
    if rules.first_preference_required and isinstance(struck[0], tuple):
        return (), EQUAL_FIRST
    plain: list[int] = []
    for preference in struck:
        fault, what_then = _fault(preference, plain, rules)
        if not fault:
            plain.append(preference)  # type: ignore[arg-type]  # a preference without fault is one number
        elif what_then is OnError.REJECT:
            return (), fault
        elif what_then is OnError.STOP:
            return tuple(plain), fault
    return tuple(plain), "" if plain else NO_FIRST


def _fault(preference: Preference, so_far: list[int], rules: RankedPapers) -> tuple[str, OnError]:
    if isinstance(preference, tuple):
        return EQUAL_RANKS, rules.equal
    if preference == SKIPPED:
        return SKIPPED_NUMBER, rules.skipped
    if preference in so_far:
        return REPEATED, rules.repeated
    return "", OnError.PASS_OVER


def judge_marked(
    contest: Contest, ballots: Ballots, rules: MarkedPapers, most: int | None
) -> tuple[list[int], PaperCount]:
    """Votes by candidate number (index 0 unused) from papers with marks in no order, each candidate once.

    ``most`` is how many marks a paper may bear (``None``: any number); abstentions are valid papers without a mark.
    Raises ``CountingError`` for numbers of papers or candidates that cannot be.
    """
    check_groups(ballots, len(contest.candidates), ballots.groups)
    standing = frozenset(c.number for c in contest.standing)
    votes = [0] * (len(contest.candidates) + 1)
    rejected: Counter[str] = Counter()
    valid = abstentions = 0
    for group in ballots.groups:
        all_marks = set(chain.from_iterable(map(members, group.ranking))) - {SKIPPED}
        marks = all_marks & standing
        if most is not None and len(marks) > most:
            rejected[TOO_MANY_MARKS] += group.papers
        elif marks:
            valid += group.papers
            for number in marks:
                votes[number] += group.papers
        elif all_marks:
            rejected[ONLY_WITHDRAWN] += group.papers
        elif rules.empty_is_abstention:
            abstentions += group.papers
        else:
            rejected[EMPTY] += group.papers
    return votes, _paper_count(ballots, valid + abstentions, rejected, abstentions=abstentions)
