"""Where everything of the flow chart stands: lanes for candidates, columns for stages, and the bands between.

All lengths are in user units of the drawing, which is 360 wide unless asked otherwise, so that its text is large enough
on a phone. Heights grow with the candidates; votes are drawn to one scale. Only this module turns votes into
floating-point lengths; nothing is counted with them.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from agm.counting.render.words import Outcome, name_of, outcomes, short_votes
from agm.counting.result import CandidateStatus, CountResult, Stage
from agm.counting.values import Value

MARGIN = 12.0
NAME_SIZE = 14.0
NAME_LINE = NAME_SIZE + 4
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
    """What stands over a lane: the name, and what became of the candidate, ``below`` it where both have no room."""

    lines: tuple[str, ...]
    outcome: str
    below: bool
    status: CandidateStatus | None = None

    @property
    def height(self) -> float:
        return NAME_LINE * len(self.lines) + (SMALL_SIZE + 3 if self.below else 0)


@dataclass(frozen=True, slots=True)
class Lane:
    """One row: a candidate's, or the last one for votes that cannot be transferred (``number`` ``None``).

    ``heights`` are those of the bars at each stage; ``near_quota`` lanes show the quota.
    """

    number: int | None
    label: Label
    elected_at: int | None
    top: float
    baseline: float
    heights: tuple[float, ...]
    near_quota: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Votes between the bar of ``stage`` and the bar of the next one: the bottom at either end, and the height.

    ``source`` keeps them, or passes them to ``target`` (``None``: to nobody).
    """

    stage: int
    left_bottom: float
    right_bottom: float
    height: float
    source: int | None
    target: int | None
    votes: Value = 0
    papers: int = 0


@dataclass(slots=True)
class FlowLayout:
    """The drawing without its colours. ``columns`` are the left edges of the bars, ``bar`` is their width.

    ``quotas`` are the heights of the quota at each stage; there are none where the rules have no quota.
    """

    result: CountResult
    width: float
    top: float
    columns: list[float]
    bar: float
    scale: float
    quotas: list[float]
    lanes: list[Lane] = field(default_factory=list)
    kept: list[Band] = field(default_factory=list)
    passed: list[Band] = field(default_factory=list)

    @property
    def height(self) -> float:
        return self.lanes[-1].baseline + MARGIN

    def add_lane(self, number: int | None, label: Label, votes: list[Value], elected_at: int | None = None) -> None:
        heights = tuple(max(float(value) * self.scale, LEAST_BAR) if value else 0.0 for value in votes)
        room = max(heights)
        near_quota = number is not None and bool(self.quotas) and room >= max(self.quotas) * NEAR_QUOTA
        if near_quota:
            room = max(room, *self.quotas)
        top = self.lanes[-1].baseline + LANE_GAP if self.lanes else self.top
        baseline = top + label.height + room
        self.lanes.append(Lane(number, label, elected_at, top, baseline, heights, near_quota))

    def add_bands(self, index: int, stage: Stage) -> None:
        leaving: dict[int | None, float] = {}
        for lane in self.lanes:
            stays = min(lane.heights[index - 1], lane.heights[index])
            leaving[lane.number] = lane.baseline - stays
            if stays:
                self.kept.append(Band(index, lane.baseline, lane.baseline, stays, lane.number, lane.number))
        arriving = dict(leaving)
        order = sorted(passed_votes(stage).items(), key=lambda item: (item[0][0], -(item[0][1] or inf)))
        for (source, target), (votes, papers) in order:
            height = float(votes) * self.scale
            self.passed.append(Band(index, leaving[source], arriving[target], height, source, target, votes, papers))
            leaving[source] -= height
            arriving[target] -= height


def text_width(text: str, size: float) -> float:
    """How wide a text will be at most in the fonts that may stand in for ours."""
    narrow, wide = "ijltfr.,:;'()| ", "mwMW"
    return size * sum(0.36 if c in narrow else 0.95 if c in wide else 0.74 if c.isupper() else 0.6 for c in text)


def wrap(text: str, size: float, room: float) -> list[str]:
    """The text in lines that fit; a word longer than a line has a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def shorten(text: str, size: float, room: float) -> str:
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def lay_out_flow(result: CountResult, *, width: float, top: float) -> FlowLayout:
    """The layout of a result with at least two stages; ``top`` is where the first lane may begin."""
    tallest = float(max(max(stage.totals) for stage in result.stages))
    # any scale will do where there are no votes
    scale = min(VOTES_HEIGHT / max(float(result.votes_total), tallest), TALLEST / tallest) if tallest else 1.0
    quotas = [float(stage.quota) * scale for stage in result.stages if stage.quota is not None]
    stages = len(result.stages)
    bar = min(max((width - 2 * MARGIN) / (stages - 0.5) * 0.35, 3.0), 18.0)
    step = (width - 2 * MARGIN - bar) / (stages - 1)
    layout = FlowLayout(result, width, top, [MARGIN + step * index for index in range(stages)], bar, scale, quotas)
    for number, outcome in outcomes(result).items():
        votes = [stage.totals[number - 1] for stage in result.stages]
        elected_at = outcome.at if outcome.status is CandidateStatus.ELECTED else None
        layout.add_lane(number, _label(result, number, outcome, width), votes, elected_at)
    lost = [stage.not_transferred for stage in result.stages]
    if any(lost):
        layout.add_lane(None, Label(("Not transferable",), short_votes(result, lost[-1], DECIMALS), below=False), lost)
    for index, (_, stage) in enumerate(pairwise(result.stages), start=1):
        layout.add_bands(index, stage)
    return layout


def _label(result: CountResult, number: int, outcome: Outcome, width: float) -> Label:
    short, long = (outcome_text(result, number, outcome, short=short) for short in (True, False))
    return label_of(name_of(result, number), short, long, outcome.status, width)


def label_of(name: str, short: str, long: str, status: CandidateStatus, width: float) -> Label:
    room = width - 2 * MARGIN
    below = text_width(name, NAME_SIZE) + text_width(short, SMALL_SIZE) + MARK + 8 > room
    lines = tuple(shorten(line, NAME_SIZE, room) for line in wrap(name, NAME_SIZE, room))
    return Label(lines, long if below else short, below, status)


def outcome_text(result: CountResult, number: int, outcome: Outcome, *, short: bool) -> str:
    """What became of a candidate: "Elected at stage 6 with 1,710.11", or "Elected at 6, 1,710.11".

    The votes are those with which a candidate was elected, or the most that one not elected had.
    """
    label = outcome.words.capitalize()
    if outcome.status is CandidateStatus.WITHDRAWN:
        return label
    votes = max(stage.totals[number - 1] for stage in result.stages)
    if outcome.at is not None:
        label += f" at {outcome.at}" if short else f" at stage {outcome.at}"
        if outcome.status is CandidateStatus.ELECTED:
            votes = result.stages[outcome.at - 1].totals[number - 1]
    label += f" {outcome.how}" if outcome.how else ""
    return f"{label}{', ' if short else ' with '}{short_votes(result, votes, DECIMALS)}"


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
