"""The flow chart of a count as one SVG drawing: stages across, candidates down, transfers as bands, the quota dashed.

Nothing depends on colour: who was elected has a tick and the word, who was excluded a cross and the word. Colours and
fonts are attributes, which a page's stylesheet may override by class; the drawing has no script and no style sheet.
"""

from collections.abc import Iterator
from functools import partial
from html import escape
from math import ceil

from agm.counting.render.conditions import conditions
from agm.counting.render.explain import explain
from agm.counting.render.flow_layout import (
    DECIMALS,
    LANE_GAP,
    MARGIN,
    MARK,
    NAME_LINE,
    NAME_SIZE,
    SMALL_SIZE,
    Band,
    FlowLayout,
    Label,
    Lane,
    label_of,
    lay_out_flow,
    text_width,
    wrap,
)
from agm.counting.render.settled_ties import tie_sentences
from agm.counting.render.words import (
    UNTITLED,
    counted,
    join,
    name_of,
    outcomes,
    poll_facts,
    short_votes,
    who_was_elected,
)
from agm.counting.result import CandidateStatus, CountResult

PAPER = "#fbfaf6"
INK = "#17181b"
QUIET = "#5b5b5c"
BAR = "#838079"
RULE = "#d9d6cd"
ACCENT = "#a3122f"
SERIF = "Notice Serif, Georgia, Times New Roman, serif"
SANS = "Notice Sans, Arial, Helvetica, sans-serif"
TITLE_SIZE = 17.0
LINE = 1.3
NARROWEST_COLUMN = 18.0
VOTES_SIZE = 11.0


def flow_svg(result: CountResult, *, width: int = 360, ids: str = "flow") -> str:
    """The drawing as text. ``width`` is that of its coordinates: 360 for a phone, more for a wide page.

    ``ids`` begins the ids of title and description; two charts on one page need different ones.
    """
    head, top = _head(result, width)
    if len(result.stages) == 1:
        body, height = _single(result, width, top)
    else:
        layout = lay_out_flow(result, width=width, top=top + 44)
        body, height = list(_flow(layout)), layout.height
    held_under = [f"{label}: {value.removesuffix('.')}." for label, value in conditions(result)]
    described = " ".join((_how_to_read(result), *held_under, *explain(result)))
    size = f'viewBox="0 0 {width} {_n(height)}" width="{width}" height="{_n(height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{ids}-title {ids}-desc">',
        f'<title id="{ids}-title">{_escaped(result.contest.title or UNTITLED)}: how the votes moved</title>',
        f'<desc id="{ids}-desc">{_escaped(described)}</desc>',
        f'<rect class="flow-paper" width="{width}" height="{_n(height)}" fill="{PAPER}"/>',
        *head,
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def flow_svg_wide(result: CountResult) -> str:
    return flow_svg(result, width=720)


_escaped = partial(escape, quote=False)


def _n(length: float) -> str:
    return f"{length:.1f}".removesuffix(".0")


