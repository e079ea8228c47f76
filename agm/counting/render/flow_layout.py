"""Where everything of the flow chart stands: lanes for candidates, columns for stages, and the bands between.

All lengths are in user units of the drawing, which is 360 wide unless asked otherwise, so that its text is large enough
on a phone. Heights grow with the candidates; votes are drawn to one scale. Only this module turns votes into
floating-point lengths; nothing is counted with them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from agm.counting.render.words import Outcome, name_of, outcomes, short_votes, status_text
from agm.counting.result import CandidateStatus, CountResult, Stage
from agm.counting.values import Value

MARGIN = 12.0
NAME_SIZE = 14.0
SMALL_SIZE = 12.0
LANE_GAP = 10.0
MARK = 16.0
"""The room for a tick or a cross."""
VOTES_HEIGHT = 240.0
"""The height of all votes together."""
TALLEST = 110.0
DECIMALS = 2
"""Decimal places of votes in the chart, which is read for its shape; the sheet has them all."""
LEAST_BAR = 1.0
NEAR_QUOTA = 0.6
"""A lane that comes this near to the quota is made high enough to show it."""


@dataclass(frozen=True, slots=True)
class Label:
    """What stands over a lane: the name, and what became of the candidate."""

    name: str
    outcome: str
    two_lines: bool
    """Whether the outcome stands below the name, where it has no room beside it."""
    status: CandidateStatus | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: a candidate's, or the last one for votes that cannot be transferred (``number`` ``None``)."""

    number: int | None
    label: Label
    elected_at: int | None
    """The stage at which the candidate was elected."""
    top: float
    baseline: float
    heights: tuple[float, ...]
    """The height of the bar at each stage."""
    near_quota: bool
    """Whether the lane shows the quota."""


@dataclass(frozen=True, slots=True)
class Band:
    """Votes between the bar of ``stage`` and the bar of the next one: top and bottom at either end."""

    stage: int
    left_top: float
    left_bottom: float
    right_top: float
    right_bottom: float


@dataclass(frozen=True, slots=True)
class PassedBand(Band):
    """Votes that pass from one candidate to another, or to nobody (``target`` ``None``)."""

    source: int
    target: int | None
    votes: Value
    papers: int


@dataclass(frozen=True, slots=True)
class FlowLayout:
    """The drawing without its colours. ``columns`` are the left edges of the bars, ``bar`` is their width."""

    width: float
    height: float
    top: float
    columns: tuple[float, ...]
    bar: float
    lanes: tuple[Lane, ...]
    kept: tuple[Band, ...]
    passed: tuple[PassedBand, ...]
    quotas: tuple[float, ...]
    """The height of the quota at each stage; empty where there is none."""


def text_width(text: str, size: float) -> float:
    """How wide a text will be at most in the fonts that may stand in for ours."""
    return sum(_character_width(character) for character in text) * size


def _character_width(character: str) -> float:
    if character in "ijltfr.,:;'()| ":
        return 0.36
    if character in "mwMW":
        return 0.95
    return 0.74 if character.isupper() else 0.6


def lay_out_flow(result: CountResult, *, width: float, top: float) -> FlowLayout:
    """The layout of a result with at least two stages; ``top`` is where the first lane may begin."""
    scale = _scale(result)
    quotas = tuple(float(stage.quota) * scale for stage in result.stages if stage.quota is not None)
    lanes = _lanes(result, scale, quotas, width=width, top=top)
    stages = len(result.stages)
    bar = min(max((width - 2 * MARGIN) / (stages - 0.5) * 0.35, 3.0), 18.0)
    step = (width - 2 * MARGIN - bar) / (stages - 1)
    columns = tuple(MARGIN + step * index for index in range(stages))
    kept, passed = _bands(result, lanes, scale)
    return FlowLayout(width, lanes[-1].baseline + MARGIN, top, columns, bar, lanes, kept, passed, quotas)


def _scale(result: CountResult) -> float:
    """Units of length per unit of votes; any will do where there are no votes."""
    tallest = float(max(max(stage.totals) for stage in result.stages))
    if not tallest:
        return 1.0
    return min(VOTES_HEIGHT / max(float(result.votes_total), tallest), TALLEST / tallest)


def outcome_text(result: CountResult, number: int, outcome: Outcome, *, short: bool) -> str:
    """What became of a candidate: "Elected at stage 6 with 1,710.11", or "Elected at 6, 1,710.11"."""
    label = status_text(result, outcome).capitalize()
    if outcome.status is CandidateStatus.WITHDRAWN:
        return label
    votes = _last_votes(result, number, outcome)
    if short:
        return f"{label}, {votes}" if outcome.at is None else f"{label} at {outcome.at}, {votes}"
    return f"{label} with {votes}" if outcome.at is None else f"{label} at stage {outcome.at} with {votes}"


