"""Whom an official may be shown: those known in their own regions, and everybody whose name is public.

What another region has only drafted is nobody else's business, not even as a suggestion while a name is typed.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, cast, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from agm.accounts.permissions import visible_unit_ids
from agm.announcements.models import Announcement, Revision, RevisionAct
from agm.meetings.models import Meeting
from agm.office_holders.models import OfficeAct, OfficeTerm, OfficeTermPerson
from agm.office_holders.queries import stood
from agm.organisation.models import Office, Unit
from agm.people.models import Person, PersonHome
from agm.people.queries import kept_where, visible_in
from agm.web.kit.access import signed_in_user


@dataclass(frozen=True, slots=True)
class Visibility:
    """The regions whose drafts are in sight (None: all of them, and the national level)."""

    unit_ids: frozenset[int] | None

    def people(self) -> ColumnElement[bool]:
        """That a person is known in one of the regions, or public: in office, or named with their leave."""
        if self.unit_ids is None:
            return true()
        return visible_in(self.unit_ids)

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


def is_home(unit_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """That a unit's officials may change a person's record, and not only name them at their own meetings.

    A home is the unit that recorded them first, one that the national office let in, and one whose public announcement
    says that they were elected there. Nothing else that a unit writes about somebody whom others keep makes it one of
    their homes: no draft, no guest list, no file, no seat filled between meetings. See docs/architecture.md.
    """
    record = aliased(Person)
    public = (
        select("meeting:" + cast(Announcement.meeting_id, String))
        .join(Announcement.current)
        .where(Announcement.unit_id == Office.unit_id, Revision.act != RevisionAct.RETRACTED)
    )
    declared = (
        select(func.coalesce(record.merged_into_id, record.id))
        .join(OfficeTermPerson, OfficeTermPerson.person_id == record.id)
        .join(OfficeTermPerson.term)
        .join(OfficeTerm.begun_by)
        .join(Office, Office.id == OfficeTerm.office_id)
        .where(Office.unit_id == unit_id, OfficeAct.source.in_(public), stood())
    )
    return or_(kept_where(PersonHome.unit_id == unit_id), Person.id.in_(declared))


def homes_of(session: Session, person_id: int) -> list[Unit]:
    """The units that keep a person's record, in the order of the regions. One statement."""
    statement = select(Unit).join(Person, is_home(Unit.id)).where(Person.id == person_id)
    return list(session.scalars(statement.order_by(Unit.position, Unit.id)))
