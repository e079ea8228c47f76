"""The offices of one meeting: label, places and order, for this meeting alone."""

from typing import Any

from wtforms import Form as RowForm
from wtforms import FormField

from agm.nominations.commands import AmendContests, ContestSetup
from agm.nominations.models import Contest
from agm.web.kit.fields import TextField, TickField, WholeNumberField
from agm.web.kit.row_list import RowList
from agm.web.kit.rows import RowsForm, filled_rows
from agm.web.kit.typed_text import record_number


class ContestRow(RowForm):
    first_field = "label"

    contest_id = TextField("Contest")
    office_id = TextField("Office")
    canonical_key = TextField("Key", longest=60)
    label = TextField("Office")
    plural_label = TextField("If there are several")
    seats = WholeNumberField("Places", smallest=1, largest=1000, wrong="Enter the number of places, for example 2")
    is_shareable = TickField("Can be shared")

    @property
    def is_blank(self) -> bool:
        return not self.label.data

    def row_key(self) -> str:
        return self.contest_id.data or (self.label.data or "").casefold()

    def row_words(self) -> str:
        return f"{self.label.data}, {self.seats.data or 1}"

    def setup(self) -> ContestSetup:
        return ContestSetup(
            label=self.label.data or "",
            office_id=record_number(self.office_id.data),
            contest_id=record_number(self.contest_id.data),
            plural_label=self.plural_label.data,
            seats=self.seats.data or 1,
            canonical_key=self.canonical_key.data,
            is_shareable=bool(self.is_shareable.data),
        )


class ContestsForm(RowsForm):
    lists = ("contests",)
    contests = RowList(FormField(ContestRow), "Offices", max_entries=200)

    def command(self, meeting_id: int) -> AmendContests:
        return AmendContests(meeting_id, tuple(row.setup() for row in filled_rows(self.contests)), self.filled_from)


def contest_values(contest: Contest) -> dict[str, Any]:
    return {
        "contest_id": str(contest.id),
        "office_id": str(contest.office_id),
        "canonical_key": contest.canonical_key,
        "label": contest.label,
        "plural_label": contest.plural_label,
        "seats": contest.seats,
        "is_shareable": contest.is_shareable,
    }
