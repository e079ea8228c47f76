"""A list without the rows and columns that are not needed: what is kept of it while questions are open."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from agm.membership.reading.drafts import KeptRow
from agm.membership.reading.headings import Column
from agm.membership.reading.rows import Cell
from agm.membership.reading.values import Decision, Found, Meaning, NotKept, RowOutcome, WhyNoMember, WhyNotKept


@dataclass(slots=True)
class SiftedList:
    """``rows`` have the cells of ``columns`` alone; ``others`` are the outcomes of rows that are no members'."""

    found: Found
    columns: Mapping[Meaning, Column]
    not_kept: tuple[NotKept, ...]
    merged: tuple[str, ...] = ()
    rows: list[KeptRow] = field(default_factory=list)
    others: list[RowOutcome] = field(default_factory=list)

    @property
    def lines(self) -> int:
        return len(self.rows) + len(self.others)


def packed(sifted: SiftedList) -> bytes:
    """For `unpacked`; no cell of a column that is not kept is in it."""
    plain = {
        "found": asdict(sifted.found),
        "columns": {str(meaning): asdict(column) for meaning, column in sifted.columns.items()},
        "not_kept": [[one.column, one.why] for one in sifted.not_kept],
        "merged": sifted.merged,
        "rows": [
            [row.line, [_plain(cell) for cell in row.cells], row.is_hidden, [*row.filled], row.shifted,
             row.quote_left_open]
            for row in sifted.rows
        ],
        "others": [[row.line, row.decision, row.why] for row in sifted.others],
    }  # fmt: skip
    return zlib.compress(json.dumps(plain, separators=(",", ":")).encode())


def unpacked(content: bytes) -> SiftedList:
    plain = json.loads(zlib.decompress(content))
    return SiftedList(
        found=Found(**plain["found"]),
        columns={Meaning(meaning): Column(**column) for meaning, column in plain["columns"].items()},
        not_kept=tuple(NotKept(column, WhyNotKept(why)) for column, why in plain["not_kept"]),
        merged=tuple(plain["merged"]),
        rows=[
            KeptRow(line, tuple(_cell(cell) for cell in cells), is_hidden, frozenset(filled), shifted, is_open)
            for line, cells, is_hidden, filled, shifted, is_open in plain["rows"]
        ],
        others=[RowOutcome(line, Decision(one), why=why and WhyNoMember(why)) for line, one, why in plain["others"]],
    )


def _plain(cell: Cell) -> str | list[str]:
    return cell if isinstance(cell, str) else [cell.isoformat()]


def _cell(plain: str | list[str]) -> Cell:
    return plain if isinstance(plain, str) else date.fromisoformat(plain[0])
