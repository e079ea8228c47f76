"""Telling every member, and the public where that is wanted, in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from sqlalchemy.orm import Session

from agm.accounts.models import Duty
from agm.accounts.queries import duties_of
from agm.announcements.commands import Publish, WriteStatement
from agm.announcements.gather_others import meeting_fields, whose
from agm.announcements.operations import publish, write_statement
from agm.audit.act import Act
from agm.facts import Entry, Moment, Outcome
from agm.facts.announcement import Notice
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeKind, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.meetings.timetable import Timetable
from agm.nominations.models import Contest
from agm.nominations.operations import contests_of
from agm.organisation.queries import house_style_of, organisation
from agm.rules.nomination import NominationRule
from agm.rules.rule_set import Stage, Unopposed
from agm.wording.document import Document
from agm.wording.kinds.frame import Frame
from agm.wording.kinds.notices import notice, reminder
from agm.wording.letter import Letter, as_letter

LINK_IN_MAIL = "the link is in the e-mail to members"
"""What the public reads where members read the address to join at."""
USUAL_AGENDA = (
    "Apologies",
    "Minutes of the last meeting",
    "Reports",
    "Election of officers",
    "Motions",
    "Any other business",
)
Announcement = Literal["notice", "call_for_nominations", "statement_of_nominations"]
COMPOSERS: dict[NoticeKind, tuple[Announcement, Callable[[Notice, Frame], Document]]] = {
    NoticeKind.NOTICE: ("notice", notice),
    NoticeKind.CALL: ("call_for_nominations", notice),
    NoticeKind.REMINDER: ("call_for_nominations", reminder),
    NoticeKind.STATEMENT: ("statement_of_nominations", notice),
}
"""By what goes out: the kind of announcement that its facts are, and what words it."""


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


def letter(act: Act, found: Timetable, kind: NoticeKind, standing: Sequence[Outcome] = ()) -> Letter | None:
    """What members are sent, as the record words it, with who stands; None while the meeting has no day and time."""
    announcement, composer = COMPOSERS[kind]
    facts = notice_facts(act.session, found, announcement, standing)
    return None if facts is None else as_letter(composer(facts, frame_of(act, found, facts)))


def frame_of(act: Act, found: Timetable, facts: Notice) -> Frame:
    style = house_style_of(organisation(act.session), found.meeting.unit)
    return Frame.of(facts, style, act.at.astimezone(found.zone).date())


def notice_facts(
    session: Session, found: Timetable, announcement: Announcement, standing: Sequence[Outcome] = ()
) -> Notice | None:
    """What members are told before a meeting; None while it has no day and time."""
    meeting, dates = found.meeting, found.dates
    if Stage.MEETING not in dates:
        return None
    local = {stage: Moment.of(at.astimezone(found.zone)) for stage, at in dates.items()}
    rule = found.rules.nomination if found.rules else NominationRule()
    officer, contact = who_answers(session, meeting)
    is_notice = announcement == "notice"
    return Notice(
        **whose(session, meeting.unit),
        **meeting_fields(meeting),
        announcement=announcement,
        online_link=meeting.online_link or None,
        who_may_come="Every member may come." if is_notice else None,
        agenda=USUAL_AGENDA if is_notice else (),
        results=tuple(standing) or tuple(map(to_fill, contests_of(session, meeting.id))),
        nominations_open=local.get(Stage.NOMINATIONS_OPEN),
        nominations_close=local.get(Stage.NOMINATIONS_CLOSE),
        needs_roles=rule.roles,
        needs_supporters=max(0, rule.min_supporters - len(rule.roles)),
        self_allowed=rule.self_allowed,
        unopposed_elected=found.rules is None or found.rules.unopposed is not Unopposed.VOTE,
        returning_officer=officer,
        contact=contact,
    )


def who_answers(session: Session, meeting: Meeting) -> tuple[str | None, str | None]:
    """The returning officer of a meeting's election, and whom members ask."""
    officers = (one.name for one in duties_of(session, meeting.id) if one.duty is Duty.RETURNING_OFFICER)
    return next(officers, None), meeting.unit.contact or organisation(session).contact or None


def to_fill(contest: Contest, entries: tuple[Entry, ...] = ()) -> Outcome:
    """An office that is to be filled, with those who stand for it."""
    return Outcome(contest.label, contest.plural_label, contest.seats, entries=entries, contest_id=contest.id)
