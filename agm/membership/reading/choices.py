"""What is offered as an answer to a problem of a row, and to a question about a whole list."""

from __future__ import annotations

from collections.abc import Mapping

from agm.language.partial_date import PartialDate
from agm.membership.reading.emails import read_emails
from agm.membership.reading.values import Choice, Code, Problem

OUT = "out"
DATE, TEXT = "date", "text"
"""The answers with which something is typed."""
WAIT = "wait"
"""That it is put right in the file, and what it is about is not taken over now."""

_DATED = {DATE: "It was on:", "none": "The day is not known"}
_ANOTHER = {"another": "They are two people: take both over"}
OF_ROW: Mapping[Code, Mapping[str, str]] = {
    Code.SAME_NUMBER: {
        "rightly": "The number is theirs",
        "no_number": "They are two people: take this one over without a number",
    },
    Code.DUPLICATE: _ANOTHER,
    Code.POSSIBLE_DUPLICATE: _ANOTHER,
    Code.LEADING_ZEROS_LOST: {"held": "It is {held}", "rightly": "It is {value}"},
    Code.NUMBER_DIFFERS: {
        "same": "One person, with a new number",
        "held": "One person, who keeps {held}",
        "new": "Somebody else of that name",
    },
    Code.NUMBER_OF_ANOTHER: {"same": "The same person, under another name"},
    Code.LETTERS_LOST: {TEXT: "It is written:"},
    Code.SECOND_NAME_MISSING: {"one": "Take the line over as one member"},
    Code.DATE_UNREADABLE: _DATED,
    Code.DATE_ORDER: _DATED,
    Code.DAY_NUMBERS: _DATED,
}
OF_LIST: Mapping[Code, Mapping[str, str]] = {
    Code.DATE_ORDER: {"dmy": "The day", "mdy": "The month", WAIT: "It is put right in the file"},
    Code.DAY_NUMBERS: {"yes": "They are days: take them", WAIT: "They are put right in the file"},
    Code.START_DATE_MEANING: {"joined": "The day of joining", "term": "The start of the present term: leave it out"},
    Code.UNKNOWN_STATUS: {"yes": "Yes, members", "no": "No", WAIT: "It differs: it is put right in the file"},
    Code.HIDDEN_ROWS: {"yes": "Yes", "no": "No: leave them out"},
    Code.NO_HEADINGS: {"yes": "The columns are used as said above", WAIT: "No: headings are put into the file"},
    Code.JOINT_ROW: {"yes": "Each of the two is a member", WAIT: "They get a line each in the file"},
    Code.NOT_IN_FILE: {"leave": "They leave the roll", "stay": "They stay: the list is of some members only"},
}


def choices_for(problem: Problem) -> dict[str, str]:
    """The answers to a problem, by their keys."""
    if problem.code is Code.TWO_EMAILS:
        offered = {str(number): address for number, address in enumerate(read_emails(problem.value)[0])}
    else:
        offered = dict(OF_ROW.get(problem.code, {"rightly": "Take it over as it is"}))
    words = {key: one.format(value=problem.value, held=problem.held) for key, one in offered.items()}
    return words | {OUT: "Leave this line out"}


def choice_of(problem: Problem, key: str, text: str = "", date: PartialDate | None = None) -> Choice:
    """The answer of this key; raises KeyError for one that is not offered."""
    words = choices_for(problem)[key]
    return Choice(key, words if problem.code is Code.TWO_EMAILS and key != OUT else text, date)
