"""The result sheet as HTML tables that make sense read aloud, and as a whole page to look at and to print."""

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from agm.counting.render.explain import explain, remarks
from agm.counting.render.flow import ACCENT, BAR, INK, PAPER, QUIET, RULE, flow_svg
from agm.counting.render.sheet import GONE, Cell, Column, Row, Sheet, lay_out
from agm.counting.render.words import UNTITLED, join
from agm.counting.result import CountResult

MOST_NAMES = 2
ROOM = 68
"""How many characters of figures stand beside a name and an outcome on A4 paper, set as the style sheet sets them."""
LEAST_ROOM = 12
BETWEEN = 3
FIGURE_SPACE = "\u2007"
OWN_COLOURS = {PAPER: "paper", INK: "ink", QUIET: "quiet", BAR: "bar", RULE: "rule", ACCENT: "accent"}
"""What the page's style sheet calls the colours of the chart, so that it is dark where the page is."""
HIGHEST_ON_PAPER = 1300
"""A chart higher than this, 720 wide, would be too small to read on one sheet of paper; the tables say all."""


def sheet_html(result: CountResult) -> str:
    """The tables, each with as many stages as fit on paper; without styles and scripts of their own.

    Classes are ``count-sheet``, ``change``, ``outcome``, ``elected`` …
    """
    sheet = lay_out(result)
    return "".join(f"{_table(sheet, block)}\n" for block in blocks(sheet))


def blocks(sheet: Sheet) -> Iterator[range]:
    """Which stages stand beside each other, by index."""
    first, used = 0, 0
    for index in range(len(sheet.columns)):
        wide = _width(sheet, index)
        if used and used + wide > ROOM:
            yield range(first, index)
            first, used = index, 0
        used += wide
    yield range(first, len(sheet.columns))


def _width(sheet: Sheet, index: int) -> int:
    cells = [row.cells[index] for row in (*sheet.candidates, *sheet.foot)]
    change, total = (max(map(len, texts)) for texts in zip(*((c.change, c.total) for c in cells), strict=True))
    return max(LEAST_ROOM, change + total + BETWEEN)


def _table(sheet: Sheet, block: range) -> str:
    last = block.stop == len(sheet.columns)
    first, final = sheet.columns[block.start].stage, sheet.columns[block.stop - 1].stage
    caption = f"Stage {first}" if first == final else f"Stages {first} to {final}"
    lines = ['<table class="count-sheet">', f"<caption>{caption}</caption>"]
    lines += ["<thead>", _head(sheet, block, last=last), "</thead>", "<tbody>"]
    lines += [_row(sheet, row, block, last=last) for row in sheet.candidates if last or not _is_over(row, block)]
    lines += [
        "</tbody>",
        "<tfoot>",
        *(_row(sheet, row, block, last=last) for row in sheet.foot),
        "</tfoot>",
        "</table>",
    ]
    return "\n".join(lines)


def _is_over(row: Row, block: range) -> bool:
    """Whether nothing happens to a candidate any more; the last table names everybody with the outcome."""
    return all(row.cells[index] == Cell("", GONE) for index in block)


def _head(sheet: Sheet, block: range, *, last: bool) -> str:
    cells = "".join(f'<th scope="col">{_column_title(sheet.columns[index])}</th>' for index in block)
    outcome = '<th scope="col" class="outcome">Outcome</th>' if last else ""
    return f'<tr><th scope="col">Candidate</th>{cells}{outcome}</tr>'


def _column_title(column: Column) -> str:
    """The names of two; of more their number, as the rows themselves say who went at which stage."""
    several = f" {len(column.names)} candidates" if len(column.names) > MOST_NAMES else ""
    names = several or (f" {escape(join(column.names))}" if column.names else "")
    return f"Stage {column.stage}<br>{escape(column.heading)}{names}"


def _row(sheet: Sheet, row: Row, block: range, *, last: bool) -> str:
    cells = "".join(_cell(sheet, row.cells[index], index) for index in block)
    if last:
        cells += f'<td class="outcome">{row.status.capitalize()}{f", {row.when}" if row.when else ""}</td>'
    mark = f' class="{row.status.replace(" ", "-")}"' if row.status else ""
    return f'<tr{mark}><th scope="row">{escape(row.label)}</th>{cells}</tr>'


def _cell(sheet: Sheet, cell: Cell, index: int) -> str:
    """Change and total of a stage, totals as wide as the widest so that changes stand below each other.

    ``data-stage`` is for a narrow screen, where each figure has the number of its stage before it.
    """
    wide = max(len(row.cells[index].total) for row in (*sheet.candidates, *sheet.foot))
    change = f'<span class="change">{cell.change.replace("-", "−")}</span> ' if cell.change else ""
    total = cell.total.replace("-", "–").rjust(wide if change else 0, FIGURE_SPACE)
    gone = ' class="gone"' if cell == Cell("", GONE) else ""
    return f'<td{gone} data-stage="{sheet.columns[index].stage}">{change}{total}</td>'


def sheet_page(result: CountResult) -> str:
    sheet = lay_out(result)
    title = escape(sheet.title or UNTITLED)
    style = Path(__file__).with_name("sheet_page.css").read_text(encoding="utf-8")
    sentences = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in (*explain(result), *remarks(result)))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n{_elected(result, sheet)}"
        f"<dl>\n{_facts(sheet.header)}</dl>\n</header>\n"
        f"<section>\n<h2>Stage by stage</h2>\n{sentences}\n</section>\n"
        f"<section>\n<h2>Every figure</h2>\n{sheet_html(result)}</section>\n"
        f"<section>\n<h2>Where the votes went</h2>\n{_charts(result)}</section>\n</main>\n</body>\n</html>\n"
    )


def _elected(result: CountResult, sheet: Sheet) -> str:
    names = "".join(f"<li>{escape(name)}</li>\n" for name in sheet.elected[: len(result.elected)])
    rest = "".join(f"<p>{escape(text)}</p>\n" for text in sheet.elected[len(result.elected) :])
    return (f'<h2>Elected</h2>\n<ol class="who">\n{names}</ol>\n' if names else "") + rest


def _facts(header: Sequence[tuple[str, str]]) -> str:
    return "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>\n" for label, value in header)


def _charts(result: CountResult) -> str:
    """The chart for a phone, and that for a wide page and for paper; the page shows one of them."""
    narrow, wide = (_in_colours(flow_svg(result, width=width, ids=f"w{width}")) for width in (360, 720))
    height = float(wide.split('height="', 1)[1].split('"', 1)[0])
    printed = " not-printed" if height > HIGHEST_ON_PAPER else ""
    return f'<figure class="narrow">\n{narrow}</figure>\n<figure class="wide{printed}">\n{wide}</figure>\n'


def _in_colours(chart: str) -> str:
    for colour, name in OWN_COLOURS.items():
        chart = chart.replace(f'"{colour}"', f'"var(--{name})"')
    return chart
