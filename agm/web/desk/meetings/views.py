"""The pages on which a meeting is recorded: details, guests, what was said, messages of support."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from flask import Blueprint, g

from agm.facts import PersonName
from agm.meetings import queries
from agm.meetings.models import Meeting, Section, Speaker, SupportMessage
from agm.meetings.operations import amend_details, amend_guests, amend_messages, amend_speeches
from agm.meetings.operations.details import details_of
from agm.web.desk.meetings.forms import DetailsForm, GuestsForm, MessagesForm, SaidForm
from agm.web.kit.access import Scope
from agm.web.kit.acting import current_act
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.person_names import name_values

blueprint = Blueprint("meetings", __name__)


def load_meeting(meeting_id: int) -> Scope | None:
    """Load the meeting of an address into `g.meeting`; its region is the scope."""
    meeting = queries.meeting_to_edit(db.session(), meeting_id)
    if meeting is None:
        return None
    g.meeting = meeting
    g.unit = meeting.unit
    return Scope(meeting.unit_id)


class MeetingView(EditView[F]):
    """A part of a meeting's record, whose form is filled from what was typed alone, or from the record alone."""

    section: Section
    step: str
    """The page's own step in the workspace."""
    next_step: str
    success_message = ""

    def __init__(self, meeting_id: int) -> None:
        self.meeting_id = meeting_id
        self.meeting: Meeting = g.meeting

    @abstractmethod
    def recorded(self) -> dict[str, Any]:
        """What the record has, by the form's fields, but for the version."""

    def build_form(self, typed: Typed) -> F:
        if typed is not None:
            return self.form_class(formdata=typed)
        version = queries.section_state(self.meeting, self.section).version
        return self.form_class(formdata=None, data={"version": version, **self.recorded()})

    def next_address(self) -> str:
        return f"/desk/meetings/{self.meeting_id}/{self.next_step}"

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "here": self.step}


class DetailsView(MeetingView[DetailsForm]):
    """When, where and how the meeting is held."""

    template = "desk/meetings/details.html"
    form_class = DetailsForm
    section = Section.DETAILS
    step = "details"
    next_step = "guests"

    def recorded(self) -> dict[str, Any]:
        before = details_of(self.meeting)
        return {name: getattr(before, name) for name in before.__slots__}

    def build_form(self, typed: Typed) -> DetailsForm:
        """The form; a figure that reads as it did keeps what else the record knows of it."""
        version = queries.section_state(self.meeting, self.section).version
        return DetailsForm(formdata=typed, data={"version": version, **self.recorded()})

    def operation(self, form: DetailsForm) -> object:
        return amend_details(current_act(), form.command(self.meeting_id))


class GuestsView(MeetingView[GuestsForm]):
    """Who came to speak."""

    template = "desk/meetings/guests.html"
    form_class = GuestsForm
    section = Section.GUESTS
    step = "guests"
    next_step = "said"

    def recorded(self) -> dict[str, Any]:
        rows = [guest_values(row) for row in queries.speakers(db.session(), self.meeting_id)]
        return {"guests": rows or [{}]}

    def operation(self, form: GuestsForm) -> object:
        return amend_guests(current_act(), form.command(self.meeting_id))


class SaidView(MeetingView[SaidForm]):
    """What was said."""

    template = "desk/meetings/said.html"
    form_class = SaidForm
    section = Section.SAID
    step = "said"
    next_step = "results"

    def recorded(self) -> dict[str, Any]:
        rows = [
            {"text": row.text, "speakers": "\n".join(speaker.name for speaker in row.speakers)}
            for row in queries.paragraphs(db.session(), self.meeting_id)
        ]
        return {"said": rows or [{}]}

    def operation(self, form: SaidForm) -> object:
        names = [row.name for row in queries.speakers(db.session(), self.meeting_id)]
        return amend_speeches(current_act(), form.command(self.meeting_id, names))


class MessagesView(MeetingView[MessagesForm]):
    """The messages of support."""

    template = "desk/meetings/messages.html"
    form_class = MessagesForm
    section = Section.MESSAGES
    step = "said"
    next_step = "results"

    def recorded(self) -> dict[str, Any]:
        rows = [message_values(row) for row in queries.messages(db.session(), self.meeting_id)]
        return {"messages_from": self.meeting.messages_from, "messages": rows or [{}]}

    def operation(self, form: MessagesForm) -> object:
        return amend_messages(current_act(), form.command(self.meeting_id))


for page, view in {"details": DetailsView, "guests": GuestsView, "said": SaidView, "messages": MessagesView}.items():
    add_edit_view(blueprint, f"/desk/meetings/<int:meeting_id>/{page}", page, view)


def guest_values(row: Speaker) -> dict[str, Any]:
    name = PersonName(row.name, row.prefix, row.suffix)
    return {**name_values(name, row.person_id), "role": row.role, "kind": row.kind}


def message_values(row: SupportMessage) -> dict[str, Any]:
    name = PersonName(row.name, row.prefix, row.suffix)
    return {**name_values(name, row.person_id), "role": row.role, "text": row.text}
