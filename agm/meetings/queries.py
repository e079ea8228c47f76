"""Reading meetings and what is recorded of them."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload

from agm.facts import MeetingKind
from agm.language.partial_date import PartialDate
from agm.meetings.models import Meeting, Motion, Section, SectionState, Speaker, SpeechParagraph, SupportMessage

YEARLY = (MeetingKind.AGM, MeetingKind.INAUGURAL)
"""The kinds of meeting that count when it is asked whether a region held its AGM."""


def meeting_to_edit(session: Session, meeting_id: int) -> Meeting | None:
    """A meeting with its region and the state of its sections. One statement."""
    statement = select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.sections))
    return session.scalars(statement).unique().one_or_none()


def section_state(meeting: Meeting, section: Section) -> SectionState:
    """The state of a meeting's section; one that was never saved where there is none yet."""
    found = next((state for state in meeting.sections if state.section is section), None)
    return found or SectionState(section=section, version=0)


def speakers(session: Session, meeting_id: int) -> Sequence[Speaker]:
    """Everyone who spoke, in order. One statement."""
    return session.scalars(
        select(Speaker).where(Speaker.meeting_id == meeting_id).order_by(Speaker.position, Speaker.id)
    ).all()


def paragraphs(session: Session, meeting_id: int) -> Sequence[SpeechParagraph]:
    """What was said, in order, with the speakers that each paragraph tells of. Two statements."""
    return session.scalars(
        select(SpeechParagraph)
        .where(SpeechParagraph.meeting_id == meeting_id)
        .order_by(SpeechParagraph.position, SpeechParagraph.id)
    ).all()


def messages(session: Session, meeting_id: int) -> Sequence[SupportMessage]:
    """The messages of support, in order. One statement."""
    return session.scalars(
        select(SupportMessage)
        .where(SupportMessage.meeting_id == meeting_id)
        .order_by(SupportMessage.position, SupportMessage.id)
    ).all()


def motions(session: Session, meeting_id: int) -> Sequence[Motion]:
    """The motions of a meeting with their amendments, in order. Two statements."""
    return session.scalars(
        select(Motion).where(Motion.meeting_id == meeting_id).order_by(Motion.position, Motion.id)
    ).all()


def meetings_of_region(session: Session, unit_id: int) -> Sequence[Meeting]:
    """The meetings of a unit, the latest first. One statement."""
    return session.scalars(select(Meeting).where(Meeting.unit_id == unit_id).order_by(*latest_first())).all()


def same_day(session: Session, unit_id: int, kind: MeetingKind, held_on: PartialDate | None) -> Sequence[Meeting]:
    """The unit's meetings of this kind and date, the oldest first; none where the date is unknown."""
    if held_on is None:
        return []
    same = (Meeting.unit_id == unit_id, Meeting.kind == kind, Meeting.held_on == held_on)
    return session.scalars(select(Meeting).where(*same).order_by(Meeting.id)).all()


def meetings_of_regions(
    session: Session, unit_ids: Collection[int] | None, *, since_year: int | None = None
) -> Sequence[Meeting]:
    """The meetings of these regions (None: of all, the national ones too) and their elections, the latest first. One
    statement.

    With `since_year` only those of that year or later, and those without a date.
    """
    statement = select(Meeting).options(joinedload(Meeting.election)).order_by(*latest_first())
    if unit_ids is not None:
        statement = statement.where(Meeting.unit_id.in_(unit_ids))
    if since_year is not None:
        statement = statement.where(or_(Meeting.held_on.is_(None), Meeting.held_on >= PartialDate(since_year)))
    return session.scalars(statement).all()


def last_yearly_meetings(session: Session, unit_ids: Collection[int] | None, before: dt.date) -> dict[int, PartialDate]:
    """When each region last held its AGM, up to that day. One statement."""
    statement = (
        select(Meeting.unit_id, func.max(Meeting.held_on))
        .where(Meeting.kind.in_(YEARLY), Meeting.held_on <= PartialDate.of(before))
        .group_by(Meeting.unit_id)
    )
    if unit_ids is not None:
        statement = statement.where(Meeting.unit_id.in_(unit_ids))
    return {unit_id: last for unit_id, last in session.execute(statement) if last is not None}


def latest_first() -> tuple[ColumnElement[Any], ...]:
    """The order in which the latest meetings come first, and those without a date before them."""
    no_date_first: ColumnElement[Any] = Meeting.held_on.is_not(None)
    return (no_date_first, Meeting.held_on.desc(), Meeting.id.desc())
