"""What becomes of the places where a name stands that is to be withheld."""

from __future__ import annotations

from agm.language.withheld import NameSought
from agm.meetings.models import SectionState
from agm.workflows.withholding import Withholding, changed_columns

FORMS = {
    "1": {"names": ["Bo Cole"], "fields": "offices-0-contest_id=1&offices-0-places-0-people-0-name=Bo+Cole"},
    "2": {"names": ["Cy Dée"], "fields": "offices-0-contest_id=2&offices-0-places-0-people-0-name=Cy+D%C3%A9e"},
}


def test_results_that_wait_as_they_were_typed_go_and_nobody_is_asked_about_a_form() -> None:
    table = SectionState.metadata.tables[SectionState.__tablename__]
    row = {**dict.fromkeys(column.name for column in table.columns), "unsettled": FORMS}
    for name, left in (("Cy Dée", {"1": FORMS["1"]}), ("Bo Cole", {"2": FORMS["2"]})):
        walk = Withholding(NameSought(frozenset({name})), frozenset(), everywhere=True)
        assert changed_columns(table, row, walk) == {"unsettled": left}
        assert walk.passages == {}
