"""What must be asked about a list: each question once, about all the lines, values or headings that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from agm.membership.reading.dates import DateColumn
from agm.membership.reading.drafts import ColumnNames, Draft
from agm.membership.reading.values import (
    Code,
    Effect,
    Meaning,
    Problem,
    Question,
    RollReading,
    RollSettings,
    TwoNumbers,
)
from agm.membership.reading.vocabulary import is_about_age, starts_a_term

ABOUT_HEADINGS = {Code.DATE_ORDER, Code.DAY_NUMBERS}
ABOUT_VALUES = {Code.UNKNOWN_CLASS, Code.UNKNOWN_REGION, Code.UNKNOWN_STATUS, Code.NUMBER_OF_ANOTHER, Code.SAME_NUMBER}
ASKED_OTHERWISE = {Code.HIDDEN_ROW: Code.HIDDEN_ROWS}
"""The code of a row, and that of the question about all such rows."""
ASKED_WITHOUT_HOLDING = {Code.SHARED_EMAIL}
"""What is only shown at its row, and yet put to whoever takes the list over."""


def questions_of(
    reading: RollReading,
    drafts: Iterable[Draft],
    columns: ColumnNames,
    dates: Mapping[Meaning, DateColumn],
    merged: Sequence[str],
    settings: RollSettings,
) -> tuple[Question, ...]:
    about: dict[Code, dict[int | str | TwoNumbers, None]] = {}
    for meaning, column in dates.items():
        if column.is_mixed:
            about.setdefault(Code.DATES_MIXED, {})[columns[meaning].name] = None
    joined = columns.get(Meaning.JOINED)
    if joined and starts_a_term(joined.heading) and settings.answers.joined_is_term is None:
        about[Code.START_DATE_MEANING] = {joined.name: None}
    is_filled = False
    for draft in drafts:
        for problem in draft.problems:
            is_filled = is_filled or problem.code is Code.MERGED_VALUE_FILLED
            if problem.code is Code.NO_HEADINGS or problem.code is Code.START_DATE_MEANING:
                continue
            if problem.effect is Effect.ASK or problem.code in ASKED_WITHOUT_HOLDING:
                code = ASKED_OTHERWISE.get(problem.code, problem.code)
                about.setdefault(code, {})[_about(problem, draft.line)] = None
    if is_filled:
        about[Code.MERGED_CELLS] = dict.fromkeys(merged)
    if reading.found.header_line is None and not settings.answers.has_no_headings:
        about[Code.NO_HEADINGS] = dict.fromkeys(column.name for column in columns.values())
    about[Code.NO_USABLE_EMAIL] = dict.fromkeys(_without_email(reading) if Meaning.EMAIL in columns else ())
    about[Code.NOT_IN_FILE] = dict.fromkeys(one.number or one.name for one in reading.missing)
    if settings.age_rule and any(is_about_age(one.column) for one in reading.not_kept):
        about[Code.AGE_YES_NO_ONLY] = {settings.age_rule: None}
    return tuple(Question(code, tuple(one)) for code, one in about.items() if one)


def _about(problem: Problem, line: int) -> int | str | TwoNumbers:
    if problem.held:
        return TwoNumbers(problem.value, problem.held)
    if problem.code in ABOUT_HEADINGS and problem.column:
        return problem.column
    return problem.value if problem.code in ABOUT_VALUES else line


def _without_email(reading: RollReading) -> list[int]:
    """The lines of those who would get paper, or whose address must be put right."""
    members = [*reading.added, *reading.unchanged, *(one.member for one in reading.changed)]
    return sorted(member.line for member in members if not member.email)
