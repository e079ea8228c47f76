"""A stored count for others: as a bundle that anybody can count again, and its papers in forms of other programs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from agm.counting.bundle import write_bundle
from agm.counting.engine import count as count_votes
from agm.counting.exact_json import value_of
from agm.counting.model import Ballots, CandidateKind, Rounds, TieDecision, Votes, VoteTotals
from agm.counting.model import Contest as CountedContest
from agm.counting.read.ballot_csv import write_ballots_csv
from agm.counting.read.blt import write_blt
from agm.counting.read.totals import write_totals
from agm.counting.render.cast_votes import cast_votes_json
from agm.counting.result import CountResult
from agm.results.counting import result_of
from agm.results.models import Count
from agm.voting.queries import RANKED

WITHHELD = "Name withheld"
KINDS: tuple[tuple[str, type[VoteTotals | Rounds | Ballots]], ...] = (
    ("rounds", Rounds), ("groups", Ballots), ("votes", VoteTotals),
)  # fmt: skip
"""By a key that only it has, what the votes of a stored count are."""


@dataclass(frozen=True, slots=True)
class GivenCount:
    """What a stored count was made from, and what came of it."""

    contest: CountedContest
    votes: Votes
    ties: tuple[TieDecision, ...]
    result: CountResult

    @property
    def has_papers(self) -> bool:
        return isinstance(self.votes, Ballots)


def given_count(count: Count, withheld: Collection[int] = ()) -> GivenCount:
    """A stored count; names whose numbers are `withheld` are none, and everything else is as it was.

    It is counted again with these names, so that whoever verifies a bundle finds no difference.
    """
    given, result = count.given, result_of(count)
    contest: CountedContest = value_of(CountedContest, given["contest"])
    kind = next(type_ for key, type_ in KINDS if key in given["votes"])
    votes: Votes = value_of(kind, given["votes"])
    ties: tuple[TieDecision, ...] = value_of(tuple[TieDecision, ...], given["ties"])
    if withheld:
        contest = without_names(contest, withheld)
        result = count_votes(contest, votes, result.rules, ties)
    return GivenCount(contest, votes, ties, result)


def without_names(contest: CountedContest, withheld: Collection[int]) -> CountedContest:
    people = (
        replace(one, name=f"{WITHHELD} {one.number}")
        if one.number in withheld and one.kind is CandidateKind.PERSON
        else one
        for one in contest.candidates
    )
    return replace(contest, candidates=tuple(people))


def bundle_of(given: GivenCount) -> bytes:
    return write_bundle(given.contest, given.votes, given.result, given.ties)


def blt_of(given: GivenCount) -> str | None:
    """The papers as BLT; None where only figures were counted."""
    return write_blt(given.contest, given.votes) if isinstance(given.votes, Ballots) else None


def csv_of(given: GivenCount) -> str | None:
    """The papers, or the figures, as a table; None where rounds were counted."""
    if isinstance(given.votes, Ballots):
        return write_ballots_csv(given.contest, given.votes)
    return write_totals(given.contest, given.votes) if isinstance(given.votes, VoteTotals) else None


def cast_votes_of(given: GivenCount) -> str | None:
    """The papers as cast vote records; None where only figures were counted."""
    if not isinstance(given.votes, Ballots):
        return None
    ranked = given.result.rules.method in RANKED
    marks = 1 if ranked else max(1, *(len(group.ranking) for group in given.votes.groups), 0)
    return cast_votes_json(given.contest, given.votes, ranked=ranked, marks=marks)


PAPERS: dict[str, tuple[str, Callable[[GivenCount], str | None]]] = {
    "blt": ("text/plain", blt_of),
    "csv": ("text/csv", csv_of),
    "json": ("application/json", cast_votes_of),
}
"""By the ending of a file, what it is sent as and what makes it."""
