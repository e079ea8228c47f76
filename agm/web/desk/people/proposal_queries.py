"""What is asked of the names of people: by whom, of which record, and whether that was changed since."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from agm.organisation.models import NATIONAL_ID, Unit
from agm.people.models import NameProposal, Person
from agm.people.queries import known_in
from agm.web.kit.visibility import is_home

MOST_ASKED = 50
"""How many of its own proposals a unit is shown, the last first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal, the record that it is about as it stands now, and the unit that asked."""

    proposal: NameProposal
    person: Person
    unit: Unit

    @property
    def is_stale(self) -> bool:
        """Whether the record is another than the one for which it was asked."""
        proposal = self.proposal
        return (proposal.person_id, proposal.person_version) != (self.person.id, self.person.version)


def to_answer(session: Session, unit_id: int) -> list[Asked]:
    """What is asked of a unit that keeps the records, or of the national office, the oldest first. One statement."""
    statement = proposals(NameProposal, Person, Unit).where(*awaits_answer_of(unit_id))
    return [Asked(*row) for row in session.execute(statement.order_by(NameProposal.id))]


def asked_by(session: Session, unit_id: int, *, person_id: int | None = None) -> list[Asked]:
    """What a unit asked (of one person's name), the last first. One statement."""
    statement = proposals(NameProposal, Person, Unit).where(NameProposal.unit_id == unit_id)
    if person_id is not None:
        statement = statement.where(Person.id == person_id)
    return [Asked(*row) for row in session.execute(statement.order_by(NameProposal.id.desc()).limit(MOST_ASKED))]


def counts_to_answer(session: Session, unit_ids: Collection[int]) -> dict[int, int]:
    """How much is asked of each of these units; of the national level, everything. One statement."""
    counted = [
        proposals(literal(unit_id), func.count(NameProposal.id)).where(*awaits_answer_of(unit_id))
        for unit_id in unit_ids
    ]
    return dict(session.execute(union_all(*counted)).all()) if counted else {}


def awaits_answer_of(unit_id: int) -> tuple[ColumnElement[bool], ...]:
    """That a proposal is open, and of a record that the unit sees and keeps; for the national level, of any."""
    is_open = NameProposal.outcome.is_(None)
    return (is_open,) if unit_id == NATIONAL_ID else (is_open, is_home(unit_id), known_in([unit_id]))


def proposals(*columns: Any) -> Select[Any]:  # noqa: ANN401  whatever is asked of the three tables
    asked = aliased(Person)
    return (
        select(*columns)
        .select_from(NameProposal)
        .join(asked, asked.id == NameProposal.person_id)
        .join(Person, Person.id == func.coalesce(asked.merged_into_id, asked.id))
        .join(Unit, Unit.id == NameProposal.unit_id)
    )
