"""What an operation on office-holders is asked to do."""

from dataclasses import dataclass

from agm.facts import PersonName
from agm.language.partial_date import PartialDate
from agm.people.commands import NamedPerson
from agm.rules.terms import AppointmentKind, EndReason


@dataclass(frozen=True, slots=True)
class ElectedEntry:
    people: tuple[PersonName, ...]
    """With the ids of the people."""
    appointment_kind: AppointmentKind


@dataclass(frozen=True, slots=True)
class RecordElection:
    """What a meeting decided about an office.

    Where it `ends_terms`, those elected hold the office alone; else they take what is vacant, or the seats of those who
    have held one longest.
    """

    office_id: int
    on: PartialDate | None
    entries: tuple[ElectedEntry, ...]
    ends_terms: bool


@dataclass(frozen=True, slots=True)
class LeaveOffice:
    """People leave a seat. If only some of those who share it leave, the others keep it."""

    term_id: int
    person_ids: tuple[int, ...]
    until: PartialDate
    end_reason: EndReason


@dataclass(frozen=True, slots=True)
class FillVacancy:
    office_id: int
    people: tuple[NamedPerson, ...]
    since: PartialDate
    appointment_kind: AppointmentKind = AppointmentKind.CO_OPTED


@dataclass(frozen=True, slots=True)
class AmendTerm:
    term_id: int
    version: int
    since: PartialDate | None
    until: PartialDate | None
    appointment_kind: AppointmentKind
    end_reason: EndReason | None
