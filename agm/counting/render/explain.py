"""One plain sentence for each stage: what was done, why, where the papers went, and who was elected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from agm.counting.model import TieKind
from agm.counting.render.words import (
    ELECTED_BY,
    EXCLUDED_BY,
    counted,
    join,
    name_of,
    names_of,
    short_votes,
)
from agm.counting.result import (
    CountResult,
    ElectionTest,
    ExclusionReason,
    SettledTie,
    Stage,
    StageKind,
)
from agm.counting.rules import ApprovalOptions
from agm.counting.values import Value

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


def paper_sentences(result: CountResult) -> tuple[str, ...]:
    """A sentence for each reason why papers were set aside, or count only in part."""
    aside = [f"{counted(r.papers, 'paper was', 'papers were')} set aside: {r.reason}." for r in result.papers.rejected]
    part = [
        f"{counted(s.papers, 'paper counts', 'papers count')} only in part: {s.reason}." for s in result.papers.stopped
    ]
    return (*aside, *part)


def remarks(result: CountResult) -> tuple[str, ...]:
    """What stands below the stages: the papers, and notes; that a count goes on is said at its head."""
    return (*paper_sentences(result), *(result.notes if result.complete else ()))


def _clauses(result: CountResult, stage: Stage) -> Iterator[str]:
    if stage.deferred:
        yield f"the surplus of {names_of(result, stage.deferred)} was kept back, as it could change nothing yet"
    yield from (_tie(result, tie) for tie in stage.ties if tie.kind is not TieKind.ELECTION)
    yield {
        StageKind.FIRST_PREFERENCES: _first_preferences,
        StageKind.VOTES: _votes,
        StageKind.ROUND: _round,
        StageKind.SURPLUS: _surplus,
        StageKind.EXCLUSION: _exclusion,
        StageKind.DISTRIBUTION: _distribution,
    }[stage.kind](result, stage)
    yield from _where_to(result, stage)
    yield from _quota(result, stage)
    yield from (_tie(result, tie) for tie in stage.ties if tie.kind is TieKind.ELECTION)
    yield from _elected(result, stage)
    yield from _left_out(result, stage)
    yield from _also_excluded(result, stage)
    if stage.guarded:
        yield f"{names_of(result, stage.guarded)} may not be excluded now, because of the constraint"


def _first_preferences(result: CountResult, stage: Stage) -> str:
    papers = counted(result.papers.valid, "valid paper was", "valid papers were")
    quota = f", and the quota is {short_votes(result, stage.quota)}" if stage.quota is not None else ""
    return f"{papers} sorted by first preference{quota}"


def _votes(result: CountResult, stage: Stage) -> str:
    votes = counted(int(sum(stage.totals)), "vote", "votes")
    given = f"{counted(result.papers.valid, 'valid paper', 'valid papers')} gave {votes}"
    return given if result.elected else f"{given}, and nobody was elected"


def _round(result: CountResult, stage: Stage) -> str:  # noqa: ARG001  all kinds of stage are asked alike
    return f"{counted(int(sum(stage.totals)), 'vote was', 'votes were')} given in this round"


def _votes_before(stage: Stage, number: int) -> Value:
    return stage.totals[number - 1] - stage.changes[number - 1]


def _surplus(result: CountResult, stage: Stage) -> str:
    number = stage.subjects[0]
    surplus = short_votes(result, -stage.changes[number - 1])
    if _worth_nothing(stage):
        return f"the surplus of {name_of(result, number)} ({surplus}) could not be passed on, as {NO_RECEIVER}"
    each = f" at {short_votes(result, stage.transfer_value)} a paper" if stage.transfer_value is not None else ""
    return f"the surplus of {name_of(result, number)} ({surplus}) was passed on{each}"


def _distribution(result: CountResult, stage: Stage) -> str:
    return f"what {names_of(result, stage.subjects)} had above the quota was shared out by the next preferences"


def _exclusion(result: CountResult, stage: Stage) -> str:
    numbers = stage.subjects
    reasons = {e.by for e in result.excluded if e.candidate in numbers}
    votes = join(short_votes(result, _votes_before(stage, number)) for number in numbers)
    verb = "was" if len(numbers) == 1 else "were"
    first = (ExclusionReason.BULK, ExclusionReason.CONSTRAINT, ExclusionReason.FEWEST_VOTES)
    why = next(EXCLUDED_BY[reason] for reason in first if reason in reasons)
    return f"{names_of(result, numbers)} {why} ({votes}) and {verb} excluded"


def _worth_nothing(stage: Stage) -> bool:
    """Whether a surplus has one value for all papers that can be transferred, and there are none of these."""
    return stage.transfer_value is not None and all(transfer.target is None for transfer in stage.transfers)


def _where_to(result: CountResult, stage: Stage) -> Iterator[str]:
    """Who received how many of the papers, most first; rules that move no single papers have no such clause."""
    if not stage.transfers or _worth_nothing(stage):
        return
    nowhere = sum(transfer.papers for transfer in stage.transfers if transfer.target is None)
    papers: Counter[int] = Counter()
    for transfer in stage.transfers:
        if transfer.target is not None:
            papers[transfer.target] += transfer.papers
    receivers = sorted(papers.items(), key=lambda item: (-item[1], item[0]))
    if not receivers:
        yield NO_RECEIVER
        return
    most = MOST_NAMED if len(receivers) > MOST_NAMED + 1 else len(receivers)
    parts = [f"{count:,} to {name_of(result, number)}" for number, count in receivers[:most]]
    if rest := receivers[most:]:
        parts.append(f"{sum(count for _, count in rest):,} to {len(rest)} others")
    parts[0] = parts[0].replace(" to ", " of the papers went to ", 1)
    if nowhere:
        parts.append(f"{nowhere:,} named nobody still in the count")
    yield join(parts)


def _quota(result: CountResult, stage: Stage) -> Iterator[str]:
    """The quota, where papers that can no longer be transferred have lowered it."""
    if stage.number == 1 or stage.quota is None:
        return
    before = result.stages[stage.number - 2].quota
    if before is not None and before != stage.quota:
        yield f"the quota became {short_votes(result, stage.quota)}"


def _elected(result: CountResult, stage: Stage) -> Iterator[str]:
    """Those elected at this stage, put together by test."""
    found = [e for e in result.elected if e.stage == stage.number]
    for test in dict.fromkeys(e.by for e in found):
        numbers = [e.candidate for e in found if e.by is test]
        names = _with_votes(result, stage, numbers)
        verb = "was" if len(numbers) == 1 else "were"
        yield f"{names} {_why_elected(result, stage, test, len(numbers))} and {verb} elected"


def _why_elected(result: CountResult, stage: Stage, test: ElectionTest, number: int) -> str:
    """The test in words, for that number of people."""
    if test is ElectionTest.LAST_PLACES and result.contest.seats > len(result.elected) and not _not_elected(result):
        return f"{'was' if number == 1 else 'were'} the last left for the places"
    if test is ElectionTest.LAST_PLACES and number > 1:
        return "took the last places left"
    if test is ElectionTest.MOST_VOTES and _kept_out(result, stage):
        return "had the most votes of those whom the constraints let in"
    if test is ElectionTest.MOST_VOTES and any(e.by is ElectionTest.RESERVED_PLACE for e in result.elected):
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


def _below_threshold(result: CountResult, stage: Stage) -> list[int]:
    """Whom an approval's threshold kept out."""
    options = result.rules.options
    if not isinstance(options, ApprovalOptions):
        return []
    needed = options.threshold * result.papers.valid
    return [n for n in _not_elected(result) if stage.totals[n - 1] < needed]


