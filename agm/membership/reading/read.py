"""`read_roll`: a list of members, from its bytes to what would come of taking it over. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from agm.membership.reading.dates import DateColumn, date_column
from agm.membership.reading.drafts import ColumnNames, Draft, KeptRow
from agm.membership.reading.duplicates import mark_duplicates, mark_lost_zeros
from agm.membership.reading.emails import is_address
from agm.membership.reading.headings import (
    Headings,
    choose_columns,
    find_headings,
    looks_like_a_list,
)
from agm.membership.reading.held import HeldMembers, as_held, changes
from agm.membership.reading.questions import questions_of
from agm.membership.reading.row_reader import RowReader
from agm.membership.reading.rows import OpenedList, Row, SheetChoice, text_of
from agm.membership.reading.text_file import open_text
from agm.membership.reading.values import (
    ChangedMember,
    Code,
    Decision,
    Effect,
    Found,
    LeftOut,
    ListRefused,
    Meaning,
    Member,
    Question,
    RollReading,
    RollSettings,
    RowOutcome,
    WhyNoMember,
)
from agm.membership.reading.workbook import is_workbook, open_workbook

LARGEST_FILE = 64 * 1024 * 1024
SAMPLE_ROWS = 300
MOST_OF_A_NOTE = 2
"""A total or a note fills no more cells than this."""
NOTE = re.compile(
    r"(?:grand |sub-?)?totals?\b|count\b|number of |no\. of |end of |printed|exported|generated|produced|created|"
    r"reports?\b|notes?\b|page \d|source\b|\*|\d+ (?:members|records|rows)\b|members(?: total)?:|cyfanswm|confidential",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Sorted:
    """The rows below the headings: outcomes of those that are no members', and what is needed of the others."""

    outcomes: list[RowOutcome] = field(default_factory=list)
    kept: list[KeptRow] = field(default_factory=list)


def read_roll(data: bytes | str, settings: RollSettings, *, sheet: str | None = None) -> RollReading:
    """What would come of a list: a file's bytes, or text that was pasted; ``sheet`` is the one chosen of a workbook.

    Raises ``ListRefused`` for what is no list at all. Time and memory grow with the number of rows and no faster.
    """
    if len(data) > LARGEST_FILE:
        raise ListRefused(f"The file is larger than the {LARGEST_FILE >> 20} MB that a list of members can have.")
    if isinstance(data, bytes) and is_workbook(data):
        opened = open_workbook(data, sheet, looks_like_a_list)
        if isinstance(opened, SheetChoice):
            return RollReading(Found("xlsx"), questions=(Question(Code.SHEET_CHOICE, opened.sheets),))
    else:
        opened = open_text(data)
    return _read(opened, settings)


def _read(opened: OpenedList, settings: RollSettings) -> RollReading:
    head = list(islice(opened.rows, SAMPLE_ROWS))
    headings = find_headings(head)
    below = head[headings.rows :]
    if not any(any(row.cells) for row in head):
        raise ListRefused("There is nothing in this list.")
    chosen = choose_columns(headings, below, settings)
    columns = chosen.by_meaning
    rows = _sort(chain(below, opened.rows), headings, columns)
    dates = {meaning: _dates(rows.kept, columns, meaning, settings) for meaning in (Meaning.JOINED, Meaning.PAID_TO)}
    reader = RowReader(columns, settings, dates)
    drafts = [reader.read(row) for row in rows.kept]
    rows.kept.clear()
    if headings.line is None:
        for draft in drafts:
            draft.note(Code.NO_HEADINGS, Effect.ASK, None)
    if Meaning.NUMBER in columns and not settings.held:
        mark_lost_zeros(drafts, columns[Meaning.NUMBER].name)
    mark_duplicates(drafts, columns, settings)
    reading = RollReading(
        found=replace(opened.found, header_line=headings.line),
        mapping={column.name: meaning for meaning, column in columns.items()},
        not_kept=chosen.not_kept,
    )
    reading = _with_members(reading, drafts, columns, settings)
    places = {column: place for place, column in enumerate(reading.mapping)}
    for draft in drafts:
        draft.problems.sort(key=lambda problem: places.get(problem.column or "", -1))
    outcomes = [RowOutcome(draft.line, draft.decision, tuple(draft.problems)) for draft in drafts] + rows.outcomes
    reading = replace(reading, rows=tuple(sorted(outcomes, key=lambda row: row.line)))
    return replace(reading, questions=questions_of(reading, drafts, columns, dates, opened.merged, settings))


