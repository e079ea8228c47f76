"""The result sheet as plain text, no wider than a terminal: stages that do not fit beside each other go below."""

from collections.abc import Iterable, Iterator
from textwrap import wrap
from unicodedata import category, east_asian_width

from agm.counting.render.explain import explain, remarks
from agm.counting.render.sheet import Sheet, lay_out
from agm.counting.render.words import UNTITLED, name_of, who_was_elected
from agm.counting.result import CountResult

WIDTH = 110
LONGEST_NAME = 36


def sheet_text(result: CountResult, *, width: int = WIDTH) -> str:
    sheet = lay_out(result)
    rows = (*sheet.candidates, *sheet.foot)
    wide = min(LONGEST_NAME, max(columns_of(row.label) for row in rows))
    labels = [fitted(label, wide) for label in ("", "", *(row.label for row in rows))]
    stages = [_stage(sheet, index) for index in range(len(sheet.columns))]
    parts: list[Iterable[str]] = [_title(sheet), _elected(result), _facts(sheet)]
    while stages:
        beside = _fitting(stages, width - wide)
        lines = list(map("".join, zip(labels, *stages[:beside], strict=True)))
        stages = stages[beside:]
        parts.append(_block(sheet, lines, last=not stages))
    parts += [explain(result), remarks(result)]
    return "\n\n".join(filter(None, map("\n".join, parts))) + "\n"


def columns_of(text: str) -> int:
    """How many columns a text takes: none for marks on letters, two for wide letters (UAX 11)."""
    return sum(
        0 if category(sign) in {"Mn", "Me", "Cf"} else 1 + (east_asian_width(sign) in {"W", "F"}) for sign in text
    )


def fitted(name: str, wide: int) -> str:
    """The name cut or filled up to a number of columns."""
    if columns_of(name) > wide:
        while columns_of(name) > wide - 1:
            name = name[:-1]
        name += "…"
    return name + " " * (wide - columns_of(name))


def _title(sheet: Sheet) -> Iterator[str]:
    yield sheet.title or UNTITLED
    yield "=" * columns_of(sheet.title or UNTITLED)


def _facts(sheet: Sheet) -> Iterator[str]:
    wide = max(len(label) for label, _ in sheet.header)
    for label, value in sheet.header:
        first, *more = wrap(value, WIDTH - wide - 2, break_long_words=False, break_on_hyphens=False)
        yield f"{label:<{wide}}  {first}"
        yield from (" " * (wide + 2) + line for line in more)


def _stage(sheet: Sheet, index: int) -> list[str]:
    column = sheet.columns[index]
    cells = [row.cells[index] for row in (*sheet.candidates, *sheet.foot)]
    title = column.heading.removesuffix(" of") if column.names else column.heading
    total = max(len(cell.total) for cell in cells)
    change = 0
    if column.has_change:
        change = max(*(len(cell.change) for cell in cells), len(title) - total - 1)
    else:
        total = max(total, len(title))
    figures = [f"{c.change:>{change}} {c.total:>{total}}" if change else f"{c.total:>{total}}" for c in cells]
    return ["  " + text.rjust(len(figures[0])) for text in (f"Stage {column.stage}", title, *figures)]


def _fitting(stages: list[list[str]], room: int) -> int:
    used = [sum(len(stage[-1]) for stage in stages[:number]) for number in range(1, len(stages) + 1)]
    return max(1, sum(wide <= room for wide in used))


def _block(sheet: Sheet, lines: list[str], *, last: bool) -> Iterator[str]:
    number, heading, *rows = lines
    rule = "-" * len(heading)
    yield from (number.rstrip(), heading.rstrip(), rule)
    for row, line in zip(sheet.candidates, rows, strict=False):
        at = f" ({row.when})" if row.when else ""
        yield f"{line}  {row.status.capitalize()}{at}" if last else line
    yield rule
    yield from (line.rstrip() for line in rows[len(sheet.candidates) :])


def _elected(result: CountResult) -> Iterator[str]:
    if not result.elected:
        yield from who_was_elected(result)
        return
    yield "Elected"
    yield from (f"{e.order:>3}. {name_of(result, e.candidate)}" for e in result.elected)
    yield from who_was_elected(result)[len(result.elected) :]