def _not_elected(result: CountResult) -> list[int]:
    elected = {e.candidate for e in result.elected}
    return [candidate.number for candidate in result.contest.standing if candidate.number not in elected]


def _left_out(result: CountResult, stage: Stage) -> Iterator[str]:
    """Who was not elected for another reason than the others' votes."""
    kept_out, below = _kept_out(result, stage), _below_threshold(result, stage)
    if kept_out:
        yield f"{_with_votes(result, stage, kept_out)} {EXCLUDED_BY[ExclusionReason.CONSTRAINT]}"
    if below:
        yield f"{_with_votes(result, stage, below)} did not reach the share of the papers that is needed"


def _with_votes(result: CountResult, stage: Stage, numbers: Iterable[int]) -> str:
    return join(f"{name_of(result, n)} ({short_votes(result, stage.totals[n - 1])})" for n in numbers)


def _also_excluded(result: CountResult, stage: Stage) -> Iterator[str]:
    """Those excluded at this stage without a transfer of their papers in it."""
    found = [e for e in result.excluded if e.stage == stage.number and e.candidate not in stage.subjects]
    for reason in dict.fromkeys(e.by for e in found):
        numbers = [e.candidate for e in found if e.by is reason]
        verb = "was" if len(numbers) == 1 else "were"
        ending = "" if reason is ExclusionReason.SEATS_FILLED else f" and {verb} excluded"
        yield f"{names_of(result, numbers)} {EXCLUDED_BY[reason]}{ending}"


def _tie(result: CountResult, tie: SettledTie) -> str:
    what = _WHAT_TIED[tie.kind]
    verb = "was" if len(tie.chosen) == 1 else "were"
    return (
        f"{names_of(result, tie.tied)} were equal {what}, and {names_of(result, tie.chosen)} {verb} chosen {_by(tie)}"
    )


def _by(tie: SettledTie) -> str:
    if tie.decision is None:
        batch = f" after batch {tie.batch} of" if tie.batch is not None else " at"
        return f"by the votes{batch} stage {tie.looked_back_to}"
    method = f"by {tie.decision.method.replace('_', ' ')}"
    return f"{method} (seen by {join(tie.decision.witnesses)})" if tie.decision.witnesses else method
