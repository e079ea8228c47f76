"""The forms by which somebody leaves an office, fills a vacancy, or has dates put right."""

from __future__ import annotations

from typing import Any

from wtforms import FieldList, FormField, SelectMultipleField
from wtforms.validators import StopValidation

from agm.office_holders.commands import AmendTerm, FillVacancy, LeaveOffice
from agm.office_holders.models import OfficeTerm
from agm.results.commands import BeginCountback
from agm.rules.terms import AppointmentKind, EndReason
from agm.web.kit.dates import today
from agm.web.kit.fields import PartialDateField, RadiosField
from agm.web.kit.forms import Form, VersionedForm
from agm.web.kit.person_names import PersonNameRow
from agm.web.kit.row_list import RowList
from agm.web.kit.typed_text import record_numbers

HOW_ENDED = {
    EndReason.RESIGNED.value: "Resigned",
    EndReason.TERM_ENDED.value: "The time in office was over",
    EndReason.DIED.value: "Died",
    EndReason.REMOVED.value: "Was removed",
}
HOW_FILLED = {
    AppointmentKind.ELECTED.value: "Elected",
    AppointmentKind.UNOPPOSED.value: "Elected unopposed",
    AppointmentKind.RE_ELECTED.value: "Re-elected",
    AppointmentKind.RE_ELECTED_UNOPPOSED.value: "Re-elected unopposed",
    AppointmentKind.BY_ELECTION.value: "By-election",
    AppointmentKind.COUNTBACK.value: "Countback",
    AppointmentKind.CO_OPTED.value: "Co-opted",
    AppointmentKind.APPOINTED.value: "Appointed",
    AppointmentKind.CONTINUED.value: "Went on when somebody left who shared the seat",
}
BETWEEN_MEETINGS = {
    how.value: HOW_FILLED[how.value]
    for how in (
        AppointmentKind.CO_OPTED,
        AppointmentKind.BY_ELECTION,
        AppointmentKind.COUNTBACK,
        AppointmentKind.APPOINTED,
    )
}


class PastDateField(PartialDateField):
    """A date that has come."""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401  WTForms' own signature
        super().pre_validate(form)
        date, now = self.data, today()
        if date is not None and (date.year, date.month or 1, date.day or 1) > (now.year, now.month, now.day):
            raise StopValidation("Enter a date that has come: record this on the day itself, or later")


class LeaveForm(Form):
    who = SelectMultipleField("Who?", validate_choice=False)
    end_reason = RadiosField("How?", kind=EndReason, choices=HOW_ENDED, required="Choose how the time in office ended")
    until = PastDateField("When?", subject="the day on which it ended", is_required=True)

    def __init__(self, term: OfficeTerm, **options: Any) -> None:  # noqa: ANN401  WTForms'
        self.holders = {str(person.person_id): person.name for person in term.people}
        options.setdefault("who", list(self.holders))
        super().__init__(**options)
        self.who.choices = list(self.holders.items())

    def validate_who(self, _field: SelectMultipleField) -> None:
        """Refuse a form on which nobody is ticked; whom it does not offer is left out."""
        if self.is_shared and not self.leaving():
            raise StopValidation("Tick who left")

    def leaving(self) -> tuple[int, ...]:
        ticked = set(self.who.data or [])
        return tuple(int(number) for number in self.holders if not self.is_shared or number in ticked)

    @property
    def is_shared(self) -> bool:
        return len(self.holders) > 1

    def command(self, term_id: int) -> LeaveOffice:
        if self.until.data is None or not isinstance(self.end_reason.data, EndReason):
            raise ValueError("only a valid form gives a command")
        return LeaveOffice(term_id, self.leaving(), self.until.data, self.end_reason.data)


class FillForm(Form):
    people = RowList(FormField(PersonNameRow), min_entries=1, max_entries=4)
    appointment_kind = RadiosField(
        "How?", kind=AppointmentKind, choices=BETWEEN_MEETINGS, required="Choose how the seat was filled"
    )
    since = PastDateField("Since when?", subject="the day on which it began", is_required=True)

    def ask_for_people(self, *, is_shareable: bool) -> None:
        if is_shareable and len(self.people.entries) < 2:
            self.people.append_entry()
        for entry in self.people.entries[1:]:
            entry.form.name.description = "Only if two people share the seat."

    @property
    def names(self) -> list[PersonNameRow]:
        return [entry.form for entry in self.people.entries if not entry.form.is_blank]

    def validate_people(self, field: FieldList[Any]) -> None:
        if not self.names:
            field.entries[0].form.name.errors = ["Enter who takes the seat, for example Jane Black"]
            raise StopValidation

    def command(self, office_id: int) -> FillVacancy:
        if self.since.data is None or not isinstance(self.appointment_kind.data, AppointmentKind):
            raise ValueError("only a valid form gives a command")
        return FillVacancy(
            office_id, tuple(row.named() for row in self.names), self.since.data, self.appointment_kind.data
        )


class CountbackForm(Form):
    willing = SelectMultipleField("Who is willing?", validate_choice=False)
    on = PastDateField(
        "Counted on", subject="the day of the countback", is_required=True, needs_day=True, hint="For example 2 4 2017."
    )

    def command(self, office_id: int) -> BeginCountback:
        if self.on.data is None:
            raise ValueError("only a valid form gives a command")
        return BeginCountback(office_id, self.on.data, record_numbers(self.willing.data))


class DatesForm(VersionedForm):
    appointment_kind = RadiosField(
        "Came by", kind=AppointmentKind, choices=HOW_FILLED, required="Choose how the seat was filled"
    )
    since = PastDateField("Since", subject="the day on which it began")
    end_reason = RadiosField("Ended", kind=EndReason, choices={"": "Still in office", **HOW_ENDED})
    until = PastDateField("Until", subject="the day on which it ended")

    def command(self, term_id: int) -> AmendTerm:
        if not isinstance(self.appointment_kind.data, AppointmentKind):
            raise TypeError("only a valid form gives a command")
        return AmendTerm(
            term_id=term_id,
            version=self.filled_from,
            since=self.since.data,
            until=self.until.data,
            appointment_kind=self.appointment_kind.data,
            end_reason=self.end_reason.data if isinstance(self.end_reason.data, EndReason) else None,
        )
