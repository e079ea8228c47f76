"""Whom an official may be shown: those known in their own regions, and everybody whose name is public.

What another region has only drafted is nobody else's business, not even as a suggestion while a name is typed.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import aliased

from agm.accounts.permissions import visible_unit_ids
from agm.announcements.models import Announcement
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeTermPerson
from agm.people.models import Consent, ConsentPurpose, Person, PersonUnit
from agm.web.kit.access import signed_in_user


@dataclass(frozen=True, slots=True)
class Visibility:
    """The regions whose drafts are in sight (None: all of them, and the national level)."""

    unit_ids: frozenset[int] | None

    def people(self) -> ColumnElement[bool]:
        """That a person is known in one of the regions, or public: in office, or named with their leave."""
        if self.unit_ids is None:
            return true()
        return or_(known_in(self.unit_ids), is_public())

    def meetings(self) -> ColumnElement[bool]:
        """That a meeting is one of the regions', or something of it was published."""
        if self.unit_ids is None:
            return true()
        is_published = (
            select(Announcement.id)
            .where(Announcement.meeting_id == Meeting.id, Announcement.current_sequence.is_not(None))
            .exists()
        )
        return or_(Meeting.unit_id.in_(self.unit_ids), is_published)


def sight() -> Visibility:
    user = signed_in_user()
    return Visibility(frozenset() if user is None else visible_unit_ids(user))


def visible_people() -> ColumnElement[bool]:
    return sight().people()


def known_in(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """That a person held office, stood, spoke or sent a message in one of these units, under any record."""
    record = aliased(Person)
    known = (
        select(func.coalesce(record.merged_into_id, record.id))
        .join(PersonUnit, PersonUnit.person_id == record.id)
        .where(PersonUnit.unit_id.in_(unit_ids))
    )
    return Person.id.in_(known)


def is_public() -> ColumnElement[bool]:
    """That a person, under any record, is or was in office or gave leave to be named, and it stands.

    Asked of each record by itself, so that it costs little where only a few of very many people are in question.
    """
    record = aliased(Person)
    given = select(Consent.id).where(
        Consent.person_id == record.id,
        Consent.purpose == ConsentPurpose.NAME_PUBLISHED,
        Consent.withdrawn_at.is_(None),
    )
    held = select(OfficeTermPerson.id).where(OfficeTermPerson.person_id == record.id)
    theirs = or_(record.id == Person.id, record.merged_into_id == Person.id)
    return select(record.id).where(theirs, or_(given.exists(), held.exists())).exists()
