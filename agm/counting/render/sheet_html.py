"""The result sheet as an HTML table that makes sense read aloud, and as a whole page for the command line."""

from html import escape
from pathlib import Path

from agm.counting.render.explain import explain, remarks
from agm.counting.render.sheet import Column, Row, Sheet, lay_out
from agm.counting.render.words import UNTITLED, join
from agm.counting.result import CountResult

MOST_NAMES = 2


def sheet_html(result: CountResult) -> str:
    """The table, without styles and scripts of its own; classes are ``count-sheet``, ``change``, ``elected`` …"""
    sheet = lay_out(result)
    facts = "; ".join(f"{label} {value}" for label, value in sheet.header)
    lines = ['<table class="count-sheet">', f"<caption>{escape(facts)}</caption>"]
    lines += ["<thead>", _head(sheet), "</thead>", "<tbody>"]
    lines += [_row(sheet, row) for row in sheet.candidates]
    lines += ["</tbody>", "<tfoot>", *(_row(sheet, row) for row in sheet.foot), "</tfoot>", "</table>"]
    return "\n".join(lines) + "\n"


def _head(sheet: Sheet) -> str:
    cells = ['<th scope="col">Candidate</th>']
    for column in sheet.columns:
        scope = 'scope="colgroup" colspan="2"' if column.has_change else 'scope="col"'
        cells.append(f"<th {scope}>{_column_title(column)}</th>")
    cells.append('<th scope="col" class="outcome">Outcome</th>')
    return f"<tr>{''.join(cells)}</tr>"


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
    style = Path(__file__).with_name("sheet_page.css").read_text(encoding="utf-8")
    sentences = "\n".join(f"<p>{escape(sentence)}</p>" for sentence in (*explain(result), *remarks(result)))
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f'<div class="count-scroll" tabindex="0" role="region" aria-label="Result sheet">\n{sheet_html(result)}</div>\n'
        f"<h2>Stage by stage</h2>\n{sentences}\n</main>\n</body>\n</html>\n"
    )
