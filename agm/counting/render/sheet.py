"""The classic result sheet as a grid of texts: candidates down, stages across, a change and a total for each stage.

The layout is that of the result sheets of British voluntary organisations: a signed change and the running total per
stage, then the non-transferable votes, then totals that are the valid votes at every stage.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agm.counting.render.conditions import conditions
from agm.counting.render.words import Outcome, name_of, outcomes, stage_heading, stands_alone, status_text
from agm.counting.result import CandidateStatus, CountResult, Stage
from agm.counting.rules import RankedPapers
from agm.counting.values import Value, as_decimal_text

GONE = "-"
"""Stands for the total of a candidate who has been excluded and has no votes left."""


@dataclass(frozen=True, slots=True)
class Column:
    """One stage: its number, heading and names; ``has_change`` is False where only totals are shown."""

    stage: int
    heading: str
    names: Sequence[str]
    has_change: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """The change (signed, or empty) and the total of one row at one stage."""

    change: str
    total: str


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate's row, or one at the foot; ``status`` is "elected", "excluded" … or empty, ``stage`` when."""

    label: str
    cells: tuple[Cell, ...]
    status: str = ""
    stage: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole sheet. ``header`` has pairs such as ("Valid votes", "1075")."""

    title: str
    header: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    candidates: tuple[Row, ...]
    foot: tuple[Row, ...]


def lay_out(result: CountResult) -> Sheet:
    """The sheet of a result."""
    columns = tuple(_column(result, index) for index in range(len(result.stages)))
    rows = tuple(_candidate_row(result, number, outcome) for number, outcome in outcomes(result).items())
    return Sheet(result.contest.title, _header(result), columns, rows, _foot(result))


def _header(result: CountResult) -> tuple[tuple[str, str], ...]:
    papers = result.papers
    pairs = [
        ("Number to be elected", str(result.contest.seats)),
        ("Valid votes", str(papers.valid)),
        ("Invalid votes", str(sum(rejected.papers for rejected in papers.rejected))),
    ]
    if papers.abstentions:
        pairs.append(("Abstentions", str(papers.abstentions)))
    if result.quota is not None:
        pairs.append(("Quota", _votes(result, result.quota)))
    return (*pairs, ("Election rules", f"{result.rules.title} ({result.rules.version})"), *conditions(result))


def _votes(result: CountResult, value: Value) -> str:
    return as_decimal_text(value, result.scale, result.rules.decimals)


def _column(result: CountResult, index: int) -> Column:
    stage = result.stages[index]
    heading, names = stage_heading(result, index)
    return Column(stage.number, heading, names, not stands_alone(stage.kind))


def total_text(result: CountResult, stage: Stage, value: Value) -> str:
    """A total; papers counted whole are shown as whole numbers."""
    return as_decimal_text(value, result.scale, 0 if stands_alone(stage.kind) else result.rules.decimals)


def change_text(result: CountResult, stage: Stage, value: Value) -> str:
    """A signed change, or nothing where there was none."""
    if stands_alone(stage.kind) or not value:
        return ""
    text = _votes(result, value)
    return text if text.startswith("-") else f"+{text}"


def _candidate_row(result: CountResult, number: int, outcome: Outcome) -> Row:
    cells = tuple(_candidate_cell(result, stage, number, outcome) for stage in result.stages)
    return Row(name_of(result, number), cells, status_text(result, outcome), outcome.at)


def _candidate_cell(result: CountResult, stage: Stage, number: int, outcome: Outcome) -> Cell:
    total = stage.totals[number - 1]
    change = change_text(result, stage, stage.changes[number - 1])
    return Cell(change, GONE if not total and is_gone(outcome, stage) else total_text(result, stage, total))


def is_gone(outcome: Outcome, stage: Stage) -> bool:
    """Whether the candidate is out at that stage; a formal exclusion at the end leaves the votes where they were."""
    if outcome.status is CandidateStatus.EXCLUDED and outcome.at is not None:
        return stage.number >= outcome.at
    return outcome.status is CandidateStatus.WITHDRAWN


def _foot(result: CountResult) -> tuple[Row, ...]:
    stages = result.stages
    rows = []
    if isinstance(result.rules.papers, RankedPapers):
        changes = [stage.non_transferable_change + stage.loss_change for stage in stages]
        cells = tuple(_not_transferred(result, s, change) for s, change in zip(stages, changes, strict=True))
        rows.append(Row("Non-transferable", cells))
    sums = tuple(Cell("", total_text(result, s, sum(s.totals) + s.not_transferred)) for s in stages)
    rows.append(Row("Totals", sums))
    quotas = [stage.quota for stage in stages if stage.quota is not None]
    if len(set(quotas)) > 1:
        rows.append(Row("Quota", tuple(Cell("", _votes(result, quota)) for quota in quotas)))
    return tuple(rows)


def _not_transferred(result: CountResult, stage: Stage, change: Value) -> Cell:
    total = (
        ""
        if stands_alone(stage.kind) and not stage.not_transferred
        else total_text(result, stage, stage.not_transferred)
    )
    return Cell(change_text(result, stage, change), total)
