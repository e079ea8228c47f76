"""How ties were settled, in words: who was equal, with how many votes, and what told them apart."""

from collections.abc import Sequence

from agm.counting.model import TieKind
from agm.counting.render.words import by_method, cite, join, names_of, short_votes, was, with_votes
from agm.counting.result import CountResult, SettledTie, Stage
from agm.counting.values import Value

WHAT_TIED = {
    TieKind.ELECTION: "for election",
    TieKind.SURPLUS: "for the first surplus to be passed on",
    TieKind.EXCLUSION: "for exclusion",
}


def tie_sentences(result: CountResult, *, decided: bool = False) -> tuple[str, ...]:
    """A sentence for each tie, such as "Stage 2: Ann and Bo were equal for exclusion (5 each), and …".

    ``decided`` leaves out those that earlier votes settled.
    """
    found = [(stage, tie) for stage in result.stages for tie in stage.ties if tie.decision or not decided]
    return tuple(f"Stage {stage.number}: {tie_clause(result, stage, tie)}." for stage, tie in found)


def tie_clause(result: CountResult, stage: Stage, tie: SettledTie) -> str:
    totals = _totals_at(stage, tie)
    chosen = f"{names_of(result, tie.chosen)} {was(tie.chosen)} chosen"
    if tie.decision is None:
        end = _earlier(result, tie) or f"and {chosen} by the votes at stage {tie.looked_back_to}"
    else:
        witnesses = tie.decision.witnesses
        seen = f", seen by {join(witnesses)}" if witnesses else ""
        end = f"and {chosen} {by_method(tie.decision)}{seen}"
    return f"{_equal(result, tie, totals)}, {end}{cite(result, tie.paragraph)}"


def _equal(result: CountResult, tie: SettledTie, totals: Sequence[Value]) -> str:
    if len({totals[n - 1] for n in tie.tied}) == 1:
        each = short_votes(result, totals[tie.tied[0] - 1])
        return f"{names_of(result, tie.tied)} were equal {WHAT_TIED[tie.kind]} ({each} each)"
    # under Meek, whoever is within the surplus that is left of the lowest
    return f"{with_votes(result, totals, tie.tied)} were too close {WHAT_TIED[tie.kind]} to be told apart"


def opens_stage(stage: Stage, tie: SettledTie) -> bool:
    """Whether the tie was about what the stage does; otherwise it is about what comes of its votes."""
    return tie.kind is TieKind.SURPLUS or bool(set(tie.chosen) & set(stage.subjects))


def _totals_at(stage: Stage, tie: SettledTie) -> Sequence[Value]:
    """The votes that were equal: as a surplus or an exclusion found them, otherwise as the stage or batch left them."""
    if opens_stage(stage, tie):
        return [total - change for total, change in zip(stage.totals, stage.changes, strict=True)]
    batches = [batch for batch in stage.batches if {e.candidate for e in batch.elected} & set(tie.chosen)]
    return batches[0].totals if batches else stage.totals


def _earlier(result: CountResult, tie: SettledTie) -> str:
    """The earlier votes that told them apart: "and at stage 1 Ann (9) had more than Bo (8)"."""
    stage = result.stages[(tie.looked_back_to or 1) - 1]
    totals = stage.totals if tie.batch is None else stage.batches[tie.batch - 1].totals
    one = totals[tie.chosen[0] - 1]
    fewer = tie.kind is TieKind.EXCLUSION
    others = [n for n in tie.tied if (totals[n - 1] > one if fewer else totals[n - 1] < one)]
    if not others:
        return ""
    after = f"after batch {tie.batch} of" if tie.batch is not None else "at"
    than = f"had {'fewer' if fewer else 'more'} than {with_votes(result, totals, others)}"
    return f"and {after} stage {stage.number} {with_votes(result, totals, tie.chosen)} {than}"
