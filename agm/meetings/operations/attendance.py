"""The acts of a door: somebody comes, goes, or was marked by mistake. Each can be told twice, and late."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.database.locking import lock_row
from agm.facts import Figure
from agm.meetings.attendance import hall
from agm.meetings.commands import AmendDetails, Mark, Visitor
from agm.meetings.models import Attendance, Meeting, RegisterEntry, Section
from agm.meetings.operations.details import amend_details, details_of
from agm.meetings.operations.sections import section_version
from agm.rules.presence import Stay, stay_of_arrival
from agm.rules.violations import refuse


def arrive(act: Act, mark: Mark, entry_id: int) -> Attendance:
    """Record that somebody on the register is there; whoever is there already, or was then, is not recorded again.

    Raises RefusedError where this meeting's register does not have them.
    """
    known = marked_before(act, mark)
    if known is not None:
        return known
    try:
        entry = lock_row(act.session, RegisterEntry, entry_id)
    except NoResultFound:
        entry = None
    if entry is None or entry.meeting_id != mark.meeting_id or entry.removed_at is not None:
        refuse("not_on_register", "here", "The register of this meeting does not have them. Look for the name again.")
    of_entry = Attendance.entry_id == entry.id
    rows = act.session.scalars(select(Attendance).where(of_entry, Attendance.undone_at.is_(None))).all()
    stays = {Stay(str(row.id), row.arrived_at, row.left_at): row for row in rows}
    same = stay_of_arrival(stays, mark.at)
    if same is not None:
        stays[same].arrived_at = min(mark.at, same.arrived_at)
        act.session.flush()
        return stays[same]
    return add(act, mark, Attendance(entry_id=entry.id, may_vote=entry.may_vote))


def arrive_by_name(act: Act, mark: Mark, visitor: Visitor) -> Attendance:
    """Record somebody who is not on the register. Raises RefusedError for a vote without a reason."""
    known = marked_before(act, mark)
    if known is not None:
        return known
    if visitor.may_vote and not visitor.reason:
        refuse("vote_needs_reason", "reason", "Say why they vote although they are not on the register.")
    row = Attendance(name=visitor.name, reason=visitor.reason, may_vote=visitor.may_vote)
    return add(act, mark, row)


def marked_before(act: Act, mark: Mark) -> Attendance | None:
    same = (Attendance.meeting_id == mark.meeting_id, Attendance.client_key == mark.client_key)
    return act.session.scalars(select(Attendance).where(*same)).one_or_none()


def add(act: Act, mark: Mark, row: Attendance) -> Attendance:
    row.meeting_id, row.client_key, row.arrived_at, row.door = mark.meeting_id, mark.client_key, mark.at, mark.door
    act.session.add(row)
    act.session.flush()
    note(act, Action.ARRIVED, row)
    return row


def leave(act: Act, meeting_id: int, attendance_id: int, at: dt.datetime) -> None:
    """Record that somebody went; whoever is gone already stays so. Raises RefusedError for nobody of this meeting."""
    row = attendance_of(act, meeting_id, attendance_id)
    if row.left_at is None:
        row.left_at = max(at, row.arrived_at)
        note(act, Action.LEFT, row)


def undo_arrival(act: Act, meeting_id: int, attendance_id: int) -> None:
    """Take back that somebody came. Raises RefusedError for nobody of this meeting."""
    row = attendance_of(act, meeting_id, attendance_id)
    if row.undone_at is None:
        row.undone_at = act.at
        note(act, Action.ATTENDANCE_UNDONE, row)


def undo_leaving(act: Act, meeting_id: int, attendance_id: int) -> None:
    """Take back that somebody went. Raises RefusedError for nobody of this meeting, or who has come again since."""
    row = attendance_of(act, meeting_id, attendance_id)
    if row.left_at is None:
        return
    again = select(Attendance.id).where(
        Attendance.entry_id == row.entry_id, Attendance.undone_at.is_(None), Attendance.arrived_at > row.arrived_at
    )
    if row.entry_id is not None and act.session.scalars(again).first() is not None:
        refuse("came_again", "undo", "They have come again since. Undo that first.")
    row.left_at = None
    note(act, Action.ATTENDANCE_UNDONE, row)


def attendance_of(act: Act, meeting_id: int, attendance_id: int) -> Attendance:
    try:
        row = lock_row(act.session, Attendance, attendance_id)
    except NoResultFound:
        row = None
    if row is None or row.meeting_id != meeting_id:
        refuse("not_here", "", "Nobody like that is recorded at this meeting.")
    return row


def note(act: Act, action: Action, row: Attendance) -> None:
    unit_id = act.session.scalars(select(Meeting.unit_id).where(Meeting.id == row.meeting_id)).one()
    record(act, action, f"meeting:{row.meeting_id}", unit_id=unit_id, attendance=row.id)


def take_into_record(act: Act, meeting: Meeting) -> None:
    """Put how many came, and how many were needed, into the meeting's details, whoever typed what there before."""
    found = hall(act.session, meeting, act.at)
    details = replace(details_of(meeting), attendance=found.for_record)
    if found.needed:
        details = replace(details, quorum=Figure(found.needed))
    version = section_version(act.session, meeting.id, Section.DETAILS)
    amend_details(act, AmendDetails(meeting.id, version, details))