def _sort(rows: Iterable[Row], headings: Headings, columns: ColumnNames) -> _Sorted:
    found = _Sorted()
    width = len(headings.columns)
    places = [column.index for column in columns.values()]
    email = columns[Meaning.EMAIL].index if Meaning.EMAIL in columns else None
    for row in rows:
        texts = [text_of(cell) for cell in row.cells]
        filled = [text for text in texts if text]
        if not filled:
            found.outcomes.append(RowOutcome(row.line, Decision.BLANK))
        elif tuple(text.casefold() for text in texts[:width]) in headings.again:
            found.outcomes.append(RowOutcome(row.line, Decision.NOT_A_MEMBER, why=WhyNoMember.HEADINGS_AGAIN))
        elif _is_note(filled, texts, columns):
            found.outcomes.append(RowOutcome(row.line, Decision.NOT_A_MEMBER, why=WhyNoMember.TOTAL_OR_NOTE))
        else:
            found.kept.append(
                KeptRow(
                    row.line,
                    tuple(row.cells[at] if at < len(row.cells) else "" for at in places),
                    row.is_hidden,
                    row.filled,
                    shifted=headings.line is not None and _is_shifted(texts, width, email),
                    quote_left_open=row.quote_left_open,
                )
            )
    return found


def _is_note(filled: Sequence[str], texts: Sequence[str], columns: ColumnNames) -> bool:
    """Whether a row is a total, or says something about the list: few cells, and the first begins as such do."""
    if len(columns) < 2 or any(is_address(text.casefold()) for text in filled if "@" in text):
        return False
    if NOTE.match(filled[0]) and len(filled) <= max(MOST_OF_A_NOTE, len(texts) // 2):
        return True
    is_in_name = any(
        texts[column.index : column.index + 1] == [filled[0]]
        for meaning, column in columns.items()
        if meaning in {Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN, Meaning.NUMBER}
    )
    return len(filled) == 1 and (len(filled[0].split()) > 4 or (not is_in_name and not _is_figure(filled[0])))


def _is_figure(text: str) -> bool:
    return text.replace(".", "").replace("/", "").isdigit()


def _is_shifted(texts: Sequence[str], width: int, email: int | None) -> bool:
    """Whether a comma in a cell has moved the cells behind it: more cells than headings, or the address elsewhere."""
    if any(texts[width:]):
        return True
    if len(texts) <= width or email is None:
        return False
    return "@" not in texts[email] and any(is_address(text.casefold()) for text in texts[email + 1 :] if "@" in text)


def _dates(kept: Iterable[KeptRow], columns: ColumnNames, meaning: Meaning, settings: RollSettings) -> DateColumn:
    if meaning not in columns:
        return DateColumn(None)
    place = list(columns).index(meaning)
    return date_column((row.cells[place] for row in kept if not row.shifted), settings.date_order)


def _with_members(
    reading: RollReading, drafts: Sequence[Draft], columns: ColumnNames, settings: RollSettings
) -> RollReading:
    held = HeldMembers(settings.held, drafts)
    matched = [
        (draft, [(member, held.match(draft, member, columns) if settings.held else None) for member in draft.people])
        for draft in drafts
    ]
    added: list[Member] = []
    changed: list[ChangedMember] = []
    unchanged: list[Member] = []
    left_out: list[LeftOut] = []
    for draft, people in matched:
        for member, before in people if draft.decision is Decision.ACCEPTED else ():
            if draft.why_left_out:
                left_out.append(LeftOut(as_held(before, member) if before else member, draft.why_left_out))
            elif before is None:
                added.append(member)
            elif found := changes(before, member):
                changed.append(ChangedMember(as_held(before, member), before, found))
            else:
                unchanged.append(as_held(before, member))
    return replace(
        reading,
        added=tuple(added),
        changed=tuple(changed),
        unchanged=tuple(unchanged),
        left_out=tuple(left_out),
        missing=tuple(held.missing()),
    )
