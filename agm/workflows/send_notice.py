"""Telling every member, and the public where that is wanted, in one transaction."""

from dataclasses import replace

from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.announcements.commands import Publish, WriteStatement
from agm.announcements.operations import publish, write_statement
from agm.audit.act import Act
from agm.facts.notices import NoticeFacts, OfficeToFill
from agm.language.en import capitalised, ordinal
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.meetings.timetable import Timetable
from agm.nominations.operations import contests_of
from agm.organisation.queries import house_style_of, organisation
from agm.rules.nomination import NominationRule
from agm.rules.rule_set import Stage
from agm.wording.notices import USUAL_AGENDA

LINK_IN_MAIL = "the link is in the e-mail to members"
"""What the public reads where members read the address to join at."""


def send_notice(act: Act, command: SendToMembers, *, is_public: bool) -> NoticeSending:
    """Send a text to every member; a public one is also a statement of the unit, that can be corrected like any other.

    Raises RefusedError as `send_to_members` and the publishing do.
    """
    found = replace(command, title=command.title.strip(), text=command.text.strip())
    sending = send_to_members(act, found)
    if is_public:
        meeting = act.session.get_one(Meeting, command.meeting_id)
        link = meeting.online_link
        text = found.text.replace(link, LINK_IN_MAIL) if link else found.text
        statement = write_statement(act, WriteStatement(meeting.unit_id, found.title, text))
        if statement.current_sequence is None:
            publish(act, Publish(statement.id, statement.version))
    return sending


def notice_facts(session: Session, found: Timetable) -> NoticeFacts | None:
    """What members are told before a meeting; None while it has no day and time."""
    meeting, dates = found.meeting, found.dates
    if Stage.MEETING not in dates:
        return None
    local = {stage: at.astimezone(found.zone) for stage, at in dates.items()}
    rule = found.rules.nomination if found.rules else NominationRule()
    ours = organisation(session)
    place = "" if meeting.unit.is_national else f"{meeting.unit.name} "
    number = f"{ordinal(meeting.ordinal)} " if meeting.ordinal else ""
    name = house_style_of(ours, meeting.unit).meeting_name(meeting.kind)
    duties = duties_of(session, meeting.id)
    return NoticeFacts(
        meeting=f"{number}{place}{ours.short_name} {capitalised(name)}",
        held_on=local[Stage.MEETING].date(),
        starts_at=local[Stage.MEETING].time(),
        venue=meeting.venue or "",
        held_as=meeting.held_as,
        online_link=meeting.online_link or "",
        agenda=USUAL_AGENDA,
        offices=tuple(OfficeToFill(one.label, one.seats, one.plural_label) for one in contests_of(session, meeting.id)),
        nominations_open=local.get(Stage.NOMINATIONS_OPEN),
        nominations_close=local.get(Stage.NOMINATIONS_CLOSE),
        needs_roles=rule.roles,
        needs_supporters=rule.min_supporters,
        self_allowed=rule.self_allowed,
        returning_officer=next((one.name for one in duties if one.duty is Duty.RETURNING_OFFICER), ""),
        contact=meeting.unit.contact or ours.contact,
    )
