"""The classic result sheet as a grid of texts: candidates down, stages across, a change and a total for each stage.

The layout is that of the result sheets of British voluntary organisations: a signed change and the running total per
stage, then the non-transferable votes, then totals that are the valid votes at every stage.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agm.counting.render.conditions import conditions
from agm.counting.render.words import Outcome, name_of, outcomes, poll_facts, stands_alone, who_was_elected
from agm.counting.result import CandidateStatus, CountResult, Stage, StageKind
from agm.counting.rules import RankedPapers
from agm.counting.values import Value, as_decimal_text

GONE = "-"
"""Stands for the total of a candidate who has been excluded and has no votes left."""
HEADINGS = {
    StageKind.FIRST_PREFERENCES: "First preferences",
    StageKind.VOTES: "Votes",
    StageKind.SURPLUS: "Surplus of",
    StageKind.EXCLUSION: "Exclusion of",
    StageKind.DISTRIBUTION: "Surplus shared",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its number, heading and names; ``has_change`` is False where only totals are shown."""

    stage: int
    heading: str
    names: Sequence[str]
    has_change: bool


@dataclass(frozen=True, slots=True)
class Cell:
    change: str
    total: str


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate's row, or one at the foot; ``status`` is "elected" or another outcome, ``when`` "stage 3, by lot"."""

    label: str
    cells: tuple[Cell, ...]
    status: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. ``elected`` are names in order, or what else came of the count; ``header`` has pairs such as
    ("Valid votes", "1075").
    """

    title: str
    elected: tuple[str, ...]
    header: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    candidates: tuple[Row, ...]
    foot: tuple[Row, ...]


def lay_out(result: CountResult) -> Sheet:
    columns = tuple(_column(result, stage) for stage in result.stages)
    rows = tuple(_candidate_row(result, number, outcome) for number, outcome in outcomes(result).items())
    return Sheet(result.contest.title, who_was_elected(result), _header(result), columns, rows, _foot(result))


def _header(result: CountResult) -> tuple[tuple[str, str], ...]:
    papers = result.papers
    pairs = [
        *poll_facts(result),
        ("Number to be elected", str(result.contest.seats)),
        ("Valid votes", str(papers.valid)),
        ("Invalid votes", str(sum(rejected.papers for rejected in papers.rejected))),
    ]
    if papers.abstentions:
        pairs.append(("Abstentions", str(papers.abstentions)))
    if result.quota is not None:
        pairs.append(("Quota", _votes(result, result.quota)))
    rules = result.rules
    return (
        *pairs,
        ("Election rules", f"{rules.title} ({rules.version})"),
        ("Source", rules.source),
        *conditions(result),
    )


def _column(result: CountResult, stage: Stage) -> Column:
    named = stage.subjects if stage.kind in {StageKind.SURPLUS, StageKind.EXCLUSION} else ()
    heading = HEADINGS.get(stage.kind, f"Round {stage.number}")
    return Column(stage.number, heading, [name_of(result, n) for n in named], not stands_alone(stage.kind))


def _votes(result: CountResult, value: Value) -> str:
    return as_decimal_text(value, result.scale, result.rules.decimals)


def _cell(result: CountResult, stage: Stage, change: Value, total: Value, *, gone: str | None = None) -> Cell:
    """A change where there was one, and the total; ``gone`` stands for a total of nothing.

    Papers counted whole are shown as whole numbers.
    """
    alone = stands_alone(stage.kind)
    signed = "" if alone or not change else _votes(result, change)
    if signed and not signed.startswith("-"):
        signed = f"+{signed}"
    if gone is not None and not total:
        return Cell(signed, gone)
    return Cell(signed, as_decimal_text(total, result.scale, 0) if alone else _votes(result, total))


def _candidate_row(result: CountResult, number: int, outcome: Outcome) -> Row:
    cells = tuple(
        _cell(result, s, s.changes[number - 1], s.totals[number - 1], gone=GONE if _is_gone(outcome, s) else None)
        for s in result.stages
    )
    at = f"stage {outcome.at}" if outcome.at is not None else ""
    return Row(name_of(result, number), cells, outcome.words, ", ".join(filter(None, (at, outcome.how))))


def _is_gone(outcome: Outcome, stage: Stage) -> bool:
    """Whether the candidate is out at that stage; a formal exclusion at the end leaves the votes where they were."""
    if outcome.status is CandidateStatus.EXCLUDED and outcome.at is not None:
        return stage.number >= outcome.at
    return outcome.status is CandidateStatus.WITHDRAWN


def _foot(result: CountResult) -> tuple[Row, ...]:
    rows = []
    if isinstance(result.rules.papers, RankedPapers):
        cells = tuple(_not_transferred(result, stage) for stage in result.stages)
        rows.append(Row("Non-transferable", cells))
    sums = tuple(_cell(result, s, 0, sum(s.totals) + s.not_transferred) for s in result.stages)
    rows.append(Row("Totals", sums))
    quotas = [stage.quota for stage in result.stages if stage.quota is not None]
    if len(set(quotas)) > 1:
        rows.append(Row("Quota", tuple(Cell("", _votes(result, quota)) for quota in quotas)))
    return tuple(rows)


def _not_transferred(result: CountResult, stage: Stage) -> Cell:
    change = stage.non_transferable_change + stage.loss_change
    return _cell(result, stage, change, stage.not_transferred, gone="" if stands_alone(stage.kind) else None)
