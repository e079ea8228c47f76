"""The form by which whoever runs the election enters a nomination that came on paper, or was called out."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from wtforms import FormField, HiddenField

from agm.nominations.calls import Call
from agm.nominations.commands import NamedCandidate, NamedSupporter, Nominate, Sender
from agm.nominations.models import CameBy
from agm.web.kit.fields import LongTextField, MailField, NameField, PartialDateField, RadiosField, TickField, TimeField
from agm.web.kit.forms import Form
from agm.web.kit.row_list import RowList
from agm.web.kit.supporters import SupporterRow, supporting_roles

CAME = {CameBy.PAPER: "On paper", CameBy.FLOOR: "Called out at the meeting", CameBy.OFFICER: "Told to you"}


class EntryForm(Form):
    form_key = HiddenField()
    came_by = RadiosField("How it came", choices=CAME, kind=CameBy, required="Choose how it came")
    received_on = PartialDateField("Day it came", subject="the day it came", needs_day=True, is_required=True, hint="")
    received_at = TimeField("Time it came", required="Enter the time at which it came")
    office = RadiosField("For", required="Choose the office")
    name = NameField("Who is nominated", required="Enter the name of who is nominated")
    mail = MailField("Their e-mail")
    partner = NameField("Shared with", hint="If two people would share the office.")
    has_agreed = TickField("They signed it, or agreed at the meeting")
    by = NameField("Who sent it", hint="Empty if they nominated themselves.")
    supporters = RowList(FormField(SupporterRow), max_entries=100)
    statement = LongTextField("Statement")

    def __init__(self, call: Call, offices: dict[int, str], **options: Any) -> None:  # noqa: ANN401  what WTForms takes
        self.call = call
        self.roles = supporting_roles(call.rules.nomination)
        super().__init__(**options)
        self.office.offer(offices)
        while len(self.supporters) < len(self.roles):
            self.supporters.append_entry()
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(16)

    @property
    def moment(self) -> dt.datetime:
        day = self.received_on.data.full if self.received_on.data else None
        return dt.datetime.combine(day or dt.date.max, self.received_at.data or dt.time(), self.call.zone)

    def typed_names(self) -> list[str]:
        rows = [row.form.name.data for row in self.supporters]
        return [one for one in (self.name.data, self.partner.data, self.by.data, *rows) if one]

    def command(self, found: dict[str, int]) -> Nominate:
        """`found` are the entries of the register by name."""
        has_agreed = bool(self.has_agreed.data)
        people = [
            NamedCandidate(
                field.person_name, mail, found.get(field.data or ""), has_agreed, self.statement.data
            )
            for field, mail in ((self.name, self.mail.data), (self.partner, None))
            if field.data
        ]  # fmt: skip
        supporters = [
            NamedSupporter(role, row.form.name.data, row.form.mail.data, found.get(row.form.name.data), True)
            for role, row in zip(self.roles, self.supporters, strict=False)
            if row.form.name.data
        ]
        sender = Sender(self.by.data, None, found.get(self.by.data)) if self.by.data else None
        return Nominate(
            contest_id=int(self.office.data), candidates=tuple(people), received_at=self.moment,
            came_by=self.came_by.data, supporters=tuple(supporters), sender=sender, form_key=self.form_key.data,
        )  # fmt: skip
