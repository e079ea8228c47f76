"""The result sheet as plain text, no wider than a terminal: stages that do not fit beside each other go below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TypeAlias

from agm.counting.render.explain import explain, remarks
from agm.counting.render.sheet import Column, Row, Sheet, lay_out
from agm.counting.render.words import name_of
from agm.counting.result import CountResult

WIDTH = 110
LONGEST_NAME = 36

Width: TypeAlias = "tuple[int, int]"
"""How wide the change (0 where there is none) and the total of a stage are."""


def sheet_text(result: CountResult, *, width: int = WIDTH) -> str:
    """The sheet, who was elected in order, and one sentence per stage."""
    sheet = lay_out(result)
    parts = ["\n".join(_heading(sheet))]
    widths = [_widths(sheet, index) for index in range(len(sheet.columns))]
    parts += ["\n".join(_block(sheet, widths, block)) for block in _blocks(sheet, widths, width)]
    parts.append("\n".join(_elected(result)))
    parts.append("\n".join(explain(result)))
    if closing := remarks(result):
        parts.append("\n".join(closing))
    return "\n\n".join(parts) + "\n"


def _heading(sheet: Sheet) -> Iterator[str]:
    yield sheet.title or "Result of the count"
    yield "=" * max(len(sheet.title), 19)
    wide = max(len(label) for label, _ in sheet.header)
    for label, value in sheet.header:
        first, *more = wrap(value, WIDTH - wide - 2, break_long_words=False, break_on_hyphens=False)
        yield f"{label:<{wide}}  {first}"
        yield from (" " * (wide + 2) + line for line in more)


def _name_width(sheet: Sheet) -> int:
    return min(LONGEST_NAME, max(len(row.label) for row in (*sheet.candidates, *sheet.foot)))


def _widths(sheet: Sheet, index: int) -> Width:
    """The widths of the change (0 without) and of the total of one stage."""
    cells = [row.cells[index] for row in (*sheet.candidates, *sheet.foot)]
    column = sheet.columns[index]
    total = max(len(cell.total) for cell in cells)
    if not column.has_change:
        return 0, max(total, len(_title(column)))
    change = max(*(len(cell.change) for cell in cells), len(_title(column)) - total - 1)
    return change, total


def _title(column: Column) -> str:
    if column.names:
        return column.heading.removesuffix(" of")
    return column.heading


def _blocks(sheet: Sheet, widths: Sequence[Width], width: int) -> Iterator[list[int]]:
    """The stages that fit beside each other, as lists of their indexes; at least one in each."""
    room = width - _name_width(sheet)
    block: list[int] = []
    used = 0
    for index, (change, total) in enumerate(widths):
        needed = change + total + (3 if change else 2)
        if block and used + needed > room:
            yield block
            block, used = [], 0
        block.append(index)
        used += needed
    yield block


def _block(sheet: Sheet, widths: Sequence[Width], block: Sequence[int]) -> Iterator[str]:
    wide = _name_width(sheet)
    spans = {index: sum(widths[index]) + bool(widths[index][0]) for index in block}
    last = block[-1] == len(sheet.columns) - 1
    yield (" " * wide + "".join(f"  {f'Stage {sheet.columns[i].stage}':>{spans[i]}}" for i in block)).rstrip()
    heading = " " * wide + "".join(f"  {_title(sheet.columns[i]):>{spans[i]}}" for i in block)
    yield heading.rstrip()
    yield "-" * len(heading)
    for row in sheet.candidates:
        yield _line(widths, row, block, wide) + (f"  {_outcome(row)}" if last else "")
    yield "-" * len(heading)
    for row in sheet.foot:
        yield _line(widths, row, block, wide).rstrip()


def _line(widths: Sequence[Width], row: Row, block: Sequence[int], wide: int) -> str:
    label = row.label if len(row.label) <= wide else row.label[: wide - 1] + "…"
    parts = [f"{label:<{wide}}"]
    for index in block:
        change, total = widths[index]
        cell = row.cells[index]
        if change:
            parts.append(f"  {cell.change:>{change}} {cell.total:>{total}}")
        else:
            parts.append(f"  {cell.total:>{total}}")
    return "".join(parts)


def _outcome(row: Row) -> str:
    return f"{row.status.capitalize()} (stage {row.stage})" if row.stage is not None else row.status.capitalize()


def _elected(result: CountResult) -> Iterator[str]:
    if not result.complete:
        yield "Nobody has been elected yet."
        yield from result.notes
        return
    yield "Elected" if result.elected else "Nobody was elected."
    for elected in result.elected:
        yield f"{elected.order:>3}. {name_of(result, elected.candidate)}"
    if result.vacant:
        yield f"Places left vacant: {result.vacant}"
