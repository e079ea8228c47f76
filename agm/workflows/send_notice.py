"""Telling every member, and the public where that is wanted, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from agm.announcements.before_publishing import names_to_ask
from agm.announcements.commands import DraftFacts, Publish, WriteStatement
from agm.announcements.drafts import compose_draft, has_changed
from agm.announcements.models import Announcement
from agm.announcements.notice_of_meeting import TYPED, Told, notice_facts, notice_of, public_notice, standing
from agm.announcements.operations import draft_facts, publish, write_statement
from agm.audit.act import Act
from agm.facts import Outcome
from agm.facts.announcement import Notice
from agm.meetings.commands import SendToMembers
from agm.meetings.models import Meeting, NoticeKind, NoticeSending
from agm.meetings.operations.notices import send_to_members
from agm.meetings.timetable import Timetable, timetable
from agm.nominations.checking import nominations_of
from agm.nominations.models import Use
from agm.organisation.queries import house_style_of, organisation
from agm.rules.violations import refuse
from agm.wording.document import Document
from agm.wording.kinds.frame import Frame
from agm.wording.kinds.notices import notice, reminder
from agm.wording.letter import Letter, as_letter

LINK_IN_MAIL = "the link is in the e-mail to members"
"""What the public reads where members read the address to join at."""
COMPOSERS: dict[NoticeKind, tuple[Told, Callable[[Notice, Frame], Document]]] = {
    NoticeKind.NOTICE: ("notice", notice),
    NoticeKind.CALL: ("call_for_nominations", notice),
    NoticeKind.REMINDER: ("call_for_nominations", reminder),
    NoticeKind.STATEMENT: ("statement_of_nominations", notice),
}
"""By what goes out: the kind of announcement that its facts are, and what words it."""
PUBLIC: dict[NoticeKind, Told] = {
    NoticeKind.NOTICE: "notice",
    NoticeKind.CALL: "call_for_nominations",
    NoticeKind.STATEMENT: "statement_of_nominations",
}
"""What the public reads of it, where that is drafted from the record."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What went to members, and the public notice that somebody has still to read; None where there is none."""

    sending: NoticeSending
    to_read: Announcement | None = None


def send_notice(act: Act, command: SendToMembers, *, is_public: bool) -> Sent:
    """Send a text to every member, and tell the public too where that is wanted.

    Of the notice of a meeting, the call for nominations and who stands the public gets an announcement drafted from the
    record, with the agenda of the text: see `tell_public`. Any other text is a statement of the unit. Either can be
    corrected like every public text. Raises RefusedError as `send_to_members` and the publishing do.
    """
    found = replace(command, title=command.title.strip(), text=command.text.strip())
    sending = send_to_members(act, found)
    if not is_public:
        return Sent(sending)
    if command.kind in PUBLIC:
        return Sent(sending, tell_public(act, found))
    meeting = act.session.get_one(Meeting, command.meeting_id)
    link = meeting.online_link
    text = found.text.replace(link, LINK_IN_MAIL) if link else found.text
    statement = write_statement(act, WriteStatement(meeting.unit_id, found.title, text))
    if statement.current_sequence is None:
        publish(act, Publish(statement.id, statement.version))
    return Sent(sending)


def tell_public(act: Act, command: SendToMembers) -> Announcement | None:
    """Draft the public notice of what was sent, and publish it where nobody has to read it first.

    Somebody does where the text was changed by more than its agenda, which may be for members alone; where somebody is
    named in public for the first time; and where an earlier one stands that is to be corrected. It is then given back.
    """
    meeting = act.session.get_one(Meeting, command.meeting_id)
    found = timetable(act.session, meeting)
    facts = public_notice(act.session, found, PUBLIC[command.kind], act.at)
    if facts is None:
        refuse("meeting_without_day", "is_public", "Enter the day and the time of the meeting first.")
    before = notice_of(act.session, meeting, facts.announcement)
    if before is not None and isinstance(before.told, Notice):
        facts = replace(facts, **{name: getattr(before.told, name) for name in TYPED if name != "agenda"})
    for_members = letter(act, found, command.kind, agenda=facts.agenda)
    is_as_composed = for_members is not None and lines_of(for_members.text) == lines_of(command.text)
    if for_members is not None and for_members.subject != command.title:
        facts = replace(facts, title=command.title)
    whose = (before.id, before.version) if before else (None, 0)
    announcement = draft_facts(act, DraftFacts(meeting.unit_id, facts, *whose))
    draft = compose_draft(act.session, announcement, act.at)
    if announcement.current is not None:
        return announcement if has_changed(announcement, draft) else None
    if not is_as_composed or names_to_ask(act.session, draft):
        return announcement
    publish(act, Publish(announcement.id, announcement.version))
    return None


def lines_of(text: str) -> list[str]:
    """The lines of a text without the blanks at their ends, which a form may drop."""
    return [line.rstrip() for line in text.strip().splitlines()]


def letter(act: Act, found: Timetable, kind: NoticeKind, agenda: tuple[str, ...] | None = None) -> Letter | None:
    """What members are sent, as the record words it, with this agenda or the usual one; None while the meeting has no
    day and time."""
    announcement, composer = COMPOSERS[kind]
    stand: tuple[Outcome, ...] = ()
    if kind is NoticeKind.STATEMENT:
        stand = standing(nominations_of(act.session, found.meeting, act.at), Use.MAIL)
    facts = notice_facts(act.session, found, announcement, stand)
    if facts is None:
        return None
    facts = facts if agenda is None else replace(facts, agenda=agenda)
    return as_letter(composer(facts, frame_of(act, found, facts)))


def frame_of(act: Act, found: Timetable, facts: Notice) -> Frame:
    style = house_style_of(organisation(act.session), found.meeting.unit)
    return Frame.of(facts, style, act.at.astimezone(found.zone).date())
