"""The forms of a meeting's register: freezing it, and changing an entry or adding one afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from agm.meetings.commands import AddEntry, ChangeEntry, CorrectAddresses, FreezeRegister
from agm.meetings.models import RegisterAct, RegisterEntry
from agm.rules.rights import VERBS, Right
from agm.web.kit.fields import LongTextField, MailField, PartialDateField, RadiosField, TextField, TickField
from agm.web.kit.forms import Form, VersionedForm

LONGEST_REASON = 1000


class FreezeForm(VersionedForm):
    """Besides the day of the freeze, those that the rules ask about and nothing else tells (`freeze_form`)."""

    as_of_on = PartialDateField(
        "As of",
        subject="the day of the freeze",
        is_required=True,
        needs_day=True,
        hint="Whoever is on the roll on this day is on the register. For example 2 4 2017.",
    )
    days: tuple[str, ...] = ()

    def day_fields(self) -> Iterable[PartialDateField]:
        return (self[f"days.{name}"] for name in self.days)

    def command(self, meeting_id: int) -> FreezeRegister:
        on = full(self.as_of_on)
        if on is None:
            raise ValueError("only a valid form has a command")
        days = {name: day for name in self.days if (day := full(self[f"days.{name}"]))}
        return FreezeRegister(meeting_id, on, days)


def freeze_form(days: Iterable[str]) -> type[FreezeForm]:
    names = tuple(days)
    fields: dict[str, Any] = {"days": names}
    for name in names:
        words = name.replace("_", " ")
        fields[f"days.{name}"] = PartialDateField(
            words.capitalize(), subject=f"the day of {words}", needs_day=True, hint="The rules ask about this day."
        )
    return type("FreezeFormOfRules", (FreezeForm,), fields)


def full(field: PartialDateField) -> dt.date | None:
    return field.data.full if field.data else None


class EntryForm(VersionedForm):
    """What is to become of an entry, and why."""

    change = RadiosField("Change", required="Choose what is to be changed")
    reason = LongTextField(
        "Why", longest=LONGEST_REASON, required="Say why: it is kept with the register", hint="Kept with who and when."
    )

    def command(self, entry_id: int) -> ChangeEntry:
        act, _, right = str(self.change.data).partition(" ")
        return ChangeEntry(entry_id, RegisterAct(act), self.reason.data or "", Right(right) if right else None)


def changes_offered(entry: RegisterEntry) -> Mapping[str, str]:
    """What can be done with an entry as it is, by what `EntryForm.change` says."""
    if entry.removed_at is not None:
        return {RegisterAct.PUT_BACK: "Put them back on the register"}
    offered: dict[str, str] = {}
    for right, verb in VERBS.items():
        is_open = right is Right.VOTE and entry.is_asked
        if is_open or not entry.may(right):
            offered[f"{RegisterAct.RIGHT_GIVEN} {right}"] = f"Let them {verb}" + ("" if is_open else " all the same")
        if is_open or entry.may(right):
            offered[f"{RegisterAct.RIGHT_TAKEN} {right}"] = f"Do not let them {verb}"
    return offered | {RegisterAct.REMOVED: "Take them off the register"}


class AddressesForm(VersionedForm):
    """Where somebody gets mails or letters, and why that is put right."""

    email = MailField("E-mail", hint="Leave it empty if mails do not reach them: then they need paper.")
    postal_address = LongTextField(
        "Postal address", longest=LONGEST_REASON, hint="For letters and papers, and kept only where there is no e-mail."
    )
    reason = LongTextField(
        "Why", longest=LONGEST_REASON, required="Say why: it is kept with the register", hint="Kept with who and when."
    )

    def command(self, entry_id: int) -> CorrectAddresses:
        return CorrectAddresses(
            entry_id,
            self.filled_from,
            self.reason.data or "",
            self.email.data or None,
            self.postal_address.data or None,
        )


class AddForm(VersionedForm):
    name = TextField("Name", required="Enter the name")
    number = TextField("Member number")
    email = MailField("E-mail", hint="Without one they need paper.")
    postal_address = LongTextField(
        "Postal address", longest=LONGEST_REASON, hint="For letters and papers, and kept only where there is no e-mail."
    )
    vote = TickField("May vote")
    nominate = TickField("May nominate")
    stand = TickField("May stand")
    reason = LongTextField(
        "Why", longest=LONGEST_REASON, required="Say why: it is kept with the register", hint="Kept with who and when."
    )

    def command(self, meeting_id: int) -> AddEntry:
        return AddEntry(
            meeting_id,
            self.name.data or "",
            self.reason.data or "",
            self.number.data or None,
            self.email.data or None,
            frozenset(right for right in Right if self[right].data),
            self.postal_address.data or None,
        )


class DisposeForm(Form):
    agreed = TickField("Destroy every entry: it cannot be brought back")
