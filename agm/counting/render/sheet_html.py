"""The result sheet as an HTML table that makes sense read aloud, and as a whole page for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from agm.counting.render.explain import explain, remarks
from agm.counting.render.sheet import Column, Row, Sheet, lay_out
from agm.counting.render.words import UNTITLED, join
from agm.counting.result import CountResult

MOST_NAMES = 2

STYLE = """
:root { color-scheme: light dark }
:root { --paper: #fbfaf6; --ink: #17181b; --quiet: #5b5b5c; --accent: #a3122f; --rule: #d9d6cd }
@media (prefers-color-scheme: dark) {
  :root { --paper: #141518; --ink: #ebe8e1; --quiet: #a9a7a1; --accent: #e8898d; --rule: #36383d }
}
body { margin: 1.5rem; background: var(--paper); color: var(--ink); font: 1.125rem/1.5 "Notice Serif", Georgia, serif }
h1, h2 { font-weight: 400; line-height: 1.1 }
main > p { max-width: 36rem }
.count-scroll { overflow-x: auto }
.count-sheet { border-collapse: collapse; font: .9375rem/1.3 "Notice Sans", Arial, sans-serif }
.count-sheet caption { text-align: left; padding-bottom: .75rem; color: var(--quiet) }
.count-sheet th, .count-sheet td { padding: .3rem .5rem; border-bottom: 1px solid var(--rule); vertical-align: bottom }
.count-sheet td { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap }
.count-sheet thead th { font-weight: 400; color: var(--quiet); text-align: right; min-width: 6.5rem }
.count-sheet thead th:first-child { text-align: left }
.count-sheet tbody th, .count-sheet tfoot th { font: 1.0625rem/1.2 "Notice Serif", Georgia, serif; text-align: left }
.count-sheet tbody th { min-width: 13rem }
.count-sheet tbody th, .count-sheet tfoot th, .count-sheet thead th:first-child {
  position: sticky; left: 0; background: var(--paper)
}
@media (max-width: 40rem) {
  .count-sheet caption { position: sticky; left: 0; max-width: calc(100vw - 3rem) }
  .count-sheet tbody th { min-width: 7rem; max-width: 9rem }
}
.count-sheet .change { color: var(--quiet); padding-right: 0 }
.count-sheet .outcome { text-align: left }
.count-sheet .elected .outcome { color: var(--accent) }
.count-sheet tfoot th, .count-sheet tfoot td { color: var(--quiet) }
@media print {
  body { margin: 0; font-size: 10.5pt; background: none }
  .count-sheet { font-size: 8.5pt }
  .count-sheet th, .count-sheet td { padding: 2pt 3pt }
  .count-sheet thead th, .count-sheet tbody th { min-width: 0; font-size: 8.5pt }
}
"""


def sheet_html(result: CountResult) -> str:
    """The table, without styles and scripts of its own; classes are ``count-sheet``, ``change``, ``elected`` …"""
    sheet = lay_out(result)
    facts = "; ".join(f"{label} {value}" for label, value in sheet.header)
    lines = ['<table class="count-sheet">', f"<caption>{escape(facts)}</caption>"]
    lines += ["<thead>", *_head(sheet), "</thead>", "<tbody>"]
    lines += [_row(sheet, row) for row in sheet.candidates]
    lines += ["</tbody>", "<tfoot>", *(_row(sheet, row) for row in sheet.foot), "</tfoot>", "</table>"]
    return "\n".join(lines) + "\n"


def _head(sheet: Sheet) -> Iterator[str]:
    cells = ['<th scope="col">Candidate</th>']
    for column in sheet.columns:
        span = ' colspan="2"' if column.has_change else ""
        scope = "colgroup" if column.has_change else "col"
        cells.append(f'<th scope="{scope}"{span}>{_column_title(column)}</th>')
    cells.append('<th scope="col" class="outcome">Outcome</th>')
    yield f"<tr>{''.join(cells)}</tr>"


def _column_title(column: Column) -> str:
    """The names of two; of more their number, as the rows themselves say who went at which stage."""
    several = f" {len(column.names)} candidates" if len(column.names) > MOST_NAMES else ""
    names = several or (f" {escape(join(column.names))}" if column.names else "")
    return f"Stage {column.stage}<br>{escape(column.heading)}{names}"


def _row(sheet: Sheet, row: Row) -> str:
    cells = ""
    for column, cell in zip(sheet.columns, row.cells, strict=True):
        cells += f'<td class="change">{cell.change.replace("-", "−")}</td>' if column.has_change else ""
        cells += f"<td>{cell.total.replace('-', '–')}</td>"
    outcome = row.status.capitalize() + (f", stage {row.stage}" if row.stage is not None else "")
    mark = f' class="{row.status.replace(" ", "-")}"' if row.status else ""
    return f'<tr{mark}><th scope="row">{escape(row.label)}</th>{cells}<td class="outcome">{outcome}</td></tr>'


def sheet_page(result: CountResult) -> str:
    title = escape(result.contest.title or UNTITLED)
    sentences = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in (*explain(result), *remarks(result)))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f'<div class="count-scroll" tabindex="0" role="region" aria-label="Result sheet">\n{sheet_html(result)}</div>\n'
        f"<h2>Stage by stage</h2>\n{sentences}\n</main>\n</body>\n</html>\n"
    )
