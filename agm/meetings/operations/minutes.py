"""Keeping a meeting's minutes: a draft that is changed freely, approved at a later meeting, public where wanted."""

from collections.abc import Iterator

from sqlalchemy import select

from agm.audit.act import Act
from agm.audit.actions import Action
from agm.audit.operations import record
from agm.language.letters import same_name
from agm.meetings.commands import SaveMinutes, SettleMinutes
from agm.meetings.models import Meeting, Minutes, Section, Speaker, SupportMessage
from agm.meetings.operations.motions import movers
from agm.meetings.operations.sections import save_section
from agm.people.models import ConsentSource
from agm.people.operations import give_consents
from agm.people.queries import people_who_withdrew
from agm.rules.violations import Violation, raise_if, refuse


def save_minutes(act: Act, command: SaveMinutes) -> Minutes:
    """Keep the text. Raises RefusedError for minutes that were approved, EditConflict if somebody else saved."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.MINUTES, command.version)
    minutes = act.session.get(Minutes, meeting.id)
    if minutes is None:
        minutes = Minutes(meeting_id=meeting.id, begun_at=act.at)
        act.session.add(minutes)
    elif minutes.approved_on is not None:
        refuse("approved", "text", "These minutes were approved. Take the approval back first, then change them.")
    minutes.text = command.text
    record(act, Action.MINUTES_SAVED, f"meeting:{meeting.id}", unit_id=meeting.unit_id)
    return minutes


def settle_minutes(act: Act, command: SettleMinutes) -> Minutes:
    """Say whether, when and where the minutes were approved, and whether they are public.

    Raises RefusedError where that cannot be, EditConflict if somebody else saved meanwhile.
    """
    session = act.session
    meeting = session.get_one(Meeting, command.meeting_id)
    save_section(act, meeting.id, Section.MINUTES, command.version)
    minutes = session.get(Minutes, meeting.id) or refuse("no_minutes", "", "There are no minutes yet. Save them first.")
    at = None if command.approved_at is None else session.get(Meeting, command.approved_at)
    approved_on = command.approved_on if at is None else at.held_on
    raise_if(approval_violations(act, meeting, command, at))
    if command.is_public and not minutes.is_public:
        agree_to_names(act, meeting, minutes, is_said=command.names_agreed)
    minutes.approved_on, minutes.approved_at_meeting_id = approved_on, None if at is None else at.id
    minutes.is_public = command.is_public
    record(
        act, Action.MINUTES_SETTLED, f"meeting:{meeting.id}", unit_id=meeting.unit_id,
        is_approved=approved_on is not None, is_public=minutes.is_public,
    )  # fmt: skip
    return minutes


def approval_violations(act: Act, meeting: Meeting, command: SettleMinutes, at: Meeting | None) -> Iterator[Violation]:
    """Why the minutes cannot have been approved there and then, or be public."""
    if command.approved_at is not None and (at is None or at.unit_id != meeting.unit_id or at.id == meeting.id):
        yield Violation("no_such_meeting", "approved_at", "Choose a later meeting of the same region.")
        return
    approved_on = command.approved_on if at is None else at.held_on
    if at is not None and approved_on is None:
        yield Violation("no_day", "approved_at", "That meeting has no day yet. Enter its day first.")
    if approved_on is not None:
        field = "approved_on" if at is None else "approved_at"
        if meeting.held_on is not None and approved_on.last < meeting.held_on.first:
            yield Violation("before_meeting", field, "Minutes are approved after the meeting, at a later one.")
        elif approved_on.first > act.at.date():
            yield Violation("to_come", field, "That day is still to come. Record the approval when it has happened.")
    if command.is_public and not meeting.is_published:
        words = "Publish the announcement of the meeting first: its page leads to the minutes."
        yield Violation("not_announced", "is_public", words)


def agree_to_names(act: Act, meeting: Meeting, minutes: Minutes, *, is_said: bool) -> None:
    """Record that those who are named agree. Raises RefusedError unless somebody says so, or for one who does not."""
    if not is_said:
        refuse("names_not_agreed", "names_agreed", "Say that everyone who is named in the minutes agrees to it.")
    named = movers(act.session, meeting.id)
    for table in (Speaker, SupportMessage):
        named |= set(act.session.scalars(select(table.person_id).where(table.meeting_id == meeting.id)))
    text = same_name(minutes.text)
    withdrew = [one for one in people_who_withdrew(act.session, named) if same_name(one.name) in text]
    if withdrew:
        names = " and ".join(one.name for one in withdrew)
        refuse("consent_withdrawn", "is_public", f"{names} no longer agrees to be named. Take the name out.")
    give_consents(act, named, ConsentSource.CONFIRMED_BY_CHAIR)
