"""One plain sentence for each stage: what was done, why, where the papers went, and who was elected."""

from collections import Counter
from collections.abc import Iterable, Iterator

from agm.counting.model import TieKind
from agm.counting.render.words import ELECTED_BY, EXCLUDED_BY, counted, join, name_of, names_of, short_votes, was
from agm.counting.result import CountResult, ElectionTest, ExclusionReason, SettledTie, Stage, StageKind
from agm.counting.rules import ApprovalOptions

_WHAT_TIED = {
    TieKind.ELECTION: "for election",
    TieKind.SURPLUS: "for the first surplus to be passed on",
    TieKind.EXCLUSION: "for exclusion",
}
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
        yield f"the surplus of {names_of(result, stage.deferred)} was kept back, as it could change nothing yet"
    yield from (_tie(result, tie) for tie in stage.ties if tie.kind is not TieKind.ELECTION)
    yield _what_was_done(result, stage)
    yield from _where_to(result, stage)
    before = result.stages[stage.number - 2].quota if stage.number > 1 else None
    if before is not None and stage.quota is not None and before != stage.quota:
        yield f"the quota became {short_votes(result, stage.quota)}"
    yield from (_tie(result, tie) for tie in stage.ties if tie.kind is TieKind.ELECTION)
    yield from _elected(result, stage)
    yield from _left_out(result, stage)
    yield from _also_excluded(result, stage)
    if stage.guarded:
        yield f"{names_of(result, stage.guarded)} may not be excluded now, because of the constraint"


def _what_was_done(result: CountResult, stage: Stage) -> str:
    match stage.kind:
        case StageKind.FIRST_PREFERENCES:
            papers = counted(result.papers.valid, "valid paper was", "valid papers were")
            quota = f", and the quota is {short_votes(result, stage.quota)}" if stage.quota is not None else ""
            return f"{papers} sorted by first preference{quota}"
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
            return f"what {who} had above the quota was shared out by the next preferences"


def _surplus(result: CountResult, stage: Stage) -> str:
    number = stage.subjects[0]
    surplus = f"the surplus of {name_of(result, number)} ({short_votes(result, -stage.changes[number - 1])})"
    if _worth_nothing(stage):
        return f"{surplus} could not be passed on, as {NO_RECEIVER}"
    each = f" at {short_votes(result, stage.transfer_value)} a paper" if stage.transfer_value is not None else ""
    return f"{surplus} was passed on{each}"


def _exclusion(result: CountResult, stage: Stage) -> str:
    numbers = stage.subjects
    reasons = {e.by for e in result.excluded if e.candidate in numbers}
    votes = join(short_votes(result, stage.totals[n - 1] - stage.changes[n - 1]) for n in numbers)
    first = (ExclusionReason.BULK, ExclusionReason.CONSTRAINT, ExclusionReason.FEWEST_VOTES)
    why = next(EXCLUDED_BY[reason] for reason in first if reason in reasons)
    return f"{names_of(result, numbers)} {why} ({votes}) and {was(numbers)} excluded"


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
    found = [e for e in result.elected if e.stage == stage.number]
    for test in dict.fromkeys(e.by for e in found):
        numbers = [e.candidate for e in found if e.by is test]
        why = _why_elected(result, stage, test, numbers)
        yield f"{_with_votes(result, stage, numbers)} {why} and {was(numbers)} elected"


def _why_elected(result: CountResult, stage: Stage, test: ElectionTest, numbers: list[int]) -> str:
    if test is ElectionTest.LAST_SEATS and result.contest.seats > len(result.elected) and not _not_elected(result):
        return f"{was(numbers)} the last left for the places"
    if test is ElectionTest.LAST_SEATS and len(numbers) > 1:
        return "took the last places left"
    if test is ElectionTest.MOST_VOTES and _kept_out(result, stage):
        return "had the most votes of those whom the constraints let in"
    if test is ElectionTest.MOST_VOTES and any(e.by is ElectionTest.RESERVED_SEAT for e in result.elected):
        return "had the most votes of the others"
    return ELECTED_BY[test]


def _kept_out(result: CountResult, stage: Stage) -> list[int]:
    """Under papers with marks, whom a constraint kept out although somebody with no more votes was elected."""
    most_votes = [e.candidate for e in result.elected if e.by is ElectionTest.MOST_VOTES]
    if not result.contest.constraints or not most_votes:
        return []
    least = min(stage.totals[candidate - 1] for candidate in most_votes)
    settled = {candidate for tie in stage.ties for candidate in tie.tied}
    return [n for n in _not_elected(result) if stage.totals[n - 1] >= least and n not in settled]


def _not_elected(result: CountResult) -> list[int]:
    return [c.number for c in result.contest.standing if c.number not in result.elected_numbers]


def _left_out(result: CountResult, stage: Stage) -> Iterator[str]:
    """Who was not elected for another reason than the others' votes."""
    if kept_out := _kept_out(result, stage):
        yield f"{_with_votes(result, stage, kept_out)} {EXCLUDED_BY[ExclusionReason.CONSTRAINT]}"
    options = result.rules.options
    needed = options.threshold * result.papers.valid if isinstance(options, ApprovalOptions) else 0
    if below := [n for n in _not_elected(result) if stage.totals[n - 1] < needed]:
        yield f"{_with_votes(result, stage, below)} did not reach the share of the papers that is needed"


def _with_votes(result: CountResult, stage: Stage, numbers: Iterable[int]) -> str:
    return join(f"{name_of(result, n)} ({short_votes(result, stage.totals[n - 1])})" for n in numbers)


def _also_excluded(result: CountResult, stage: Stage) -> Iterator[str]:
    """Those excluded at this stage without a transfer of their papers in it."""
    found = [e for e in result.excluded if e.stage == stage.number and e.candidate not in stage.subjects]
    for reason in dict.fromkeys(e.by for e in found):
        numbers = [e.candidate for e in found if e.by is reason]
        ending = "" if reason is ExclusionReason.SEATS_FILLED else f" and {was(numbers)} excluded"
        yield f"{names_of(result, numbers)} {EXCLUDED_BY[reason]}{ending}"


def _tie(result: CountResult, tie: SettledTie) -> str:
    tied, chosen = names_of(result, tie.tied), names_of(result, tie.chosen)
    return f"{tied} were equal {_WHAT_TIED[tie.kind]}, and {chosen} {was(tie.chosen)} chosen {_by(tie)}"


def _by(tie: SettledTie) -> str:
    if tie.decision is None:
        batch = f" after batch {tie.batch} of" if tie.batch is not None else " at"
        return f"by the votes{batch} stage {tie.looked_back_to}"
    method = f"by {tie.decision.method.replace('_', ' ')}"
    return f"{method} (seen by {join(tie.decision.witnesses)})" if tie.decision.witnesses else method