def _last_votes(result: CountResult, number: int, outcome: Outcome) -> str:
    """The votes with which a candidate was elected, or the most that one not elected had."""
    if outcome.status is CandidateStatus.ELECTED and outcome.at is not None:
        return short_votes(result, result.stages[outcome.at - 1].totals[number - 1], DECIMALS)
    return short_votes(result, max(stage.totals[number - 1] for stage in result.stages), DECIMALS)


def _lanes(
    result: CountResult, scale: float, quotas: tuple[float, ...], *, width: float, top: float
) -> tuple[Lane, ...]:
    lanes = []
    for number, end in outcomes(result).items():
        heights = tuple(_height(stage.totals[number - 1], scale) for stage in result.stages)
        room = max(heights)
        near_quota = bool(quotas) and room >= max(quotas) * NEAR_QUOTA
        if near_quota:
            room = max(room, *quotas)
        name, outcome = name_of(result, number), outcome_text(result, number, end, short=True)
        two_lines = not beside_each_other(name, outcome, width)
        if two_lines:
            outcome = outcome_text(result, number, end, short=False)
        baseline = top + label_height(two_lines=two_lines) + room
        elected_at = end.at if end.status is CandidateStatus.ELECTED else None
        label = Label(name, outcome, two_lines, end.status)
        lanes.append(Lane(number, label, elected_at, top, baseline, heights, near_quota))
        top = baseline + LANE_GAP
    heights = tuple(_height(stage.not_transferred, scale) for stage in result.stages)
    if max(heights) > 0:
        last = short_votes(result, result.stages[-1].not_transferred, DECIMALS)
        baseline = top + label_height(two_lines=False) + max(heights)
        label = Label("Not transferable", last, two_lines=False, status=None)
        lanes.append(Lane(None, label, None, top, baseline, heights, near_quota=False))
    return tuple(lanes)


def beside_each_other(name: str, outcome: str, width: float) -> bool:
    """Whether name and outcome fit on one line."""
    needed = text_width(name, NAME_SIZE) + text_width(outcome, SMALL_SIZE) + MARK + 8
    return needed <= width - 2 * MARGIN


def label_height(*, two_lines: bool) -> float:
    """The height of a lane's name, with its outcome where that stands below."""
    return NAME_SIZE + 4 + (SMALL_SIZE + 3 if two_lines else 0)


def _height(votes: Value, scale: float) -> float:
    return max(float(votes) * scale, LEAST_BAR) if votes else 0.0


def passed_votes(stage: Stage) -> dict[tuple[int, int | None], tuple[Value, int]]:
    """Votes and papers that moved at a stage, from whom to whom (``None``: not transferable, fractions included)."""
    votes: dict[tuple[int, int | None], Value] = defaultdict(int)
    papers: dict[tuple[int, int | None], int] = defaultdict(int)
    for transfer in stage.transfers:
        votes[transfer.source, transfer.target] += transfer.votes
        papers[transfer.source, transfer.target] += transfer.papers
    if stage.subjects:
        votes[stage.subjects[0], None] += stage.loss_change
    return {pair: (votes[pair], papers[pair]) for pair in votes if votes[pair]}


def _bands(
    result: CountResult, lanes: tuple[Lane, ...], scale: float
) -> tuple[tuple[Band, ...], tuple[PassedBand, ...]]:
    """The bands of votes that stay, and of votes that are passed on, between each stage and the next."""
    kept: list[Band] = []
    passed: list[PassedBand] = []
    by_number = {lane.number: lane for lane in lanes}
    for index, (_, stage) in enumerate(pairwise(result.stages), start=1):
        stays = {lane.number: min(lane.heights[index - 1], lane.heights[index]) for lane in lanes}
        for lane in lanes:
            if stays[lane.number]:
                top = lane.baseline - stays[lane.number]
                kept.append(Band(index, top, lane.baseline, top, lane.baseline))
        leaving = {number: by_number[number].baseline - stays[number] for number in by_number}
        arriving = dict(leaving)
        order = sorted(passed_votes(stage).items(), key=lambda item: (item[0][0], -(item[0][1] or inf)))
        for (source, target), (votes, papers) in order:
            height = float(votes) * scale
            left, right = leaving[source], arriving[target]
            leaving[source] -= height
            arriving[target] -= height
            passed.append(PassedBand(index, left - height, left, right - height, right, source, target, votes, papers))
    return tuple(kept), tuple(passed)
