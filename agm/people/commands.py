"""What operations on people are asked to do."""

import datetime as dt
from dataclasses import dataclass

from agm.facts import PersonName
from agm.people.models import ConsentPurpose, ConsentSource, LinkPurpose


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody as a form or a file names them, and what was said about who that is.

    With `person_id` it is that person, whatever the name reads now. With `is_someone_else` it is a new person, even
    if another has the same name. With neither, it is the one known person of exactly that name, or else a new one.
    """

    name: PersonName
    person_id: int | None = None
    is_someone_else: bool = False
    is_correction: bool = False
    """Whether the name puts right how `person_id` was first written; their record then takes it over."""


@dataclass(frozen=True, slots=True)
class AmendPerson:
    """Change how a person is named today; records of acts keep it as it was. `sort_name` None follows the name."""

    person_id: int
    version: int
    name: PersonName
    sort_name: str | None = None


@dataclass(frozen=True, slots=True)
class ProposeName:
    """A unit asks those who keep a person's record for another name, of the record as it was at `version`."""

    person_id: int
    version: int
    unit_id: int
    name: PersonName
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptProposal:
    """`version` is that of the person's record as it was looked at."""

    proposal_id: int
    version: int


@dataclass(frozen=True, slots=True)
class DeclineProposal:
    proposal_id: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class MergePeople:
    """Two records are of one person: `person_id` joins `into_id`, whose name stands from now on."""

    person_id: int
    into_id: int


@dataclass(frozen=True, slots=True)
class SeparatePerson:
    """A record was merged by mistake: it stands alone again, with those records that had been merged into it before."""

    person_id: int
    with_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkDistinct:
    """Two people with like names are not the same; they are not pointed out again."""

    first_id: int
    second_id: int


@dataclass(frozen=True, slots=True)
class ChangeHome:
    """A unit shall keep a person's record from now on, or no longer."""

    person_id: int
    unit_id: int
    is_kept: bool


@dataclass(frozen=True, slots=True)
class GiveConsent:
    person_id: int
    source: ConsentSource
    purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    person_id: int
    purpose: ConsentPurpose = ConsentPurpose.NAME_PUBLISHED


@dataclass(frozen=True, slots=True)
class NewLink:
    """A personal link for a purpose, about a record of it (by its number) of one meeting."""

    purpose: LinkPurpose
    unit_id: int
    expires_at: dt.datetime
    meeting_id: int | None = None
    record_id: int | None = None
    is_single_use: bool = False
