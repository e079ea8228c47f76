"""One line of a pasted list of results, before anybody knows its office."""

import re
from collections.abc import Sequence

from agm.language.names import name_key
from agm.language.pasted_names import read_aside

HEADINGS = frozenset({
    "office", "offices", "post", "position", "role", "officer", "name", "names", "candidate", "candidates", "elected",
    "votes", "vote", "result", "results", "number of votes", "elected officers", "officers",
})  # fmt: skip


def beside_each_other(cells: Sequence[str]) -> str:
    """The cells of a row as one text."""
    return "; ".join(cell.strip() for cell in cells if cell.strip())


def unknown_office(line: str) -> str | None:
    """What stands in a line where an office would: before a colon, or in the first of its columns."""
    cells = [cell.strip() for cell in line.split("\t")]
    names = [cell for cell in cells if cell and read_aside(cell) is None]
    if len(names) > 1 and cells[0] == names[0]:
        return names[0]
    before = re.match(r"\s*([^:]*\w)\s*:\s+[^\W\d]", line)
    return before[1] if before else None


def with_office(text: str, number: int, label: str) -> str:
    """A list in which a line says in full which office it is of."""
    lines = text.split("\n")
    unknown = unknown_office(lines[number - 1]) if 0 < number <= len(lines) else None
    if unknown is not None:
        lines[number - 1] = lines[number - 1].replace(unknown, label, 1)
    return "\n".join(lines)


def is_heading(text: str) -> bool:
    cells = [name_key(cell) for cell in re.split(r"[\t,;|]|\s{2,}", text) if cell.strip()]
    return bool(cells) and all(cell in HEADINGS for cell in cells)
