"""The pages on which a meeting is begun, recorded (details, guests, what was said, messages of support) and removed."""

from abc import abstractmethod
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from agm.facts import PersonName
from agm.meetings import queries
from agm.meetings.models import Meeting, Section, Speaker, SupportMessage
from agm.meetings.operations import amend_details, amend_guests, amend_messages, amend_speeches, remove_meeting
from agm.meetings.operations.details import details_of
from agm.rules.violations import RefusedError
from agm.web.desk.meetings.forms import DetailsForm, GuestsForm, MessagesForm, SaidForm, StartForm
from agm.web.desk.words import meeting_name
from agm.web.kit.access import Access, Scope, access, current_act
from agm.web.kit.edit_view import EditView, F, Typed, add_edit_view
from agm.web.kit.extensions import db
from agm.web.kit.person_names import PersonNameRow
from agm.workflows.begin_meeting_from_last import BeginMeeting, begin_meeting
from agm.workflows.removed_meetings import KEPT_FOR

blueprint = Blueprint("meetings", __name__)


def load_meeting(meeting_id: int) -> Scope | None:
    """Load the meeting of an address into `g.meeting`; its region is the scope."""
    meeting = queries.meeting_to_edit(db.session(), meeting_id)
    if meeting is None:
        return None
    g.meeting = meeting
    g.unit = meeting.unit
    return Scope(meeting.unit_id)


class StartView(EditView[StartForm]):
    """A new meeting of the region of the address."""

    template = "desk/meetings/new.html"
    success_message = "Begun. Nothing is public until you publish it."
    begun: Meeting

    def build_form(self, typed: Typed) -> StartForm:
        before = queries.meetings_of_region(db.session(), g.unit.id)[:5]
        form = StartForm(formdata=typed, data={"kind": "agm", "like": str(before[0].id) if before else ""})
        choices = {str(one.id): f"{meeting_name(one)}: its place and its offices" for one in before}
        form.like.offer({**choices, "": "An empty page, with the offices of today"})
        return form

    def operation(self, form: StartForm) -> object:
        command = BeginMeeting(g.unit.id, form.details(), form.like_meeting_id)
        self.begun = begin_meeting(current_act(), command)
        return self.begun

    def next_address(self) -> str:
        return url_for(".guests", meeting_id=self.begun.id)


class MeetingView(EditView[F]):
    """A part of a meeting's record, whose form is filled from what was typed alone, or from the record alone."""

    section: Section
    step: str
    """The page's own step in the workspace."""
    next_page: str
    success_message = ""

    @abstractmethod
    def recorded(self) -> dict[str, Any]:
        """What the record has, by the form's fields, but for the version."""

    def build_form(self, typed: Typed) -> F:
        if typed is not None:
            return self.form_class(formdata=typed)
        version = queries.section_state(g.meeting, self.section).version
        return self.form_class(formdata=None, data={"version": version, **self.recorded()})

    def next_address(self) -> str:
        return url_for(self.next_page, meeting_id=g.meeting.id)

    def context(self) -> dict[str, Any]:
        return {"here": self.step}


class DetailsView(MeetingView[DetailsForm]):
    """When, where and how the meeting is held."""

    template = "desk/meetings/details.html"
    form_class = DetailsForm
    section = Section.DETAILS
    step = "details"
    next_page = ".guests"

    def recorded(self) -> dict[str, Any]:
        before = details_of(g.meeting)
        return {name: getattr(before, name) for name in before.__slots__}

    def build_form(self, typed: Typed) -> DetailsForm:
        """The form; a figure that reads as it did keeps what else the record knows of it."""
        version = queries.section_state(g.meeting, self.section).version
        return DetailsForm(formdata=typed, data={"version": version, **self.recorded()})

    def operation(self, form: DetailsForm) -> object:
        return amend_details(current_act(), form.command(g.meeting.id))


class GuestsView(MeetingView[GuestsForm]):
    """Who came to speak."""

    template = "desk/meetings/guests.html"
    form_class = GuestsForm
    section = Section.GUESTS
    step = "guests"
    next_page = ".said"

    def recorded(self) -> dict[str, Any]:
        rows = queries.speakers(db.session(), g.meeting.id)
        return {"guests": [{**values_of_named(row), "kind": row.kind} for row in rows] or [{}]}

    def operation(self, form: GuestsForm) -> object:
        return amend_guests(current_act(), form.command(g.meeting.id))


class SaidView(MeetingView[SaidForm]):
    """What was said."""

    template = "desk/meetings/said.html"
    form_class = SaidForm
    section = Section.SAID
    step = "said"
    next_page = "results.results"

    def recorded(self) -> dict[str, Any]:
        rows = [
            {"text": row.text, "speakers": "\n".join(speaker.name for speaker in row.speakers)}
            for row in queries.paragraphs(db.session(), g.meeting.id)
        ]
        return {"said": rows or [{}]}

    def operation(self, form: SaidForm) -> object:
        names = [row.name for row in queries.speakers(db.session(), g.meeting.id)]
        return amend_speeches(current_act(), form.command(g.meeting.id, names))


class MessagesView(MeetingView[MessagesForm]):
    """The messages of support."""

    template = "desk/meetings/messages.html"
    form_class = MessagesForm
    section = Section.MESSAGES
    step = "said"
    next_page = "results.results"

    def recorded(self) -> dict[str, Any]:
        rows = [{**values_of_named(row), "text": row.text} for row in queries.messages(db.session(), g.meeting.id)]
        return {"messages_from": g.meeting.messages_from, "messages": rows or [{}]}

    def operation(self, form: MessagesForm) -> object:
        return amend_messages(current_act(), form.command(g.meeting.id))


@blueprint.get("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def ask_remove() -> str:
    return render_template("desk/meetings/remove.html", is_public=g.meeting.is_published)


@blueprint.post("/desk/meetings/<int:meeting_id>/remove")
@access(Access.EDIT)
def remove() -> Response:
    name = meeting_name(g.meeting)
    try:
        remove_meeting(current_act(), g.meeting)
    except RefusedError:  # the page says why
        return redirect(url_for(".ask_remove", meeting_id=g.meeting.id), 303)
    flash(f"{name} was removed. For {KEPT_FOR.days} days you can bring it back.")
    return redirect(url_for("removed.removed"), 303)


def values_of_named(row: Speaker | SupportMessage) -> dict[str, Any]:
    return {**PersonNameRow.values_for(PersonName(row.name, row.prefix, row.suffix), row.person_id), "role": row.role}


add_edit_view(blueprint, "/desk/<region_slug>/meetings/new", "new_meeting", StartView, to_read=Access.EDIT)
for page, view in {"details": DetailsView, "guests": GuestsView, "said": SaidView, "messages": MessagesView}.items():
    add_edit_view(blueprint, f"/desk/meetings/<int:meeting_id>/{page}", page, view)
