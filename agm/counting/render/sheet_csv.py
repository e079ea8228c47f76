"""The result sheet as CSV, in the columns that result sheets of the Electoral Reform Society have had for years."""

import csv
import io
from collections.abc import Iterator

from agm.counting.render.settled_ties import tie_sentences
from agm.counting.render.sheet import Row, Sheet, lay_out
from agm.counting.result import CountResult
from agm.language.characters import BYTE_ORDER_MARK, as_plain_cell


def sheet_csv(result: CountResult) -> str:
    """The sheet: heading lines, three lines that name the stages, one line per candidate, the foot, and
    a line for each tie that was settled.

    Every stage after the first has two cells, change and total. The last cell is the candidate's outcome.
    """
    sheet = lay_out(result)
    out = io.StringIO(BYTE_ORDER_MARK)
    out.seek(1)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("Election for", as_plain_cell(sheet.title)))
    writer.writerow(("Elected", *map(as_plain_cell, sheet.elected)))
    writer.writerows((label, as_plain_cell(value)) for label, value in sheet.header)
    writer.writerows(_headings(sheet))
    writer.writerows(_line(sheet, row) for row in (*sheet.candidates, *sheet.foot))
    writer.writerows(("Tie", as_plain_cell(sentence)) for sentence in tie_sentences(result))
    return out.getvalue()


def _headings(sheet: Sheet) -> Iterator[list[str]]:
    numbers, headings, names = [""], [""], ["Candidates"]
    for column in sheet.columns:
        if column.has_change:
            numbers += ["Stage", str(column.stage)]
            headings += [column.heading, ""]
            names += [" + ".join(map(as_plain_cell, column.names)), ""]
        else:
            first, _, second = column.heading.partition(" ")
            numbers.append(f"Stage {column.stage}")
            headings.append(first)
            names.append(second.capitalize())
    yield from (numbers, headings, names)


def _line(sheet: Sheet, row: Row) -> list[str]:
    cells = [as_plain_cell(row.label)]
    for column, cell in zip(sheet.columns, row.cells, strict=True):
        cells += [cell.change, cell.total] if column.has_change else [cell.total]
    return [*cells, row.status.capitalize()]
