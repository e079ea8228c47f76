"""Versions of the parts of a meeting's record, so that two people who edit the same part lose nothing."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.audit.act import Act
from agm.database.locking import lock_row
from agm.meetings.models import Meeting, Section, SectionState
from agm.rules.violations import EditConflict


def section_version(session: Session, meeting_id: int, section: Section) -> int:
    """How often the section was saved."""
    state = session.get(SectionState, (meeting_id, section))
    return 0 if state is None else state.version


def save_section(act: Act, meeting_id: int, section: Section, version: int) -> SectionState:
    """Take the next version for a save that was based on `version`; holds its row and the meeting's until the
    transaction ends, so that nobody removes the meeting meanwhile.

    Raises EditConflict if somebody else saved in the meantime, NoResultFound if the meeting was removed.
    """
    statement = (
        select(SectionState)
        .join(Meeting, Meeting.id == SectionState.meeting_id)
        .where(SectionState.meeting_id == meeting_id, SectionState.section == section)
        .with_for_update(of=(SectionState, Meeting), key_share=True)
        .execution_options(populate_existing=True)
    )
    state = act.session.scalars(statement).first()
    if state is None:  # there is no row to hold yet: the first savers take turns by the meeting's
        lock_row(act.session, Meeting, meeting_id)
        state = act.session.scalars(statement).first()
    if state is None:
        state = SectionState(meeting_id=meeting_id, section=section, version=0)
        act.session.add(state)
    if state.version != version:
        raise EditConflict(state.version, state.saved_by, state.saved_at)
    state.version += 1
    state.saved_at = act.at
    state.saved_by = act.actor.name
    act.session.flush()
    return state
