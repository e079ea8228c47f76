"""Checks of what a count is given: everything wrong is found at once and said in plain sentences."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from agm.counting.constraints import ConstraintChecker
from agm.counting.errors import CountingError
from agm.counting.model import (
    SKIPPED,
    BallotGroup,
    Ballots,
    CandidateKind,
    Contest,
    Poll,
    RejectedPapers,
    VoteTotals,
)
from agm.counting.result import PaperCount
from agm.counting.rules import (
    ApprovalOptions,
    Method,
    PluralityOptions,
    ReopenNominations,
    RuleSet,
    StvOptions,
    YesNoOptions,
)
from agm.language.letters import same_name

SHOWN = 20
"""How many problems of one kind are spelt out before the rest are only counted."""


def check_contest(contest: Contest, rules: RuleSet) -> None:
    """Raises ``CountingError`` with everything wrong about the contest, and with the rule set for this contest."""
    problems = [
        *_contest_problems(contest),
        *_poll_problems(contest.poll),
        *_rule_problems(contest, rules),
        *_sitting_problems(contest, rules),
    ] or ConstraintChecker(contest).problems()
    if problems:
        raise CountingError(problems)


def _contest_problems(contest: Contest) -> Iterator[str]:
    if not _is_whole(contest.seats, 1):
        yield f"The number of seats must be a whole number from 1, not {contest.seats}."
    numbers = [c.number for c in contest.candidates]
    if numbers != list(range(1, len(numbers) + 1)):
        yield "The candidates must be numbered 1, 2, 3 … in the order of the ballot paper."
    unknown = sorted(contest.withdrawn - set(numbers))
    if unknown:
        yield f"No candidate has the number {', '.join(map(str, unknown))}, which is said to have withdrawn."
    if not contest.standing:
        yield "There is no candidate to elect."
    for candidate in contest.candidates:
        if not candidate.name.strip():
            yield f"Candidate {candidate.number} has no name."
        elif not candidate.name.isprintable():
            yield f"The name of candidate {candidate.number} has a line break or another unprintable character in it."
    for name, times in Counter(same_name(c.name) for c in contest.candidates).items():
        if times > 1 and name:
            same = [c for c in contest.candidates if same_name(c.name) == name]
            which = " and ".join(str(c.number) for c in same)
            yield f"Candidates {which} are both called “{same[0].name}”; add what tells them apart."
    if sum(c.kind is CandidateKind.REOPEN_NOMINATIONS for c in contest.standing) > 1:
        yield "Re-open nominations stands more than once."


def _poll_problems(poll: Poll) -> Iterator[str]:
    if poll.held_on and not _is_day(poll.held_on):
        yield f"“{poll.held_on}” is not a date. Write year, month and day, for example 2027-04-18."
    if not poll.officer.isprintable():
        yield "The name of the returning officer has a line break or another unprintable character in it."
    if poll.eligible is not None and not _is_whole(poll.eligible, 1):
        yield f"The number of those who could vote must be a whole number from 1, not {poll.eligible}."


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def check_turnout(poll: Poll, papers: PaperCount) -> None:
    """Raises ``CountingError`` where more papers were handed in than people could vote."""
    if poll.eligible is not None and papers.papers > poll.eligible:
        raise CountingError(
            [f"There are {papers.papers} papers, and only {poll.eligible} people could vote; one of the two is wrong."]
        )


def _rule_problems(contest: Contest, rules: RuleSet) -> Iterator[str]:
    if rules.single_seat and contest.seats > 1:
        yield f"{rules.title} fills one seat, and this contest has {contest.seats}; choose rules for several seats."
    if contest.constraints and rules.single_seat:
        yield f"{rules.title} has no reserved places; take the constraints away or choose rules for several seats."
    yield from _option_problems(contest, rules)
    if rules.method is Method.YES_NO:
        kinds = sorted(c.kind for c in contest.standing)
        if kinds != [CandidateKind.PERSON, CandidateKind.REOPEN_NOMINATIONS]:
            yield "A yes/no vote needs one candidate, and one entry of the kind “re-open nominations” for “no”."


def _sitting_problems(contest: Contest, rules: RuleSet) -> Iterator[str]:
    if contest.sitting is None:
        return
    if not rules.has_countback:
        yield f"{rules.title} has no countback for a casual vacancy; ERS97 has (7.1)."
    if not contest.sitting <= {c.number for c in contest.standing}:
        yield "A sitting representative must stand in the countback: not withdrawn, not the vacated one."
    if len(contest.sitting) >= contest.seats:
        yield f"{len(contest.sitting)} representatives sit on {contest.seats} seats; there is no vacancy."


def _option_problems(contest: Contest, rules: RuleSet) -> Iterator[str]:
    options = rules.options
    if isinstance(options, PluralityOptions) and options.votes_each is not None:
        if options.votes_each < 1:
            yield f"Each voter needs at least one vote, not {options.votes_each}."
        elif options.votes_each > max(contest.seats, 1):
            yield (
                f"Each voter can have no more votes than there are seats ({contest.seats}), and the option "
                f"“votes_each” gives {options.votes_each}."
            )
    elif isinstance(options, YesNoOptions) and not 0 <= options.threshold < 1:
        yield f"The threshold is the share that must be exceeded, from 0 to less than 1, not {options.threshold}."
    elif isinstance(options, StvOptions) and options.reopen is ReopenNominations.MUST_BE_BEATEN:
        yield "That everybody has to beat re-opening nominations is for papers with marks, and these are ranked."
    elif isinstance(options, ApprovalOptions) and not 0 <= options.threshold <= 1:
        yield f"The threshold is the share that is needed, from 0 to 1, not {options.threshold}."


def _is_whole(number: object, least: int | None = None) -> bool:
    return type(number) is int and (least is None or number >= least)


def are_whole(numbers: Sequence[int]) -> bool:
    """Whether all of many numbers are whole and at least 1, found out quickly.

    A sum of whole numbers is whole, and one number that is not makes the sum something else.
    """
    return _is_whole(sum(numbers)) and min(numbers, default=1) > 0


def check_groups(ballots: Ballots, candidates: int, doubtful: Sequence[BallotGroup]) -> None:
    """Raises ``CountingError`` for numbers of papers that are not whole from 1, and for unknown candidates.

    ``doubtful`` are the groups not already found to be a whole number of papers for candidates that there are.
    """
    problems = [
        f"Ballot group {index}: the number of papers must be a whole number from 1, not {group.papers}."
        for index, group in enumerate(ballots.groups if doubtful else (), start=1)
        if not _is_whole(group.papers, 1)
    ]
    problems += _ranking_problems(doubtful, candidates)
    problems += _rejected_problems(ballots.rejected)
    if problems:
        rest = len(problems) - SHOWN
        raise CountingError(problems[:SHOWN] + ([f"Further problems of this kind: {rest}."] if rest > 0 else []))


def _ranking_problems(groups: Iterable[BallotGroup], candidates: int) -> Iterator[str]:
    for group in groups:
        for preference in group.ranking:
            for number in preference if isinstance(preference, tuple) else (preference,):
                if not _is_whole(number) or not SKIPPED <= number <= candidates:
                    yield f"A paper names candidate {number}; the candidates are numbered 1 to {candidates}."


def _rejected_problems(rejected: Iterable[RejectedPapers]) -> list[str]:
    return [
        f"The number of rejected papers ({early.reason}) must be a whole number from 0, not {early.papers}."
        for early in rejected
        if not _is_whole(early.papers, 0)
    ]


def check_totals(contest: Contest, totals: VoteTotals, most: int | None) -> None:
    """Raises ``CountingError`` when totals do not fit the contest; ``most`` marks per paper (``None``: any number)."""
    problems = _rejected_problems(totals.rejected)
    if len(totals.votes) != len(contest.candidates):
        problems.append(f"There are {len(contest.candidates)} candidates and {len(totals.votes)} totals.")
    for number, votes in enumerate(totals.votes, start=1):
        if not _is_whole(votes, 0):
            problems.append(f"The votes of candidate {number} must be a whole number from 0, not {votes}.")
        elif votes and number in contest.withdrawn:
            problems.append(f"Candidate {number} has withdrawn and cannot have {votes} votes.")
    if not _is_whole(totals.abstentions, 0):
        problems.append(f"The number of abstentions must be a whole number from 0, not {totals.abstentions}.")
    problems = problems or list(_paper_problems(totals, most))
    if problems:
        raise CountingError(problems)


def _paper_problems(totals: VoteTotals, most: int | None) -> Iterator[str]:
    if totals.papers is None:
        if most != 1:
            yield (
                "Say how many valid papers there were, as each could bear more than one vote; a file of totals says it "
                "in a line such as “[papers],57”."
            )
        return
    marked = totals.papers - totals.abstentions
    if not _is_whole(totals.papers) or marked < 0:
        yield f"The number of valid papers must be a whole number from {totals.abstentions}, not {totals.papers}."
    elif max(totals.votes) > marked:
        yield f"A candidate has {max(totals.votes)} votes on {marked} marked papers."
    elif most is not None and sum(totals.votes) > marked * most:
        yield f"{sum(totals.votes)} votes do not fit on {marked} papers with at most {most} each."
    elif sum(totals.votes) < marked:
        yield f"{sum(totals.votes)} votes are too few for {marked} marked papers."