def _attributes(**values: str | float) -> str:
    """Attributes in the order given; ``class_`` is class, and ``_`` stands for ``-``."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value if isinstance(value, str) else _n(value)}"'
        for name, value in values.items()
    )


def _text(x: float, y: float, text: str, **looks: str | float) -> str:
    looks = {"font_family": SANS, "font_size": SMALL_SIZE, "fill": INK, **looks}
    return f"<text{_attributes(x=x, y=y, **looks)}>{_escaped(text)}</text>"


def _rect(x: float, y: float, width: float, height: float, *, elected: bool) -> str:
    kind, fill = ("flow-elected", INK) if elected else ("flow-votes", BAR)
    return f"<rect{_attributes(class_=kind, x=x, y=y, width=width, height=height, fill=fill)}/>"


def _line(x1: float, y1: float, x2: float, y2: float, weight: str) -> str:
    return f"<line{_attributes(x1=x1, y1=y1, x2=x2, y2=y2, stroke=RULE, stroke_width=weight)}/>"


def _head(result: CountResult, width: float) -> tuple[list[str], float]:
    facts = [
        counted(result.contest.seats, "place", "places"),
        counted(result.papers.valid, "valid paper", "valid papers"),
    ]
    if result.quota is not None:
        facts.append(f"quota {short_votes(result, result.quota)}")
    held = [text if label == "Date" else f"{label}: {text}" for label, text in poll_facts(result)]
    small = [f"{result.rules.title}; {', '.join(facts)}", *(["; ".join(held)] if held else [])]
    small += [*(f"{label}: {value}" for label, value in conditions(result)), *tie_sentences(result, decided=True)]
    lines, y = [], MARGIN
    title, elected = (result.contest.title or UNTITLED, TITLE_SIZE), (_elected(result), NAME_SIZE)
    for text, size in (
        title,
        elected,
        *((text, SMALL_SIZE) for text in small),
    ):
        looks = {"fill": QUIET} if size == SMALL_SIZE else {"font_family": SERIF}
        for line in wrap(text, size, width - 2 * MARGIN):
            y += size * LINE
            lines.append(_text(MARGIN, y, line, font_size=size, **looks))
    return lines, y


def _elected(result: CountResult) -> str:
    """ "Elected: Ann and Bo. Places left vacant: 1"; or why there is nobody."""
    who = who_was_elected(result)
    names, rest = who[: len(result.elected)], who[len(result.elected) :]
    return ". ".join([*([f"Elected: {join(names)}"] if names else []), *rest])


def _how_to_read(result: CountResult) -> str:
    if len(result.stages) == 1:
        return "Each bar shows the votes of one candidate."
    quota = " A dashed line marks the quota." if result.quota is not None else ""
    moved = ", bands show papers passed on" if any(stage.transfers for stage in result.stages) else ""
    return f"Candidates are in rows, stages go from left to right; bars show votes{moved}.{quota}"


def _flow(layout: FlowLayout) -> Iterator[str]:
    yield from _stage_numbers(layout)
    yield from (f'<path class="flow-kept" d="{_shape(layout, band)}" fill="{RULE}"/>' for band in layout.kept)
    yield from (_passed(layout, band) for band in layout.passed)
    with_votes = _has_room_for_votes(layout)
    for lane in layout.lanes:
        yield _line(MARGIN, lane.baseline, layout.width - MARGIN, lane.baseline, "1")
        for index, height in enumerate(lane.heights):
            if height:
                elected = lane.elected_at is not None and index + 1 >= lane.elected_at
                yield _rect(layout.columns[index], lane.baseline - height, layout.bar, height, elected=elected)
        if lane.near_quota:
            yield _quota_line(layout, lane)
        if with_votes and lane.number is not None:
            yield from _votes_beside_bars(layout, lane, lane.number)
        yield from _label(layout.width, lane.top, lane.label)


def _stage_numbers(layout: FlowLayout) -> Iterator[str]:
    y = layout.top - 28
    bands = " Bands: papers passed on." if layout.passed else ""
    dashes = " Dashes: quota." if layout.result.quota is not None else ""
    yield _text(MARGIN, y, f"Bars: votes.{bands}{dashes}", fill=QUIET)
    step = layout.columns[1] - layout.columns[0]
    every = ceil(NARROWEST_COLUMN / step)
    y = layout.top - 8
    for index, left in enumerate(layout.columns):
        x = left + layout.bar / 2
        yield _line(x, y + 4, x, layout.height - MARGIN, "0.5")
        if index % every == 0:
            anchor = "start" if index == 0 else "end" if index == len(layout.columns) - 1 else "middle"
            at = {"start": MARGIN, "end": layout.width - MARGIN, "middle": x}[anchor]
            label = f"Stage {index + 1}" if index == 0 and step > text_width("Stage 1", SMALL_SIZE) else str(index + 1)
            yield _text(at, y, label, fill=QUIET, text_anchor=anchor)


def _shape(layout: FlowLayout, band: Band) -> str:
    left, right = layout.columns[band.stage - 1] + layout.bar, layout.columns[band.stage]
    middle = _n((left + right) / 2)
    left_top, right_top = _n(band.left_bottom - band.height), _n(band.right_bottom - band.height)
    left_bottom, right_bottom = _n(band.left_bottom), _n(band.right_bottom)
    return (
        f"M{_n(left)} {left_top}C{middle} {left_top} {middle} {right_top} {_n(right)} {right_top}"
        f"V{right_bottom}C{middle} {right_bottom} {middle} {left_bottom} {_n(left)} {left_bottom}Z"
    )


def _passed(layout: FlowLayout, band: Band) -> str:
    result = layout.result
    source = name_of(result, band.source or 0)
    target = name_of(result, band.target) if band.target else "not transferable"
    papers = f"{counted(band.papers, 'paper', 'papers')}, " if band.papers else ""
    title = f"Stage {band.stage + 1}: {papers}{short_votes(result, band.votes)} votes, {source} to {target}"
    return (
        f'<path class="flow-passed" d="{_shape(layout, band)}" fill="{ACCENT}" fill-opacity="0.3" stroke="{ACCENT}" '
        f'stroke-opacity="0.5" stroke-width="0.4"><title>{_escaped(title)}</title></path>'
    )


def _quota_line(layout: FlowLayout, lane: Lane) -> str:
    ends = [*layout.columns[1:], layout.width - MARGIN]
    steps = [
        f"{'M' if index == 0 else 'L'}{_n(left)} {_n(lane.baseline - quota)}H{_n(right)}"
        for index, (left, right, quota) in enumerate(zip(layout.columns, ends, layout.quotas, strict=True))
    ]
    return (
        f'<path class="flow-quota" d="{"".join(steps)}" fill="none" stroke="{INK}" stroke-width="1" '
        'stroke-dasharray="4 3"/>'
    )


def _votes_beside_bars(layout: FlowLayout, lane: Lane, number: int) -> Iterator[str]:
    last = len(layout.columns) - 1
    for index, (stage, left, height) in enumerate(zip(layout.result.stages, layout.columns, lane.heights, strict=True)):
        changed = index in {0, last} or (index < last - 1 and stage.changes[number - 1])
        if changed and height >= VOTES_SIZE + 3:
            votes = short_votes(layout.result, stage.totals[number - 1], DECIMALS)
            x, anchor = (left - 3, "end") if index == last else (left + layout.bar + 3, "start")
            yield _text(x, lane.baseline - 4, votes, font_size=VOTES_SIZE, text_anchor=anchor)


def _has_room_for_votes(layout: FlowLayout) -> bool:
    result = layout.result
    longest = max((short_votes(result, total, DECIMALS) for stage in result.stages for total in stage.totals), key=len)
    between = layout.columns[1] - layout.columns[0] - layout.bar
    return between > text_width(longest, VOTES_SIZE) * (2 if len(layout.columns) == 2 else 1) + 4


def _label(width: float, top: float, label: Label) -> Iterator[str]:
    y = top + NAME_SIZE - 2
    mark_room = MARK if label.status in {CandidateStatus.ELECTED, CandidateStatus.EXCLUDED} else 0
    for index, line in enumerate(label.lines):
        yield from _legible(MARGIN, y + index * NAME_LINE, line, font_size=NAME_SIZE, font_family=SERIF)
    if label.below:
        y += (len(label.lines) - 1) * NAME_LINE + SMALL_SIZE + 4
        yield _mark(label, MARGIN + 1, y)
        yield from _legible(MARGIN + mark_room, y, label.outcome)
    else:
        right = width - MARGIN
        yield from _legible(right - mark_room, y, label.outcome, text_anchor="end")
        yield _mark(label, right - 10, y)


def _legible(x: float, y: float, text: str, **looks: str | float) -> Iterator[str]:
    """A text over bands: first its shape in paper, a little larger, then itself."""
    shape = {**looks, "fill": PAPER, "stroke": PAPER, "stroke_width": "3", "stroke_linejoin": "round"}
    yield _text(x, y, text, aria_hidden="true", **shape)
    yield _text(x, y, text, **looks)


def _mark(label: Label, x: float, y: float) -> str:
    """A tick for elected, a cross for excluded, 9 wide on the line of the text."""
    if label.status is CandidateStatus.ELECTED:
        path, colour, weight = f"M{_n(x)} {_n(y - 4)}l3 3.5l6 -8", ACCENT, "2"
    elif label.status is CandidateStatus.EXCLUDED:
        path, colour, weight = f"M{_n(x)} {_n(y - 7.5)}l7 7m0 -7l-7 7", QUIET, "1.5"
    else:
        return ""
    return f'<path class="flow-mark" d="{path}" fill="none" stroke="{colour}" stroke-width="{weight}"/>'


def _single(result: CountResult, width: float, top: float) -> tuple[list[str], float]:
    totals = result.stages[0].totals
    most = float(max(*totals, 1))
    lines: list[str] = []
    y = top + 18
    for number, end in outcomes(result).items():
        name, outcome = name_of(result, number), end.words.capitalize()
        if end.status is not CandidateStatus.WITHDRAWN:
            outcome += f", {short_votes(result, totals[number - 1])}"
        label = label_of(name, outcome, outcome, end.status, width)
        lines += _label(width, y, label)
        y += label.height
        length = float(totals[number - 1]) / most * (width - 2 * MARGIN)
        lines.append(_rect(MARGIN, y, length, 8, elected=end.status is CandidateStatus.ELECTED))
        y += 8 + LANE_GAP
    return lines, y
