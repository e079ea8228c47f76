"""Telling the members who were called what came of the election, once it is public: neutrally, and once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from agm.announcements.gather_others import meeting_fields, results_told, whose
from agm.announcements.models import Announcement, RevisionAct
from agm.announcements.notice_of_meeting import who_answers
from agm.audit.act import Act
from agm.facts import MeetingFacts
from agm.facts.announcement import Declaration
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeKind, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.meetings.timetable import sendings_of
from agm.organisation.queries import house_style_of, organisation
from agm.rules.violations import refuse
from agm.wording.document import AnnouncementKind
from agm.wording.kinds import compose_any
from agm.wording.letter import Letter, as_letter


def public_report(session: Session, meeting_id: int) -> Announcement | None:
    """The report of a meeting, while it stands in public. Two statements."""
    mine = (Announcement.meeting_id == meeting_id, Announcement.kind == AnnouncementKind.REPORT)
    found = session.scalars(select(Announcement).where(*mine)).first()
    current = None if found is None else found.current
    return None if current is None or current.act is RevisionAct.RETRACTED else found


def result_letter(session: Session, meeting: Meeting) -> Letter | None:
    """The result as it stands in public, worded as a declaration; None while it does not, or tells of no office."""
    report = public_report(session, meeting.id)
    facts = report.current.facts if report is not None and report.current is not None else None
    if not isinstance(facts, MeetingFacts) or not facts.results:
        return None
    style = house_style_of(organisation(session), meeting.unit)
    officer, contact = who_answers(session, meeting)
    told = Declaration(
        **whose(session, meeting.unit),
        **meeting_fields(meeting),
        announcement="declaration",
        results=results_told(facts.results, with_votes=style.show_votes),
        turnout=facts.turnout,
        returning_officer=officer,
        contact=contact,
    )
    return as_letter(compose_any(told, style))


def tell_members(act: Act, command: SendToMembers) -> NoticeSending:
    """Send the result to every member who was called. Raises RefusedError before it is public, or a second time."""
    meeting = act.session.get_one(Meeting, command.meeting_id)
    if any(one.kind is NoticeKind.RESULT for one in sendings_of(act.session, [meeting.id])):
        refuse("told", "", "Members were told the result already.")
    if public_report(act.session, meeting.id) is None:
        refuse("not_public", "", "The result is not public yet. Publish it first.")
    return send_to_members(act, command)
