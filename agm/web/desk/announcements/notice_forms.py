"""The forms of what is told before a meeting: the record has nearly all of it."""

from dataclasses import replace
from typing import ClassVar

from agm.announcements.gather_others import Fields
from agm.announcements.notice_of_meeting import Told, public_notice
from agm.facts.announcement import Notice, OtherFacts
from agm.facts.moments import Moment
from agm.language.en import join
from agm.meetings.models import Meeting
from agm.meetings.timetable import timetable
from agm.nominations.checking import UNDECIDED, nominations_of
from agm.rules.violations import refuse
from agm.web.desk.announcements.kind_forms import OfMeetingForm
from agm.web.kit import clock
from agm.web.kit.extensions import db
from agm.web.kit.fields import LongTextField, PartialDateField, TextField, TickField


class CallForm(OfMeetingForm):
    """The call for nominations: all but what every kind asks comes from the record of the meeting."""

    is_told_beforehand = True
    shown: ClassVar[tuple[str, ...]] = ("meeting", "with_link")
    way: ClassVar[Told] = "call_for_nominations"
    with_link = TickField(
        "Print the address to join online",
        hint="Otherwise readers are told whom to ask for it. Members have it anyway.",
    )

    @classmethod
    def as_recorded(cls, meeting: Meeting) -> Notice:
        """What the record gives for it now. Raises RefusedError for a meeting without day and time, or called off."""
        found = timetable(db.session(), meeting)
        if found.is_called_off:
            refuse("called_off", "meeting", "This election is called off. Announce that instead.")
        facts = public_notice(db.session(), found, cls.way, clock.now())
        if facts is None:
            refuse("meeting_without_day", "meeting", "This meeting has no day and time yet. Enter them first.")
        return facts

    def told(self, meeting: Meeting) -> OtherFacts:
        """The facts, of the record of a meeting and of what was typed."""
        link = meeting.online_link or None if self.with_link.data else None
        return replace(self.as_recorded(meeting), **(self.typed | self.typed_before_meeting), online_link=link)

    @property
    def typed_before_meeting(self) -> Fields:
        """What else this kind takes from the form."""
        return {}

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        with_link = isinstance(facts, Notice) and facts.online_link is not None
        return OfMeetingForm.values(facts) | {"with_link": with_link}


class StandingForm(CallForm):
    """Who stands: all of it comes from the nominations."""

    way = "statement_of_nominations"

    @classmethod
    def as_recorded(cls, meeting: Meeting) -> Notice:
        found = nominations_of(db.session(), meeting, clock.now())
        waiting = [one.name for one in found.every() if one.state in UNDECIDED]
        if found.call.opens_at is not None and not found.is_closed:
            refuse("not_closed", "meeting", "Nominations are not closed yet, so it is not known who stands.")
        if waiting:
            refuse("undecided", "meeting", f"Decide first whether these stand: {join(waiting)}.")
        if not found.is_closed and not any(office.candidacies for office in found.offices):
            refuse("nobody_stands", "meeting", "Nobody is entered yet who stands at this meeting.")
        return super().as_recorded(meeting)


class NoticeOfMeetingForm(CallForm):
    """The notice of a meeting: agenda and who may come are asked besides, and filled in."""

    shown = ("meeting", "agenda", "who_may_come", "motions_by", "with_link")
    way = "notice"
    agenda = LongTextField("Agenda", hint="A line each. It begins as that of the notice that was sent, or as usual.")
    who_may_come = TextField("Who may come", hint="In a sentence. For example: Every member may come.")
    motions_by = PartialDateField("Motions: last day", needs_day=True, subject="the last day", hint="If there is one.")

    @property
    def typed_before_meeting(self) -> Fields:
        return {
            "agenda": tuple(line.strip() for line in (self.agenda.data or "").splitlines() if line.strip()),
            "who_may_come": self.who_may_come.data or None,
            "motions_close": Moment(self.motions_by.data) if self.motions_by.data else None,
        }

    @staticmethod
    def values(facts: OtherFacts) -> Fields:
        found = CallForm.values(facts)
        if isinstance(facts, Notice):
            by = facts.motions_close.day if facts.motions_close else None
            agenda = "\n".join(facts.agenda)
            found |= {"agenda": agenda, "who_may_come": facts.who_may_come, "motions_by": by}
        return found
