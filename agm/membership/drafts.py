"""A list on its way to the roll: what would come of it, what is asked, and the answers, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from agm.language.partial_date import PartialDate
from agm.membership.commands import ImportRoll
from agm.membership.models import RollDraft
from agm.membership.reading.choices import OF_LIST, WAIT
from agm.membership.reading.read import decide
from agm.membership.reading.sifted import unpacked
from agm.membership.reading.values import (
    Answers,
    Choice,
    Code,
    DateOrder,
    Decision,
    Effect,
    HeldMember,
    Member,
    Problem,
    RollReading,
    RollSettings,
    RowOutcome,
    WhyLeftOut,
)
from agm.membership.reading.words import (
    WHY_LEFT_OUT,
    WHY_NO_MEMBER,
    problem_words,
    question_words,
)

MOST_SHOWN = 100
"""Rows of one kind; a list with more is wrong in one way, and that is put right in the file."""
ON_THE_ROLL = {WhyLeftOut.NOT_PAID_UP}
"""Why somebody has no vote and is a member all the same."""
ANSWERED_FOR_ALL = {
    Code.HIDDEN_ROW,
    Code.UNKNOWN_STATUS,
    Code.NO_HEADINGS,
    Code.JOINT_ROW,
    Code.START_DATE_MEANING,
    Code.DAY_NUMBERS,
}
"""Problems of rows that one question about the whole list is about."""
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question of one row, as `found` keeps it."""

    line: int
    name: str
    problem: Problem


def settings_of(answers: Mapping[str, Any], held: tuple[HeldMember, ...]) -> RollSettings:
    of_list: Mapping[str, str] = answers.get("list", {})
    order = of_list.get(Code.DATE_ORDER)
    meaning = of_list.get(Code.START_DATE_MEANING)
    hidden = of_list.get(Code.HIDDEN_ROWS)
    return RollSettings(
        with_addresses=True,  # a list has their columns only where they were asked for
        date_order=DateOrder(order) if order in {"dmy", "mdy"} else None,
        joint_are_two=True if of_list.get(Code.JOINT_ROW) == "yes" else None,
        held=held,
        answers=Answers(
            rows={(line, Code(code), column): _choice(rest) for line, code, column, *rest in answers.get("rows", ())},
            statuses={word: key == "yes" for word, key in answers.get("statuses", {}).items() if key != WAIT},
            hidden_are_meant=None if hidden is None else hidden == "yes",
            joined_is_term=None if meaning is None else meaning == "term",
            has_no_headings=of_list.get(Code.NO_HEADINGS) == "yes",
            are_day_numbers=of_list.get(Code.DAY_NUMBERS) == "yes",
        ),
    )


def _choice(plain: list[str | None]) -> Choice:
    key, text, date = plain
    return Choice(key or "", text or "", PartialDate.parse(date) if date else None)


def plain_choice(asked: Asked, choice: Choice) -> list[object]:
    one = asked.problem
    return [asked.line, str(one.code), one.column, choice.key, choice.text, str(choice.date) if choice.date else None]


def read_draft(
    draft: RollDraft, held: tuple[HeldMember, ...], progress: Callable[[int], object] = lambda _lines: None
) -> RollReading:
    return decide(unpacked(draft.content), settings_of(draft.answers, held), progress)


def command_of(draft: RollDraft, reading: RollReading) -> ImportRoll:
    """Takes over everybody of whom nothing is open; whoever is not in the list leaves where that was answered."""
    members = tuple(_members(reading))
    lines = {member.line for member in members}
    gone = [one.member.held_id for one in reading.left_out if one.why not in ON_THE_ROLL]
    if draft.answers.get("list", {}).get(Code.NOT_IN_FILE) == "leave":
        gone += [one.id for one in reading.missing]
    return ImportRoll(
        draft.unit_id,
        draft.version,
        members,
        tuple(dict.fromkeys(number for number in gone if number is not None)),
        lines=draft.lines,
        not_taken=draft.lines - len(lines),
        file_name=draft.file_name,
    )


def _members(reading: RollReading) -> Iterable[Member]:
    yield from reading.added
    yield from (one.member for one in reading.changed)
    yield from reading.unchanged
    yield from (one.member for one in reading.left_out if one.why in ON_THE_ROLL)


