"""What an operation on office-holders is asked to do."""

from __future__ import annotations

from dataclasses import dataclass

from agm.office_holders.models import HowEnded, HowFilled
from agm.people.commands import NamedPerson
from agm.wording.facts import PersonName
from agm.wording.partial_date import PartialDate


@dataclass(frozen=True, slots=True)
class HoldingName:
    """A known person, with the name as it was displayed when the office was taken."""

    person_id: int
    name: PersonName


@dataclass(frozen=True, slots=True)
class BeginHolding:
    """Somebody takes a seat of an office; several people share it. Without `seat` it is the first free one."""

    office_id: int
    people: tuple[HoldingName, ...]
    since: PartialDate | None
    how_filled: HowFilled
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class EndHolding:
    """A holding ends; `until` is the first date on which it was over, None where nobody knows it."""

    holding_id: int
    until: PartialDate | None
    how_ended: HowEnded


@dataclass(frozen=True, slots=True)
class LeaveOffice:
    """People leave a seat. If only some of those who share it leave, the others keep it."""

    holding_id: int
    person_ids: tuple[int, ...]
    until: PartialDate
    how_ended: HowEnded


@dataclass(frozen=True, slots=True)
class FillVacancy:
    """A vacant seat is filled between two annual meetings, by co-option, by-election or appointment."""

    office_id: int
    people: tuple[NamedPerson, ...]
    since: PartialDate
    how_filled: HowFilled = HowFilled.CO_OPTED


@dataclass(frozen=True, slots=True)
class AmendHolding:
    """Put a holding's dates right; `version` is the one that the form was filled from."""

    holding_id: int
    version: int
    since: PartialDate | None
    until: PartialDate | None
    how_filled: HowFilled
    how_ended: HowEnded | None
