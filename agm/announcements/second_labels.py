"""What offices are called in the second language, taken from the unit's list into facts that do not say."""

from dataclasses import replace
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.facts import MeetingFacts, Outcome
from agm.facts.announcement import OfficeChanges, OtherFacts
from agm.language.letters import same_name
from agm.organisation.models import Office
from agm.wording.second import second_language
from agm.wording.style import HouseStyle

T = TypeVar("T", MeetingFacts, OtherFacts)


def with_second_labels(session: Session, unit_id: int, facts: T, style: HouseStyle) -> T:
    """The facts with what their offices are called in the second language, if there is one. One statement then."""
    if second_language(facts, style) is None:
        return facts
    columns = select(Office.id, Office.label, Office.label_alt).where(Office.unit_id == unit_id, Office.label_alt > "")
    rows = session.execute(columns).all()
    known: dict[int | str | None, str] = {same_name(label): other for _, label, other in rows if other}
    known |= {number: other for number, _, other in rows if other}

    def called(office: Outcome) -> Outcome:
        other = office.label_alt or known.get(office.office_id) or known.get(same_name(office.label))
        return replace(office, label_alt=other)

    told = replace(facts, results=tuple(map(called, facts.results)))
    if isinstance(told, OfficeChanges):
        found = [(one, known.get(one.office_id) or known.get(same_name(one.office))) for one in told.changes]
        changes = tuple(replace(one, office_alt=one.office_alt or other) for one, other in found)
        told = replace(told, changes=changes)
    return told
