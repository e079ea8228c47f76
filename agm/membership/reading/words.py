"""What is wrong with a row, why somebody is left out and what is asked, each in a sentence."""

from __future__ import annotations

from agm.language.en import join
from agm.membership.reading.values import (
    Code,
    Decision,
    Effect,
    Problem,
    Question,
    TwoNumbers,
    WhyLeftOut,
    WhyNoMember,
)

PROBLEMS = {
    Code.DATE_ORDER: "“{value}” can be read two ways. Is the day first, or the month?",
    Code.DAY_NUMBERS: "“{value}” is a spreadsheet's number for a day. Which day is it?",
    Code.PARTIAL_DATE: "“{value}” is no whole date.",
    Code.DATE_UNREADABLE: "“{value}” is not a date. It decides who can vote: which day is it?",
    Code.START_DATE_MEANING: "{value}: is this when they joined, or when their present term began?",
    Code.TWO_EMAILS: "There are several addresses: which of them is theirs?",
    Code.EMAIL_INNER_SPACE: "The address has a space in it and is left out.",
    Code.EMAIL_BAD: "“{value}” is no e-mail address and is left out.",
    Code.SHARED_EMAIL: "Somebody else has this address too. Each gets a link of their own; both arrive there.",
    Code.JOINT_ROW: "Two people are in this row. Does each of them have a vote?",
    Code.JOINT_TWO_MEMBERS: "Two people are in this row; each is a member.",
    Code.SECOND_NAME_MISSING: "“{value}”: what is the full name of each of the two?",
    Code.SAME_NUMBER: "Line {line} has the number {value} too, with another name.",
    Code.DUPLICATE: "This is the same person as in line {line}.",
    Code.POSSIBLE_DUPLICATE: "This may be the same person as in line {line}, with another number.",
    Code.LEADING_ZEROS_LOST: "Is the number {value} really {held}?",
    Code.NUMBER_DIFFERS: "This member has had the number {held}; here it is {value}.",
    Code.NUMBER_OF_ANOTHER: "The number {value} has belonged to somebody else.",
    Code.NUMBER_DAMAGED: "“{value}” is what a spreadsheet made of a longer number. Correct it in the file.",
    Code.UNKNOWN_CLASS: "“{value}” is no class of membership that is known.",
    Code.UNKNOWN_REGION: "“{value}” is no region that is known.",
    Code.NO_REGION: "The region is not known, and cannot be told from a postcode.",
    Code.UNKNOWN_STATUS: "“{value}”: is this a member or not?",
    Code.FORMULA_TEXT_USED: "A formula that only holds a text: the text is taken.",
    Code.FORMULA_REFUSED: "This is a formula. Formulas are not run: put the value itself in the file.",
    Code.DOUBLE_ENCODED: "These letters were saved wrongly. Is “{value}” right?",
    Code.LETTERS_LOST: "“{value}”: a letter was lost. How is the name written?",
    Code.TOO_MANY_CELLS: "There are more cells than headings: a comma in one has moved the others. Correct the file.",
    Code.QUOTE_LEFT_OPEN: "A quotation mark is not closed. Correct the file.",
    Code.CELL_UNUSABLE: "This cell is too long, or holds a sign that cannot be shown. Correct the file.",
    Code.NO_NAME: "There is no name. Correct the file.",
    Code.HIDDEN_ROW: "This row is hidden in the workbook. Is it meant to be in the list?",
    Code.MERGED_VALUE_FILLED: "“{value}” is taken from the merged cell above.",
    Code.NO_HEADINGS: "The list has no headings: say what its columns hold.",
}
QUESTIONS = {
    Code.JOINT_ROW: "Two people are in one row, in {about}. Does each of them have a vote?",
    Code.DATES_MIXED: "Both British and American dates are in the column {about}.",
    Code.DATE_ORDER: "Which comes first in the column {about}: the day or the month?",
    Code.DAY_NUMBERS: "Dates are day numbers of a spreadsheet in the column {about}. Check what they mean.",
    Code.START_DATE_MEANING: "Is {about} the day of joining, or the start of the present term?",
    Code.UNKNOWN_CLASS: "Which class is meant by {about}?",
    Code.UNKNOWN_REGION: "Which region is meant by {about}?",
    Code.UNKNOWN_STATUS: "Are those members whose status is {about}?",
    Code.SAME_NUMBER: "Who has the number {about}?",
    Code.NUMBER_OF_ANOTHER: "Whose number is {about}?",
    Code.NUMBER_DIFFERS: "Which number is right: {about}?",
    Code.LEADING_ZEROS_LOST: "Were zeros lost: {about}?",
    Code.SHARED_EMAIL: "Several people have one address, in {about}. Is that right?",
    Code.NO_USABLE_EMAIL: "No e-mail can reach those in {about}: they need paper, or a correction.",
    Code.NOT_IN_FILE: "On the roll and not in this list: {about}. Do they stay?",
    Code.SHEET_CHOICE: "Which sheet is the list: {about}?",
    Code.HIDDEN_ROWS: "Are the hidden rows in {about} meant to be in the list?",
    Code.MERGED_CELLS: "Cells are merged ({about}). Is what was filled in right?",
    Code.NO_HEADINGS: "What do the columns hold? There are no headings.",
    Code.AGE_YES_NO_ONLY: "A rule asks for an age (“{about}”). Only “yes” or “no” may be kept, no date of birth.",
}
WHY_LEFT_OUT = {
    WhyLeftOut.LAPSED: "lapsed",
    WhyLeftOut.NOT_PAID_UP: "not paid up",
    WhyLeftOut.RESIGNED: "resigned",
    WhyLeftOut.REMOVED: "removed",
    WhyLeftOut.DECEASED: "died",
    WhyLeftOut.NOT_YET_MEMBER: "not a member yet",
    WhyLeftOut.JOINED_AFTER_FREEZE: "joined too late",
    WhyLeftOut.CLASS_WITHOUT_VOTE: "of a class without a vote",
}
WHY_NO_MEMBER = {WhyNoMember.HEADINGS_AGAIN: "the headings again", WhyNoMember.TOTAL_OR_NOTE: "a total or a note"}
DECISIONS = {
    Decision.ACCEPTED: "to be taken over",
    Decision.ASK: "waiting for an answer",
    Decision.REFUSED: "to be corrected in the file",
    Decision.LEFT_OUT: "left out as you said",
    Decision.BLANK: "without anything in it",
    Decision.NOT_A_MEMBER: "of no member",
}
EFFECTS = {Effect.CELL_DROPPED: "", Effect.NOTE: "", Effect.ASK: "asked: ", Effect.ROW_REFUSED: "not read: "}
MOST_NAMED = 12


def problem_words(problem: Problem) -> str:
    return PROBLEMS[problem.code].format(value=problem.value, held=problem.held, line=problem.other_line)


def question_words(question: Question) -> str:
    named = [_named(one) for one in question.about[:MOST_NAMED]]
    more = len(question.about) - len(named)
    if more:
        named.append(f"{more:,} more")
    lines = "line " if len(question.about) == 1 else "lines "
    about = (lines if isinstance(question.about[0], int) else "") + join(named)
    return (
        QUESTIONS[question.code].format(about=about)
        if question.code in QUESTIONS
        else f"Answer what is asked in {about}."
    )


def _named(one: int | str | TwoNumbers) -> str:
    if isinstance(one, TwoNumbers):
        return f"{one.in_file} (held: {one.held})"
    return str(one) if isinstance(one, int) else f"“{one}”" if one else "an empty cell"
