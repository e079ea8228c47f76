"""One plain sentence for each stage: what was done, why, where the papers went, and who was elected."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from agm.counting.model import TieKind
from agm.counting.render.conditions import the_constraints
from agm.counting.render.settled_ties import opens_stage, tie_clause
from agm.counting.render.words import (
    ELECTED_BY,
    cite,
    counted,
    join,
    kept_out,
    name_of,
    names_of,
    not_elected,
    short_votes,
    was,
    with_votes,
)
from agm.counting.result import (
    CountResult,
    ElectedCandidate,
    ElectionTest,
    ExcludedCandidate,
    ExclusionReason,
    Stage,
    StageKind,
)
from agm.counting.rules import ApprovalOptions, AvDenominator, YesNoOptions
from agm.counting.values import Value

SEVERAL_ELECTED_BY = {
    ElectionTest.LAST_SEATS: "took the last places left",
    ElectionTest.RESERVED_SEAT: "took reserved places",
}
HALF = Fraction(1, 2)
NO_RECEIVER = "none of the papers named anybody still in the count"
MOST_NAMED = 6
"""Beyond so many receivers of papers the smaller ones are put together."""


def explain(result: CountResult) -> tuple[str, ...]:
    """A sentence per stage, such as "Stage 4: Ruth Adler had the fewest votes (31) and was excluded; 18 of the papers
    went to Dylan Price and 13 named nobody still in the count.".
    """
    return tuple(f"Stage {stage.number}: {'; '.join(_clauses(result, stage))}." for stage in result.stages)


def remarks(result: CountResult) -> tuple[str, ...]:
    """What stands below the stages: the papers, and notes; that a count goes on is said at its head."""
    aside = [f"{counted(r.papers, 'paper was', 'papers were')} set aside: {r.reason}." for r in result.papers.rejected]
    part = [
        f"{counted(s.papers, 'paper counts', 'papers count')} only in part: {s.reason}." for s in result.papers.stopped
    ]
    return (*aside, *part, *(result.notes if result.complete else ()))


def _clauses(result: CountResult, stage: Stage) -> Iterator[str]:
    if stage.deferred:
        kept = join(f"{name_of(result, n)} ({short_votes(result, v)})" for n, v in _kept_back(stage).items())
        yield f"the surplus of {kept} was kept back, as it could change nothing yet"
    yield from (tie_clause(result, stage, tie) for tie in stage.ties if opens_stage(stage, tie))
    yield _what_was_done(result, stage)
    yield from _where_to(result, stage)
    before = result.stages[stage.number - 2].quota if stage.number > 1 else None
    if before is not None and stage.quota is not None and before != stage.quota:
        yield f"the quota became {short_votes(result, stage.quota)}"
    yield from (tie_clause(result, stage, tie) for tie in stage.ties if not opens_stage(stage, tie))
    yield from _elected(result, stage)
    yield from _left_out(result, stage)
    yield from _also_excluded(result, stage)
    if stage.guarded:
        yield f"{names_of(result, stage.guarded)} may not be excluded now, because of {the_constraints(result)}"


def _what_was_done(result: CountResult, stage: Stage) -> str:
    match stage.kind:
        case StageKind.FIRST_PREFERENCES:
            papers = counted(result.papers.valid, "valid paper was", "valid papers were")
            quota = f", and the quota is {short_votes(result, stage.quota)}" if stage.quota is not None else ""
            return f"{papers} sorted by first preference{quota}{cite(result, stage.paragraph)}"
        case StageKind.VOTES:
            papers = counted(result.papers.valid, "valid paper", "valid papers")
            nobody = "" if result.elected else ", and nobody was elected"
            return f"{papers} gave {counted(int(sum(stage.totals)), 'vote', 'votes')}{nobody}"
        case StageKind.ROUND:
            return f"{counted(int(sum(stage.totals)), 'vote was', 'votes were')} given in this round"
        case StageKind.SURPLUS:
            return _surplus(result, stage)
        case StageKind.EXCLUSION:
            return _exclusion(result, stage)
        case _:  # a distribution, under Meek
            who = names_of(result, stage.subjects)
            return (
                f"what {who} had above the quota was shared out by the next preferences{cite(result, stage.paragraph)}"
            )


def _surplus(result: CountResult, stage: Stage) -> str:
    number = stage.subjects[0]
    surplus = f"the surplus of {name_of(result, number)} ({short_votes(result, -stage.changes[number - 1])})"
    if _worth_nothing(stage):
        return f"{surplus} could not be passed on, as {NO_RECEIVER}{cite(result, stage.paragraph)}"
    each = f" at {short_votes(result, stage.transfer_value)} a paper" if stage.transfer_value is not None else ""
    return f"{surplus} was passed on{each}{cite(result, stage.paragraph)}"


def _exclusion(result: CountResult, stage: Stage) -> str:
    found = [e for e in result.excluded if e.stage == stage.number and e.candidate in stage.subjects]
    before = [total - change for total, change in zip(stage.totals, stage.changes, strict=True)]
    cited = cite(result, *(e.paragraph for e in found), stage.paragraph)
    return f"{_why_excluded(result, stage, before, found)}{cited}"


def _why_excluded(
    result: CountResult, stage: Stage, totals: Sequence[Value], found: Sequence[ExcludedCandidate]
) -> str:
    """Who, why and with how many votes; nobody "had the fewest" of those among whom a tie was settled."""
    numbers, by = [e.candidate for e in found], found[0].by
    if by is ExclusionReason.SEATS_FILLED:
        return f"{with_votes(result, totals, numbers)} remained when the places were filled"
    names, ending = with_votes(result, totals, numbers), f" and {was(found)} excluded"
    if by is ExclusionReason.CONSTRAINT:
        return f"{names} could no longer be given a place under {the_constraints(result)}{ending}"
    if by is ExclusionReason.BULK:
        return f"{names} together could not overtake {_next_above(result, stage, totals)}{ending}"
    if set(numbers) <= _chosen(stage, TieKind.EXCLUSION):
        return f"{names} {was(found)} excluded"
    guarded = [n for n in _guarded_before(result, stage) if totals[n - 1] <= totals[numbers[0] - 1]]
    of = " of those who might be excluded" if guarded else ""
    votes = join(short_votes(result, totals[n - 1]) for n in numbers)
    return f"{names_of(result, numbers)} had the fewest votes{of} ({votes}){ending}"


def _kept_back(stage: Stage) -> dict[int, Value]:
    """The surpluses that wait at an exclusion; whoever has one receives no papers."""
    return {n: stage.totals[n - 1] - (stage.quota or 0) for n in stage.deferred}


def _chosen(stage: Stage, kind: TieKind) -> set[int]:
    return {candidate for tie in stage.ties if tie.kind is kind for candidate in tie.chosen}


def _guarded_before(result: CountResult, stage: Stage) -> tuple[int, ...]:
    return result.stages[stage.number - 2].guarded if stage.number > 1 else ()


def _next_above(result: CountResult, stage: Stage, before: Sequence[Value]) -> str:
    """The next above those excluded together, and what surpluses kept back could have added to these."""
    gone = {*stage.subjects, *_guarded_before(result, stage)}
    gone |= {e.candidate for e in result.elected if e.stage < stage.number}
    gone |= {e.candidate for e in result.excluded if e.stage < stage.number}
    next_above = min((c.number for c in result.contest.standing if c.number not in gone), key=lambda n: before[n - 1])
    kept_back = sum(_kept_back(stage).values())
    extra = f" even with the {short_votes(result, kept_back)} kept back" if kept_back else ""
    return f"{with_votes(result, before, [next_above])}{extra}"


def _worth_nothing(stage: Stage) -> bool:
    """Whether a surplus has one value for all papers that can be transferred, and there are none of these."""
    return stage.transfer_value is not None and all(transfer.target is None for transfer in stage.transfers)


def _where_to(result: CountResult, stage: Stage) -> Iterator[str]:
    """Who received how many of the papers, most first; rules that move no single papers have no such clause."""
    if not stage.transfers or _worth_nothing(stage):
        return
    papers: Counter[int | None] = Counter()
    for transfer in stage.transfers:
        papers[transfer.target] += transfer.papers
    nowhere = papers.pop(None, 0)
    receivers = sorted(papers.items(), key=lambda item: (-item[1], item[0] or 0))
    if not receivers:
        yield NO_RECEIVER
        return
    most = MOST_NAMED if len(receivers) > MOST_NAMED + 1 else len(receivers)
    parts = [f"{count:,} to {name_of(result, number or 0)}" for number, count in receivers[:most]]
    if rest := receivers[most:]:
        parts.append(f"{sum(count for _, count in rest):,} to {len(rest)} others")
    parts[0] = parts[0].replace(" to ", " of the papers went to ", 1)
    if nowhere:
        parts.append(f"{nowhere:,} named nobody still in the count")
    yield join(parts)


def _elected(result: CountResult, stage: Stage) -> Iterator[str]:
    """Those elected at this stage, together where the same made them so; a tie has been told before."""
    settled = _chosen(stage, TieKind.ELECTION)
    by_votes = {ElectionTest.MOST_VOTES, ElectionTest.MAJORITY}
    groups: dict[str, list[ElectedCandidate]] = {}
    for elected in [e for e in result.elected if e.stage == stage.number]:
        told = elected.by in by_votes and elected.candidate in settled
        groups.setdefault("" if told else f"{elected.by} {elected.enough}", []).append(elected)
    for key, found in groups.items():
        numbers = [e.candidate for e in found]
        why = f" {_why_elected(result, stage, found)} and" if key else ""
        cited = cite(result, *(e.paragraph for e in found))
        yield f"{with_votes(result, stage.totals, numbers)}{why} {was(numbers)} elected{cited}"


def _why_elected(result: CountResult, stage: Stage, found: Sequence[ElectedCandidate]) -> str:
    test, several = found[0].by, len(found) > 1
    if test is ElectionTest.ACTIVE_VOTE:
        enough, of = (short_votes(result, value or 0) for value in (found[0].enough, found[0].active_vote))
        return f"could no longer be overtaken (of the {of} votes still in play {enough} were enough)"
    if test is ElectionTest.MAJORITY:
        return _majority(result, stage, found[0].candidate)
    if test is ElectionTest.LAST_SEATS and result.contest.seats > len(result.elected) and not not_elected(result):
        return f"{was(found)} the last left for the places"
    if test is ElectionTest.MOST_VOTES and kept_out(result):
        return "had the most votes of those whom the constraints let in"
    if test is ElectionTest.MOST_VOTES and any(e.by is ElectionTest.RESERVED_SEAT for e in result.elected):
        return "had the most votes of the others"
    return SEVERAL_ELECTED_BY.get(test, ELECTED_BY[test]) if several else ELECTED_BY[test]


def _majority(result: CountResult, stage: Stage, number: int) -> str:
    options, votes, valid = result.rules.options, int(sum(stage.totals)), result.papers.valid
    of_all = getattr(options, "of_all_papers", False) or getattr(options, "denominator", None) is AvDenominator.VALID
    of = counted(valid, "paper", "papers") if of_all else counted(votes, "vote", "votes")
    if isinstance(options, YesNoOptions) and options.threshold != HALF:
        return f"had more than {options.threshold} of the {of}"
    return f"had {'half' if 2 * stage.totals[number - 1] == (valid if of_all else votes) else 'a majority'} of the {of}"


def _left_out(result: CountResult, stage: Stage) -> Iterator[str]:
    """Who was not elected for another reason than the others' votes."""
    if left_out := kept_out(result):
        names = with_votes(result, stage.totals, left_out)
        yield f"{names} could no longer be given a place under {the_constraints(result)}"
    options = result.rules.options
    needed = options.threshold * result.papers.valid if isinstance(options, ApprovalOptions) else 0
    if below := [n for n in not_elected(result) if stage.totals[n - 1] < needed]:
        yield f"{with_votes(result, stage.totals, below)} did not reach the share of the papers that is needed"


def _also_excluded(result: CountResult, stage: Stage) -> Iterator[str]:
    """Those excluded at this stage without a transfer of their papers in it."""
    found = [e for e in result.excluded if e.stage == stage.number and e.candidate not in stage.subjects]
    for reason in dict.fromkeys(e.by for e in found):
        together = [e for e in found if e.by is reason]
        why = _why_excluded(result, stage, stage.totals, together)
        yield f"{why}{cite(result, *(e.paragraph for e in together))}"