def found_of(reading: RollReading, answers: Mapping[str, Any]) -> Plain:
    """What a page shows of a reading, as a plain value of bounded length."""
    members = list(_members(reading))
    mixed = any(one.code is Code.DATES_MIXED for one in reading.questions)
    for_all = ANSWERED_FOR_ALL if mixed else ANSWERED_FOR_ALL | {Code.DATE_ORDER}
    of_rows = [asked for row in reading.rows for asked in _asked(row, for_all)]
    without_email = [member.name for member in members if not member.email]
    left_out = [one for one in reading.left_out if one.why not in ON_THE_ROLL]
    unpaid = [one.member for one in reading.left_out if one.why in ON_THE_ROLL]
    return {
        "used": [[column, meaning.replace("_", " ")] for column, meaning in reading.mapping.items()],
        "not_kept": [[one.column, one.why] for one in reading.not_kept],
        "list": list(_of_list(reading, answers, for_all)),
        "rows": [_plain_asked(one) for one in of_rows[:MOST_SHOWN]],
        "more_rows": max(len(of_rows) - MOST_SHOWN, 0),
        "notes": list(_notes(reading)),
        "figures": {
            "members": len(members),
            "added": len(reading.added) + sum(one.held_id is None for one in unpaid),
            "changed": len(reading.changed),
            "unchanged": len(reading.unchanged) + sum(one.held_id is not None for one in unpaid),
            "missing": len(reading.missing),
            "left_out": len(left_out),
            "waiting": sum(row.decision is Decision.ASK for row in reading.rows),
            "not_read": sum(row.decision is Decision.REFUSED for row in reading.rows),
            "on_paper": len(without_email),
        },
        "added": [one.name for one in [*reading.added, *unpaid] if one.held_id is None][:MOST_SHOWN],
        "changed": [
            [one.member.name, [[field, _text(was), _text(now)] for field, (was, now) in one.changes.items()]]
            for one in reading.changed[:MOST_SHOWN]
        ],
        "missing": [one.name for one in reading.missing[:MOST_SHOWN]],
        "left_out": [[one.member.name, WHY_LEFT_OUT[one.why]] for one in left_out[:MOST_SHOWN]],
        "on_paper": without_email[:MOST_SHOWN],
    }


def _text(value: object) -> str:
    return "nothing" if value is None else str(value)


def _of_list(reading: RollReading, answers: Mapping[str, Any], for_all: Collection[Code]) -> Iterable[Plain]:
    """The questions about the whole list that are open."""
    given = answers.get("list", {})
    for question in reading.questions:
        code = question.code
        if code not in OF_LIST or (code is Code.DATE_ORDER and code not in for_all):
            continue
        if code is Code.UNKNOWN_STATUS:
            for word in question.about[:MOST_SHOWN]:
                if str(word) not in answers.get("statuses", {}):
                    yield {"code": code, "words": f"Are those members whose status is “{word}”?", "about": str(word)}
        elif code not in given:
            yield {"code": code, "words": question_words(question), "about": ""}


def _asked(row: RowOutcome, for_all: Collection[Code]) -> Iterable[Asked]:
    """What is open of a row, and not of the whole list."""
    if row.decision is not Decision.ASK:
        return
    for problem in row.problems:
        if problem.effect is Effect.ASK and problem.code not in for_all:
            yield Asked(row.line, row.name, problem)


def _plain_asked(asked: Asked) -> Plain:
    one = asked.problem
    return {
        "line": asked.line, "name": asked.name, "code": one.code, "column": one.column, "value": one.value,
        "held": one.held, "other": one.other_line, "words": problem_words(one),
    }  # fmt: skip


def asked_of(plain: Plain) -> Asked:
    """What `found_of` kept of a question."""
    problem = Problem(Code(plain["code"]), Effect.ASK, plain["column"], plain["value"], plain["held"], plain["other"])
    return Asked(plain["line"], plain["name"], problem)


def _notes(reading: RollReading) -> Iterable[Plain]:
    """Rows that need no answer, and of which something is to be said: those that are not read first."""
    told: list[tuple[bool, int, str, str]] = []
    for row in reading.rows:
        if row.why is not None:
            told.append((False, row.line, "", f"This is {WHY_NO_MEMBER[row.why]}, and no member."))
        else:
            told += [
                (row.decision is Decision.REFUSED, row.line, row.name, problem_words(problem))
                for problem in row.problems
                if problem.effect is not Effect.ASK and problem.code is not Code.NO_HEADINGS
            ]
    told.sort(key=lambda one: not one[0])
    for is_refused, line, name, words in told[:MOST_SHOWN]:
        yield {"line": line, "name": name, "words": words, "is_refused": is_refused}
