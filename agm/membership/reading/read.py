"""`read_roll`: a list of members, from its bytes to what would come of taking it over. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
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
from agm.membership.reading.rows import Row, SheetChoice, text_of
from agm.membership.reading.sifted import SiftedList
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
TOLD_EVERY = 5000
MOST_OF_A_NOTE = 2
"""A total or a note fills no more cells than this."""
PERSON = {Meaning.NAME, Meaning.FAMILY, Meaning.GIVEN}
NOTE = re.compile(
    r"(?:grand |sub-?)?totals?\b|count\b|number of |no\. of |end of |printed|exported|generated|produced|created|"
    r"reports?\b|notes?\b|page \d|source\b|\*|\d+ (?:members|records|rows)\b|members(?: total)?:|cyfanswm|confidential",
    re.IGNORECASE,
)


def read_roll(data: bytes | str, settings: RollSettings, *, sheet: str | None = None) -> RollReading:
    """What would come of a list: a file's bytes, or text that was pasted; ``sheet`` is the one chosen of a workbook.

    Raises ``ListRefused`` for what is no list at all. Time and memory grow with the number of rows and no faster.
    """
    sifted = sift(data, settings, sheet=sheet)
    if isinstance(sifted, SheetChoice):
        return RollReading(Found("xlsx"), questions=(Question(Code.SHEET_CHOICE, sifted.sheets),))
    return decide(sifted, settings)


def sift(data: bytes | str, settings: RollSettings, *, sheet: str | None = None) -> SiftedList | SheetChoice:
    """The first half: the rows and columns of a list that are needed, and nothing of the others.

    Raises ``ListRefused`` for what is no list at all.
    """
    if len(data) > LARGEST_FILE:
        raise ListRefused(f"The file is larger than the {LARGEST_FILE >> 20} MB that a list of members can have.")
    opened = open_workbook(data, sheet, looks_like_a_list) if isinstance(data, bytes) and is_workbook(data) else None
    if isinstance(opened, SheetChoice):
        return opened
    opened = opened or open_text(data)
    head = list(islice(opened.rows, SAMPLE_ROWS))
    headings = find_headings(head)
    below = head[headings.rows :]
    if not any(any(row.cells) for row in head):
        raise ListRefused("There is nothing in this list.")
    chosen = choose_columns(headings, below, settings)
    sifted = SiftedList(
        found=replace(opened.found, header_line=headings.line),
        columns=chosen.by_meaning,
        not_kept=chosen.not_kept,
        merged=opened.merged,
    )
    _sort(chain(below, opened.rows), headings, sifted)
    return sifted


def decide(
    sifted: SiftedList, settings: RollSettings, progress: Callable[[int], object] = lambda _lines: None
) -> RollReading:
    """The second half: what becomes of every row, beside those held and by what was answered; `progress` is told now
    and then how many of the rows were read."""
    columns = sifted.columns
    dates = {meaning: _dates(sifted.rows, columns, meaning, settings) for meaning in (Meaning.JOINED, Meaning.PAID_TO)}
    reader = RowReader(columns, settings, dates)
    drafts = []
    for number, row in enumerate(sifted.rows):
        drafts.append(reader.read(row))
        if number % TOLD_EVERY == 0:
            progress(number)
    if sifted.found.header_line is None and not settings.answers.has_no_headings:
        for draft in drafts:
            draft.note(Code.NO_HEADINGS, Effect.ASK, None)
    if Meaning.NUMBER in columns and not settings.held:
        mark_lost_zeros(drafts, columns[Meaning.NUMBER].name)
    mark_duplicates(drafts, columns, settings)
    reading = RollReading(
        found=sifted.found,
        mapping={column.name: meaning for meaning, column in columns.items()},
        not_kept=sifted.not_kept,
    )
    reading = _with_members(reading, drafts, columns, settings)
    places = {column: place for place, column in enumerate(reading.mapping)}
    for draft in drafts:
        draft.problems.sort(key=lambda problem: places.get(problem.column or "", -1))
    outcomes = [
        RowOutcome(draft.line, draft.decision, tuple(draft.problems), name=draft.name) for draft in drafts
    ] + sifted.others
    reading = replace(reading, rows=tuple(sorted(outcomes, key=lambda row: row.line)))
    return replace(reading, questions=questions_of(reading, drafts, columns, dates, sifted.merged, settings))


def _sort(rows: Iterable[Row], headings: Headings, sifted: SiftedList) -> None:
    """Put each row below the headings where it belongs."""
    columns = sifted.columns
    width = len(headings.columns)
    email = columns[Meaning.EMAIL].index if Meaning.EMAIL in columns else None
    for row in rows:
        texts = [text_of(cell) for cell in row.cells]
        filled = [text for text in texts if text]
        if not filled:
            sifted.others.append(RowOutcome(row.line, Decision.BLANK))
        elif tuple(text.casefold() for text in texts[:width]) in headings.again:
            sifted.others.append(RowOutcome(row.line, Decision.NOT_A_MEMBER, why=WhyNoMember.HEADINGS_AGAIN))
        elif _is_note(filled, texts, columns):
            sifted.others.append(RowOutcome(row.line, Decision.NOT_A_MEMBER, why=WhyNoMember.TOTAL_OR_NOTE))
        else:
            is_shifted = headings.line is not None and _is_shifted(texts, width, email)
            is_torn = is_shifted or row.quote_left_open  # what stands in a column may be another's, and sensitive
            sifted.rows.append(
                KeptRow(
                    row.line,
                    tuple(
                        row.cells[column.index]
                        if column.index < len(row.cells) and (meaning is Meaning.NUMBER or not is_torn)
                        else ""
                        for meaning, column in columns.items()
                    ),
                    row.is_hidden,
                    row.filled,
                    shifted=is_shifted,
                    quote_left_open=row.quote_left_open,
                )
            )


def _is_note(filled: Sequence[str], texts: Sequence[str], columns: ColumnNames) -> bool:
    """Whether a row is a total, says something about the list, or heads a part of it: few cells, and the first begins
    as such do, or one that is no member's."""
    if len(columns) < 2 or any(is_address(text.casefold()) for text in filled if "@" in text):
        return False
    if NOTE.match(filled[0]) and len(filled) <= max(MOST_OF_A_NOTE, len(texts) // 2):
        return True
    if len(filled) > 1:
        return False
    (text,) = filled
    places = {meaning for meaning, column in columns.items() if texts[column.index : column.index + 1] == [text]}
    may_be_member = bool(places & PERSON) or (Meaning.NUMBER in places and any(map(str.isdigit, text)))
    return len(text.split()) > 4 or text.endswith(":") or not (may_be_member or _is_figure(text))


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
    matched = []
    for draft in drafts:
        of_people = [held.match(draft, member, columns) if settings.held else None for member in draft.people]
        matched.append((draft, [*zip(draft.people, of_people, strict=False)]))  # as the answers have corrected them
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
