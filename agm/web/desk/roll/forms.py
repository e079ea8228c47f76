"""The forms of a newer list of members: the list itself, and the answers to what is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import FileField, HiddenField

from agm.language.partial_date import PartialDate
from agm.membership.drafts import Asked, asked_of, plain_choice
from agm.membership.reading.choices import DATE, OF_LIST, TEXT, choice_of, choices_for
from agm.membership.reading.values import Code
from agm.web.kit.fields import LongTextField, PartialDateField, RadiosField, TextField, TickField
from agm.web.kit.forms import Form

LONGEST_PASTED = 1_500_000


class ListForm(Form):
    sheet = FileField("The list", description="A spreadsheet, or the file that your member system exports.")
    pasted = LongTextField("Or paste it", longest=LONGEST_PASTED, hint="Copied from a spreadsheet, with its headings.")
    with_addresses = TickField("Keep the postal addresses of those who have no e-mail, for letters and votes by post")
    page = TextField("Sheet", hint="Only where a workbook has several lists: the name of the sheet.")


class AnswersForm(Form):
    """``shown`` says to what the answers are; the questions are fields of a class made for them (`answers_form`)."""

    shown = HiddenField()
    rest = TickField("Leave out the lines without an answer")
    asked: tuple[Asked, ...] = ()
    of_list: tuple[Mapping[str, str], ...] = ()

    def questions(self) -> Iterable[tuple[Mapping[str, str], RadiosField]]:
        return ((one, self[f"list_{number}"]) for number, one in enumerate(self.of_list))

    def lines(self) -> Iterable[tuple[Asked, RadiosField, PartialDateField | TextField | None]]:
        """Each open question of a row with its fields; the last is what is typed with one of the answers."""
        for number, asked in enumerate(self.asked):
            name = f"row_{number}"
            typed = next((self[f"{name}_{part}"] for part in (DATE, TEXT) if f"{name}_{part}" in self), None)
            yield asked, self[name], typed

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms'
        is_valid = bool(super().validate(extra_validators))
        for _, chosen, typed in self.lines():
            if typed is not None and chosen.data in {DATE, TEXT} and not typed.errors and not typed.data:
                self.refuse("Enter it, or choose another answer", typed)
                is_valid = False
        return is_valid

    def answers(self) -> dict[str, Any]:
        """What was answered, in the form of `agm.membership.drafts`; empty where nothing was."""
        of_list, statuses = {}, {}
        for question, field in self.questions():
            if field.data and question["code"] == Code.UNKNOWN_STATUS:
                statuses[question["about"]] = field.data
            elif field.data:
                of_list[question["code"]] = field.data
        rows = []
        for asked, chosen, typed in self.lines():
            if chosen.data:
                given = typed.data if typed is not None and chosen.data in {DATE, TEXT} else None
                date = given if isinstance(given, PartialDate) else None
                text = given if isinstance(given, str) else ""
                rows.append(plain_choice(asked, choice_of(asked.problem, chosen.data, text, date)))
        found = {"list": of_list, "statuses": statuses, "rows": rows}
        return {name: value for name, value in found.items() if value}


def answers_form(found: Mapping[str, Any]) -> type[AnswersForm]:
    """A form of the questions that a reading left open."""
    asked = tuple(asked_of(one) for one in found["rows"])
    fields: dict[str, Any] = {"asked": asked, "of_list": tuple(found["list"])}
    for number, question in enumerate(found["list"]):
        fields[f"list_{number}"] = RadiosField(question["words"], choices=OF_LIST[Code(question["code"])])
    for number, one in enumerate(asked):
        name, offered = f"row_{number}", choices_for(one.problem)
        fields[name] = RadiosField(f"Line {one.line}", choices=offered)
        if DATE in offered:
            fields[f"{name}_{DATE}"] = PartialDateField(
                f"Line {one.line}", subject="the day", needs_day=True, hint="For example 2 4 2017"
            )
        elif TEXT in offered:
            fields[f"{name}_{TEXT}"] = TextField(f"Line {one.line}")
    return type("QuestionsForm", (AnswersForm,), fields)
