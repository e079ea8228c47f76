"""Whom an official may be shown: those known in their own regions, and everybody whose name is public.

What another region has only drafted is nobody else's business, not even as a suggestion while a name is typed.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select, true

from agm.accounts.permissions import visible_unit_ids
from agm.announcements.models import Announcement
from agm.meetings.models import Meeting
from agm.people.models import KnownFor, PersonUnit
from agm.people.queries import known_where, visible_in
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


def is_home(unit_id: int) -> ColumnElement[bool]:
    """That a unit's officials may change a person's record, and not only name them at their own meetings.

    A home is a unit where they are or were in office; for somebody never in office anywhere, one where they stood at
    a meeting of which something was published; and for anybody, the only unit that knows them.
    """
    here, in_office = PersonUnit.unit_id == unit_id, PersonUnit.reason == KnownFor.OFFICE
    published = select(Announcement.meeting_id).where(Announcement.current_sequence.is_not(None))
    stood = and_(PersonUnit.reason == KnownFor.CANDIDACY, PersonUnit.record_id.in_(published))
    return or_(
        known_where(here, in_office),
        and_(known_where(here, stood), ~known_where(in_office)),
        and_(known_where(here), ~known_where(~here)),
    )
