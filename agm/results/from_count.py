"""The outcome of a contest from the result of its count."""

from collections.abc import Sequence
from dataclasses import replace

from agm.counting.model import CandidateKind
from agm.counting.result import CountResult, ElectionTest, StageKind
from agm.facts import Entry, OfficeState, Outcome, VotesAre
from agm.nominations.models import Candidacy
from agm.results.queries import candidacy_facts, outcome_of
from agm.rules.violations import Violation, raise_if


def from_count(result: CountResult, candidacies: Sequence[Candidacy]) -> Outcome:
    """What came of the contest: those elected, in order of election, then the others in order of the ballot paper.

    Candidate number n is `candidacies[n - 1]`; re-open nominations, which nobody stands as, comes last on the paper and
    has none. Seats that it wins are vacant, as are those that nobody won. Those who withdrew before the count did not
    stand, nor do those who sit in a countback, which fills one place. How ties were settled stays with the result of
    the count: the outcome has who was elected by it.

    Raises RefusedError for a count that is not finished, ValueError where the candidacies are not those counted.
    """
    raise_if(
        []
        if result.complete
        else [Violation("count_unfinished", "", "The count is not finished: another round is needed.")]
    )
    people = [one for one in result.contest.candidates if one.kind is not CandidateKind.REOPEN_NOMINATIONS]
    if not people or [one.number for one in people] != list(range(1, len(candidacies) + 1)):
        raise ValueError("the candidacies are not those that were counted")
    contest = candidacies[0].contest
    votes = announced_votes(result)
    is_ranked = bool(result.stages) and result.stages[0].kind is StageKind.FIRST_PREFERENCES
    won = {one.candidate: one for one in sorted(result.elected, key=lambda one: one.order)}
    sitting = result.contest.sitting
    numbers = {one.number for one in people} - result.contest.withdrawn - (sitting or set())
    in_order = [number for number in won if number in numbers] + sorted(numbers - won.keys())
    entries = tuple(
        Entry(
            people=candidacy_facts(candidacies[number - 1], None).people,
            elected=number in won,
            unopposed=number in won and won[number].by is ElectionTest.UNOPPOSED,
            votes=votes.get(number),
        )
        for number in in_order
    )
    tells_papers = sitting is None and bool(result.papers.papers)
    return replace(
        outcome_of(contest, OfficeState.DECIDED, entries),
        seats=result.contest.seats if sitting is None else 1,
        votes_are=VotesAre.FIRST_PREFERENCES if votes and is_ranked else VotesAre.VOTES,
        rejected_papers=sum(one.papers for one in result.papers.rejected) if tells_papers else None,
    )


def announced_votes(result: CountResult) -> dict[int, int]:
    """The votes that an announcement prints after a name, by candidate: what voters gave, without transfers.

    For ranked papers these are the first preferences: the totals of the end are the quota for some, and nothing for
    those excluded. For an exhaustive ballot they are those of the last round; those excluded before it have none.
    A countback gives none: first preferences were told with the election, and places in it go by transfers.
    Where somebody elected had fewer votes than somebody who was not (below a constraint) no figure is given: it would
    read as a mistake. First preferences are named as such. The result sheet of the count has all stages.
    """
    if (
        not result.stages
        or result.contest.sitting is not None
        or any(one.by is ElectionTest.UNOPPOSED for one in result.elected)
    ):
        return {}
    is_ballot_of_rounds = result.stages[0].kind is StageKind.ROUND
    stage = result.stages[-1] if is_ballot_of_rounds else result.stages[0]
    gone = {one.candidate for one in result.excluded if is_ballot_of_rounds and one.stage < stage.number}
    counted = {one.number: stage.totals[one.number - 1] for one in result.contest.standing if one.number not in gone}
    won = [total for number, total in counted.items() if number in result.elected_numbers]
    lost = [total for number, total in counted.items() if number not in result.elected_numbers]
    is_plain = stage.kind is StageKind.FIRST_PREFERENCES or not won or not lost or min(won) >= max(lost)
    is_whole = all(total % result.scale == 0 for total in counted.values())  # equal preferences may divide a paper
    return {number: total // result.scale for number, total in counted.items()} if is_plain and is_whole else {}
